/** Pulumi type tokens of the resources of backup that rules speak of. */
export const backup = {
  backupPlan: "aws:backup/plan:Plan",
  backupVaultLock: "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
} as const;
