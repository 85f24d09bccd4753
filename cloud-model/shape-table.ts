/**
 * What AWS's own answers look like, type by type: templates of ids, ARNs, endpoints and names, from
 * the AWS service authorization reference (ARN formats) and the API reference of each service.
 * A missing row costs realism, never a reference: `shapes.ts` falls back on the property's name.
 *
 * In a template, `{region}` and `{account}` are the provider's, `{auto}` is the name Pulumi makes
 * up, `{hex:17}`, `{digits:10}`, `{base36:13}`, `{BASE36:14}` and `{uuid}` are made-up parts, and any
 * other word is another output of the same resource, given or computed.
 */
export type Templates = Readonly<Record<string, string>>;

const ELB = "arn:aws:elasticloadbalancing:{region}:{account}";
const LAMBDA = "arn:aws:lambda:{region}:{account}";
const INVOKE = "arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions";
const RDS = "arn:aws:rds:{region}:{account}";
const EC2 = "arn:aws:ec2:{region}:{account}";

function loadBalancer(): Templates {
  return {
    name: "{auto}",
    arn: `${ELB}:loadbalancer/{arnSuffix}`,
    arnSuffix: "app/{name}/{hex:16}",
    dnsName: "{name}-{digits:10}.{region}.elb.amazonaws.com",
    id: "{arn}",
  };
}

function targetGroup(): Templates {
  return {
    name: "{auto}",
    arn: `${ELB}:{arnSuffix}`,
    arnSuffix: "targetgroup/{name}/{hex:16}",
    id: "{arn}",
  };
}

function listener(): Templates {
  return { arn: `${ELB}:listener/app/{auto}/{hex:16}/{hex:16}`, id: "{arn}" };
}

function ec2(prefix: string, kind: string): Templates {
  return { id: `${prefix}-{hex:17}`, arn: `${EC2}:${kind}/{id}` };
}

export const SHAPES: Readonly<Record<string, Templates>> = {
  // dns
  "aws:route53/zone:Zone": {
    zoneId: "Z{BASE36:20}",
    arn: "arn:aws:route53:::hostedzone/{zoneId}",
    primaryNameServer: "ns-{digits:3}.awsdns-{digits:2}.com",
    id: "{zoneId}",
  },
  "aws:route53/record:Record": { fqdn: "{name}", id: "{zoneId}_{name}_{type}" },
  "aws:route53/healthCheck:HealthCheck": {
    id: "{uuid}",
    arn: "arn:aws:route53:::healthcheck/{id}",
  },
  "aws:acm/certificate:Certificate": {
    arn: "arn:aws:acm:{region}:{account}:certificate/{uuid}",
    id: "{arn}",
  },
  // cdn
  "aws:cloudfront/distribution:Distribution": {
    id: "E{BASE36:13}",
    arn: "arn:aws:cloudfront::{account}:distribution/{id}",
    domainName: "d{base36:13}.cloudfront.net",
    hostedZoneId: "Z2FDTNDATAQYW2", // the same for every distribution
    etag: "E{BASE36:13}",
    status: "Deployed",
  },
  "aws:cloudfront/originAccessControl:OriginAccessControl": { name: "{auto}", id: "E{BASE36:13}" },
  "aws:cloudfront/function:Function": {
    arn: "arn:aws:cloudfront::{account}:function/{name}",
    name: "{auto}",
    id: "{name}",
  },
  "aws:wafv2/webAcl:WebAcl": {
    name: "{auto}",
    id: "{uuid}",
    arn: "arn:aws:wafv2:{region}:{account}:regional/webacl/{name}/{id}",
  },
  // web
  "aws:lb/loadBalancer:LoadBalancer": loadBalancer(),
  "aws:alb/loadBalancer:LoadBalancer": loadBalancer(),
  "aws:lb/targetGroup:TargetGroup": targetGroup(),
  "aws:alb/targetGroup:TargetGroup": targetGroup(),
  "aws:lb/listener:Listener": listener(),
  "aws:alb/listener:Listener": listener(),
  "aws:elb/loadBalancer:LoadBalancer": {
    name: "{auto}",
    arn: `${ELB}:loadbalancer/{name}`,
    dnsName: "{name}-{digits:10}.{region}.elb.amazonaws.com",
    id: "{name}",
  },
  "aws:apigatewayv2/api:Api": {
    name: "{auto}",
    id: "{base36:10}",
    apiEndpoint: "https://{id}.execute-api.{region}.amazonaws.com",
    arn: "arn:aws:apigateway:{region}::/apis/{id}",
    executionArn: "arn:aws:execute-api:{region}:{account}:{id}",
  },
  "aws:apigatewayv2/stage:Stage": {
    id: "{name}",
    arn: "arn:aws:apigateway:{region}::/apis/{apiId}/stages/{name}",
    executionArn: "arn:aws:execute-api:{region}:{account}:{apiId}/{name}",
    invokeUrl: "https://{apiId}.execute-api.{region}.amazonaws.com/{name}",
  },
  "aws:apigatewayv2/integration:Integration": { id: "{base36:7}" },
  "aws:apigatewayv2/route:Route": { id: "{base36:7}" },
  "aws:apigatewayv2/authorizer:Authorizer": { id: "{base36:6}" },
  "aws:apigatewayv2/domainName:DomainName": {
    id: "{domainName}",
    arn: "arn:aws:apigateway:{region}::/domainnames/{domainName}",
  },
  "aws:apigateway/restApi:RestApi": {
    name: "{auto}",
    id: "{base36:10}",
    arn: "arn:aws:apigateway:{region}::/restapis/{id}",
    executionArn: "arn:aws:execute-api:{region}:{account}:{id}",
    rootResourceId: "{base36:10}",
  },
  "aws:apigateway/stage:Stage": {
    id: "ags-{restApi}-{stageName}",
    arn: "arn:aws:apigateway:{region}::/restapis/{restApi}/stages/{stageName}",
    executionArn: "arn:aws:execute-api:{region}:{account}:{restApi}/{stageName}",
    invokeUrl: "https://{restApi}.execute-api.{region}.amazonaws.com/{stageName}",
  },
  // compute
  "aws:lambda/function:Function": {
    name: "{auto}",
    version: "$LATEST",
    arn: `${LAMBDA}:function:{name}`,
    qualifiedArn: "{arn}:{version}",
    invokeArn: `${INVOKE}/{arn}/invocations`,
    qualifiedInvokeArn: `${INVOKE}/{qualifiedArn}/invocations`,
    id: "{name}",
  },
  "aws:lambda/alias:Alias": {
    name: "{auto}",
    arn: `${LAMBDA}:function:{functionName}:{name}`,
    invokeArn: `${INVOKE}/{arn}/invocations`,
    id: "{arn}",
  },
  "aws:lambda/layerVersion:LayerVersion": {
    layerArn: `${LAMBDA}:layer:{layerName}`,
    version: "1",
    arn: "{layerArn}:{version}",
    id: "{arn}",
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    urlId: "{base36:32}",
    functionUrl: "https://{urlId}.lambda-url.{region}.on.aws/",
    functionArn: `${LAMBDA}:function:{functionName}`,
    id: "{functionName}",
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    uuid: "{uuid}",
    arn: `${LAMBDA}:event-source-mapping:{uuid}`,
    functionArn: `${LAMBDA}:function:{functionName}`,
    id: "{uuid}",
  },
  "aws:lambda/codeSigningConfig:CodeSigningConfig": {
    configId: "csc-{hex:17}",
    arn: `${LAMBDA}:code-signing-config:{configId}`,
    id: "{arn}",
  },
  "aws:codedeploy/application:Application": {
    name: "{auto}",
    applicationId: "{uuid}",
    arn: "arn:aws:codedeploy:{region}:{account}:application:{name}",
    id: "{applicationId}:{name}",
  },
  "aws:codedeploy/deploymentGroup:DeploymentGroup": {
    deploymentGroupId: "{uuid}",
    arn: "arn:aws:codedeploy:{region}:{account}:deploymentgroup:{appName}/{deploymentGroupName}",
    id: "{deploymentGroupId}",
  },
  "aws:ec2/instance:Instance": {
    ...ec2("i", "instance"),
    privateDns: "ip-{hex:8}.{region}.compute.internal",
    publicDns: "ec2-{hex:8}.{region}.compute.amazonaws.com",
  },
  "aws:ec2/launchTemplate:LaunchTemplate": { ...ec2("lt", "launch-template"), name: "{auto}" },
  "aws:autoscaling/group:Group": {
    name: "{auto}",
    arn: "arn:aws:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
    id: "{name}",
  },
  "aws:ecs/cluster:Cluster": {
    name: "{auto}",
    arn: "arn:aws:ecs:{region}:{account}:cluster/{name}",
    id: "{arn}",
  },
  "aws:ecs/service:Service": {
    name: "{auto}",
    arn: "arn:aws:ecs:{region}:{account}:service/{auto}/{name}",
    id: "{arn}",
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    arn: "arn:aws:ecs:{region}:{account}:task-definition/{family}:1",
    arnWithoutRevision: "arn:aws:ecs:{region}:{account}:task-definition/{family}",
    id: "{family}",
  },
  "aws:ecr/repository:Repository": {
    name: "{auto}",
    arn: "arn:aws:ecr:{region}:{account}:repository/{name}",
    repositoryUrl: "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    id: "{name}",
  },
  // data
  "aws:s3/bucket:Bucket": {
    bucket: "{auto}",
    arn: "arn:aws:s3:::{bucket}",
    bucketDomainName: "{bucket}.s3.amazonaws.com",
    bucketRegionalDomainName: "{bucket}.s3.{region}.amazonaws.com",
    bucketRegion: "{region}",
    websiteEndpoint: "{bucket}.s3-website-{region}.amazonaws.com",
    websiteDomain: "s3-website-{region}.amazonaws.com",
    id: "{bucket}",
  },
  "aws:s3/bucketPolicy:BucketPolicy": { id: "{bucket}" },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": { id: "{bucket}" },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": { id: "{bucket}" },
  "aws:s3/bucketVersioning:BucketVersioning": { id: "{bucket}" },
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": { id: "{bucket}" },
  "aws:s3/bucketNotification:BucketNotification": { id: "{bucket}" },
  "aws:s3/bucketObject:BucketObject": {
    arn: "arn:aws:s3:::{bucket}/{key}",
    etag: "{hex:32}",
    id: "{bucket}/{key}",
  },
  "aws:s3/bucketObjectv2:BucketObjectv2": {
    arn: "arn:aws:s3:::{bucket}/{key}",
    etag: "{hex:32}",
    id: "{bucket}/{key}",
  },
  "aws:dynamodb/table:Table": {
    name: "{auto}",
    arn: "arn:aws:dynamodb:{region}:{account}:table/{name}",
    streamLabel: "2020-01-01T00:00:00.{digits:3}",
    streamArn: "{arn}/stream/{streamLabel}",
    id: "{name}",
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    replicationGroupId: "{auto}",
    arn: "arn:aws:elasticache:{region}:{account}:replicationgroup:{replicationGroupId}",
    primaryEndpointAddress: "master.{replicationGroupId}.{base36:6}.cache.amazonaws.com",
    readerEndpointAddress: "replica.{replicationGroupId}.{base36:6}.cache.amazonaws.com",
    configurationEndpointAddress: "clustercfg.{replicationGroupId}.{base36:6}.cache.amazonaws.com",
    id: "{replicationGroupId}",
  },
  "aws:elasticache/serverlessCache:ServerlessCache": {
    name: "{auto}",
    arn: "arn:aws:elasticache:{region}:{account}:serverlesscache:{name}",
    id: "{name}",
  },
  "aws:dax/cluster:Cluster": {
    clusterName: "{auto}",
    arn: "arn:aws:dax:{region}:{account}:cache/{clusterName}",
    clusterAddress: "{clusterName}.{base36:6}.dax-clusters.{region}.amazonaws.com",
    configurationEndpoint: "{clusterAddress}:8111",
    id: "{clusterName}",
  },
  "aws:rds/instance:Instance": {
    identifier: "{auto}",
    arn: `${RDS}:db:{identifier}`,
    address: "{identifier}.{base36:12}.{region}.rds.amazonaws.com",
    endpoint: "{address}:{port}",
    resourceId: "db-{BASE36:26}",
    id: "{resourceId}",
  },
  "aws:rds/cluster:Cluster": {
    clusterIdentifier: "{auto}",
    arn: `${RDS}:cluster:{clusterIdentifier}`,
    endpoint: "{clusterIdentifier}.cluster-{base36:12}.{region}.rds.amazonaws.com",
    readerEndpoint: "{clusterIdentifier}.cluster-ro-{base36:12}.{region}.rds.amazonaws.com",
    clusterResourceId: "cluster-{BASE36:26}",
    id: "{clusterIdentifier}",
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    identifier: "{auto}",
    arn: `${RDS}:db:{identifier}`,
    endpoint: "{identifier}.{base36:12}.{region}.rds.amazonaws.com",
    id: "{identifier}",
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    name: "{auto}",
    arn: `${RDS}:subgrp:{name}`,
    id: "{name}",
  },
  "aws:rds/proxy:Proxy": {
    name: "{auto}",
    arn: `${RDS}:db-proxy:prx-{hex:17}`,
    endpoint: "{name}.proxy-{base36:12}.{region}.rds.amazonaws.com",
    id: "{name}",
  },
  "aws:opensearch/domain:Domain": {
    domainName: "{auto}",
    arn: "arn:aws:es:{region}:{account}:domain/{domainName}",
    endpoint: "search-{domainName}-{base36:26}.{region}.es.amazonaws.com",
    id: "{arn}",
  },
  "aws:efs/fileSystem:FileSystem": {
    id: "fs-{hex:17}",
    arn: "arn:aws:elasticfilesystem:{region}:{account}:file-system/{id}",
    dnsName: "{id}.efs.{region}.amazonaws.com",
  },
  "aws:efs/accessPoint:AccessPoint": {
    id: "fsap-{hex:17}",
    arn: "arn:aws:elasticfilesystem:{region}:{account}:access-point/{id}",
  },
  // decoupling
  "aws:sqs/queue:Queue": {
    name: "{auto}",
    arn: "arn:aws:sqs:{region}:{account}:{name}",
    url: "https://sqs.{region}.amazonaws.com/{account}/{name}",
    id: "{url}",
  },
  "aws:sqs/queuePolicy:QueuePolicy": { id: "{queueUrl}" },
  "aws:sns/topic:Topic": {
    name: "{auto}",
    arn: "arn:aws:sns:{region}:{account}:{name}",
    id: "{arn}",
  },
  "aws:sns/topicSubscription:TopicSubscription": { arn: "{topic}:{uuid}", id: "{arn}" },
  "aws:kinesis/stream:Stream": {
    name: "{auto}",
    arn: "arn:aws:kinesis:{region}:{account}:stream/{name}",
    id: "{arn}",
  },
  "aws:mq/broker:Broker": {
    id: "b-{uuid}",
    arn: "arn:aws:mq:{region}:{account}:broker:{brokerName}:{id}",
  },
  "aws:sfn/stateMachine:StateMachine": {
    name: "{auto}",
    arn: "arn:aws:states:{region}:{account}:stateMachine:{name}",
    id: "{arn}",
  },
  "aws:cloudwatch/eventBus:EventBus": {
    arn: "arn:aws:events:{region}:{account}:event-bus/{name}",
    id: "{name}",
  },
  "aws:cloudwatch/eventRule:EventRule": {
    name: "{auto}",
    arn: "arn:aws:events:{region}:{account}:rule/{name}",
    id: "{name}",
  },
  "aws:scheduler/schedule:Schedule": {
    name: "{auto}",
    arn: "arn:aws:scheduler:{region}:{account}:schedule/default/{name}",
    id: "default/{name}",
  },
  // network
  "aws:ec2/vpc:Vpc": {
    ...ec2("vpc", "vpc"),
    defaultSecurityGroupId: "sg-{hex:17}",
    defaultRouteTableId: "rtb-{hex:17}",
    defaultNetworkAclId: "acl-{hex:17}",
    mainRouteTableId: "{defaultRouteTableId}",
    dhcpOptionsId: "dopt-{hex:17}",
  },
  "aws:ec2/subnet:Subnet": ec2("subnet", "subnet"),
  "aws:ec2/securityGroup:SecurityGroup": { ...ec2("sg", "security-group"), name: "{auto}" },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ec2("sg", "security-group"),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    ...ec2("sgr", "security-group-rule"),
    securityGroupRuleId: "{id}",
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": {
    ...ec2("sgr", "security-group-rule"),
    securityGroupRuleId: "{id}",
  },
  "aws:ec2/internetGateway:InternetGateway": ec2("igw", "internet-gateway"),
  "aws:ec2/natGateway:NatGateway": { id: "nat-{hex:17}" },
  "aws:ec2/eip:Eip": {
    allocationId: "eipalloc-{hex:17}",
    arn: `${EC2}:elastic-ip/{allocationId}`,
    id: "{allocationId}",
  },
  "aws:ec2/routeTable:RouteTable": ec2("rtb", "route-table"),
  "aws:ec2/route:Route": { id: "r-{routeTableId}{digits:10}" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { id: "rtbassoc-{hex:17}" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    ...ec2("vpce", "vpc-endpoint"),
    prefixListId: "pl-{hex:8}",
  },
  "aws:ec2/flowLog:FlowLog": ec2("fl", "vpc-flow-log"),
  "aws:ec2/networkInterface:NetworkInterface": ec2("eni", "network-interface"),
  "aws:ebs/volume:Volume": ec2("vol", "volume"),
  // identity, security, observability
  "aws:iam/role:Role": {
    name: "{auto}",
    arn: "arn:aws:iam::{account}:role/{name}",
    uniqueId: "AROA{BASE36:17}",
    id: "{name}",
  },
  "aws:iam/policy:Policy": {
    name: "{auto}",
    arn: "arn:aws:iam::{account}:policy/{name}",
    policyId: "ANPA{BASE36:17}",
    id: "{arn}",
  },
  "aws:iam/rolePolicy:RolePolicy": { name: "{auto}", id: "{role}:{name}" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { id: "{role}/{policyArn}" },
  "aws:iam/instanceProfile:InstanceProfile": {
    name: "{auto}",
    arn: "arn:aws:iam::{account}:instance-profile/{name}",
    id: "{name}",
  },
  "aws:kms/key:Key": {
    keyId: "{uuid}",
    arn: "arn:aws:kms:{region}:{account}:key/{keyId}",
    id: "{keyId}",
  },
  "aws:kms/alias:Alias": {
    name: "alias/{auto}",
    arn: "arn:aws:kms:{region}:{account}:{name}",
    id: "{name}",
  },
  "aws:secretsmanager/secret:Secret": {
    name: "{auto}",
    arn: "arn:aws:secretsmanager:{region}:{account}:secret:{name}-{base36:6}",
    id: "{arn}",
  },
  "aws:ssm/parameter:Parameter": {
    arn: "arn:aws:ssm:{region}:{account}:parameter/{name}",
    id: "{name}",
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    name: "{auto}",
    arn: "arn:aws:logs:{region}:{account}:log-group:{name}",
    id: "{name}",
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    name: "{auto}",
    arn: "arn:aws:cloudwatch:{region}:{account}:alarm:{name}",
    id: "{name}",
  },
  "aws:cognito/userPool:UserPool": {
    name: "{auto}",
    id: "{region}_{base36:9}",
    arn: "arn:aws:cognito-idp:{region}:{account}:userpool/{id}",
    endpoint: "cognito-idp.{region}.amazonaws.com/{id}",
  },
  "aws:cognito/userPoolClient:UserPoolClient": { name: "{auto}", id: "{base36:26}" },
};
