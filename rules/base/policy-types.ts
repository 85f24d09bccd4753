import { apigateway } from "./types/apigateway";
import { cloudwatch } from "./types/cloudwatch";
import { iam } from "./types/iam";
import { kms } from "./types/kms";
import { s3 } from "./types/s3";
import { secretsmanager } from "./types/secretsmanager";
import { sns } from "./types/sns";
import { sqs } from "./types/sqs";

/** Where a type of resource holds policy documents. */
export interface PolicyPlace {
  readonly type: string;
  /** Path of the argument; `*` stands for each entry of a list. */
  readonly path: string;
}

/** Inline policies of a role, in each way to write one. */
export const rolePolicyPlaces: readonly PolicyPlace[] = [
  { type: iam.rolePolicy, path: "policy" },
  { type: iam.role, path: "inlinePolicies.*.policy" },
];

/** Inline policies of roles, users and groups. */
export const inlinePolicyPlaces: readonly PolicyPlace[] = [
  ...rolePolicyPlaces,
  { type: "aws:iam/userPolicy:UserPolicy", path: "policy" },
  { type: "aws:iam/groupPolicy:GroupPolicy", path: "policy" },
];

/** Policies that say what an identity may do. */
export const identityPolicyPlaces: readonly PolicyPlace[] = [
  ...inlinePolicyPlaces,
  { type: iam.managedPolicy, path: "policy" },
  {
    type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
    path: "inlinePolicy",
  },
];

/** Policies of a key. */
export const keyPolicyPlaces: readonly PolicyPlace[] = [
  { type: kms.key, path: "policy" },
  { type: "aws:kms/keyPolicy:KeyPolicy", path: "policy" },
  { type: "aws:kms/externalKey:ExternalKey", path: "policy" },
  { type: "aws:kms/replicaKey:ReplicaKey", path: "policy" },
  { type: "aws:kms/replicaExternalKey:ReplicaExternalKey", path: "policy" },
];

/** Policies of a bucket. */
export const bucketPolicyPlaces: readonly PolicyPlace[] = [
  { type: s3.bucketPolicy, path: "policy" },
  { type: s3.bucket, path: "policy" },
];

/** Policies that say who may use a resource, where no rule of the service itself looks at them. */
export const otherResourcePolicyPlaces: readonly PolicyPlace[] = [
  { type: "aws:sqs/queuePolicy:QueuePolicy", path: "policy" },
  { type: "aws:sns/topicPolicy:TopicPolicy", path: "policy" },
  { type: "aws:secretsmanager/secretPolicy:SecretPolicy", path: "policy" },
  { type: secretsmanager.secret, path: "policy" },
  { type: "aws:ecr/repositoryPolicy:RepositoryPolicy", path: "policy" },
  { type: "aws:kinesis/resourcePolicy:ResourcePolicy", path: "policy" },
  { type: "aws:dynamodb/resourcePolicy:ResourcePolicy", path: "policy" },
  { type: "aws:cloudwatch/eventBusPolicy:EventBusPolicy", path: "policy" },
  { type: "aws:backup/vaultPolicy:VaultPolicy", path: "policy" },
  { type: "aws:efs/fileSystemPolicy:FileSystemPolicy", path: "policy" },
  ...keyPolicyPlaces,
];

/** All policies of resources. */
export const resourcePolicyPlaces: readonly PolicyPlace[] = [
  ...bucketPolicyPlaces,
  { type: sqs.queue, path: "policy" },
  { type: sns.topic, path: "policy" },
  { type: apigateway.restApi, path: "policy" },
  { type: apigateway.restApiPolicy, path: "policy" },
  { type: cloudwatch.logResourcePolicy, path: "policyDocument" },
  ...otherResourcePolicyPlaces,
];

/** The types of the places. */
export function typesOf(places: readonly PolicyPlace[]): string[] {
  return [...new Set(places.map(({ type }) => type))];
}

/** The paths of the places: none of the types has another's path for something else. */
export function pathsOf(places: readonly PolicyPlace[]): string[] {
  return [...new Set(places.map(({ path }) => path))];
}
