// When a handler's bundle is loaded, and with which values of its variables.
import * as pulumi from "@pulumi/pulumi";
import type { BundleCheck, BundleToCheck } from "./bundle-check";
import { checkBundle } from "./check-bundle";
import { missedChanges } from "./shared-differences";

export interface HandlerToCheck {
  readonly bundle: Omit<BundleToCheck, "environment" | "standIns">;
  /** The function's variables. */
  readonly environment: Record<string, pulumi.Input<string>>;
  readonly load: boolean;
}

export interface CheckedHandler {
  readonly check: BundleCheck;
  /** The same variables; where loading needs their values, they wait until it has gone well with these. */
  readonly environment: Record<string, pulumi.Input<string>>;
  readonly warnings: readonly string[];
}

/** @throws pulumi.RunError with the line of the program that fails when the bundle is loaded. */
export async function checkHandler(handler: HandlerToCheck): Promise<CheckedHandler> {
  const { bundle, environment, load } = handler;
  if (!load) {
    const check: BundleCheck = { state: "unchecked", because: "bundle.load is false" };
    return { check, environment, warnings: [] };
  }
  const check = refuseFailed(await checkBundle({ ...bundle, ...firstValues(environment) }));
  const shared = check.state === "loaded" ? check.shared : undefined;
  return {
    check,
    environment: needsValues(check) ? withValues(bundle, environment) : environment,
    warnings: shared ? missedChanges(bundle, shared) : [],
  };
}

/** A variable of text is the one that is also there; an Output's value, and whether it is secret, is known later. */
export function firstValues(
  environment: Record<string, pulumi.Input<string>>,
): Pick<BundleToCheck, "environment" | "standIns"> {
  const names = Object.keys(environment);
  const standIns = names.filter((name) => typeof environment[name] !== "string");
  const values = names.map((name) => [name, valueOr(environment[name])]);
  return { environment: Object.fromEntries(values) as Record<string, string>, standIns };
}

/** Captured values are JSON. */
const standIn = JSON.stringify("a value that is not known here");
const valueOr = (value: unknown): string => (typeof value === "string" ? value : standIn);

function refuseFailed(check: BundleCheck): BundleCheck {
  if (check.state === "failed") throw new pulumi.RunError(check.message);
  return check;
}

/** True where a value that was made up had a part in what came of loading; a preview has no other ones. */
const needsValues = (check: BundleCheck): boolean =>
  !pulumi.runtime.isDryRun() &&
  (check.state === "loaded"
    ? check.read.length > 0
    : check.state === "unchecked" && check.needsValues === true);

/**
 * The variables, one of which waits until the bundle was loaded with the values of all: before the function is made, and
 * without its code waiting for them.
 */
function withValues(
  bundle: HandlerToCheck["bundle"],
  environment: HandlerToCheck["environment"],
): HandlerToCheck["environment"] {
  const { NODE_OPTIONS: flags, ...others } = environment;
  const loaded = valuesOf(others).then(async (values) => {
    refuseFailed(await checkBundle({ ...bundle, ...values }));
    return flags;
  });
  return { ...environment, NODE_OPTIONS: pulumi.output(loaded) };
}

interface Settled {
  promise(): Promise<string>;
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
}

async function valuesOf(
  environment: HandlerToCheck["environment"],
): Promise<Pick<BundleToCheck, "environment" | "standIns">> {
  const values: Record<string, string> = {};
  const standIns: string[] = [];
  for (const [name, input] of Object.entries(environment)) {
    const output = pulumi.output(input) as unknown as Settled;
    const isUsable = (await output.isKnown) && !(await output.isSecret);
    if (!isUsable) standIns.push(name);
    values[name] = isUsable ? await output.promise() : standIn;
  }
  return { environment: values, standIns };
}
