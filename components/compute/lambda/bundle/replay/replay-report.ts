// What a difference between the program's values and the replayed ones means for the handler.
import * as ts from "typescript";
import { CaptureError } from "../plan/capture-error";
import { isReader } from "../source/declarations";
import type { Slice } from "../plan/slice";
import type { ModuleSlice } from "../plan/module-slice";
import { contains, functionAt } from "../source/source-file";
import { Change, changesOf } from "../source/variable-changes";
import type { Difference } from "./differences";
import type { KeptValue } from "./kept-values";
import { mayComeAbout, nameOf } from "./own-calls";

export interface ReplayReport {
  readonly errors: readonly CaptureError[];
  readonly warnings: readonly string[];
}

export function reportDifferences(
  slice: Slice,
  values: ReadonlyMap<string, KeptValue>,
  found: ReadonlyMap<string, Difference>,
): ReplayReport {
  const errors: CaptureError[] = [];
  const warnings: string[] = [];
  for (const [key, difference] of found) {
    const kept = values.get(key);
    if (!kept || isToldAlready(slice, kept)) continue;
    const place = placeOf(slice, kept, difference.fn);
    const error = new CaptureError(slice.handlerName, place, textOf(kept, difference));
    // A function that is missing is missing whoever calls; data may be what a call left behind.
    const isSure = difference.fn !== undefined || !mayComeAbout(slice, kept.name, difference.steps);
    if (isSure) errors.push(error);
    else if (!warnings.includes(error.message)) warnings.push(error.message);
  }
  return { errors, warnings };
}

const outside = "a loop, a condition or a function";

function textOf({ name }: KeptValue, { kind, steps }: Difference): string {
  const path = pathOf(name, steps);
  const reason = {
    added: `captures ${path}, which the source of ${name} doesn't make: ${outside} put it there`,
    changed: `captures ${path}, which the source of ${name} makes differently: ${outside} changed it`,
    deleted: `captures ${name} without ${path}, which its source makes: ${outside} deleted it`,
  };
  return (
    `${reason[kind]}, and that runs only while deploying. Make ${name} complete in its declaration, for example with ` +
    "Object.fromEntries(...), or in statements of their own in the same block."
  );
}

/** `registry.items.a`, `counter.#n`, `counter.up's n` */
const pathOf = (name: string, steps: readonly string[]): string =>
  steps.reduce((path, step) => {
    if (step.startsWith("'")) return `${path}'s ${nameOf(step)}`;
    return step.startsWith("+") ? `an element of ${path}` : `${path}.${nameOf(step)}`;
  }, name);

/** True where a statement that changes the variable was left out with a warning. */
const isToldAlready = ({ modules }: Slice, { name }: KeptValue): boolean =>
  [...modules.values()].some((module) =>
    [module, ...module.functions].some(
      ({ leftOut }) =>
      [...leftOut].some((statement) => new RegExp(`(?<![\\w$.])${name.replace(/\$/g, "\\$")}(?![\\w$])`).test(statement.getText(module.file.tree))), // prettier-ignore
    ),
  );

/** True for a function whose source is in the bundle: what is missing is the call that made it. */
function isAlong({ modules }: Slice, place: string): boolean {
  const [, id, line, column] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  const module = [...modules.values()].find((each) => each.id === id);
  const node = module && functionAt(module.file, Number(line) - 1, Number(column) - 1);
  return node !== undefined && partsOf(module as ModuleSlice).some((part) => contains(part, node));
}

const partsOf = (module: ModuleSlice): ts.Node[] => [
  ...[module, ...module.functions].flatMap(({ units }) => [...units]),
  ...module.functions.map(({ node }) => node),
];

/** The function that is missing, or else what changes the variable outside of the bundle, or its declaration. */
function placeOf(slice: Slice, { module, declaration }: KeptValue, fn: string | undefined): string {
  if (fn !== undefined && !isAlong(slice, fn)) return fn;
  const along = partsOf(module);
  const change = changesOf(module.file, declaration).find(
    (each) => !reads(each) && !along.some((part) => contains(part, each.expression)),
  );
  return change ? slice.place(module, change.expression) : (fn ?? slice.place(module, declaration));
}

const reads = ({ expression, target }: Change): boolean =>
  ts.isCallExpression(expression) && ts.isPropertyAccessExpression(target) && isReader(target.name.text); // prettier-ignore
