/** The security group in front of a store, which nothing gets through until it is connected. */
import * as aws from "@pulumi/aws";
import type { MakeChild } from "../component";
import type { VirtualNetwork } from "../contracts";

/** Another description, of another name and an alias, would be another group. */
export const keepsDescription = { ignoreChanges: ["description"] };

/** @param title what it guards: `Database accounts` */
export function guardingGroup(
  title: string,
  { vpcId }: VirtualNetwork,
  child: MakeChild,
): aws.ec2.SecurityGroup {
  return child(
    aws.ec2.SecurityGroup,
    "security-group",
    { vpcId, description: title },
    keepsDescription,
  );
}
