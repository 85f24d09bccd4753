// Captured Outputs as environment variables: their values as JSON, and what to say where one never comes.
import * as pulumi from "@pulumi/pulumi";
import { CaptureError } from "../plan/capture-error";
import { withinSize } from "./environment-size";
import { secretFix, secretSettingIn } from "../plan/secret-settings";
import type { CapturedOutput } from "../plan/plan";

/**
 * The variables of a bundle. Each is its own Output, so that one unknown or secret value doesn't hide the others, and
 * each holds JSON, so that its type survives.
 */
export function captureEnvironment(
  handler: string,
  outputs: ReadonlyMap<CapturedOutput, string>,
  own: Readonly<Record<string, pulumi.Input<string>>>,
): Record<string, pulumi.Input<string>> {
  const variables: Record<string, pulumi.Input<string>> = { ...own };
  variables.NODE_OPTIONS = withSourceMaps(own.NODE_OPTIONS);
  for (const [captured, name] of outputs) {
    const { path, place } = captured;
    if (name in own) {
      throw new pulumi.RunError(
        `${place}: handler "${handler}" captures ${path.join(".")} as ${name}, which its environment sets too. Rename one of the two.`,
      );
    }
    variables[name] = encoded(handler, captured);
  }
  const checked = withinSize(handler, variables, outputs);
  const names = Object.keys(checked).sort();
  return Object.fromEntries(names.map((name) => [name, checked[name]]));
}

function withSourceMaps(own: pulumi.Input<string> | undefined): pulumi.Input<string> {
  const flag = "--enable-source-maps";
  if (own === undefined) return flag;
  const added = (text: string) => (text.includes(flag) ? text : `${text} ${flag}`);
  return typeof own === "string" ? added(own) : pulumi.output(own).apply(added);
}

/** A captured value as JSON, or an error that says which capture it is about. */
function encoded(handler: string, { path, output, place }: CapturedOutput): pulumi.Output<string> {
  const name = path.join(".");
  const refused = (reason: string) => new CaptureError(handler, place, `captures ${reason}`);
  const inEnvironment = secretFix("environment");
  const text = async () => {
    if (await pulumi.isSecret(output)) throw refused(`${name}, a secret: ${inEnvironment}`);
    const json = output.apply((value) => {
      const setting = secretSettingIn(value, path);
      if (setting !== undefined) throw refused(`${setting}: ${inEnvironment}`);
      return encode(value, path, place, handler);
    });
    await (json as unknown as { promise(): Promise<unknown> }).promise();
    return json;
  };
  const checked = text().catch((error: unknown) => {
    if (error instanceof CaptureError) throw error;
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const why = pulumi.RunError.isInstance(error) ? error.message : stack;
    throw refused(`${name}, an Output that has failed: ${why}`);
  });
  noteWaiting(checked, `${place}: handler "${handler}" captures ${name}`);
  return pulumi.output(checked);
}

/** A value as JSON text; what JSON can't hold is refused, not changed silently. */
export function encode(
  value: unknown,
  path: readonly string[],
  place: string,
  handler: string,
): string {
  const check = (part: unknown, at: readonly string[]): void => {
    const what = withoutJson(part);
    if (what !== undefined) {
      throw new CaptureError(
        handler,
        place,
        `captures ${at.join(".")}, which holds ${what}: an Output reaches Lambda as JSON. Turn it into text, numbers, lists or plain objects with apply() outside.`,
      );
    }
    if (typeof part !== "object" || part === null) return;
    for (const [key, inner] of Object.entries(part)) check(inner, [...at, key]);
  };
  check(value, path);
  return JSON.stringify(value ?? null);
}

/** What a value is, where JSON would change or lose it. */
function withoutJson(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : String(value);
  if (/bigint|function|symbol/.test(typeof value)) return `a ${typeof value}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === Object.prototype || prototype === null;
  return isPlain ? undefined : `a ${value.constructor?.name ?? "class instance"}`;
}

const waiting = new Map<Promise<unknown>, string>();

/**
 * A captured Output may wait for the function that captures it, through other resources: then neither ever gets a value and
 * Node.js ends the program with nothing left to do. What waited is named then.
 */
function noteWaiting(value: Promise<unknown>, capture: string): void {
  if (!process.listeners("beforeExit").includes(tellWaiting)) process.on("beforeExit", tellWaiting);
  waiting.set(value, capture);
  const forget = () => waiting.delete(value);
  value.then(forget, forget);
}

function tellWaiting(): void {
  process.off("beforeExit", tellWaiting);
  for (const capture of waiting.values()) {
    console.error(
      `${capture}, which never got a value. If it depends on the function itself, read it at run time instead, for example from a parameter or a table.`,
    );
  }
}
