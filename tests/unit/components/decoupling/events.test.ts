import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Invocable, Trigger } from "../../../../components/contracts";
import { Bucket } from "../../../../components/data";
import { Bus, Queue, Schedule, Topic } from "../../../../components/decoupling";
import { LogGroup } from "../../../../components/observability";
import { record, refusal, valueOf } from "../record";

const account = {
  calls: { "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "123456789012" } },
};
const fn: Invocable = {
  logicalName: "work",
  arn: pulumi.output("arn:aws:lambda:eu-west-1:123456789012:function:work:live"),
  invokeArn: pulumi.output("invoke"),
  functionName: pulumi.output("work"),
  qualifier: pulumi.output("live"),
  logGroupName: pulumi.output("work-logs"),
  ready: [],
};

type Inputs = Record<string, unknown>;
const run = (build: () => Trigger<never, unknown>) =>
  record(() => {
    build().connect(fn);
  }, account);
const statementsOf = ({ policy }: Inputs) =>
  (JSON.parse(policy as string) as { Statement: aws.iam.PolicyStatement[] }).Statement;

describe("Bus", () => {
  it("keeps its events to be replayed, unless told not to", async () => {
    const kept = await record(() => new Bus("shop"));
    const archive = kept.inputs<Inputs>(aws.cloudwatch.EventArchive, "shop-archive");
    assert.equal(archive.retentionDays, 30);
    assert.match(String(archive.eventSourceArn), /:event-bus\/shop/);
    const lost = await record(() => new Bus("shop", { archiveDays: 0 }));
    assert.equal(lost.count(aws.cloudwatch.EventArchive), 0);
  });

  it("calls a function for the events that fit, and keeps what can't be handed over", async () => {
    const recording = await run(() => new Bus("shop").events({ source: ["shop"] }));
    const rule = recording.inputs<Inputs>(aws.cloudwatch.EventRule, "shop-to-work");
    assert.equal(rule.eventPattern, '{"source":["shop"]}');
    const target = recording.inputs<Inputs>(aws.cloudwatch.EventTarget, "shop-to-work");
    assert.deepEqual(target.retryPolicy, {
      maximumRetryAttempts: 185,
      maximumEventAgeInSeconds: 86_400,
    });
    assert.match(String(target.arn), /:live$/);
    assert.equal(target.eventBusName, rule.eventBusName);
    const permission = recording.inputs<Inputs>(aws.lambda.Permission, "shop-event-calls-work");
    assert.equal(permission.principal, "events.amazonaws.com");
    assert.equal(permission.qualifier, "live");
    // The rule of a bus of one's own has its name in its ARN.
    assert.match(String(permission.sourceArn), /:rule\/shop[^/]*\/shop-to-work/);
    const [, letters] = statementsOf(
      recording.inputs(aws.sqs.QueuePolicy, "shop-dead-letter-policy"),
    );
    assert.deepEqual(letters.Condition, {
      ArnEquals: { "aws:SourceArn": [permission.sourceArn] },
    });
  });

  it("sends events to a queue that lets the rule in, and to no FIFO queue", async () => {
    const recording = await record(() => {
      new Bus("shop").deliverTo(new Queue("orders"), { source: ["shop"] });
    });
    const [, allowed] = statementsOf(recording.inputs(aws.sqs.QueuePolicy, "orders-policy"));
    assert.deepEqual(allowed.Principal, { Service: "events.amazonaws.com" });
    const message = await refusal(() => {
      new Bus("shop").deliverTo(new Queue("orders", { fifo: true }), { source: ["shop"] });
    });
    assert.match(message, /deliverTo is "a FIFO queue"/);
  });

  it("hears of the account's own events, and grants putting events on this bus alone", async () => {
    const recording = await record(() => {
      const bus = Bus.existing("account", { name: "default" });
      bus.events({ source: ["aws.ec2"] }, { name: "stopped" }).connect(fn);
      return bus;
    }, account);
    const permission = recording.inputs<Inputs>(
      aws.lambda.Permission,
      "account-event-calls-stopped",
    );
    assert.match(String(permission.sourceArn), /:rule\/account-to-stopped/);
    const resource = await valueOf(recording.made.publish().statements[0].Resource);
    assert.equal(resource, "arn:aws:events:eu-west-1:123456789012:event-bus/default");
  });
});

describe("Schedule", () => {
  const nightly = { expression: "cron(0 3 * * ? *)", timezone: "Europe/Paris" };

  it("starts what it was given with a role for that alone, of this account's schedules alone", async () => {
    const recording = await record(() => {
      const schedule = new Schedule("nightly", nightly);
      schedule.runs({ input: { days: 30 } }).connect(fn);
      schedule.sendsTo(new Queue("jobs"));
    }, account);
    const made = recording.inputs<Inputs>(aws.scheduler.Schedule, "nightly-to-work");
    assert.equal(made.scheduleExpressionTimezone, "Europe/Paris");
    assert.equal(made.state, "ENABLED");
    assert.deepEqual(made.flexibleTimeWindow, { mode: "OFF" });
    assert.equal((made.target as Inputs).input, '{"days":30}');
    const actions = statementsOf(recording.inputs(aws.iam.RolePolicy, "nightly-policy"));
    const allowed = actions.map(({ Action, Resource }) => `${String(Action)} ${String(Resource)}`);
    assert.equal(allowed.length, 3);
    assert.match(allowed[0], /^sqs:SendMessage arn:aws:sqs:.*:nightly-dead-letters/);
    assert.match(allowed[1], /^lambda:InvokeFunction .*:function:work:live$/);
    assert.match(allowed[2], /^sqs:SendMessage arn:aws:sqs:.*:jobs/);
    const role = recording.inputs<{ assumeRolePolicy: string }>(aws.iam.Role, "nightly-role");
    assert.match(role.assumeRolePolicy, /schedule-group\/default/);
    assert.match(role.assumeRolePolicy, /"aws:SourceAccount":"123456789012"/);
  });

  it("says when it is paused, and when it may be late", async () => {
    const recording = await run(() =>
      new Schedule("nightly", { ...nightly, enabled: false, flexibleMinutes: 15 }).runs(),
    );
    const made = recording.inputs<Inputs>(aws.scheduler.Schedule, "nightly-to-work");
    assert.equal(made.state, "DISABLED");
    assert.deepEqual(made.flexibleTimeWindow, { mode: "FLEXIBLE", maximumWindowInMinutes: 15 });
  });

  it("refuses a cron with five fields, and dead letters that Scheduler does not send to", async () => {
    const five = await refusal(() => {
      new Schedule("nightly", { expression: "cron(0 3 * * *)" }).runs().connect(fn);
    });
    assert.match(five, /EVB-03-scheduler: scheduleExpression/);
    const topic = await refusal(
      () => new Schedule("nightly", { ...nightly, deadLetters: new Topic("lost") }),
    );
    assert.match(topic, /deadLetters is "a topic"; allowed: a standard queue/);
  });
});

describe("a bucket's objects", () => {
  it("run a function that S3 may call for this bucket of this account", async () => {
    const recording = await record(() => {
      const originals = new Bucket("originals");
      originals.created({ prefix: "in/" }).connect(fn);
      originals.removed().connect(fn);
    }, account);
    const permission = recording.inputs<Inputs>(aws.lambda.Permission, "originals-calls-work");
    assert.deepEqual(
      [permission.principal, permission.sourceAccount, permission.qualifier],
      ["s3.amazonaws.com", "123456789012", "live"],
    );
    const document = recording.inputs<Inputs>(aws.s3.BucketNotification, "originals-notification");
    assert.equal(document.eventbridge, false);
    assert.deepEqual(document.lambdaFunctions, [
      {
        id: "work-created",
        events: ["s3:ObjectCreated:*"],
        filterPrefix: "in/",
        lambdaFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:work:live",
      },
      {
        id: "work-removed",
        events: ["s3:ObjectRemoved:*", "s3:LifecycleExpiration:*"],
        lambdaFunctionArn: "arn:aws:lambda:eu-west-1:123456789012:function:work:live",
      },
    ]);
  });

  it("reach several functions through EventBridge, which the bucket then tells", async () => {
    const recording = await run(() =>
      new Bucket("originals").created({ through: "event-bridge", prefix: "in/", suffix: ".jpg" }),
    );
    const document = recording.inputs<Inputs>(aws.s3.BucketNotification, "originals-notification");
    assert.equal(document.eventbridge, true);
    const rule = recording.inputs<{ eventPattern: string }>(
      aws.cloudwatch.EventRule,
      "originals-to-work",
    );
    const pattern = JSON.parse(rule.eventPattern) as { detail: Inputs };
    assert.deepEqual(pattern.detail.object, { key: [{ wildcard: "in/*.jpg" }] });
    assert.match(JSON.stringify(pattern.detail.bucket), /originals/);
  });

  for (const [what, build, said] of [
    [
      "two targets of one object",
      () => {
        const bucket = new Bucket("originals");
        bucket.notify("index", new Queue("index"));
        bucket.created({ suffix: ".jpg" }).connect(fn);
      },
      /"work-created" is "for objects that .*index.* learns of as well"; allowed: .*S3N-02/,
    ],
    [
      "a FIFO queue",
      () => {
        new Bucket("originals").notify("index", new Queue("index", { fifo: true }));
      },
      /notification "index" is "a FIFO queue"; allowed: a standard queue \(S3N-03\)/,
    ],
  ] as const) {
    it(`refuse ${what}`, async () => {
      assert.match(await refusal(build), said);
    });
  }

  it("go apart by prefix, suffix or event", async () => {
    await record(() => {
      const bucket = new Bucket("originals");
      bucket.notify("index", new Queue("index"), { prefix: "in/" });
      bucket.created({ prefix: "out/" }).connect(fn);
      bucket.removed({ prefix: "in/" }).connect(fn);
    }, account);
  });
});

describe("the lines of a log group", () => {
  it("run a function that CloudWatch Logs may call for this group", async () => {
    const recording = await run(() => new LogGroup("audit").lines({ pattern: "ERROR" }));
    const permission = recording.inputs<Inputs>(aws.lambda.Permission, "audit-calls-work");
    assert.equal(permission.principal, "logs.amazonaws.com");
    assert.match(String(permission.sourceArn), /:log-group:audit.*:\*$/);
    const filter = recording.inputs<Inputs>(aws.cloudwatch.LogSubscriptionFilter, "audit-to-work");
    assert.equal(filter.filterPattern, "ERROR");
  });

  it("go to two functions at most, and never to the one that writes them", async () => {
    const three = await refusal(() => {
      const audit = new LogGroup("audit");
      for (const logicalName of ["a", "b", "c"]) {
        audit.lines().connect({ ...fn, logicalName });
      }
    });
    assert.match(three, /lines\(\) is "3 filters"; allowed: at most 2 of a group \(LOG-01\)/);
    const loop = await refusal(() => {
      const audit = new LogGroup("audit");
      audit.lines().connect({ ...fn, logGroupName: audit.name });
    });
    assert.match(loop, /LOG-03/);
  });
});
