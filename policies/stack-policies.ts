import type { PolicyConfigSchema, PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { checkStack, isFor, type RuleContext, type StackResource, type StackRule } from "../rules";
import { stackOf, type ExceptionList } from "./exception-list";
import { enforcementOf, messageOf, reportMessage } from "./messages";
import { resourceInputs } from "./resource-inputs";
import { UNUSED_EXCEPTIONS } from "../rules/base/rule";
import { secretPaths } from "./secret-values";

/** What `--policy-pack-config` can set, by rule. */
const SETTINGS = {
  "LAM-16": { accountConcurrency: { type: "integer", minimum: 100 } },
} as const satisfies { [rule: string]: PolicyConfigSchema["properties"] };

/** One policy for each rule, named by its id. */
export function stackPolicies(
  rules: readonly StackRule[],
  exceptions: ExceptionList,
  context: RuleContext,
): StackValidationPolicy[] {
  return rules.map((rule) => {
    return {
      ...enforcementOf(rule),
      ...(rule.id in SETTINGS && {
        configSchema: { properties: SETTINGS[rule.id as keyof typeof SETTINGS] },
      }),
      validateStack: ({ resources, getConfig }, report) => {
        if (!resources.some(({ type }) => isFor(rule, type))) return;
        const settings = { ...context, ...getConfig<Partial<RuleContext>>() };
        for (const violation of checkStack([rule], resources.map(stackResource), settings)) {
          if (!exceptions.excuses(rule.id, violation.urn))
            reportMessage(report, messageOf(violation), violation.urn);
        }
      },
    };
  });
}

/** Fails for each exception that excused nothing in the stack. It must come after all other policies. */
export function unusedExceptionsPolicy(exceptions: ExceptionList): StackValidationPolicy {
  return {
    name: UNUSED_EXCEPTIONS,
    description: "Exceptions in policies/exceptions.ts and of features that excuse nothing.",
    enforcementLevel: "mandatory",
    severity: "high",
    validateStack: ({ resources }, report) => {
      const stack = stackOf(resources[0]?.urn ?? "");
      for (const { rule, resource } of exceptions.unused(stack)) {
        reportMessage(
          report,
          `${UNUSED_EXCEPTIONS}: ${resource} does not break ${rule} in stack ${stack}; allowed: exceptions that are needed\n` +
            "Fix: Delete the entry from policies/exceptions.ts or the feature's exceptions.ts, correct its names, or name its stacks.",
        );
      }
    },
  };
}

function stackResource(resource: PolicyResource): StackResource {
  const { urn, type, name, props, opts, parent, dependencies, propertyDependencies } = resource;
  return {
    urn,
    type,
    name,
    parent: parent?.urn,
    protect: opts.protect,
    ignoreChanges: opts.ignoreChanges,
    values: resourceInputs(props),
    secrets: secretPaths(props),
    dependencies: dependencies.map((dependency) => dependency.urn),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([argument, sources]) => [
        argument,
        sources.map((source) => source.urn),
      ]),
    ),
  };
}
