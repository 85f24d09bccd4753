/**
 * The managed Lambda runtimes with the days on which AWS stops supporting them.
 *
 * Source: AWS Lambda developer guide, "Lambda runtimes" (tables of supported and deprecated
 * runtimes), as tracked in cfn-lint's LmbdRuntimeLifecycle.json, August 2026. A day that is not
 * published there is left out.
 */

interface Lifecycle {
  /** From this day on there are no patches. */
  readonly deprecated?: string;
  /** From this day on no function can be created with it. */
  readonly createBlocked?: string;
  /** From this day on no function with it can be updated. */
  readonly updateBlocked?: string;
}

const EARLY_2027 = { createBlocked: "2027-02-01", updateBlocked: "2027-03-03" };
const SUMMER_2029 = {
  deprecated: "2029-06-30",
  createBlocked: "2029-07-31",
  updateBlocked: "2029-08-31",
};
const LONG_BLOCKED = { deprecated: "2024-01-08", createBlocked: "2024-02-08" };

/** Every runtime that Lambda lists, by its identifier. */
export const lambdaRuntimes = {
  "nodejs24.x": {
    deprecated: "2028-04-30",
    createBlocked: "2028-06-01",
    updateBlocked: "2028-07-01",
  },
  "nodejs22.x": {
    deprecated: "2027-04-30",
    createBlocked: "2027-06-01",
    updateBlocked: "2027-07-01",
  },
  "nodejs20.x": { deprecated: "2026-04-30", ...EARLY_2027 },
  "nodejs18.x": { deprecated: "2025-09-01", ...EARLY_2027 },
  "nodejs16.x": {
    deprecated: "2024-06-12",
    createBlocked: "2025-10-01",
    updateBlocked: "2025-11-01",
  },
  "python3.14": SUMMER_2029,
  "python3.13": SUMMER_2029,
  "python3.12": {
    deprecated: "2028-10-31",
    createBlocked: "2028-11-30",
    updateBlocked: "2029-01-10",
  },
  "python3.11": {
    deprecated: "2027-06-30",
    createBlocked: "2027-07-31",
    updateBlocked: "2027-08-31",
  },
  "python3.10": { deprecated: "2026-10-31", ...EARLY_2027 },
  "python3.9": { deprecated: "2025-12-15", ...EARLY_2027 },
  "python3.8": {
    deprecated: "2024-10-14",
    createBlocked: "2025-10-01",
    updateBlocked: "2025-11-01",
  },
  java25: SUMMER_2029,
  java21: SUMMER_2029,
  "java17.al2023": {},
  java17: { deprecated: "2027-06-30" },
  "java11.al2023": {},
  java11: { deprecated: "2027-06-30" },
  "java8.al2023": {},
  "java8.al2": { deprecated: "2027-06-30" },
  java8: LONG_BLOCKED,
  dotnet10: { deprecated: "2028-11-14", createBlocked: "2028-12-14", updateBlocked: "2029-01-15" },
  dotnet8: { deprecated: "2026-11-10", ...EARLY_2027 },
  dotnet6: { deprecated: "2024-11-12", createBlocked: "2025-10-01", updateBlocked: "2025-11-01" },
  "ruby4.0": { deprecated: "2029-03-31" },
  "ruby3.4": { deprecated: "2028-03-31" },
  "ruby3.3": { deprecated: "2027-03-31" },
  "ruby3.2": { deprecated: "2026-03-31" },
  "provided.al2023": { deprecated: "2029-06-30" },
  "provided.al2": { deprecated: "2026-07-31", ...EARLY_2027 },
  provided: LONG_BLOCKED,
  "go1.x": LONG_BLOCKED,
} as const satisfies { readonly [runtime: string]: Lifecycle };

/** The identifier of a managed runtime. */
export type LambdaRuntime = keyof typeof lambdaRuntimes;

/** A runtime with fewer days left than this is warned about. */
export const runtimeNoticeDays = 180;

/** Where a runtime stands on a day. */
export type RuntimeStatus =
  | { readonly state: "supported" }
  | { readonly state: "ending"; readonly on: string }
  | { readonly state: "deprecated"; readonly on: string }
  | { readonly state: "blocked"; readonly on: string }
  | { readonly state: "unlisted" };

/**
 * Where `runtime` stands on the day `today` (`YYYY-MM-DD`): `supported`; `ending` within
 * `runtimeNoticeDays`; `deprecated`, so without patches; `blocked`, so that no function can be
 * created with it; or `unlisted`, which is a misspelling or newer than the table.
 *
 * @example runtimeStatus("nodejs20.x", "2026-11-23") // { state: "deprecated", on: "2026-04-30" }
 */
export function runtimeStatus(runtime: string, today: string): RuntimeStatus {
  if (!Object.hasOwn(lambdaRuntimes, runtime)) return { state: "unlisted" };
  const { deprecated, createBlocked }: Lifecycle = lambdaRuntimes[runtime as LambdaRuntime];
  if (createBlocked !== undefined && createBlocked <= today) {
    return { state: "blocked", on: createBlocked };
  }
  if (deprecated === undefined) return { state: "supported" };
  if (deprecated <= today) return { state: "deprecated", on: deprecated };
  if (daysBetween(today, deprecated) < runtimeNoticeDays)
    return { state: "ending", on: deprecated };
  return { state: "supported" };
}

const DAY_MILLISECONDS = 86_400_000;

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS;
}
