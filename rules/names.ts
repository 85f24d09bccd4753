/**
 * What the physical name of each type may be, and how the AWS provider makes one up where the
 * program gives none: logical name, separator, hexadecimal digits. Stated once; read by `child()`,
 * the rules, the preview and the engine tests' provider.
 *
 * Sources: the provider's own declarations (`AutoName…` in pulumi-aws 7, provider/resource_overrides.go;
 * `name` without a declaration gets 255 characters, `-` and 7 digits), the checks of the provider
 * beneath it (terraform-provider-aws, internal/service/<service>/validate.go), and the `Create…`
 * operation in each service's API reference. Where they differ, the narrowest counts.
 */

import {
  alphanumeric,
  alphanumericFirst,
  dots,
  form,
  hyphens,
  iam,
  letterFirst,
  logs,
  lowerDots,
  lowerHyphens,
  lowerUnderscores,
  noStars,
  notDigitsAlone,
  notInternal,
  singleDots,
  singleHyphens,
  spaced,
  things,
  underscores,
  words,
  type NameForm,
} from "./base/name-form";

/** As database services want their identifiers. */
const identifier = { shapes: [letterFirst, singleHyphens] };
const balancer = form(32, hyphens, { shapes: [alphanumericFirst, notInternal] });
const targetGroup = form(32, hyphens, { shapes: [alphanumericFirst] });
const bucket = form(63, lowerDots, {
  property: "bucket",
  lowered: true,
  shapes: [
    alphanumericFirst,
    singleDots,
    {
      is: /^(?!xn--|sthree-|amzn-s3-demo-)/,
      words: "not beginning with xn--, sthree- or amzn-s3-demo-",
    },
  ],
});
const collection = form(32, lowerHyphens, { shapes: [letterFirst] });
/** Glue and Athena: eight letters in place of hexadecimal digits. */
const catalog = form(255, undefined, { separator: "_", digits: 8, lowered: true });
const resolver = form(64, { set: "A-Za-z0-9_' -", words: "letters, digits, spaces and -_'" });

/** By type. A type that is not here has no automatic name, or one that takes anything within 255. */
export const nameForms = {
  "aws:lambda/function:Function": form(64, words),
  "aws:lambda/alias:Alias": form(128, words, { shapes: [notDigitsAlone] }),
  "aws:lambda/permission:Permission": form(100, words, { property: "statementId" }),

  "aws:iam/role:Role": form(64, iam),
  "aws:iam/user:User": form(64, iam),
  "aws:iam/group:Group": form(128, iam),
  "aws:iam/policy:Policy": form(128, iam),
  "aws:iam/rolePolicy:RolePolicy": form(128, iam),
  "aws:iam/userPolicy:UserPolicy": form(128, iam),
  "aws:iam/groupPolicy:GroupPolicy": form(128, iam),
  "aws:iam/instanceProfile:InstanceProfile": form(128, iam),
  "aws:iam/serverCertificate:ServerCertificate": form(128, iam),
  "aws:iam/samlProvider:SamlProvider": form(128, dots),

  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:s3/accessPoint:AccessPoint": form(50, lowerHyphens, { shapes: [alphanumericFirst] }),
  "aws:s3/analyticsConfiguration:AnalyticsConfiguration": form(64),
  "aws:s3/bucketMetric:BucketMetric": form(64),
  "aws:s3/inventory:Inventory": form(64),

  "aws:sqs/queue:Queue": form(80, words, {
    // 80 with the .fifo that a FIFO queue's name ends in.
    instead: { argument: "fifoQueue", is: /^true$/, longest: 75, digits: 7 },
  }),
  // AWS takes 256, the provider makes 80, to which it adds .fifo.
  "aws:sns/topic:Topic": form(80, words, { longestGiven: 256 }),
  "aws:kinesis/stream:Stream": form(128, dots),
  "aws:kinesis/streamConsumer:StreamConsumer": form(128, dots),
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": form(64, dots),
  // The provider lets 55 through, of which AWS takes 50.
  "aws:mq/broker:Broker": form(50, words, { property: "brokerName" }),
  "aws:mq/configuration:Configuration": form(150, {
    set: "A-Za-z0-9_.~-",
    words: "letters, digits and -._~",
  }),
  "aws:sfn/stateMachine:StateMachine": form(80, words),
  "aws:sfn/activity:Activity": form(80, words),
  "aws:sfn/alias:Alias": form(80, words, { shapes: [notDigitsAlone] }),
  "aws:scheduler/schedule:Schedule": form(64, dots),
  "aws:scheduler/scheduleGroup:ScheduleGroup": form(64, dots),
  "aws:cloudwatch/eventRule:EventRule": form(64, dots),
  // The provider makes up to 255, of which its own check takes 64.
  "aws:cloudwatch/eventTarget:EventTarget": form(64, dots, { property: "targetId" }),
  "aws:cloudwatch/eventBus:EventBus": form(255, {
    set: "A-Za-z0-9_./-",
    words: "letters, digits and -_./",
  }),
  "aws:cloudwatch/eventArchive:EventArchive": form(48, dots),
  "aws:cloudwatch/eventConnection:EventConnection": form(64, dots),
  "aws:cloudwatch/eventApiDestination:EventApiDestination": form(64, dots),
  "aws:cloudwatch/eventEndpoint:EventEndpoint": form(64, dots),

  "aws:iot/topicRule:TopicRule": form(128, underscores, { separator: "", digits: 0 }),
  "aws:iot/policy:Policy": form(128, iam),
  "aws:iot/thing:Thing": form(128, things),
  "aws:iot/thingType:ThingType": form(128, things),
  "aws:iot/thingGroup:ThingGroup": form(128, things),
  "aws:iot/provisioningTemplate:ProvisioningTemplate": form(36, words),

  "aws:cloudwatch/logGroup:LogGroup": form(255, logs, { longestGiven: 512 }),
  "aws:cloudwatch/logStream:LogStream": form(255, noStars, { longestGiven: 512 }),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": form(255, noStars, { longestGiven: 512 }),
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": form(255, noStars, {
    longestGiven: 512,
  }),
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": form(60, words),
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": form(60, words),
  "aws:cloudwatch/metricAlarm:MetricAlarm": form(255),
  "aws:cloudwatch/metricStream:MetricStream": form(255, words),

  "aws:dynamodb/table:Table": form(255, dots),
  "aws:elasticache/cluster:Cluster": form(50, lowerHyphens, {
    ...identifier,
    ...{ property: "clusterId", lowered: true },
  }),
  "aws:elasticache/replicationGroup:ReplicationGroup": form(40, hyphens, {
    ...identifier,
    ...{ property: "replicationGroupId", lowered: true },
  }),
  "aws:elasticache/serverlessCache:ServerlessCache": form(40, hyphens, identifier),
  "aws:elasticache/parameterGroup:ParameterGroup": form(255, undefined, identifier),
  "aws:elasticache/subnetGroup:SubnetGroup": form(255, hyphens),
  "aws:dax/subnetGroup:SubnetGroup": form(255),
  "aws:rds/instance:Instance": form(63, lowerHyphens, {
    ...identifier,
    ...{ property: "identifier", separator: "" },
    instead: { argument: "engine", is: /sqlserver/i, longest: 15, digits: 3 },
  }),
  "aws:rds/proxy:Proxy": form(63, lowerHyphens, identifier),
  "aws:rds/parameterGroup:ParameterGroup": form(255, lowerDots, identifier),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": form(255, lowerDots, identifier),
  "aws:rds/optionGroup:OptionGroup": form(255, lowerHyphens, identifier),
  "aws:rds/eventSubscription:EventSubscription": form(255, hyphens, identifier),
  "aws:rds/subnetGroup:SubnetGroup": form(255, {
    set: "a-z0-9_ .-",
    words: "lower-case letters, digits, spaces, hyphens, underscores and dots",
  }),
  "aws:redshift/parameterGroup:ParameterGroup": form(255, lowerHyphens, identifier),
  "aws:redshift/subnetGroup:SubnetGroup": form(255, lowerHyphens),
  // Unlike the elder elasticsearch.Domain, the provider does not write it in lower case.
  "aws:opensearch/domain:Domain": form(28, lowerHyphens, {
    property: "domainName",
    shapes: [letterFirst],
  }),
  "aws:elasticsearch/domain:Domain": form(28, lowerHyphens, {
    ...{ property: "domainName", lowered: true },
    shapes: [letterFirst],
  }),
  "aws:opensearch/serverlessCollection:ServerlessCollection": collection,
  "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy": collection,
  "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy": collection,
  "aws:opensearch/serverlessSecurityConfig:ServerlessSecurityConfig": collection,
  "aws:opensearch/serverlessLifecyclePolicy:ServerlessLifecyclePolicy": collection,
  "aws:opensearch/serverlessVpcEndpoint:ServerlessVpcEndpoint": collection,
  "aws:athena/workgroup:Workgroup": form(128, dots),
  "aws:athena/namedQuery:NamedQuery": form(128),
  "aws:athena/database:Database": form(255, lowerUnderscores, { separator: "_" }),
  "aws:athena/preparedStatement:PreparedStatement": form(256, {
    set: "A-Za-z0-9_@:",
    words: "letters, digits and _@:",
  }),
  "aws:glue/catalogDatabase:CatalogDatabase": catalog,
  "aws:glue/catalogTable:CatalogTable": catalog,
  "aws:glue/crawler:Crawler": form(255, {
    set: "A-Za-z0-9_$#/-",
    words: "letters, digits and -_$#/",
  }),

  "aws:efs/fileSystem:FileSystem": form(64, undefined, { property: "creationToken" }),
  "aws:backup/vault:Vault": form(50, words),
  "aws:backup/plan:Plan": form(50, dots),
  "aws:backup/selection:Selection": form(50, dots),
  "aws:backup/framework:Framework": form(255, underscores, { shapes: [letterFirst] }),
  "aws:backup/reportPlan:ReportPlan": form(255, underscores, { shapes: [letterFirst] }),
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": form(50, underscores, { separator: "_" }),
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": form(50, underscores),

  "aws:lb/loadBalancer:LoadBalancer": balancer,
  "aws:alb/loadBalancer:LoadBalancer": balancer,
  "aws:elb/loadBalancer:LoadBalancer": form(32, hyphens, { shapes: [alphanumericFirst] }),
  "aws:lb/targetGroup:TargetGroup": targetGroup,
  "aws:alb/targetGroup:TargetGroup": targetGroup,
  "aws:lb/trustStore:TrustStore": targetGroup,
  "aws:apigateway/model:Model": form(255, alphanumeric),
  "aws:apigatewayv2/api:Api": form(128),
  "aws:apigatewayv2/authorizer:Authorizer": form(128),
  "aws:apigatewayv2/model:Model": form(128, alphanumeric),
  "aws:apigatewayv2/stage:Stage": form(128, {
    set: "A-Za-z0-9_$-",
    words: "letters, digits, hyphens and underscores",
  }),
  "aws:apigatewayv2/vpcLink:VpcLink": form(128),
  "aws:wafv2/webAcl:WebAcl": form(128, words),
  "aws:wafv2/ruleGroup:RuleGroup": form(128, words),
  "aws:wafv2/ipSet:IpSet": form(128, words),
  "aws:wafv2/regexPatternSet:RegexPatternSet": form(128, words),
  "aws:cloudfront/function:Function": form(64, words),
  "aws:cloudfront/keyValueStore:KeyValueStore": form(64, words),
  "aws:cloudfront/originAccessControl:OriginAccessControl": form(64),
  "aws:cloudfront/publicKey:PublicKey": form(128, words),
  "aws:cloudfront/cachePolicy:CachePolicy": form(128),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": form(128),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": form(128),
  "aws:route53/keySigningKey:KeySigningKey": form(128, underscores),
  "aws:route53/resolverEndpoint:ResolverEndpoint": resolver,
  "aws:route53/resolverRule:ResolverRule": resolver,
  "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": resolver,
  "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": resolver,
  "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": resolver,

  "aws:ec2/launchTemplate:LaunchTemplate": form(128, {
    set: "A-Za-z0-9().\\/_-",
    words: "letters, digits and ()./_-",
  }),
  "aws:ec2/securityGroup:SecurityGroup": form(
    255,
    {
      set: "A-Za-z0-9 ._:/()#,@\\[\\]+=&;{}!$*-",
      words: "letters, digits and ._-:/()#,@[]+=&;{}!$*",
    },
    { shapes: [{ is: /^(?!sg-)/i, words: "not beginning with sg-" }] },
  ),
  "aws:autoscaling/lifecycleHook:LifecycleHook": form(255, {
    set: "A-Za-z0-9_/-",
    words: "letters, digits, hyphens, underscores and slashes",
  }),
  "aws:appautoscaling/scheduledAction:ScheduledAction": form(255, {
    set: "^:/|\\x00-\\x1f\\x7f",
    words: "anything but :, / and |",
  }),
  "aws:ecr/repository:Repository": form(255, {
    set: "a-z0-9._/-",
    words: "lower-case letters, digits and ._/-",
  }),
  "aws:ecs/cluster:Cluster": form(255, words),
  "aws:ecs/service:Service": form(255, words),
  "aws:ecs/capacityProvider:CapacityProvider": form(255, words, {
    shapes: [{ is: /^(?!aws|ecs|fargate)/i, words: "not beginning with aws, ecs or fargate" }],
  }),
  "aws:batch/computeEnvironment:ComputeEnvironment": form(128, words, {
    shapes: [alphanumericFirst],
  }),
  "aws:batch/jobQueue:JobQueue": form(128, words, { shapes: [alphanumericFirst] }),
  "aws:batch/jobDefinition:JobDefinition": form(128, words, { shapes: [alphanumericFirst] }),
  "aws:batch/schedulingPolicy:SchedulingPolicy": form(128, words, { shapes: [alphanumericFirst] }),
  "aws:emrserverless/application:Application": form(64, logs),
  "aws:codedeploy/application:Application": form(100),
  "aws:codedeploy/deploymentConfig:DeploymentConfig": form(100, undefined, {
    property: "deploymentConfigName",
    separator: "_",
  }),

  "aws:cognito/userPool:UserPool": form(128, spaced),
  "aws:cognito/userPoolClient:UserPoolClient": form(128, spaced),
  "aws:cognito/userGroup:UserGroup": form(128, { set: "^\\s", words: "anything but spaces" }),
  "aws:cognito/resourceServer:ResourceServer": form(255, spaced, { longestGiven: 256 }),
  // The provider counts without the alias/ that it puts before it.
  "aws:kms/alias:Alias": form(
    238,
    { set: "A-Za-z0-9:/_-", words: "letters, digits and :/_-" },
    { longestGiven: 256, shapes: [{ is: /^(?!(alias\/)?aws)/, words: "not beginning with aws" }] },
  ),
  "aws:secretsmanager/secret:Secret": form(
    255,
    { set: "A-Za-z0-9/_+=.@-", words: "letters, digits and /_+=.@-" },
    { longestGiven: 512 },
  ),
  "aws:ssm/parameter:Parameter": form(
    255,
    { set: "A-Za-z0-9_./-", words: "letters, digits and _./-" },
    {
      longestGiven: 2_048,
      shapes: [{ is: /^(?!\/?(aws|ssm))/i, words: "not beginning with aws or ssm" }],
    },
  ),
  "aws:ssm/document:Document": form(128, dots),
  "aws:ssm/maintenanceWindow:MaintenanceWindow": form(128, dots),
  "aws:ssm/patchBaseline:PatchBaseline": form(128, dots),
} satisfies { readonly [type: string]: NameForm };
