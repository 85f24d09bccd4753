/**
 * What AWS refuses because of what is already there: names taken, an address in use, a route that
 * exists, a quota reached, something that others still stand in. Judged over the set of resources
 * that live in the account; pure, so that any provider of ours gives AWS's answer.
 */
import { factsOf } from "./all-facts";
import { type Claim, claims, meet } from "./claims";
import { quotaReached, type Quotas } from "./quotas";
import type { Refusal, Values } from "./type-facts";

export type { Refusal } from "./type-facts";

/** Stands for a value that is not known yet, or that nobody may see: nothing is claimed by it. */
export const notKnown: unique symbol = Symbol("value not known yet");

/** A resource as AWS has it; `values` are its arguments and outputs without envelopes. */
export interface LiveResource {
  readonly type: string;
  readonly id: string;
  readonly region: string;
  /** Whose it is; where nobody says, all are of one account. */
  readonly account?: string;
  readonly values: Values;
  /** Its arguments alone, where they can be told from what AWS filled in. */
  readonly given?: Values;
}

/** AWS's answer to creating `candidate`, or `undefined` if it may be created. */
export function refusalToCreate(
  candidate: LiveResource,
  live: readonly LiveResource[],
  quotas: Quotas = {},
): Refusal | undefined {
  return (
    takenClaim(candidate, live) ??
    conflict(candidate, live) ??
    quotaReached(candidate, live, quotas)
  );
}

/** AWS's answer to deleting `leaving`, or `undefined` if nothing stands in it and it lets itself be deleted. */
export function refusalToDelete(
  leaving: LiveResource,
  live: readonly LiveResource[],
): Refusal | undefined {
  const { deletion, keepsItself } = factsOf(leaving.type);
  const own = keepsItself?.(leaving.values);
  if (own || !deletion) {
    return own;
  }
  const { code, message, namedBy } = deletion;
  const name = namedBy === undefined ? leaving.id : String(leaving.values[namedBy]);
  const stands = ({ type, values }: LiveResource) =>
    factsOf(type).standsIn?.[leaving.type]?.some((argument) =>
      listed(values[argument]).includes(name),
    );
  return live.some((other) => other !== leaving && stands(other))
    ? { code, message: message.replace("{id}", leaving.id) }
    : undefined;
}

function takenClaim(candidate: LiveResource, live: readonly LiveResource[]): Refusal | undefined {
  const wanted = claims(candidate).filter(({ refusal }) => refusal !== undefined);
  return wanted.find((mine) =>
    live.some(
      (holder) =>
        !isTakenOver(mine, [candidate, holder]) &&
        claims(holder).some((theirs) => meet([mine, candidate], [theirs, holder])),
    ),
  )?.refusal;
}

/** What is no more once `candidate` stands: AWS has taken from it, without a word, what the new one claims. */
export function displacedBy<Resource extends LiveResource>(
  candidate: LiveResource,
  live: readonly Resource[],
): Resource[] {
  return live.filter((holder) =>
    claims(candidate).some(
      (mine) =>
        isTakenOver(mine, [candidate, holder]) &&
        claims(holder).some((theirs) => meet([mine, candidate], [theirs, holder])),
    ),
  );
}

function isTakenOver({ takesOver }: Claim, [one, other]: readonly LiveResource[]): boolean {
  return takesOver !== undefined && one.type === other.type;
}

/** Two resources of which AWS keeps one, or lets the one undo the other. */
export interface Collision<Resource extends LiveResource> {
  readonly first: Resource;
  readonly second: Resource;
  /** The argument of the second that says what both claim; empty where a scope has only one. */
  readonly argument: string;
  readonly value: string;
  /** AWS's answer; absent where AWS takes both without a word. */
  readonly refusal?: Refusal;
  readonly message: string;
  readonly fix?: string;
  /** True where both say the same, so that it only shows when one of them is deleted. */
  readonly agree: boolean;
}

/** Everything that is claimed twice among resources that should live together, each with its first holder. */
export function collisions<Resource extends LiveResource>(
  resources: readonly Resource[],
): Collision<Resource>[] {
  const holders = new Map<string, (readonly [Claim, Resource])[]>();
  const found: Collision<Resource>[] = [];
  resources.forEach((resource, index) => {
    for (const claim of claims(resource)) {
      const place = `${claim.space}|${claim.key}`;
      const sharing = holders.get(place) ?? [];
      const holder = sharing.find(
        ([theirs, other]) => other !== resource && meet([claim, resource], [theirs, other]),
      );
      if (holder) {
        found.push(collision(holder, [claim, resource]));
      }
      holders.set(place, [...sharing, [claim, resource]]);
    }
    const earlier = resources.slice(0, index).find((other) => conflict(resource, [other]));
    const refusal = earlier && conflict(resource, [earlier]);
    if (earlier && refusal) {
      const value = String(resource.values.cidrBlock);
      const { message } = refusal;
      found.push({
        ...{ first: earlier, second: resource, argument: "cidrBlock", value, refusal, message },
        ...{ agree: false, fix: "Choose a free block." },
      });
    }
  });
  return found;
}

function collision<Resource extends LiveResource>(
  [theirs, first]: readonly [Claim, Resource],
  [mine, second]: readonly [Claim, Resource],
): Collision<Resource> {
  const { argument, value, fix } = mine;
  const takenOver = isTakenOver(mine, [first, second]);
  const message = (takenOver ? mine.takesOver : undefined) ?? mine.message;
  // Which of the two comes first is not decided before they are made.
  const refusal = takenOver ? undefined : (mine.refusal ?? theirs.refusal);
  const agree =
    refusal === undefined && mine.content !== undefined && mine.content === theirs.content;
  const words = refusal?.message ?? message;
  return { first, second, argument, value, refusal, message: words, fix, agree };
}

function conflict(candidate: LiveResource, live: readonly LiveResource[]): Refusal | undefined {
  const judge = factsOf(candidate.type).conflict;
  for (const other of judge ? live : []) {
    const refusal = other.type === candidate.type && judge?.(candidate.values, other.values);
    if (refusal) {
      return refusal;
    }
  }
  return undefined;
}

const listed = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : [value]);
