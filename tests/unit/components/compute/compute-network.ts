/** A network for what stands in one, without a network being made. */
import * as pulumi from "@pulumi/pulumi";
import { Connectable, VirtualNetwork } from "../../../../components/contracts";

/** Something behind the security group `sg-<name>`. */
export const group = (connectionName: string): Connectable => ({
  connectionName,
  securityGroupId: pulumi.output(`sg-${connectionName}`),
});

/** With egress through one gateway and no interface endpoint. */
export const network: VirtualNetwork = {
  ...group("network"),
  vpcId: pulumi.output("vpc-1"),
  zones: ["eu-west-1a"],
  cidrBlock: "10.0.0.0/16",
  privateSubnetIds: pulumi.output(["subnet-private"]),
  isolatedSubnetIds: pulumi.output(["subnet-isolated"]),
  publicSubnetIds: pulumi.output(["subnet-public"]),
  interfaceEndpoints: [],
  prefixListIds: { s3: pulumi.output("pl-s3"), dynamodb: pulumi.output("pl-dynamodb") },
  egress: { mode: "single", publicIps: pulumi.output([]) },
};
