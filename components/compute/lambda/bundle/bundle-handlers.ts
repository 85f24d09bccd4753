// The phases of the bundler, in their order: source, live and plan say what a handler needs, write makes text of it, build
// one file, check loads it, replay compares. Beside them the environment and what is shipped with the file.
import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { BundleCache } from "./build/bundle-cache";
import { bundleSize } from "./build/bundle-size";
import { compilerOptions } from "./build/compiler-options";
import { HandlerSource, PackagedHandler, PackageOptions } from "./build/handler-source";
import { packageHandlers } from "./build/package-handlers";
import { changedValues, programHash } from "./check/changed-values";
import { checkHandler, firstValues } from "./check/check-handler";
import { captureEnvironment } from "./environment/environment";
import { ungivenVariables } from "./environment/given-variables";
import { CallSite } from "./live/call-site";
import { AnyFunction } from "./live/inspector";
import { Bundle, BundleOptions } from "./options";
import { ownExportsIn, Plan } from "./plan/plan";
import { planHandler } from "./plan/plan-handler";
import { KeptValues, keptValues } from "./replay/kept-values";
import { replayHandler } from "./replay/replay";
import { unseenChanges } from "./replay/replay-report";
import { installPackages } from "./shipped/install-packages";
import { shippedFiles } from "./shipped/shipped-files";
import { isEsModule, relativeTo } from "./source/project";
import { writeSlice } from "./write/write-slice";

export interface Request {
  readonly handler: AnyFunction;
  readonly options: BundleOptions;
  readonly name: string;
  readonly root: string;
  readonly site: CallSite | undefined;
  resolve(bundle: Bundle): void;
  reject(error: unknown): void;
}

/** A handler whose text is written. */
interface Written {
  readonly request: Request;
  readonly plan: Plan;
  /** What the slice keeps as source. */
  readonly kept: KeptValues;
  readonly source: HandlerSource;
  /** The same source, handing over what it makes; undefined where nothing could come out differently. */
  readonly replaySource?: HandlerSource;
  readonly packageOptions: PackageOptions;
}

/** Those with the same options share one esbuild run. */
export function bundleHandlers(requests: readonly Request[]): void {
  const groups = new Map<string, Written[]>();
  for (const request of requests) {
    try {
      const written = planAndWrite(request);
      const key = JSON.stringify([written.packageOptions, request.root, request.options.folder]);
      groups.set(key, [...(groups.get(key) ?? []), written]);
    } catch (error) {
      request.reject(error);
    }
  }
  for (const group of groups.values()) void buildGroup(group);
}

/** All that looks at the program's values, before anything else of it runs. */
function planAndWrite(request: Request): Written {
  const { options, name, root } = request;
  const plan = planHandler({ ...request, owner: options.owner });
  const kept = keptValues(plan);
  const source = {
    name,
    entry: entryText(plan, options.response ?? "buffer"),
    modules: writeSlice(plan),
    esModules: [...plan.modules.values()]
      .filter(({ script }) => isEsModule(script))
      .map(({ id }) => id),
  };
  const isReplayed = (options.load ?? true) && kept.values.size > 0;
  return {
    request,
    plan,
    kept,
    source,
    ...(isReplayed && {
      replaySource: { ...source, modules: writeSlice(plan, kept.values) },
    }),
    packageOptions: {
      target: targetOf(options.runtime, options.target),
      minify: options.minify ?? true,
      sdk: options.sdk ?? "runtime",
      external: [...(options.external ?? []), ...(options.install ?? [])],
      compilerOptions: optionsOf(plan, root),
      ownExports: ownExportsIn(plan),
    },
  };
}

function entryText({ entry, root }: Plan, response: "buffer" | "stream"): string {
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
const optionsOf = ({ entry }: Plan, root: string) =>
  entry.kind === "slice"
    ? compilerOptions(entry.module.file.path, entry.module.script, root)
    : compilerOptions(entry.file, entry.file, root);

function targetOf(runtime = "nodejs22.x", target?: string): string {
  const version = /^nodejs(\d+)\.x$/.exec(runtime)?.[1];
  if (target === undefined && version === undefined) {
    throw new pulumi.RunError(
      `Inline handlers run on Node.js: the runtime is "${runtime}", but nodejs20.x, nodejs22.x or nodejs24.x is needed.`,
    );
  }
  return target ?? `node${version}`;
}

async function buildGroup(group: readonly Written[]): Promise<void> {
  const [{ request, packageOptions }] = group;
  const { root } = request;
  const folder = path.resolve(root, request.options.folder ?? "build/handlers");
  try {
    const cache = new BundleCache(folder, root);
    const replays = group.flatMap(({ replaySource }) => replaySource ?? []);
    const [built, builtForReplay] = await Promise.all([
      buildCached(group.map(({ source }) => source), packageOptions, root, cache),
      buildCached(replays, { ...packageOptions, minify: false }, root, cache),
    ]); // prettier-ignore
    const program = programHash();
    const finished = group.map(async (written, index) => {
      const { resolve, reject } = written.request;
      const { replaySource } = written;
      const packaged = built[index];
      const replayed = replaySource && builtForReplay[replays.indexOf(replaySource)];
      if (packaged instanceof Error) reject(new pulumi.RunError(packaged.message));
      else await finish(written, packaged, replayed, folder, program).then(resolve, reject);
    });
    await Promise.all(finished);
  } catch (error) {
    for (const each of group) each.request.reject(error);
  }
}

async function buildCached(
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

/** What is shipped and set beside the finished file, and whether it does what the program did. */
async function finish(
  { request, plan, kept, packageOptions }: Written,
  packaged: PackagedHandler,
  replayed: PackagedHandler | Error | undefined,
  folder: string,
  program: string,
): Promise<Bundle> {
  const { name, options, root } = request;
  const { js, map } = packaged;
  const own = options.variables ?? {};
  const warnings = [
    ...plan.warnings,
    ...unseenChanges(plan, kept.opaque),
    ...packaged.warnings,
    ...ungivenVariables(plan, Object.keys(own), js),
    ...changedValues(plan, folder, program),
  ];
  const architecture = options.architecture ?? "arm64";
  const { files, warnings: ofFiles } = shippedFiles(plan, options.files ?? [], js);
  const warn = (warning: string) => warnings.push(`handler "${name}": ${warning}`);
  const packages = { architecture, root, folder: path.join(folder, "packages"), warn };
  const nodeModules = options.install?.length
    ? await installPackages(options.install, packages)
    : undefined;
  const environment = captureEnvironment(name, plan.variables, own);
  const bundle = {
    ...{ name, root, folder, nodeModules, architecture, files, js, map },
    target: packageOptions.target,
    external: options.external ?? [],
    install: options.install ?? [],
    place: plan.handlerPlace,
    hints: packaged.warnings,
  };
  const checked = await checkHandler({ environment, bundle, load: options.load ?? true });
  const toReplay = { ...bundle, ...firstValues(environment) };
  const { notCompared, warnings: ofReplay } = await replayHandler(plan, kept, replayed, toReplay);
  // A bundle that isn't checked says so, whatever the replay came to.
  const isCompared = checked.check.state !== "loaded" || notCompared === undefined;
  return {
    js,
    map,
    environment: checked.environment,
    size: bundleSize(js, packaged.packages),
    files,
    ...(nodeModules !== undefined && { nodeModules }),
    check: isCompared ? checked.check : { ...checked.check, notCompared },
    warnings: [...warnings, ...ofFiles, ...checked.warnings, ...ofReplay],
  };
}
