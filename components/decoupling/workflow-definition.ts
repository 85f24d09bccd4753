/** A workflow's states, typed, and the Amazon States Language that becomes of them. */
import type { WorkflowRetry, WorkflowTask } from "../contracts";

/** Where a state goes on: to another one, or nowhere. */
type Onward<Names extends string> =
  | { readonly next: Names; readonly end?: undefined }
  | { readonly end: true; readonly next?: undefined };

/** What every state can have. Texts like `{% $states.input.photoId %}` are JSONata expressions. */
interface EveryState {
  /** For whoever reads the definition. */
  readonly comment?: string;
  /** What the state hands on. Default: what came of it; for those where nothing does, its input. */
  readonly output?: unknown;
  /** Variables for later states, read as `$name`. Default: none. */
  readonly assign?: Readonly<Record<string, unknown>>;
}

/** What is done about errors. */
interface Failing<Names extends string> {
  /** Default: what the task says; none for other states. */
  readonly retry?: readonly WorkflowRetry[];
  /** Where errors lead that are not retried, or not any more. Default: the execution fails. */
  readonly catch?: readonly {
    /** Names of errors; `States.ALL` only alone and last. */
    readonly errorEquals: readonly string[];
    readonly next: Names;
    /** What is handed on; `$states.errorOutput` has the error. Default: that. */
    readonly output?: unknown;
    readonly assign?: Readonly<Record<string, unknown>>;
  }[];
}

export type TaskDefinition<Names extends string> = EveryState &
  Failing<Names> &
  Onward<Names> & {
    readonly type: "Task";
    /** What is done: `callFunction(resize)`, `sendMessage(queue)`. */
    readonly task: WorkflowTask;
    /** Arguments of the integration beside those of `task`. */
    readonly arguments?: Readonly<Record<string, unknown>>;
    /** Seconds the task may take, the wait for an answer included. Default: up to a year. */
    readonly timeoutSeconds?: number;
    /** Longest time in seconds between two signs of life, below `timeoutSeconds`. Default: none is asked for. */
    readonly heartbeatSeconds?: number;
  };

/** One state. `Names` are those beside it, where `next` may lead. */
export type StateDefinition<Names extends string> =
  | TaskDefinition<Names>
  | (EveryState & Onward<Names> & { readonly type: "Pass" })
  | (EveryState & {
      readonly type: "Choice";
      /** The first whose condition is true is taken. */
      readonly choices: readonly {
        /** A JSONata expression: `{% $states.input.size > 10 %}`. */
        readonly condition: string;
        readonly next: Names;
        readonly output?: unknown;
        readonly assign?: Readonly<Record<string, unknown>>;
      }[];
      /** Where it goes if no condition is true. Default: the execution fails. */
      readonly default?: Names;
    })
  | (EveryState &
      Onward<Names> & { readonly type: "Wait" } & (
        | { /** How long, in seconds, or an expression. */ readonly seconds: number | string }
        | { /** Until when: RFC 3339, or an expression. */ readonly timestamp: string }
      ))
  | (Omit<EveryState, "assign"> & { readonly type: "Succeed" })
  | {
      readonly type: "Fail";
      readonly comment?: string;
      /** Name of the error, or an expression. Default: none. */
      readonly error?: string;
      /** What happened, or an expression. Default: none. */
      readonly cause?: string;
    }
  | (EveryState &
      Failing<Names> &
      Onward<Names> & {
        readonly type: "Parallel";
        /** Definitions that are run at the same time, each with the state's input. */
        readonly branches: readonly StatesDefinition[];
        /** What the branches get as input. Default: the state's own. */
        readonly arguments?: unknown;
      })
  | (EveryState &
      Failing<Names> &
      Onward<Names> & {
        readonly type: "Map";
        /** A list, or an expression of one. Default: the input. */
        readonly items?: string | readonly unknown[];
        /** What is run for each item. */
        readonly itemProcessor: StatesDefinition;
        /** What is run for each item gets it from here. Default: the item. */
        readonly itemSelector?: Readonly<Record<string, unknown>>;
        /** Most at the same time. Default: no bound but AWS's, 40. */
        readonly maxConcurrency?: number;
      });

/** States and the one to begin with. */
export interface StatesDefinition<Names extends string = string> {
  readonly startAt: NoInfer<Names>;
  readonly states: { readonly [Name in Names]: StateDefinition<NoInfer<Names>> };
}

/** A piece of the Amazon States Language. */
export type StatesLanguage = Record<string, unknown>;

/**
 * The definition in the Amazon States Language; may hold Outputs.
 *
 * @param resource makes a state's `Resource` from a task's integration
 */
export function statesLanguage(
  definition: StatesDefinition,
  resource: (integration: string) => unknown,
): StatesLanguage {
  const states = Object.entries(definition.states).map(
    ([name, state]) => [name, stateLanguage(state, resource)] as const,
  );
  return { StartAt: definition.startAt, States: Object.fromEntries(states) };
}

/** All tasks of a definition, those within branches and items too. */
export function tasksIn(definition: StatesDefinition): WorkflowTask[] {
  return Object.values(definition.states).flatMap((state) => {
    switch (state.type) {
      case "Task":
        return [state.task];
      case "Parallel":
        return state.branches.flatMap(tasksIn);
      case "Map":
        return tasksIn(state.itemProcessor);
      default:
        return [];
    }
  });
}

function stateLanguage(
  state: StateDefinition<string>,
  resource: (integration: string) => unknown,
): StatesLanguage {
  switch (state.type) {
    case "Task": {
      const { task, arguments: given, ...rest } = state;
      const all = { ...task.arguments, ...given };
      return {
        ...capitalized({
          ...rest,
          output: rest.output ?? task.output,
          retry: rest.retry ?? task.retry,
        }),
        Resource: resource(task.integration),
        ...(Object.keys(all).length > 0 ? { Arguments: all } : {}),
      };
    }
    case "Parallel": {
      const { branches, ...rest } = state;
      const Branches = branches.map((branch) => statesLanguage(branch, resource));
      return { ...capitalized(rest), Branches };
    }
    case "Map": {
      const { itemProcessor, ...rest } = state;
      const ItemProcessor = {
        ProcessorConfig: { Mode: "INLINE" },
        ...statesLanguage(itemProcessor, resource),
      };
      return { ...capitalized(rest), ItemProcessor };
    }
    default:
      return capitalized(state);
  }
}

/** The language's own fields that are lists of records; what else is nested is the user's data. */
const lists = ["Retry", "Catch", "Choices"];

/** `{ next }` as `{ Next }`; fields that are not given are left out. */
function capitalized(fields: object): StatesLanguage {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]: [string, unknown]) => {
        const name = key.charAt(0).toUpperCase() + key.slice(1);
        return lists.includes(name) && Array.isArray(value)
          ? [name, (value as object[]).map(capitalized)]
          : [name, value];
      }),
  );
}
