/** What only one resource can have at a time: a name, an address, a route, a place, a document. */
import { factsOf } from "./all-facts";
import { claimFacts, type ClaimFact, type KeyPart } from "./claim-table";
import type { LiveResource } from "./conflicts";
import type { Refusal, Scope } from "./type-facts";

/** Something that only one resource can have at a time. */
export interface Claim {
  /** Claims in different spaces never meet. */
  readonly space: string;
  readonly scope: Scope;
  readonly key: string;
  /** The argument that says what is claimed, and its value; empty where there is only one. */
  readonly argument: string;
  readonly value: string;
  /** AWS's answer to a second one. Absent where AWS takes it without a word. */
  readonly refusal?: Refusal;
  /** What becomes of the two, in words. */
  readonly message: string;
  readonly fix?: string;
  /** Where AWS lets a second of the same type take it from the first, in words what becomes of the two. */
  readonly takesOver?: string;
  /** Two claims of which both are of the same side don't meet. */
  readonly side?: boolean;
  /** What two claims agree on that live side by side until one of them is deleted. */
  readonly content?: string;
}

const kept = new WeakMap<LiveResource, readonly Claim[]>();

/** Everything that `resource` has for itself alone; nothing of what isn't known. */
export function claims(resource: LiveResource): readonly Claim[] {
  let all = kept.get(resource);
  if (!all) {
    all = rowsOf(resource.type).flatMap((fact) => claimsOf(resource, fact));
    kept.set(resource, all);
  }
  return all;
}

/** True where one claim excludes the other. */
export function meet(
  [mine, one]: readonly [Claim, LiveResource],
  [theirs, other]: readonly [Claim, LiveResource],
): boolean {
  const inScope =
    mine.scope === "world" ||
    (one.account === other.account && (mine.scope === "account" || one.region === other.region));
  const sameSide = mine.side !== undefined && mine.side === theirs.side;
  return mine.space === theirs.space && mine.key === theirs.key && inScope && !sameSide;
}

const rows = new Map<string, readonly ClaimFact[]>();

function rowsOf(type: string): readonly ClaimFact[] {
  let all = rows.get(type);
  if (!all) {
    all = [...nameFact(type), ...(factsOf(type).claims ?? []), ...claimFacts(type)];
    rows.set(type, all);
  }
  return all;
}

function nameFact(type: string): ClaimFact[] {
  const { unique } = factsOf(type);
  if (!unique) {
    return [];
  }
  // Without its last part nothing is claimed: AWS will make a name up.
  const key = unique.key.map((part, i) => (i < unique.key.length - 1 ? `${part}?` : part));
  return [{ ...unique, key }];
}

function claimsOf(resource: LiveResource, fact: ClaimFact): Claim[] {
  const { given, values } = resource;
  if ((fact.given && !given) || !holds(fact.when, given ?? values)) {
    return [];
  }
  const source = fact.given
    ? { ...resource, values: argumentsFirst(given, fact, values) }
    : resource;
  const keys = fact.key.reduce<readonly (readonly string[])[]>(
    (found, part) => found.flatMap((row) => valuesOf(source, part).map((value) => [...row, value])),
    [[]],
  );
  return keys.map((parts) => claimOf(source, fact, parts));
}

function claimOf({ type, values }: LiveResource, fact: ClaimFact, parts: readonly string[]): Claim {
  const { code, fix, takesOver } = fact;
  const value = parts[parts.length - 1] ?? "";
  const message = fact.message.replace(/\{(\w+)\}/g, (_all, property: string) =>
    property === "name" ? value : String(values[property] ?? ""),
  );
  const last = [fact.key[fact.key.length - 1] ?? ""].flat();
  const set = last.find((path) => read(values, path).length > 0) ?? last[0];
  return {
    space: fact.space ?? type,
    scope: fact.scope ?? "region",
    key: (fact.ignoringCase ? parts.map(folded) : parts).join("|"),
    argument: fact.argument ?? set.replace(/\[\*\]|\?$/g, ""),
    value,
    message,
    ...(code === undefined ? {} : { refusal: { code, message } }),
    ...(fix === undefined ? {} : { fix }),
    ...(takesOver === undefined ? {} : { takesOver }),
    ...(fact.together === undefined ? {} : { side: isOnSide(fact.together, values) }),
    ...(fact.shared === undefined
      ? {}
      : { content: JSON.stringify(fact.shared.map((path) => values[path] ?? null)) }),
  };
}

type Values = LiveResource["values"];

/** Lists as the program gives them, for AWS fills them in where it doesn't; the rest as it is. */
function argumentsFirst(given: Values = {}, { key }: ClaimFact, values: Values): Values {
  const lists = key.flat().filter((path) => path.includes("[*]"));
  const roots = lists.map((path) => path.slice(0, path.indexOf("[*]")));
  return { ...values, ...Object.fromEntries(roots.map((root) => [root, given[root]])) };
}

function holds(when: string | undefined, values: Values): boolean {
  const isSet = (argument: string) => ![undefined, null, false].includes(values[argument] as null);
  return when === undefined || (when.startsWith("!") ? !isSet(when.slice(1)) : isSet(when));
}

function isOnSide(together: string, values: Values): boolean {
  const [property, wanted] = together.split("=");
  return String(values[property] ?? "") === wanted;
}

const PRIMITIVES = ["string", "number", "boolean"];

/** The texts that a part of the key stands for: none, where it is not known. */
function valuesOf({ id, values }: LiveResource, part: KeyPart): readonly string[] {
  for (const path of [part].flat()) {
    const isOptional = path.endsWith("?");
    const found = path === "id" ? [id] : read(values, isOptional ? path.slice(0, -1) : path);
    const known = found.filter((item) => item !== "" && PRIMITIVES.includes(typeof item));
    if (known.length > 0) {
      return [...new Set(known.map(String))];
    }
    if (isOptional && found.every((item) => item === "")) {
      return [""];
    }
  }
  return [];
}

/** Everything at a path such as `subnetMappings[*].allocationId`. */
function read(values: unknown, path: string): readonly unknown[] {
  return path.split(".").reduce<readonly unknown[]>(
    (found, step) =>
      found.flatMap((item): readonly unknown[] => {
        const name = step.replace("[*]", "");
        const member = (item as Values | null | undefined)?.[name];
        if (member === undefined || member === null) {
          return [];
        }
        return step.endsWith("[*]") && Array.isArray(member) ? (member as unknown[]) : [member];
      }),
    [values],
  );
}

const folded = (text: string) => text.toLowerCase().replace(/\.$/, "");
