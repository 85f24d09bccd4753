/** Vaults and plans (AWS Backup), and snapshot policies (Data Lifecycle Manager). */
import { because, type Facts, FORCES_NEW, inRegion, NO_SUCH_TYPE } from "../type-facts";

export const facts: Facts = {
  "aws:backup/vault:Vault": {
    outputs: {
      name: "{auto}",
      arn: "arn:aws:backup:{region}:{account}:backup-vault:{name}",
      id: "{name}",
    },
    replaces: {
      spec: "AWS::Backup::BackupVault",
      names: { BackupVaultName: "name", EncryptionKeyArn: "kmsKeyArn" },
    },
    unique: inRegion("AlreadyExistsException", "Backup vault with the same name already exists"),
  },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
    outputs: { id: "{backupVaultName}" },
    replaces: {
      also: because(
        NO_SUCH_TYPE,
        "backupVaultName",
        "changeableForDays",
        "minRetentionDays",
        "maxRetentionDays",
      ),
    },
  },
  "aws:backup/plan:Plan": {
    outputs: {
      name: "{auto}",
      id: "{uuid}",
      arn: "arn:aws:backup:{region}:{account}:backup-plan:{id}",
    },
    replaces: { spec: "AWS::Backup::BackupPlan", also: because(FORCES_NEW, "name") },
  },
  "aws:backup/selection:Selection": {
    outputs: { name: "{auto}", id: "{uuid}" },
    replaces: {
      spec: "AWS::Backup::BackupSelection",
      names: { BackupPlanId: "planId", BackupSelection: null },
      also: because(
        "the provider has no update of it",
        "name",
        "iamRoleArn",
        "selectionTags",
        "resources",
        "notResources",
        "conditions",
      ),
    },
  },
  "aws:dlm/lifecyclePolicy:LifecyclePolicy": {
    outputs: {
      id: "policy-0{hex:16}",
      arn: "arn:aws:dlm:{region}:{account}:policy/{id}",
    },
    replaces: { spec: "AWS::DLM::LifecyclePolicy" },
  },
};
