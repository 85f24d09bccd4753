/** What is wrong with a program, collected while it runs. */
import { Finding, Severity, SourceLine } from "./plan";
import { Position, RegisteredResource } from "./registration";
import { chain, linesOf } from "./source-lines";
import { redact } from "./masking";

/** A finding as it is made; places are call chains, innermost frame first. */
export interface NewFinding {
  rule: string;
  severity: Severity;
  message: string;
  fix?: string;
  urn?: string;
  places?: readonly (readonly Position[])[];
  source?: SourceLine;
}

export class FindingLog {
  private readonly all = new Map<string, Finding>();

  /** Adds a finding; one rule is reported once for a resource and message. */
  add(finding: NewFinding): void {
    const source = finding.source ?? linesOf(finding.places?.[0] ?? []).source;
    const complete: Finding = {
      rule: finding.rule,
      severity: finding.severity,
      urn: finding.urn ?? "",
      message: redact(finding.message),
      fix: redact(finding.fix ?? ""),
      ...(source ? { source } : {}),
    };
    const key = JSON.stringify([complete.rule, complete.urn, complete.message]);
    if (!this.all.has(key)) {
      this.all.set(key, complete);
    }
  }

  /** Both places, because either may be the wrong one. */
  duplicate(first: RegisteredResource, second: RegisteredResource): void {
    const [one, other] = [chain(first.stack), chain(second.stack)];
    this.add({
      ...{ rule: "duplicate-urn", severity: "error", urn: second.urn, places: [second.stack] },
      message: `Duplicate resource URN '${second.urn}': made at ${one} and again at ${other}`,
      fix: "Put the parent's name into the name: a URN has the types of all parents, not their names.",
    });
  }

  hasErrors(): boolean {
    return [...this.all.values()].some((item) => item.severity === "error");
  }

  /** Most severe first, then in a fixed order. */
  sorted(): Finding[] {
    const rank = { error: 0, warning: 1, info: 2 };
    return [...this.all.values()].sort((a, b) => {
      const order = rank[a.severity] - rank[b.severity];
      return order !== 0 ? order : textOf(a) < textOf(b) ? -1 : 1;
    });
  }
}

function textOf(finding: Finding): string {
  return JSON.stringify([finding.rule, finding.urn, finding.message]);
}
