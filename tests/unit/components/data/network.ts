/** A network for what stands in one: the ids alone. */
import * as pulumi from "@pulumi/pulumi";
import type { VirtualNetwork } from "../../../../components/contracts";

export const network: VirtualNetwork = {
  connectionName: "network",
  get securityGroupId() {
    return pulumi.output("sg-endpoints");
  },
  get vpcId() {
    return pulumi.output("vpc-1");
  },
  cidrBlock: "10.0.0.0/16",
  zones: ["eu-west-1a", "eu-west-1b"],
  get publicSubnetIds() {
    return pulumi.output(["subnet-public"]);
  },
  get privateSubnetIds() {
    return pulumi.output(["subnet-private"]);
  },
  get isolatedSubnetIds() {
    return pulumi.output(["subnet-isolated-a", "subnet-isolated-b"]);
  },
  interfaceEndpoints: [],
  get prefixListIds() {
    return { s3: pulumi.output("pl-s3"), dynamodb: pulumi.output("pl-dynamodb") };
  },
  get egress() {
    return { mode: "none", publicIps: pulumi.output([]) };
  },
};
