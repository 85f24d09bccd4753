/** What may be done with a secret, whoever made it: Secrets Manager keeps a database's, too. */
import type { Grants } from "./grants";

export const secretGrants = {
  read: { actions: ["secretsmanager:GetSecretValue"], key: ["kms:Decrypt"] },
} satisfies Grants;
