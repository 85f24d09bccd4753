import assert from "node:assert/strict";
import * as fs from "node:fs";
import { LambdaFunction } from "../../../../components/compute";
import { Table } from "../../../../components/data";
import { Bus, Queue, Schedule, Stream, Topic } from "../../../../components/decoupling";
import { Environment } from "../../../../components/environment";
import { Alarms } from "../../../../components/observability";
import {
  alarmsPage,
  alarmsPagePath,
  Seen,
  seenComponents,
  withoutAlarms,
} from "../../../../docs/alarms-page";
import { record } from "../record";

describe("what is watched", () => {
  let seen: readonly Seen[];

  before(async () => {
    seen = await seenComponents();
  });

  it("every component has alarms, or the page says why not", () => {
    for (const { kind, isAlarmed } of seen) {
      const excused = kind in withoutAlarms;
      const both = excused ? "stands in withoutAlarms, too" : "has no alarmDefinitions()";
      assert.ok(isAlarmed !== excused, `${kind} ${both}: see docs/alarms-page.ts`);
    }
    const kinds = seen.map(({ kind }) => kind);
    const unknown = Object.keys(withoutAlarms).filter((kind) => !kinds.includes(kind));
    assert.deepEqual(unknown, []);
  });

  it("and those with alarms have some", () => {
    const silent = seen.filter(({ isAlarmed, alarms }) => isAlarmed && alarms.length === 0);
    assert.deepEqual(silent, []);
  });

  it("the page is current", () => {
    assert.equal(
      fs.readFileSync(alarmsPagePath, "utf8"),
      alarmsPage(seen),
      "run node --require ./tests/register.js docs/alarms-page.ts",
    );
  });

  it("each queue that a component makes for what failed has an alarm", async () => {
    const recording = await record(() => {
      const inside = {
        parent: new Environment("e", {
          ...{ region: "eu-west-1", account: "123456789012", production: true },
        }),
      };
      const onFailure = new Queue("untold", {}, inside);
      const table = { hashKey: "id", stream: "NEW_IMAGE" } as const;
      const run = async () => undefined;
      const news = new Topic("news", {}, inside).notifications();
      new LambdaFunction("a", run, { on: news, onFailure }, inside);
      const events = new Bus("shop", {}, inside).events({ source: ["shop"] });
      new LambdaFunction("b", run, { on: events, onFailure }, inside);
      const clicks = new Stream("clicks", {}, inside).records();
      new LambdaFunction("c", async () => ({ batchItemFailures: [] }), { on: clicks }, inside);
      const changes = new Table("photos", table, inside).changes();
      new LambdaFunction("d", async () => ({ batchItemFailures: [] }), { on: changes }, inside);
      new Schedule("nightly", { expression: "rate(1 day)" }, inside);
      new Alarms("alarms", {}, inside);
    });
    const queues = recording.resources.filter(({ type }) => type === "aws:sqs/queue:Queue");
    const watched = recording.resources
      .filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm")
      .map(({ inputs }) => (inputs.dimensions as { QueueName?: string } | undefined)?.QueueName);
    const names = queues.map(({ name }) => name).sort();
    assert.deepEqual(names, [
      "clicks-failed-batches",
      "news-dead-letters",
      "nightly-dead-letters",
      "photos-failed-batches",
      "shop-dead-letters",
      "untold",
      "untold-dead-letters",
    ]);
    for (const name of names) {
      assert.ok(
        watched.some((queue) => new RegExp(`^${name}-[0-9a-f]+$`).test(queue ?? "")),
        `${name} is watched`,
      );
    }
  });
});
