import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { LambdaFunction } from "../../../../components/compute";
import { Queue } from "../../../../components/decoupling";
import { HealthCheck } from "../../../../components/dns";
import { Environment } from "../../../../components/environment";
import { Alarms, AlarmsArgs } from "../../../../components/observability";
import { record, refusal } from "../record";

function compose(args: AlarmsArgs = {}, production = true): void {
  const inside = {
    parent: new Environment("prod", { region: "eu-west-1", account: "123456789012", production }),
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

  it("stand on one dashboard, by layer", async () => {
    const recording = await record(() => compose());
    const { dashboardBody, dashboardName } = recording.inputs<Record<string, string>>(
      aws.cloudwatch.Dashboard,
      "alarms-dashboard",
    );
    assert.equal(dashboardName, "strata-test");
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

  it("refuse an override of what is not there", async () => {
    const of = (overrides: AlarmsArgs["overrides"]) => refusal(() => compose({ overrides }));
    assert.match(await of({ work: { error: false } }), /overrides\.work .*errors, throttles/);
    assert.match(await of({ wrok: { errors: false } }), /overrides\.wrok .*jobs, work/);
  });
});
