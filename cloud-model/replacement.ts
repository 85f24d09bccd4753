/**
 * Arguments whose change makes AWS create a new resource and delete the old one. The provider's
 * schema is not on npm, so this is a table: from the `forces new resource` remarks of the provider's
 * documentation and from the update calls of the service APIs (what they can't set can't be
 * changed). A type that is not here is `undefined`: nothing is known about it.
 */
import { Props, Value } from "./wire-values";

const NETWORK_PLACE = ["vpcId", "subnetId"];

const REPLACING: Readonly<Record<string, readonly string[]>> = {
  // dns
  "aws:route53/zone:Zone": ["name", "delegationSetId"],
  "aws:route53/record:Record": ["zoneId", "name", "type", "setIdentifier"],
  "aws:acm/certificate:Certificate": [
    ...["domainName", "subjectAlternativeNames", "validationMethod", "keyAlgorithm"],
    ...["certificateAuthorityArn", "validationOptions"],
  ],
  "aws:acm/certificateValidation:CertificateValidation": [
    "certificateArn",
    "validationRecordFqdns",
  ],
  // cdn
  "aws:cloudfront/distribution:Distribution": [],
  "aws:cloudfront/originAccessControl:OriginAccessControl": [],
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": [],
  "aws:cloudfront/cachePolicy:CachePolicy": [],
  "aws:cloudfront/function:Function": ["name"],
  "aws:wafv2/webAcl:WebAcl": ["name", "scope", "description"],
  // web
  "aws:apigatewayv2/api:Api": ["protocolType", "credentialsArn", "routeKey", "target"],
  "aws:apigatewayv2/stage:Stage": ["apiId", "name"],
  "aws:apigatewayv2/route:Route": ["apiId"],
  "aws:apigatewayv2/integration:Integration": ["apiId", "integrationType", "integrationSubtype"],
  "aws:apigatewayv2/authorizer:Authorizer": ["apiId"],
  "aws:apigatewayv2/domainName:DomainName": ["domainName"],
  "aws:apigatewayv2/apiMapping:ApiMapping": ["domainName"],
  "aws:apigateway/restApi:RestApi": [],
  "aws:lb/loadBalancer:LoadBalancer": ["name", "namePrefix", "internal", "loadBalancerType"],
  "aws:lb/listener:Listener": ["loadBalancerArn"],
  "aws:lb/listenerRule:ListenerRule": ["listenerArn"],
  "aws:lb/targetGroup:TargetGroup": [
    ...["name", "namePrefix", "port", "protocol", "protocolVersion", "vpcId", "targetType"],
    "ipAddressType",
  ],
  "aws:elb/loadBalancer:LoadBalancer": ["name", "namePrefix", "internal"],
  // compute
  "aws:lambda/function:Function": ["name", "packageType", "tenancyConfig", "durableConfig"],
  "aws:lambda/alias:Alias": ["name", "functionName"],
  "aws:lambda/eventSourceMapping:EventSourceMapping": [
    ...["eventSourceArn", "startingPosition", "startingPositionTimestamp", "queues", "topics"],
    "selfManagedEventSource",
  ],
  "aws:lambda/permission:Permission": [
    ...["action", "function", "principal", "qualifier", "sourceAccount", "sourceArn"],
    ...["statementId", "statementIdPrefix", "principalOrgId", "eventSourceToken"],
    "functionUrlAuthType",
  ],
  "aws:lambda/functionUrl:FunctionUrl": ["functionName", "qualifier"],
  "aws:lambda/layerVersion:LayerVersion": [
    ...["layerName", "code", "s3Bucket", "s3Key", "s3ObjectVersion", "compatibleRuntimes"],
    ...["compatibleArchitectures", "description", "licenseInfo", "sourceCodeHash"],
  ],
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": [
    ...["functionName", "qualifier"],
  ],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": ["functionName", "qualifier"],
  "aws:codedeploy/application:Application": ["computePlatform"],
  "aws:codedeploy/deploymentGroup:DeploymentGroup": [],
  "aws:ec2/instance:Instance": [
    ...["ami", "availabilityZone", "subnetId", "keyName", "userDataReplaceOnChange", "hostId"],
    ...["cpuOptions", "placementGroup", "tenancy", "associatePublicIpAddress", "hibernation"],
  ],
  "aws:ec2/launchTemplate:LaunchTemplate": ["name", "namePrefix"],
  "aws:autoscaling/group:Group": ["name", "namePrefix"],
  "aws:ecs/cluster:Cluster": ["name"],
  "aws:ecs/service:Service": ["name", "cluster", "launchType", "schedulingStrategy"],
  "aws:ecs/taskDefinition:TaskDefinition": [
    ...["family", "containerDefinitions", "cpu", "memory", "networkMode", "executionRoleArn"],
    ...["taskRoleArn", "volumes", "requiresCompatibilities", "runtimePlatform"],
    "ephemeralStorage",
  ],
  "aws:ecr/repository:Repository": ["name", "encryptionConfigurations"],
  // data
  "aws:s3/bucket:Bucket": ["bucket", "bucketPrefix", "objectLockEnabled"],
  "aws:s3/bucketPolicy:BucketPolicy": ["bucket"],
  "aws:s3/bucketNotification:BucketNotification": ["bucket"],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ["bucket"],
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2": ["bucket"],
  "aws:s3/bucketVersioning:BucketVersioning": ["bucket", "expectedBucketOwner"],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["bucket"],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["bucket"],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    ...["bucket", "expectedBucketOwner"],
  ],
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": ["bucket", "expectedBucketOwner"],
  "aws:s3/bucketObject:BucketObject": ["bucket", "key"],
  "aws:s3/bucketObjectv2:BucketObjectv2": ["bucket", "key"],
  "aws:dynamodb/table:Table": [
    ...["name", "hashKey", "rangeKey", "localSecondaryIndexes", "importTable"],
    ...["restoreSourceName", "restoreSourceTableArn", "restoreDateTime"],
  ],
  "aws:rds/instance:Instance": [
    ...["identifierPrefix", "engine", "username", "dbName", "storageEncrypted", "kmsKeyId"],
    ...["availabilityZone", "characterSetName", "snapshotIdentifier", "timezone"],
  ],
  "aws:rds/cluster:Cluster": [
    ...["clusterIdentifier", "clusterIdentifierPrefix", "databaseName", "engine", "engineMode"],
    ...["masterUsername", "storageEncrypted", "kmsKeyId", "dbSubnetGroupName"],
    ...["availabilityZones", "snapshotIdentifier"],
  ],
  "aws:rds/subnetGroup:SubnetGroup": ["name", "namePrefix"],
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    ...["replicationGroupId", "subnetGroupName", "atRestEncryptionEnabled", "kmsKeyId", "port"],
    ...["dataTieringEnabled", "networkType"],
  ],
  "aws:elasticache/serverlessCache:ServerlessCache": ["name", "engine", "kmsKeyId", "subnetIds"],
  "aws:dax/cluster:Cluster": [
    ...["clusterName", "iamRoleArn", "nodeType", "subnetGroupName", "serverSideEncryption"],
    "clusterEndpointEncryptionType",
  ],
  "aws:opensearch/domain:Domain": ["domainName", "vpcOptions"],
  "aws:efs/fileSystem:FileSystem": [
    ...["creationToken", "encrypted", "kmsKeyId", "performanceMode", "availabilityZoneName"],
  ],
  "aws:efs/accessPoint:AccessPoint": ["fileSystemId", "posixUser", "rootDirectory"],
  "aws:efs/mountTarget:MountTarget": ["fileSystemId", "subnetId", "ipAddress"],
  "aws:ebs/volume:Volume": ["availabilityZone", "encrypted", "kmsKeyId", "snapshotId"],
  // decoupling
  "aws:sqs/queue:Queue": ["name", "namePrefix", "fifoQueue"],
  "aws:sqs/queuePolicy:QueuePolicy": ["queueUrl"],
  "aws:sns/topic:Topic": ["name", "namePrefix", "fifoTopic"],
  "aws:sns/topicPolicy:TopicPolicy": ["arn"],
  "aws:sns/topicSubscription:TopicSubscription": ["topic", "protocol", "endpoint"],
  "aws:kinesis/stream:Stream": ["name"],
  "aws:mq/broker:Broker": [
    ...["brokerName", "engineType", "deploymentMode", "subnetIds", "publiclyAccessible"],
    ...["storageType", "encryptionOptions"],
  ],
  "aws:sfn/stateMachine:StateMachine": ["name", "namePrefix", "type"],
  "aws:cloudwatch/eventBus:EventBus": ["name", "eventSourceName"],
  "aws:cloudwatch/eventRule:EventRule": ["name", "namePrefix", "eventBusName"],
  "aws:cloudwatch/eventTarget:EventTarget": ["rule", "eventBusName", "targetId"],
  "aws:scheduler/schedule:Schedule": ["name", "namePrefix", "groupName"],
  // network
  "aws:ec2/vpc:Vpc": ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  "aws:ec2/subnet:Subnet": ["vpcId", "cidrBlock", "availabilityZone", "availabilityZoneId"],
  "aws:ec2/securityGroup:SecurityGroup": ["name", "namePrefix", "description", "vpcId"],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["vpcId"],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["securityGroupId"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["securityGroupId"],
  "aws:ec2/internetGateway:InternetGateway": [],
  "aws:ec2/natGateway:NatGateway": [
    ...["allocationId", "subnetId", "connectivityType", "privateIp", "vpcId"],
    "availabilityMode",
  ],
  "aws:ec2/eip:Eip": ["domain", "address", "networkBorderGroup", "publicIpv4Pool", "ipamPoolId"],
  "aws:ec2/networkInterface:NetworkInterface": ["subnetId", "interfaceType"],
  "aws:ec2/eipAssociation:EipAssociation": [
    ...["allocationId", "instanceId", "networkInterfaceId", "privateIpAddress", "publicIp"],
  ],
  "aws:ec2/routeTable:RouteTable": ["vpcId"],
  "aws:ec2/route:Route": [
    ...["routeTableId", "destinationCidrBlock", "destinationIpv6CidrBlock"],
    "destinationPrefixListId",
  ],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["subnetId", "gatewayId"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["vpcId", "serviceName", "vpcEndpointType", "serviceRegion"],
  "aws:ec2/flowLog:FlowLog": [
    ...[...NETWORK_PLACE, "eniId", "trafficType", "logDestination", "logDestinationType"],
    ...["iamRoleArn", "logFormat", "maxAggregationInterval", "destinationOptions"],
  ],
  // identity, security, observability
  "aws:iam/role:Role": ["name", "namePrefix", "path"],
  "aws:iam/policy:Policy": ["name", "namePrefix", "path", "description"],
  "aws:iam/rolePolicy:RolePolicy": ["name", "namePrefix", "role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["role", "policyArn"],
  "aws:kms/key:Key": ["customerMasterKeySpec", "keyUsage", "multiRegion", "customKeyStoreId"],
  "aws:kms/alias:Alias": ["name", "namePrefix"],
  "aws:secretsmanager/secret:Secret": ["name", "namePrefix"],
  "aws:ssm/parameter:Parameter": ["name"],
  "aws:cloudwatch/logGroup:LogGroup": ["name", "namePrefix", "logGroupClass"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name"],
  "aws:cognito/userPool:UserPool": [
    "aliasAttributes",
    "usernameAttributes",
    "usernameConfiguration",
  ],
  "aws:cognito/userPoolClient:UserPoolClient": ["userPoolId", "generateSecret"],
  // random: any change means another value
  "random:index/randomPassword:RandomPassword": ["length", "keepers", "special", "overrideSpecial"],
  "random:index/randomId:RandomId": ["byteLength", "keepers", "prefix"],
  "random:index/randomString:RandomString": ["length", "keepers", "special", "upper", "lower"],
};

/** The top-level arguments that replace a resource of this type, or `undefined` if it is not in the table. */
export function replacingArguments(type: string): readonly string[] | undefined {
  return REPLACING[type];
}

/** What becomes of a resource whose arguments change. `may-replace`: the type is not in the table. */
export type Change = "same" | "update" | "replace" | "may-replace";

export interface ArgumentChange {
  change: Change;
  /** Top-level arguments that differ. */
  changed: string[];
  /** Those of them that make AWS replace the resource. */
  replacing: string[];
}

/** Compares the arguments of one resource before and after. */
export function compareArguments(type: string, before: Props, after: Props): ArgumentChange {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changed = keys.filter((key) => !equal(before[key], after[key]));
  const known = replacingArguments(type);
  const replacing = changed.filter((key) => known?.includes(key));
  if (changed.length === 0) {
    return { change: "same", changed, replacing };
  }
  const change =
    replacing.length > 0 ? "replace" : known || !isAws(type) ? "update" : "may-replace";
  return { change, changed, replacing };
}

function isAws(type: string): boolean {
  return type.startsWith("aws:");
}

/** Equal whatever the order of keys. */
function equal(a: Value | undefined, b: Value | undefined): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Value | undefined): string {
  return JSON.stringify(value ?? null, (_key, item: Value) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([x], [y]) => (x < y ? -1 : 1)))
      : item,
  );
}
