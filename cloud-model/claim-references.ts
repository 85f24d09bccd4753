/** What stands in for ids that aren't known yet: the resource they come from. */
import { LiveResource, notKnown } from "./conflicts";

type Values = LiveResource["values"];

/**
 * Arguments that hold the id, name, ARN or URL of one resource, and that resource's types. Whatever
 * it will be called, two that come from the same one are the same.
 */
const REFERENCES: { readonly [argument: string]: readonly string[] | undefined } = {
  allocationId: ["aws:ec2/eip:Eip"],
  apiId: ["aws:apigatewayv2/api:Api"],
  arn: ["aws:sns/topic:Topic"],
  backupVaultName: ["aws:backup/vault:Vault"],
  bucket: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
  domainName: ["aws:opensearch/domain:Domain"],
  fileSystemId: ["aws:efs/fileSystem:FileSystem"],
  functionName: ["aws:lambda/function:Function"],
  hostedZoneId: ["aws:route53/zone:Zone"],
  keyId: ["aws:kms/key:Key"],
  listenerArn: ["aws:lb/listener:Listener", "aws:alb/listener:Listener"],
  loadBalancerArn: ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"],
  queueUrl: ["aws:sqs/queue:Queue"],
  referencedSecurityGroupId: ["aws:ec2/securityGroup:SecurityGroup"],
  repository: ["aws:ecr/repository:Repository"],
  restApi: ["aws:apigateway/restApi:RestApi"],
  restApiId: ["aws:apigateway/restApi:RestApi"],
  role: ["aws:iam/role:Role"],
  routeTableId: ["aws:ec2/routeTable:RouteTable"],
  secretArn: ["aws:secretsmanager/secret:Secret"],
  secretId: ["aws:secretsmanager/secret:Secret"],
  securityGroupId: ["aws:ec2/securityGroup:SecurityGroup"],
  subnetId: ["aws:ec2/subnet:Subnet"],
  vpcId: ["aws:ec2/vpc:Vpc"],
  zoneId: ["aws:route53/zone:Zone"],
};

/** A resource that an argument was made from. */
export interface MadeFrom {
  readonly urn: string;
  readonly type: string;
}

/** The values, with the URN of the resource in place of an id that isn't known yet. */
export function withReferences(
  values: Values,
  sources: (argument: string) => readonly MadeFrom[],
): Values {
  const known: Record<string, unknown> = { ...values };
  for (const [argument, types] of Object.entries(REFERENCES)) {
    if (typeof values[argument] === "symbol") {
      const from = sources(argument);
      // Made from two, it may be an item of the one that depends on the other.
      known[argument] = from.length === 1 && types?.includes(from[0].type) ? from[0].urn : notKnown;
    }
  }
  return known;
}

/** A claimed value as a report shows it. */
export function shownValue(value: string): string {
  const [, , type, ...name] = value.startsWith("urn:pulumi:") ? value.split("::") : [];
  return type === undefined ? value : `that of ${name.join("::")}`;
}
