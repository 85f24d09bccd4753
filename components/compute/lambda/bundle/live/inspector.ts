// What V8 knows about a function: where its code is, and the variables it closes over. A same-thread inspector
// session answers synchronously and opens no port.
import * as inspector from "node:inspector";

export type AnyFunction = (...parameters: never[]) => unknown;

export const isClass = (fn: AnyFunction): boolean =>
  /^class\b/.test(Function.prototype.toString.call(fn));

export interface ScriptPosition {
  readonly scriptId: string;
  readonly url: string;
  /** From 0. */
  readonly line: number;
  /** From 0. */
  readonly column: number;
}

export interface LoadedScript {
  readonly url: string;
  /** Of the script's text. */
  readonly hash: string;
}

/** The variables of one scope, by name; reading one gives its present value. */
export type Scope = Record<string, unknown>;

interface RemoteProperty {
  name: string;
  value?: { objectId?: string; value?: unknown; unserializableValue?: string };
}

const exchange = Symbol.for("strata.lambda.exchange");
const exchanged = globalThis as { [exchange]?: unknown };
const scripts = new Map<string, LoadedScript>();
let session: inspector.Session | undefined;

function post<T>(method: string, parameters: object = {}): T {
  if (!session) {
    session = new inspector.Session();
    session.connect();
    session.on("Debugger.scriptParsed", ({ params: { scriptId, url, hash } }) =>
      scripts.set(scriptId, { url, hash }),
    );
    // Replays every script loaded so far as scriptParsed events, and reports later ones.
    session.post("Debugger.enable");
  }
  let answer: { error: Error | null; result?: object } | undefined;
  session.post(method, parameters, (error, result) => {
    answer = { error, result };
  });
  if (!answer || answer.error) {
    throw new Error(`The V8 inspector refused ${method}: ${answer?.error?.message ?? "no answer"}`);
  }
  return answer.result as T;
}

interface Properties {
  internalProperties?: RemoteProperty[];
  privateProperties?: RemoteProperty[];
}

function propertiesOf(value: object): Properties {
  exchanged[exchange] = value;
  try {
    const { result } = post<{ result: { objectId?: string } }>("Runtime.evaluate", {
      expression: `globalThis[Symbol.for("strata.lambda.exchange")]`,
    });
    if (!result.objectId) return {};
    return post<Properties>("Runtime.getProperties", {
      objectId: result.objectId,
      ownProperties: true,
    });
  } finally {
    exchanged[exchange] = undefined;
  }
}

const internalProperties = (fn: AnyFunction): RemoteProperty[] =>
  propertiesOf(fn).internalProperties ?? [];

/** The value that the inspector knows by this id. */
function valueOf(objectId: string): unknown {
  post("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration: `function () { globalThis[Symbol.for("strata.lambda.exchange")] = this; }`,
  });
  const value = exchanged[exchange];
  exchanged[exchange] = undefined;
  return value;
}

/** The private fields and methods of an instance, `#` and all. */
export const privateMembers = (instance: object): { name: string; value: unknown }[] =>
  (propertiesOf(instance).privateProperties ?? []).flatMap(({ name, value }) =>
    value
      ? [
          {
            name,
            value: value.objectId
              ? valueOf(value.objectId)
              : (value.unserializableValue ?? value.value),
          },
        ]
      : [],
  );

/** What is in a WeakMap or a WeakSet just now, in no order. */
export function weakEntries(collection: object): { key: object; value: unknown }[] {
  const entries = propertiesOf(collection).internalProperties?.find(
    ({ name }) => name === "[[Entries]]",
  )?.value?.objectId;
  if (!entries) return [];
  const list = valueOf(entries) as ArrayLike<{ key?: object; value: unknown }>;
  return Array.from(list, (each) => ({
    key: each.key ?? (each.value as object),
    value: each.value,
  }));
}

/** Where the function's code starts in its script; undefined for native and bound functions. */
export function scriptPosition(fn: AnyFunction): ScriptPosition | undefined {
  const location = internalProperties(fn).find(({ name }) => name === "[[FunctionLocation]]")?.value
    ?.value as { scriptId: string; lineNumber: number; columnNumber: number } | undefined;
  if (!location) return undefined;
  return {
    scriptId: location.scriptId,
    url: scripts.get(location.scriptId)?.url ?? "",
    line: location.lineNumber,
    column: location.columnNumber,
  };
}

/** Every script that was loaded so far, in the order of loading; known from the first look at a function on. */
export const loadedScripts = (): LoadedScript[] => [...scripts.values()];

/** The text that V8 runs: after compilation by ts-node, or after type stripping. */
export function scriptText(scriptId: string): string {
  return post<{ scriptSource: string }>("Debugger.getScriptSource", { scriptId }).scriptSource;
}

/** The scopes a function closes over, innermost first, without the global object; those within one of a kind alone. */
export function scopesOf(fn: AnyFunction, within?: "Module"): Scope[] {
  const scopes = internalProperties(fn).find(({ name }) => name === "[[Scopes]]");
  if (!scopes?.value?.objectId) return [];
  const list = valueOf(scopes.value.objectId) as ArrayLike<{ object: Scope; description: string }>;
  const found: Scope[] = [];
  for (let index = 0; index < list.length; index++) {
    const { object: scope, description } = list[index];
    if ((scope as unknown) === globalThis || description === within) break;
    if (scope) found.push(scope);
  }
  return found;
}

/** A variable that a function closes over. */
export interface ClosedOver {
  readonly name: string;
  /** `0.1`: the second one of the innermost scope. */
  readonly at: string;
  readonly value: unknown;
}

/** Innermost first, and in each scope as they are declared; without those that have no value yet. */
export const variablesIn = (scopes: readonly Scope[]): ClosedOver[] =>
  scopes.flatMap((scope, index) =>
    Object.keys(scope).flatMap((name, order) => {
      try {
        return [{ name, at: `${index}.${order}`, value: scope[name] }];
      } catch {
        return [];
      }
    }),
  );
