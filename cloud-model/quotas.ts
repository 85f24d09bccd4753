/** How many of a kind AWS gives an account in a region unless it asks for more. */
import { factsOf } from "./all-facts";
import type { LiveResource } from "./conflicts";
import type { Quota, Refusal } from "./type-facts";

/** Account quotas that differ from AWS's defaults, by code, e.g. `{ AddressLimitExceeded: 20 }`. */
export type Quotas = { readonly [code: string]: number };

/** AWS's answer to one more, where that would exceed a quota. */
export function quotaReached(
  candidate: LiveResource,
  live: readonly LiveResource[],
  quotas: Quotas,
): Refusal | undefined {
  const { quota } = factsOf(candidate.type);
  if (!quota) {
    return undefined;
  }
  const same = live.filter(
    (o) => o.type === candidate.type && countedIn(o, quota) === countedIn(candidate, quota),
  );
  const { code, message } = quota;
  return same.length >= (quotas[code] ?? quota.limit) ? { code, message } : undefined;
}

function countedIn({ account, region, values }: LiveResource, { per }: Quota): string {
  return JSON.stringify([account, region, per === undefined ? "" : String(values[per] ?? "")]);
}

/** A quota that the resources exceed together. */
export interface Excess<Resource extends LiveResource> {
  readonly code: string;
  readonly what: string;
  readonly limit: number;
  /** All that are counted together; more than the limit. */
  readonly counted: readonly Resource[];
}

/** Every default quota that resources which should live together exceed. */
export function excesses<Resource extends LiveResource>(
  resources: readonly Resource[],
  quotas: Quotas = {},
): Excess<Resource>[] {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    const { quota } = factsOf(resource.type);
    // What a quota is counted in may not be known yet.
    if (quota && (quota.per === undefined || typeof resource.values[quota.per] === "string")) {
      const group = `${resource.type}|${countedIn(resource, quota)}`;
      groups.set(group, [...(groups.get(group) ?? []), resource]);
    }
  }
  return [...groups.values()].flatMap((counted): Excess<Resource>[] => {
    const { code, what, limit } = factsOf(counted[0].type).quota as Quota;
    const allowed = quotas[code] ?? limit;
    return counted.length > allowed ? [{ code, what, limit: allowed, counted }] : [];
  });
}
