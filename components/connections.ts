/** Ways through the network: both sides of a connection, made by the one who connects. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild } from "./component";
import { Connection } from "./contracts";

/** Who connects. */
export interface Consumer {
  name: string;
  securityGroupId: pulumi.Output<string>;
}

/**
 * Opens one TCP port from the consumer's security group to the target's, and the target's for the
 * consumer. Both rules are the consumer's children, named `<consumer>-to-<target>`, so that two
 * groups that know each other make no cycle, and removing the consumer closes both ends.
 */
export function connect(from: Consumer, { to, port }: Connection, child: MakeChild): void {
  const name = `to-${to.connectionName}`;
  const rule = {
    description: `${from.name} to ${to.connectionName}`,
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
  };
  child(aws.vpc.SecurityGroupEgressRule, name, {
    ...rule,
    securityGroupId: from.securityGroupId,
    referencedSecurityGroupId: to.securityGroupId,
  });
  child(aws.vpc.SecurityGroupIngressRule, name, {
    ...rule,
    securityGroupId: to.securityGroupId,
    referencedSecurityGroupId: from.securityGroupId,
  });
}
