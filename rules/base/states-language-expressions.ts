/**
 * The JSONata expressions of a state, as far as AWS refuses them when a workflow is made ("Transforming data with
 * JSONata", Step Functions guide): https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html.
 */
import type { Plain } from "./rule";
import type { Piece } from "./states-language";
import type { DefinitionProblem } from "./states-language-problems";
import type { QueryLanguage } from "./states-language-queries";
import { isRecord } from "./values";

/** Fields that are no data of the state's own: other machines, names, and what is a constant. */
const passedOver = [
  "Branches",
  "ItemProcessor",
  "Iterator",
  "Comment",
  "Type",
  "Resource",
  "Next",
  "Default",
  "QueryLanguage",
  "ErrorEquals",
];

/** What is wrong with the expressions of one state, nested machines apart. */
export function expressionProblems(
  path: string,
  state: Piece,
  language: QueryLanguage,
): DefinitionProblem[] {
  const fields = Object.entries(state).filter(([field]) => !passedOver.includes(field));
  const texts = fields.flatMap(([field, value]) => textsOf(`${path}.${field}`, value));
  if (language === "JSONPath") {
    return texts.flatMap(({ path: at, text }) =>
      isExpression(text)
        ? literal(at, text, 'Set QueryLanguage to "JSONata", or name the key with .$ at its end.')
        : [],
    );
  }
  const keys = fields.flatMap(([field, value]) => pathKeysOf(`${path}.${field}`, value));
  return [
    ...keys.flatMap((at) => literal(at, ".$", 'Leave .$ out and write "{% ... %}" as the value.')),
    ...texts.flatMap(({ path: at, text }) => {
      const found = wrongIn(text, readable(at.slice(path.length + 1), state.Type));
      const fix = "Correct the expression.";
      return found === undefined
        ? []
        : [{ mistake: "expression" as const, path: at, found: text, limit: found, fix }];
    }),
  ];
}

/** What AWS takes as a text, and whoever wrote it did not mean so. */
function literal(path: string, found: string, fix: string): DefinitionProblem[] {
  return [
    { mistake: "literal", path, found, limit: "expressions of the state's query language", fix },
  ];
}

interface TextAt {
  readonly path: string;
  readonly text: string;
}

function textsOf(path: string, value: Plain): TextAt[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (Array.isArray(value)) {
    return (value as readonly Plain[]).flatMap((each, index) => textsOf(`${path}[${index}]`, each));
  }
  return isRecord(value)
    ? Object.entries(value)
        .filter(([key]) => !/\.(Next|ErrorEquals)$/.test(`${path}.${key}`) || isData(path))
        .flatMap(([key, each]) => textsOf(`${path}.${key}`, each))
    : [];
}

/** Keys that end with `.$`, which JSONPath reads as "the value is a path". */
function pathKeysOf(path: string, value: Plain): string[] {
  if (Array.isArray(value)) {
    return (value as readonly Plain[]).flatMap((each, index) =>
      pathKeysOf(`${path}[${index}]`, each),
    );
  }
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, each]) => [
        ...(key.endsWith(".$") ? [`${path}.${key}`] : []),
        ...pathKeysOf(`${path}.${key}`, each),
      ])
    : [];
}

/** True for what is within the user's own data, where keys mean nothing to the language. */
function isData(path: string): boolean {
  return /\.(Arguments|Output|Assign|ItemSelector|Items)(\.|\[|$)/.test(path);
}

function isExpression(text: string): boolean {
  return text.startsWith("{%") && text.endsWith("%}");
}

/** The parts of `$states` that only some fields can read. */
type Part = "result" | "errorOutput";

function readable(field: string, type: Plain): readonly Part[] {
  if (/^Catch\[\d+\]\.(Output|Assign)/.test(field)) return ["errorOutput"];
  const hasResult = typeof type === "string" && ["Task", "Parallel", "Map"].includes(type);
  return hasResult && /^(Output|Assign)/.test(field) ? ["result"] : [];
}

/** What must be otherwise in a text, or undefined. */
function wrongIn(text: string, parts: readonly Part[]): string | undefined {
  if (!isExpression(text)) {
    return text.trim().startsWith("{%") || text.trim().endsWith("%}")
      ? "{% at the very beginning and %} at the very end of an expression"
      : undefined;
  }
  const parsed = parse(text.slice(2, -2));
  if (typeof parsed === "string") return `JSONata 2.0.6: ${parsed}`;
  const read = readIn(parsed);
  if (read.functions.has("eval")) return "no $eval, which Step Functions does not have: $parse";
  const lost = (["result", "errorOutput"] as const).find(
    (part) => read.states.has(part) && !parts.includes(part),
  );
  return lost && whereReadable[lost];
}

const whereReadable: { readonly [part in Part]: string } = {
  result: "$states.result in Output and Assign of a Task, Parallel or Map alone",
  errorOutput: "$states.errorOutput in Output and Assign of a Catch alone",
};

/** The syntax tree, or what the parser says. */
function parse(expression: string): object | string {
  // Not at the top: stacks without a workflow go without it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it is needed
  const jsonata = require("jsonata") as typeof import("jsonata");
  try {
    return jsonata(expression).ast();
  } catch (error) {
    return (error as Error).message;
  }
}

/** Which functions an expression calls, and which parts of `$states` it reads by name. */
function readIn(tree: object): { functions: Set<string>; states: Set<string> } {
  const functions = new Set<string>();
  const states = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== "object" || node === null) return;
    const { type, procedure, steps } = node as {
      type?: string;
      procedure?: { type?: string; value?: string };
      steps?: { type?: string; value?: string }[];
    };
    if (type === "function" && procedure?.type === "variable") {
      functions.add(String(procedure.value));
    }
    if (type === "path" && steps?.[0]?.type === "variable" && steps[0].value === "states") {
      if (steps[1]?.type === "name") states.add(String(steps[1].value));
    }
    Object.values(node).forEach(visit);
  };
  visit(tree);
  return { functions, states };
}
