/** The stacks that the engine tests live through: the four that are shipped, and a small one. */
import { PulumiFn } from "@pulumi/pulumi/automation";
import * as fs from "fs";
import * as path from "path";
import { egressMode } from "./fixtures/egress-mode";
import { smallShop } from "./fixtures/small-shop";
import type { Backend, StackLife, StackProgram } from "./stack-life";

/** A change of settings as someone would make it, and what may come of it. */
export interface SettingsChange {
  readonly what: string;
  /** Where the setting is in the stack file, below `config`. */
  readonly setting: readonly string[];
  readonly to: string | number | boolean;
  /** Each changed resource, as `<logical name> (<type>)`, with the engine's word for the change. */
  readonly expected: { readonly [resource: string]: string };
}

export interface StackCase extends StackProgram {
  readonly settings: string;
  /** Stacks that must be up before: they are referred to. */
  readonly needs: readonly string[];
  readonly change: SettingsChange;
  /** Names of what is protected and outlives the stack, sorted; written by hand, so that protection can't vanish unseen. */
  readonly keeps: readonly string[];
}

const REPOSITORY = path.resolve(__dirname, "..", "..");

const oursAre = (
  stack: string,
  change: SettingsChange,
  keeps: readonly string[],
  needs: readonly string[] = [],
): StackCase => ({
  project: "strata",
  stack,
  program: ourProgram,
  settings: fs.readFileSync(path.join(REPOSITORY, `Pulumi.${stack}.yaml`), "utf8"),
  needs,
  change,
  keeps,
});

const addresses = (...zones: string[]) =>
  zones.map((zone) => `network-egress-addresses-eu-west-1${zone}`);

/** What a stack in production keeps; the keys are named after the stack. */
const productionKeeps = (stack: string) =>
  [
    ...["data-originals", "data-photos", "data-site", "dns-zone"],
    ...["data", "logs", "messages", "secrets"].map((purpose) => `${stack}-${purpose}`),
    ...addresses("a", "b", "c"),
  ].sort();

/** Loaded when a stack is first composed, so that a mistake in it fails the stack's test alone. */
const ourProgram: PulumiFn = async () => {
  const { default: compose } = await import("../../index");
  return compose();
};

const rateLimit = (to: number): SettingsChange => ({
  what: "another rate limit of the API",
  setting: ["strata:web", "throttlingRateLimit"],
  to,
  expected: { "web-api-stage (aws:apigatewayv2/stage:Stage)": "update" },
});

export const smallStack: StackCase = {
  project: "shop",
  stack: "dev",
  program: smallShop,
  settings: "config:\n  aws:region: eu-west-1\n  shop:visibility: 60\n",
  needs: [],
  change: {
    what: "a longer visibility timeout",
    setting: ["shop:visibility"],
    to: 90,
    expected: { "jobs (aws:sqs/queue:Queue)": "update" },
  },
  keeps: ["egress", "orders"],
};

/** The stacks of `Pulumi.*.yaml`. */
export const shippedStacks: readonly StackCase[] = [
  oursAre("dev", rateLimit(30), []),
  oursAre("prod", rateLimit(1500), productionKeeps("prod")),
  oursAre("staging", rateLimit(150), ["dns-zone", ...addresses("a", "b")], ["prod"]),
  oursAre("full", rateLimit(1500), productionKeeps("full"), ["prod"]),
];

/** The modes of egress that no shipped stack uses. */
const egressStacks: readonly StackCase[] = ["regional", "instance"].map((mode) => ({
  project: "egress",
  stack: mode,
  program: egressMode,
  settings: `config:\n  egress:mode: ${mode}\n  egress:logRetentionDays: 30\n`,
  needs: [],
  change: {
    what: "flow logs that are kept longer",
    setting: ["egress:logRetentionDays"],
    to: 90,
    expected: { "network-flow-logs (aws:cloudwatch/logGroup:LogGroup)": "update" },
  },
  // The instance's alarm announces itself to a topic, whose key outlives it.
  keeps: [...(mode === "instance" ? ["instance-alarms-key"] : []), ...addresses("a", "b")],
}));

/** Every stack that lives through all of it. */
export const allStacks: readonly StackCase[] = [smallStack, ...egressStacks, ...shippedStacks];

/** Brings up what a stack refers to, then gives the stack itself, not yet up. */
export async function begin(backend: Backend, given: StackCase): Promise<StackLife> {
  for (const needed of given.needs) {
    const stack = shippedStacks.find((candidate) => candidate.stack === needed);
    if (!stack) {
      throw new Error(`${given.stack} needs the stack ${needed}, which is not shipped`);
    }
    await (await backend.stack(stack)).up();
  }
  return backend.stack(given);
}
