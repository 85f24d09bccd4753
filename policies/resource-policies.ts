import type { ResourceValidationPolicy } from "@pulumi/policy";
import { checkResource, type ResourceRule, type RuleContext } from "../rules";
import type { ExceptionList } from "./exception-list";
import { enforcementOf, messageOf, reportMessage } from "./messages";
import { plainInputs } from "./plain-values";

/** One policy for each rule, named by its id. */
export function resourcePolicies(
  rules: readonly ResourceRule[],
  exceptions: ExceptionList,
  context: RuleContext,
): ResourceValidationPolicy[] {
  return rules.map((rule) => {
    const types = new Set([rule.type].flat());
    return {
      ...enforcementOf(rule),
      validateResource: ({ type, urn, props }, report) => {
        if (!types.has(type)) return;
        for (const violation of checkResource([rule], type, plainInputs(props), context)) {
          if (!exceptions.excuses(rule.id, urn)) reportMessage(report, messageOf(violation), urn);
        }
      },
    };
  });
}
