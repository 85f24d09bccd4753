// What kind of thing a value is, asked of the value alone.
import { types } from "node:util";
import { AnyFunction, isClass, privateMembers } from "../live/inspector";

/** Classes of Node.js whose state is read; they are no native functions. */
const readable: readonly { prototype: object }[] = [URL, URLSearchParams, Buffer];

/** Node.js loads all of fetch where Headers is first named, a fifth of what a replay takes; before that nothing is one. */
const loadedHeaders = (): typeof Headers | undefined =>
  Object.getOwnPropertyDescriptor(globalThis, "Headers")?.value as typeof Headers | undefined;

export const isHeaders = (value: object): value is Headers => {
  const known = loadedHeaders();
  return known !== undefined && value instanceof known;
};

export const isReadable = (prototype: object): boolean =>
  [...readable, loadedHeaders()].some((known) => known?.prototype === prototype);

export const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

export const textOf = (fn: AnyFunction): string => Function.prototype.toString.call(fn);

export const isNative = (fn: AnyFunction): boolean => /\{ \[native code\] \}\s*$/.test(textOf(fn));

/** True for all that a module exports: a bundle has of it what is used. */
export const isModule = (value: object): boolean =>
  types.isModuleNamespaceObject(value) || Object.hasOwn(value, "__esModule");

/** The prototypes of an object with their classes, its own class first. */
export function* classesOf(value: object): Generator<{ prototype: object; made: AnyFunction }> {
  let prototype = Object.getPrototypeOf(value) as object | null;
  for (; prototype; prototype = Object.getPrototypeOf(prototype) as object | null) {
    const made = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value as unknown;
    if (typeof made === "function") yield { prototype, made: made as AnyFunction };
  }
}

export const hasAccessors = (value: object): boolean =>
  !types.isProxy(value) &&
  Reflect.ownKeys(value).some((key) => Object.getOwnPropertyDescriptor(value, key)?.get);

export function partsOf(value: object): object[] {
  if (ArrayBuffer.isView(value)) return [];
  const keys = typeof value === "function" ? Object.keys(value) : Reflect.ownKeys(value);
  const members = keys.map((key) => Object.getOwnPropertyDescriptor(value, key)?.value as unknown);
  if (types.isMap(value)) members.push(...[...value].flat());
  if (types.isSet(value)) members.push(...value);
  const [ownClass] = typeof value === "object" ? classesOf(value) : [];
  if (ownClass && isClass(ownClass.made)) {
    members.push(...privateMembers(value).map((member) => member.value));
  }
  return members.filter(isObject);
}
