import { custom, expects, grouped, oneOf, range } from "./base/checks";
import { efs } from "./base/types/efs";
import type { ResourceRule } from "./base/rule";
import { isAbsent, isRecord, listOf, numberAt, textAt, valueAt } from "./base/values";

const API = "https://docs.aws.amazon.com/efs/latest/ug/API_CreateFileSystem.html";
const LIFECYCLE = "https://docs.aws.amazon.com/efs/latest/ug/API_LifecyclePolicy.html";

export const throughputModes = ["elastic", "bursting", "provisioned"] as const;
export type ThroughputMode = (typeof throughputModes)[number];
/** Throughput that is paid by the hour. */
export const provisionedThroughput = { min: 1, max: 3_414, unit: "MiB/s", integer: false as const };
export const allowedThroughput = `${provisionedThroughput.min} to ${grouped(provisionedThroughput.max)} MiB/s`;
/** Days without use after which files can move to a colder class. */
export const fileAges = [1, 7, 14, 30, 60, 90, 180, 270, 365] as const;
export type FileAge = (typeof fileAges)[number];

const ages = fileAges.map((days) => (days === 1 ? "AFTER_1_DAY" : `AFTER_${days}_DAYS`));
const f = efs.fileSystem;

export const sections = { EFS: "File systems" };

export const resourceRules: readonly ResourceRule[] = [
  expects("SEC-EFS-encrypted", f, "encrypted", true, {
    severity: "warning",
    source: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html",
    fix: "Set encrypted to true now: a file system can't be encrypted later.",
  }),
  oneOf("EFS-01", f, "throughputMode", throughputModes, {
    source: API,
    fix: "Name one of these modes.",
  }),
  range("EFS-02", f, "provisionedThroughputInMibps", provisionedThroughput, {
    source: API,
    fix: "Set a rate in that range, or use elastic throughput.",
  }),
  custom(
    "EFS-02-mode",
    f,
    {
      limit: 'provisionedThroughputInMibps with throughputMode "provisioned", and only there',
      source: API,
      fix: 'Set throughputMode to "provisioned" and provisionedThroughputInMibps together, or neither.',
    },
    (inputs) => {
      const isProvisioned = textAt(inputs, "throughputMode") === "provisioned";
      const mode = valueAt(inputs, "throughputMode");
      if (mode !== undefined && typeof mode !== "string") return undefined;
      const rate = numberAt(inputs, "provisionedThroughputInMibps");
      const isMissing = isAbsent(inputs, "provisionedThroughputInMibps");
      return (isProvisioned && isMissing) || (!isProvisioned && rate !== undefined)
        ? { argument: "provisionedThroughputInMibps", found: rate }
        : undefined;
    },
  ),
  ...["transitionToIa", "transitionToArchive"].map((argument) =>
    oneOf(`EFS-03-${argument}`, f, `lifecyclePolicies.*.${argument}`, ages, {
      source: LIFECYCLE,
      fix: "Name one of these ages.",
    }),
  ),
  custom(
    "EFS-03-order",
    f,
    {
      limit: "a move to Archive later than the one to Infrequent Access",
      source: LIFECYCLE,
      fix: "Raise transitionToArchive, or lower transitionToIa.",
    },
    (inputs) => {
      const [infrequent, archive] = ["transitionToIa", "transitionToArchive"].map((argument) =>
        ageOf(inputs, argument),
      );
      return infrequent >= 0 && archive >= 0 && archive <= infrequent
        ? { argument: "lifecyclePolicies", found: ages[archive] }
        : undefined;
    },
  ),
  custom(
    "EFS-03-separate",
    f,
    {
      limit: "one transition in each entry of lifecyclePolicies",
      source: LIFECYCLE,
      fix: "Write each transition as an entry of its own.",
    },
    (inputs) =>
      listOf(valueAt(inputs, "lifecyclePolicies")).flatMap((entry, index) =>
        isRecord(entry) && Object.values(entry).filter((value) => value !== undefined).length > 1
          ? [{ argument: `lifecyclePolicies.${index}`, found: Object.keys(entry).join(", ") }]
          : [],
      ),
  ),
  range(
    "EFS-04",
    efs.accessPoint,
    "posixUser.uid",
    { min: 0, max: 4_294_967_295 },
    {
      source: "https://docs.aws.amazon.com/efs/latest/ug/API_PosixUser.html",
      fix: "Name a user in that range, such as 1000.",
    },
  ),
  custom(
    "EFS-05",
    efs.accessPoint,
    {
      severity: "warning",
      limit: "a folder of its own; through one at / everything is seen",
      source: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html",
      fix: "Set rootDirectory.path with creationInfo.",
    },
    (inputs) => {
      const path = valueAt(inputs, "rootDirectory.path");
      return path === "/" || isAbsent(inputs, "rootDirectory.path")
        ? { argument: "rootDirectory.path", found: path }
        : undefined;
    },
  ),
];

function ageOf(inputs: Parameters<typeof valueAt>[0], argument: string): number {
  const found = listOf(valueAt(inputs, "lifecyclePolicies")).find(
    (entry) => isRecord(entry) && entry[argument] !== undefined,
  );
  return isRecord(found) ? ages.indexOf(String(found[argument])) : -1;
}
