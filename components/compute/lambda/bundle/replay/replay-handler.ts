// What the replay of one handler's slice comes to.
import type { BundleCheck } from "../check/bundle-check";
import type { BundleToCheck } from "../check/check-bundle";
import type { PackagedHandler } from "../build/package-handlers";
import type { Slice } from "../plan/slice";
import type { KeptValues } from "./kept-values";
import { replay } from "./replay";
import { reportDifferences } from "./replay-report";

export interface ReplayedHandler {
  readonly warnings: readonly string[];
  /** What could not be compared, and why. */
  readonly notCompared?: string;
}

/** A bundle that isn't checked says so, whatever the replay came to. */
export const withReplay = (check: BundleCheck, { notCompared }: ReplayedHandler): BundleCheck =>
  check.state === "loaded" && notCompared !== undefined ? { ...check, notCompared } : check;

/**
 * @param built The bundle that hands its values over; undefined where nothing could come out differently.
 * @throws CaptureError for what the handler would miss in Lambda.
 */
export async function replayHandler(
  slice: Slice,
  { values, fingerprint }: KeptValues,
  built: PackagedHandler | Error | undefined,
  bundle: Omit<BundleToCheck, "js" | "map">,
): Promise<ReplayedHandler> {
  if (!built) return { warnings: [] };
  const nameOf = (key: string) => values.get(key)?.name ?? "";
  const all = [...new Set([...values.keys()].map(nameOf))].join(", ");
  const notCompared = (because: string, what = all) => `${what} was not compared with the program's, because ${because}`; // prettier-ignore
  if (built instanceof Error) {
    return { warnings: [], notCompared: notCompared("its source can't be built to be run again") };
  }
  const { js, map } = built;
  const { differences, untold, because } = await replay({ ...bundle, js, map }, fingerprint, [
    ...slice.variables.values(),
  ]);
  if (because !== undefined) return { warnings: [], notCompared: notCompared(because) };
  const { errors, warnings } = reportDifferences(slice, values, new Map(differences));
  if (errors.length > 0) throw errors[0];
  const lines = untold.map(([key, reason]) => notCompared(reason, nameOf(key)));
  return { warnings, ...(lines.length > 0 && { notCompared: [...new Set(lines)].join("; ") }) };
}
