/**
 * YAML as the CLI reads it (gopkg.in/yaml.v3, its `resolve.go`): YAML 1.2's words for true and false,
 * but `010` is eight, `1_000` a thousand, `<<` merges, and a date becomes Go's text of it.
 */
import * as fs from "fs";
import * as path from "path";
import { isScalar, parseDocument, Scalar, visit } from "yaml";

/** Whole numbers that JavaScript can't hold exactly are big ones. */
export type Yaml = null | boolean | number | bigint | string | Yaml[] | { [key: string]: Yaml };

/** A mistake in how the preview was called, or in a project file: the message is all there is to say. */
export class UserError extends Error {}

/** The content of a YAML file; every mistake in it is a UserError that names the file. */
export function readYaml(file: string): Yaml {
  const name = path.basename(file);
  const document = parseDocument(textOf(file), { schema: "failsafe", merge: true });
  const problem = document.errors[0] as Error | undefined;
  if (problem) {
    throw new UserError(`${name}: ${problem.message}`);
  }
  visit(document, {
    Scalar: (key, node) => {
      if (key !== "key") node.value = valueOf(node, name);
    },
    Alias: (_key, alias, ancestors) => {
      const target = alias.resolve(document);
      if (target && ancestors.includes(target)) {
        throw new UserError(`${name}: the anchor &${alias.source} contains itself`);
      }
    },
  });
  try {
    return document.toJS() as Yaml;
  } catch (error) {
    throw new UserError(`${name}: ${(error as Error).message}`); // too many aliases, say
  }
}

function textOf(file: string): string {
  const name = path.basename(file);
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === "EISDIR" ? "it is a folder" : (error as Error).message;
    throw new UserError(`${name}: can't be read: ${why}; allowed: a YAML file`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(
      `${name}: is not UTF-8, from ${placeOfBadByte(bytes)} on; save it as UTF-8`,
    );
  }
}

/** The line of the first byte that no character is made of. */
function placeOfBadByte(bytes: Buffer): string {
  const sound = bytes.toString("utf8").split("\uFFFD")[0];
  return `line ${sound.split("\n").length}`;
}

function valueOf(node: Scalar, file: string): Yaml {
  const text = String(node.source ?? node.value ?? "");
  const tag = node.tag?.replace("tag:yaml.org,2002:", "!!");
  if (tag === "!!binary") {
    return Buffer.from(text, "base64").toString("utf8");
  }
  const isPlain = node.type === Scalar.PLAIN && (tag === undefined || !tag.startsWith("!"));
  if (!isPlain && !RESOLVED_TAGS.has(tag ?? "")) {
    return isScalar(node) ? (node.value as string) : text;
  }
  const value = plainValue(text);
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new UserError(`${file}: ${text} is no value of a setting; allowed: a finite number`);
  }
  return value;
}

const RESOLVED_TAGS = new Set(["!!null", "!!bool", "!!int", "!!float", "!!timestamp"]);

const WORDS: ReadonlyMap<string, Yaml> = new Map<string, Yaml>([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, NaN] as const),
  ...["", "+"].flatMap((sign) =>
    [".inf", ".Inf", ".INF"].map((word) => [`${sign}${word}`, Infinity] as const),
  ),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
]);

const WHOLE = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;

/** What a text without quotes is. */
export function plainValue(text: string): Yaml {
  const word = WORDS.get(text);
  if (word !== undefined) {
    return word;
  }
  if (!/^[-+.0-9]/.test(text)) {
    return text;
  }
  const time = timeOf(text);
  if (time !== undefined) {
    return time;
  }
  const digits = text.replace(/_/g, "");
  const whole = WHOLE.exec(digits);
  if (whole) {
    return wholeNumber(whole);
  }
  return FLOAT.test(text.startsWith(".") ? text : digits) ? Number(digits) : text;
}

function wholeNumber([, sign, hex, binary, octal, decimal]: RegExpExecArray): Yaml {
  const size = BigInt(
    hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal ?? "0"),
  );
  const value = sign === "-" ? -size : size;
  if (value > LARGEST || value < SMALLEST) {
    return Number(value); // Go falls back to a float
  }
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Go's uint64 and int64. */
const LARGEST = 2n ** 64n - 1n;
const SMALLEST = -(2n ** 63n);

const TIME =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d+))?(Z|[-+]\d{2}:\d{2})?)?$/;

/** A date as Go prints it, which is what a program gets; `undefined` for any other text. */
function timeOf(text: string): string | undefined {
  const parts = TIME.exec(text);
  if (!parts) {
    return undefined;
  }
  const [, year, month, day, separator, hours = "0", minutes = "0", seconds = "0"] = parts;
  const [, , , , , , , , fraction = "", zone] = parts;
  // A zone belongs to the form with T, and to no other.
  if (separator !== undefined && (separator === " ") !== (zone === undefined)) {
    return undefined;
  }
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!exists || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) {
    return undefined;
  }
  const two = (value: string) => value.padStart(2, "0");
  const rest = fraction.replace(/0+$/, "");
  const offset = zone === undefined || zone === "Z" ? undefined : zone.replace(":", "");
  const clock = `${two(hours)}:${two(minutes)}:${two(seconds)}${rest === "" ? "" : `.${rest}`}`;
  return `${year}-${two(month)}-${two(day)} ${clock} ${offset ? `${offset} ${offset}` : "+0000 UTC"}`;
}
