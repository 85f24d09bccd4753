/** A VPC of two zones for what stands in one. */
import * as pulumi from "@pulumi/pulumi";
import { VirtualNetwork } from "../../../../components/contracts";

export const network: VirtualNetwork = {
  connectionName: "network",
  securityGroupId: pulumi.output("sg-endpoints"),
  vpcId: pulumi.output("vpc-1"),
  cidrBlock: "10.0.0.0/16",
  zones: ["eu-west-1a", "eu-west-1b"],
  publicSubnetIds: pulumi.output(["subnet-public-a", "subnet-public-b"]),
  privateSubnetIds: pulumi.output(["subnet-private-a", "subnet-private-b"]),
  isolatedSubnetIds: pulumi.output(["subnet-isolated-a", "subnet-isolated-b"]),
  interfaceEndpoints: [],
  prefixListIds: { s3: pulumi.output("pl-s3"), dynamodb: pulumi.output("pl-dynamodb") },
  egress: { mode: "none", publicIps: pulumi.output([]) },
};
