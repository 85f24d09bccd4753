// What came of loading a bundle.

export type BundleCheck =
  | {
      readonly state: "loaded";
      /** Variables it read meanwhile that were made up, because they are secret or not known yet. */
      readonly read: readonly string[];
      /** What it added for all code: names of globals, and of what lies below them. */
      readonly shared: readonly string[];
      /** What could not be compared with the program's values, and why. */
      readonly notCompared?: string;
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
  if (check.state === "unchecked") return `not checked, because ${check.because}`;
  const notCompared = check.state === "loaded" ? check.notCompared : undefined;
  return notCompared === undefined ? "loaded once" : `loaded once, but ${notCompared}`;
}
