import { custom } from "./base/checks";
import { openStatements } from "./base/policy-document";
import { otherResourcePolicyPlaces, pathsOf, typesOf } from "./base/policy-types";
import type { ResourceRule } from "./base/rule";

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "SEC-POLICY-everyone",
    typesOf(otherResourcePolicyPlaces),
    {
      severity: "warning",
      limit: "statements that name who may use the resource, or under what condition",
      source:
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
      fix: "Name the principals, or add a condition such as aws:SourceArn or aws:PrincipalOrgID.",
    },
    (inputs) =>
      pathsOf(otherResourcePolicyPlaces).flatMap((path) =>
        openStatements(inputs, path).map(({ actions }) => ({
          argument: path,
          found: `everyone may ${actions.join(", ")}`,
        })),
      ),
  ),
];
