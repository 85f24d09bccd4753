// Captured Outputs as environment variables: their values, and what Lambda allows.
import * as pulumi from "@pulumi/pulumi";
import { CaptureError } from "../plan/capture-error";
import { withinSize } from "./environment-size";
import { secretFix, secretSettingIn } from "../plan/secret-settings";
import type { CapturedOutput } from "../plan/plan";
import { noteWaiting } from "./waiting-captures";

/**
 * The variables of a bundle. Each is its own Output, so that one unknown or secret value doesn't hide the others, and
 * each holds JSON, so that its type survives.
 */
export function captureEnvironment(
  handler: string,
  captured: ReadonlyMap<CapturedOutput, string>,
  own: Readonly<Record<string, pulumi.Input<string>>>,
): Record<string, pulumi.Input<string>> {
  const variables: Record<string, pulumi.Input<string>> = { ...own };
  variables.NODE_OPTIONS = withSourceMaps(own.NODE_OPTIONS);
  for (const [{ path, output, place }, name] of captured) {
    if (name in own) {
      throw new pulumi.RunError(
        `${place}: handler "${handler}" captures ${path.join(".")} as ${name}, which its environment sets too. Rename one of the two.`,
      );
    }
    variables[name] = encoded(handler, { path, output, place });
  }
  return sorted(withinSize(handler, variables, captured));
}

const sorted = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((name) => [name, record[name]]),
  );

function withSourceMaps(own: pulumi.Input<string> | undefined): pulumi.Input<string> {
  const flag = "--enable-source-maps";
  if (own === undefined) return flag;
  const added = (text: string) => (text.includes(flag) ? text : `${text} ${flag}`);
  return typeof own === "string" ? added(own) : pulumi.output(own).apply(added);
}

/** A captured value as JSON, or an error that says which capture it is about. */
function encoded(
  handler: string,
  { path, output, place }: Pick<CapturedOutput, "path" | "output" | "place">,
): pulumi.Output<string> {
  const name = path.join(".");
  const checked = isSecret(output)
    .then(async (secret) => {
      if (secret)
        throw new CaptureError(
          handler,
          place,
          `captures ${name}, a secret: ${secretFix("environment")}`,
        );
      const text = output.apply((value) => {
        const setting = secretSettingIn(value, path);
        if (setting === undefined) return encode(value, path, place, handler);
        throw new CaptureError(handler, place, `captures ${setting}: ${secretFix("environment")}`);
      });
      await settled(text);
      return text;
    })
    .catch((error: unknown) => {
      if (error instanceof CaptureError) throw error;
      const why = pulumi.RunError.isInstance(error) ? error.message : stackOf(error);
      throw new CaptureError(handler, place, `captures ${name}, an Output that has failed: ${why}`);
    });
  noteWaiting(checked, `${place}: handler "${handler}" captures ${name}`);
  return pulumi.output(checked);
}

const settled = (output: pulumi.Output<unknown>): Promise<unknown> =>
  (output as unknown as { promise(): Promise<unknown> }).promise();

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

const isSecret = (output: pulumi.Output<unknown>): Promise<boolean> =>
  pulumi.isSecret(output as pulumi.Output<unknown>);

/** A value as JSON text; what JSON can't hold is refused, not changed silently. */
export function encode(
  value: unknown,
  path: readonly string[],
  place: string,
  handler: string,
): string {
  const check = (part: unknown, at: readonly string[]): void => {
    const refuse = (what: string) => {
      throw new CaptureError(
        handler,
        place,
        `captures ${at.join(".")}, which holds ${what}: an Output reaches Lambda as JSON. Turn it into text, numbers, lists or plain objects with apply() outside.`,
      );
    };
    if (typeof part === "number" && !Number.isFinite(part)) refuse(String(part));
    if (typeof part === "bigint") refuse("a bigint");
    if (typeof part === "function" || typeof part === "symbol") refuse(`a ${typeof part}`);
    if (typeof part !== "object" || part === null) return;
    const prototype = Object.getPrototypeOf(part);
    if (!Array.isArray(part) && prototype !== Object.prototype && prototype !== null) {
      refuse(`a ${part.constructor?.name ?? "class instance"}`);
    }
    for (const [key, inner] of Object.entries(part)) check(inner, [...at, key]);
  };
  check(value, path);
  return JSON.stringify(value ?? null);
}
