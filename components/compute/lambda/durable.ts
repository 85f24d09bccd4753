/** Durable execution: a handler that checkpoints its steps, waits for days and goes on where it was. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../../base/policy-document";
import { MakeChild } from "../../component";

export interface DurableArgs {
  /** Longest time for all of one execution, waits included, in seconds; `timeout` goes on bounding each run of the code. Limit: 1 to 31,622,400 (366 days). */
  executionTimeout: number;
  /** Days for which the history of an execution is kept after its end. Default: 14. Limit: 1 to 90. */
  retention?: number;
}

/** Its key of the function's arguments; nothing where it isn't asked for. */
export const durableArguments = (
  durable: DurableArgs | undefined,
): Pick<aws.lambda.FunctionArgs, "durableConfig"> =>
  durable
    ? {
        durableConfig: {
          executionTimeout: durable.executionTimeout,
          retentionPeriod: durable.retention ?? 14,
        },
      }
    : {};

/**
 * Lets the function keep its own checkpoints: those of every version, as an execution's ARN has the version that it began
 * with, and no alias (Lambda guide, "Security and permissions for Lambda durable functions"). A policy of its own, because it names
 * the function, which waits for the other one.
 */
export function grantCheckpoints(
  lambda: aws.lambda.Function,
  role: aws.iam.Role,
  child: MakeChild,
): aws.iam.RolePolicy {
  return child(aws.iam.RolePolicy, "checkpoints", {
    role: role.name,
    policy: policyDocument([
      {
        Effect: "Allow",
        Action: ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
        Resource: pulumi.interpolate`${lambda.arn}:*`,
      },
    ]),
  });
}
