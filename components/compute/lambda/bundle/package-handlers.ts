// One esbuild run for all handlers with the same options: what they share is parsed once, each output stands alone.
import * as esbuild from "esbuild";
import * as path from "node:path";
import { BuildMessages } from "./build-messages";
import { deploymentOnly, withoutDeploymentOnly } from "./deployment-only";
import { withKeptNames } from "./kept-names";
import { isDeploymentPackage, isInstalledPackage, relativeTo } from "./project";
import { requirePackages } from "./require-packages";
import { parseFile } from "./source-file";
import { trimSourceMap } from "./source-map";
import { unresolvedImports } from "./unresolved-imports";

/** What to build for one handler: plain text, so that it can be compared with what the cache holds. */
export interface HandlerSource {
  readonly name: string;
  /** The module that exports `handler`. */
  readonly entry: string;
  /** Sliced modules by path relative to the project. */
  readonly modules: Readonly<Record<string, string>>;
}

export interface PackageOptions {
  readonly target: string;
  readonly minify: boolean;
  readonly sdk: "runtime" | "bundle";
  readonly external: readonly string[];
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

/** The AWS SDK that Lambda's Node.js runtimes bring along. */
const runtimePackages = ["@aws-sdk/*", "@smithy/*"];
const sliceNamespace = "slice";
const outputFolder = "build/handlers/output";

/** Builds every handler; an error is the handler's own, the others are built all the same. */
export async function packageHandlers(
  handlers: readonly HandlerSource[],
  options: PackageOptions,
  root: string,
): Promise<(PackagedHandler | Error)[]> {
  try {
    return await run(handlers, options, root);
  } catch (error) {
    if (handlers.length === 1) return [new BuildMessages(handlers, root).explain(error)];
    // esbuild fails a run as a whole: one run for each handler tells whose error it is.
    return Promise.all(
      handlers.map((handler) =>
        run([handler], options, root).then(
          ([built]) => built,
          (own: unknown) => new BuildMessages([handler], root).explain(own),
        ),
      ),
    );
  }
}

async function run(
  handlers: readonly HandlerSource[],
  options: PackageOptions,
  root: string,
): Promise<PackagedHandler[]> {
  const analysed = new Set<string>();
  const result = await esbuild.build({
    entryPoints: handlers.map((_, index) => ({ in: `handler:${index}`, out: String(index) })),
    absWorkingDir: root,
    outdir: path.join(root, outputFolder),
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    target: options.target,
    minify: options.minify,
    treeShaking: true,
    mainFields: ["module", "main"],
    external: [...(options.sdk === "runtime" ? runtimePackages : []), ...options.external],
    sourcemap: "external",
    sourcesContent: false,
    legalComments: "none",
    charset: "utf8",
    logLevel: "silent",
    metafile: true,
    define: { __dirname: "import.meta.dirname", __filename: "import.meta.filename" },
    plugins: [slices(handlers, root), localModules(root, analysed)],
  });
  const files = new Map(
    result.outputFiles.map(({ path: file, text }) => [path.basename(file), text]),
  );
  const messages = new BuildMessages(handlers, root);
  return handlers.map((_, index) => {
    const output = result.metafile.outputs[`${outputFolder}/${index}.mjs`];
    // The comments that name a slice's file must not tell its place in this run.
    const text = (files.get(`${index}.mjs`) ?? "").replace(/^(\s*\/\/ )slice:\d+\//gm, "$1");
    const built = requirePackages(text, output);
    const sourceName = (source: string) => ownSource(source, root);
    const inputs = Object.keys(output.inputs).filter((input) => !/^(slice|handler):/.test(input));
    return {
      js: built.js,
      map: trimSourceMap(files.get(`${index}.mjs.map`) ?? "", sourceName, built.shifts),
      packages: packageSizes(output),
      inputs: [...new Set([...inputs, ...analysed])].sort(),
      warnings: messages.warnings(index, result.warnings, output.inputs),
    };
  });
}

function slices(handlers: readonly HandlerSource[], root: string): esbuild.Plugin {
  return {
    name: "slices",
    setup(build) {
      build.onResolve({ filter: /^handler:/ }, ({ path: name }) => ({
        path: name.slice("handler:".length),
        namespace: "handler",
      }));
      build.onLoad({ filter: /.*/, namespace: "handler" }, ({ path: index }) => ({
        contents: handlers[Number(index)].entry,
        resolveDir: root,
        loader: "js",
        pluginData: index,
      }));
      build.onResolve({ filter: /^slice:/ }, ({ path: name, importer, pluginData }) => {
        const index = String(pluginData ?? importer.split("/")[0]);
        return {
          path: `${index}/${name.slice("slice:".length)}`,
          namespace: sliceNamespace,
          pluginData: index,
        };
      });
      build.onLoad({ filter: /.*/, namespace: sliceNamespace }, ({ path: name, pluginData }) => {
        const file = name.slice(name.indexOf("/") + 1);
        const contents = handlers[Number(pluginData)].modules[file];
        return {
          contents,
          warnings: unresolvedImports(contents, `${sliceNamespace}:${name}`),
          resolveDir: path.dirname(path.join(root, file)),
          loader: loaderOf(file),
          pluginData,
        };
      });
    },
  };
}

/** Leaves out of the project's own modules what exists only while deploying. */
function localModules(root: string, analysed: Set<string>): esbuild.Plugin {
  return {
    name: "local-modules",
    setup(build) {
      build.onResolve({ filter: /^@pulumi\// }, ({ path: specifier, importer, kind }) => {
        if (!isDeploymentPackage(specifier)) return undefined;
        const isFile = path.isAbsolute(importer);
        const from = isFile ? relativeTo(root, importer) : importer.replace(/^\d+\//, "");
        const verb = kind === "dynamic-import" ? "loads" : "imports";
        return {
          errors: [
            {
              text: `${from} ${verb} ${specifier}, which exists only while deploying; move what the handler needs to a module without Pulumi imports`,
            },
          ],
        };
      });
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, ({ path: file }) => {
        if (isInstalledPackage(file)) return undefined;
        deploymentOnly(file, root).files.forEach((each) => analysed.add(relativeTo(root, each)));
        const parsed = parseFile(file);
        const contents = withKeptNames(parsed, withoutDeploymentOnly(file, root));
        const warnings = unresolvedImports(parsed.text, relativeTo(root, file));
        return contents === parsed.text ? { warnings } : { contents, loader: loaderOf(file), warnings }; // prettier-ignore
      });
    },
  };
}

const loaderOf = (file: string): esbuild.Loader =>
  /x$/.test(file) ? "tsx" : /\.[cm]?js$/.test(file) ? "js" : "ts";

/** The name of one of the project's own files as a stack trace shows it; undefined for packages. */
function ownSource(source: string, root: string): string | undefined {
  // Made for the run; a slice's source is called by its own name.
  if (/\b(?:handler|slice):\d+\b/.test(source)) return undefined;
  // Slices name their own source, relative to the project; esbuild names files relative to the output.
  const relative = source.startsWith("..")
    ? relativeTo(root, path.resolve(root, outputFolder, source))
    : source;
  return isInstalledPackage(`/${relative}`) ? undefined : relative;
}

function packageSizes(output: esbuild.Metafile["outputs"][string]): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
    const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
    if (name) sizes[name] = (sizes[name] ?? 0) + bytesInOutput;
  }
  return sizes;
}
