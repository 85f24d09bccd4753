/**
 * Names that AWS gives out once: per account and region, or worldwide. One row a resource type:
 * what may not repeat, and what AWS answers when it does. Source: the `Create…` operation's errors
 * in each service's API reference.
 */

/** Within what a name may not repeat. */
export type Scope = "region" | "account" | "world";

export interface UniqueName {
  /** The properties that together may not repeat, compared without regard to case. */
  readonly key: readonly string[];
  readonly scope: Scope;
  /** AWS's error code. */
  readonly code: string;
  /** AWS's words; `{name}` stands for the last part of the key, `{property}` for any other. */
  readonly message: string;
}

const name = (code: string, message: string, key: readonly string[] = ["name"]): UniqueName => ({
  key,
  scope: "region",
  code,
  message,
});

const inAccount = (
  code: string,
  message: string,
  key: readonly string[] = ["name"],
): UniqueName => ({
  ...name(code, message, key),
  scope: "account",
});

const inWorld = (code: string, message: string, key: readonly string[]): UniqueName => ({
  ...name(code, message, key),
  scope: "world",
});

// SNS topics, event rules, ECS clusters and alarms are left out on purpose: AWS answers a second
// create with the first one's ARN. SQS does so too if all attributes agree, which nobody relies on.
export const uniqueNames: { readonly [type: string]: UniqueName | undefined } = {
  "aws:s3/bucket:Bucket": inWorld(
    "BucketAlreadyOwnedByYou",
    "Your previous request to create the named bucket succeeded and you already own it.",
    ["bucket"],
  ),

  "aws:iam/role:Role": inAccount("EntityAlreadyExists", "Role with name {name} already exists."),
  "aws:iam/user:User": inAccount("EntityAlreadyExists", "User with name {name} already exists."),
  "aws:iam/policy:Policy": inAccount(
    "EntityAlreadyExists",
    "A policy called {name} already exists. Duplicate names are not allowed.",
  ),
  "aws:iam/instanceProfile:InstanceProfile": inAccount(
    "EntityAlreadyExists",
    "Instance Profile {name} already exists.",
  ),

  "aws:lambda/function:Function": name(
    "ResourceConflictException",
    "Function already exist: {name}",
  ),
  "aws:lambda/alias:Alias": name("ResourceConflictException", "Alias already exists: {name}", [
    "functionName",
    "name",
  ]),
  "aws:lambda/permission:Permission": name(
    "ResourceConflictException",
    "The statement id ({name}) provided already exists. Please provide a new statement id, or remove the existing statement.",
    ["function", "qualifier", "statementId"],
  ),
  "aws:lambda/eventSourceMapping:EventSourceMapping": name(
    "ResourceConflictException",
    'An event source mapping with arn ("{eventSourceArn}") and function ("{name}") already exists.',
    ["eventSourceArn", "functionName"],
  ),
  "aws:codedeploy/application:Application": name(
    "ApplicationAlreadyExistsException",
    "Application {name} already exists",
  ),
  "aws:codedeploy/deploymentGroup:DeploymentGroup": name(
    "DeploymentGroupAlreadyExistsException",
    "Deployment group {name} already exists",
    ["appName", "deploymentGroupName"],
  ),

  "aws:dynamodb/table:Table": name("ResourceInUseException", "Table already exists: {name}"),
  "aws:rds/instance:Instance": name("DBInstanceAlreadyExists", "DB instance already exists", [
    "identifier",
  ]),
  "aws:rds/cluster:Cluster": name("DBClusterAlreadyExistsFault", "DB Cluster already exists", [
    "clusterIdentifier",
  ]),
  "aws:rds/subnetGroup:SubnetGroup": name(
    "DBSubnetGroupAlreadyExists",
    "The DB subnet group '{name}' already exists.",
  ),
  "aws:rds/parameterGroup:ParameterGroup": name(
    "DBParameterGroupAlreadyExists",
    "Parameter group {name} already exists",
  ),
  "aws:elasticache/replicationGroup:ReplicationGroup": name(
    "ReplicationGroupAlreadyExists",
    "Replication group {name} already exists.",
    ["replicationGroupId"],
  ),
  "aws:elasticache/subnetGroup:SubnetGroup": name(
    "CacheSubnetGroupAlreadyExists",
    "Cache subnet group {name} already exists.",
  ),
  "aws:opensearch/domain:Domain": name(
    "ResourceAlreadyExistsException",
    "Domain {name} already exists",
    ["domainName"],
  ),
  "aws:ecr/repository:Repository": name(
    "RepositoryAlreadyExistsException",
    "The repository with name '{name}' already exists in the registry",
  ),
  "aws:efs/mountTarget:MountTarget": name(
    "MountTargetConflict",
    "mount target already exists in this AZ",
    ["fileSystemId", "subnetId"],
  ),

  "aws:sqs/queue:Queue": name(
    "QueueAlreadyExists",
    "A queue already exists with the same name and a different value for an attribute",
  ),
  "aws:kinesis/stream:Stream": name("ResourceInUseException", "Stream {name} already exists."),
  "aws:cloudwatch/eventBus:EventBus": name(
    "ResourceAlreadyExistsException",
    "Event bus {name} already exists.",
  ),
  "aws:scheduler/schedule:Schedule": name("ConflictException", "Schedule {name} already exists.", [
    "groupName",
    "name",
  ]),
  "aws:sfn/stateMachine:StateMachine": name(
    "StateMachineAlreadyExists",
    "State Machine Already Exists: '{name}'",
  ),
  "aws:cloudwatch/logGroup:LogGroup": name(
    "ResourceAlreadyExistsException",
    "The specified log group already exists",
  ),

  "aws:lb/loadBalancer:LoadBalancer": name(
    "DuplicateLoadBalancerName",
    "A load balancer with the same name '{name}' exists, but with different settings",
  ),
  "aws:elb/loadBalancer:LoadBalancer": name(
    "DuplicateLoadBalancerName",
    "ELB with name {name} already exists",
  ),
  "aws:lb/targetGroup:TargetGroup": name(
    "DuplicateTargetGroupName",
    "A target group with the same name '{name}' exists, but with different settings",
  ),
  "aws:lb/listener:Listener": name(
    "DuplicateListener",
    "A listener already exists on this port for this load balancer '{loadBalancerArn}'",
    ["loadBalancerArn", "port"],
  ),
  "aws:lb/listenerRule:ListenerRule": name(
    "PriorityInUse",
    "Priority '{name}' is currently in use",
    ["listenerArn", "priority"],
  ),
  "aws:apigatewayv2/route:Route": name(
    "ConflictException",
    "Route with key {name} already exists for this API",
    ["apiId", "routeKey"],
  ),
  "aws:apigatewayv2/stage:Stage": name("ConflictException", "Stage already exists", [
    "apiId",
    "name",
  ]),
  "aws:ecs/service:Service": name(
    "InvalidParameterException",
    "Creation of service was not idempotent.",
    ["cluster", "name"],
  ),
  "aws:autoscaling/group:Group": name(
    "AlreadyExists",
    "AutoScalingGroup by this name already exists - A group with the name {name} already exists",
  ),
  "aws:ec2/launchTemplate:LaunchTemplate": name(
    "InvalidLaunchTemplateName.AlreadyExistsException",
    "Launch template name already in use.",
  ),
  "aws:ec2/securityGroup:SecurityGroup": name(
    "InvalidGroup.Duplicate",
    "The security group '{name}' already exists for VPC '{vpcId}'",
    ["vpcId", "name"],
  ),

  "aws:cloudfront/originAccessControl:OriginAccessControl": inAccount(
    "OriginAccessControlAlreadyExists",
    "One or more of your origin access controls already exists with the same name.",
  ),
  "aws:cloudfront/function:Function": inAccount(
    "FunctionAlreadyExists",
    "One or more of your functions already exists with the same name.",
  ),
  "aws:cognito/userPoolDomain:UserPoolDomain": name(
    "InvalidParameterException",
    "Domain already associated with another user pool.",
    ["domain"],
  ),

  "aws:secretsmanager/secret:Secret": name(
    "ResourceExistsException",
    "The operation failed because the secret {name} already exists.",
  ),
  "aws:ssm/parameter:Parameter": name(
    "ParameterAlreadyExists",
    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
  ),
  "aws:kms/alias:Alias": name(
    "AlreadyExistsException",
    "An alias with the name {name} already exists",
  ),
};
