import * as awsx from "@pulumi/awsx";
import assert from "node:assert/strict";
import { Plan, previewStack } from "../../../preview/testing";

const NAT = "aws:ec2/natGateway:NatGateway";
const EIP = "aws:ec2/eip:Eip";
const ROUTE = "aws:ec2/route:Route";

async function vpc(args: awsx.ec2.VpcArgs): Promise<Plan> {
  const plan = await previewStack(() => {
    const made = new awsx.ec2.Vpc("net", { subnetStrategy: "Auto", ...args });
    return {
      ...{ ids: made.privateSubnetIds, vpcId: made.vpcId, eips: made.eips.length },
      ...{ isolated: made.isolatedSubnetIds, block: made.vpc.cidrBlock },
    };
  });
  plan.assertNoErrors();
  return plan;
}

const names = (plan: Plan, type: string): string[] =>
  plan
    .find(type)
    .map(({ name }) => name)
    .sort();

describe("the model of awsx.ec2.Vpc", () => {
  it("makes no gateway and no private route for the strategy None", async () => {
    const plan = await vpc({ natGateways: { strategy: "None" } });
    assert.deepEqual(names(plan, NAT), []);
    assert.deepEqual(names(plan, ROUTE), ["net-public-1", "net-public-2", "net-public-3"]);
  });

  it("makes one gateway with an address of its own for Single, used by every zone", async () => {
    const plan = await vpc({ natGateways: { strategy: "Single" }, numberOfAvailabilityZones: 2 });
    assert.deepEqual(names(plan, NAT), ["net-1"]);
    assert.deepEqual(names(plan, EIP), ["net-1"]);
    const gateway = plan.get(NAT, "net-1");
    assert.equal(gateway.inputs.allocationId, plan.get(EIP, "net-1").outputs.allocationId);
    for (const name of ["net-private-1", "net-private-2"]) {
      assert.equal(plan.get(ROUTE, name).inputs.natGatewayId, gateway.id);
    }
  });

  it("makes one gateway per zone by default", async () => {
    const plan = await vpc({});
    assert.deepEqual(names(plan, NAT), ["net-1", "net-2", "net-3"]);
    const own = [1, 2, 3].map((i) => plan.get(ROUTE, `net-private-${i}`).inputs.natGatewayId);
    assert.deepEqual(
      own,
      [1, 2, 3].map((i) => plan.get(NAT, `net-${i}`).id),
    );
  });

  it("answers with ids and addresses, and leaves a layout that awsx computes unknown", async () => {
    const plan = await vpc({ subnetSpecs: [{ type: "Isolated" }], cidrBlock: "10.7.0.0/16" });
    assert.equal(plan.outputs.block, "10.7.0.0/16");
    assert.deepEqual(plan.outputs.ids, []);
    assert.equal((plan.outputs.isolated as string[]).length, 3);
    assert.equal(plan.find("aws:ec2/subnet:Subnet")[0].inputs.cidrBlock, "[unknown]");
  });

  it("makes the endpoints that are asked for", async () => {
    const service = "com.amazonaws.us-east-1.s3";
    const plan = await vpc({ vpcEndpointSpecs: [{ serviceName: service }] });
    const endpoint = plan.get("aws:ec2/vpcEndpoint:VpcEndpoint", service);
    assert.equal(endpoint.inputs.vpcId, plan.outputs.vpcId);
  });
});
