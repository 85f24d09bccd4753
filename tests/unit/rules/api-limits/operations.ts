/** Which operation of AWS's API makes a resource, from its Pulumi type token. */

/** Models by the module of the token, where their names differ. */
const services: Readonly<Record<string, string>> = {
  alb: "elasticloadbalancingv2",
  appautoscaling: "application-autoscaling",
  cloudwatch: "logs",
  cognito: "cognito-idp",
  ebs: "ec2",
  efs: "elasticfilesystem",
  elb: "elasticloadbalancing",
  lb: "elasticloadbalancingv2",
  opensearch: "opensearch",
  sfn: "states",
  vpc: "ec2",
};

interface Exception {
  readonly service?: string;
  readonly inputs?: readonly string[];
  /** Member of the input that holds the arguments. */
  readonly within?: string;
  /** Path of the member, by argument. */
  readonly members?: Readonly<Record<string, string>>;
}

/** Where the names of type and arguments do not say it. */
const exceptions: Readonly<Record<string, Exception>> = {
  "aws:appautoscaling/target:Target": { inputs: ["RegisterScalableTarget"] },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
    inputs: ["PutBackupVaultLockConfiguration"],
  },
  "aws:cloudfront/distribution:Distribution": { within: "DistributionConfig" },
  "aws:cloudwatch/eventRule:EventRule": { service: "events", inputs: ["PutRule"] },
  "aws:cloudwatch/eventTarget:EventTarget": {
    service: "events",
    inputs: ["PutTargets"],
    within: "Targets",
  },
  "aws:cloudwatch/logGroup:LogGroup": { inputs: ["CreateLogGroup"] },
  "aws:cloudwatch/metricAlarm:MetricAlarm": { service: "monitoring" },
  "aws:ec2/eip:Eip": { inputs: ["AllocateAddress"] },
  "aws:ec2/instance:Instance": { inputs: ["RunInstances"] },
  "aws:elasticache/cluster:Cluster": {
    inputs: ["CreateCacheCluster"],
    members: { nodeType: "CacheNodeType" },
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    inputs: ["CreateFunctionUrlConfig"],
    members: { authorizationType: "AuthType" },
  },
  "aws:lambda/function:Function": { members: { "ephemeralStorage.size": "EphemeralStorage.Size" } },
  "aws:rds/cluster:Cluster": { inputs: ["CreateDBCluster"] },
  "aws:rds/clusterInstance:ClusterInstance": {
    inputs: ["CreateDBInstance"],
    members: { instanceClass: "DBInstanceClass" },
  },
  "aws:rds/instance:Instance": {
    inputs: ["CreateDBInstance"],
    members: { instanceClass: "DBInstanceClass" },
  },
  "aws:route53/queryLog:QueryLog": {
    inputs: ["CreateQueryLoggingConfig"],
    members: { cloudwatchLogGroupArn: "CloudWatchLogsLogGroupArn" },
  },
  "aws:route53/record:Record": {
    inputs: ["ChangeResourceRecordSets"],
    within: "ChangeBatch.Changes.ResourceRecordSet",
    members: {
      "weightedRoutingPolicies.*.weight": "Weight",
      "failoverRoutingPolicies.*.type": "Failover",
    },
  },
  "aws:route53/healthCheck:HealthCheck": { within: "HealthCheckConfig" },
  "aws:route53/zone:Zone": { inputs: ["CreateHostedZone"] },
  "aws:sns/topicSubscription:TopicSubscription": { inputs: ["Subscribe"] },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    inputs: ["AuthorizeSecurityGroupEgress"],
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    inputs: ["AuthorizeSecurityGroupIngress"],
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    inputs: ["PutLoggingConfiguration"],
    within: "LoggingConfiguration",
  },
  ...Object.fromEntries(
    ["alb", "lb"].map((module) => [
      `aws:${module}/listenerRule:ListenerRule`,
      {
        inputs: ["CreateRule"],
        members: {
          "actions.*.forward.targetGroups": "Actions.ForwardConfig.TargetGroups",
          "actions.*.forward.targetGroups.*.weight": "Actions.ForwardConfig.TargetGroups.Weight",
        },
      },
    ]),
  ),
};

const verbs = ["Create", "Put", "Register", "Request", "Add", "Set"];

/** The operations that may make a resource, the first that exists counts, and where its arguments are in the input. */
export interface Operation {
  readonly service: string;
  readonly names: readonly string[];
  pathOf(argument: string): string;
}

/** Of a type of AWS's provider; nothing for other tokens. */
export function operationOf(type: string): Operation | undefined {
  const [provider, module, name] = type.split(":");
  if (provider !== "aws") return undefined;
  const [token] = module.split("/");
  const { service, inputs, within, members }: Exception = exceptions[type] ?? {};
  return {
    service: service ?? services[token] ?? token,
    names: inputs ?? verbs.map((verb) => `${verb}${name}`),
    pathOf: (argument) => [...(within ? [within] : []), members?.[argument] ?? argument].join("."),
  };
}
