import { absent, expects, oneOf, range, required } from "./base/checks";
import { kinesis } from "./base/types/kinesis";
import type { Inputs, ResourceRule } from "./base/rule";
import { equals, isAbsent } from "./base/values";

const API = "https://docs.aws.amazon.com/kinesis/latest/APIReference";

/** How long records are kept. AWS's default is the shortest. */
export const streamRetention = { min: 24, max: 8_760, unit: "hours" };
/** Size of a record with its key. AWS's default is the smallest. */
export const recordSize = { min: 1_024, max: 10_240, unit: "KiB" };

const s = kinesis.kinesisStream;
const isOnDemand = (inputs: Inputs) => equals(inputs, "streamModeDetails.streamMode", "ON_DEMAND");
/** The provider's default is PROVISIONED. */
const isProvisioned = (inputs: Inputs) =>
  isAbsent(inputs, "streamModeDetails") ||
  equals(inputs, "streamModeDetails.streamMode", "PROVISIONED");

export const sections = { KIN: "Kinesis" };

export const resourceRules: readonly ResourceRule[] = [
  range("KIN-01", s, "retentionPeriod", streamRetention, {
    source: `${API}/API_IncreaseStreamRetentionPeriod.html`,
    fix: "Set one day to one year, in hours.",
  }),
  range("KIN-01-size", s, "maxRecordSizeInKib", recordSize, {
    source: `${API}/API_CreateStream.html`,
    fix: "Set at most 10,240; put larger payloads into S3 and send their key.",
  }),
  oneOf("KIN-02-mode", s, "streamModeDetails.streamMode", ["ON_DEMAND", "PROVISIONED"], {
    source: `${API}/API_StreamModeDetails.html`,
    fix: "Set one of the two.",
  }),
  absent("KIN-02", s, "shardCount", {
    when: isOnDemand,
    limit: "no shardCount on a stream that scales by itself",
    source: `${API}/API_CreateStream.html`,
    fix: "Remove shardCount, or set streamMode to PROVISIONED.",
  }),
  required("KIN-02-shards", s, "shardCount", {
    when: isProvisioned,
    limit: "1 or more shards, with PROVISIONED, the default of streamMode",
    source: `${API}/API_CreateStream.html`,
    fix: 'Set shardCount, or streamModeDetails to { streamMode: "ON_DEMAND" }.',
  }),
  required("KIN-03", s, "kmsKeyId", {
    when: (inputs) => equals(inputs, "encryptionType", "KMS"),
    limit: "a key, with encryptionType KMS",
    source: `${API}/API_StartStreamEncryption.html`,
    fix: 'Set kmsKeyId to "alias/aws/kinesis", or to a key of your own.',
  }),
  expects("SEC-KIN-encryption", s, "encryptionType", "KMS", {
    severity: "warning",
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/kinesis-controls.html",
    fix: 'Set encryptionType to KMS and kmsKeyId to "alias/aws/kinesis".',
  }),
];
