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
