/**
 * The cloud model against AWS's own documentation: each row was written by hand from the page it
 * names, so that the preview and the engine tests do not merely agree with each other.
 */
import * as assert from "node:assert/strict";
import { CloudModel, Props, Value } from "../../cloud-model";

const region = "eu-west-1";
const account = "123456789012";
const docs = "https://docs.aws.amazon.com";
const ids = `${docs}/AWSEC2/latest/UserGuide/resource-ids.html`;
const arns = `${docs}/service-authorization/latest/reference/`;

const HEX17 = "[0-9a-f]{17}";
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

type Row = [type: string, property: string, inputs: Props, documented: string, page: string];

const rows: Row[] = [
  // data
  [
    "aws:s3/bucket:Bucket",
    "arn",
    { bucket: "orders" },
    "arn:aws:s3:::orders",
    `${arns}list_amazons3.html`,
  ],
  [
    "aws:s3/bucket:Bucket",
    "bucketDomainName",
    { bucket: "orders" },
    "orders\\.s3\\.amazonaws\\.com",
    `${docs}/AmazonS3/latest/userguide/VirtualHosting.html`,
  ],
  [
    "aws:s3/bucket:Bucket",
    "bucketRegionalDomainName",
    { bucket: "orders" },
    "orders\\.s3\\.eu-west-1\\.amazonaws\\.com",
    `${docs}/AmazonS3/latest/userguide/VirtualHosting.html`,
  ],
  [
    "aws:dynamodb/table:Table",
    "arn",
    { name: "photos" },
    "arn:aws:dynamodb:eu-west-1:123456789012:table/photos",
    `${arns}list_amazondynamodb.html`,
  ],
  [
    "aws:dynamodb/table:Table",
    "streamArn",
    { name: "photos", streamEnabled: true },
    "arn:aws:dynamodb:eu-west-1:123456789012:table/photos/stream/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}",
    `${docs}/amazondynamodb/latest/APIReference/API_streams_StreamDescription.html`,
  ],
  [
    "aws:rds/instance:Instance",
    "arn",
    { identifier: "main" },
    "arn:aws:rds:eu-west-1:123456789012:db:main",
    `${docs}/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.html`,
  ],
  [
    "aws:rds/instance:Instance",
    "address",
    { identifier: "main", engine: "postgres" },
    "main\\.[0-9a-z]{12}\\.eu-west-1\\.rds\\.amazonaws\\.com",
    `${docs}/AmazonRDS/latest/UserGuide/USER_ConnectToPostgreSQLInstance.html`,
  ],
  [
    "aws:rds/instance:Instance",
    "endpoint",
    { identifier: "main", engine: "postgres" },
    "main\\.[0-9a-z]{12}\\.eu-west-1\\.rds\\.amazonaws\\.com:5432",
    `${docs}/AmazonRDS/latest/UserGuide/USER_ConnectToPostgreSQLInstance.html`,
  ],
  [
    "aws:rds/cluster:Cluster",
    "endpoint",
    { clusterIdentifier: "main" },
    "main\\.cluster-[0-9a-z]{12}\\.eu-west-1\\.rds\\.amazonaws\\.com",
    `${docs}/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html`,
  ],
  [
    "aws:rds/cluster:Cluster",
    "readerEndpoint",
    { clusterIdentifier: "main" },
    "main\\.cluster-ro-[0-9a-z]{12}\\.eu-west-1\\.rds\\.amazonaws\\.com",
    `${docs}/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.Endpoints.html`,
  ],
  [
    "aws:efs/fileSystem:FileSystem",
    "dnsName",
    {},
    `fs-${HEX17}\\.efs\\.eu-west-1\\.amazonaws\\.com`,
    `${docs}/efs/latest/ug/mounting-fs-mount-cmd-dns-name.html`,
  ],
  // decoupling
  [
    "aws:sqs/queue:Queue",
    "url",
    { name: "jobs" },
    "https://sqs\\.eu-west-1\\.amazonaws\\.com/123456789012/jobs",
    `${docs}/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html`,
  ],
  [
    "aws:sqs/queue:Queue",
    "arn",
    { name: "jobs" },
    "arn:aws:sqs:eu-west-1:123456789012:jobs",
    `${arns}list_amazonsqs.html`,
  ],
  [
    "aws:sns/topic:Topic",
    "arn",
    { name: "news" },
    "arn:aws:sns:eu-west-1:123456789012:news",
    `${arns}list_amazonsns.html`,
  ],
  [
    "aws:kinesis/stream:Stream",
    "arn",
    { name: "clicks" },
    "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks",
    `${arns}list_amazonkinesisdatastreams.html`,
  ],
  [
    "aws:sfn/stateMachine:StateMachine",
    "arn",
    { name: "approve" },
    "arn:aws:states:eu-west-1:123456789012:stateMachine:approve",
    `${arns}list_awsstepfunctions.html`,
  ],
  // compute
  [
    "aws:lambda/function:Function",
    "arn",
    { name: "resize" },
    "arn:aws:lambda:eu-west-1:123456789012:function:resize",
    `${arns}list_awslambda.html`,
  ],
  [
    "aws:lambda/function:Function",
    "invokeArn",
    { name: "resize" },
    "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:resize/invocations",
    `${docs}/apigateway/latest/api/API_PutIntegration.html`,
  ],
  [
    "aws:lambda/functionUrl:FunctionUrl",
    "functionUrl",
    { functionName: "resize" },
    "https://[0-9a-z]{32}\\.lambda-url\\.eu-west-1\\.on\\.aws/",
    `${docs}/lambda/latest/dg/urls-configuration.html`,
  ],
  [
    "aws:ecr/repository:Repository",
    "repositoryUrl",
    { name: "app" },
    "123456789012\\.dkr\\.ecr\\.eu-west-1\\.amazonaws\\.com/app",
    `${docs}/AmazonECR/latest/userguide/Registries.html`,
  ],
  // web, cdn, dns
  [
    "aws:lb/loadBalancer:LoadBalancer",
    "arn",
    { name: "web", loadBalancerType: "application" },
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web/[0-9a-f]{16}",
    `${arns}list_awselasticloadbalancingv2.html`,
  ],
  [
    "aws:lb/loadBalancer:LoadBalancer",
    "dnsName",
    { name: "web" },
    "web-\\d{9,10}\\.eu-west-1\\.elb\\.amazonaws\\.com",
    `${docs}/elasticloadbalancing/latest/application/application-load-balancers.html`,
  ],
  [
    "aws:lb/targetGroup:TargetGroup",
    "arn",
    { name: "web" },
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/[0-9a-f]{16}",
    `${arns}list_awselasticloadbalancingv2.html`,
  ],
  [
    "aws:apigatewayv2/api:Api",
    "apiEndpoint",
    { name: "api", protocolType: "HTTP" },
    "https://[0-9a-z]{10}\\.execute-api\\.eu-west-1\\.amazonaws\\.com",
    `${docs}/apigateway/latest/developerguide/http-api-publish.html`,
  ],
  [
    "aws:apigatewayv2/api:Api",
    "executionArn",
    { name: "api", protocolType: "HTTP" },
    "arn:aws:execute-api:eu-west-1:123456789012:[0-9a-z]{10}",
    `${docs}/apigateway/latest/developerguide/arn-format-reference.html`,
  ],
  [
    "aws:cloudfront/distribution:Distribution",
    "domainName",
    {},
    "d[0-9a-z]{13}\\.cloudfront\\.net",
    `${docs}/AmazonCloudFront/latest/DeveloperGuide/GettingStarted.SimpleDistribution.html`,
  ],
  [
    "aws:cloudfront/distribution:Distribution",
    "arn",
    {},
    "arn:aws:cloudfront::123456789012:distribution/E[0-9A-Z]{12,13}",
    `${arns}list_amazoncloudfront.html`,
  ],
  [
    "aws:cloudfront/distribution:Distribution",
    "hostedZoneId",
    {},
    "Z2FDTNDATAQYW2",
    `${docs}/Route53/latest/APIReference/API_AliasTarget.html`,
  ],
  [
    "aws:acm/certificate:Certificate",
    "arn",
    { domainName: "example.com" },
    `arn:aws:acm:eu-west-1:123456789012:certificate/${UUID}`,
    `${arns}list_awscertificatemanager.html`,
  ],
  [
    "aws:route53/zone:Zone",
    "nameServers[0]",
    { name: "example.com" },
    "ns-\\d{1,4}\\.awsdns-\\d\\d\\.(com|net|org|co\\.uk)",
    `${docs}/Route53/latest/DeveloperGuide/GetInfoAboutHostedZone.html`,
  ],
  // network
  ["aws:ec2/vpc:Vpc", "id", {}, `vpc-${HEX17}`, ids],
  [
    "aws:ec2/subnet:Subnet",
    "arn",
    {},
    `arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-${HEX17}`,
    `${arns}list_amazonec2.html`,
  ],
  ["aws:ec2/eip:Eip", "allocationId", {}, `eipalloc-${HEX17}`, ids],
  ["aws:ec2/natGateway:NatGateway", "id", {}, `nat-${HEX17}`, ids],
  [
    "aws:ec2/securityGroup:SecurityGroup",
    "arn",
    {},
    `arn:aws:ec2:eu-west-1:123456789012:security-group/sg-${HEX17}`,
    `${arns}list_amazonec2.html`,
  ],
  // identity, security, observability
  [
    "aws:iam/role:Role",
    "arn",
    { name: "worker" },
    "arn:aws:iam::123456789012:role/worker",
    `${docs}/IAM/latest/UserGuide/reference_identifiers.html`,
  ],
  [
    "aws:iam/role:Role",
    "uniqueId",
    { name: "worker" },
    "AROA[0-9A-Z]{17}",
    `${docs}/IAM/latest/UserGuide/reference_identifiers.html`,
  ],
  [
    "aws:kms/key:Key",
    "arn",
    {},
    `arn:aws:kms:eu-west-1:123456789012:key/${UUID}`,
    `${arns}list_awskeymanagementservice.html`,
  ],
  [
    "aws:secretsmanager/secret:Secret",
    "arn",
    { name: "db" },
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-[0-9A-Za-z]{6}",
    `${arns}list_awssecretsmanager.html`,
  ],
  [
    "aws:cloudwatch/logGroup:LogGroup",
    "arn",
    { name: "/aws/lambda/resize" },
    "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/resize",
    `${arns}list_amazoncloudwatchlogs.html`,
  ],
  [
    "aws:cognito/userPool:UserPool",
    "id",
    { name: "people" },
    "eu-west-1_[0-9A-Za-z]{9}",
    `${docs}/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html`,
  ],
];

describe("the cloud model and AWS's documentation", () => {
  for (const [type, property, inputs, documented, page] of rows) {
    it(`${property} of ${type}`, () => {
      const urn = `urn:pulumi:dev::docs::${type}::it`;
      const made = new CloudModel().create({ type, name: "it", urn, inputs, region, account });
      const found = property === "id" ? made.id : valueAt(made.outputs, property);
      assert.match(String(found), new RegExp(`^${documented}$`), page);
    });
  }
});

/** `nameServers[0]` is the first of a list. */
function valueAt(outputs: Props, property: string): Value | undefined {
  const [, name, index] = /^(\w+)(?:\[(\d)\])?$/.exec(property) ?? [];
  const value = outputs[name];
  return index !== undefined && Array.isArray(value) ? value[Number(index)] : value;
}
