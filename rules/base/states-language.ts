/** A workflow's definition in the Amazon States Language, taken apart: https://states-language.net/spec.html. */
import type { Plain } from "./rule";
import { isRecord, listOf } from "./values";

/** A task and where it stands. */
export interface TaskState {
  readonly path: string;
  readonly state: Piece;
  /** The whole `Resource`, where it is a text. */
  readonly resource?: string;
}

/** A piece of a definition. */
export type Piece = { readonly [key: string]: Plain };

/** One machine: the whole definition, a branch, or what is done with each item. */
export interface Machine {
  /** `""`, or `States.Each.ItemProcessor.`. */
  readonly path: string;
  readonly startAt: Plain;
  readonly states: Piece;
}

/** All tasks of a definition, those within branches and items too. */
export function tasksOf(definition: Plain): TaskState[] {
  if (!isRecord(definition)) return [];
  return machinesOf(definition, "")
    .flatMap(entriesOf)
    .filter(({ state }) => state.Type === "Task")
    .map(({ path, state }) => ({
      path,
      state,
      ...(typeof state.Resource === "string" ? { resource: state.Resource } : {}),
    }));
}

/** True where some text of `value` reads the token by which a waiting task is answered. */
export function readsTaskToken(value: Plain): boolean {
  if (typeof value === "string") {
    // The whole context object and the whole input may hold it, too.
    return /\$\$\.Task\.Token|\$states\.context(\.Task(\.Token)?)?(?![.\w])|\$\$(\.Task)?$/.test(
      value,
    );
  }
  if (Array.isArray(value)) return (value as readonly Plain[]).some(readsTaskToken);
  return isRecord(value) && Object.values(value).some(readsTaskToken);
}

/** The definition itself, and those within its states. */
export function machinesOf(machine: Piece, path: string): Machine[] {
  const states = isRecord(machine.States) ? machine.States : {};
  const own: Machine = { path, startAt: machine.StartAt, states };
  const nested = entriesOf(own).flatMap(({ path: at, state }) => [
    ...listOf(state.Branches).flatMap((branch, index) =>
      isRecord(branch) ? machinesOf(branch, `${at}.Branches[${index}].`) : [],
    ),
    ...["ItemProcessor", "Iterator"].flatMap((field) => {
      const inner = state[field];
      return isRecord(inner) ? machinesOf(inner, `${at}.${field}.`) : [];
    }),
  ]);
  return [own, ...nested];
}

/** The states of one machine. */
export function entriesOf({ path, states }: Machine) {
  return Object.entries(states).flatMap(([name, state]) =>
    isRecord(state) ? [{ name, path: `${path}States.${name}`, state }] : [],
  );
}

export interface Transition {
  readonly path: string;
  readonly target: Plain;
}

/** Where a state may go to, each with the field that says so. */
export function transitionsOf(path: string, state: Piece): Transition[] {
  const within = (field: string) =>
    listOf(state[field]).flatMap((entry, index): Transition[] =>
      isRecord(entry) && entry.Next !== undefined
        ? [{ path: `${path}.${field}[${index}].Next`, target: entry.Next }]
        : [],
    );
  return [
    ...["Next", "Default"].flatMap((field): Transition[] =>
      state[field] === undefined ? [] : [{ path: `${path}.${field}`, target: state[field] }],
    ),
    ...within("Choices"),
    ...within("Catch"),
  ];
}

/** Names of the states that the start leads to. */
export function reachedIn(machine: Machine): Set<string> {
  const reached = new Set<string>();
  const waiting: Plain[] = [machine.startAt];
  while (waiting.length > 0) {
    const name = waiting.pop();
    const state = typeof name === "string" ? machine.states[name] : undefined;
    if (typeof name !== "string" || reached.has(name) || !isRecord(state)) continue;
    reached.add(name);
    waiting.push(...transitionsOf("", state).map(({ target }) => target));
  }
  return reached;
}
