/** What is wrong with a program, collected while it runs. */
import { Finding, Severity, SourceLine } from "../report/plan";
import { Position, RegisteredResource } from "./registration";
import { chain, linesOf } from "../host/source-lines";
import { redact } from "../report/masking";

/** A finding as it is made; places are call chains, innermost frame first. */
export interface NewFinding {
  rule: string;
  severity: Severity;
  message: string;
  fix?: string;
  urn?: string;
  places?: readonly (readonly Position[])[];
  source?: SourceLine;
  placeholder?: true;
}

const DUPLICATE = "duplicate-urn";

export class FindingLog {
  private readonly all = new Map<string, Finding>();
  private readonly withinDuplicates = new Set<string>();

  /** Adds a finding; one rule is reported once for a resource and message. */
  add(finding: NewFinding): void {
    const complete = completed(finding);
    const key = JSON.stringify([complete.rule, complete.urn, complete.message]);
    if (!this.all.has(key)) {
      this.all.set(key, complete);
    }
  }

  /** Both places, because either may be the wrong one. What is made within a duplicate is one by that alone. */
  duplicate(first: RegisteredResource, second: RegisteredResource): void {
    const { parent } = second;
    if (this.withinDuplicates.has(parent) || this.about(DUPLICATE).includes(parent)) {
      this.withinDuplicates.add(second.urn);
      return;
    }
    const [one, other] = [chain(first.stack), chain(second.stack)];
    this.add({
      ...{ rule: DUPLICATE, severity: "error", urn: second.urn, places: [second.stack] },
      message: `Duplicate resource URN '${second.urn}': made at ${one} and again at ${other}`,
      fix:
        first.parent === second.parent
          ? `Give one of the two another name than "${second.name}".`
          : "Put the parent's name into the name: a URN has the types of all parents, not their names.",
    });
  }

  /** The URNs that a rule was found broken at. */
  about(rule: string): string[] {
    return [...this.all.values()].filter((item) => item.rule === rule).map(({ urn }) => urn);
  }

  hasErrors(): boolean {
    return [...this.all.values()].some((item) => item.severity === "error");
  }

  /** Most severe first, then in a fixed order. */
  sorted(): Finding[] {
    return sorted([...this.all.values()]);
  }
}

/** The finding as reports have it. */
export function completed(finding: NewFinding): Finding {
  const source = finding.source ?? linesOf(finding.places?.[0] ?? []).source;
  return {
    rule: finding.rule,
    severity: finding.severity,
    urn: finding.urn ?? "",
    message: redact(finding.message),
    fix: redact(finding.fix ?? ""),
    ...(source ? { source } : {}),
    ...(finding.placeholder ? { placeholder: true } : {}),
  };
}

/** Most severe first, then in a fixed order. */
export function sorted(findings: readonly Finding[]): Finding[] {
  const rank = { error: 0, warning: 1, info: 2 };
  return [...findings].sort((a, b) => {
    const order = rank[a.severity] - rank[b.severity];
    return order !== 0 ? order : textOf(a) < textOf(b) ? -1 : 1;
  });
}

function textOf(finding: Finding): string {
  return JSON.stringify([finding.rule, finding.urn, finding.message]);
}
