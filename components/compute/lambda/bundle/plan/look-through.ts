// What one part of the source needs: a finding for each variable, module and word in it, in the order of the source. It is
// found without taking anything in, so that a part may be looked through before it is decided whether it comes along.
import * as ts from "typescript";
import { UnassignedVariable } from "../live/live-values";
import {
  containerOf,
  isImported,
  isNeverUndefined,
  isTypeOnly,
  loadedModule,
  loadsModule,
  namesRead,
  unitOf,
} from "../source/declarations";
import { deploymentOnly } from "../source/deployment-only";
import { placeEdits } from "../source/file-references";
import { outerWord } from "../source/outer-words";
import { isDeploymentPackage, localModule } from "../source/project";
import { isGlobalName, isSloppy, undeclaredReason } from "../source/shared-changes";
import { contains, referencesIn, walk } from "../source/syntax";
import { isAssigned } from "../source/variable-changes";
import { captureChain } from "./capture-chain";
import { captureValue } from "./captured-value";
import { FunctionDraft } from "./drafts";
import { Finding, keep, Part, Refusal, refusal, Use } from "./findings";
import {
  importedFindings,
  ownFindings,
  refusedName,
  refusedPackage,
  requiredFindings,
} from "./imported";
import { ofEnvironment } from "./kept-environment";
import { captureReassigned, refuseEarlierValue, warnOfEarlierState } from "./reassigned";

/** Up to the first refusal. */
export function lookThrough(part: Part): readonly Finding[] {
  const found: Finding[] = [];
  try {
    for (const finding of findingsIn(part)) {
      found.push(finding);
      if (finding.kind === "refuse") break;
    }
  } catch (error) {
    if (!(error instanceof UnassignedVariable)) throw error;
    found.push(
      refusal(
        part,
        part.cause,
        `captures ${error.message}, which has no value yet. Declare it before the handler's function, without an "await" between the two.`,
      ),
    );
  }
  return found;
}

function* findingsIn(part: Part): Generator<Finding> {
  const { module, frame, node: root } = part;
  const { file } = module;
  const isCaptured = frame instanceof FunctionDraft && frame.node === root;
  const outer = outerWord(root, isCaptured);
  if (outer) {
    const { node, word, remedy } = outer;
    yield refusal(part, node, `captures "${word}", which doesn't exist in Lambda. ${remedy}`);
  }
  yield* loadFindings(part);
  for (const edit of placeEdits(file, root, module.id)) yield { kind: "edit", edit };
  // The name of a method that is captured by itself plays no part.
  const name = isCaptured && ts.isMethodDeclaration(root) ? root.name : undefined;
  for (const identifier of referencesIn(root)) {
    if (name && contains(name, identifier)) continue;
    const declarations = file.declarationsOf(identifier);
    const declaration = declarations.find((each) => !isTypeOnly(each));
    if (declarations.length === 0 && isUndeclared(part, identifier)) {
      yield refusal(part, identifier, undeclaredReason(identifier.text));
    }
    if (!declaration || declarations.some((each) => contains(root, each))) continue;
    if (isImported(declaration)) yield* importedFindings(part, identifier, declaration);
    else yield* variableFindings(part, identifier, declaration);
  }
}

const isUndeclared = ({ module: { file } }: Part, identifier: ts.Identifier): boolean =>
  !isGlobalName(identifier.text) && isAssigned(file, identifier) && isSloppy(file.tree);

/** `await import("@pulumi/...")` and the names that a dynamically imported local module loses. */
function loadFindings(part: Part): Finding[] {
  const found: Finding[] = [];
  walk(part.node, (call) => {
    const specifier = loadsModule(call) ? loadedModule(call) : undefined;
    if (specifier === undefined) return;
    if (isDeploymentPackage(specifier))
      found.push(refusedPackage(part, call, specifier, specifier));
    const target = localModule(specifier, part.module.file.path);
    if (target === undefined) return;
    found.push({ kind: "load", specifier });
    const missing = deploymentOnly(target, part.handler.root).names;
    const name = namesRead(call).find((each) => missing.has(each));
    if (name !== undefined) found.push(refusedName(part, call, name, missing.get(name) ?? ""));
  });
  return found;
}

/** How a variable of the file gets in: as the value it has now, as an environment variable, or as its declaration. */
function* variableFindings(
  part: Part,
  identifier: ts.Identifier,
  declaration: ts.Declaration,
): Generator<Finding> {
  const { module, frame, view } = part;
  const unit = unitOf(declaration);
  const container = containerOf(unit ?? declaration);
  const inModule = ts.isSourceFile(container);
  const live = inModule
    ? view.topLevel(identifier, declaration)
    : view.local(identifier, declaration);
  const owner = inModule ? module : frame;
  const use: Use = { part, identifier, declaration, unit, container, owner, live };
  if (ts.isImportEqualsDeclaration(declaration)) {
    yield* requiredFindings({ ...use, declaration });
    return;
  }
  const own = inModule ? ownFindings(use) : undefined;
  if (own) {
    yield* own;
    return;
  }
  const earlier = refuseEarlierValue(use);
  if (earlier) yield earlier;
  const source = ofEnvironment(use);
  if (source.kind === "refuse") yield source;
  else if (source.kind === "captured") {
    if (source.warning) yield source.warning;
    yield* asItIs(use);
  } else {
    const otherwise = (obstacle: string) => [source.ifItCant(obstacle), ...asItIs(use)];
    yield { kind: "either", first: [captureSource(use)], otherwise };
  }
}

/** By its value where that is plain data, else by its source. */
function* asItIs(use: Use): Generator<Finding> {
  const { identifier, declaration, unit, live } = use;
  const { text: name } = identifier;
  if (live.known) {
    if (live.value === undefined && isNeverUndefined(declaration))
      throw new UnassignedVariable(name);
    const captured = captureValue(use, live.value);
    if (captured) {
      yield captured;
      const earlier = warnOfEarlierState(use, live.value);
      if (earlier) yield earlier;
      return;
    }
  }
  yield unit ? captureSource(use) : captureUnmade(use);
}

const captureSource = (use: Use): Finding =>
  use.unit ? captureReassigned({ ...use, unit: use.unit }) : keep(use);

/** A parameter, the variable of a loop and the like: there is no source that makes it by itself. */
function captureUnmade(use: Use): Finding | Refusal {
  const { part, identifier, live } = use;
  const { text: name } = identifier;
  if (!live.known) {
    return refusal(
      part,
      identifier,
      `needs ${name}, whose value is gone by the time the handler is packaged. Use ${name} inside the handler itself, or make what needs it at module level.`,
    );
  }
  if (typeof live.value === "object" || typeof live.value === "function")
    return captureChain(use, live.value);
  return refusal(
    part,
    identifier,
    `captures ${name}, which is a ${typeof live.value} that can't be written into its code. Make it inside the handler or at module level.`,
  );
}
