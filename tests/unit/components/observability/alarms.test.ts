import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Component } from "../../../../components/component";
import { LambdaFunction, LambdaFunctionArgs } from "../../../../components/compute";
import { Bucket, Table } from "../../../../components/data";
import {
  Bus,
  DecouplingLayer,
  IotRule,
  ObjectQueue,
  ObjectTopic,
  Queue,
  Schedule,
  Stream,
  Topic,
} from "../../../../components/decoupling";
import { HealthCheck } from "../../../../components/dns";
import { Environment } from "../../../../components/environment";
import { Alarms, AlarmsArgs, LogGroup } from "../../../../components/observability";
import { previewStack } from "../../../../preview/testing";
import { record, refusal } from "../record";

const place = { region: "eu-west-1", account: "123456789012", production: true };

interface Inside {
  readonly parent: Environment;
}

function work(args: object, inside: Inside): void {
  const onFailure = new Queue("untold", {}, inside);
  const given = { onFailure, ...args } as LambdaFunctionArgs<never, never>;
  new LambdaFunction("work", () => Promise.resolve(undefined as never), given, inside);
}

function compose(args: AlarmsArgs = {}, production = true): void {
  const inside = {
    parent: new Environment("prod", { ...place, production }),
  };
  const jobs = new Queue("jobs", { consumerTimeout: 60 }, inside);
  new LambdaFunction(
    "work",
    async () => ({ batchItemFailures: [] }),
    { on: jobs.messages(), timeout: 60 },
    inside,
  );
  new HealthCheck("site", { host: "www.example.com" }, inside);
  new Alarms("alarms", args, inside);
}

const alarm = aws.cloudwatch.MetricAlarm;
type Inputs = Record<string, unknown>;

describe("Alarms", () => {
  it("are of all that the environment holds, and go to its topic", async () => {
    const recording = await record(() => compose());
    const names = recording.resources
      .filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm")
      .map(({ name }) => name);
    assert.deepEqual(names.sort(), [
      "alarms-account-concurrency",
      "alarms-jobs-dead-letters",
      "alarms-jobs-oldest-message",
      "alarms-work-duration",
      "alarms-work-errors",
      "alarms-work-throttles",
      "site-unhealthy", // made by the check itself, once
    ]);
    const duration = recording.inputs<Inputs>(alarm, "alarms-work-duration");
    assert.deepEqual([duration.threshold, duration.statistic], [54_000, "Maximum"]);
    assert.match(String(duration.alarmActions), /^arn:aws:sns:eu-west-1:/);
    assert.equal(recording.inputs<Inputs>(alarm, "alarms-jobs-oldest-message").threshold, 600);
    const account = recording.inputs<Inputs>(alarm, "alarms-account-concurrency");
    assert.equal(account.threshold, 800);
  });

  it("have names of their own where a queue and a topic share theirs", async () => {
    const plan = await previewStack(() => {
      const inside = { parent: new Environment("prod", place) };
      const shared = { queues: { uploads: {} }, topics: { uploads: {} } };
      const { topics } = new DecouplingLayer("layer", shared, inside);
      work({ on: topics.uploads.notifications() }, inside);
      new Alarms("alarms", {}, inside);
    });
    plan.assertNoErrors();
    const letters = ["layer-uploads-dead-letters", "layer-uploads-dead-letters-2"].map((name) => {
      const { inputs } = plan.get(alarm, `alarms-${name}`);
      return (inputs.dimensions as { QueueName: string }).QueueName;
    });
    assert.equal(new Set(letters).size, 2);
  });

  it("stand on one dashboard, by layer", async () => {
    const recording = await record(() => compose());
    const { dashboardBody, dashboardName } = recording.inputs<Record<string, string>>(
      aws.cloudwatch.Dashboard,
      "alarms-dashboard",
    );
    assert.equal(dashboardName, "strata-test-alarms"); // of its own: AWS would write the second over the first
    const { widgets } = JSON.parse(dashboardBody) as {
      widgets: { type: string; properties: { markdown?: string; title?: string } }[];
    };
    const texts = widgets.flatMap(({ properties }) => properties.markdown ?? []);
    assert.deepEqual(texts, ["## account", "## compute", "## decoupling"]);
    const titles = widgets.map(({ properties }) => properties.title);
    assert.ok(titles.includes("work: errors"), titles.join());
  });

  it("cost nothing outside of production, unless they are asked for", async () => {
    const none = await record(() => compose({}, false));
    assert.equal(none.count(aws.cloudwatch.Dashboard), 0);
    assert.equal(none.count(alarm), 1);
    const asked = await record(() => compose({ enabled: true }, false));
    assert.equal(asked.count(aws.cloudwatch.Dashboard), 1);
  });

  it("can each be set otherwise, or left out", async () => {
    const overrides = { work: { errors: { threshold: 5 }, throttles: false } } as const;
    const recording = await record(() => compose({ overrides, accountConcurrency: 100 }));
    assert.equal(recording.inputs<Inputs>(alarm, "alarms-work-errors").threshold, 5);
    assert.equal(recording.inputs<Inputs>(alarm, "alarms-account-concurrency").threshold, 80);
    assert.ok(!recording.resources.some(({ name }) => name === "alarms-work-throttles"));
  });

  describe("of some alone", () => {
    const objects = (name: string, inside: Inside) =>
      new ObjectTopic(name, { bucket: new Bucket("photos", {}, inside) }, inside);
    /** A component of each kind that makes something for what fails or lags, or others beneath it, and one beside. */
    const makers: Readonly<Record<string, (inside: Inside) => Component>> = {
      "a topic": (inside) => {
        const topic = new Topic("one", {}, inside);
        work({ on: topic.notifications() }, inside);
        return topic;
      },
      "a bus": (inside) => {
        const bus = new Bus("one", {}, inside);
        work({ on: bus.events({ source: ["shop"] }) }, inside);
        return bus;
      },
      "a bucket": (inside) => {
        const bucket = new Bucket("one", {}, inside);
        work({ on: bucket.created({ through: "event-bridge" }) }, inside);
        return bucket;
      },
      "a schedule": (inside) => new Schedule("one", { expression: "rate(1 day)" }, inside),
      "a stream": (inside) => {
        const stream = new Stream("one", {}, inside);
        work({ on: stream.records() }, inside);
        return stream;
      },
      "a table": (inside) => {
        const table = new Table("one", { hashKey: "id", stream: "NEW_IMAGE" }, inside);
        work({ on: table.changes() }, inside);
        return table;
      },
      "a rule of devices, whose queue is a component": (inside) =>
        new IotRule("one", { sql: "SELECT * FROM 'a'" }, inside),
      "a topic of objects, whose topic is a component": (inside) => objects("one", inside),
      "a queue of objects, whose queue is a component": (inside) =>
        new ObjectQueue("one", { from: objects("files", inside) }, inside),
    };
    const parts: Readonly<Record<keyof typeof makers, readonly string[]>> = {
      "a topic": ["one-dead-letters", "one-notifications-failed"],
      "a bus": ["one-dead-letters"],
      "a bucket": ["one-dead-letters"],
      "a schedule": ["one-dead-letters"],
      "a stream": [
        "one-failed-batches",
        "one-reader-behind",
        "one-reader-behind-work",
        "one-writes-refused",
      ],
      "a table": [
        "one-failed-batches",
        "one-reader-behind-work",
        "one-reads-throttled",
        "one-writes-throttled",
      ],
      "a rule of devices, whose queue is a component": ["one-errors-messages"],
      "a topic of objects, whose topic is a component": [
        "one-failures-messages",
        "one-notifications-failed",
      ],
      "a queue of objects, whose queue is a component": ["one-dead-letters", "one-oldest-message"],
    };

    for (const [what, make] of Object.entries(makers)) {
      it(`are of ${what} and all its parts, and of nothing else`, async () => {
        const recording = await record(() => {
          const inside = { parent: new Environment("prod", place) };
          // A neighbour of the same name and layer is another thing.
          new Queue("one", {}, { parent: new DecouplingLayer("other", {}, inside) });
          new Alarms("alarms", { of: [make(inside)] }, inside);
        });
        const names = recording.resources
          .filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm")
          .map(({ name }) => name.replace(/^alarms-/, ""));
        assert.deepEqual(
          names.filter((name) => name !== "account-concurrency").sort(),
          parts[what],
        );
      });
    }

    it("are once of what is named twice", async () => {
      const recording = await record(() => {
        const inside = { parent: new Environment("prod", place) };
        const layer = new DecouplingLayer("layer", { queues: { jobs: {} } }, inside);
        new Alarms("alarms", { of: [layer.queues.jobs, layer] }, inside);
      });
      const names = recording.resources
        .filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm")
        .map(({ name }) => name);
      assert.deepEqual(names.sort(), [
        "alarms-account-concurrency",
        "alarms-layer-jobs-dead-letters",
        "alarms-layer-jobs-oldest-message",
      ]);
    });

    it("refuse a component without any", async () => {
      const message = await refusal(() => {
        const inside = { parent: new Environment("prod", place) };
        new Alarms("alarms", { of: [new LogGroup("audit", {}, inside)] }, inside);
      });
      assert.match(message, /of is "audit"; allowed: .*alarms/);
    });
  });

  it("refuse an override of what is not there", async () => {
    const of = (overrides: AlarmsArgs["overrides"]) => refusal(() => compose({ overrides }));
    assert.match(await of({ work: { error: false } }), /overrides\.work .*errors, throttles/);
    assert.match(await of({ wrok: { errors: false } }), /overrides\.wrok .*jobs, work/);
  });
});
