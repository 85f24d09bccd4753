/** The stacks of this repository, as the tests preview them: those that have a file, whichever these are. */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { Plan, previewStack } from "../../preview/testing";

export const root = path.resolve(__dirname, "../..");

/** What tests ask of a stack's settings. */
export interface StackSettings {
  "strata:environment": { production: boolean; logRetentionDays: number };
  "strata:network"?: { zones: string[]; egress: { mode: string; addresses?: object } };
  "strata:dns"?: { domain: string; parent?: string };
  "strata:data": { disposable: boolean };
  "strata:web": { publicConcurrency?: number };
  "strata:features": string[];
}

/** Settings by stack, in the order of the stacks' names. */
export const settings: ReadonlyMap<string, StackSettings> = new Map(
  fs
    .readdirSync(root)
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort()
    .map((stack) => {
      const text = fs.readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8");
      return [stack, (parse(text) as { config: StackSettings }).config];
    }),
);
export const stacks: readonly string[] = [...settings.keys()];

/** The stack with the most features. */
export const largest: string = stacks.reduce((most, stack) =>
  settings.get(stack)!["strata:features"].length > settings.get(most)!["strata:features"].length
    ? stack
    : most,
);

/** The stack with the fewest. */
export const smallest: string = stacks.reduce((least, stack) =>
  settings.get(stack)!["strata:features"].length < settings.get(least)!["strata:features"].length
    ? stack
    : least,
);

/** Every feature there is: folders of `handlers/` with an `index.ts`. */
export const allFeatures: readonly string[] = fs
  .readdirSync(path.join(root, "handlers"))
  .filter((name) => fs.existsSync(path.join(root, "handlers", name, "index.ts")))
  .sort();

export const hasLayer = (name: string) => fs.existsSync(path.join(root, "components", name));

/** What the preview of a stack above gives to those whose zones it delegates. */
const stackOutputs = Object.fromEntries(
  [...settings.values()].flatMap((each) => {
    const parent = each["strata:dns"]?.parent;
    return parent ? [[parent, { dns: { zoneId: "Z0123456789ABC", domain: "example.com" } }]] : [];
  }),
);

const plans = new Map<string, Promise<Plan>>();

/** The plan of a stack as it is shipped; made once, since it is only read. */
export function previewShipped(stack: string): Promise<Plan> {
  const plan = plans.get(stack) ?? previewChanged(stack, {});
  plans.set(stack, plan);
  return plan;
}

/** The plan of a stack with some of its settings replaced. */
export function previewChanged(stack: string, config: Record<string, unknown>): Promise<Plan> {
  return previewStack(program(), { folder: root, stack, config, stackOutputs });
}

/** The plan of a small stack with these features, whatever stack files there are. */
export function previewFeatures(
  features: readonly string[],
  more: Record<string, unknown> = {},
): Promise<Plan> {
  const config = {
    "strata:environment": {
      region: "eu-west-1",
      production: false,
      logRetentionDays: 30,
      encryption: "aws-managed",
    },
    "strata:network": { zones: ["eu-west-1a", "eu-west-1b"], egress: { mode: "single" } },
    "strata:data": { disposable: true },
    "strata:web": { throttlingRateLimit: 10, throttlingBurstLimit: 20 },
    "strata:features": features,
    ...more,
  };
  return previewStack(program(), { project: "strata", stack: "test", config });
}

/** The program of `index.ts`: a function, so that it can run more than once. */
function program(): () => Record<string, unknown> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `export =` of a function
  return require("../../index") as () => Record<string, unknown>;
}
