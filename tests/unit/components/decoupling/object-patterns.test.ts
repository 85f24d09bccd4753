/** S3 → SNS → Lambda and S3 → SNS → SQS → Lambda. */
import type { S3Event } from "aws-lambda";
import assert from "node:assert/strict";
import { LambdaFunction, Redrive } from "../../../../components/compute";
import { Bucket } from "../../../../components/data";
import { ObjectQueue, ObjectTopic, Queue } from "../../../../components/decoupling";
import { Environment } from "../../../../components/environment";
import { Plan, previewStack } from "../../../../preview/testing";
import { refusal } from "../record";

interface Statement {
  Effect: string;
  Principal: { Service?: string } | string;
  Action: string | string[];
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

const statementsOf = (policy: unknown) =>
  (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
const allowed = (policy: unknown) =>
  statementsOf(policy).filter(({ Effect, Principal }) => Effect === "Allow" && Principal);

function program(encryption: "aws-managed" | "customer-managed") {
  return () => {
    const parent = new Environment("e", {
      region: "eu-west-1",
      account: "123456789012",
      encryption,
    });
    const inside = { parent };
    const bucket = new Bucket("originals", {}, inside);
    const uploads = new ObjectTopic("uploads", { bucket, prefix: "in/" }, inside);
    const index = new ObjectQueue(
      "index",
      { from: uploads, queue: { consumerTimeout: 60 } },
      inside,
    );
    const tell = new LambdaFunction(
      "tell",
      async (event) => {
        const { Records } = JSON.parse(event.Records[0].Sns.Message) as S3Event;
        console.log(Records.length);
      },
      { on: uploads.objects(), onFailure: uploads.failures },
      inside,
    );
    new LambdaFunction(
      "index-objects",
      async (event) => ({
        batchItemFailures: event.Records.map((r) => ({ itemIdentifier: r.messageId })),
      }),
      { on: index.objects() },
      inside,
    );
    new Redrive("index-again", { failed: index.failed() }, inside);
    new Redrive("tell-again", { failed: uploads.failed(tell) }, inside);
  };
}

describe("the patterns from a bucket's objects to functions", function () {
  this.timeout(60_000);
  let plan: Plan;
  before(async () => {
    plan = await previewStack(program("customer-managed"));
  });
  const of = (type: string, name: string) => plan.get(type, name);
  const topicArn = () => String(of("aws:sns/topic:Topic", "uploads").outputs.arn);

  it("have neither errors nor warnings, with keys of AWS or of one's own", async () => {
    const others = await previewStack(program("aws-managed"));
    const problems = [...plan.findings, ...others.findings].filter(
      ({ severity, rule }) => severity !== "info" && !rule.startsWith("SETTING"),
    );
    assert.deepEqual(problems, []);
    // AWS's own key for SNS would keep S3 out.
    assert.equal(others.get("aws:sns/topic:Topic", "uploads").inputs.kmsMasterKeyId, "");
  });

  it("let S3 publish for this bucket of this account alone", () => {
    const [s3, ...more] = allowed(
      of("aws:sns/topicPolicy:TopicPolicy", "uploads-policy").inputs.policy,
    );
    assert.deepEqual(more, []);
    assert.deepEqual(
      [s3.Principal, s3.Action, s3.Resource],
      [{ Service: "s3.amazonaws.com" }, "sns:Publish", topicArn()],
    );
    const bucketArn = of("aws:s3/bucket:Bucket", "originals").outputs.arn;
    assert.deepEqual(s3.Condition, {
      ArnEquals: { "aws:SourceArn": bucketArn },
      StringEquals: { "aws:SourceAccount": "123456789012" },
    });
  });

  it("let the topic alone send to the queue, to its dead letters, and to the failures", () => {
    for (const name of ["index-policy", "index-dead-letter-policy", "uploads-failures-policy"]) {
      const [sns, ...more] = allowed(of("aws:sqs/queuePolicy:QueuePolicy", name).inputs.policy);
      assert.deepEqual(more, [], name);
      assert.deepEqual(
        [sns.Principal, sns.Action],
        [{ Service: "sns.amazonaws.com" }, "sqs:SendMessage"],
      );
      assert.deepEqual(sns.Condition, { ArnEquals: { "aws:SourceArn": topicArn() } });
    }
  });

  it("have a key that S3 and SNS may encrypt with", () => {
    const { policy } = of("aws:kms/key:Key", "e-messages").inputs;
    const services = allowed(policy).flatMap(({ Principal }) =>
      typeof Principal === "string" ? [] : (Principal.Service ?? []),
    );
    assert.ok(services.includes("s3.amazonaws.com"), String(services));
    assert.ok(services.includes("sns.amazonaws.com"), String(services));
  });

  it("keep s3:TestEvent from both", () => {
    for (const name of ["uploads-to-tell", "uploads-to-index"]) {
      const { filterPolicy, filterPolicyScope } = of(
        "aws:sns/topicSubscription:TopicSubscription",
        name,
      ).inputs;
      assert.equal(filterPolicyScope, "MessageBody");
      assert.deepEqual(JSON.parse(String(filterPolicy)), {
        Records: { eventName: [{ prefix: "ObjectCreated:" }] },
      });
    }
  });

  it("set the notification once policies and subscriptions stand, so that no event is lost", () => {
    const { dependencies, inputs } = of(
      "aws:s3/bucketNotification:BucketNotification",
      "originals-notification",
    );
    const awaited = dependencies.map((urn) => urn.split("::").at(-1));
    for (const name of ["uploads-policy", "uploads-to-tell", "uploads-to-index"]) {
      assert.ok(awaited.includes(name), `${name} of ${awaited.join(", ")}`);
    }
    assert.deepEqual(inputs.topics, [
      { id: "uploads", events: ["s3:ObjectCreated:*"], filterPrefix: "in/", topicArn: topicArn() },
    ]);
  });

  it("hand over the object as S3 wrote it, and end in dead letters on the way in and behind", () => {
    const { inputs } = of("aws:sns/topicSubscription:TopicSubscription", "uploads-to-index");
    assert.equal(inputs.rawMessageDelivery, true);
    const letters = of("aws:sqs/queue:Queue", "index-dead-letters").outputs.arn;
    assert.deepEqual(JSON.parse(String(inputs.redrivePolicy)), { deadLetterTargetArn: letters });
    const { redrivePolicy } = of("aws:sqs/queue:Queue", "index").inputs;
    assert.deepEqual(JSON.parse(String(redrivePolicy)), {
      deadLetterTargetArn: letters,
      maxReceiveCount: 5,
    });
  });

  it("come back by functions that may take the dead letters and hand them over, no more", () => {
    const mayDo = (name: string) =>
      statementsOf(of("aws:iam/rolePolicy:RolePolicy", `${name}-policy`).inputs.policy)
        .map(({ Action, Resource }) => [Action, Resource].flat().join(" "))
        .filter((text) => /sqs|lambda/.test(text));
    const queue = (name: string) => of("aws:sqs/queue:Queue", name).outputs.arn;
    const take =
      "sqs:ReceiveMessage sqs:DeleteMessage sqs:ChangeMessageVisibility sqs:GetQueueAttributes";
    assert.deepEqual(mayDo("index-again"), [
      `${take} ${queue("index-dead-letters")}`,
      `sqs:SendMessage ${queue("index")}`,
    ]);
    const tell = of("aws:lambda/function:Function", "tell").outputs.arn;
    assert.deepEqual(mayDo("tell-again"), [
      `${take} ${queue("uploads-failures")}`,
      `lambda:InvokeFunction ${tell}`,
    ]);
  });

  it("leave a queue that is given where it is", async () => {
    const given = await previewStack(() => {
      const bucket = new Bucket("originals");
      const queue = new Queue("jobs");
      new ObjectQueue("index", { from: new ObjectTopic("uploads", { bucket }), queue });
    });
    assert.equal(given.find("aws:sqs/queue:Queue").length, 3);
    assert.match(given.get("aws:sqs/queue:Queue", "jobs").urn, /strata:decoupling:Queue\$/);
  });

  it("refuse a queue with nothing behind it", async () => {
    const text = await refusal(() => {
      new Queue("jobs", { deadLetters: false }).failed();
    });
    assert.match(text, /failed\(\) is "deadLetters: false"; allowed: a queue with one behind it/);
  });
});
