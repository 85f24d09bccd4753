import type { ResourceValidationPolicy } from "@pulumi/policy";
import { checkResource, isFor, type ResourceRule, type RuleContext } from "../rules";
import type { ExceptionList } from "./exception-list";
import { enforcementOf, messageOf, reportMessage } from "./messages";
import { resourceInputs } from "./resource-inputs";

/** One policy for each rule, named by its id. */
export function resourcePolicies(
  rules: readonly ResourceRule[],
  exceptions: ExceptionList,
  context: RuleContext,
): ResourceValidationPolicy[] {
  return rules.map((rule) => {
    return {
      ...enforcementOf(rule),
      validateResource: ({ type, name, urn, props }, report) => {
        if (!isFor(rule, type)) return;
        for (const violation of checkResource([rule], type, resourceInputs(props), context, name)) {
          if (!exceptions.excuses(rule.id, urn)) reportMessage(report, messageOf(violation), urn);
        }
      },
    };
  });
}
