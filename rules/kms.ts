import { custom } from "./base/checks";
import { documentsAt, takes, type Statement } from "./base/policy-document";
import { keyPolicyPlaces, pathsOf, typesOf } from "./base/policy-types";
import type { ResourceRule } from "./base/rule";

/** Whoever may do this can give every other right on the key back. */
const REPAIR = "kms:PutKeyPolicy";

export const sections = { KMS: "Keys" };

export const resourceRules: readonly ResourceRule[] = [
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
