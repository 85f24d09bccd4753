/** Retention for log groups that Amazon MQ makes by itself. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentFacts } from "../../base/environment-facts";
import { policyDocument } from "../../base/policy-document";
import { MakeChild } from "../../component";
import { schedulerTrust } from "../../wiring/scheduler-trust";

/** The children of a broker's retention, for its `transform`. */
export interface BrokerLogChildren {
  logKeeper: aws.iam.RoleArgs;
  logKeeperPolicy: aws.iam.RolePolicyArgs;
  logRetention: aws.scheduler.ScheduleArgs;
  logKey: aws.scheduler.ScheduleArgs;
}

interface BrokerLogs {
  readonly brokerId: pulumi.Output<string>;
  /** Last parts of the groups' names. */
  readonly logs: readonly string[];
  readonly environment: EnvironmentFacts;
  readonly child: MakeChild;
}

/**
 * The names of a broker's log groups have an id that it gets when it is made, and Amazon MQ makes the
 * groups together with it, to be kept for ever: a resource of ours would come too late
 * (`ResourceAlreadyExistsException`). So EventBridge Scheduler sets their retention, and the key of the
 * environment, at once and then daily: a group that is made anew, or later, has it within a day.
 */
export function keepBrokerLogs({ brokerId, logs, environment, child }: BrokerLogs): void {
  const { region, accountId, logRetentionDays } = environment;
  const keyArn = environment.keyArn("logs");
  const groupName = (log: string) => pulumi.interpolate`/aws/amazonmq/broker/${brokerId}/${log}`;
  const role = child(
    aws.iam.Role,
    "log-keeper",
    { assumeRolePolicy: schedulerTrust(environment) },
    { key: "logKeeper" },
  );
  const policy = child(
    aws.iam.RolePolicy,
    "log-keeper",
    {
      role: role.name,
      policy: policyDocument([
        {
          Effect: "Allow",
          Action: ["logs:PutRetentionPolicy", ...(keyArn ? ["logs:AssociateKmsKey"] : [])],
          // As IAM writes a group's ARN, and as CloudWatch Logs does.
          Resource: logs.flatMap((log) => [
            pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:${groupName(log)}`,
            pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:${groupName(log)}:*`,
          ]),
        },
      ]),
    },
    { key: "logKeeperPolicy" },
  );
  const daily = (suffix: string, key: string, call: string, input: pulumi.Input<object>) =>
    child(
      aws.scheduler.Schedule,
      suffix,
      {
        scheduleExpression: "rate(1 day)",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: `arn:aws:scheduler:::aws-sdk:cloudwatchlogs:${call}`,
          roleArn: role.arn,
          input: pulumi.jsonStringify(input),
          // A group that isn't there yet is tried again for a day, and then by the next day's call.
          retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        },
      },
      // Scheduler checks with the role when a schedule is made.
      { key, dependsOn: [policy] },
    );
  for (const log of logs) {
    const LogGroupName = groupName(log);
    const retention = { LogGroupName, RetentionInDays: logRetentionDays };
    daily(`${log}-retention`, "logRetention", "putRetentionPolicy", retention);
    if (keyArn) {
      daily(`${log}-key`, "logKey", "associateKmsKey", { LogGroupName, KmsKeyId: keyArn });
    }
  }
}
