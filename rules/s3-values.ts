/** Words of S3 that are written in one way only, and arguments that don't go together. */
import { custom, oneOf } from "./base/checks";
import { s3 } from "./base/types/s3";
import type { ResourceRule } from "./base/rule";
import { isAbsent, isRecord, isSet, valuesAt } from "./base/values";

const API = "https://docs.aws.amazon.com/AmazonS3/latest/API";

const actions = [
  ...["expiration", "transitions", "noncurrentVersionExpiration"],
  ...["noncurrentVersionTransitions", "abortIncompleteMultipartUpload"],
];

export const resourceRules: readonly ResourceRule[] = [
  oneOf(
    "S3-10",
    s3.bucketCors,
    "corsRules.*.allowedMethods.*",
    ["GET", "PUT", "POST", "DELETE", "HEAD"],
    {
      source: `${API}/API_CORSRule.html`,
      fix: "Leave OPTIONS out, which S3 answers by itself, and write the others in capitals.",
    },
  ),
  // Disabled is the provider's word for a bucket that never was versioned.
  oneOf(
    "S3-10-versioning",
    s3.bucketVersioning,
    "versioningConfiguration.status",
    ["Enabled", "Suspended", "Disabled"],
    {
      source: `${API}/API_VersioningConfiguration.html`,
      fix: "Write Enabled.",
    },
  ),
  oneOf("S3-10-lifecycle", s3.bucketLifecycle, "rules.*.status", ["Enabled", "Disabled"], {
    source: `${API}/API_LifecycleRule.html`,
    fix: "Write Enabled.",
  }),
  custom(
    "S3-10-action",
    s3.bucketLifecycle,
    {
      limit:
        "something that each rule does: an expiration, transitions, or what becomes of old versions and uploads",
      source: `${API}/API_LifecycleRule.html`,
      fix: "Add an action, or remove the rule.",
    },
    (inputs) =>
      valuesAt(inputs, "rules.*").flatMap(({ path, value }) =>
        isRecord(value) && actions.every((each) => isAbsent(value, each))
          ? [{ argument: path, found: "a rule without action" }]
          : [],
      ),
  ),
  custom(
    "S3-10-key",
    s3.bucketEncryption,
    {
      limit: "aws:kms or aws:kms:dsse beside a key",
      source: `${API}/API_ServerSideEncryptionByDefault.html`,
      fix: 'Set sseAlgorithm to "aws:kms", or remove kmsMasterKeyId.',
    },
    (inputs) =>
      valuesAt(inputs, "rules.*.applyServerSideEncryptionByDefault").flatMap(({ path, value }) =>
        isRecord(value) && value.sseAlgorithm === "AES256" && isSet(value, "kmsMasterKeyId")
          ? [{ argument: `${path}.sseAlgorithm`, found: value.sseAlgorithm }]
          : [],
      ),
  ),
];
