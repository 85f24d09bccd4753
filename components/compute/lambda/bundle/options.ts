// What a handler's bundle is asked for, and what comes of it.
import * as pulumi from "@pulumi/pulumi";
import type { BundleSize } from "./build/bundle-size";
import type { BundleCheck } from "./check/bundle-check";

export interface BundleOptions {
  /** The function's name, for messages. Default: the handler's own name. */
  name?: string;
  /** The component the handler belongs to: capturing one of its own outputs is an error instead of a circle. */
  owner?: pulumi.Resource;
  /** Lambda runtime; decides the JavaScript version. Default: nodejs22.x. */
  runtime?: string;
  /** esbuild target, where it should differ from the runtime's. */
  target?: string;
  /**
   * Where `@aws-sdk/*` and `@smithy/*` come from: from Lambda's runtime, or in the bundle (a fixed
   * version, and less work at a cold start, for about 100 KB more). Default: runtime.
   */
  sdk?: "runtime" | "bundle";
  /** Default: true. */
  minify?: boolean;
  /** Packages left out of the bundle because a layer brings them, as esbuild's `external`. */
  external?: string[];
  /** Packages with native parts: installed for Lambda beside the bundle, without install scripts, see `nodeModules`. */
  install?: string[];
  /** For `install`. Default: arm64. */
  architecture?: "arm64" | "x86_64";
  /** `stream`: the handler writes its response, `async (event, responseStream, context)`. Default: buffer. */
  response?: "buffer" | "stream";
  /** The function's own environment variables: part of the result and counted against Lambda's limit. */
  variables?: Record<string, pulumi.Input<string>>;
  /**
   * Files and folders to ship beside the bundle, relative to the project; each lies in Lambda where it does there. Those
   * that the handler's source names by their whole path (`path.join(__dirname, "mail.txt")`) are shipped unasked.
   */
  files?: string[];
  /**
   * Whether the finished bundle is loaded once, offline, in a process that looks like Lambda. Default: true; with false
   * the preview says that it was not checked.
   */
  load?: boolean;
  /** Folder for finished bundles, relative to the project. Default: build/handlers. */
  folder?: string;
}

export interface Bundle {
  /** The ES module; it exports `handler`. */
  js: string;
  /** Its source map, for the project's own files. */
  map: string;
  /** One variable for each captured Output, with the function's own and NODE_OPTIONS. */
  environment: Record<string, pulumi.Input<string>>;
  size: BundleSize;
  /** What came of loading it once; a bundle that fails then is an error. */
  check: BundleCheck;
  /** Things worth telling the user, one line each. */
  warnings: string[];
  /** Files beside it: their place in the package, and where they are now. */
  files: Readonly<Record<string, string>>;
  /** Folder with installed native packages, to be packaged as `node_modules`. */
  nodeModules?: string;
}
