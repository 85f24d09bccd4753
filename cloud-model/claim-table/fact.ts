/** How a claim table says what only one resource can have at a time. */
import type { Scope } from "../type-facts";

/**
 * A part of a claim's key: the path of an argument or output, `id` for the resource's own. `[*]`
 * stands for each entry of a list, and each makes a claim of its own. A trailing `?` says that an
 * absent one is a value too. Of several in a list the first that is set counts.
 */
export type KeyPart = string | readonly string[];

/** One row: what a resource of a type has for itself alone. */
export interface ClaimFact {
  /** Claims in different spaces never meet. Default: the resource's type. */
  readonly space?: string;
  /** Within what it may not repeat. Default: account and region. */
  readonly scope?: Scope;
  /** What together may not repeat; nothing, where a scope has only one. The last part is the argument a finding names. */
  readonly key: readonly KeyPart[];
  /** The argument that a finding names, where it is not the key's last part. */
  readonly argument?: string;
  /** True for what AWS compares without regard to case, and to a full stop at the end. */
  readonly ignoringCase?: true;
  /** AWS's error code. Absent where AWS takes the second without a word. */
  readonly code?: string;
  /**
   * AWS's words, or without a code what becomes of the two. `{property}` stands for a value, `{name}`
   * for that of the key's last part.
   */
  readonly message: string;
  /** Where AWS lets a second of the same type take it from the first without a word, what others it refuses: what becomes of the two. */
  readonly takesOver?: string;
  /** What to do, where it is more than "leave one of them out". */
  readonly fix?: string;
  /** An argument that must be set, and not to false, for the row to hold; with `!` before it, must not be. */
  readonly when?: string;
  /** True for a row that speaks of arguments alone: AWS fills the property in where a program doesn't. */
  readonly given?: true;
  /** `property=value`: two of which both have that value, or neither has, don't meet. */
  readonly together?: string;
  /** Two that agree on all of these work, until one of them is deleted. */
  readonly shared?: readonly string[];
}

export type ClaimTable = { readonly [type: string]: readonly ClaimFact[] | undefined };

/** The same rows for several types. */
export function forEach(types: readonly string[], rows: readonly ClaimFact[]): ClaimTable {
  return Object.fromEntries(types.map((type) => [type, rows]));
}
