/**
 * Which service takes the role that an argument names. A role that does not trust it is refused, at
 * once or when the work begins. Source: the page of each service on its role, linked from
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html.
 */
export interface RoleUser {
  readonly type: string;
  /** Path of the argument that holds the role's ARN or name. */
  readonly path: string;
  /** Any of these is enough. A regional form, such as `states.eu-west-1.amazonaws.com`, counts too. */
  readonly services: readonly string[];
}

export const roleUsers: readonly RoleUser[] = [
  by("lambda", "aws:lambda/function:Function", "role"),
  by("lambda", "aws:synthetics/canary:Canary", "executionRoleArn"),
  by("ecs-tasks", "aws:ecs/taskDefinition:TaskDefinition", "executionRoleArn", "taskRoleArn"),
  by("ecs", "aws:ecs/service:Service", "iamRole"),
  by("ec2", "aws:iam/instanceProfile:InstanceProfile", "role"),
  by("states", "aws:sfn/stateMachine:StateMachine", "roleArn"),
  by("scheduler", "aws:scheduler/schedule:Schedule", "target.roleArn"),
  by("pipes", "aws:pipes/pipe:Pipe", "roleArn"),
  by("events", "aws:cloudwatch/eventTarget:EventTarget", "roleArn"),
  by("apigateway", "aws:apigateway/account:Account", "cloudwatchRoleArn"),
  by("apigateway", "aws:apigateway/integration:Integration", "credentials"),
  by("apigateway", "aws:apigateway/authorizer:Authorizer", "authorizerCredentials"),
  by("apigateway", "aws:apigatewayv2/integration:Integration", "credentialsArn"),
  by("apigateway", "aws:apigatewayv2/authorizer:Authorizer", "authorizerCredentialsArn"),
  by("vpc-flow-logs", "aws:ec2/flowLog:FlowLog", "iamRoleArn"),
  by("logs", "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "roleArn"),
  by(
    "firehose",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    "extendedS3Configuration.roleArn",
    "kinesisSourceConfiguration.roleArn",
  ),
  by("codedeploy", "aws:codedeploy/deploymentGroup:DeploymentGroup", "serviceRoleArn"),
  by("codebuild", "aws:codebuild/project:Project", "serviceRole"),
  by("codepipeline", "aws:codepipeline/pipeline:Pipeline", "roleArn"),
  by("batch", "aws:batch/computeEnvironment:ComputeEnvironment", "serviceRole"),
  by("glue", "aws:glue/job:Job", "roleArn"),
  by("glue", "aws:glue/crawler:Crawler", "role"),
  by("monitoring.rds", "aws:rds/instance:Instance", "monitoringRoleArn"),
  by("monitoring.rds", "aws:rds/clusterInstance:ClusterInstance", "monitoringRoleArn"),
  by("monitoring.rds", "aws:rds/cluster:Cluster", "monitoringRoleArn"),
  by("rds", "aws:rds/proxy:Proxy", "roleArn"),
  by("dax", "aws:dax/cluster:Cluster", "iamRoleArn"),
  {
    type: "aws:redshiftserverless/namespace:Namespace",
    path: "defaultIamRoleArn",
    services: ["redshift.amazonaws.com", "redshift-serverless.amazonaws.com"],
  },
  by("s3", "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "role"),
  by("backup", "aws:backup/selection:Selection", "iamRoleArn"),
  by("cloudtrail", "aws:cloudtrail/trail:Trail", "cloudWatchLogsRoleArn"),
  by("cognito-idp", "aws:cognito/userPool:UserPool", "smsConfiguration.snsCallerArn"),
  by("appsync", "aws:appsync/dataSource:DataSource", "serviceRoleArn"),
  by("appsync", "aws:appsync/graphQLApi:GraphQLApi", "logConfig.cloudwatchLogsRoleArn"),
  by("eks", "aws:eks/cluster:Cluster", "roleArn"),
  by("ec2", "aws:eks/nodeGroup:NodeGroup", "nodeRoleArn"),
  by("eks-fargate-pods", "aws:eks/fargateProfile:FargateProfile", "podExecutionRoleArn"),
  by("elasticmapreduce", "aws:emr/cluster:Cluster", "serviceRole"),
  by("dlm", "aws:dlm/lifecyclePolicy:LifecyclePolicy", "executionRoleArn"),
  by("iot", "aws:iot/topicRuleDestination:TopicRuleDestination", "vpcConfiguration.roleArn"),
].flat();

/** Entries for the arguments of a type whose role the service takes. */
function by(service: string, type: string, ...paths: readonly string[]): RoleUser[] {
  return paths.map((path) => ({ type, path, services: [`${service}.amazonaws.com`] }));
}

/** True where a trust policy's `trusted` is the service, in its global, regional or partition's form. */
export function isService(trusted: string, service: string): boolean {
  const name = service.replace(/\.amazonaws\.com$/, "");
  const [head = "", tail = ""] = trusted.toLowerCase().split(/\.amazonaws\.com/);
  return (
    (head === name ||
      (head.startsWith(`${name}.`) &&
        /^[a-z]+(-[a-z]+)+-\d+$/.test(head.slice(name.length + 1)))) &&
    (tail === "" || tail === ".cn")
  );
}
