// Of every trigger: what the function's role, the permission and the source's policy let happen, whole.
import assert from "node:assert/strict";
import { LambdaFunction } from "../../../../components/compute";
import { Environment } from "../../../../components/environment";
import { Plan, PlannedResource, previewStack } from "../../../../preview/testing";
import { expectations, needed } from "./trigger-needs";
import { MakeWork, triggers } from "./trigger-cases";

const release = { strategy: "all-at-once" } as const;
/** What is called does not depend on who holds the keys: two programs show all four. */
const settings = [
  { onAlias: false, encryption: "aws-managed" },
  { onAlias: true, encryption: "customer-managed" },
] as const;

describe("Triggers", function () {
  it("are all in the table of what they need", () => {
    assert.deepEqual(Object.keys(needed), Object.keys(triggers));
  });

  for (const [title, program] of Object.entries(triggers)) {
    for (const { onAlias, encryption } of settings) {
      it(`${title}: ${onAlias ? "alias" : "function"}, keys ${encryption}`, async () => {
        const plan = await previewStack(() => {
          const where = { region: "eu-west-1", account: "123456789012", encryption } as const;
          const inside = { parent: new Environment("test", where) };
          const make: MakeWork = (args) =>
            new LambdaFunction<never, never>(
              "work",
              // The bundle is the same for all; each source types it otherwise.
              () => Promise.resolve(undefined as never),
              { timeout: 5, tracing: false, ...(onAlias ? { release } : {}), ...args },
              inside,
            );
          program(make, inside);
          return {};
        });
        plan.assertNoErrors();
        const expected = expectations(title, {
          onAlias,
          keys: encryption === "customer-managed",
        });
        assert.deepEqual(found(plan), expected);
      });
    }
  }
});

type Inputs = Record<string, unknown>;

/** What lets something happen, in the words of AWS. */
function found(plan: Plan) {
  const written = writer(plan);
  // Of the release, and of what keeps the broker's own logs.
  const others = /^(network|test)\b|^work-(release|errors)|^orders-(log-keeper|.*(retention|key)$)/;
  const of = (type: string) => plan.find(type).filter(({ name }) => !others.test(name));
  const documents = (type: string, argument = "policy") =>
    of(type).flatMap(({ name, inputs }) => {
      const { Statement } = JSON.parse(String(inputs[argument])) as { Statement: Inputs[] };
      const allowed = Statement.filter(({ Effect }) => Effect === "Allow").map(written);
      return allowed.length > 0 ? [[name, allowed] as const] : [];
    });
  const keys = plan
    .find("aws:kms/key:Key")
    .filter(({ name }) => name === "test-messages")
    .flatMap(
      ({ inputs }) => (JSON.parse(String(inputs.policy)) as { Statement: Inputs[] }).Statement,
    )
    .filter(({ Sid }) => Sid !== "DelegateToIam")
    .map(({ Principal, Action, Condition }) => ({ Principal, Action, Condition }));
  return {
    roles: Object.fromEntries(documents("aws:iam/rolePolicy:RolePolicy")),
    permissions: of("aws:lambda/permission:Permission").map(({ inputs }) => written(inputs)),
    policies: Object.fromEntries(policyTypes.flatMap((type) => documents(type))),
    messagesKey: keys,
    calls: plan.resources
      .filter(({ name }) => !others.test(name))
      .flatMap((resource) => written(calledBy(resource))),
  };
}

const policyTypes = [
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
];

/** Where a source's own resource names what it calls. */
const callers: Readonly<Record<string, (inputs: Inputs) => unknown>> = {
  "aws:lambda/eventSourceMapping:EventSourceMapping": ({ functionName }) => functionName,
  "aws:sns/topicSubscription:TopicSubscription": ({ endpoint }) => endpoint,
  "aws:s3/bucketNotification:BucketNotification": ({ lambdaFunctions = [] }) =>
    (lambdaFunctions as Inputs[]).map(({ lambdaFunctionArn }) => lambdaFunctionArn),
  "aws:cloudwatch/eventTarget:EventTarget": ({ arn }) => arn,
  "aws:scheduler/schedule:Schedule": ({ target }) => (target as Inputs).arn,
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": ({ destinationArn }) =>
    destinationArn,
  "aws:iot/topicRule:TopicRule": ({ lambdas }) =>
    (lambdas as Inputs[]).map(({ functionArn }) => functionArn),
  "aws:cognito/userPool:UserPool": ({ lambdaConfig }) => Object.values(lambdaConfig as Inputs),
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": ({ targetId }) => targetId,
  "aws:apigatewayv2/integration:Integration": ({ integrationUri }) => integrationUri,
  "aws:apigateway/integration:Integration": ({ uri }) => uri,
  "aws:lambda/functionUrl:FunctionUrl": ({ functionName, qualifier = "$LATEST" }) =>
    [functionName, qualifier].join(":"),
};

function calledBy({ type, inputs }: PlannedResource): unknown[] {
  return Object.hasOwn(callers, type) ? [callers[type](inputs)].flat() : [];
}

/** Values without what the preview makes up: names as the program gives them, keys and APIs by what they are for. */
function writer(plan: Plan): <T>(value: T) => T {
  const named = new Map<string, string>();
  for (const { name, outputs } of plan.find("aws:kms/key:Key")) {
    named.set(String(outputs.arn), `key of ${name.replace("test-", "")}`);
  }
  for (const { type, name, id } of plan.resources) {
    if (/^aws:(apigateway\/restApi|apigatewayv2\/api|cognito\/userPool):/.test(type)) {
      named.set(id, `id-of-${name}`);
    }
  }
  return <T>(value: T): T => {
    let text = JSON.stringify(value);
    for (const [made, name] of named) text = text.replaceAll(made, name);
    return JSON.parse(
      text
        .replace(/-[0-9a-f]{7}(?=[/:"])/g, "")
        .replace(/(broker:[\w-]+):b-[0-9a-f-]+/g, "$1:id")
        .replace(/(secret:orders-administrator)-[\w-]+(?=")/g, "$1")
        .replace(/(consumer\/[\w-]+):\d+/g, "$1:made-at")
        .replace(/(targetgroup\/[\w-]+)\/[0-9a-f]+/g, "$1/id")
        .replace(/stream\/\d{4}-[\dT:.-]+/g, "stream/made-at"),
    ) as T;
  };
}
