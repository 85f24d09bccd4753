/** The four stacks this repository ships, as the tests preview them. */
import * as path from "node:path";
import { Plan, previewStack } from "../../preview/testing";

export const root = path.resolve(__dirname, "../..");
export const stacks = ["dev", "staging", "prod", "full"] as const;
export type Stack = (typeof stacks)[number];

/** What prod's own preview gives to the stacks whose zones it delegates. */
const stackOutputs = {
  "strata/prod": { dns: { zoneId: "Z0123456789ABC", domain: "example.com" } },
};

const plans = new Map<Stack, Promise<Plan>>();

/** The plan of a stack as it is shipped; made once, since it is only read. */
export function previewShipped(stack: Stack): Promise<Plan> {
  const plan = plans.get(stack) ?? previewChanged(stack, {});
  plans.set(stack, plan);
  return plan;
}

/** The plan of a stack with some of its settings replaced. */
export function previewChanged(stack: Stack, config: Record<string, unknown>): Promise<Plan> {
  return previewStack(program(), { folder: root, stack, config, stackOutputs });
}

/** The program of `index.ts`: a function, so that it can run more than once. */
function program(): () => Record<string, unknown> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `export =` of a function
  return require("../../index") as () => Record<string, unknown>;
}
