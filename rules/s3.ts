import { custom, expects, oneOf, pattern, range, refuses } from "./base/checks";
import { origins } from "./base/origin";
import { publicStatements } from "./base/policy-document";
import { bucketPolicyPlaces, typesOf } from "./base/policy-types";
import { s3 } from "./base/types/s3";
import type { Inputs, Plain, ResourceRule } from "./base/rule";
import { isRecord, listOf, valueAt, valuesAt } from "./base/values";

const GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";

/** Storage classes that objects can move to, warmest first. */
export const transitionStorageClasses = [
  "STANDARD_IA",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
] as const;

/** Objects are kept at least this many days in STANDARD before an infrequent-access class. */
export const infrequentAccessDays = 30;
/** Rules of one lifecycle configuration. */
export const lifecycleRules = 1_000;

const blocks = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];
const destinations = ["lambdaFunctions", "queues", "topics"];
const n = s3.bucketNotification;

export const sections = { S3N: "Bucket notifications", S3: "Buckets" };

export const resourceRules: readonly ResourceRule[] = [
  pattern(
    "S3-01",
    s3.bucket,
    "bucket",
    /^(?!xn--|sthree-|.*-s3alias$|.*--ol-s3$)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    {
      limit: "3 to 63 lower-case letters, digits, hyphens and dots",
      source: `${GUIDE}/bucketnamingrules.html`,
      fix: "Rename the bucket, or leave bucket out: Pulumi then names it.",
    },
  ),
  refuses(
    "SEC-S3-acl",
    [s3.bucket, s3.bucketAcl],
    "acl",
    /^(public-read|public-read-write|authenticated-read)$/,
    {
      limit: "no public ACL",
      source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
      fix: "Remove acl and serve the bucket through CloudFront.",
    },
  ),
  ...blocks.map((block) =>
    expects(`SEC-S3-${block}`, s3.bucketPublicAccessBlock, block, true, {
      severity: "warning",
      source: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html",
      fix: `Set ${block} to true.`,
    }),
  ),
  expects("SEC-S3-ownership", s3.bucketOwnership, "rule.objectOwnership", "BucketOwnerEnforced", {
    severity: "warning",
    source: `${GUIDE}/about-object-ownership.html`,
    fix: "Set rule.objectOwnership to BucketOwnerEnforced, which switches ACLs off.",
  }),
  custom(
    "SEC-S3-policy",
    typesOf(bucketPolicyPlaces),
    {
      severity: "warning",
      limit: "statements that name who may use the bucket, or under what condition",
      source: `${GUIDE}/access-control-block-public-access.html`,
      fix: "Serve the bucket through CloudFront with an origin access control, name the principals, or add a condition such as aws:SourceArn.",
    },
    (inputs) =>
      publicStatements(inputs, "policy").map(({ actions }) => ({
        argument: "policy",
        found: `everyone may ${actions.join(", ")}`,
      })),
  ),
  oneOf(
    "S3-02",
    s3.bucketLifecycle,
    "rules.*.transitions.*.storageClass",
    transitionStorageClasses,
    {
      source: `${GUIDE}/lifecycle-transition-general-considerations.html`,
      fix: "Name one of these storage classes.",
    },
  ),
  oneOf(
    "S3-02-noncurrent",
    s3.bucketLifecycle,
    "rules.*.noncurrentVersionTransitions.*.storageClass",
    transitionStorageClasses,
    {
      source: `${GUIDE}/lifecycle-transition-general-considerations.html`,
      fix: "Name one of these storage classes.",
    },
  ),
  custom(
    "S3-03",
    s3.bucketLifecycle,
    {
      limit: `${infrequentAccessDays} days or more before STANDARD_IA and ONEZONE_IA`,
      source: `${GUIDE}/lifecycle-transition-general-considerations.html`,
      fix: `Set days to ${infrequentAccessDays} or more, or name a Glacier class.`,
    },
    (inputs) =>
      valuesAt(inputs, "rules.*.transitions.*").flatMap(({ path, value }) =>
        isRecord(value) &&
        (value["storageClass"] === "STANDARD_IA" || value["storageClass"] === "ONEZONE_IA") &&
        typeof value["days"] === "number" &&
        value["days"] < infrequentAccessDays
          ? [{ argument: `${path}.days`, found: value["days"] }]
          : [],
      ),
  ),
  custom(
    "S3-04",
    s3.bucketLifecycle,
    {
      limit: "an expiration after the last transition",
      source: `${GUIDE}/intro-lifecycle-rules.html`,
      fix: "Raise expiration.days, or remove the later transition.",
    },
    (inputs) =>
      valuesAt(inputs, "rules.*").flatMap(({ path, value }) => {
        if (!isRecord(value)) return [];
        const expiration = valueAt(value, "expiration.days");
        const latest = Math.max(
          ...valuesAt(value, "transitions.*.days").flatMap(({ value: days }) =>
            typeof days === "number" ? [days] : [],
          ),
        );
        return typeof expiration === "number" && expiration <= latest
          ? [
              {
                argument: `${path}.expiration.days`,
                found: expiration,
                limit: `more than ${latest} days, when the last transition happens`,
              },
            ]
          : [];
      }),
  ),
  range(
    "S3-05",
    s3.bucketLifecycle,
    "rules.*.abortIncompleteMultipartUpload.daysAfterInitiation",
    { min: 1, max: 2_147_483_647, unit: "days" },
    {
      limit: "1 day or more",
      source: `${GUIDE}/mpu-abort-incomplete-mpu-lifecycle-config.html`,
      fix: "Set 7, for example.",
    },
  ),
  origins(
    "S3-06",
    s3.bucketCors,
    "corsRules.*.allowedOrigins.*",
    "within-host",
    `${GUIDE}/ManageCorsUsing.html`,
  ),
  origins(
    "S3-06-bucket",
    s3.bucket,
    "corsRules.*.allowedOrigins.*",
    "within-host",
    `${GUIDE}/ManageCorsUsing.html`,
  ),
  custom(
    "S3N-02",
    n,
    {
      limit: "one destination for each event and overlapping prefix and suffix",
      source: `${GUIDE}/notification-how-to-filtering.html`,
      fix: "Make the prefixes or suffixes distinct, send the event to a topic with several subscribers, or to EventBridge.",
    },
    (inputs) => {
      const entries = destinations.flatMap((kind) => valuesAt(inputs, `${kind}.*`));
      return entries.flatMap((later, index) => {
        const earlier = entries.slice(0, index).find((entry) => overlap(entry.value, later.value));
        return earlier === undefined
          ? []
          : [{ argument: later.path, found: `the same events as ${earlier.path}` }];
      });
    },
  ),
  ...destinations.slice(1).map((kind) =>
    refuses(
      `S3N-03-${kind}`,
      n,
      `${kind}.*.${kind === "queues" ? "queueArn" : "topicArn"}`,
      /\.fifo$/,
      {
        limit: "a standard queue or topic; S3 can't notify a FIFO one",
        source: `${GUIDE}/notification-how-to-event-types-and-destinations.html`,
        fix: "Use a standard one, or EventBridge with a FIFO queue as target.",
      },
    ),
  ),
  ...destinations.map((kind) =>
    pattern(
      `S3N-05-${kind}`,
      n,
      `${kind}.*.events.*`,
      /^s3:[A-Z][A-Za-z]+(:([A-Z][A-Za-z]+|\*))?$/,
      {
        limit: "an event such as s3:ObjectCreated:* or s3:ObjectRemoved:Delete",
        source: `${GUIDE}/notification-how-to-event-types-and-destinations.html`,
        fix: "Correct the event's name.",
      },
    ),
  ),
];

/** True where both destinations certainly get some of the same events. */
export function overlap(a: Plain, b: Plain): boolean {
  if (!isRecord(a) || !isRecord(b)) return false;
  const [aText, bText] = [filterOf(a), filterOf(b)];
  if (aText === undefined || bText === undefined) return false;
  const prefixes = aText.prefix.startsWith(bText.prefix) || bText.prefix.startsWith(aText.prefix);
  const suffixes = aText.suffix.endsWith(bText.suffix) || bText.suffix.endsWith(aText.suffix);
  return (
    prefixes &&
    suffixes &&
    eventsOf(a).some((one) => eventsOf(b).some((other) => sameEvent(one, other)))
  );
}

function filterOf(entry: Inputs): { prefix: string; suffix: string } | undefined {
  const prefix = entry["filterPrefix"] ?? "";
  const suffix = entry["filterSuffix"] ?? "";
  return typeof prefix === "string" && typeof suffix === "string" ? { prefix, suffix } : undefined;
}

function eventsOf(entry: Inputs): string[] {
  return listOf(entry["events"]).filter((event) => typeof event === "string");
}

/** `s3:ObjectCreated:*` has `s3:ObjectCreated:Put` within it. */
function sameEvent(a: string, b: string): boolean {
  const [aStem, bStem] = [a.replace(/\*$/, ""), b.replace(/\*$/, "")];
  if (a.endsWith("*")) return b.startsWith(aStem);
  return b.endsWith("*") ? a.startsWith(bStem) : a === b;
}
