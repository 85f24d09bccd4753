// How esbuild gets the files of the program: slices of handlers, and local modules without what exists only while deploying.
import type * as esbuild from "esbuild";
import * as path from "node:path";
import { deploymentOnly, withoutDeploymentOnly } from "../source/deployment-only";
import { withKeptNames } from "../source/kept-names";
import type { HandlerSource, PackageOptions } from "./handler-source";
import { isDeploymentPackage, isInstalledPackage, relativeTo } from "../source/project";
import { placeEdits } from "../source/file-references";
import { ownExportsText } from "../source/own-exports";
import { parseFile } from "../source/source-file";
import { moduleMessages } from "./module-faults";

export interface ProgramFiles {
  readonly handlers: readonly HandlerSource[];
  readonly root: string;
  readonly options: PackageOptions;
  /** Gets every file that decided what goes in, relative to the project. */
  readonly analysed: Set<string>;
}

export function programFiles(files: ProgramFiles): esbuild.Plugin {
  return {
    name: "program-files",
    setup(build) {
      loadSlices(build, files);
      loadLocalModules(build, files);
    },
  };
}

const sliceNamespace = "slice";
/** Tells esbuild that a slice is an ES module: what it imports by default from CommonJS is `module.exports`. */
const esModuleMark = "#.mts";

function loadSlices(build: esbuild.PluginBuild, { handlers, root, options }: ProgramFiles): void {
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
    const file = name.slice("slice:".length);
    const mark = handlers[Number(index)].esModules.includes(file) ? esModuleMark : "";
    return { path: `${index}/${file}${mark}`, namespace: sliceNamespace, pluginData: index };
  });
  build.onLoad({ filter: /.*/, namespace: sliceNamespace }, ({ path: name, pluginData }) => {
    const file = name.slice(name.indexOf("/") + 1).replace(esModuleMark, "");
    const contents = handlers[Number(pluginData)].modules[file];
    const called = `${sliceNamespace}:${name}`;
    return {
      contents,
      ...moduleMessages(contents, called, options.compilerOptions),
      resolveDir: path.dirname(path.join(root, file)),
      loader: loaderOf(file),
      pluginData: pluginData as unknown,
    };
  });
}

/** Leaves out of the project's own modules what exists only while deploying. */
function loadLocalModules(
  build: esbuild.PluginBuild,
  { root, analysed, options }: ProgramFiles,
): void {
  build.onResolve({ filter: /^@pulumi\// }, ({ path: specifier, importer, kind }) => {
    if (!isDeploymentPackage(specifier)) return undefined;
    const isFile = path.isAbsolute(importer);
    const from = isFile
      ? relativeTo(root, importer)
      : importer.replace(/^\d+\//, "").replace(esModuleMark, "");
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
    const name = relativeTo(root, file);
    const places = placeEdits(parsed, parsed.tree, name);
    const contents =
      withKeptNames(parsed, withoutDeploymentOnly(file, root), places) +
      ownExportsText(options.ownExports[name]);
    return {
      contents,
      loader: loaderOf(file),
      ...moduleMessages(contents, name, options.compilerOptions),
    };
  });
}

const loaderOf = (file: string): esbuild.Loader =>
  /x$/.test(file) ? "tsx" : /\.[cm]?js$/.test(file) ? "js" : "ts";
