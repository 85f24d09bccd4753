/** What an account, or an account in a region, has once: made in one stack, and looked up in the others. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import { linkedRoles, OnceThing } from "./base/once-per-account";
import { policyDocument } from "./base/policy-document";

export interface OncePerAccountArgs {
  /** What this stack makes for its account. */
  things: readonly OnceThing[];
}

/**
 * Makes what exists once an account and region. Made by `Environment` alone, of what `oncePerAccount`
 * gives to this stack; a second one is the finding `claimed-twice`.
 *
 * Creates: for `apiGatewayLogs` 1 role with its policy and the account's setting; 1 service-linked role
 * a `...Role`; 1 resource policy of CloudWatch Logs for each of `logDelivery` and `dnsQueryLogs`, 1 of X-Ray for `topicTraces`; 1 setting for `emrPublicAccess`.
 * Costs nothing.
 *
 * @example
 * new Environment("prod", { region: "eu-west-1", oncePerAccount: { openSearchRole: "prod" } });
 */
export class OncePerAccount extends Component {
  readonly #made = new Map<OnceThing, readonly pulumi.Resource[]>();

  constructor(name: string, args: OncePerAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("strata:index:OncePerAccount", name, args, opts);
    for (const thing of args.things) {
      this.#made.set(thing, this.make(thing));
    }
  }

  /** What to wait for before something uses it; nothing where this stack doesn't make it. */
  resources(thing: OnceThing): readonly pulumi.Resource[] {
    return this.#made.get(thing) ?? [];
  }

  private make(thing: OnceThing): readonly pulumi.Resource[] {
    switch (thing) {
      case "apiGatewayLogs":
        return this.apiGatewayLogs();
      case "logDelivery":
        return [this.logDelivery()];
      case "dnsQueryLogs":
        return [this.dnsQueryLogs()];
      case "topicTraces":
        return [this.topicTraces()];
      case "emrPublicAccess":
        return [
          this.child(aws.emr.BlockPublicAccessConfiguration, "emr", {
            blockPublicSecurityGroupRules: true,
          }),
        ];
      default: {
        const { service, suffix } = linkedRoles[thing];
        return [
          this.child(aws.iam.ServiceLinkedRole, suffix, { awsServiceName: service }, this.keep()),
        ];
      }
    }
  }

  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
  private apiGatewayLogs(): readonly pulumi.Resource[] {
    const role = this.child(aws.iam.Role, "api-logs", {
      assumeRolePolicy: policyDocument([
        {
          Effect: "Allow",
          Principal: { Service: "apigateway.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ]),
    });
    const allowed = this.child(aws.iam.RolePolicy, "api-logs", {
      role: role.name,
      policy: policyDocument([
        {
          Effect: "Allow",
          Action: [
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogGroups",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
            "logs:GetLogEvents",
            "logs:FilterLogEvents",
          ],
          Resource: "*",
        },
      ]),
    });
    const opts = { dependsOn: [allowed] };
    return [this.child(aws.apigateway.Account, "api-logs", { cloudwatchRoleArn: role.arn }, opts)];
  }

  /**
   * For all log groups under `/aws/vendedlogs/`, because a region has ten such policies
   * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html).
   */
  private logDelivery(): pulumi.Resource {
    const { accountId, region } = this.environment;
    const { partition } = aws.getPartitionOutput({}, { parent: this });
    return this.child(aws.cloudwatch.LogResourcePolicy, "log-delivery", {
      policyName: "log-delivery",
      policyDocument: policyDocument([
        {
          Sid: "DeliverLogs",
          Effect: "Allow",
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/vendedlogs/*:log-stream:*`,
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
        // OpenSearch writes by itself ("Monitoring OpenSearch logs", OpenSearch Service developer guide).
        {
          Sid: "SearchLogs",
          Effect: "Allow",
          Principal: { Service: "es.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:PutLogEventsBatch"],
          Resource: pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/vendedlogs/*`,
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
        // ActiveMQ writes to groups of Amazon MQ's own names ("Configuring Amazon MQ for ActiveMQ logs", Amazon MQ developer guide).
        {
          Sid: "BrokerLogs",
          Effect: "Allow",
          Principal: { Service: "mq.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/amazonmq/*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: {
              "aws:SourceArn": pulumi.interpolate`arn:${partition}:mq:${region}:${accountId}:broker:*`,
            },
          },
        },
      ]),
    });
  }

  /**
   * For all topics of the account, because X-Ray takes five such policies
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-active-tracing.html, https://docs.aws.amazon.com/xray/latest/api/API_PutResourcePolicy.html).
   */
  private topicTraces(): pulumi.Resource {
    const { accountId, region } = this.environment;
    const { partition } = aws.getPartitionOutput({}, { parent: this });
    return this.child(aws.xray.ResourcePolicy, "topic-traces", {
      policyName: "topic-traces",
      policyDocument: policyDocument([
        {
          Sid: "TraceTopics",
          Effect: "Allow",
          Principal: { Service: "sns.amazonaws.com" },
          Action: ["xray:PutTraceSegments", "xray:GetSamplingRules", "xray:GetSamplingTargets"],
          Resource: "*",
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: {
              "aws:SourceArn": pulumi.interpolate`arn:${partition}:sns:${region}:${accountId}:*`,
            },
          },
        },
      ]),
    });
  }

  /** In us-east-1, where Route 53 writes (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html). */
  private dnsQueryLogs(): pulumi.Resource {
    const { accountId } = this.environment;
    const { partition } = aws.getPartitionOutput({}, { parent: this });
    return this.child(aws.cloudwatch.LogResourcePolicy, "dns-query-logs", {
      policyName: "dns-query-logs",
      policyDocument: policyDocument([
        {
          Sid: "LogQueries",
          Effect: "Allow",
          Principal: { Service: "route53.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`arn:${partition}:logs:us-east-1:${accountId}:log-group:/aws/route53/*`,
          Condition: { StringEquals: { "aws:SourceAccount": accountId } },
        },
      ]),
      region: "us-east-1",
    });
  }
}
