/**
 * Writes docs/rules.md from the rules themselves:
 *
 *     node --require ./tests/register.js docs/rules-page.ts
 */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import {
  actionRules,
  resourceRules,
  sections,
  stackRules,
  type ResourceRule,
  type StackRule,
} from "../rules";
import { longestLogicalName } from "../rules/automatic-names";
import type { NameForm } from "../rules/base/name-form";
import { lambdaRuntimes } from "../rules/lambda/runtimes";
import { nameForms } from "../rules/names";

/** Where the page is. */
export const rulesPagePath = path.join(__dirname, "rules.md");

/** Rules of more types than these name them in a table of their own. */
const MOST_TOKENS = 20;

/** The page as Markdown. */
export function rulesPage(): string {
  // Their texts do not depend on the table.
  const named = actionRules({ actionsOf: () => undefined });
  const rules = [...resourceRules, ...named, ...stackRules];
  return [
    "# Rules",
    "",
    "<!-- Made by docs/rules-page.ts from rules/: edit the rules, then run it. -->",
    "",
    "Checked while components are built, under `pulumi preview --policy-pack policies`, and by `npm run preview`.",
    "An **error** stops the program; a warning or info is shown. _Stack_ rules relate resources to each other.",
    "A resource that may break a rule is named, with the reason, in `policies/exceptions.ts`.",
    "Each rule's name links to where AWS says so.",
    ...inSections(rules).flatMap(([title, ofIt]) => section(title, ofIt)),
    ...names(),
    ...runtimes(),
    "",
  ].join("\n");
}

/** By title; the first part of a rule's id says which it is in. */
function inSections(
  rules: readonly (ResourceRule | StackRule)[],
): [string, (ResourceRule | StackRule)[]][] {
  const byTitle = new Map<string, (ResourceRule | StackRule)[]>();
  for (const rule of rules) {
    const [prefix] = rule.id.split("-");
    const title = sections.get(prefix);
    if (title === undefined) {
      throw new Error(
        `No section for ${rule.id}: export const sections = { ${prefix}: "Title" } beside its rules`,
      );
    }
    byTitle.set(title, [...(byTitle.get(title) ?? []), rule]);
  }
  return [...byTitle].sort(([a], [b]) => a.localeCompare(b, "en"));
}

function section(title: string, rules: readonly (ResourceRule | StackRule)[]): string[] {
  return table(
    title,
    ["rule", "severity", "resource", "argument", "allowed", "fix"],
    rules.map((rule) => [
      `[${rule.id}](${rule.source})`,
      rule.severity === "error" ? "**error**" : rule.severity,
      `${resourcesOf(rule)}${"checkStack" in rule ? " _(stack)_" : ""}`,
      "argument" in rule ? `\`${rule.argument}\`` : "",
      rule.limit,
      rule.fix,
    ]),
  );
}

function names(): string[] {
  return table(
    "Automatic names",
    ["resource", "argument", "longest logical name", "characters"],
    Object.entries(nameForms as { readonly [type: string]: NameForm }).map(([type, form]) => [
      `\`${type.split(":")[1].split("/")[0]}.${type.split(":").at(-1) ?? type}\``,
      `\`${form.property}\``,
      String(longestLogicalName(form)),
      [form.characters?.words ?? "any", ...form.shapes.map((shape) => shape.words)].join(", "),
    ]),
  );
}

function runtimes(): string[] {
  const rows = Object.entries(lambdaRuntimes) as [string, { [day: string]: string }][];
  return table(
    "Lambda runtimes",
    ["runtime", "last patches", "no new functions from", "no updates from"],
    rows.map(([name, { deprecated = "", createBlocked = "", updateBlocked = "" }]) => [
      `\`${name}\``,
      deprecated,
      createBlocked,
      updateBlocked,
    ]),
  );
}

function table(title: string, head: readonly string[], rows: readonly string[][]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(" | ")} |`;
  return [
    "",
    `## ${title}`,
    "",
    "<!-- prettier-ignore -->",
    line(head),
    line(head.map(() => "---")),
    ...rows.map(line),
  ];
}

function resourcesOf({ type }: ResourceRule | StackRule): string {
  const tokens = [type].flat();
  if (tokens.length > MOST_TOKENS)
    return `${tokens.length} types, see [automatic names](#automatic-names)`;
  return tokens.map((token) => `\`${token.split(":").at(-1) ?? token}\``).join(", ");
}

function escaped(cell: string): string {
  return cell.replace(/\|/g, "\\|");
}

if (require.main === module) writeFileSync(rulesPagePath, rulesPage());
