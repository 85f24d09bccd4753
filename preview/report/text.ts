/** The report for people: a tree by layer, findings, outputs, in 80 columns. */
import { Value } from "../../cloud-model";
import { mask } from "../masking";
import { Finding } from "../plan";
import { BUNDLE_SIZE } from "../rule-message";
import { StackPlan } from "../stack-plan";
import { treeOf } from "./tree";
import { indented, wrapped } from "./wrapping";

export function textReport(project: string, plans: readonly StackPlan[]): string {
  const parts = plans.map((plan) => stackText(project, plan));
  return `${parts.join("\n\n")}\n\n${summary(plans)}\n`;
}

function stackText(project: string, plan: StackPlan): string {
  const title = `${project} / ${plan.stack}`;
  return [
    title,
    "=".repeat(title.length),
    countsOf(plan),
    ...treeOf(plan),
    ...handlersText(plan.findings),
    ...findingsText(plan.findings.filter(({ rule }) => rule !== BUNDLE_SIZE)),
    ...outputsText(plan),
    ...fidelityText(plan),
  ].join("\n");
}

function countsOf(plan: StackPlan): string {
  const custom = plan.resources.filter((r) => r.kind === "custom").length;
  const components = plan.resources.filter((r) => r.kind === "component").length - 1; // the stack
  return `${counted(custom, "resource")} in ${counted(Math.max(components, 0), "component")}`;
}

/** What each inline handler weighs, as its bundle said. */
function handlersText(findings: readonly Finding[]): string[] {
  const sizes = findings.filter(({ rule }) => rule === BUNDLE_SIZE).map(({ message }) => message);
  return sizes.length === 0
    ? []
    : ["", `Handlers (${sizes.length})`, ...sizes.sort().flatMap((size) => wrapped(size, 2))];
}

function findingsText(findings: readonly Finding[]): string[] {
  if (findings.length === 0) {
    return [];
  }
  const lines = ["", `Findings (${findings.length})`];
  for (const finding of findings) {
    const { severity, rule, source, urn } = finding;
    const place = source ? `${source.file}:${source.line}` : "";
    const name = urn === "" ? "" : urn.split("::").slice(3).join("::");
    const head = [`${severity} ${rule}`, name, place].filter((text) => text !== "");
    lines.push(indented(head.join("  "), 2), ...wrapped(finding.message, 4));
    if (finding.fix !== "") {
      lines.push(...wrapped(`Fix: ${finding.fix}`, 4));
    }
  }
  return lines;
}

function outputsText(plan: StackPlan): string[] {
  const entries = Object.entries(plan.outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) {
    return [];
  }
  const width = Math.max(...entries.map(([name]) => name.length));
  const lines = entries.flatMap(([name, value]) => {
    const [first = "", ...rest] = valueLines(mask(value));
    return [`  ${name.padEnd(width)}  ${first}`, ...rest.map((text) => indented(text, width + 4))];
  });
  return ["", "Outputs", ...lines];
}

/** A list one item a line, anything else as JSON without the quotes around a text. */
function valueLines(value: Value): string[] {
  if (Array.isArray(value)) {
    return value.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
  }
  return [typeof value === "string" ? value : JSON.stringify(value)];
}

/** How true the plan is. */
function fidelityText({ fidelity }: StackPlan): string[] {
  const parts = [
    `${counted(fidelity.symbolicValues, "value")} made up in AWS's form`,
    ...(fidelity.unknownValues > 0 ? [`${fidelity.unknownValues} unknown`] : []),
    ...(fidelity.invokesWithoutFixture > 0
      ? [`${counted(fidelity.invokesWithoutFixture, "call")} that only AWS can answer`]
      : []),
    ...(fidelity.typesWithoutSchema > 0
      ? [`${counted(fidelity.typesWithoutSchema, "type")} without description`]
      : []),
    ...(fidelity.opaqueComponents > 0
      ? [`${counted(fidelity.opaqueComponents, "component")} with unknown children`]
      : []),
  ];
  return ["", ...wrapped(`Preview without AWS: ${parts.join(", ")}.`, 0)];
}

function summary(plans: readonly StackPlan[]): string {
  const of = (severity: string) =>
    plans
      .flatMap((plan) => plan.findings)
      .filter((f) => f.severity === severity && f.rule !== BUNDLE_SIZE).length;
  const stacks = counted(plans.length, "stack");
  return `${stacks}: ${counted(of("error"), "error")}, ${counted(of("warning"), "warning")}, ${of("info")} info`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}
