/** Where a provider's resources are: from its arguments. */
import { DEFAULT_REGION, PREVIEW_ACCOUNT } from "./model";
import { Place } from "./data-sources";
import { knownText, plain, Props } from "./wire-values";

/**
 * The region and account of a resource: its own `region` (aws 7 has it on every regional resource),
 * else its provider's, else the configuration's `aws:region`. The account is the provider's only
 * allowed one, else the preview's.
 */
export function placeOf(resource: Props, provider: Props, configured: string | undefined): Place {
  const region = knownText(resource.region) ?? knownText(provider.region) ?? configured;
  return { region: region ?? DEFAULT_REGION, account: allowedAccount(provider) };
}

function allowedAccount(provider: Props): string {
  // Provider arguments that are lists travel as JSON text.
  const given = plain(provider.allowedAccountIds);
  const accounts = typeof given === "string" ? parse(given) : given;
  const only =
    Array.isArray(accounts) && accounts.length === 1 ? (accounts[0] as unknown) : undefined;
  return typeof only === "string" ? only : PREVIEW_ACCOUNT;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
