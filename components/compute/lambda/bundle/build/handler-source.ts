// What is built for one handler, and what comes of it: plain data, which the cache can compare and keep.
import type { CompilerOptions } from "./compiler-options";

export interface HandlerSource {
  readonly name: string;
  /** The module that exports `handler`. */
  readonly entry: string;
  /** Sliced modules by path relative to the project. */
  readonly modules: Readonly<Record<string, string>>;
  /** Those that are ES modules in the program. */
  readonly esModules: readonly string[];
}

export interface PackageOptions {
  readonly target: string;
  readonly minify: boolean;
  readonly sdk: "runtime" | "bundle";
  readonly external: readonly string[];
  readonly compilerOptions: CompilerOptions;
  /** Variables that modules export for slices of themselves; by paths relative to the project. */
  readonly ownExports: Readonly<Record<string, readonly string[]>>;
}

export interface PackagedHandler {
  readonly js: string;
  readonly map: string;
  /** Bytes that each installed package adds. */
  readonly packages: Readonly<Record<string, number>>;
  /** Files that went in or decided what does, relative to the project. */
  readonly inputs: readonly string[];
  readonly warnings: readonly string[];
}
