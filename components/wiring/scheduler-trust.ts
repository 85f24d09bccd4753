/** Who may take on the role of a schedule of EventBridge Scheduler. */
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentFacts } from "../base/environment-facts";
import { policyDocument } from "../base/policy-document";

/** For schedules of this account's default group alone: what AWS lets a role be bound to (Scheduler guide, "Confused deputy prevention"). */
export function schedulerTrust({
  region,
  accountId,
}: Pick<EnvironmentFacts, "region" | "accountId">): pulumi.Output<string> {
  return policyDocument([
    {
      Effect: "Allow",
      Principal: { Service: "scheduler.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnEquals: {
          "aws:SourceArn": pulumi.interpolate`arn:aws:scheduler:${region}:${accountId}:schedule-group/default`,
        },
      },
    },
  ]);
}
