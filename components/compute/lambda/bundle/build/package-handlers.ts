// One esbuild run for all handlers with the same options: what they share is parsed once, each output stands alone.
import * as esbuild from "esbuild";
import * as path from "node:path";
import { BuildMessages } from "./build-messages";
import { HandlerSource, PackagedHandler, PackageOptions } from "./handler-source";
import { packageFindings } from "./package-inputs";
import { programFiles } from "./program-files";
import { isInstalledPackage, packageOf, relativeTo } from "../source/project";
import { requirePackages } from "./require-packages";
import { undeclaredIn } from "./module-faults";
import { trimSourceMap } from "../source/source-map";

/** The AWS SDK that Lambda's Node.js runtimes bring along. */
const runtimePackages = ["@aws-sdk/*", "@smithy/*"];
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
): Promise<(PackagedHandler | Error)[]> {
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
    tsconfigRaw: JSON.stringify({ compilerOptions: options.compilerOptions }),
    plugins: [programFiles({ handlers, root, options, analysed })],
  });
  const files = new Map(
    result.outputFiles.map(({ path: file, text }) => [path.basename(file), text]),
  );
  const messages = new BuildMessages(handlers, root);
  return handlers.map((handler, index) => {
    const output = result.metafile.outputs[`${outputFolder}/${index}.mjs`];
    // The comments that name a slice's file must not tell its place in this run.
    const text = (files.get(`${index}.mjs`) ?? "").replace(
      /^(\s*\/\/ )slice:\d+\/(.*?)(?:#\.mts)?$/gm,
      "$1$2",
    );
    const built = requirePackages(text, output, handler.esModules.length > 0);
    const sourceName = (source: string) => ownSource(source, root);
    const inputs = Object.keys(output.inputs).filter((input) => !/^(slice|handler):/.test(input));
    const scripts = inputs.filter((input) => result.metafile.inputs[input].format !== "esm");
    const undeclared = undeclaredIn(scripts, root);
    const found = packageFindings(output, result.metafile.inputs, root);
    const errors = [...undeclared.errors, ...found.errors];
    if (errors.length > 0) {
      return new Error(`handler "${handler.name}" can't be bundled:\n  ${errors.join("\n  ")}`);
    }
    return {
      js: built.js,
      map: trimSourceMap(files.get(`${index}.mjs.map`) ?? "", sourceName, built.shifts),
      packages: packageSizes(output),
      inputs: [...new Set([...inputs, ...analysed])].sort(),
      warnings: [
        ...messages.warnings(index, result.warnings, output.inputs),
        ...undeclared.warnings,
        ...found.warnings.map((warning) => `handler "${handler.name}": ${warning}`),
      ],
    };
  });
}

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
    const name = packageOf(input)?.name;
    if (name) sizes[name] = (sizes[name] ?? 0) + bytesInOutput;
  }
  return sizes;
}
