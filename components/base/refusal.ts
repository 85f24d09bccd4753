/** How a component says that an argument of its own is wrong. */
import * as pulumi from "@pulumi/pulumi";

/**
 * An error worded like those of the rulebook.
 *
 * @param component what is made, such as `Queue "uploads"`
 * @param allowed what the argument may be
 */
export function refusal(
  component: string,
  argument: string,
  found: unknown,
  allowed: string,
  fix: string,
): pulumi.RunError {
  return new pulumi.RunError(
    `${component}: ${argument} is ${JSON.stringify(found)}; allowed: ${allowed}\n  fix: ${fix}`,
  );
}
