/** AWS's answers to conflicts reach the user through the engine, as the real provider shows them. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as assert from "node:assert/strict";
import type { PulumiCommand, PulumiFn } from "@pulumi/pulumi/automation";
import { cliOrSkip } from "./cli";
import { Backend, StackLife } from "./stack-life";

const settings = "config:\n  aws:region: eu-west-1\n";

/** One after the other, so that the second meets the first. */
function pair<Args extends object>(
  type: new (name: string, args: Args, opts?: pulumi.CustomResourceOptions) => pulumi.Resource,
  args: Args,
): PulumiFn {
  return async () => {
    const one = new type("one", args);
    new type("other", args, { dependsOn: [one] });
  };
}

function network() {
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
  const subnet = (name: string, cidrBlock: string) =>
    new aws.ec2.Subnet(name, { vpcId: vpc.id, cidrBlock });
  const gateway = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
  const table = new aws.ec2.RouteTable("table", { vpcId: vpc.id });
  const address = new aws.ec2.Eip("address", { domain: "vpc" });
  return {
    subnets: [subnet("a", "10.0.0.0/24"), subnet("b", "10.0.1.0/24")],
    gateway,
    table,
    address,
  };
}

function defaultRoute(name: string, opts?: pulumi.CustomResourceOptions): PulumiFn {
  return async () => {
    const { gateway, table } = network();
    const to = { destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id };
    new aws.ec2.Route(name, { routeTableId: table.id, ...to }, opts);
  };
}

function natIn(subnet: number, opts?: pulumi.CustomResourceOptions): PulumiFn {
  return async () => {
    const { subnets, address } = network();
    const place = { subnetId: subnets[subnet].id, allocationId: address.allocationId };
    new aws.ec2.NatGateway("nat", place, opts);
  };
}

describe("conflicts", () => {
  let cli: PulumiCommand;
  let backend: Backend;

  before(async function () {
    cli = await cliOrSkip(this);
  });

  beforeEach(async () => {
    backend = await Backend.start(cli);
  });

  afterEach(() => backend.stop());

  const stackOf = (program: PulumiFn): Promise<StackLife> =>
    backend.stack({ project: "conflicts", stack: "dev", program, settings });
  const refusal = async (program: PulumiFn) => {
    const stack = await stackOf(program);
    return stack.failure(() => stack.up());
  };

  it("a route under another name meets the old one, which Pulumi would delete afterwards", async () => {
    const stack = await stackOf(defaultRoute("out"));
    await stack.up();
    const text = await stack.failure(() => stack.up({ program: defaultRoute("renamed") }));
    assert.match(text, /RouteAlreadyExists: .*0\.0\.0\.0\/0/);
    const { steps } = await stack.up({
      program: defaultRoute("renamed", { aliases: [{ name: "out" }] }),
    });
    assert.deepEqual([...steps], []);
  });

  it("an address can't be worn by two gateways", async () => {
    const stack = await stackOf(natIn(0));
    await stack.up();
    const text = await stack.failure(() => stack.up({ program: natIn(1) }));
    assert.match(text, /Resource\.AlreadyAssociated: .*eipalloc-/);
    const { steps } = await stack.up({ program: natIn(1, { deleteBeforeReplace: true }) });
    assert.deepEqual([...steps.values()], ["replace"]);
    assert.equal(backend.cloud.live.filter(({ name }) => name === "nat").length, 1);
  });

  it("a bucket of one's own can't be made again", async () => {
    const text = await refusal(pair(aws.s3.Bucket, { bucket: "strata-orders" }));
    assert.match(text, /BucketAlreadyOwnedByYou/);
  });

  it("a name is taken", async () => {
    const args = { name: "deployer", assumeRolePolicy: "{}" };
    const text = await refusal(pair(aws.iam.Role, args));
    assert.match(text, /EntityAlreadyExists: Role with name deployer already exists/);
  });

  it("a name of the program's own is given up before it is taken again", async () => {
    const table =
      (hashKey: string): PulumiFn =>
      async () => {
        const attributes = [{ name: hashKey, type: "S" }];
        new aws.dynamodb.Table("orders", {
          ...{ name: "orders", attributes, hashKey },
          billingMode: "PAY_PER_REQUEST",
        });
      };
    const stack = await stackOf(table("id"));
    await stack.up();
    const { steps } = await stack.up({ program: table("key") });
    assert.deepEqual([...steps.values()], ["replace"]);
    assert.deepEqual(
      backend.cloud.faults.calls.map(({ operation }) => operation),
      ["create", "delete", "create"],
    );
  });

  it("a quota is reached", async () => {
    const text = await refusal(async () => {
      for (let i = 1; i <= 6; i++) {
        new aws.ec2.Eip(`address-${i}`, { domain: "vpc" });
      }
    });
    assert.match(text, /AddressLimitExceeded: The maximum number of addresses has been reached/);
    assert.equal(backend.cloud.live.length, 5);
  });
});
