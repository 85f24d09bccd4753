import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { EgressMode, ExistingNetworkArgs, Network } from "../../../../components/network";
import { comparePlans, Plan, previewStack } from "../../../../preview/testing";
import { record, valueOf } from "../record";

const vpc = { vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.8.0.0/16" };

/** A zone whose ids end with its letter. */
function zone(letter: string): ExistingNetworkArgs["zones"][string] {
  return {
    publicSubnetId: `subnet-public-${letter}`,
    privateSubnetId: `subnet-private-${letter}`,
    privateRouteTableId: `rtb-${letter}`,
  };
}

async function planOf(mode: EgressMode, ...letters: string[]): Promise<Plan> {
  const zones = Object.fromEntries(letters.map((each) => [`eu-west-1${each}`, zone(each)]));
  const plan = await previewStack(() => {
    Network.existing("shared", { ...vpc, zones, egress: { mode } });
  });
  plan.assertNoErrors();
  return plan;
}

describe("Network.existing as the engine sees it", () => {
  for (const mode of ["single", "instance"] as const) {
    it(`keeps the ${mode} way out in the first zone when one that sorts before it is added`, async () => {
      const change = comparePlans(await planOf(mode, "b"), await planOf(mode, "b", "a"));
      assert.deepEqual(
        [change.delete, change.replace, change.mayReplace, change.update],
        [[], [], [], []],
      );
    });
  }

  it("names the one gateway after the first zone in the map", async () => {
    const plan = await planOf("single", "b", "a");
    const [gateway] = plan.find(aws.ec2.NatGateway);
    assert.equal(gateway.name, "shared-egress-gateway-eu-west-1b");
    assert.equal(gateway.inputs.subnetId, "subnet-public-b");
  });
});

describe("Network.existing", () => {
  it("lists subnets in the order of the zones' map, so that one at the end moves none", async () => {
    const zones = { "eu-west-1b": zone("b"), "eu-west-1a": zone("a") };
    const { made } = await record(() => Network.existing("shared", { ...vpc, zones }));
    assert.deepEqual(await valueOf(made.publicSubnetIds), ["subnet-public-b", "subnet-public-a"]);
    const privately = ["subnet-private-b", "subnet-private-a"];
    assert.deepEqual(await valueOf(made.privateSubnetIds), privately);
    assert.deepEqual(await valueOf(made.isolatedSubnetIds), privately);
  });

  it("knows the prefix lists of its region, and the endpoints that are there", async () => {
    const calls = {
      "aws:ec2/getPrefixList:getPrefixList": (args: object) => ({
        id: `pl of ${(args as { name: string }).name}`,
      }),
    };
    const interfaceEndpoints = { services: ["sqs", "ecr.api"], securityGroupId: "sg-1" };
    const { made } = await record(
      () => {
        const parent = new Environment("test", { region: "eu-west-1" });
        const zones = { "eu-west-1a": zone("a") };
        return Network.existing("shared", { ...vpc, zones, interfaceEndpoints }, { parent });
      },
      { calls },
    );
    assert.deepEqual(await valueOf(made.prefixListIds), {
      s3: "pl of com.amazonaws.eu-west-1.s3",
      dynamodb: "pl of com.amazonaws.eu-west-1.dynamodb",
    });
    assert.deepEqual(made.interfaceEndpoints, ["sqs", "ecr.api"]);
    const { made: without } = await record(() =>
      Network.existing("shared", { ...vpc, zones: { "eu-west-1a": zone("a") } }),
    );
    assert.deepEqual(without.interfaceEndpoints, []);
  });
});
