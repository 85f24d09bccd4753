/**
 * Writes docs/idle-costs.md from the plans of the shipped stacks and the list prices in cloud-model/idle-prices.ts:
 *
 *     node --require ./tests/register.js docs/idle-costs-page.ts
 */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { IdleCost, idleCosts } from "../preview/report/idle-cost";
import type { Plan } from "../preview/testing";
import { previewShipped, stacks } from "../tests/stacks/shipped-stacks";

/** Where the page is. */
export const idleCostsPagePath = path.join(__dirname, "idle-costs.md");

const dollars = (usd: number) =>
  usd.toLocaleString("en-US", { maximumFractionDigits: 2, minimumFractionDigits: 2 });

/** The page as Markdown, from the plans by stack and their region. */
export function idleCostsPage(plans: Readonly<Record<string, Plan>>, region: string): string {
  const names = Object.keys(plans);
  const costs = names.map((name) => inBoth(plans[name], region));
  return [
    "# What a stack costs while nobody uses it",
    "",
    "<!-- Made by docs/idle-costs-page.ts from the plans of the shipped stacks: edit the stacks or cloud-model/idle-prices.ts, then run it. -->",
    "",
    `On-demand list prices of 2026-10-01 in USD a month of 730 hours, without free tiers, discounts and tax: how many there`,
    "are, and what they cost together. What scales stands at its least. What is charged by use alone (functions, queues,",
    "tables by request, buckets, logs, traffic) is not in it.",
    "",
    `## At prices of ${region}`,
    "",
    ...table(
      names,
      costs.map(({ priced }) => priced),
    ),
    "",
    `## What stands beside that`,
    "",
    `No price of ${region} is on record here for these; in ${OTHER} they cost this. Elsewhere it is a tenth more or so: ask`,
    "AWS's pricing pages before you rely on it.",
    "",
    ...table(
      names,
      costs.map(({ others }) => others),
    ),
    "",
  ].join("\n");
}

/** Both tables together. */
export function idleCostOf(plan: Plan, region: string): number {
  const { priced, others } = inBoth(plan, region);
  return sumOf([...priced, ...others]);
}

/** A page whose tables say in the last column what a stack costs idle, with what it costs now in the row of this one. */
export function withIdleCost(page: string, stack: string, usd: number): string {
  const said =
    usd === 0 ? "nothing" : `about $${(Math.round(usd / 10) * 10).toLocaleString("en-US")}`;
  return page.replace(
    new RegExp(`^(\\| \`${stack}\` .*\\| )(.+?)( *\\|)$`, "m"),
    (_, before: string, cell: string, after: string) =>
      `${before}${said.padEnd(cell.length + after.length - 2)} |`,
  );
}

/** What has a price in the region, and what has one only elsewhere. */
function inBoth(plan: Plan, region: string): { priced: IdleCost[]; others: IdleCost[] } {
  const all = idleCosts(plan.resources, region);
  const unpriced = new Set(all.filter(({ usd }) => usd === undefined).map(whatOf));
  return {
    priced: all.filter(({ usd }) => usd !== undefined),
    others: idleCosts(plan.resources, OTHER).filter(({ what }) => unpriced.has(what)),
  };
}

const sumOf = (costs: readonly IdleCost[]) => costs.reduce((sum, { usd = 0 }) => sum + usd, 0);

/** The region whose prices are known best. */
const OTHER = "us-east-1";

const whatOf = ({ what }: IdleCost) => what;

function table(stacks: readonly string[], costs: readonly (readonly IdleCost[])[]): string[] {
  const whats = [...new Set(costs.flat().map(whatOf))].sort();
  const cell = (cost: IdleCost | undefined) =>
    cost ? `${amount(cost.count)}: ${cost.usd === undefined ? "?" : dollars(cost.usd)}` : "–";
  const sums = costs.map(sumOf);
  return [
    "<!-- prettier-ignore -->",
    `| | ${stacks.map((name) => `\`${name}\``).join(" | ")} |`,
    `| --- |${" ---: |".repeat(stacks.length)}`,
    ...whats.map(
      (what) =>
        `| ${what} | ${costs.map((list) => cell(list.find((cost) => cost.what === what))).join(" | ")} |`,
    ),
    `| **together** | ${sums.map((usd) => `**${dollars(usd)}**`).join(" | ")} |`,
  ];
}

function amount(count: number): string {
  return String(Number(count.toFixed(2)));
}

/** The plans of the shipped stacks. */
export async function shippedPlans(): Promise<Record<string, Plan>> {
  const plans: Record<string, Plan> = {};
  for (const stack of stacks) {
    plans[stack] = await previewShipped(stack);
  }
  return plans;
}

if (require.main === module) {
  void shippedPlans().then((plans) => {
    writeFileSync(idleCostsPagePath, idleCostsPage(plans, "eu-west-1"));
  });
}
