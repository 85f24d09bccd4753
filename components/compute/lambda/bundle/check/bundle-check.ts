// What is loaded of a bundle, and what came of it.

export interface BundleToCheck {
  /** The handler's, for messages. */
  readonly name: string;
  readonly js: string;
  readonly map: string;
  readonly root: string;
  /** Where results are kept between runs. */
  readonly folder: string;
  /** esbuild's name of the Node.js that the bundle is for. */
  readonly target: string;
  readonly external: readonly string[];
  readonly install: readonly string[];
  readonly nodeModules?: string;
  readonly architecture: "arm64" | "x86_64";
  /** Files beside the bundle: their place there, and where they are now. */
  readonly files: Readonly<Record<string, string>>;
  /** The function's variables, with stand-ins where a value is secret or not known. */
  readonly environment: Readonly<Record<string, string>>;
  readonly standIns: readonly string[];
  /** Where the handler is written, for a failure that names no line of the program. */
  readonly place: string;
  /** What building it found out about packages: it may explain a failure. */
  readonly hints?: readonly string[];
}

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
