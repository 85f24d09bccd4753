import type { Policy } from "@pulumi/policy";
import {
  describe,
  type ResourceRule,
  type Severity,
  type StackRule,
  type Violation,
} from "../rules";

const LEVELS = {
  error: { enforcementLevel: "mandatory", severity: "high" },
  warning: { enforcementLevel: "advisory", severity: "medium" },
  info: { enforcementLevel: "advisory", severity: "low" },
} as const satisfies { [severity in Severity]: Pick<Policy, "enforcementLevel" | "severity"> };

/** What a policy says about the rule it stands for. */
export function enforcementOf(rule: ResourceRule | StackRule) {
  return {
    name: rule.id,
    description: `Allowed: ${rule.limit}.`,
    remediationSteps: rule.fix,
    url: rule.source,
    ...LEVELS[rule.severity],
  };
}

/** A broken rule in two lines. */
export function messageOf(violation: Violation): string {
  return `${violation.rule}: ${describe(violation)}\nFix: ${violation.fix}`;
}
