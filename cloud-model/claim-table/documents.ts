/**
 * Documents and settings of which a resource has one. AWS takes a second one without a word: its
 * `Put…` operation replaces what was there, and with it the statements of the first.
 */
import { forEach, type ClaimFact, type ClaimTable } from "./fact";

const replaced = "the one that is written last replaces the other, whose content is lost";
const oneDocument =
  "Put everything into one of them; a component's own takes statements by `allow`.";

/** Whatever is named by it is unique in the world; what has only a name is so in account and region. */
const WORLDWIDE = /^(bucket|arn|id|url|.+Arn|.+Id|.+Url)$/;

const scopeOf = (key: readonly string[]) =>
  key.some((part) => WORLDWIDE.test(part)) ? ("world" as const) : ("region" as const);

/** A document of the resource that `key` names. */
const document = (space: string, ...key: string[]): ClaimFact => ({
  space,
  scope: scopeOf(key),
  key,
  message: replaced,
  fix: oneDocument,
});

/** The same document as an argument of the resource that it belongs to. */
const inline = (space: string, identity: string, argument: string): ClaimFact => ({
  ...document(space, identity),
  when: argument,
  given: true,
});

const setting = (...key: string[]): readonly ClaimFact[] => [
  { scope: scopeOf(key), key, message: replaced, fix: "Say it once: put both into one resource." },
];

/** `aws:s3/bucketVersioning:BucketVersioning` and the older name that the provider still takes. */
const bucketSettings = [
  "AccelerateConfiguration",
  "Acl",
  "CorsConfiguration",
  "LifecycleConfiguration",
  "Logging",
  "ObjectLockConfiguration",
  "OwnershipControls",
  "PublicAccessBlock",
  "ReplicationConfig",
  "RequestPaymentConfiguration",
  "ServerSideEncryptionConfiguration",
  "Versioning",
  "WebsiteConfiguration",
].reduce<ClaimTable>((table, what) => {
  const rows = setting("bucket").map((row) => ({ ...row, space: `bucket ${what}` }));
  const types = ["", "V2"].map(
    (version) => `aws:s3/bucket${what}${version}:Bucket${what}${version}`,
  );
  return { ...table, ...forEach(types, rows) };
}, {});

export const documentClaims: ClaimTable = {
  ...bucketSettings,
  // Buckets and what sends them events: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
  "aws:s3/bucketPolicy:BucketPolicy": [document("bucket policy", "bucket")],
  "aws:s3/bucketNotification:BucketNotification": [
    {
      ...document("bucket notification", "bucket"),
      fix: "A bucket has one notification document: put all of them into one; `bucket.created()` does.",
    },
  ],
  "aws:s3/bucket:Bucket": [inline("bucket policy", "bucket", "policy")],
  "aws:sqs/queuePolicy:QueuePolicy": [document("queue policy", "queueUrl")],
  "aws:sqs/redrivePolicy:RedrivePolicy": [document("queue redrive policy", "queueUrl")],
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": [
    document("queue redrive allow policy", "queueUrl"),
  ],
  "aws:sqs/queue:Queue": [
    inline("queue policy", "url", "policy"),
    inline("queue redrive policy", "url", "redrivePolicy"),
    inline("queue redrive allow policy", "url", "redriveAllowPolicy"),
  ],
  "aws:sns/topicPolicy:TopicPolicy": [document("topic policy", "arn")],
  "aws:sns/topic:Topic": [inline("topic policy", "arn", "policy")],
  "aws:sns/dataProtectionPolicy:DataProtectionPolicy": setting("arn"),
  "aws:kms/keyPolicy:KeyPolicy": [document("key policy", "keyId")],
  "aws:kms/key:Key": [inline("key policy", "keyId", "policy")],
  "aws:secretsmanager/secretPolicy:SecretPolicy": [document("secret policy", "secretArn")],
  "aws:secretsmanager/secret:Secret": [inline("secret policy", "arn", "policy")],
  "aws:secretsmanager/secretRotation:SecretRotation": setting("secretId"),
  "aws:iam/rolePolicy:RolePolicy": setting("role", "name"),
  "aws:iam/userPolicy:UserPolicy": setting("user", "name"),
  "aws:iam/groupPolicy:GroupPolicy": setting("group", "name"),
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": setting("roleName"),
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": setting("roleName"),
  "aws:dynamodb/resourcePolicy:ResourcePolicy": [document("table policy", "resourceArn")],
  "aws:kinesis/resourcePolicy:ResourcePolicy": [document("stream policy", "resourceArn")],
  "aws:ecr/repositoryPolicy:RepositoryPolicy": [document("repository policy", "repository")],
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": setting("repository"),
  "aws:efs/fileSystemPolicy:FileSystemPolicy": [document("file system policy", "fileSystemId")],
  "aws:efs/backupPolicy:BackupPolicy": setting("fileSystemId"),
  "aws:opensearch/domainPolicy:DomainPolicy": [document("domain policy", "domainName")],
  "aws:opensearch/domain:Domain": [inline("domain policy", "domainName", "accessPolicies")],
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": [document("bus policy", "eventBusName?")],
  "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": setting("destinationName"),
  "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy": setting("logGroupName"),
  "aws:backup/vaultPolicy:VaultPolicy": [document("vault policy", "backupVaultName")],
  "aws:backup/vaultNotifications:VaultNotifications": setting("backupVaultName"),
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": setting("backupVaultName"),
  "aws:apigateway/restApiPolicy:RestApiPolicy": [document("REST API policy", "restApiId")],
  "aws:apigateway/restApi:RestApi": [inline("REST API policy", "id", "policy")],
  "aws:appautoscaling/target:Target": setting(
    "serviceNamespace",
    "scalableDimension",
    "resourceId",
  ),
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": setting(
    "qualifier?",
    "functionName",
  ),
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": setting(
    "qualifier",
    "functionName",
  ),
  "aws:lambda/runtimeManagementConfig:RuntimeManagementConfig": setting(
    "qualifier?",
    "functionName",
  ),
  "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy": [document("endpoint policy", "vpcEndpointId")],
  "aws:ec2/vpcEndpoint:VpcEndpoint": [inline("endpoint policy", "id", "policy")],
};
