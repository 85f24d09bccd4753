import type { Exception } from "./exception";

/**
 * Yours to fill, for what no feature makes; those of a feature stand in its own `exceptions.ts`. An exception that
 * matches nothing fails the preview, so that the list stays true: name the stacks of a resource that is not in all
 * of them.
 *
 * @example { rule: "LAM-17", resource: "index-upload", reason: "Switched off until the import is done.", stacks: ["dev"] }
 */
export const exceptions: readonly Exception[] = [];
