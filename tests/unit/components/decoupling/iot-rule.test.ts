import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { LambdaFunction } from "../../../../components/compute";
import { IotRule, iotRule, Queue } from "../../../../components/decoupling";
import { topicDestination } from "../../../../components/wiring/destinations";
import { previewStack } from "../../../../preview/testing";
import { record, refusal } from "../record";

const sql = "SELECT * FROM 'cameras/+/seen'";

describe("IotRule", () => {
  it("runs functions, each with a permission for this rule of this account alone", async () => {
    const plan = await previewStack(() => {
      const rule = new IotRule("seen", { sql });
      const failures = new Queue("failures", { deadLetters: false });
      for (const name of ["store", "count"]) {
        new LambdaFunction(name, async () => {}, { on: rule.messages(), onFailure: failures });
      }
    });
    const rule = plan.get(aws.iot.TopicRule, "seen");
    assert.equal(rule.inputs.name, "strata_test_seen");
    assert.deepEqual(rule.inputs.lambdas, [
      { functionArn: plan.get(aws.lambda.Function, "store").outputs.arn },
      { functionArn: plan.get(aws.lambda.Function, "count").outputs.arn },
    ]);
    const permission = plan.get(aws.lambda.Permission, "seen-to-store").inputs;
    assert.equal(permission.principal, "iot.amazonaws.com");
    assert.equal(permission.sourceArn, rule.outputs.arn);
    assert.match(String(permission.sourceAccount), /^\d{12}$/);
    assert.deepEqual(
      plan.findings.filter(({ severity }) => severity !== "info").map(({ rule: id }) => id),
      [],
    );
  });

  it("keeps what it could not hand on, with a role for that alone", async () => {
    const { resources, ...recording } = await record(() => new IotRule("seen", { sql }));
    void recording;
    const of = (name: string, type: string) =>
      resources.find((resource) => resource.name === name && resource.type === type)
        ?.inputs as Record<string, unknown>;
    const action = of("seen", "aws:iot/topicRule:TopicRule").errorAction as {
      sqs: { queueUrl: string; useBase64: boolean };
    };
    assert.match(action.sqs.queueUrl, /seen-errors/);
    const policy = of("seen-policy", "aws:iam/rolePolicy:RolePolicy").policy as string;
    assert.match(policy, /"Action":\["sqs:SendMessage"\]/);
  });

  it("sends errors to a queue or topic that is there, and nowhere else", async () => {
    const inputsOf = async (build: () => IotRule) =>
      (await record(build)).inputs<{ errorAction: Record<string, Record<string, string>> }>(
        aws.iot.TopicRule,
        "seen",
      ).errorAction;
    const arn = "arn:aws:sns:eu-west-1:123456789012:failures";
    const topic = await inputsOf(() => new IotRule("seen", { sql, errors: topicDestination(arn) }));
    assert.equal(topic.sns.targetArn, arn);
    const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/failures";
    const queue = await inputsOf(
      () =>
        new IotRule("seen", {
          sql,
          errors: Queue.existing("failures", { arn: arn.replace("sns", "sqs"), url }),
        }),
    );
    assert.equal(queue.sqs.queueUrl, url);
    const bucket = {
      destinationKind: "bucket" as const,
      arn: pulumi.output("arn"),
      deliver: () => ({ statements: [] }),
    };
    assert.match(
      await refusal(() => new IotRule("seen", { sql, errors: bucket })),
      /errors is "a bucket"; allowed: a standard queue or topic/,
    );
  });

  it("refuses SQL that AWS IoT would", async () => {
    const wrong = () => new IotRule("seen", { sql: "SELECT * FROM 'cameras/#/seen'" });
    assert.match(await refusal(wrong), /IOT-02-topic/);
  });

  it("is a function's own with iotRule()", async () => {
    const plan = await previewStack(() => {
      new LambdaFunction("store", async () => {}, { on: iotRule(sql) });
    });
    const rule = plan.get(aws.iot.TopicRule, "store-rule");
    assert.equal(rule.inputs.sql, sql);
    assert.match(rule.urn, /LambdaFunction\$strata:decoupling:IotRule\$/);
  });
});
