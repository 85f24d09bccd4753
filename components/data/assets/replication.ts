/** A second copy of every object, in another bucket. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { assumedBy, policyDocument } from "../../base/policy-document";
import type { MakeChild, Refuse } from "../../component";
import type { PolicyStatement } from "../../contracts";
import type { ArchiveClass } from "./lifecycle";

/** Where copies go: a versioned bucket, ours or one that is there already. */
export interface ReplicationTarget {
  readonly arn: pulumi.Output<string>;
  readonly keyArn?: pulumi.Output<string>;
  /** What must stand before: its versioning. */
  readonly ready?: readonly pulumi.Resource[];
}

export interface ReplicationArgs {
  /** A versioned bucket, in this region or another: `new Bucket("copies", { region: "eu-central-1" })`. */
  bucket: ReplicationTarget;
  /** Only objects whose key starts so. Default: all. */
  prefix?: string;
  /** Class that copies are stored in. Default: that of the object. */
  storageClass?: ArchiveClass;
  /** True to delete the copy of what is deleted here. Default: false: what was deleted by mistake is still there. */
  deletes?: boolean;
}

/** The bucket that is copied. */
interface Source {
  readonly arn: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  readonly keyArn?: pulumi.Output<string>;
  readonly versioning: boolean;
  /** Region of the bucket, where it is not the environment's. */
  readonly region?: string;
}

/** The children of a bucket that is copied. */
export interface ReplicationChildren {
  replication: aws.s3.BucketReplicationConfigArgs;
  replicationRole: aws.iam.RoleArgs;
  replicationPolicy: aws.iam.RolePolicyArgs;
}

/**
 * Copies what is written from now on; what is there already needs an S3 Batch Replication job.
 *
 * @param before what must stand before the bucket's next setting is made
 * @throws pulumi.RunError where S3 would refuse the pair of buckets
 */
export function replicate(
  source: Source,
  { bucket: target, prefix = "", storageClass, deletes = false }: ReplicationArgs,
  before: pulumi.ResourceOptions & { dependsOn: pulumi.Resource[] },
  child: MakeChild,
  refuse: Refuse,
): pulumi.Resource {
  if (!source.versioning) {
    const fix = "remove versioning: false, or replicateTo";
    throw refuse("versioning", false, "true with replicateTo, which copies versions", fix);
  }
  if (source.keyArn !== undefined && target.keyArn === undefined) {
    throw refuse(
      "replicateTo.bucket",
      "a bucket without a customer's key",
      "one with a key: objects under a customer's key are copied under another",
      "give the other bucket's keyArn, or make it in the same environment",
    );
  }
  const role = child(
    aws.iam.Role,
    "replication",
    { assumeRolePolicy: assumedBy("s3.amazonaws.com") },
    { key: "replicationRole" },
  );
  const policy = child(
    aws.iam.RolePolicy,
    "replication",
    { role: role.id, policy: policyDocument(statements(source, target)) },
    { key: "replicationPolicy" },
  );
  return child(
    aws.s3.BucketReplicationConfig,
    "replication",
    {
      bucket: source.name,
      role: role.arn,
      region: source.region,
      rules: [
        {
          id: "copy",
          status: "Enabled",
          filter: { prefix },
          priority: 0,
          deleteMarkerReplication: { status: deletes ? "Enabled" : "Disabled" },
          sourceSelectionCriteria: source.keyArn
            ? { sseKmsEncryptedObjects: { status: "Enabled" } }
            : undefined,
          destination: {
            bucket: target.arn,
            storageClass,
            encryptionConfiguration:
              source.keyArn && target.keyArn ? { replicaKmsKeyId: target.keyArn } : undefined,
          },
        },
      ],
    },
    { ...before, dependsOn: [...before.dependsOn, policy, ...(target.ready ?? [])] },
  );
}

/** "Setting up permissions for live replication" and "Replicating encrypted objects" (S3 user guide). */
function statements(source: Source, target: ReplicationTarget): PolicyStatement[] {
  const allow = (Action: string[], Resource: pulumi.Input<string>): PolicyStatement => ({
    Effect: "Allow",
    Action,
    Resource,
  });
  return [
    allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], source.arn),
    allow(
      ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
      pulumi.interpolate`${source.arn}/*`,
    ),
    allow(
      ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
      pulumi.interpolate`${target.arn}/*`,
    ),
    ...(source.keyArn ? [allow(["kms:Decrypt"], source.keyArn)] : []),
    ...(target.keyArn ? [allow(["kms:Encrypt", "kms:GenerateDataKey"], target.keyArn)] : []),
  ];
}
