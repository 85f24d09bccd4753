/** A rule that a resource may break, and why. */
export interface Exception {
  /** Id of the rule, such as `NET-03-single`. */
  readonly rule: string;
  /** Name of the resource, the last part of its URN; or the whole URN. */
  readonly resource: string;
  /** Why it is right here. Shown to nobody but the reader of this file: write it for them. */
  readonly reason: string;
  /** Stacks it is for. Default: all of them. */
  readonly stacks?: readonly string[];
}

/** A resource that is about to be made: its URN is not known yet, because that of its parent is not. */
export interface Planned {
  readonly stack: string;
  /** Type token, such as `aws:sqs/queue:Queue`. */
  readonly type: string;
  readonly name: string;
}

/** True where the exception is for this stack. */
export function isFor({ stacks }: Exception, stack: string): boolean {
  return stacks === undefined || stacks.includes(stack);
}

/** True where one of the exceptions lets the resource break the rule; of a URN stack, type and name count. */
export function isExcused(
  exceptions: readonly Exception[],
  rule: string,
  { stack, type, name }: Planned,
): boolean {
  return exceptions.some((exception) => {
    if (exception.rule !== rule || !isFor(exception, stack)) return false;
    if (exception.resource === name) return true;
    const [start, , types, ...rest] = exception.resource.split("::");
    return (
      start === `urn:pulumi:${stack}` &&
      types?.split("$").at(-1) === type &&
      rest.join("::") === name
    );
  });
}
