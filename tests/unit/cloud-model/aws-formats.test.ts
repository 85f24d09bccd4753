/**
 * What AWS's documentation says the values look like, written by hand: the model must not only agree
 * with itself.
 */
import assert from "node:assert/strict";
import { CloudModel, Props } from "../../../cloud-model";
import { secret } from "../../../cloud-model/wire-values";

const PLACE = { region: "eu-west-1", account: "123456789012" };

function create(type: string, name: string, inputs: Props = {}) {
  const urn = `urn:pulumi:dev::test::${type}::${name}`;
  const { id, outputs } = new CloudModel().create({ type, name, urn, inputs, ...PLACE });
  return { ...outputs, id };
}

/** Type, output and the form that the service's documentation gives. */
const FORMS: [string, string, RegExp, Props?][] = [
  ["aws:sqs/queue:Queue", "arn", /^arn:aws:sqs:eu-west-1:123456789012:x-[0-9a-f]{7}$/],
  [
    "aws:sqs/queue:Queue",
    "url",
    /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/123456789012\/x-[0-9a-f]{7}$/,
  ],
  [
    "aws:redshiftserverless/namespace:Namespace",
    "adminPasswordSecretArn",
    /^arn:aws:secretsmanager:eu-west-1:123456789012:secret:redshift!x-owner-\w{6}$/,
    { namespaceName: "x", adminUsername: secret("owner"), manageAdminPassword: true },
  ],
  [
    "aws:redshiftserverless/workgroup:Workgroup",
    "endpoints",
    /"x\.123456789012\.eu-west-1\.redshift-serverless\.amazonaws\.com","port":5439/,
    { workgroupName: "x" },
  ],
  ["aws:sqs/queue:Queue", "name", /^x-[0-9a-f]{7}\.fifo$/, { fifoQueue: true }],
  ["aws:sns/topic:Topic", "id", /^arn:aws:sns:eu-west-1:123456789012:x-[0-9a-f]{7}$/],
  [
    "aws:lambda/function:Function",
    "arn",
    /^arn:aws:lambda:eu-west-1:123456789012:function:x-[0-9a-f]{7}$/,
  ],
  [
    "aws:lambda/function:Function",
    "invokeArn",
    /^arn:aws:apigateway:eu-west-1:lambda:path\/2015-03-31\/functions\/arn:aws:lambda:eu-west-1:123456789012:function:x-[0-9a-f]{7}\/invocations$/,
  ],
  [
    "aws:lambda/functionUrl:FunctionUrl",
    "functionUrl",
    /^https:\/\/[a-z0-9]{32}\.lambda-url\.eu-west-1\.on\.aws\/$/,
  ],
  [
    "aws:lambda/alias:Alias",
    "arn",
    /^arn:aws:lambda:eu-west-1:123456789012:function:f:live$/,
    { functionName: "f", name: "live" },
  ],
  [
    "aws:lambda/alias:Alias",
    "arn",
    /^arn:aws:lambda:eu-west-1:123456789012:function:f:live$/,
    { functionName: "arn:aws:lambda:eu-west-1:123456789012:function:f", name: "live" },
  ],
  ["aws:s3/bucket:Bucket", "arn", /^arn:aws:s3:::x-[0-9a-f]{7}$/],
  [
    "aws:s3/bucket:Bucket",
    "bucketRegionalDomainName",
    /^x-[0-9a-f]{7}\.s3\.eu-west-1\.amazonaws\.com$/,
  ],
  [
    "aws:dynamodb/table:Table",
    "arn",
    /^arn:aws:dynamodb:eu-west-1:123456789012:table\/x-[0-9a-f]{7}$/,
  ],
  [
    "aws:dynamodb/table:Table",
    "streamArn",
    /^arn:aws:dynamodb:eu-west-1:123456789012:table\/x-[0-9a-f]{7}\/stream\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/,
  ],
  ["aws:cloudfront/distribution:Distribution", "domainName", /^d[a-z0-9]{13}\.cloudfront\.net$/],
  ["aws:cloudfront/distribution:Distribution", "hostedZoneId", /^Z2FDTNDATAQYW2$/],
  [
    "aws:cloudfront/distribution:Distribution",
    "arn",
    /^arn:aws:cloudfront::123456789012:distribution\/E[A-Z0-9]{13}$/,
  ],
  [
    "aws:apigatewayv2/api:Api",
    "apiEndpoint",
    /^https:\/\/[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/,
  ],
  [
    "aws:apigatewayv2/api:Api",
    "executionArn",
    /^arn:aws:execute-api:eu-west-1:123456789012:[a-z0-9]{10}$/,
  ],
  ["aws:route53/zone:Zone", "zoneId", /^Z[A-Z0-9]{20}$/],
  [
    "aws:acm/certificate:Certificate",
    "arn",
    /^arn:aws:acm:eu-west-1:123456789012:certificate\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  ],
  ["aws:ec2/vpc:Vpc", "id", /^vpc-[0-9a-f]{17}$/],
  ["aws:ec2/vpc:Vpc", "arn", /^arn:aws:ec2:eu-west-1:123456789012:vpc\/vpc-[0-9a-f]{17}$/],
  ["aws:ec2/subnet:Subnet", "id", /^subnet-[0-9a-f]{17}$/],
  ["aws:ec2/securityGroup:SecurityGroup", "id", /^sg-[0-9a-f]{17}$/],
  ["aws:ec2/eip:Eip", "allocationId", /^eipalloc-[0-9a-f]{17}$/],
  ["aws:ec2/eip:Eip", "publicIp", /^198\.1[89]\.\d{1,3}\.\d{1,3}$/],
  ["aws:ec2/natGateway:NatGateway", "id", /^nat-[0-9a-f]{17}$/],
  ["aws:iam/role:Role", "arn", /^arn:aws:iam::123456789012:role\/x-[0-9a-f]{7}$/],
  ["aws:kms/key:Key", "arn", /^arn:aws:kms:eu-west-1:123456789012:key\/[0-9a-f-]{36}$/],
  [
    "aws:lb/loadBalancer:LoadBalancer",
    "arn",
    /^arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer\/app\/x-[0-9a-f]{7}\/[0-9a-f]{16}$/,
  ],
  [
    "aws:lb/loadBalancer:LoadBalancer",
    "dnsName",
    /^x-[0-9a-f]{7}-\d{10}\.eu-west-1\.elb\.amazonaws\.com$/,
  ],
  [
    "aws:rds/instance:Instance",
    "endpoint",
    /^x[0-9a-f]{7}\.[a-z0-9]{12}\.eu-west-1\.rds\.amazonaws\.com:5432$/,
    { engine: "postgres" },
  ],
  ["aws:cognito/userPool:UserPool", "id", /^eu-west-1_[a-z0-9]{9}$/],
  [
    "aws:secretsmanager/secret:Secret",
    "arn",
    /^arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-[0-9a-f]{7}-[a-z0-9]{6}$/,
  ],
];

describe("values in the form that AWS documents", () => {
  for (const [type, output, form, inputs] of FORMS) {
    it(`${type} ${output}`, () => {
      const value = (create(type, "x", inputs) as Props)[output];
      assert.match(typeof value === "object" ? JSON.stringify(value) : String(value), form);
    });
  }

  it("are lower case where the service wants it", () => {
    assert.match(create("aws:s3/bucket:Bucket", "Photos").id, /^photos-[0-9a-f]{7}$/);
  });

  it("keep what the program gives", () => {
    const { id, ...outputs } = create("aws:sqs/queue:Queue", "x", { name: "orders" });
    assert.equal(id, "https://sqs.eu-west-1.amazonaws.com/123456789012/orders");
    assert.equal((outputs as Props).arn, "arn:aws:sqs:eu-west-1:123456789012:orders");
  });

  it("follow the resource's own region", () => {
    const { id } = create("aws:sns/topic:Topic", "x", { region: "us-east-1" });
    assert.match(id, /^arn:aws:sns:us-east-1:/);
  });

  it("have the region of a website behind a dash in old regions, behind a full stop in others", () => {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html
    const type = "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration";
    const host = (region?: string) =>
      (create(type, "x", { bucket: "site", ...(region && { region }) }) as Props).websiteEndpoint;
    assert.equal(host(), "site.s3-website-eu-west-1.amazonaws.com");
    assert.equal(host("eu-central-1"), "site.s3-website.eu-central-1.amazonaws.com");
  });

  it("prove domains with a record for each name, a wildcard with its parent's", () => {
    const certificate = create("aws:acm/certificate:Certificate", "x", {
      domainName: "example.com",
      subjectAlternativeNames: ["*.example.com", "www.example.com"],
    }) as Props;
    const options = certificate.domainValidationOptions as Record<string, string>[];
    assert.deepEqual(
      options.map(({ domainName }) => domainName),
      ["example.com", "*.example.com", "www.example.com"],
    );
    assert.match(options[0].resourceRecordName, /^_[0-9a-f]{32}\.example\.com\.$/);
    assert.match(
      options[0].resourceRecordValue,
      /^_[0-9a-f]{32}\.[0-9a-f]{10}\.acm-validations\.aws\.$/,
    );
    assert.equal(options[1].resourceRecordName, options[0].resourceRecordName);
    assert.notEqual(options[2].resourceRecordName, options[0].resourceRecordName);
  });

  it("give a zone four name servers under four domains", () => {
    const zone = create("aws:route53/zone:Zone", "x", { name: "example.com" }) as Props;
    const endings = (zone.nameServers as string[]).map(
      (s) => /^ns-\d+\.awsdns-\d\d\.(.+)$/.exec(s)?.[1],
    );
    assert.deepEqual(endings, ["com", "net", "org", "co.uk"]);
  });
});
