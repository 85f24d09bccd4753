/** What an account has once: made where the settings say, looked up elsewhere. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { LinkedRole, linkedRoles, onceThings } from "../../../components/base/once-per-account";
import { Environment, EnvironmentArgs } from "../../../components/environment";
import { findingsOverStacks, Plan, previewStack } from "../../../preview/testing";
import { record, refusal } from "./record";

const account = "123456789012";
const planOf = (stack: string, args: Partial<EnvironmentArgs>, thing?: LinkedRole) =>
  previewStack(
    () => {
      const environment = new Environment(pulumi.getStack(), {
        ...{ region: "eu-west-1", account, ...args },
      });
      const before = thing === undefined ? [] : environment.once(thing);
      new aws.sqs.Queue("user", {}, { parent: environment, dependsOn: [...before] });
    },
    { stack },
  );
const madeOnce = (plan: Plan) =>
  plan.urns
    .filter((urn) => /strata:index:OncePerAccount\$/.test(urn))
    .map((urn) => urn.split("$")[2]);
const everything = (stack: string) =>
  Object.fromEntries(onceThings.map((thing) => [thing, stack] as const));

describe("what an account has once", () => {
  it("is never made unasked", async () => {
    const plan = await planOf("prod", {}, "openSearchRole");
    plan.assertNoErrors();
    assert.deepEqual(madeOnce(plan), []);
  });

  it("is made by the stack that the setting names, and by no other", async () => {
    const oncePerAccount = everything("prod");
    const [prod, staging] = [
      await planOf("prod", { oncePerAccount }),
      await planOf("staging", { oncePerAccount }, "ecsRole"),
    ];
    prod.assertNoErrors();
    staging.assertNoErrors();
    const roles = prod.find(aws.iam.ServiceLinkedRole).map(({ inputs }) => inputs.awsServiceName);
    const services = Object.values(linkedRoles).map(({ service }) => service);
    assert.deepEqual(roles.sort(), services.sort());
    for (const type of [
      aws.apigateway.Account,
      aws.emr.BlockPublicAccessConfiguration,
      aws.xray.ResourcePolicy,
    ]) {
      assert.equal(prod.find(type).length, 1);
    }
    const regions = prod.find(aws.cloudwatch.LogResourcePolicy).map(({ inputs }) => inputs.region);
    assert.deepEqual(new Set(regions), new Set([undefined, "us-east-1"]));
    assert.deepEqual(madeOnce(staging), []);
    assert.deepEqual(findingsOverStacks([prod, staging]), []);
  });

  it("is a finding where two stacks make it", async () => {
    const twice = [
      await planOf("prod", { oncePerAccount: { ecsRole: "prod", topicTraces: "prod" } }),
      await planOf("staging", { oncePerAccount: { ecsRole: "staging", topicTraces: "staging" } }),
    ];
    const [found, traces, ...others] = findingsOverStacks(twice);
    assert.match(traces.message, /policyName is "topic-traces"/);
    assert.deepEqual(others, []);
    assert.equal(found.rule, "claimed-twice");
    assert.match(
      found.message,
      /awsServiceName is "ecs\.amazonaws\.com".*stack prod.*stack staging/,
    );
    assert.match(found.fix, /oncePerAccount/);
  });

  it("is there before what uses it", async () => {
    const plan = await planOf("prod", { oncePerAccount: { ecsRole: "prod" } }, "ecsRole");
    const [role] = plan.find(aws.iam.ServiceLinkedRole);
    assert.deepEqual([role.protect, role.retainOnDelete], [true, true]);
    assert.ok(plan.get(aws.sqs.Queue, "user").dependencies.includes(role.urn));
  });

  it("lets SNS write traces, for topics of this account and region alone", async () => {
    const plan = await planOf("prod", { oncePerAccount: { topicTraces: "prod" } });
    const [{ name }] = plan.find(aws.xray.ResourcePolicy);
    const Condition = {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": `arn:aws:sns:eu-west-1:${account}:*` },
    };
    const sns = { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Condition };
    plan.has(aws.xray.ResourcePolicy, name, { policyDocument: { Statement: [sns] } });
  });

  it("is asked of AWS where another stack makes it", async () => {
    const asked: string[] = [];
    const calls = {
      "aws:iam/getRole:getRole": (args: object) => {
        asked.push((args as { name: string }).name);
        return {};
      },
    };
    await record(
      () => {
        const environment = new Environment("staging", {
          ...{ region: "eu-west-1", account, oncePerAccount: { openSearchRole: "prod" } },
        });
        environment.once("openSearchRole");
        environment.once("openSearchRole");
      },
      { calls },
    );
    assert.deepEqual(asked, ["AWSServiceRoleForAmazonOpenSearchService"]);
  });

  it("names a stack", async () => {
    const error = await refusal(
      () => new Environment("prod", { region: "eu-west-1", oncePerAccount: { ecsRole: "a b" } }),
    );
    assert.match(error, /oncePerAccount\.ecsRole is "a b"; allowed: .*stack/);
  });
});
