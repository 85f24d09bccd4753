import { type Exception, isFor } from "../rules/base/exception";

/** Finds out which broken rules are excused, and which exceptions excuse nothing. */
export class ExceptionList {
  private readonly used = new Map<string, Set<Exception>>();

  constructor(private readonly exceptions: readonly Exception[]) {}

  /** True where the resource may break the rule. */
  excuses(rule: string, urn: string): boolean {
    const stack = stackOf(urn);
    const matching = this.inStack(stack).filter(
      (exception) =>
        exception.rule === rule &&
        (exception.resource === urn || exception.resource === nameOf(urn)),
    );
    const used = this.used.get(stack) ?? new Set();
    matching.forEach((exception) => used.add(exception));
    this.used.set(stack, used);
    return matching.length > 0;
  }

  /** The exceptions that are for this stack and excused nothing in it. */
  unused(stack: string): readonly Exception[] {
    return this.inStack(stack).filter((exception) => this.used.get(stack)?.has(exception) !== true);
  }

  private inStack(stack: string): readonly Exception[] {
    return this.exceptions.filter((exception) => isFor(exception, stack));
  }
}

/** `urn:pulumi:dev::strata::aws:sqs/queue:Queue::uploads` is in stack `dev`. */
export function stackOf(urn: string): string {
  return urn.split("::")[0]?.split(":")[2] ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
