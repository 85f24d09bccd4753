/**
 * Symbolic values. What only AWS could compute becomes a deterministic, recognisable text; where
 * that text turns up later - in another resource's arguments, a policy document, a handler's
 * environment - it says which resource and property the value came from.
 */
import * as crypto from "crypto";
import {
  isEnvelope,
  isObject,
  OUTPUT,
  RESOURCE,
  SECRET,
  SIGNATURE,
  UNKNOWN,
  Value,
} from "./wire-values";

/** In the place of a URN: the settings of the stack. */
export const SETTINGS = "config";

/** Where a value came from. */
export interface Source {
  urn: string;
  property: string;
}

/** A value found inside another resource's arguments. */
export interface Reference extends Source {
  /** Where it was found, e.g. `environment.variables.TABLE` or `policy{Statement[0].Resource}`. */
  at: string;
}

interface Remembered extends Source {
  text: string;
  /** Where the window that the text is indexed by starts. */
  offset: number;
}

/** Texts are found by this many of their characters; shorter ones are too common to mean anything. */
const WINDOW = 7;

/** What is put behind a logical name to make a physical one. */
interface AutomaticName {
  readonly separator: string;
  readonly digits: number;
}

/** As Pulumi's auto-naming does it unless the provider says otherwise. */
const USUAL_NAME: AutomaticName = { separator: "-", digits: 7 };

/** The symbolic values of one stack. */
export class Symbols {
  /** How many values were made up here, those of included stacks not counted. */
  count = 0;
  private readonly windows = new Map<string, Remembered[]>();
  private readonly texts = new Map<string, Source>();

  /** `count` hexadecimal digits that belong to a property of a resource. */
  digits(urn: string, property: string, count: number): string {
    return sha256(`${urn}|${property}`).slice(0, count);
  }

  /** The physical name AWS and Pulumi would make up: the logical one and, mostly, seven digits. */
  autoName(urn: string, name: string, form: AutomaticName = USUAL_NAME): string {
    return `${name}${form.separator}${sha256(urn).slice(0, form.digits)}`;
  }

  /** Makes a text findable; the first source of a text is kept. Returns the text. */
  remember(text: string, source: Source): string {
    this.count += this.keep(text, source) ? 1 : 0;
    return text;
  }

  private keep(text: string, source: Source): boolean {
    const key = text.toLowerCase();
    if (key.length < WINDOW || this.texts.has(key)) {
      return false;
    }
    this.texts.set(key, source);
    const offset = mostTelling(key);
    const window = key.slice(offset, offset + WINDOW);
    const sharing = this.windows.get(window);
    const entry = { ...source, text: key, offset };
    if (sharing) {
      sharing.push(entry);
    } else {
      this.windows.set(window, [entry]);
    }
    return true;
  }

  /** Whether this whole value is a symbolic one. */
  isSymbol(value: Value): boolean {
    return this.texts.has(String(value).toLowerCase());
  }

  /** Makes another stack's values findable here, for values that came through a StackReference. */
  include(other: Symbols): void {
    other.texts.forEach((source, text) => this.keep(text, source));
  }

  /** Every source whose text occurs in `value`, except those of the resource `self` itself. */
  references(value: Value, self?: string): Reference[] {
    const found = new Map<string, Reference>();
    this.search(value, "", (source, at) => {
      if (source.urn !== self) {
        const reference = { urn: source.urn, property: source.property, at };
        found.set(`${source.urn}|${source.property}|${at}`, reference);
      }
    });
    return [...found.values()];
  }

  private search(value: Value, at: string, hit: (source: Source, at: string) => void): void {
    if (typeof value === "number") {
      this.searchText(String(value), at, hit);
    } else if (typeof value === "string") {
      this.searchString(value, at, hit);
    } else if (Array.isArray(value)) {
      value.forEach((item, i) => this.search(item, `${at}[${i}]`, hit));
    } else if (isEnvelope(value, SECRET) || isEnvelope(value, OUTPUT)) {
      this.search(value.value ?? null, at, hit);
    } else if (isEnvelope(value, RESOURCE)) {
      hit({ urn: String(value.urn), property: "id" }, at);
    } else if (isObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        this.searchText(key, at, hit);
        if (key !== SIGNATURE && key !== "hash") {
          this.search(item, step(at, key), hit);
        }
      }
    }
  }

  private searchString(text: string, at: string, hit: (source: Source, at: string) => void): void {
    if (text === UNKNOWN) {
      return;
    }
    const nested = parseJson(text);
    if (nested !== undefined) {
      this.search(nested, "", (source, inner) => hit(source, `${at}{${inner}}`));
      return;
    }
    this.searchText(text, at, hit);
    const decoded = decodeBase64(text);
    if (decoded !== undefined) {
      this.searchText(decoded, `${at} (base64)`, hit);
    }
  }

  /** The longest remembered text wins: an ARN is found rather than the name in it. */
  private searchText(given: string, at: string, hit: (source: Source, at: string) => void): void {
    const text = given.toLowerCase();
    const matches: { from: number; to: number; source: Source }[] = [];
    for (let i = 0; i + WINDOW <= text.length; i++) {
      for (const entry of this.windows.get(text.slice(i, i + WINDOW)) ?? []) {
        const from = i - entry.offset;
        if (from >= 0 && text.startsWith(entry.text, from)) {
          matches.push({ from, to: from + entry.text.length, source: entry });
        }
      }
    }
    const within = (a: { from: number; to: number }, b: { from: number; to: number }) =>
      a !== b && b.from <= a.from && a.to <= b.to && b.to - b.from > a.to - a.from;
    for (const match of matches) {
      if (!matches.some((other) => within(match, other))) {
        hit(match.source, at);
      }
    }
  }
}

export function sha256(text: string): string {
  return crypto.createHash("sha256").update(text).digest("hex");
}

/** Parts that many values have in common: partition, account, region, domains. */
const COMMON =
  /arn:aws|(?<!\d)\d{12}(?!\d)|[a-z]{2}(-[a-z]+)+-\d|amazonaws\.com|cloudfront\.net|execute-api|https:\/\//g;

/** The start of the window that few other texts share: made-up digits first, then letters. */
function mostTelling(text: string): number {
  const telling = text.replace(COMMON, (part) => " ".repeat(part.length));
  const weights = [...telling].map((c) => (/\d/.test(c) ? 2 : /[a-z]/.test(c) ? 1 : 0));
  let best = 0;
  let highest = -1;
  for (let i = 0; i + WINDOW <= text.length; i++) {
    const weight = weights.slice(i, i + WINDOW).reduce<number>((sum, w) => sum + w, 0);
    if (weight > highest) {
      highest = weight;
      best = i;
    }
  }
  return best;
}

function step(at: string, key: string): string {
  if (!/^[\w$]+$/.test(key)) {
    return `${at}["${key}"]`;
  }
  return at === "" ? key : `${at}.${key}`;
}

function parseJson(text: string): Value | undefined {
  if (!/^\s*[{[]/.test(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

const SHORTEST_BASE64 = 24;

function decodeBase64(text: string): string | undefined {
  if (text.length < SHORTEST_BASE64 || !/^[A-Za-z0-9+/\s]+={0,2}$/.test(text)) {
    return undefined;
  }
  const decoded = Buffer.from(text, "base64").toString("utf8");
  return /[\x00-\x08\ufffd]/.test(decoded) ? undefined : decoded;
}
