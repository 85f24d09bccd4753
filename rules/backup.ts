import { custom, range } from "./base/checks";
import { backup } from "./base/types/backup";
import type { ResourceRule } from "./base/rule";
import { isRecord, numberAt, valuesAt } from "./base/values";

const RULES = "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html";
const LOCK =
  "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html";

/** Days that a backup stays in cold storage at least. */
export const coldStorageDays = 90;
/** Continuous backups can't be kept longer. */
export const continuousDays = 35;
/** Days in which a lock for compliance can still be taken back: 3 at least, 100 years at most. */
export const lockGraceDays = { min: 3, max: 36_500, unit: "days" };

const lifecycles = ["rules.*.lifecycle", "rules.*.copyActions.*.lifecycle"];

export const sections = { BK: "Backups" };

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "BK-01",
    backup.backupPlan,
    {
      limit: `${coldStorageDays} days or more in cold storage`,
      source: RULES,
      fix: `Raise deleteAfter to coldStorageAfter + ${coldStorageDays}, or remove coldStorageAfter.`,
    },
    (inputs) =>
      lifecycles
        .flatMap((path) => valuesAt(inputs, path))
        .flatMap(({ path, value }) => {
          if (!isRecord(value)) return [];
          const [cold, gone] = ["coldStorageAfter", "deleteAfter"].map((at) => numberAt(value, at));
          return cold !== undefined && gone !== undefined && gone < cold + coldStorageDays
            ? [{ argument: `${path}.deleteAfter`, found: gone }]
            : [];
        }),
  ),
  custom(
    "BK-02",
    backup.backupPlan,
    {
      limit: `continuous backups are kept 1 to ${continuousDays} days, without cold storage`,
      source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html",
      fix: "Lower lifecycle.deleteAfter and remove coldStorageAfter, or make a second rule without enableContinuousBackup.",
    },
    (inputs) =>
      valuesAt(inputs, "rules.*").flatMap(({ path, value }) => {
        if (!isRecord(value) || value["enableContinuousBackup"] !== true) return [];
        const gone = numberAt(value, "lifecycle.deleteAfter");
        const cold = numberAt(value, "lifecycle.coldStorageAfter");
        return (gone !== undefined && gone > continuousDays) || cold !== undefined
          ? [{ argument: `${path}.lifecycle`, found: cold ?? gone }]
          : [];
      }),
  ),
  range("BK-03", backup.backupVaultLock, "changeableForDays", lockGraceDays, {
    source: LOCK,
    fix: "Set it to 3 or more, or remove it for a lock that administrators can lift.",
  }),
  custom(
    "BK-03-order",
    backup.backupVaultLock,
    {
      limit: "minRetentionDays at most maxRetentionDays",
      source: LOCK,
      fix: "Exchange the two.",
    },
    (inputs) => {
      const [min, max] = ["minRetentionDays", "maxRetentionDays"].map((at) => numberAt(inputs, at));
      return min !== undefined && max !== undefined && min > max
        ? { argument: "minRetentionDays", found: min, limit: `at most ${max} days` }
        : undefined;
    },
  ),
];
