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

/**
 * Yours to fill. An exception that matches nothing fails the preview, so that the list stays true:
 * name the stacks of a resource that is not in all of them.
 *
 * @example { rule: "LAM-17", resource: "index-upload", reason: "Switched off until the import is done.", stacks: ["dev"] }
 */
export const exceptions: readonly Exception[] = [];
