/** What a bucket is told of itself, whatever is stored in it. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MakeChild, Refuse } from "../../component";
import { LifecycleRule, lifecycleRules, misstepsOf } from "./lifecycle";

interface SettingsChoice {
  readonly bucket: pulumi.Output<string>;
  /** The customer's key, where there is one. */
  readonly keyArn?: pulumi.Output<string>;
  readonly versioning: boolean;
  readonly lifecycle: Record<string, LifecycleRule>;
  /** Region of the bucket, where it is not the environment's. */
  readonly region?: string;
}

interface BucketSettings {
  readonly encryption: aws.s3.BucketServerSideEncryptionConfiguration;
  readonly versioning: aws.s3.BucketVersioning;
  /** The last that is made. */
  readonly lifecycle: aws.s3.BucketLifecycleConfiguration;
}

/**
 * Closed to everyone, without access lists, encrypted, versioned, cleared up: one setting after the other,
 * because S3 answers parallel changes of one bucket with "conflicting conditional operation".
 *
 * @param guard options of a setting that waits for those before
 */
export function makeSettings(
  { bucket, keyArn, versioning: keepsVersions, lifecycle: rules, region }: SettingsChoice,
  guard: (...before: pulumi.Resource[]) => pulumi.CustomResourceOptions,
  child: MakeChild,
): BucketSettings {
  const publicAccessBlock = child(
    aws.s3.BucketPublicAccessBlock,
    "public-access-block",
    {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      region,
    },
    guard(),
  );
  const ownership = child(
    aws.s3.BucketOwnershipControls,
    "ownership",
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" }, region },
    guard(publicAccessBlock),
  );
  const encryption = child(
    aws.s3.BucketServerSideEncryptionConfiguration,
    "encryption",
    {
      bucket,
      region,
      rules: [
        {
          applyServerSideEncryptionByDefault: keyArn
            ? { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn }
            : { sseAlgorithm: "AES256" },
          bucketKeyEnabled: keyArn !== undefined,
        },
      ],
    },
    guard(ownership),
  );
  const versioning = child(
    aws.s3.BucketVersioning,
    "versioning",
    {
      bucket,
      region,
      versioningConfiguration: { status: keepsVersions ? "Enabled" : "Suspended" },
    },
    guard(encryption),
  );
  const lifecycle = child(
    aws.s3.BucketLifecycleConfiguration,
    "lifecycle",
    { bucket, region, rules: lifecycleRules(rules) },
    guard(versioning),
  );
  return { encryption, versioning, lifecycle };
}

/**
 * Leaving a class early is paid for as if it had been kept: never what anybody means.
 *
 * @throws pulumi.RunError for a move that comes too early or in the wrong order
 */
export function refuseTransitions(rules: Record<string, LifecycleRule>, refuse: Refuse): void {
  for (const [id, misstep, argument] of misstepsOf(rules)) {
    const { from, move, earliest } = misstep;
    throw refuse(
      `lifecycle.${id}.${argument}`,
      `${move.to} after ${move.days} days`,
      earliest === undefined
        ? `a colder class than ${from.to}, which comes first (after ${from.days} days)`
        : `${earliest} days or more, after ${from.to} has been paid for (from day ${from.days})`,
      "raise afterDays, or leave out one of the two moves",
    );
  }
}
