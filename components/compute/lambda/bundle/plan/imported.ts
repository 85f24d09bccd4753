// How an imported variable gets into the bundle: as an import, or as what it holds now, where its module exists only
// while deploying.
import * as ts from "typescript";
import { captureChain } from "./capture-chain";
import { readsMember } from "../source/property-chain";
import { ImportedDeclaration, importOf, namesRead, requiredModule } from "../source/declarations";
import { deploymentOnly } from "../source/deployment-only";
import { keepsExported } from "./kept-environment";
import { ExportedVariable, exportedVariable } from "../source/exported-variable";
import { AnyFunction, isClass } from "../live/inspector";
import { importedValue, Live } from "../live/live-values";
import { isChangedIn, isComputed, isSharedInModule } from "../source/module-data";
import { ImportedName } from "./module-slice";
import { containsOutput, containsResource, isOutput, isPlainData } from "../live/plain-data";
import { isDeploymentPackage, isLocalSpecifier, relativeTo, resolveLocal } from "../source/project";
import type { References } from "./references";

export function visitImported(
  references: References,
  identifier: ts.Identifier,
  declaration: ImportedDeclaration,
): void {
  const { module } = references;
  const statement = importOf(declaration);
  const specifier = (statement.moduleSpecifier as ts.StringLiteral).text;
  const local = identifier.text;
  const imported = ts.isImportSpecifier(declaration)
    ? (declaration.propertyName ?? declaration.name).text
    : ts.isNamespaceImport(declaration)
      ? "*"
      : "default";
  if (isDeploymentPackage(specifier)) throw packageError(references, identifier, local, specifier);
  const name: ImportedName = {
    local,
    from: specifier,
    imported,
    attributes: statement.attributes?.getText(module.file.tree),
  };
  const isCaptured =
    isLocalSpecifier(specifier) && captureImported(references, identifier, declaration, name);
  if (!isCaptured) module.imports.set(local, name);
}

/** Takes `import a = require(...)` in; false where the declaration itself is to be kept. */
export function captureRequired(
  references: References,
  identifier: ts.Identifier,
  declaration: ts.ImportEqualsDeclaration,
  live: Live,
): boolean {
  const { slice, module } = references;
  const specifier = requiredModule(declaration);
  if (specifier === undefined) return false;
  if (isDeploymentPackage(specifier)) {
    throw packageError(references, identifier, identifier.text, specifier);
  }
  const target = isLocalSpecifier(specifier)
    ? resolveLocal(specifier, module.file.path)
    : undefined;
  if (!target) return false;
  module.loaded.add(specifier);
  return captureFromNamespace(
    references,
    identifier,
    live,
    deploymentOnly(target, slice.root).names,
  );
}

/** True when a local import is captured by value, or as a function with its surroundings. */
function captureImported(
  references: References,
  identifier: ts.Identifier,
  declaration: ImportedDeclaration,
  name: ImportedName,
): boolean {
  const { slice, module } = references;
  const { imported, from: specifier } = name;
  const live = importedValue(
    identifier,
    declaration,
    imported,
    specifier,
    references.surroundings,
    module.file,
    module.script,
  );
  const target = resolveLocal(specifier, module.file.path);
  const missing = target ? deploymentOnly(target, slice.root).names : new Map<string, string>();
  if (imported === "*") return captureFromNamespace(references, identifier, live, missing);

  const reason = missing.get(imported);
  const exported = target ? exportedVariable(target, imported) : undefined;
  if (live.known) {
    if (exported) {
      module.imported.set(declaration, { name, identifier, exported, value: live.value });
    }
    references.refuseConfig(identifier, live.value);
    const value = live.value;
    const simple = typeof value !== "object" || value === null;
    if (isOutput(value) || containsResource(value)) {
      captureChain(references, identifier, value, module, module.file.tree);
      return true;
    }
    if (
      isPlainData(value) &&
      exported &&
      keepsExported(references, identifier, exported, value, reason)
    ) {
      module.kept.set(declaration, { name: identifier.text, live });
      return false;
    }
    // Objects that the module makes again all the same stay its own: its functions may share and change them.
    if (
      isPlainData(value) &&
      (simple ||
        containsOutput(value) ||
        reason !== undefined ||
        (exported && isCopied(references, identifier, declaration, exported))) &&
      value !== undefined
    ) {
      return references.captureValue(identifier, declaration, module.file.tree, value, module);
    }
    const isFunction = typeof value === "function" && !isClass(value as AnyFunction);
    if (reason !== undefined && (isFunction || readsMember(identifier, value))) {
      captureChain(references, identifier, value, module, module.file.tree);
      return true;
    }
  }
  if (reason !== undefined) throw nameError(references, identifier, identifier.text, reason);
  module.kept.set(declaration, { name: identifier.text, live });
  return false;
}

/** True for data that is copied, because its module would compute it anew. */
function isCopied(
  { slice, module }: References,
  identifier: ts.Identifier,
  declaration: ImportedDeclaration,
  exported: ExportedVariable,
): boolean {
  if (!isComputed(exported)) return false;
  if (!isSharedInModule(exported) && !isChangedIn(module.file, declaration)) return true;
  const { file } = exported;
  const { line } = file.position(exported.declaration);
  slice.warn(
    module,
    identifier,
    `captures ${identifier.text}, which ${relativeTo(slice.root, file.path)}:${line} makes again in Lambda, as its module uses it too or it is ` +
      "changed: what comes from process.env, a file or a clock is something else there. Export what the handler needs as text or " +
      "numbers, which are copied, or pass it to the handler.",
  );
  return false;
}

function captureFromNamespace(
  references: References,
  identifier: ts.Identifier,
  live: Live,
  missing: ReadonlyMap<string, string>,
): boolean {
  const { module } = references;
  const access = identifier.parent;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== identifier) {
    const name = namesRead(identifier).find((each) => missing.has(each));
    if (name === undefined) return false;
    throw nameError(references, identifier, name, missing.get(name) ?? "");
  }
  const name = access.name.text;
  const namespace = live.known ? (live.value as Record<string, unknown>) : undefined;
  const value = namespace?.[name];
  if (isOutput(value) || containsResource(value) || (missing.has(name) && value !== undefined)) {
    captureChain(references, identifier, namespace, module, module.file.tree, true);
    return true;
  }
  const reason = missing.get(name);
  if (reason !== undefined) throw nameError(references, access.name, name, reason);
  return false;
}

/** For a package that exists only while deploying. */
export function packageError(
  { slice, module }: References,
  node: ts.Node,
  name: string,
  specifier: string,
): Error {
  return slice.deploymentOnlyError(
    module,
    node,
    `uses ${name === specifier ? specifier : `${name} from ${specifier}`}, which exists only while deploying. ` +
      "Compute the value outside the handler and capture it.",
  );
}

/** For a name of a local module that exists only while deploying. */
export function nameError(
  { slice, module }: References,
  node: ts.Node,
  name: string,
  reason: string,
): Error {
  return slice.deploymentOnlyError(
    module,
    node,
    `uses ${name}, which exists only while deploying: ${reason}. Pass what it needs as an argument (an Output read with ` +
      ".get()), or move it to a module without Pulumi imports.",
  );
}
