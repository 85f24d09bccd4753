// What came of loading a bundle.

export type BundleCheck =
  | {
      readonly state: "loaded";
      /** Variables it read meanwhile that were made up, because they are secret or not known yet. */
      readonly read: readonly string[];
      /** What it added for all code: names of globals, and of what lies below them. */
      readonly shared: readonly string[];
    }
  /** Neither right nor wrong: told and counted, or it would be silence. */
  | {
      readonly state: "unchecked";
      readonly because: string;
      /** True where only values that were made up stand in the way. */
      readonly needsValues?: boolean;
    }
  | { readonly state: "failed"; readonly message: string };

/** A line for a person. */
export function checkLine(check: BundleCheck): string {
  return check.state === "unchecked" ? `not checked, because ${check.because}` : "loaded once";
}
