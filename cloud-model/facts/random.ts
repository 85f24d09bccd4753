/** Random values (random package): any change means another value. */
import type { Shape } from "../shapes";
import { because, type Facts, type Outputs, type TypeFacts } from "../type-facts";
import { knownText, plain, type Value } from "../wire-values";

const NEW_VALUE = "another value is made";
const PASSWORD = [
  ...["length", "keepers", "special", "overrideSpecial", "upper", "lower", "numeric", "number"],
  ...["minLower", "minUpper", "minNumeric", "minSpecial"],
];

/** One number of `byteLength` bytes, in each way to write it. */
const randomBytes: Outputs = {
  id: (shape) => bytes(shape).toString("base64url"),
  hex: (shape) => prefix(shape) + bytes(shape).toString("hex"),
  dec: (shape) => prefix(shape) + BigInt(`0x${bytes(shape).toString("hex")}`).toString(),
  b64Std: (shape) => prefix(shape) + bytes(shape).toString("base64"),
  b64Url: (shape) => prefix(shape) + bytes(shape).toString("base64url"),
};

const uuid: TypeFacts = {
  outputs: { id: "{result}", result: "{uuid}" },
  replaces: { also: because(NEW_VALUE, "keepers") },
};

export const facts: Facts = {
  "random:index/randomPassword:RandomPassword": {
    outputs: {
      id: "none",
      result: randomText,
    },
    replaces: { also: because(NEW_VALUE, ...PASSWORD) },
  },
  "random:index/randomId:RandomId": {
    outputs: {
      ...randomBytes,
    },
    replaces: { also: because(NEW_VALUE, "byteLength", "keepers", "prefix") },
  },
  "random:index/randomString:RandomString": {
    outputs: {
      id: "{result}",
      result: randomText,
    },
    replaces: { also: because(NEW_VALUE, ...PASSWORD) },
  },
  "random:index/randomInteger:RandomInteger": {
    outputs: {
      id: (shape) => String(integer(shape)),
      result: integer,
    },
    replaces: { also: because(NEW_VALUE, "min", "max", "seed", "keepers") },
  },
  "random:index/randomShuffle:RandomShuffle": {
    outputs: {
      id: "-",
      results: shuffled,
    },
    replaces: { also: because(NEW_VALUE, "inputs", "resultCount", "seed", "keepers") },
  },
  "random:index/randomBytes:RandomBytes": {
    outputs: {
      id: "none",
      hex: (shape) => bytes(shape, "length").toString("hex"),
      base64: (shape) => bytes(shape, "length").toString("base64"),
    },
    replaces: { also: because(NEW_VALUE, "length", "keepers") },
  },
  "random:index/randomUuid:RandomUuid": uuid,
  "random:index/randomUuid4:RandomUuid4": uuid,
  "random:index/randomUuid7:RandomUuid7": uuid,
};

/** From `min` to `max`, both included. */
function integer(shape: Shape): Value | undefined {
  const { min, max } = shape.subject.inputs;
  const [least, most] = [plain(min), plain(max)];
  if (typeof least !== "number" || typeof most !== "number" || most < least) {
    return undefined;
  }
  return least + (parseInt(shape.digits("result", 12), 16) % (most - least + 1));
}

/** The given items in another order, as many as are asked for; more than there are begin anew. */
function shuffled(shape: Shape): Value | undefined {
  const items = plain(shape.subject.inputs.inputs);
  const count = plain(shape.subject.inputs.resultCount);
  if (!Array.isArray(items) || items.length === 0) {
    return undefined;
  }
  const order = items.map((_item, i) => shape.digits(`results#${i}`, 16));
  const sorted = items
    .map((item, i) => ({ item, at: order[i] }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ item }) => item);
  const length = typeof count === "number" ? count : items.length;
  return Array.from({ length }, (_, i) => sorted[i % sorted.length]);
}

/** As many bytes as are asked for. */
function bytes(shape: Shape, argument = "byteLength"): Buffer {
  return Buffer.from(manyDigits(shape, 2 * lengthOf(shape, argument)), "hex");
}

/** As many characters as are asked for. */
function randomText(shape: Shape): Value {
  return shape.remember(manyDigits(shape, lengthOf(shape, "length")), "result");
}

function lengthOf(shape: Shape, argument: string): number {
  const length = plain(shape.subject.inputs[argument]);
  return typeof length === "number" ? length : 16;
}

function prefix(shape: Shape): string {
  return knownText(shape.subject.inputs.prefix) ?? "";
}

/** Hexadecimal digits, more than one digest has. */
function manyDigits(shape: Shape, count: number): string {
  const parts = Array.from({ length: Math.ceil(count / 64) }, (_, i) =>
    shape.digits(`value#${i}`, 64),
  );
  return parts.join("").slice(0, count);
}
