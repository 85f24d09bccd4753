/** What every log group has, whoever makes it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentFacts } from "./environment-facts";

/** Retention and key, as the environment says: what every log group of a component has. Default region: the environment's. */
export function logGroupArgs(
  environment: EnvironmentFacts,
  region?: string,
): Pick<aws.cloudwatch.LogGroupArgs, "retentionInDays" | "kmsKeyId"> {
  return {
    retentionInDays: environment.logRetentionDays,
    kmsKeyId: environment.keyArn("logs", region),
  };
}

/**
 * For what AWS services write of their own accord, such as API Gateway. Under this prefix they need no
 * line in the account's log resource policy, which holds 5,120 characters: elsewhere each group takes
 * some, until the next one is refused ("Enable logging from AWS services", CloudWatch Logs user guide).
 *
 * @param name logical name of the group; project and stack keep it apart from others of the account
 * @param service the folder below the prefix, for services that have one of their own: `states`. Default: none
 */
export function vendedLogGroupArgs(
  environment: EnvironmentFacts,
  name: string,
  service?: string,
): Pick<aws.cloudwatch.LogGroupArgs, "retentionInDays" | "kmsKeyId" | "namePrefix"> {
  const place = [...(service ? [service] : []), pulumi.getProject(), pulumi.getStack()].join("/");
  return { ...logGroupArgs(environment), namePrefix: `/aws/vendedlogs/${place}/${name}-` };
}
