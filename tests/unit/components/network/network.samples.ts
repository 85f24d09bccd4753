/** One of each component: the network. */
import { withArgs, type Samples } from "../sample";

/** Ids of a VPC that two instances don't share. */
const vpcOf = (name: string) => ({
  vpcId: `vpc-0${name === "two" ? 2 : 1}`,
  vpcCidrBlock: "10.0.0.0/16",
});
const idOf = (kind: string, name: string) =>
  `${kind}-0${name.startsWith("two") ? 2 : 1}${name.endsWith("public") ? 1 : 0}`;
export const samples: Samples = {
  AddressInventory: withArgs({ addresses: { "eu-west-1a": {} } }),
  FixedEgress: withArgs((name) => ({
    ...vpcOf(name),
    mode: "single",
    zones: [
      {
        name: "eu-west-1a",
        publicSubnetId: idOf("subnet", name),
        privateRouteTableId: idOf("rtb", name),
      },
    ],
  })),
  FlowLogs: withArgs((name) => ({ vpcId: vpcOf(name).vpcId })),
  Ipv6Egress: withArgs((name) => ({
    vpcId: vpcOf(name).vpcId,
    internetGatewayId: idOf("igw", name),
    zones: [
      {
        name: "eu-west-1a",
        publicRouteTableId: idOf("rtb", `${name}-public`),
        privateRouteTableId: idOf("rtb", name),
      },
    ],
  })),
  NatInstance: withArgs((name) => ({
    ...vpcOf(name),
    subnetId: idOf("subnet", name),
    allocationId: idOf("eipalloc", name),
  })),
  Network: withArgs({ zones: ["eu-west-1a", "eu-west-1b"], interfaceEndpoints: ["sqs"] }),
  VpcEndpoints: withArgs((name) => ({
    vpcId: vpcOf(name).vpcId,
    routeTableIds: [idOf("rtb", name)],
    subnetIds: [idOf("subnet", name)],
    interfaces: ["sqs"],
  })),
};
