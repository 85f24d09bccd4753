import * as assert from "node:assert/strict";
import { checkResource, describe as inWords, unknown, type Inputs } from "../../../rules";
import { longestLogicalName, nameFormOf, nameRules } from "../../../rules/automatic-names";
import type { NameForm } from "../../../rules/base/name-form";
import { resourceRules } from "../../../rules";
import { nameForms } from "../../../rules/names";

const table = Object.entries<NameForm>(nameForms);

const found = (type: string, name: string, inputs: Inputs = {}) =>
  checkResource(nameRules(resourceRules), type, inputs, { today: "2026-11-29" }, name).map(
    (violation) => `${violation.rule}: ${inWords(violation)}. Fix: ${violation.fix}`,
  );

describe("names", () => {
  // From the provider's declarations and AWS's API reference, with the 8 characters that are added.
  for (const [type, longest, inputs] of [
    ["aws:lambda/function:Function", 56],
    ["aws:lambda/permission:Permission", 92],
    ["aws:iam/role:Role", 56],
    ["aws:iam/policy:Policy", 120],
    ["aws:s3/bucket:Bucket", 55],
    ["aws:lb/loadBalancer:LoadBalancer", 24],
    ["aws:lb/targetGroup:TargetGroup", 24],
    ["aws:elb/loadBalancer:LoadBalancer", 24],
    ["aws:sqs/queue:Queue", 72],
    ["aws:sqs/queue:Queue", 67, { fifoQueue: true }],
    ["aws:sns/topic:Topic", 72, { fifoTopic: true }],
    ["aws:elasticache/replicationGroup:ReplicationGroup", 32],
    ["aws:opensearch/domain:Domain", 20],
    ["aws:rds/instance:Instance", 56, { engine: "postgres" }],
    ["aws:rds/instance:Instance", 12, { engine: "sqlserver-ex" }],
    ["aws:mq/broker:Broker", 42],
    ["aws:cloudwatch/eventTarget:EventTarget", 56],
    ["aws:efs/fileSystem:FileSystem", 56],
    ["aws:backup/plan:Plan", 42],
    ["aws:kms/alias:Alias", 230],
    ["aws:iot/topicRule:TopicRule", 128],
  ] as const satisfies readonly (readonly [string, number, Inputs?])[]) {
    it(`${type} has room for ${longest} characters ${JSON.stringify(inputs ?? {})}`, () => {
      assert.deepEqual(found(type, "a".repeat(longest), inputs), []);
      const [message] = found(type, "a".repeat(longest + 1), inputs);
      assert.match(message ?? "", new RegExp(`^NAME-01: .*allowed: at most ${longest} characters`));
    });
  }

  for (const [type, name, said, inputs] of [
    ["aws:lambda/permission:Permission", "api-{id}", /not "\{" "\}": statementId is made of it/],
    ["aws:lambda/permission:Permission", "api-v1.0", /not "\."/],
    ["aws:lambda/permission:Permission", "api-$default", /not "\$"/],
    ["aws:opensearch/domain:Domain", "Photos", /lower-case letters, digits and hyphens, not "P"/],
    ["aws:rds/instance:Instance", "2nd-orders", /beginning with a letter/],
    ["aws:rds/proxy:Proxy", "orders--proxy", /without two hyphens in a row/],
    ["aws:rds/parameterGroup:ParameterGroup", "orders-", /without two hyphens in a row/],
    ["aws:lb/loadBalancer:LoadBalancer", "internal-api", /not beginning with "internal-"/],
    ["aws:s3/bucket:Bucket", "my_photos", /not "_"/],
    ["aws:iot/topicRule:TopicRule", "on-photo", /not "-"/],
    ["aws:cloudwatch/logMetricFilter:LogMetricFilter", "a:b", /not ":"/],
    [
      "aws:apigateway/model:Model",
      "photo",
      /name is missing; allowed: a name of letters and digits/,
    ],
    ["aws:route53/keySigningKey:KeySigningKey", "ksk", /Fix: Set name/],
    ["aws:wafv2/webAcl:WebAcl", "anything", /name is "a b"; allowed: letters,/, { name: "a b" }],
    ["aws:lb/targetGroup:TargetGroup", "anything", /at most 32/, { name: "a".repeat(33) }],
  ] as const satisfies readonly (readonly [string, string, RegExp, Inputs?])[]) {
    it(`${type} "${name}" ${JSON.stringify(inputs ?? {})} is refused`, () => {
      const messages = found(type, name, inputs);
      assert.equal(messages.length, 1, messages.join("\n"));
      assert.match(messages[0], said);
    });
  }

  for (const [type, name, inputs] of [
    ["aws:s3/bucket:Bucket", "Photos", {}],
    ["aws:elasticache/replicationGroup:ReplicationGroup", "Sessions", {}],
    ["aws:lb/loadBalancer:LoadBalancer", "x".repeat(40), { name: "short" }],
    ["aws:lb/loadBalancer:LoadBalancer", "x".repeat(40), { namePrefix: "short" }],
    ["aws:lb/loadBalancer:LoadBalancer", "x".repeat(40), { name: unknown }],
    ["aws:s3/bucket:Bucket", "x".repeat(60), { bucketPrefix: "photos-" }],
    ["aws:sqs/queue:Queue", "x".repeat(72), { fifoQueue: unknown }],
    ["aws:rds/instance:Instance", "x".repeat(40), { engine: unknown }],
    ["aws:apigatewayv2/stage:Stage", "api-stage", { name: "$default" }],
    ["aws:kms/alias:Alias", "key", { name: "alias/photos" }],
    ["aws:ssm/parameter:Parameter", "/photos/table", {}],
    ["aws:ec2/vpc:Vpc", "any {name} will do", {}],
    ["aws:apigatewayv2/route:Route", "api-get-{proxy+}", {}],
    ["toString", "constructor", {}],
  ] as const satisfies readonly (readonly [string, string, Inputs])[]) {
    it(`${type} "${name.slice(0, 20)}" with ${Object.keys(inputs).join()} is right`, () => {
      assert.deepEqual(found(type, name, inputs), []);
    });
  }

  it("are of arguments that the types have and that may be left out", () => {
    for (const [type, { property }] of table) {
      const [, module] = type.split(":");
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const classes = require(`@pulumi/aws/${module}`) as Record<string, { toString(): string }>;
      const made = classes[type.split(":").at(-1) ?? ""];
      assert.ok(made, type);
      const text = made.toString();
      assert.match(text, new RegExp(`resourceInputs\\["${property}"\\] = args\\b`), type);
      assert.doesNotMatch(text, new RegExp(`Missing required property '${property}'`), type);
    }
  });

  it("leave room for a logical name in every form", () => {
    for (const [type] of table) {
      const form = nameFormOf(type, {});
      assert.ok(form && longestLogicalName(form) >= 12, type);
    }
  });
});
