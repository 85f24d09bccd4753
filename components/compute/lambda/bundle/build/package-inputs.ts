// What packages in a bundle need that a single file can't give: native parts, files of their own, modules whose names only
// running tells.
import type { Metafile } from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";
import { fileReferences } from "../source/file-references";
import { packageOf } from "../source/project";
import { parseFile, ParsedFile } from "../source/source-file";
import { computedLoad, oncePerText } from "./module-faults";

export interface PackageFindings {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** @param inputs What esbuild knows of all files of the run. */
export function packageFindings(
  output: Metafile["outputs"][string],
  inputs: Metafile["inputs"],
  root: string,
): PackageFindings {
  const used = Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const files = used.map(([file]) => file);
  const own = files.filter((file) => packageOf(file) === undefined);
  const imported = new Set(
    own.flatMap((file) => inputs[file].imports.map(({ path: name }) => packageOf(name)?.folder)),
  );
  const errors: string[] = [];
  const warnings: string[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    const owner = packageOf(file);
    if (!owner) continue;
    if (!seen.has(owner.folder)) {
      seen.add(owner.folder);
      const native = nativeParts(path.join(root, owner.folder));
      const text = `${owner.name} has native parts (${native}), which can't be bundled: ${cure(owner.name)}`;
      // What another package imports may be there for speed alone, and do without.
      if (native !== undefined) (imported.has(owner.folder) ? errors : warnings).push(text);
    }
    for (const text of findingsIn(file, owner.name, root)) {
      if (!warnings.some((each) => each.startsWith(`${owner.name} `))) warnings.push(text);
    }
  }
  return { errors, warnings };
}

const cure = (name: string): string =>
  `list it in install: ["${name}"], or in external and bring it in a layer`;

interface Manifest {
  readonly gypfile?: boolean;
  readonly binary?: unknown;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const platformPackage = /(?:^|[-/])(?:linux|darwin|win32)[-_](?:arm64|x64|arm|ia32)\b/;
const nativeBuild =
  /\b(node-gyp|node-pre-gyp|prebuild-install|node-gyp-build|cmake-js|prebuildify)\b/;

/** How a package shows that a part of it is compiled; undefined for one of JavaScript. */
function nativeParts(folder: string): string | undefined {
  try {
    const text = fs.readFileSync(path.join(folder, "package.json"), "utf8");
    const { gypfile, binary, scripts, optionalDependencies } = JSON.parse(text) as Manifest;
    const platform = Object.keys(optionalDependencies ?? {}).find((name) => platformPackage.test(name)); // prettier-ignore
    if (platform !== undefined) return `${platform} and the like`;
    if (nativeBuild.test(scripts?.install ?? "")) return "built when it is installed";
    const isBuilt = gypfile === true || fs.existsSync(path.join(folder, "binding.gyp"));
    return isBuilt || (typeof binary === "object" && binary !== null && "module_name" in binary)
      ? "built when it is installed"
      : undefined;
  } catch {
    return undefined; // No package.json, or none that can be read.
  }
}

const findingsIn = (file: string, name: string, root: string): readonly string[] =>
  /\.[cm]?js$/.test(file)
    ? oncePerText("package", path.join(root, file), (text) => packageFaults(text, file, name, root))
    : [];

function packageFaults(text: string, file: string, name: string, root: string): string[] {
  const hasPlace = /\b(__dirname|__filename)\b|\bimport\.meta\.(url|dirname|filename)\b/.test(text);
  const load = computedLoad(text, file);
  return [
    ...(hasPlace ? ownFiles(parseFile(path.join(root, file)), file, name) : []),
    ...(load === undefined
      ? []
      : [
          `${name} loads a module whose name only running tells (${file}:${load}), which the bundle may lack, such as a driver: ` +
            cure(name),
        ]),
  ];
}

function ownFiles(parsed: ParsedFile, file: string, name: string): string[] {
  const [reference] = fileReferences(parsed, parsed.tree, parsed.path).filter(
    ({ path: target }) =>
      target !== undefined && target !== parsed.path && fs.statSync(target, { throwIfNoEntry: false })?.isFile(), // prettier-ignore
  );
  if (!reference?.path) return [];
  const { line } = parsed.position(reference.node);
  return [
    `${name} reads ${path.basename(reference.path)}, a file of its own (${file}:${line}), which the bundle lacks: ${cure(name)}`,
  ];
}
