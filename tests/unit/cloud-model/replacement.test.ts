import assert from "node:assert/strict";
import * as fs from "node:fs";
import {
  compareArguments,
  factsOf,
  knownTypes,
  PackageSchemas,
  Props,
  replacementDifferences,
  replacingArguments,
  specifiedArguments,
  Value,
} from "../../../cloud-model";
import { createOnlyPath, createOnlyText } from "../../../cloud-model/create-only";
import { replacementPage, replacementPagePath } from "../../../docs/replacement-page";

const schemas = new PackageSchemas();
const QUEUE = "aws:sqs/queue:Queue";

/** A value before, one after, and the other arguments. */
type Change = readonly [before: Value, after: Value, others?: Props];

const network = { loadBalancerType: "network" };
const [left, right] = ["subnet-1", "subnet-2"].map((subnetId) => ({ subnetId }));
const [off, on] = [false, true].map((enabled) => ({ enabled }));
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const DOMAIN = "aws:opensearch/domain:Domain";
const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";

/** What the provider compares (`CustomizeDiff` in its source), by example. */
const sometimes: {
  type: string;
  argument: string;
  replaces: readonly Change[];
  keeps: readonly Change[];
}[] = [
  {
    ...{ type: BALANCER, argument: "subnets" },
    replaces: [
      [["a", "b"], ["a"], network],
      [["a"], ["b"], network],
      [["a"], ["b", "c"], network],
    ],
    keeps: [
      [["a"], ["b", "a"], network],
      [["a"], ["b"], { loadBalancerType: "application" }],
    ],
  },
  {
    ...{ type: BALANCER, argument: "subnetMappings" },
    replaces: [
      [[left, right], [right], network],
      [[left], [{ ...left, allocationId: "eipalloc-1" }], network],
    ],
    keeps: [[[left], [left, right], network]],
  },
  {
    ...{ type: BALANCER, argument: "securityGroups" },
    replaces: [
      [[], ["sg-1"], network],
      [["sg-1"], [], network],
    ],
    keeps: [
      [["sg-1"], ["sg-2"], network],
      [["sg-1"], [], { loadBalancerType: "application" }],
    ],
  },
  {
    ...{ type: GROUP, argument: "engine" },
    replaces: [["valkey", "redis"]],
    keeps: [["redis", "valkey"]],
  },
  {
    ...{ type: GROUP, argument: "engineVersion" },
    replaces: [
      ["7.1", "7.0"],
      ["8.0", "7.2"],
    ],
    keeps: [
      ["7.2", "8.0"],
      ["7.9", "7.10"],
      ["7", "7.1"],
    ],
  },
  {
    ...{ type: "aws:elasticache/cluster:Cluster", argument: "engineVersion" },
    replaces: [["1.6.22", "1.6.17"]],
    keeps: [["1.6.17", "1.6.22"]],
  },
  {
    ...{ type: "aws:elasticache/cluster:Cluster", argument: "nodeType" },
    replaces: [["cache.t4g.small", "cache.t4g.medium", { engine: "memcached" }]],
    keeps: [["cache.t4g.small", "cache.t4g.medium", { engine: "redis" }]],
  },
  {
    ...{ type: DOMAIN, argument: "engineVersion" },
    replaces: [["OpenSearch_2.19", "OpenSearch_2.17"]],
    keeps: [["OpenSearch_2.19", "OpenSearch_3.1"]],
  },
  {
    ...{ type: DOMAIN, argument: "encryptAtRest" },
    replaces: [
      [on, off],
      [on, { ...on, kmsKeyId: "key" }],
      [
        { ...on, kmsKeyId: "key" },
        { ...on, kmsKeyId: "other" },
      ],
    ],
    keeps: [
      [off, on],
      [{ ...on, kmsKeyId: "key" }, on],
    ],
  },
  ...["nodeToNodeEncryption", "advancedSecurityOptions"].map((argument) => ({
    ...{ type: DOMAIN, argument },
    replaces: [[on, off] as const],
    keeps: [[off, on] as const],
  })),
  {
    ...{ type: DOMAIN, argument: "ipAddressType" },
    replaces: [["dualstack", "ipv4"]],
    keeps: [["ipv4", "dualstack"]],
  },
  {
    ...{ type: "aws:cognito/userPoolDomain:UserPoolDomain", argument: "certificateArn" },
    replaces: [
      [null, "arn"],
      ["arn", null],
    ],
    keeps: [["arn", "other"]],
  },
  ...["userData", "userDataBase64"].map((argument) => ({
    ...{ type: "aws:ec2/instance:Instance", argument },
    replaces: [["a", "b", { userDataReplaceOnChange: true }] as const],
    keeps: [["a", "b"] as const],
  })),
  {
    ...{ type: "aws:ecs/service:Service", argument: "capacityProviderStrategies" },
    replaces: [[[{ weight: 1 }], [{ weight: 2 }]]],
    keeps: [[[{ weight: 1 }], [{ weight: 2 }], { forceNewDeployment: true }]],
  },
];

describe("what replaces a resource", () => {
  it("is told from what only updates it", () => {
    const before = { name: "a", delaySeconds: 1, tags: { a: "1", b: "2" } };
    assert.equal(compareArguments(QUEUE, before, { ...before }).change, "same");
    const reordered = { ...before, tags: { b: "2", a: "1" } };
    assert.equal(compareArguments(QUEUE, before, reordered).change, "same");
    assert.deepEqual(compareArguments(QUEUE, before, { ...before, delaySeconds: 2 }), {
      ...{ change: "update", changed: ["delaySeconds"], replacing: [] },
    });
    assert.deepEqual(compareArguments(QUEUE, before, { tags: before.tags, delaySeconds: 1 }), {
      ...{ change: "replace", changed: ["name"], replacing: ["name"] },
    });
  });

  for (const { type, argument, replaces, keeps } of sometimes) {
    it(`is told by the change of ${type}.${argument}`, () => {
      const change = ([before, after, others = {}]: Change) =>
        compareArguments(type, { ...others, [argument]: before }, { ...others, [argument]: after });
      for (const each of replaces) assert.deepEqual(change(each).replacing, [argument]);
      for (const each of keeps) assert.equal(change(each).change, "update", JSON.stringify(each));
    });
  }

  it("has an example of every argument that sometimes replaces", () => {
    const told = replacementDifferences()
      .filter(({ change }) => change === "sometimes replaces")
      .map(({ type, argument }) => `${type}.${argument}`);
    const shown = sometimes.map(({ type, argument }) => `${type}.${argument}`);
    assert.deepEqual(shown.sort(), told.sort());
  });

  it("is open for types of which nothing is known", () => {
    const change = compareArguments("aws:demo/thing:Thing", { a: 1 }, { a: 2 });
    assert.equal(change.change, "may-replace");
  });

  it("only names arguments that exist", () => {
    const types = knownTypes.filter((type) => replacingArguments(type) !== undefined);
    assert.ok(types.length > 80);
    const wrong = types.flatMap((type) => {
      const existing = schemas.resource(type).inputs.map(({ name }) => name);
      return (replacingArguments(type) ?? [])
        .filter((name) => !existing.includes(name))
        .map((name) => `${type}.${name}`);
    });
    assert.deepEqual(wrong, []);
  });

  it("follows the record of CloudFormation's create-only properties, which is up to date", () => {
    assert.equal(
      fs.readFileSync(createOnlyPath, "utf8"),
      createOnlyText(),
      "run cloud-model/create-only.ts after another version of @aws-cdk/aws-service-spec",
    );
  });

  it("knows the provider's name of each create-only property, or that it has none", () => {
    const record = JSON.parse(fs.readFileSync(createOnlyPath, "utf8")) as Record<string, string[]>;
    const wrong = knownTypes.flatMap((type) => {
      const { replaces } = factsOf(type);
      const { spec, names = {} } = replaces ?? {};
      if (!replaces || spec === undefined) return [];
      if (!(spec in record)) return [`${type}: there is no ${spec}`];
      const existing = schemas.resource(type).inputs.map(({ name }) => name);
      const unnamed = [...specifiedArguments(replaces)]
        .filter(([, argument]) => argument !== null && !existing.includes(argument))
        .map(([property, argument]) => `${type}: ${property} is no argument ${argument ?? ""}`);
      const idle = Object.keys(names).filter((property) => !record[spec].includes(property));
      return [...unnamed, ...idle.map((property) => `${type}: ${property} is not create-only`)];
    });
    assert.deepEqual(wrong, []);
  });

  it("differs from CloudFormation only where a fact says why, and nowhere for nothing", () => {
    for (const { type, argument, change, reason } of replacementDifferences()) {
      const { replaces } = factsOf(type);
      assert.ok(reason.length > 10, `${type}.${argument} needs a reason`);
      if (change === "sometimes replaces") continue;
      const specified = [...specifiedArguments(replaces ?? {}).values()].includes(argument);
      assert.equal(specified, change === "changes in place", `${type}.${argument}: ${reason}`);
      assert.equal(replacingArguments(type)?.includes(argument), change === "replaces");
    }
  });

  it("has all differences on the page that lists them", () => {
    assert.equal(
      fs.readFileSync(replacementPagePath, "utf8"),
      replacementPage(),
      "run docs/replacement-page.ts after changing what replaces a resource",
    );
  });
});
