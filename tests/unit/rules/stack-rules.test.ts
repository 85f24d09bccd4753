import * as assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkStack,
  isFor,
  stackRules,
  unknown,
  type Inputs,
  type Plain,
  type StackResource,
} from "../../../rules";
import { dynamodb } from "../../../rules/base/types/dynamodb";
import { ec2 } from "../../../rules/base/types/ec2";
import { lambda } from "../../../rules/base/types/lambda";
import { sqs } from "../../../rules/base/types/sqs";
import { openGroup } from "./network-resources";
import { from, fromEach, stackOf } from "./stack";
import { serviceStackCases, type StackCase } from "./stack-cases";
import { brokerStackCases } from "./stack-broker-cases";
import { cdnStackCases } from "./stack-cdn-cases";
import { releaseStackCases } from "./stack-release-cases";
import { classicStackCases } from "./stack-classic-cases";
import { dnsStackCases } from "./stack-dns-cases";
import { computeStackCases } from "./stack-compute-cases";
import { databaseStackCases } from "./stack-database-cases";
import { storageStackCases } from "./stack-storage-cases";
import { policyStackCases } from "./stack-policy-cases";
import { networkStackCases } from "./stack-network-cases";
import { regionStackCases } from "./stack-region-cases";
import { serviceFitCases } from "./stack-service-cases";
import { vpcStackCases } from "./stack-vpc-cases";
import { webStackCases } from "./stack-web-cases";

const context = { today: "2026-11-23" };
const cases: { readonly [rule: string]: StackCase } = {
  ...serviceStackCases,
  ...networkStackCases,
  ...vpcStackCases,
  ...brokerStackCases,
  ...cdnStackCases,
  ...releaseStackCases,
  ...classicStackCases,
  ...computeStackCases,
  ...dnsStackCases,
  ...policyStackCases,
  ...webStackCases,
  ...databaseStackCases,
  ...regionStackCases,
  ...storageStackCases,
  ...serviceFitCases,
};

describe("rules of a stack", () => {
  it("have ids of their own, and each a case here", () => {
    const ids = stackRules.map(({ id }) => id);
    assert.deepEqual([...new Set(ids)], ids);
    assert.deepEqual(Object.keys(cases).sort(), [...ids].sort());
  });

  for (const rule of stackRules) {
    const entry = cases[rule.id];
    it(`${rule.id}: ${rule.limit}`, () => {
      assert.ok(entry !== undefined);
      assert.deepEqual(checkStack([rule], entry.pass, context), [], "passes");
      const blamed = checkStack([rule], entry.fail, context).map(({ urn }) =>
        urn.split("::").at(-1),
      );
      assert.deepEqual(blamed, [entry.blamed], "fails");
    });

    it(`${rule.id} reports on the types it names`, () => {
      const [found] = checkStack([rule], entry?.fail ?? [], context);
      const resource = entry?.fail.find(({ urn }) => urn === found?.urn);
      assert.ok(resource !== undefined && isFor(rule, resource.type));
    });
  }

  it("throw on no stack, whatever is known of it", () => {
    const stacks = Object.values(cases).flatMap(({ pass, fail }) => [pass, fail]);
    fc.assert(
      fc.property(fc.constantFrom(...stacks), fc.infiniteStream(fc.nat(9)), (stack, dice) => {
        checkStack(
          stackRules,
          stack.map((resource) => damaged(resource, () => dice.next().value)),
          context,
        );
      }),
      { numRuns: 1_000, seed: 7 },
    );
  });
});

describe("references between resources", () => {
  const [queueRule] = stackRules.filter(({ id }) => id === "SQS-01");
  const queues = ["quick", "slow"].map((name) => ({
    type: sqs.queue,
    name,
    args: { visibilityTimeoutSeconds: name === "quick" ? 1 : 60, arn: `arn:${name}` },
  }));
  const fn = { type: lambda.function, name: "fn", args: { timeout: 30 } };
  const breaks = (eventSourceArn: Plain) =>
    checkStack(
      queueRule === undefined ? [] : [queueRule],
      stackOf(...queues, fn, {
        type: lambda.eventSourceMapping,
        name: "poll",
        args: {
          eventSourceArn: { from: ["quick", "slow"], value: eventSourceArn },
          functionName: from("fn"),
        },
      }),
      context,
    ).length;

  it("are told by known values where dependencies leave a choice", () => {
    assert.equal(breaks("arn:quick"), 1);
    assert.equal(breaks("arn:slow"), 0);
  });

  it("are not guessed while values are unknown", () => {
    assert.equal(breaks(unknown), 0);
  });

  it("go through components to what is in them", () => {
    const [rule] = stackRules.filter(({ id }) => id === "STR-06");
    const stack = stackOf(
      { type: "vendor:index:Store", name: "store" },
      { type: dynamodb.table, name: "table", parent: "store" },
      fn,
      {
        type: lambda.eventSourceMapping,
        name: "poll",
        args: { eventSourceArn: from("store"), functionName: from("fn") },
      },
    );
    assert.equal(checkStack(rule === undefined ? [] : [rule], stack, context).length, 1);
  });

  it("of lists need as many sources as the list has entries", () => {
    const [rule] = stackRules.filter(({ id }) => id === "NET-04");
    const subnets = ["a", "b"].map((name) => ({ type: ec2.subnet, name }));
    const tables = subnets.flatMap(({ name }) => [
      { type: ec2.routeTable, name: `table-${name}` },
      {
        type: ec2.routeTableAssociation,
        name: `association-${name}`,
        args: { subnetId: from(name), routeTableId: from(`table-${name}`) },
      },
    ]);
    const strands = (subnetIds: Plain) =>
      checkStack(
        rule === undefined ? [] : [rule],
        stackOf(...subnets, ...tables, ...openGroup, {
          type: lambda.function,
          name: "fn",
          args: {
            vpcConfig: {
              from: ["a", "b", "group"],
              value: { subnetIds, securityGroupIds: [unknown] },
            },
          },
        }),
        context,
      ).length;
    assert.equal(strands(fromEach("a", "b").value), 1);
    assert.equal(strands([unknown]), 0, "which of the two is not known");
  });
});

/** The resource with values, types and dependencies that may be missing or odd. */
function damaged(resource: StackResource, roll: () => number): StackResource {
  const odd: readonly Plain[] = [unknown, null, undefined, "", "text", -1, true, [], {}, [unknown]];
  const values: Inputs = Object.fromEntries(
    Object.entries(resource.values).map(([key, value]): [string, Plain] => [
      key,
      roll() < 5 ? value : odd[roll()],
    ]),
  );
  return {
    ...resource,
    values,
    dependencies: roll() < 5 ? resource.dependencies : ["urn:none"],
    propertyDependencies: roll() < 7 ? resource.propertyDependencies : {},
  };
}
