// How large a function's environment may be: checked at once where its values are plain texts, else once they are known.
import * as pulumi from "@pulumi/pulumi";
import { lambdaEnvironmentBytes } from "../../../../../rules/lambda/function";
import type { CapturedOutput } from "../plan/plan";

/** With captured Outputs, the rest is left to layers and extensions, which add variables of their own. */
const mostBytesWithCaptured = 3072;

type Variables = Record<string, pulumi.Input<string>>;

/**
 * The variables, one of which waits for the check where it needs values that aren't known yet.
 *
 * @throws pulumi.RunError with the largest variable, at once or as that variable's rejection.
 */
export function withinSize(
  handler: string,
  variables: Variables,
  captured: ReadonlyMap<CapturedOutput, string>,
): Variables {
  const names = Object.keys(variables);
  const isPlain = (name: string) => typeof variables[name] === "string";
  if (names.every(isPlain)) {
    checkSize(handler, variables as Record<string, string>, captured);
    return variables;
  }
  // In a preview not every value can be known.
  const valueOf = (name: string) =>
    (pulumi.output(variables[name]) as unknown as { promise(): Promise<unknown> }).promise();
  const textOf = (value: unknown) => (typeof value === "string" ? value : "");
  const known = Promise.all(
    names.map(async (name) => [name, textOf(await valueOf(name))] as const),
  );
  const checked = known.then((texts) => checkSize(handler, Object.fromEntries(texts), captured));
  const waits =
    [...captured.values()].sort().pop() ?? names.filter((name) => !isPlain(name)).sort()[0];
  const value = variables[waits];
  return { ...variables, [waits]: pulumi.output(checked.then(() => pulumi.output(value))) };
}

function checkSize(
  handler: string,
  texts: Readonly<Record<string, string>>,
  captured: ReadonlyMap<CapturedOutput, string>,
): void {
  const sizes = Object.entries(texts).map(([name, text]) => ({
    name,
    bytes: Buffer.byteLength(name) + Buffer.byteLength(text),
  }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const most = captured.size > 0 ? mostBytesWithCaptured : lambdaEnvironmentBytes;
  if (total <= most) return;
  const largest = sizes.sort((a, b) => b.bytes - a.bytes)[0];
  const [output] = [...captured].find(([, name]) => name === largest.name) ?? [];
  const allowed =
    captured.size > 0
      ? `more than ${most} (Lambda allows ${lambdaEnvironmentBytes} in all)`
      : `more than the ${most} that Lambda allows`;
  throw new pulumi.RunError(
    `${output ? `${output.place}: ` : ""}the environment of handler "${handler}" is ${total} bytes, ${allowed}. ` +
      `The largest is ${output ? output.path.join(".") : largest.name} with ${largest.bytes} bytes` +
      `${output ? ` in ${largest.name}` : ""}: ` +
      `${captured.size > 0 ? "capture only the part the handler needs, or " : ""}put the value into a table, a parameter or a bucket.`,
  );
}
