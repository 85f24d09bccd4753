import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { BundleCache } from "./bundle/build/bundle-cache";
import { BundleSize, bundleSize } from "./bundle/build/bundle-size";
import { CallSite, callSite } from "./bundle/live/call-site";
import type { BundleCheck } from "./bundle/check/bundle-check";
import { checkHandler, firstValues } from "./bundle/check/check-handler";
import { CompilerOptions, compilerOptions } from "./bundle/build/compiler-options";
import { captureEnvironment } from "./bundle/environment/environment";
import { changedValues, programHash } from "./bundle/check/changed-values";
import { ungivenVariables } from "./bundle/environment/given-variables";
import { AnyFunction } from "./bundle/live/inspector";
import { installPackages } from "./bundle/shipped/install-packages";
import {
  HandlerSource,
  PackagedHandler,
  packageHandlers,
  PackageOptions,
} from "./bundle/build/package-handlers";
import { isEsModule, projectFolder, relativeTo } from "./bundle/source/project";
import { HandOver } from "./bundle/write/hand-over";
import { KeptValues, keptValues } from "./bundle/replay/kept-values";
import { replayHandler, withReplay } from "./bundle/replay/replay-handler";
import { warnOfUnseenChanges } from "./bundle/replay/unseen-changes";
import { refuseSecretSettings } from "./bundle/plan/secret-settings";
import { shippedFiles } from "./bundle/shipped/shipped-files";
import { Slice } from "./bundle/plan/slice";
import { writeSlice } from "./bundle/write/write-slice";
import { checkHandlerParameters } from "./handler";

export { checkLine } from "./bundle/check/bundle-check";
export type { BundleCheck } from "./bundle/check/bundle-check";
export { sizeLine } from "./bundle/build/bundle-size";
export type { BundleSize } from "./bundle/build/bundle-size";

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

interface Request {
  readonly handler: AnyFunction;
  readonly options: BundleOptions;
  readonly name: string;
  readonly root: string;
  readonly site: CallSite | undefined;
  resolve(bundle: Bundle): void;
  reject(error: unknown): void;
}

let requests: Request[] = [];

/**
 * Turns a function into one small ES module: the source that it needs, built by esbuild, with captured plain data
 * written in and captured Outputs as environment variables that `.get()` reads.
 *
 * Handlers bundled in the same turn share one esbuild run. The functions are looked at a turn later, so that every
 * `const` of the program has its value.
 *
 * @throws pulumi.RunError (as a rejection, except for the handler's parameters) with file, line, column and the fix for
 * what can't be captured: resources, `this`, `pulumi.Config`, secrets, the function's own outputs.
 *
 * @example
 * const { js, map, environment } = await bundleHandler(async () => table.name.get(), { name: "show-table" });
 */
export function bundleHandler(
  handler: (...parameters: never[]) => Promise<unknown>,
  options: BundleOptions = {},
): Promise<Bundle> {
  const name = options.name ?? (handler?.name || "handler");
  checkHandlerParameters(handler, name, options.response);
  const site = callSite();
  return new Promise((resolve, reject) => {
    if (requests.length === 0) setImmediate(bundleRequests);
    requests.push({ handler, options, name, root: projectFolder(), site, resolve, reject });
  });
}

/** The bundle as the code of a `nodejs` function whose handler is `index.handler`. */
export async function bundleArchive(
  bundle: Bundle | Promise<Bundle>,
): Promise<pulumi.asset.AssetArchive> {
  const { js, map, files, nodeModules } = await bundle;
  const beside = Object.entries(files).map(([name, file]) => [
    name,
    // Relative to where the program runs: its machine's folders stay out of the state.
    new pulumi.asset.FileAsset(path.relative(process.cwd(), file)),
  ]);
  return new pulumi.asset.AssetArchive({
    "index.mjs": new pulumi.asset.StringAsset(`${js}//# sourceMappingURL=index.mjs.map\n`),
    "index.mjs.map": new pulumi.asset.StringAsset(map),
    ...(Object.fromEntries(beside) as Record<string, pulumi.asset.FileAsset>),
    ...(nodeModules && { node_modules: new pulumi.asset.FileArchive(nodeModules) }),
  });
}

interface Sliced {
  readonly request: Request;
  readonly slice: Slice;
  readonly source: HandlerSource;
  /** What the slice keeps as source, and the source that hands it over; without one nothing could come out differently. */
  readonly kept: KeptValues;
  readonly replaySource?: HandlerSource;
  readonly packageOptions: PackageOptions;
}

function bundleRequests(): void {
  const now = requests;
  requests = [];
  const groups = new Map<string, Sliced[]>();
  for (const request of now) {
    try {
      const sliced = sliceHandler(request);
      const key = JSON.stringify([sliced.packageOptions, request.root, request.options.folder]);
      groups.set(key, [...(groups.get(key) ?? []), sliced]);
    } catch (error) {
      request.reject(error);
    }
  }
  for (const group of groups.values()) void packageGroup(group);
}

function sliceHandler(request: Request): Sliced {
  const { handler, name, options, root, site } = request;
  const slice = new Slice(name, handler, root, options.owner, site);
  refuseSecretSettings(slice);
  const kept = keptValues(slice);
  warnOfUnseenChanges(slice, kept.opaque);
  const source = {
    name,
    entry: entryText(slice, root, options.response ?? "buffer"),
    modules: writeSlice(slice),
    esModules: [...slice.modules.values()]
      .filter(({ script }) => isEsModule(script))
      .map(({ id }) => id),
  };
  return {
    request,
    slice,
    source,
    kept,
    ...((options.load ?? true) &&
      kept.values.size > 0 && {
        replaySource: { ...source, modules: writeSlice(slice, new HandOver(kept.values)) },
      }),
    packageOptions: {
      target: options.target ?? targetOf(options.runtime),
      minify: options.minify ?? true,
      sdk: options.sdk ?? "runtime",
      external: [...(options.external ?? []), ...(options.install ?? [])],
      compilerOptions: optionsOf(slice, root),
    },
  };
}

function entryText({ entry }: Slice, root: string, response: "buffer" | "stream"): string {
  const from = JSON.stringify(
    entry.kind === "slice" ? `slice:${entry.module.id}` : `./${relativeTo(root, entry.file)}`,
  );
  if (response === "buffer") return `export { ${entry.exportName} as handler } from ${from};`;
  return (
    `import { ${entry.exportName} as respond } from ${from};` +
    "export const handler = awslambda.streamifyResponse(respond);"
  );
}

/** The entry's: the program is compiled with one set of options. */
function optionsOf({ entry }: Slice, root: string): CompilerOptions {
  return entry.kind === "slice"
    ? compilerOptions(entry.module.file.path, entry.module.script, root)
    : compilerOptions(entry.file, entry.file, root);
}

function targetOf(runtime = "nodejs22.x"): string {
  const version = /^nodejs(\d+)\.x$/.exec(runtime)?.[1];
  if (version === undefined) {
    throw new pulumi.RunError(
      `Inline handlers run on Node.js: the runtime is "${runtime}", but nodejs20.x, nodejs22.x or nodejs24.x is needed.`,
    );
  }
  return `node${version}`;
}

async function packageGroup(group: readonly Sliced[]): Promise<void> {
  const { request, packageOptions } = group[0];
  const { root } = request;
  const folder = path.resolve(root, request.options.folder ?? "build/handlers");
  try {
    const cache = new BundleCache(folder, root);
    const replays = group.flatMap(({ replaySource }) => replaySource ?? []);
    const [built, builtForReplay] = await Promise.all([
      packageCached(group.map(({ source }) => source), packageOptions, root, cache),
      packageCached(replays, { ...packageOptions, minify: false }, root, cache),
    ]); // prettier-ignore
    const program = programHash();
    const finished: Promise<void>[] = [];
    for (const [index, sliced] of group.entries()) {
      const packaged = built[index];
      if (packaged instanceof Error) {
        sliced.request.reject(new pulumi.RunError(packaged.message));
        continue;
      }
      const replayed = sliced.replaySource && builtForReplay[replays.indexOf(sliced.replaySource)];
      finished.push(finish(sliced, packaged, replayed, folder, program));
    }
    await Promise.all(finished);
  } catch (error) {
    for (const { request: each } of group) each.reject(error);
  }
}

async function packageCached(
  sources: readonly HandlerSource[],
  options: PackageOptions,
  root: string,
  cache: BundleCache,
): Promise<(PackagedHandler | Error)[]> {
  const cached = sources.map((source) => cache.read(source, options));
  const open = sources.filter((_, index) => !cached[index]);
  const built = open.length > 0 ? await packageHandlers(open, options, root) : [];
  return sources.map((source, index) => {
    const known = cached[index];
    if (known) return known;
    const packaged = built[open.indexOf(source)];
    if (!(packaged instanceof Error)) cache.write(source, options, packaged);
    return packaged;
  });
}

async function finish(
  { request, slice, kept, packageOptions }: Sliced,
  packaged: PackagedHandler,
  replayed: PackagedHandler | Error | undefined,
  folder: string,
  program: string,
): Promise<void> {
  const { name, options, root } = request;
  const warnings = [
    ...slice.warnings,
    ...packaged.warnings,
    ...ungivenVariables(slice, Object.keys(options.variables ?? {}), packaged.js),
    ...changedValues(slice, folder, program),
  ];
  try {
    const architecture = options.architecture ?? "arm64";
    const { files, warnings: ofFiles } = shippedFiles(slice, options.files ?? [], packaged.js);
    const nodeModules = options.install?.length
      ? await installPackages(options.install, {
          architecture,
          root,
          folder: path.join(folder, "packages"),
          warn: (warning) => warnings.push(`handler "${name}": ${warning}`),
        })
      : undefined;
    const environment = captureEnvironment(name, slice.variables, options.variables ?? {});
    const bundle = {
      ...{ name, root, folder, nodeModules, architecture, files },
      ...{ js: packaged.js, map: packaged.map },
      target: packageOptions.target,
      external: options.external ?? [],
      install: options.install ?? [],
      place: slice.handlerPlace,
      hints: packaged.warnings,
    };
    const checked = await checkHandler({ environment, bundle, load: options.load ?? true });
    const replayedHandler = await replayHandler(slice, kept, replayed, {
      ...bundle,
      ...firstValues(environment),
    });
    request.resolve({
      js: packaged.js,
      map: packaged.map,
      environment: checked.environment,
      size: bundleSize(packaged.js, packaged.packages),
      files,
      ...(nodeModules !== undefined && { nodeModules }),
      check: withReplay(checked.check, replayedHandler),
      warnings: [...warnings, ...ofFiles, ...checked.warnings, ...replayedHandler.warnings],
    });
  } catch (error) {
    request.reject(error);
  }
}
