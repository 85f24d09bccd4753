/** What is claimed twice, in the words of a finding: for the preview and for the policy pack. */
import { shownValue } from "./claim-references";
import type { Collision, LiveResource } from "./conflicts";
import type { Excess } from "./quotas";

/** Two of which AWS refuses one, or lets the one undo the other: no exception can excuse that. */
export const CLAIMED_TWICE = "claimed-twice";

/** Two that say the same, so that it only shows when one of them is deleted. */
export const CLAIMED_ALIKE = "claimed-alike";

/** The id of the finding that a default quota is exceeded. */
export const ACCOUNT_QUOTA = "account-quota";

/** Where a resource is made, as its finding says: its name and line. */
export type PlaceOf<Resource> = (resource: Resource) => string;

/** `allocationId is "eipalloc-1"; allowed: …`, with both places. */
export function collisionMessage<Resource extends LiveResource>(
  { argument, value, refusal, message, agree, first, second }: Collision<Resource>,
  placeOf: PlaceOf<Resource>,
): string {
  const what =
    argument === ""
      ? `${second.type} exists once`
      : `${argument} is ${JSON.stringify(shownValue(value))}; allowed: one resource that has it`;
  const places = `It is claimed by ${placeOf(first)}, and again by ${placeOf(second)}.`;
  const consequence = refusal
    ? `AWS refuses the second: ${refusal.code}: ${legible(message)}`
    : `AWS takes both without a word: ${legible(message)}`;
  const since = agree ? " Both say the same, so it only shows when one of them is deleted." : "";
  return `${what}. ${places} ${consequence}.${since}`.replace(/\.\.(?= |$)/g, ".");
}

export const collisionFix = ({ fix }: { readonly fix?: string }) =>
  fix ?? "Leave one of the two out, or give each a value of its own.";

const legible = (message: string) => message.replace(/urn:pulumi:[^\s']+/g, shownValue);

/** `8 Elastic IP addresses in eu-west-1 over the stacks full (3), prod (3), staging (2)`. */
export function excessMessage<Resource extends LiveResource>(
  { what, limit, counted }: Excess<Resource>,
  stackOf: (resource: Resource) => string,
): string {
  const stacks = [...new Set(counted.map(stackOf))].sort();
  const numbers = stacks.map((stack) => {
    const number = counted.filter((resource) => stackOf(resource) === stack).length;
    return stacks.length === 1 ? stack : `${stack} (${number})`;
  });
  const over = stacks.length === 1 ? `in stack` : `over the stacks of one account:`;
  return `${counted.length} ${what} in ${counted[0].region} ${over} ${numbers.join(", ")}; an account has ${limit} unless it asked for more`;
}

export const EXCESS_FIX =
  "Ask for more under Service Quotas before `up`, or make fewer; nothing to do where the account has more.";
