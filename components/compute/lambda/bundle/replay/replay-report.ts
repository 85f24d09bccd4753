// What a difference between the program's values and the replayed ones means for the handler, and what a replay can't tell.
import * as ts from "typescript";
import { CaptureError } from "../plan/capture-error";
import { framesOf, isFunctionSlice, ModuleSlice, placeOf, Plan } from "../plan/plan";
import { functionAt } from "../source/source-file";
import { callsReader, contains, isIterated, mentions } from "../source/syntax";
import { Change, changesOf, isRead } from "../source/variable-changes";
import type { Difference } from "./differences";
import type { KeptValue } from "./kept-values";
import { mayComeAbout, nameOf } from "./own-calls";

export interface ReplayReport {
  readonly errors: readonly CaptureError[];
  readonly warnings: readonly string[];
}

export function reportDifferences(
  plan: Plan,
  values: ReadonlyMap<string, KeptValue>,
  found: ReadonlyMap<string, Difference>,
): ReplayReport {
  const errors: CaptureError[] = [];
  const warnings = new Set<string>();
  for (const [key, difference] of found) {
    const kept = values.get(key);
    if (!kept || isToldAlready(plan, kept)) continue;
    const place = placeOfChange(plan, kept, difference.fn);
    const error = new CaptureError(plan.handlerName, place, textFor(kept, difference));
    // A function that is missing is missing whoever calls; data may be what a call left behind.
    const isSure = difference.fn !== undefined || !mayComeAbout(plan, kept.name, difference.steps);
    if (isSure) errors.push(error);
    else warnings.add(error.message);
  }
  return { errors, warnings: [...warnings] };
}

const outside = "a loop, a condition or a function";

function textFor({ name }: KeptValue, { kind, steps }: Difference): string {
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
const isToldAlready = (plan: Plan, { name }: KeptValue): boolean =>
  framesOf(plan).some(({ module, frame }) =>
    [...frame.leftOut].some((each) => mentions(each.getText(module.file.tree), name, ".")),
  );

/** True for a function whose source is in the bundle: what is missing is the call that made it. */
function isAlong({ modules }: Plan, place: string): boolean {
  const [, id, line, column] = /^(.*):(\d+):(\d+)$/.exec(place) ?? [];
  const module = [...modules.values()].find((each) => each.id === id);
  const node = module && functionAt(module.file, Number(line) - 1, Number(column) - 1);
  return (
    module !== undefined &&
    node !== undefined &&
    partsOf(module).some((part) => contains(part, node))
  );
}

const partsOf = (module: ModuleSlice): ts.Node[] =>
  [module, ...module.functions].flatMap((frame) => [
    ...frame.units,
    ...(isFunctionSlice(frame) ? [frame.node] : []),
  ]);

/** The function that is missing, or else what changes the variable outside of the bundle, or its declaration. */
function placeOfChange(
  plan: Plan,
  { module, declaration }: KeptValue,
  fn: string | undefined,
): string {
  if (fn !== undefined && !isAlong(plan, fn)) return fn;
  const along = partsOf(module);
  const change = changesOf(module.file, declaration).find(
    ({ expression }) =>
      !callsReader(expression) && !along.some((part) => contains(part, expression)),
  );
  return change ? placeOf(module, change.expression) : (fn ?? placeOf(module, declaration));
}

/**
 * Warnings of statements that change, while deploying alone, what a replay doesn't look into: instances of packages.
 * Whether that makes a difference is not known.
 */
export function unseenChanges(plan: Plan, opaque: readonly KeptValue[]): string[] {
  const warnings = opaque.flatMap(({ module, declaration, name, value }) => {
    const along = [module, ...module.functions].flatMap(({ units, leftOut }) => [...units, ...leftOut]); // prettier-ignore
    return changesOf(module.file, declaration)
      .filter((change) => {
        const { expression } = change;
        const isUnseen = ts.isExpressionStatement(expression.parent) && !isRead(change, value);
        return (
          isUnseen &&
          runsWith(declaration, change) &&
          !along.some((part) => contains(part, expression))
        );
      })
      .map(
        ({ expression }) =>
          `${placeOf(module, expression)}: handler "${plan.handlerName}" leaves this statement out: it changes ${name} in a loop, a condition or a function, and that runs only while deploying. Write it as a statement of its own in ` +
          `the block that declares ${name}, or call it in the handler.`,
      );
  });
  return [...new Set(warnings)];
}

/** True for what ran when the variable was declared or soon after, not in a function that may never have been called. */
const runsWith = (declaration: ts.Node, { expression }: Change): boolean =>
  makerAround(expression) === makerAround(declaration);

const makerAround = (node: ts.Node): ts.Node | undefined =>
  ts.findAncestor(node.parent, (each) => ts.isSourceFile(each) || (ts.isFunctionLike(each) && !isIterated(each))); // prettier-ignore
