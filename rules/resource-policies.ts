import { admitsNoStranger } from "./base/policy-document";
import { otherResourcePolicyPlaces, pathsOf, typesOf } from "./base/policy-types";
import type { ResourceRule } from "./base/rule";

export const resourceRules: readonly ResourceRule[] = [
  admitsNoStranger(
    "SEC-POLICY-everyone",
    typesOf(otherResourcePolicyPlaces),
    pathsOf(otherResourcePolicyPlaces),
    {
      severity: "warning",
      limit: "statements that name who may use the resource, or under what condition",
      source:
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
      fix: "Name the principals, or add a condition such as aws:SourceArn or aws:PrincipalOrgID.",
    },
  ),
];
