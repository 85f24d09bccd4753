/** The features of the application, found by folder: `handlers/<feature>/index.ts` exports a function of its name. */
import * as pulumi from "@pulumi/pulumi";
import type { ComputeLayer } from "../components/compute";
import type { AliasTarget, Certificate, Origin, WebAcl } from "../components/contracts";
import type { DataLayer } from "../components/data";
import type { DecouplingLayer } from "../components/decoupling";
import type { Environment } from "../components/environment";
import type { Network } from "../components/network";
import type { WebLayer } from "../components/web";
import type { Settings } from "../settings";

/** What every feature gets; what it alone uses it makes itself, with one of the layers as parent. */
export interface FeatureNeeds {
  /** Of the stack; a feature reads those of its own name. */
  settings: Settings;
  environment: Environment;
  /** The VPC. A feature that takes it needs `strata:network` in its stacks. */
  network: Network;
  /** Names and certificates; absent where the stack has no domain. */
  dns?: {
    readonly domain: string;
    readonly certificate: Certificate;
    alias(name: string, target: AliasTarget, args?: Routed): unknown;
    record(
      name: string,
      args: { type: "A" | "CAA" | "CNAME" | "MX" | "TXT"; values: string[] } & Routed,
    ): unknown;
    healthCheck(
      name: string,
      args: ({ host: Input; path: string } | { checks: readonly Health[]; healthy?: number }) & {
        announce?: boolean;
      },
    ): Health;
    privateZone(
      name: string,
      args: { domain: string; network: Network; disposable: boolean },
    ): { alias(name: string, target: AliasTarget): unknown };
  };
  /** What stands behind the stack's CDN beside site and API, where it has one. */
  inFront: InFront;
  data: DataLayer<{
    tables: Record<"photos", unknown>;
    buckets: Record<"originals" | "site", unknown>;
  }>;
  decoupling: DecouplingLayer<{ queues: Record<"uploads" | "failures", unknown> }>;
  compute: ComputeLayer;
  web: WebLayer;
  /** Runs at once of each function that everyone may call; so many are set aside for it. Default: no bound of its own. */
  publicConcurrency?: number;
}

/** What features add to the CDN. */
export interface InFront {
  /** By names of their own: an origin gets the paths below its name, or those of its pattern. */
  origins: Record<
    string,
    | Origin
    | {
        origin: Origin;
        pathPattern?: `/${string}`;
        stripPrefix?: boolean;
        cachePolicyId?: string;
        fallback?: string;
        headers?: Readonly<Record<string, Input>>;
        viewerRequest?: { readonly arn: pulumi.Output<string> };
      }
  >;
  /** Filters what the CDN gets. */
  webAcl?: WebAcl;
  /** Countries that are served or not. Default: all are. */
  geoRestriction?: { restrictionType: "whitelist" | "blacklist"; locations: string[] };
  /** Pages of the site by the status of an answer, whichever origin gave it. Default: none. */
  errorPages?: Readonly<Record<number, { page: `/${string}` }>>;
}

type Input = pulumi.Input<string>;

/** What tells whether a record may be answered. */
interface Health {
  readonly healthCheckId: pulumi.Output<string>;
}

/** Which of several records of one name is answered. */
interface Routed {
  routing?:
    | { failover: "primary" | "secondary" }
    | { weight: number }
    | { latency: string }
    | { multivalue: true };
  /** What tells it from the others, where `routing` does not. */
  identifier?: string;
  healthCheck?: Health;
}

type Feature = (needs: FeatureNeeds) => void;

/**
 * Joins the handlers of the named features to the layers.
 *
 * @param names Folders beside this file, such as `photos`.
 * @throws pulumi.RunError for a folder whose `index.ts` exports no function of its name in camelCase.
 */
export function compose(
  names: readonly string[],
  given: Omit<FeatureNeeds, "network"> & { readonly network: Network | undefined },
): void {
  for (const name of names) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- known when it runs
    const exported = require(`./${name}`) as { readonly [key: string]: Feature | undefined };
    const inCode = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const feature = exported[inCode];
    if (!feature) {
      throw new pulumi.RunError(`handlers/${name}/index.ts exports no function ${inCode}(needs)`);
    }
    feature(needsOf(name, given));
  }
}

/** What a stack lacks is missed by who takes it, and by nobody else. */
function needsOf(feature: string, given: Parameters<typeof compose>[1]): FeatureNeeds {
  return {
    ...given,
    get network() {
      if (given.network) return given.network;
      throw new pulumi.RunError(
        `Pulumi.${pulumi.getStack()}.yaml: strata:network is missing; allowed: settings, as ${feature} needs a network`,
      );
    },
  };
}
