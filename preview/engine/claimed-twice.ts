/** Findings about what AWS gives out once: within a stack, and over the stacks of one account. */
import {
  ACCOUNT_QUOTA,
  CLAIMED_ALIKE,
  CLAIMED_TWICE,
  collisionFix,
  collisionMessage,
  EXCESS_FIX,
  excessMessage,
} from "../../cloud-model/claim-report";
import { Collision, collisions } from "../../cloud-model/conflicts";
import { Excess, excesses } from "../../cloud-model/quotas";
import { linesOf } from "../host/source-lines";
import { Claimant } from "./claimants";
import { NewFinding } from "./findings";

/** What one stack claims twice, and the default quotas that it exceeds alone. */
export function findingsWithin(claimants: readonly Claimant[]): NewFinding[] {
  return [
    ...collisions(claimants).map((collision) => collided(collision, placeWithin)),
    ...excesses(claimants).map(exceeded),
  ];
}

/** The same between stacks, each finding with the stack that it belongs to: the later by name. */
export function findingsBetween(
  stacks: readonly (readonly Claimant[])[],
): (NewFinding & { readonly stack: string })[] {
  const all = [...stacks]
    .sort((a, b) => ((a[0]?.stack ?? "") < (b[0]?.stack ?? "") ? -1 : 1))
    .flat();
  const between = collisions(all).filter(({ first, second }) => first.stack !== second.stack);
  const over = excesses(all).filter(
    ({ counted }) => new Set(counted.map(({ stack }) => stack)).size > 1,
  );
  return [
    ...between.map((collision) => ({
      ...collided(collision, placeBetween),
      stack: collision.second.stack,
    })),
    ...over.map((excess) => ({
      ...exceeded(excess),
      stack: excess.counted[excess.counted.length - 1].stack,
    })),
  ];
}

function collided(
  collision: Collision<Claimant>,
  placeOf: (claimant: Claimant) => string,
): NewFinding {
  const { resource } = collision.second;
  return {
    rule: collision.agree ? CLAIMED_ALIKE : CLAIMED_TWICE,
    severity: collision.agree ? "warning" : "error",
    urn: resource.urn,
    places: [resource.stack],
    message: collisionMessage(collision, placeOf),
    fix: collisionFix(collision),
  };
}

/** At the resource with which the quota is passed. */
function exceeded(excess: Excess<Claimant>): NewFinding {
  const { resource } = excess.counted[excess.counted.length - 1];
  return {
    ...{ rule: ACCOUNT_QUOTA, severity: "info", urn: resource.urn, places: [resource.stack] },
    message: excessMessage(excess, ({ stack }) => stack),
    fix: EXCESS_FIX,
  };
}

function placeWithin({ resource }: Claimant): string {
  const { source } = linesOf(resource.stack);
  const place = source ? ` at ${source.file}:${source.line}` : "";
  return `${resource.type} "${resource.name}"${place}`;
}

const placeBetween = (claimant: Claimant) => `${placeWithin(claimant)} in stack ${claimant.stack}`;
