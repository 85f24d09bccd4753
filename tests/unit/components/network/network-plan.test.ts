import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import { Environment } from "../../../../components/environment";
import { Network, NetworkArgs } from "../../../../components/network";
import { comparePlans, Plan, previewStack } from "../../../../preview/testing";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

function planOf(args: NetworkArgs): Promise<Plan> {
  return previewStack(() => {
    const environment = { region: "eu-west-1", account: "123456789012" };
    const network = new Network("network", args, { parent: new Environment("test", environment) });
    return { publicIps: network.egress.publicIps };
  });
}

/** `type::name` below the network; awsx's own children are golden elsewhere. */
function ownUrns(plan: Plan): string[] {
  return plan.urns
    .filter((urn) => urn.includes("strata:network:") && !urn.includes("awsx:ec2:Vpc$"))
    .map((urn) => urn.replace("urn:pulumi:test::strata::strata:index:Environment$", ""));
}

describe("Gateway endpoints", () => {
  it("pass this account's principals, and reads of the buckets of Amazon Linux and ECR", async () => {
    const plan = await previewStack(() => {
      const args = { region: "eu-west-1", account: "123456789012" };
      const network = { zones: ["eu-west-1a"], egress: { mode: "none" } } as const;
      new Network("network", network, { parent: new Environment("test", args) });
    });
    const statements = (service: string) => {
      const { policy } = plan.get(aws.ec2.VpcEndpoint, `network-endpoints-${service}`).inputs;
      return (JSON.parse(policy as string) as { Statement: Record<string, unknown>[] }).Statement;
    };
    const ours = {
      ...{ Sid: "OurPrincipals", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
      Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
    };
    assert.deepEqual(statements("dynamodb"), [ours]);
    const [first, second, ...others] = statements("s3");
    assert.deepEqual(first, ours);
    assert.deepEqual(others, []);
    assert.equal(second.Action, "s3:GetObject");
    assert.deepEqual(second.Resource, [
      "arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*",
      "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
    ]);
  });
});

describe("Network as the engine sees it", () => {
  it("has these URNs: a change of one replaces it in every clone", async () => {
    const plan = await planOf({ zones: zones.slice(0, 1), egress: { mode: "per-az" } });
    plan.assertNoErrors();
    const network = "strata:network:Network";
    const egress = `${network}$strata:network:FixedEgress`;
    const endpoints = `${network}$strata:network:VpcEndpoints`;
    const logs = `${network}$strata:network:FlowLogs`;
    const inventory = `${egress}$strata:network:AddressInventory`;
    assert.deepEqual(
      ownUrns(plan).sort(),
      [
        `${network}::network`,
        `${network}$awsx:ec2:Vpc::network`,
        `${network}$aws:ec2/defaultSecurityGroup:DefaultSecurityGroup::network-default`,
        `${endpoints}::network-endpoints`,
        `${endpoints}$aws:ec2/securityGroup:SecurityGroup::network-endpoints`,
        `${endpoints}$aws:ec2/vpcEndpoint:VpcEndpoint::network-endpoints-dynamodb`,
        `${endpoints}$aws:ec2/vpcEndpoint:VpcEndpoint::network-endpoints-s3`,
        `${logs}::network-flow-logs`,
        `${logs}$aws:cloudwatch/logGroup:LogGroup::network-flow-logs`,
        `${logs}$aws:ec2/flowLog:FlowLog::network-flow-logs`,
        `${logs}$aws:iam/role:Role::network-flow-logs`,
        `${logs}$aws:iam/rolePolicy:RolePolicy::network-flow-logs`,
        `${egress}::network-egress`,
        `${egress}$random:index/randomId:RandomId::network-egress-handover`,
        `${egress}$aws:ec2/natGateway:NatGateway::network-egress-gateway-eu-west-1a`,
        `${egress}$aws:ec2/route:Route::network-egress-route-eu-west-1a`,
        `${inventory}::network-egress-addresses`,
        `${inventory}$aws:ec2/eip:Eip::network-egress-addresses-eu-west-1a`,
      ].sort(),
    );
  });

  it("protects and retains addresses, and nothing else", async () => {
    const plan = await planOf({ zones, egress: { mode: "per-az" } });
    const kept = plan.resources.filter(({ protect, retainOnDelete }) => protect && retainOnDelete);
    assert.deepEqual(
      kept.map(({ name }) => name),
      zones.map((zone) => `network-egress-addresses-${zone}`),
    );
  });

  it("lets addresses go with the stack only where they are disposable", async () => {
    const plan = await planOf({ zones, egress: { mode: "per-az", disposable: true } });
    assert.equal(plan.find(aws.ec2.Eip).length, 3);
    assert.ok(plan.resources.every(({ protect, retainOnDelete }) => !protect && !retainOnDelete));
  });

  it("leads each zone's private traffic to the gateway of the same zone", async () => {
    const plan = await planOf({ zones, egress: { mode: "per-az" } });
    for (const [position, zone] of zones.entries()) {
      const table = plan.get(aws.ec2.RouteTable, `network-private-${position + 1}`);
      const subnet = plan.get(aws.ec2.Subnet, `network-public-${position + 1}`);
      const gateway = plan.get(aws.ec2.NatGateway, `network-egress-gateway-${zone}`);
      const route = plan.get(aws.ec2.Route, `network-egress-route-${zone}`);
      assert.equal(subnet.inputs.availabilityZone, zone);
      assert.equal(gateway.inputs.subnetId, subnet.outputs.id ?? subnet.id);
      assert.equal(route.inputs.routeTableId, table.outputs.id ?? table.id);
      assert.equal(route.inputs.natGatewayId, gateway.outputs.id ?? gateway.id);
    }
  });

  it("moves no subnet, gateway or address when zones are added, and replaces nothing", async () => {
    for (const mode of ["per-az", "single", "regional", "instance", "none"] as const) {
      const one = await planOf({ zones: zones.slice(0, 1), egress: { mode } });
      const all = await planOf({ zones, egress: { mode } });
      const change = comparePlans(one, all);
      assert.deepEqual(
        [change.replace, change.mayReplace, change.delete, change.moved],
        [[], [], [], []],
      );
      const updated = change.update.map(({ type }) => type);
      const growing = [
        "awsx:ec2:Vpc",
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        "aws:ec2/natGateway:NatGateway",
      ];
      assert.deepEqual(
        updated.filter((type) => !growing.includes(type)),
        [],
      );
    }
  });

  it("keeps other things in place when an endpoint, flow logs or IPv6 change", async () => {
    const base = await planOf({ zones, egress: { mode: "single" } });
    const changed = await planOf({
      zones,
      egress: { mode: "single" },
      interfaceEndpoints: ["secretsmanager"],
      ipv6: true,
      flowLogs: { retentionInDays: 30 },
    });
    const change = comparePlans(base, changed);
    assert.deepEqual([change.replace, change.delete], [[], []]);
  });
});
