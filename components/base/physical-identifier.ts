/** Physical identifiers that must be known before the thing stands. */
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "crypto";

/** Enough that two long names of one account don't meet: 1 in 4 billion. */
const HASH_DIGITS = 8;

/**
 * `<project>-<stack>-<name>` as database and cache services want identifiers: lower-case letters, digits
 * and single hyphens, beginning with a letter. For what else has to be named after it beforehand, such as
 * the log groups that RDS would make without retention, or has no automatic name in the provider. A
 * longer one is cut and gets a hash of the whole.
 *
 * @param longest characters that the service takes
 * @example
 * physicalIdentifier("data-accounts", 63); // strata-prod-data-accounts
 */
export function physicalIdentifier(name: string, longest: number): string {
  const whole = `${pulumi.getProject()}-${pulumi.getStack()}-${name}`;
  const clean = whole
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  if (clean.length <= longest) {
    return clean;
  }
  const hash = createHash("sha256").update(whole).digest("hex").slice(0, HASH_DIGITS);
  return `${clean.slice(0, longest - HASH_DIGITS - 1).replace(/-+$/, "")}-${hash}`;
}
