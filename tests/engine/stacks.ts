/** The stacks that the engine tests live through: those that are shipped, and small ones. */
import { PulumiFn } from "@pulumi/pulumi/automation";
import * as fs from "fs";
import * as path from "path";
import { parse } from "yaml";
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
  /** Names of what is protected and goes with the stack once that is taken off: load balancers in production. Default: nothing. */
  readonly guards?: readonly string[];
  /** Names of what is not protected and outlives the stack all the same. */
  readonly leaves: readonly string[];
}

const REPOSITORY = path.resolve(__dirname, "..", "..");

/** The settings that guard a bucket stay with it. */
const guardsOf = (...buckets: string[]) => {
  const guards = ["encryption", "lifecycle", "ownership", "policy", "public-access-block"];
  return buckets.flatMap((name) => [...guards, "versioning"].map((guard) => `${name}-${guard}`));
};

const addresses = (...zones: string[]) =>
  zones.map((zone) => `network-egress-addresses-eu-west-1${zone}`);

/** What a thing in a stack keeps, where what holds data is kept. */
interface Kept {
  readonly keeps?: readonly string[];
  readonly leaves?: readonly string[];
  readonly guards?: readonly string[];
}

/** By feature; written by hand, so that protection can't vanish unseen. */
const keptByFeature: { readonly [feature: string]: Kept } = {
  // The user pool, what is kept of users, and the cluster and cache of their sessions.
  accounts: { keeps: ["account-profiles", "accounts", "accounts", "sessions"] },
  // And the history's database and table, which say what its files are.
  analytics: {
    keeps: ["click-counts", "click-history-files", "clicks"],
    leaves: ["click-history", "click-history", ...guardsOf("click-history-files")],
  },
  // The lake's database and table, which say what its files are.
  "analytics-job": {
    keeps: ["lab-logs", "reports", "visits-files"],
    leaves: ["visits", "visits", ...guardsOf("lab-logs", "visits-files")],
  },
  cameras: { keeps: ["camera-sightings"] },
  // A file system's ways in and guards stay with it.
  comments: { keeps: ["comments", "words"], leaves: ["words", "words-backup", "words-policy"] },
  front: {
    keeps: ["order-states", "dns-internal"],
    guards: ["fixed", "inner"],
    leaves: ["desk-logs", "prints-logs"], // as the other API's
  },
  moderation: { keeps: ["moderation-cases"] },
  // What its load balancers log.
  pages: {
    keeps: ["gallery-logs", "old-admin-logs"],
    guards: ["gallery"],
    leaves: guardsOf("gallery-logs", "old-admin-logs"),
  },
  search: { keeps: ["search"], leaves: ["search-policy"] },
  sharing: { keeps: ["shares"] },
  workbench: { keeps: ["workbench-address", "workbench-notes"] },
};

/** What tests ask of the settings of a shipped stack. */
interface StackFile {
  "strata:environment": { production: boolean; encryption: string };
  "strata:network"?: { egress?: { addresses?: object } };
  "strata:dns"?: { parent?: string; queryLogs?: boolean; dnssec?: boolean };
  "strata:data": { disposable: boolean; copiesRegion?: string };
  "strata:web": { throttlingRateLimit: number };
  "strata:partner"?: { broker?: boolean };
  "strata:features": string[];
}

/** A stack of `Pulumi.<stack>.yaml`; names of what stays are written by hand, which of them are there its settings say. */
function oursIs(stack: string): StackCase {
  const settings = fs.readFileSync(path.join(REPOSITORY, `Pulumi.${stack}.yaml`), "utf8");
  const given = (parse(settings) as { config: StackFile }).config;
  const { production, encryption } = given["strata:environment"];
  const { disposable, copiesRegion } = given["strata:data"];
  const dns = given["strata:dns"];
  const ownKeys = encryption === "customer-managed";
  const zones = Object.keys(given["strata:network"]?.egress?.addresses ?? {});
  const where = (is: unknown, ...names: string[]) => (is ? names : []);
  const kept = disposable ? [] : given["strata:features"].map((name) => keptByFeature[name] ?? {});
  // Each key and its alias, which has the same name.
  const keys = (...names: string[]) => names.flatMap((name) => [name, name]);
  const copied = !disposable && copiesRegion !== undefined;
  const buckets = [
    ...where(!disposable, "data-originals", "data-site"),
    ...where(!disposable && production, "logs-cdn"),
    ...where(copied, "copies-originals"),
  ];
  const needed = dns?.parent?.split("/")[1];
  return {
    project: "strata",
    stack,
    program: ourProgram,
    settings,
    needs: where(needed, needed ?? ""),
    change: rateLimit(given["strata:web"].throttlingRateLimit * 1.5),
    keeps: [
      ...buckets,
      ...where(!disposable, "data-photos"),
      ...where(copied, "copies-nightly", "copies-nightly-copies"),
      ...where(dns, "dns-zone"),
      ...where(dns?.dnssec, "dns-zone-signing-key"),
      ...where(ownKeys, ...keys(`${stack}-data`, `${stack}-logs`, `${stack}-messages`)),
      ...where(ownKeys, ...keys(`${stack}-secrets`)),
      ...where(ownKeys && copied, ...keys(`${stack}-data-${copiesRegion}`)),
      ...where(ownKeys && dns?.queryLogs, ...keys(`${stack}-logs-us-east-1`)),
      ...zones.map((zone) => `network-egress-addresses-${zone}`),
      ...kept.flatMap(({ keeps = [] }) => keeps),
      // The broker, and its administrator's password.
      ...where(
        !disposable && given["strata:partner"]?.broker,
        ...["print-orders", "print-orders-administrator"],
      ),
      // The balancer's fixed addresses, one a zone.
      ...where(
        !disposable && given["strata:features"].includes("front"),
        ...zones.map((zone) => `fixed-address-${zone}`),
      ),
    ].sort(),
    guards: production ? kept.flatMap(({ guards = [] }) => guards).sort() : [],
    leaves: [
      // The former log group of the API, which nothing writes to.
      "web-api-logs",
      // Another stack's certificate may be renewed by the zone's record.
      ...where(dns, "dns-zone-validation"),
      ...guardsOf(...buckets),
      ...where(copied, "data-originals-replication"),
      ...kept.flatMap(({ leaves = [] }) => leaves),
    ],
  };
}

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
  leaves: [],
};

/** The stacks of `Pulumi.*.yaml`. */
export const shippedStacks: readonly StackCase[] = fs
  .readdirSync(REPOSITORY)
  .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
  .map(oursIs);

/** The one with the longest file; none where nothing is shipped. */
export const largestStack: readonly StackCase[] = [...shippedStacks]
  .sort((one, other) => other.settings.length - one.settings.length)
  .slice(0, 1);

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
  keeps: addresses("a", "b"),
  leaves: [],
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
