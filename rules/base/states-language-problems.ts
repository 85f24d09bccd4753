/**
 * What AWS refuses in a workflow's definition, read from the definition alone. Sources: "Using Amazon
 * States Language" (Step Functions guide) and https://states-language.net/spec.html.
 */
import type { Plain } from "./rule";
import {
  entriesOf,
  machinesOf,
  reachedIn,
  transitionsOf,
  type Machine,
  type Piece,
  type Transition,
} from "./states-language";
import { expressionProblems } from "./states-language-expressions";
import { languageOf, queryProblems, unknownLanguage } from "./states-language-queries";
import { isRecord, listOf } from "./values";

/** What a problem is about; each has a rule of its own in rules/step-functions.ts. */
export type DefinitionMistake =
  | "transition"
  | "unreachable"
  | "type"
  | "fields"
  | "name"
  | "errors"
  | "query"
  | "expression"
  | "literal"
  | "heartbeat";

/** Something in the definition that AWS does not take. */
export interface DefinitionProblem {
  readonly mistake: DefinitionMistake;
  /** Where it stands, such as `States.Ask.Next`. */
  readonly path: string;
  readonly found: Plain;
  readonly limit: string;
  readonly fix: string;
}

const stateTypes = [
  "Task",
  "Pass",
  "Choice",
  "Wait",
  "Succeed",
  "Fail",
  "Parallel",
  "Map",
] as const;
const LONGEST_STATE_NAME = 80;

/** Everything that AWS refuses in a whole definition. */
export function definitionProblems(definition: Plain): DefinitionProblem[] {
  if (!isRecord(definition)) return [];
  const machines = machinesOf(definition, "");
  const language = languageOf(definition, "JSONPath");
  return [
    ...unknownLanguage("", definition),
    ...machines.flatMap((machine) => [
      ...transitionProblems(machine),
      ...entriesOf(machine).flatMap(({ name, path, state }) => [
        ...nameProblems(name, path),
        ...fieldProblems(path, state),
        ...queryProblems(path, state, language),
        ...expressionProblems(path, state, languageOf(state, language)),
        ...errorProblems(path, state),
      ]),
    ]),
    ...repeatedNames(machines),
  ];
}

function transitionProblems(machine: Machine): DefinitionProblem[] {
  const names = Object.keys(machine.states);
  const start: Transition = { path: `${machine.path}StartAt`, target: machine.startAt };
  const all = [
    start,
    ...entriesOf(machine).flatMap(({ path, state }) => transitionsOf(path, state)),
  ];
  const wrong = all
    .filter(({ target }) => typeof target !== "string" || !names.includes(target))
    .map(({ path, target }): DefinitionProblem => ({
      mistake: "transition",
      path,
      found: target,
      limit: `a state beside it: ${names.join(", ")}`,
      fix: "Correct the name; a state inside a Parallel or Map is reached from there alone.",
    }));
  const reached = reachedIn(machine);
  const lost = names
    .filter((name) => wrong.length === 0 && !reached.has(name))
    .map((name) => ({
      mistake: "unreachable" as const,
      path: `${machine.path}States.${name}`,
      found: name,
      limit: "states that StartAt leads to",
      fix: "Name it in Next, Default, Choices or Catch of another state, or remove it.",
    }));
  return [...wrong, ...lost];
}

function nameProblems(name: string, path: string): DefinitionProblem[] {
  const length = [...name].length;
  return length <= LONGEST_STATE_NAME && length > 0
    ? []
    : [
        {
          mistake: "name",
          path,
          found: name,
          limit: `names of 1 to ${LONGEST_STATE_NAME} characters`,
          fix: "Shorten the name and say the rest in Comment.",
        },
      ];
}

/** AWS wants the names of a whole definition to differ, those within branches and items too. */
function repeatedNames(machines: readonly Machine[]): DefinitionProblem[] {
  const seen = new Set<string>();
  return machines.flatMap(entriesOf).flatMap(({ name, path }): DefinitionProblem[] => {
    const again = seen.has(name);
    seen.add(name);
    return again
      ? [
          {
            mistake: "name",
            path,
            found: name,
            limit: "a name that no other state of the definition has",
            fix: "Rename one of the two.",
          },
        ]
      : [];
  });
}

function fieldProblems(path: string, state: Piece): DefinitionProblem[] {
  const { Type: type } = state;
  if (typeof type !== "string" || !(stateTypes as readonly string[]).includes(type)) {
    const fix = "Choose one of these.";
    return [
      { mistake: "type", path: `${path}.Type`, found: type, limit: stateTypes.join(", "), fix },
    ];
  }
  const wanted: readonly (readonly string[])[] =
    {
      Task: [["Resource"]],
      Choice: [["Choices"]],
      Wait: [["Seconds", "SecondsPath", "Timestamp", "TimestampPath"]],
      Parallel: [["Branches"]],
      Map: [["ItemProcessor", "Iterator"]],
    }[type] ?? [];
  const goesOn = ["Choice", "Succeed", "Fail"].includes(type) ? [] : [["Next", "End"]];
  const given = (field: string) =>
    state[field] !== undefined && !(field === "End" && state.End === false);
  return [
    ...[...wanted, ...goesOn]
      .map((fields) => ({ fields, found: fields.filter(given) }))
      .filter(({ found }) => found.length !== 1)
      .map(({ fields, found }) => ({
        mistake: "fields" as const,
        path,
        found: found.length === 0 ? undefined : found.join(" and "),
        limit: fields.length === 1 ? `${fields[0]} in a ${type}` : `one of ${fields.join(", ")}`,
        fix: `Give the ${type} state exactly one of these.`,
      })),
    ...(goesOn.length === 0
      ? ["Next", "End"].filter(given).map((field): DefinitionProblem => ({
          mistake: "fields",
          path: `${path}.${field}`,
          found: state[field],
          limit: `no ${field} in a ${type}`,
          fix:
            type === "Choice"
              ? "Say Next in its Choices and as Default."
              : "Remove it: the execution ends there.",
        }))
      : []),
    ...heartbeatProblems(path, state),
  ];
}

function heartbeatProblems(path: string, state: Piece): DefinitionProblem[] {
  const { HeartbeatSeconds: beat, TimeoutSeconds: timeout } = state;
  return typeof beat === "number" && typeof timeout === "number" && beat >= timeout
    ? [
        {
          mistake: "heartbeat",
          path: `${path}.HeartbeatSeconds`,
          found: beat,
          limit: `less than the state's TimeoutSeconds, ${timeout}`,
          fix: "Lower it, or raise TimeoutSeconds.",
        },
      ]
    : [];
}

/** `States.ALL` stands alone, in the last entry. */
function errorProblems(path: string, state: Piece): DefinitionProblem[] {
  return ["Retry", "Catch"].flatMap((field) => {
    const entries = listOf(state[field]);
    return entries.flatMap((entry, index): DefinitionProblem[] => {
      const names = isRecord(entry) ? listOf(entry.ErrorEquals) : [];
      const isLate = index === entries.length - 1;
      return names.includes("States.ALL") && (names.length > 1 || !isLate)
        ? [
            {
              mistake: "errors",
              path: `${path}.${field}[${index}].ErrorEquals`,
              found: names,
              limit: "States.ALL alone, in the last entry",
              fix: "Move it into an entry of its own at the end.",
            },
          ]
        : [];
    });
  });
}
