// What packages in a bundle need that a single file can't give: native parts, files of their own, modules whose names only
// running tells.
import type { Metafile } from "esbuild";
import * as fs from "node:fs";
import * as path from "node:path";
import { parseFile, ParsedFile } from "../source/source-file";
import { fileReferences } from "../source/file-references";
import { computedLoads } from "./unresolved-imports";

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
  const own = files.filter((file) => ownerOf(file) === undefined);
  const imported = new Set(own.flatMap((file) => inputs[file].imports.map(({ path: name }) => ownerOf(name)?.folder))); // prettier-ignore
  const errors: string[] = [];
  const warnings: string[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    const owner = ownerOf(file);
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

interface Owner {
  readonly name: string;
  readonly folder: string;
}

function ownerOf(file: string): Owner | undefined {
  const match = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(file);
  return match ? { folder: match[1], name: match[2] } : undefined;
}

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

const known = new Map<string, { readonly size: number; readonly found: readonly string[] }>();

function findingsIn(file: string, name: string, root: string): readonly string[] {
  const place = path.join(root, file);
  if (!/\.[cm]?js$/.test(file)) return [];
  const text = fs.readFileSync(place, "utf8");
  const before = known.get(place);
  if (before?.size === text.length) return before.found;
  const found: string[] = [];
  if (/\b(__dirname|__filename)\b|\bimport\.meta\.(url|dirname|filename)\b/.test(text)) {
    found.push(...ownFiles(parseFile(place), file, name));
  }
  if (/\b(?:require|import)\s*\(\s*(?!["'\s])/.test(text)) {
    const [load] = computedLoads(text, file);
    if (load !== undefined) {
      found.push(
        `${name} loads a module whose name only running tells (${file}:${load}), which the bundle may lack, such as a driver: ` +
          cure(name),
      );
    }
  }
  known.set(place, { size: text.length, found });
  return found;
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
