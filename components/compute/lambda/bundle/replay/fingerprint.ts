// What values are, written down so that two processes can compare them: the program's own, and those that a slice makes
// again. Of texts it has hashes alone.
import { createHash } from "node:crypto";
import { types } from "node:util";
import { AnyFunction, ClosedOver, isClass, privateMembers, weakEntries } from "../live/inspector";
import {
  classesOf,
  hasAccessors,
  isHeaders,
  isModule,
  isNative,
  isObject,
  isReadable,
  partsOf,
  textOf,
} from "./kinds-of-value";

/** A primitive value as text; anything else by its number in the list of nodes. */
export type Part = string | number;

export interface Node {
  /** `anything` is what only the program has, `more` what nobody has looked at. */
  kind: string;
  /** What it is besides its parts: the line where a function or a class was written, a date's time. */
  is: string;
  /** Of a function, from 1: for messages alone. */
  column?: number;
  /**
   * By the step that leads there: `.` a property, `#` a private field, `=` the entry of a key that is primitive, `+`
   * another element, `'1.0 name` the first variable of the second scope that a function closes over.
   */
  parts: Record<string, Part>;
  /** Functions of the program inside something that is not looked into. */
  functions?: Part[];
  /** True where there may be more of them: behind accessors, which make their value when they are first read, or too far in. */
  hides?: true;
}

export interface Fingerprint {
  readonly roots: Record<string, Part>;
  readonly nodes: readonly Node[];
}

export interface Place {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** What each of the two processes knows in its own way. */
export interface Surroundings {
  /** Undefined for the functions of packages, of Node.js and of V8. */
  placeOf(fn: AnyFunction): Place | undefined;
  /** The variables that a function of the program closes over below module level, by scope and place in it. */
  closedOver(fn: AnyFunction): readonly ClosedOver[];
  /** True for what only the program has: Outputs, resources. */
  isClosed(value: object): boolean;
  /** True where an object is held by other than this weak collection, as far as is known. */
  isHeld(key: object): boolean;
  /** Text without the machine's folders. */
  text(text: string): string;
}

/** For one variable: enough for what a program makes, and soon done for the client of an SDK. */
const mostNodes = 5000;
const mostWithin = 1000;

export class FingerprintWriter {
  readonly nodes: Node[] = [];
  private readonly numbers = new Map<object, number>();
  private readonly open: (() => void)[] = [];
  private readonly weak = new Map<object, Node>();
  private limit = mostNodes;

  constructor(private readonly surroundings: Surroundings) {}

  /** Takes a value in, with all that is below it. */
  add(value: unknown): Part {
    this.limit = this.nodes.length + mostNodes;
    const part = this.part(value);
    for (let next; (next = this.open.shift());) next();
    return part;
  }

  /** To be called when all values are there: which entries of weak collections count. */
  finish(): void {
    for (const [collection, node] of this.weak) {
      const held = weakEntries(collection).filter(
        ({ key }) => this.numbers.has(key) || this.surroundings.isHeld(key),
      );
      // In no order; one alone can be compared.
      held.forEach(({ value }, index) => {
        node.parts[`+${index}`] = held.length > 1 ? "an entry" : this.add(value);
      });
    }
  }

  private part(value: unknown): Part {
    if (!isObject(value)) return this.primitive(value);
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const number = this.nodes.length;
    const node: Node = { kind: number < this.limit ? "anything" : "more", is: "", parts: {} };
    this.numbers.set(value, number);
    this.nodes.push(node);
    if (number < this.limit) this.open.push(() => this.tryToDescribe(value, node));
    return number;
  }

  /** An object of some kind that nobody thought of is no reason to fail. */
  private tryToDescribe(value: object, node: Node): void {
    try {
      this.describe(value, node);
    } catch {
      node.kind = "more";
    }
  }

  private describe(value: object, node: Node): void {
    if (types.isProxy(value) || isModule(value) || this.surroundings.isClosed(value)) return;
    const place = typeof value === "function" ? this.placeOf(value as AnyFunction) : undefined;
    if (place) {
      this.describeFunction(value as AnyFunction, place, node);
      return;
    }
    const made = typeof value === "function" ? undefined : this.classOf(value);
    const is = made === undefined ? undefined : this.content(value, node);
    if (is === undefined) {
      node.kind = typeof value === "function" ? "function" : "opaque";
      Object.assign(node, this.functionsWithin(value));
      return;
    }
    node.is = [made, is].filter((each) => each).join(" ");
    this.addOwn(value, node, (key) => node.kind === "error" && key === "stack");
    if (made) this.addPrivate(value, node);
  }

  private describeFunction(fn: AnyFunction, { file, line, column }: Place, node: Node): void {
    Object.assign(node, { kind: "function", is: `${file}:${line}`, column });
    const text = textOf(fn);
    // What stands in the text of a class comes with it.
    const isInText = ({ value, get, set }: PropertyDescriptor) =>
      [value, get, set].some((each) => typeof each === "function" && text.includes(textOf(each as AnyFunction))); // prettier-ignore
    const ofFunctions = /^(length|name|prototype|arguments|caller)$/;
    this.addOwn(fn, node, (key, member) => ofFunctions.test(String(key)) || isInText(member));
    if (isClass(fn)) {
      const { prototype } = fn as unknown as { prototype: object };
      this.addOwn(prototype, node, (key, member) => key === "constructor" || isInText(member));
      this.addPrivate(fn, node);
    }
    for (const { name, at, value } of this.surroundings.closedOver(fn)) {
      node.parts[`'${at} ${name}`] = this.part(value);
    }
  }

  private placeOf(fn: AnyFunction): Place | undefined {
    return isNative(fn) ? undefined : this.surroundings.placeOf(fn);
  }

  /** Where its class was written, "" for a built-in one; undefined for a package's and for Node.js's own. */
  private classOf(value: object): string | undefined {
    let own = "";
    for (const { prototype, made } of classesOf(value)) {
      if (isNative(made) || isReadable(prototype)) continue;
      const place = this.placeOf(made);
      if (!place) return undefined;
      own ||= `${place.file}:${place.line}`;
    }
    return own;
  }

  /** Says what kind of object it is and adds its elements; undefined where its state can't be read. */
  private content(value: object, node: Node): string | undefined {
    node.kind = "object";
    if (Array.isArray(value)) return `list ${value.length}`;
    if (types.isMap(value)) return this.addElements("Map", [...value], node);
    if (types.isSet(value)) return this.addElements("Set", [...value].map((each) => [each, each]), node); // prettier-ignore
    if (types.isWeakMap(value) || types.isWeakSet(value)) {
      node.kind = "weak";
      this.weak.set(value, node);
      return "";
    }
    if (types.isDate(value)) return `Date ${value.getTime()}`;
    if (types.isRegExp(value)) return `RegExp ${hash(String(value))} ${value.lastIndex}`;
    if (types.isNativeError(value)) {
      node.kind = "error";
      return "";
    }
    if (ArrayBuffer.isView(value)) {
      node.kind = "bytes";
      return hash(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
    }
    if (types.isBoxedPrimitive(value)) return `boxed ${this.primitive(value.valueOf())}`;
    if (value instanceof URL || value instanceof URLSearchParams) return `URL ${this.primitive(String(value))}`; // prettier-ignore
    if (isHeaders(value)) return `Headers ${this.primitive(JSON.stringify([...value]))}`;
    const isPlain = [...classesOf(value)].every(({ prototype, made }) => prototype === Object.prototype || !isNative(made)); // prettier-ignore
    return isPlain && !types.isExternal(value) && !types.isGeneratorObject(value) ? "" : undefined;
  }

  private addElements(
    kind: string,
    elements: readonly [unknown, unknown][],
    { parts }: Node,
  ): string {
    let count = 0;
    for (const [key, value] of elements) {
      if (typeof key === "string") parts[`=${this.surroundings.text(key)}`] = this.part(value);
      else if (!isObject(key)) parts[`=${this.primitive(key)}`] = this.part(value);
      else {
        parts[`+${count}`] = this.part(value);
        if (key !== value) parts[`+key ${count}`] = this.part(key);
        count++;
      }
    }
    return kind;
  }

  private addOwn(
    value: object,
    { kind, parts }: Node,
    without: (key: PropertyKey, member: PropertyDescriptor) => boolean,
  ): void {
    for (const key of Reflect.ownKeys(value)) {
      const name = typeof key === "symbol" ? `[${key.description ?? ""}]` : key;
      if ((kind === "bytes" && /^\d+$/.test(name)) || (Array.isArray(value) && name === "length")) {
        continue;
      }
      const member = Object.getOwnPropertyDescriptor(value, key);
      if (!member || without(key, member)) continue;
      if ("value" in member) parts[`.${name}`] = this.part(member.value);
      if (member.get) parts[`.get ${name}`] = this.part(member.get);
      if (member.set) parts[`.set ${name}`] = this.part(member.set);
    }
  }

  private addPrivate(value: object, { parts }: Node): void {
    for (const { name, value: each } of privateMembers(value)) parts[name] = this.part(each);
  }

  /** The program's functions inside something of which nothing else can be told. */
  private functionsWithin(root: object): Pick<Node, "functions" | "hides"> {
    const found: { fn: AnyFunction; place: string }[] = [];
    const seen = new Set<object>([root]);
    let hides = false;
    for (const value of seen) {
      hides ||= seen.size > mostWithin || hasAccessors(value);
      if (seen.size > mostWithin) break;
      if (types.isProxy(value) || this.surroundings.isClosed(value)) continue;
      const place = typeof value === "function" ? this.placeOf(value as AnyFunction) : undefined;
      if (place) {
        const { file, line, column } = place;
        found.push({ fn: value as AnyFunction, place: `${file}:${line}:${column}` });
      } else partsOf(value).forEach((part) => seen.add(part));
    }
    const functions = found
      .sort((one, other) => (one.place < other.place ? -1 : one.place > other.place ? 1 : 0))
      .map(({ fn }) => this.part(fn));
    return { functions, ...(hides && { hides }) };
  }

  private primitive(value: unknown): string {
    if (typeof value === "string") return `text ${hash(this.surroundings.text(value))}`;
    if (typeof value === "symbol") return `symbol ${value.description ?? ""}`;
    return Object.is(value, -0) ? "number -0" : `${typeof value} ${String(value)}`;
  }
}

const hash = (content: string | Buffer): string =>
  createHash("sha256").update(content).digest("base64").slice(0, 16);
