import { custom } from "../base/checks";
import { lambda } from "../base/types/lambda";
import type { Inputs, ResourceRule } from "../base/rule";
import { isAbsent, listOf, textAt, valueAt } from "../base/values";

/** Where a runtime looks for the module that a handler names, by the runtime's first letters. */
const PLACES: readonly {
  readonly runtime: RegExp;
  readonly files: (handler: string) => readonly string[];
}[] = [
  {
    runtime: /^nodejs/,
    files: (handler) => {
      const module = beforeDot(handler);
      return [
        ...["", ".js", ".mjs", ".cjs", "/package.json", "/index.js"].map((end) => module + end),
        `node_modules/${module}/package.json`,
      ];
    },
  },
  {
    runtime: /^python/,
    files: (handler) => {
      const module = handler.split(".").slice(0, -1).join("/");
      return [".py", ".pyc", ".so", "/__init__.py", "/__init__.pyc"].map((end) => module + end);
    },
  },
  { runtime: /^ruby/, files: (handler) => [`${beforeDot(handler)}.rb`] },
  { runtime: /^provided/, files: () => ["bootstrap"] },
];

export const resourceRules: readonly ResourceRule[] = [
  custom(
    "LAM-07-file",
    lambda.function,
    {
      limit: "a handler whose file is in the package",
      source: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html",
      fix: "Correct handler, which is <file without its extension>.<function>, or the file's name in code.",
    },
    (inputs) => {
      const handler = textAt(inputs, "handler");
      const listed = listOf(valueAt(inputs, "code.files"));
      const files = listed.filter((name) => typeof name === "string");
      const places = handler === undefined ? undefined : placesOf(inputs, handler);
      if (files.length === 0 || files.length < listed.length || places === undefined)
        return undefined;
      if (places.some((place) => files.includes(place))) return undefined;
      const shown = files.filter((name) => !name.includes("/")).slice(0, MOST_SHOWN);
      return {
        argument: "handler",
        found: handler,
        limit: `a handler whose file is in the package, which has ${shown.join(", ") || "folders alone"}; the runtime looks for ${places[1] ?? places[0] ?? ""}`,
      };
    },
  ),
];

const MOST_SHOWN = 5;

/** `undefined` where a layer may hold the file, or for a runtime that finds its handler otherwise. */
function placesOf(inputs: Inputs, handler: string): readonly string[] | undefined {
  const isAlone = isAbsent(inputs, "layers") || isEmpty(inputs);
  const runtime = textAt(inputs, "runtime") ?? "";
  // An absolute path or one out of the package leads to a layer.
  if (!isAlone || /^\/|^\.\.\//.test(handler)) return undefined;
  return PLACES.find((place) => place.runtime.test(runtime))
    ?.files(handler.replace(/^\.\//, ""))
    .map((file) => file.replace(/\/{2,}/g, "/"));
}

function isEmpty(inputs: Inputs): boolean {
  const layers = valueAt(inputs, "layers");
  return Array.isArray(layers) && layers.length === 0;
}

/** `src/index` of `src/index.handler`: up to the first dot of the last part. */
function beforeDot(handler: string): string {
  const at = handler.indexOf(".", handler.lastIndexOf("/") + 1);
  return at < 0 ? handler : handler.slice(0, at);
}
