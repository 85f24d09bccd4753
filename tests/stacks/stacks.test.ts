import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { comparePlans } from "../../preview/testing";
import { previewChanged, previewShipped, stacks } from "./shipped-stacks";

const lambdas = "aws:lambda/function:Function";

describe("shipped stacks", () => {
  for (const stack of stacks) {
    it(`${stack} previews without errors and warnings`, async () => {
      const plan = await previewShipped(stack);
      const loud = plan.findings.filter(({ severity }) => severity !== "info");
      assert.deepEqual(
        loud.map(({ rule, message }) => `${rule}: ${message}`),
        [],
      );
    });

    it(`${stack} gives every function a handler and a role of its own`, async () => {
      const plan = await previewShipped(stack);
      const functions = plan.find(lambdas);
      const roles = new Set(functions.map(({ inputs }) => inputs.role));
      assert.equal(roles.size, functions.length);
      assert.ok(functions.length >= 3);
    });
  }

  it("dev has the photos feature alone, and nothing that costs while idle", async () => {
    const plan = await previewShipped("dev");
    assert.deepEqual(
      plan.find(lambdas).map(({ name }) => name),
      ["create-photo", "index-upload", "list-photos"],
    );
    for (const costly of [aws.ec2.NatGateway, aws.ec2.Eip, aws.kms.Key, aws.route53.Zone]) {
      assert.deepEqual(plan.find(costly), []);
    }
    assert.deepEqual(plan.outputs.publicIps, []);
  });

  it("staging has one gateway, prod one a zone; both keep an address for every zone", async () => {
    for (const [stack, gateways, addresses] of [
      ["staging", 1, 2],
      ["prod", 3, 3],
    ] as const) {
      const plan = await previewShipped(stack);
      assert.equal(plan.find(aws.ec2.NatGateway).length, gateways, stack);
      assert.equal((plan.outputs.publicIps as string[]).length, addresses, stack);
      assert.equal(plan.find(aws.ec2.Eip).length, addresses, stack);
      assert.ok(plan.find(aws.ec2.Eip).every(({ protect }) => protect));
    }
  });

  it("prod protects and keeps what holds data; dev lets it go", async () => {
    const kept = [aws.s3.Bucket, aws.dynamodb.Table];
    const prod = await previewShipped("prod");
    const dev = await previewShipped("dev");
    for (const kind of kept) {
      assert.ok(prod.find(kind).length > 0 && dev.find(kind).length > 0);
      assert.ok(prod.find(kind).every(({ protect, retainOnDelete }) => protect && retainOnDelete));
      assert.ok(dev.find(kind).every(({ protect, retainOnDelete }) => !protect && !retainOnDelete));
    }
  });

  it("calls out to the partner from the private subnets, in every stack but dev", async () => {
    const plan = await previewShipped("prod");
    const order = plan.get(lambdas, "order-print");
    const { subnetIds } = order.inputs.vpcConfig as { subnetIds: string[] };
    assert.equal(subnetIds.length, 3);
    const from = order.references.filter(({ at }) => at.startsWith("vpcConfig.subnetIds"));
    assert.ok(from.every(({ urn }) => /network-private-\d$/.test(urn)));
  });

  it("knows which table, queue and bucket a handler captured", async () => {
    const plan = await previewShipped("dev");
    const sources = (name: string) =>
      plan
        .get(lambdas, name)
        .references.filter(({ at }) => at.startsWith("environment"))
        .map(({ urn }) => urn.split("::")[3])
        .sort();
    assert.deepEqual(sources("index-upload"), ["data-photos"]);
    assert.deepEqual(sources("list-photos"), ["data-originals", "data-photos"]);
  });

  it("replaces nothing when memory of a function or log retention changes", async () => {
    const before = await previewShipped("prod");
    const settings = { region: "eu-west-1", account: "123456789012", production: true };
    const after = await previewChanged("prod", {
      "strata:environment": {
        ...settings,
        logRetentionDays: 731,
        encryption: "customer-managed",
      },
    });
    const change = comparePlans(before, after);
    assert.deepEqual([...change.create, ...change.replace, ...change.delete], []);
    assert.ok(change.update.length > 0);
    assert.ok(change.update.every(({ urn }) => urn.includes("aws:cloudwatch/logGroup:LogGroup")));
  });
});
