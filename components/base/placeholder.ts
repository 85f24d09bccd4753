/** Values of the shipped settings that stand for one's own, and what becomes of them. */
import * as pulumi from "@pulumi/pulumi";

/** A setting that still has the value it was shipped with, which AWS would refuse or nobody answers to. */
export interface Placeholder {
  /** Where it is in the stack file, such as `strata:environment.account`. */
  readonly key: string;
  /** What stands there. */
  readonly value: string;
  /** What to put in its place. */
  readonly fix: string;
}

/**
 * The one switch that lets a program run with placeholders: an environment variable, `counted` or
 * absent. It belongs to runs that reach no AWS account, which set it themselves: `npm run preview`,
 * `previewStack` and the engine tests. Nobody needs it for `pulumi up`, where it would only move the
 * refusal to AWS, halfway through the update.
 */
export const PLACEHOLDERS_SWITCH = "STRATA_PLACEHOLDERS";

/** Value of the switch that has placeholders counted instead of refused. */
export const PLACEHOLDERS_COUNTED = "counted";

/** Starts the line by which the offline preview knows a placeholder; `preview/report/rule-message.ts` has the same text. */
const TOLD = "placeholder";

/** Tells the offline preview of each placeholder, which counts them; a deployment prints it with `--debug` only. */
export function tellPlaceholders(
  placeholders: readonly Placeholder[],
  owner: pulumi.Resource,
): void {
  for (const { key, value, fix } of placeholders) {
    void pulumi.log.debug(`${TOLD}: ${key} is ${JSON.stringify(value)}\nFix: ${fix}`, owner);
  }
}

/** @throws pulumi.RunError that lists all placeholders, unless the switch marks the run */
export function refusePlaceholders(placeholders: readonly Placeholder[]): void {
  if (placeholders.length === 0 || process.env[PLACEHOLDERS_SWITCH] === PLACEHOLDERS_COUNTED) {
    return;
  }
  const count = placeholders.length === 1 ? "1 placeholder" : `${placeholders.length} placeholders`;
  throw new pulumi.RunError(
    [
      `Pulumi.${pulumi.getStack()}.yaml has ${count} to set before it can be deployed (docs/deploying.md):`,
      ...placeholders.map(({ key, value, fix }) => `  ${key}: ${JSON.stringify(value)}; ${fix}`),
    ].join("\n"),
  );
}
