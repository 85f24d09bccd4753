/**
 * Writes docs/rules.md from the rules themselves:
 *
 *     node --require ./tests/register.js docs/rules-page.ts
 */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { resourceRules, stackRules, type ResourceRule, type StackRule } from "../rules";
import { lambdaRuntimes } from "../rules/lambda-runtimes";

/** Where the page is. */
export const rulesPagePath = path.join(__dirname, "rules.md");

const SECTIONS: readonly { readonly prefix: string; readonly title: string }[] = [
  { prefix: "LAM", title: "Lambda" },
  { prefix: "SQS", title: "Queues and event source mappings" },
  { prefix: "STR", title: "Streams" },
  { prefix: "MQ", title: "Brokers" },
  { prefix: "SNS", title: "Topics" },
  { prefix: "S3N", title: "Bucket notifications" },
  { prefix: "S3", title: "Buckets" },
  { prefix: "EVB", title: "EventBridge" },
  { prefix: "COG", title: "User pools" },
  { prefix: "LOG", title: "Logs" },
  { prefix: "DDB", title: "DynamoDB" },
  { prefix: "API", title: "API Gateway" },
  { prefix: "CF", title: "CloudFront" },
  { prefix: "DNS", title: "Route 53" },
  { prefix: "ACM", title: "Certificates" },
  { prefix: "NET", title: "Network and egress" },
  { prefix: "SM", title: "Secrets" },
  { prefix: "IAM", title: "Roles and policies" },
  { prefix: "SEC", title: "Secure defaults" },
];

/** The page as Markdown. */
export function rulesPage(): string {
  const rules = [...resourceRules, ...stackRules];
  return [
    "# Rules",
    "",
    "<!-- Made by docs/rules-page.ts from rules/: edit the rules, then run it. -->",
    "",
    "Checked while components are built, under `pulumi preview --policy-pack policies`, and by `npm run preview`.",
    "An **error** stops the program; a warning or info is shown. _Stack_ rules relate resources to each other.",
    "A resource that may break a rule is named, with the reason, in `policies/exceptions.ts`.",
    "Each rule's name links to where AWS says so.",
    ...SECTIONS.flatMap(({ prefix, title }) =>
      section(
        title,
        rules.filter(({ id }) => id.split("-")[0] === prefix),
      ),
    ),
    ...runtimes(),
    "",
  ].join("\n");
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
  return [type]
    .flat()
    .map((token) => `\`${token.split(":").at(-1) ?? token}\``)
    .join(", ");
}

function escaped(cell: string): string {
  return cell.replace(/\|/g, "\\|");
}

if (require.main === module) writeFileSync(rulesPagePath, rulesPage());
