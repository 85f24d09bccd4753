/** Runs the rulebook over the arguments of one child. */
import * as pulumi from "@pulumi/pulumi";
import { resourceRules } from "../../rules";
import { plainInputs } from "../../rules/base/plain-inputs";
import { isExcused } from "../../rules/base/exception";
import { checkResource, describe, ResourceRule, Violation } from "../../rules/base/rule";
import type { EnvironmentFacts } from "./environment-facts";
import { ResourceClass } from "./resource-class";
import { typeToken } from "./tags";

/**
 * How the offline preview has broken rules told one by one instead of thrown: the first error would
 * hide those of all other components. It sets the variable itself; in a deployment nothing may go on.
 */
const BROKEN_RULES_SWITCH = "STRATA_BROKEN_RULES";
const BROKEN_RULES_TOLD = "told";

/** Whose child is checked. */
type Maker = pulumi.ComponentResource & { readonly environment: EnvironmentFacts };

/** Throws one error for all broken rules of severity `error`; logs the warnings. What is excused is neither. */
export function checkArguments<Made extends pulumi.Resource, Args extends object>(
  component: Maker,
  type: ResourceClass<Made, Args>,
  name: string,
  args: Partial<Args>,
  rules: readonly ResourceRule[] = resourceRules,
): void {
  const token = typeToken(type);
  const today = new Date().toISOString().slice(0, 10);
  const { exceptions } = component.environment;
  const planned = { stack: pulumi.getStack(), type: token, name };
  const violations = checkResource(rules, token, plainInputs(args), { today }, name).filter(
    ({ rule }) => !isExcused(exceptions, rule, planned),
  );
  for (const found of violations.filter(({ severity }) => severity === "warning")) {
    void pulumi.log.warn(`${found.rule}: ${name}: ${sentence(found)}`, component);
  }
  const errors = violations.filter(({ severity }) => severity === "error");
  if (process.env[BROKEN_RULES_SWITCH] === BROKEN_RULES_TOLD) {
    for (const found of errors) {
      void pulumi.log.error(
        `${found.rule}: ${name}: ${describe(found)}\nFix: ${found.fix}`,
        component,
      );
    }
  } else if (errors.length > 0) {
    const heading = `${component.constructor.name} "${name}" (${token}) breaks ${errors.length === 1 ? "a rule" : `${errors.length} rules`}:`;
    throw new pulumi.RunError(
      [heading, ...errors.map((found) => `  ${found.rule}: ${sentence(found)}`)].join("\n"),
    );
  }
}

function sentence(found: Violation): string {
  return `${describe(found)}. Fix: ${found.fix}`;
}
