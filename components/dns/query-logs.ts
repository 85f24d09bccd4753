/** A log of what a zone is asked. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component, main, Transforms } from "../component";
import { logGroupArgs } from "../base/log-groups";
import { RecordZone } from "./dns-record";

/** Route 53 writes to log groups of this region alone ("Configuring logging for DNS queries", Route 53 developer guide). */
const LOG_REGION = "us-east-1";

export interface QueryLogsArgs {
  zone: Pick<RecordZone, "domain" | "zoneId">;
  /** Changes the arguments of the children. */
  transform?: Transforms<{
    logGroup: aws.cloudwatch.LogGroupArgs;
    queryLog: aws.route53.QueryLogArgs;
  }>;
}

/**
 * Writes a line for each query of a public zone that a resolver has not kept: name, type, answer, and
 * which resolver asked. The account's log resource policy for `/aws/route53/*` in us-east-1 is made
 * once, by the stack that `oncePerAccount.dnsQueryLogs` names.
 *
 * Creates: a log group named after the domain, and the logging, in us-east-1. Costs 0.50 USD for a GB
 * that comes in.
 *
 * @example
 * new QueryLogs("queries", { zone });
 */
export class QueryLogs extends Component {
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: QueryLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:dns:QueryLogs", name, args, opts);
    const { zone } = args;
    const logGroup = this.child(aws.cloudwatch.LogGroup, main, {
      ...logGroupArgs(this.environment, LOG_REGION),
      name: `/aws/route53/${zone.domain}`,
      region: LOG_REGION,
    });
    this.logGroupName = logGroup.name;
    this.child(
      aws.route53.QueryLog,
      main,
      { zoneId: zone.zoneId, cloudwatchLogGroupArn: logGroup.arn },
      { dependsOn: [...this.environment.once("dnsQueryLogs")] },
    );
  }
}
