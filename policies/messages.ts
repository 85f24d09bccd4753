import type { Policy, ReportViolation } from "@pulumi/policy";
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

/**
 * Reports a message as it is. Given as text, `@pulumi/policy` would put the policy's description
 * before it, which says the same; the form with an object is not in its types.
 */
export function reportMessage(report: ReportViolation, message: string, urn?: string): void {
  (report as unknown as (violation: { message: string; urn?: string }) => void)({ message, urn });
}
