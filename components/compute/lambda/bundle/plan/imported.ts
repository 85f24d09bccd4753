// How an imported variable gets into the bundle: as an import, or as what it holds now, where its module exists only
// while deploying.
import * as path from "node:path";
import * as ts from "typescript";
import { AnyFunction, isClass } from "../live/inspector";
import { containsOutput, containsResource, isOutput, isPlainData } from "../live/plain-data";
import {
  exportedName,
  ImportedDeclaration,
  importOf,
  namesRead,
  requiredModule,
  specifierOf,
} from "../source/declarations";
import { deploymentOnly } from "../source/deployment-only";
import { ExportedVariable, exportedVariable } from "../source/exported-variable";
import { isChangedIn, isComputed, isSharedInModule } from "../source/module-data";
import { ownAccess, ownExport } from "../source/own-exports";
import { isDeploymentPackage, localModule, relativeTo } from "../source/project";
import { isAssigned } from "../source/variable-changes";
import { captureChain, readsMember } from "./capture-chain";
import { captureValue, isConfig } from "./captured-value";
import { Finding, keep, Part, Refusal, refusal, Use, warning } from "./findings";
import { exportedOfEnvironment } from "./kept-environment";
import type { ImportedName } from "./plan";

export function* importedFindings(
  part: Part,
  identifier: ts.Identifier,
  declaration: ImportedDeclaration,
): Generator<Finding> {
  const { module } = part;
  const specifier = specifierOf(declaration);
  const imported = exportedName(declaration);
  if (isDeploymentPackage(specifier)) {
    yield refusedPackage(part, identifier, identifier.text, specifier);
  }
  const attributes = importOf(declaration).attributes?.getText(module.file.tree);
  const name = { local: identifier.text, from: specifier, imported, attributes };
  const target = localModule(specifier, module.file.path);
  if (target === undefined) {
    yield { kind: "import", name };
    return;
  }
  const live = part.view.imported(identifier, declaration);
  const missing = deploymentOnly(target, part.handler.root).names;
  const use: Use = {
    part,
    identifier,
    declaration,
    live,
    owner: module,
    container: module.file.tree,
  };
  if (imported === "*") {
    yield fromNamespace(use, missing) ?? { kind: "import", name };
    return;
  }
  yield* fromModule(use, name, exportedVariable(target, imported), missing.get(imported));
}

/** @param reason Why it is left out of its module, where it is. */
function* fromModule(
  use: Use,
  name: ImportedName,
  exported: ExportedVariable | undefined,
  reason: string | undefined,
): Generator<Finding> {
  const { part, identifier, declaration, live } = use;
  if (live.known && exported) {
    const { value } = live;
    yield { kind: "imported", declaration, variable: { name, identifier, exported, value } };
  }
  const taken = takenOver(use, exported, reason);
  yield* taken;
  if (taken.some(({ kind }) => kind !== "warn")) return;
  if (reason !== undefined) yield refusedName(part, identifier, identifier.text, reason);
  yield { kind: "made", declaration, name: identifier.text, live };
  yield { kind: "import", name };
}

/** A variable of a module that is bundled as it is, too: undefined where the module there lacks it. */
export function ownFindings(use: Use): Iterable<Finding> | undefined {
  const { part, identifier, declaration } = use;
  const { module, handler } = part;
  const { file } = module;
  const { text: local } = identifier;
  const isThere = handler.whole.has(file.path) && !deploymentOnly(file.path, handler.root).names.has(local); // prettier-ignore
  if (!isThere) return undefined;
  const from = `./${path.basename(file.path)}`;
  if (!isAssigned(file, identifier)) {
    const name = { local, from, imported: ownExport(local) };
    return fromModule(use, name, { file, declaration }, undefined);
  }
  const access = ownAccess(local);
  const [start, end] = [identifier.getStart(file.tree), identifier.end];
  const prefix = ts.isShorthandPropertyAssignment(identifier.parent) ? `${local}: ` : "";
  return [
    { kind: "import", name: { local: access, from, imported: access } },
    { kind: "edit", edit: { start, end, text: `${prefix}${access}.value` } },
  ];
}

/** What the variable holds now, where that is captured, and warnings; else its module makes it again. */
function takenOver(
  use: Use,
  exported: ExportedVariable | undefined,
  reason: string | undefined,
): Finding[] {
  const { identifier, live } = use;
  if (!live.known) return [];
  const { value } = live;
  const captured = () => [captureValue(use, value)].filter((each) => each !== undefined);
  if (isConfig(value) || isOutput(value) || containsResource(value)) return captured();
  if (!isPlainData(value)) {
    const isFunction = typeof value === "function" && !isClass(value as AnyFunction);
    const isReachable = isFunction || readsMember(identifier, value);
    return reason !== undefined && isReachable ? [captureChain(use, value)] : [];
  }
  const made = exported && exportedOfEnvironment(use, exported, value, reason);
  if (made?.kind === "refuse") return [made];
  if (made?.kind === "imported" || value === undefined) return [];
  const before = made?.warning ? [made.warning] : [];
  const isObject = typeof value === "object" && value !== null;
  if (!isObject || containsOutput(value) || reason !== undefined) return [...before, ...captured()];
  // Objects that the module makes again all the same stay its own: its functions may share and change them.
  if (!exported || !isComputed(exported)) return before;
  return mayChange(use, exported)
    ? [...before, madeAgain(use, exported)]
    : [...before, ...captured()];
}

/** True for computed data that its module uses itself, or that one of the two changes. */
const mayChange = ({ part, declaration }: Use, exported: ExportedVariable): boolean =>
  isSharedInModule(exported) || isChangedIn(part.module.file, declaration);

const madeAgain = ({ part, identifier }: Use, { file, declaration }: ExportedVariable): Finding =>
  warning(
    part,
    identifier,
    `captures ${identifier.text}, which ${relativeTo(part.handler.root, file.path)}:${file.position(declaration).line} makes again in Lambda, as its module uses it too or it is ` +
      "changed: what comes from process.env, a file or a clock is something else there. Export what the handler needs as text or " +
      "numbers, which are copied, or pass it to the handler.",
  );

/** How `import a = require(...)` gets in. */
export function* requiredFindings(
  use: Use & { readonly declaration: ts.ImportEqualsDeclaration },
): Generator<Finding> {
  const { part, identifier, declaration } = use;
  const specifier = requiredModule(declaration);
  if (specifier !== undefined && isDeploymentPackage(specifier)) {
    yield refusedPackage(part, identifier, identifier.text, specifier);
  }
  const target = specifier && localModule(specifier, part.module.file.path);
  if (target) yield { kind: "load", specifier };
  const found = target && fromNamespace(use, deploymentOnly(target, part.handler.root).names);
  yield found || keep({ ...use, live: { known: false } });
}

/** A member of a module as a whole that is captured by itself, or can't be. */
function fromNamespace(use: Use, missing: ReadonlyMap<string, string>): Finding | undefined {
  const { part, identifier, live } = use;
  const access = identifier.parent;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== identifier) {
    const name = namesRead(identifier).find((each) => missing.has(each));
    return name === undefined
      ? undefined
      : refusedName(part, identifier, name, missing.get(name) ?? "");
  }
  const name = access.name.text;
  const reason = missing.get(name);
  const namespace = live.known ? (live.value as Record<string, unknown>) : undefined;
  const value = namespace?.[name];
  if (isOutput(value) || containsResource(value) || (reason !== undefined && value !== undefined)) {
    return captureChain(use, namespace, true);
  }
  return reason === undefined ? undefined : refusedName(part, access.name, name, reason);
}

/** For a package that exists only while deploying. */
export const refusedPackage = (
  part: Part,
  node: ts.Node,
  name: string,
  specifier: string,
): Refusal =>
  refusal(
    part,
    node,
    `uses ${name === specifier ? specifier : `${name} from ${specifier}`}, which exists only while deploying. ` +
      "Compute the value outside the handler and capture it.",
    true,
  );

/** For a name of a local module that exists only while deploying. */
export const refusedName = (part: Part, node: ts.Node, name: string, reason: string): Refusal =>
  refusal(
    part,
    node,
    `uses ${name}, which exists only while deploying: ${reason}. Pass what it needs as an argument (an Output read with ` +
      ".get()), or move it to a module without Pulumi imports.",
    true,
  );
