import { custom, pattern, range } from "./base/checks";
import { documentsAt, takes, type Statement } from "./base/policy-document";
import { keyPolicyPlaces, pathsOf, typesOf } from "./base/policy-types";
import { kms } from "./base/types/kms";
import type { ResourceRule } from "./base/rule";
import { equals, textAt } from "./base/values";

/** Whoever may do this can give every other right on the key back. */
const REPAIR = "kms:PutKeyPolicy";

/** How long a key waits for its end. */
const keyDeletion = { min: 7, max: 30, unit: "days" };

export const sections = { KMS: "Keys" };

export const resourceRules: readonly ResourceRule[] = [
  range("KMS-02", kms.key, "deletionWindowInDays", keyDeletion, {
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html",
    fix: "Set at least a week.",
  }),
  pattern("KMS-02-alias", kms.alias, "name", /^alias\/(?!aws\/)[\w/-]+$/, {
    limit: "alias/ and letters, digits, _ / and -; alias/aws/ is for AWS's own keys",
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
    fix: "Begin the name with alias/.",
  }),
  custom(
    "KMS-02-rotation",
    kms.key,
    {
      limit: "rotation of symmetric keys alone",
      source: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
      fix: "Remove enableKeyRotation.",
      when: (inputs) => equals(inputs, "enableKeyRotation", true),
    },
    (inputs) => {
      const found = textAt(inputs, "customerMasterKeySpec");
      return found !== undefined && found !== "SYMMETRIC_DEFAULT"
        ? { argument: "enableKeyRotation", found: `true, with ${found}` }
        : undefined;
    },
  ),
  custom(
    "KMS-01",
    typesOf(keyPolicyPlaces),
    {
      limit: `a statement that allows the account's root or an administrator ${REPAIR}; without it the key can't be managed any more, and KMS refuses the policy`,
      source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html",
      fix: 'Add { Effect: "Allow", Principal: { AWS: "arn:aws:iam::<account>:root" }, Action: "kms:*", Resource: "*" }.',
    },
    (inputs) =>
      documentsAt(inputs, pathsOf(keyPolicyPlaces))
        .filter(({ isWhole, statements }) => isWhole && !statements.some(keepsOwner))
        .map(({ argument, statements }) => ({
          argument,
          found: `a policy for ${[...new Set(statements.flatMap(whoOf))].join(", ") || "nobody"}`,
        })),
  ),
];

function keepsOwner(statement: Statement): boolean {
  const { allows, everyone, identities } = statement;
  return allows && (everyone || identities.length > 0) && takes(statement, REPAIR);
}

function whoOf({ services, identities }: Statement): readonly string[] {
  return [...services, ...identities];
}
