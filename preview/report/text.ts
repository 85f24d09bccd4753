/** The report for people: a tree by layer, findings, outputs, in 80 columns. */
import { SETTINGS, Value } from "../../cloud-model";
import { mask } from "./masking";
import { Fidelity, Finding } from "./plan";
import { BUNDLE_CHECK, BUNDLE_SIZE, PLACEHOLDER } from "./rule-message";
import { StackPlan } from "../host/stack-plan";
import { treeOf } from "./tree";
import { indented, wrapped } from "./wrapping";

export function textReport(project: string, plans: readonly StackPlan[]): string {
  const shared = sharedFindings(plans);
  const parts = plans.map((plan) => stackText(project, plan, shared));
  const together = sharedText(plans, shared);
  return `${[...parts, ...(together === "" ? [] : [together]), summary(plans)].join("\n\n")}\n`;
}

/** Findings that several stacks have alike, and which stacks: they are shown once, behind the stacks. */
type Shared = ReadonlyMap<string, { finding: Finding; stacks: readonly string[] }>;

function sharedFindings(plans: readonly StackPlan[]): Shared {
  const all = new Map<string, { finding: Finding; stacks: string[] }>();
  for (const { stack, findings } of plans) {
    for (const finding of findings.filter(isFinding)) {
      const known = all.get(keyOf(finding));
      if (known) {
        known.stacks.push(stack);
      } else {
        all.set(keyOf(finding), { finding, stacks: [stack] });
      }
    }
  }
  return new Map([...all].filter(([, { stacks }]) => stacks.length > 1));
}

/** What is said, of which resource and line; the stack is no part of it. */
function keyOf({ severity, rule, urn, message, fix, source }: Finding): string {
  return JSON.stringify([severity, rule, urn.split("::").slice(2), message, fix, source]);
}

function sharedText(plans: readonly StackPlan[], shared: Shared): string {
  const groups = new Map<string, Finding[]>();
  for (const { finding, stacks } of shared.values()) {
    const where = stacks.length === plans.length ? "all stacks" : stacks.join(", ");
    groups.set(where, [...(groups.get(where) ?? []), finding]);
  }
  return [...groups]
    .map(([where, found]) => findingsText(found, `Findings in ${where}`).slice(1).join("\n"))
    .join("\n\n");
}

function stackText(project: string, plan: StackPlan, shared: Shared): string {
  const title = `${project} / ${plan.stack}`;
  return [
    title,
    "=".repeat(title.length),
    countsOf(plan),
    ...treeOf(plan),
    ...handlersText(plan.findings),
    ...findingsText(
      plan.findings.filter((found) => isFinding(found) && !shared.has(keyOf(found))),
      "Findings",
    ),
    ...placeholdersText(plan.findings.filter(({ placeholder }) => placeholder)),
    ...outputsText(plan),
    ...fidelityText(plan),
  ].join("\n");
}

function countsOf(plan: StackPlan): string {
  const custom = plan.resources.filter((r) => r.kind === "custom").length;
  const components = plan.resources.filter((r) => r.kind === "component").length - 1; // the stack
  return `${counted(custom, "resource")} in ${counted(Math.max(components, 0), "component")}`;
}

/** What each inline handler weighs, as its bundle said, and how many were loaded once. */
function handlersText(findings: readonly Finding[]): string[] {
  const sizes = findings.filter(({ rule }) => rule === BUNDLE_SIZE).map(({ message }) => message);
  if (sizes.length === 0) {
    return [];
  }
  const unchecked = findings.filter(({ rule }) => rule === BUNDLE_CHECK).length;
  const loaded = `${sizes.length - unchecked} loaded once`;
  const title = `Handlers (${sizes.length}: ${loaded}, ${unchecked} not checked)`;
  return ["", title, ...sizes.sort().flatMap((size) => wrapped(size, 2))];
}

function findingsText(findings: readonly Finding[], title: string): string[] {
  if (findings.length === 0) {
    return [];
  }
  const lines = ["", `${title} (${findings.length})`];
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

/** What is told apart, in a section of its own. */
function isFinding({ rule }: Finding): boolean {
  return rule !== BUNDLE_SIZE && rule !== PLACEHOLDER;
}

function placeholdersText(placeholders: readonly Finding[]): string[] {
  return placeholders.length === 0
    ? []
    : [
        "",
        `Placeholders to set before \`up\` (${placeholders.length})`,
        ...placeholders.flatMap(({ message, fix }) => [
          ...wrapped(message, 2),
          ...wrapped(`Fix: ${fix}`, 4),
        ]),
      ];
}

function outputsText(plan: StackPlan): string[] {
  const entries = Object.entries(plan.outputs).sort(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) {
    return [];
  }
  const width = Math.max(...entries.map(([name]) => name.length));
  const lines = entries.flatMap(([name, value]) => {
    const [first = "", ...rest] = valueLines(value, plan);
    return [`  ${name.padEnd(width)}  ${first}`, ...rest.map((text) => indented(text, width + 4))];
  });
  return ["", "Outputs", ...lines];
}

/** A list one item a line, anything else as JSON without the quotes around a text; what AWS will make is not what it says. */
function valueLines(value: Value, { symbols }: StackPlan): string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.map((item) => {
    const shown = mask(item);
    const text = typeof shown === "string" ? shown : JSON.stringify(shown);
    const isMadeUp = symbols.references(item).some(({ urn }) => urn !== SETTINGS);
    return isMadeUp ? `${text}  (made up)` : text;
  });
}

/** How true the plan is. */
function fidelityText({ fidelity }: StackPlan): string[] {
  const parts = [
    `${counted(fidelity.symbolicValues, "value")} made up in AWS's form`,
    ...(fidelity.unknownValues > 0
      ? [`${fidelity.unknownValues} unknown${typesOf(fidelity)}`]
      : []),
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

/** The types that outputs without facts are of, by their short names. */
function typesOf({ outputsWithoutFacts }: Fidelity): string {
  const names = Object.keys(outputsWithoutFacts).map((type) => type.split(":").pop() ?? type);
  return names.length === 0 ? "" : ` (of ${[...new Set(names)].sort().join(", ")})`;
}

/** Nothing but these counts decides about the exit code; placeholders never do. */
function summary(plans: readonly StackPlan[]): string {
  const every = plans.flatMap((plan) => plan.findings);
  // What several stacks have alike counts once, as it is shown.
  const all = [...new Map(every.map((finding) => [keyOf(finding), finding])).values()];
  const of = (severity: string) =>
    all.filter((finding) => finding.severity === severity && isFinding(finding)).length;
  const stacks = counted(plans.length, "stack");
  const counts = `${stacks}: ${counted(of("error"), "error")}, ${counted(of("warning"), "warning")}, ${of("info")} info`;
  const unread = plans.some(({ fidelity }) => !fidelity.typesChecked);
  const types = unread ? "\nTypes were not checked: --no-types, or no TypeScript." : "";
  const placeholders = every.filter(({ placeholder }) => placeholder);
  if (placeholders.length === 0) {
    return counts + types;
  }
  const keys = [...new Set(placeholders.map(({ message }) => message.split(" ")[0]))];
  const toSet = `${counted(placeholders.length, "placeholder")} to set before \`up\`: ${keys.join(", ")}`;
  return wrapped(`${counts}, ${toSet}`, 0).join("\n") + types;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;
}
