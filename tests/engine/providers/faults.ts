/** Trouble on demand: the n-th call of a kind fails, is throttled, takes its time, or is cut off. */
import { AwsError, ConnectionLost } from "./provider";

export type Operation = "create" | "read" | "update" | "delete";

export interface Call {
  readonly operation: Operation;
  readonly type: string;
  readonly name: string;
}

/** What happens to a call. `after` runs once AWS has done its part, before the answer is sent. */
export interface Trouble {
  readonly before?: () => Promise<void> | void;
  readonly after?: () => Promise<void> | void;
}

export interface Fault {
  readonly operation: Operation;
  /** Type token; any type where absent. */
  readonly type?: string;
  /** Logical name; any name where absent. */
  readonly name?: string;
  /** The first call that is hit, counted from 1. Default 1. */
  readonly nth?: number;
  /** How many calls are hit from then on. Default 1. */
  readonly times?: number;
  readonly trouble: Trouble;
}

/** The faults of one cloud, and a record of all calls. */
export class Faults {
  readonly calls: Call[] = [];
  private planned: { fault: Fault; seen: number }[] = [];

  add(fault: Fault): void {
    this.planned.push({ fault, seen: 0 });
  }

  clear(): void {
    this.planned = [];
  }

  /** Records a call; the trouble it is in for, if any. */
  meet(call: Call): Trouble {
    this.calls.push(call);
    for (const plan of this.planned.filter(({ fault }) => matches(fault, call))) {
      plan.seen += 1;
      const { nth = 1, times = 1, trouble } = plan.fault;
      if (plan.seen >= nth && plan.seen < nth + times) {
        return trouble;
      }
    }
    return {};
  }

  count(operation: Operation, type?: string): number {
    return this.calls.filter((c) => c.operation === operation && (!type || c.type === type)).length;
  }
}

function matches(fault: Fault, call: Call): boolean {
  return (
    fault.operation === call.operation &&
    (fault.type === undefined || fault.type === call.type) &&
    (fault.name === undefined || fault.name === call.name)
  );
}

/** AWS answers with an error and does nothing. */
export function fails(code = "InternalFailure", message = "An internal error occurred."): Trouble {
  return {
    before: () => {
      throw new AwsError(code, message);
    },
  };
}

/** The code that the providers try again on, as the AWS SDK does. */
export const THROTTLING = "ThrottlingException";

/** AWS asks to come back later. */
export function throttled(): Trouble {
  return fails(THROTTLING, "Rate exceeded");
}

/** AWS takes its time. */
export function slow(milliseconds: number): Trouble {
  return { before: () => new Promise((resolve) => setTimeout(resolve, milliseconds)) };
}

/** The connection breaks: before AWS has seen the call, or after it has acted on it. */
export function cutOff(when: "before" | "after"): Trouble {
  return {
    [when]: () => {
      throw new ConnectionLost("connection reset");
    },
  };
}

/** A call that waits until the test lets it go on. */
export class Held implements Trouble {
  /** Resolves when the call has arrived. */
  readonly reached: Promise<void>;
  private arrive = (): void => undefined;
  private letGo = (): void => undefined;
  private readonly released: Promise<void>;

  constructor() {
    this.reached = new Promise((resolve) => (this.arrive = resolve));
    this.released = new Promise((resolve) => (this.letGo = resolve));
  }

  readonly before = (): Promise<void> => {
    this.arrive();
    return this.released;
  };

  release(): void {
    this.letGo();
  }
}
