// Variables that are made of process.env come along as source: what they are on the machine that deploys is neither what
// Lambda has nor for everyone to read.
import * as ts from "typescript";
import { DeploymentOnlyError } from "./capture-error";
import { environmentReads } from "../source/environment-reads";
import { isMadeOfEnvironment, readsEnvironment } from "../source/environment-made";
import type { ExportedVariable } from "../source/exported-variable";
import { unwrapped } from "../source/literals";
import type { Live } from "../live/live-values";
import { Frame, Unit } from "./module-slice";
import {
  containsOutput,
  containsResource,
  isOutput,
  isPlainData,
  isResource,
  onlyOnce,
  writeData,
} from "../live/plain-data";
import { readsOutput, step } from "../source/property-chain";
import type { References } from "./references";
import { captureReassigned } from "./reassigned";
import type { ParsedFile } from "../source/source-file";

const bothIn =
  "which holds both Outputs and what process.env gives. Make two constants of it: what comes from process.env is read in " +
  "Lambda, what an Output gives is captured.";

/** Keeps the source of a variable that process.env makes; false for any other, which is captured as it is. */
export function keepsEnvironment(
  references: References,
  identifier: ts.Identifier,
  declaration: ts.Declaration,
  unit: Unit | undefined,
  live: Live,
  owner: Frame,
): boolean {
  const { slice, module } = references;
  // Functions, clients and the like are kept all the same.
  if (!live.known) return false;
  const { value } = live;
  const holdsOutputs = containsOutput(value) || containsResource(value);
  if (!isPlainData(value) && !holdsOutputs) return false;
  const isPath = !holdsOutputs && holdsPath(value, slice.root);
  if (!unit) {
    refuseDefault(references, identifier, declaration, value);
    if (isPath) warnOfPath(references, identifier);
    return false;
  }
  if (!isPath && !isMadeOfEnvironment(module.file, declaration)) return false;
  if (holdsOutputs) {
    if (isOutput(value) || isResource(value) || readsOutput(identifier, value)) return false;
    // Of what holds resources single members are captured; what holds Outputs is written down as a whole.
    const byMember = containsResource(value);
    if (byMember && !isMemberMadeOfEnvironment(module.file, identifier, declaration)) return false;
    throw slice.error(module, identifier, `captures ${identifier.text}, ${bothIn}`);
  }
  const restore = slice.snapshot();
  try {
    if (!captureReassigned(references, identifier, declaration, unit, live, owner)) {
      references.keep(owner, declaration, identifier, live);
    }
    return true;
  } catch (error) {
    if (!(error instanceof DeploymentOnlyError)) throw error;
    restore();
    if (isPath) {
      warnOfPath(references, identifier);
      return false;
    }
    slice.warn(
      module,
      declaration,
      `captures ${identifier.text} as it is on this machine: its source reads process.env and can't run in Lambda ` +
        `(${error.message}). Read process.env in a constant of its own.`,
    );
    return false;
  }
}

/** True for data with a path of the project on this machine: `path.join(__dirname, "templates")`. */
const holdsPath = (value: unknown, root: string): boolean =>
  root.length > 1 &&
  (
    writeData(
      value,
      onlyOnce(() => "0"),
    ) ?? ""
  ).includes(root);

function warnOfPath({ slice, module }: References, identifier: ts.Identifier): void {
  slice.warn(
    module,
    identifier,
    `captures ${identifier.text}, which holds a path of this machine: in Lambda the project lies in another folder. Make the path ` +
      "inside the handler, from __dirname, or in a constant at module level.",
  );
}

/** True for data of another local module that its own source makes of process.env: the module makes it in Lambda too. */
export function keepsExported(
  { slice, module }: References,
  identifier: ts.Identifier,
  { file, declaration }: ExportedVariable,
  value: unknown,
  deploymentOnly: string | undefined,
): boolean {
  if (!isMadeOfEnvironment(file, declaration)) return false;
  const text = identifier.text;
  if (containsOutput(value)) {
    if (readsOutput(identifier, value)) return false;
    throw slice.error(module, identifier, `captures ${text}, ${bothIn}`);
  }
  if (deploymentOnly === undefined) return true;
  slice.warn(
    module,
    identifier,
    `captures ${text} as it is on this machine: its source reads process.env and can't run in Lambda (${deploymentOnly}). ` +
      "Read process.env in a constant of its own.",
  );
  return false;
}

/** False for `config.size`, where an object literal shows that process.env has no part in it. */
function isMemberMadeOfEnvironment(
  file: ParsedFile,
  identifier: ts.Identifier,
  declaration: ts.Declaration,
): boolean {
  const name = step(identifier)?.name;
  const initializer = ts.isVariableDeclaration(declaration) && declaration.initializer;
  const literal = initializer && unwrapped(initializer);
  if (!literal || !ts.isObjectLiteralExpression(literal)) return true;
  if (literal.properties.some(ts.isSpreadAssignment)) return true;
  const source = literal.properties.findLast((each) => each.name && textOf(each.name) === name);
  return !source || !ts.isPropertyAssignment(source) || readsEnvironment(file, source.initializer);
}

const textOf = (name: ts.PropertyName): string | undefined =>
  ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
    ? name.text
    : undefined;

/** Refuses the default of a parameter, where the value shows that it was taken. */
function refuseDefault(
  { slice, module }: References,
  identifier: ts.Identifier,
  declaration: ts.Declaration,
  value: unknown,
): void {
  if (!ts.isParameter(declaration) && !ts.isBindingElement(declaration)) return;
  const { initializer } = declaration;
  const [read] = initializer ? environmentReads(module.file, initializer) : [];
  if (!initializer || read?.name === undefined) return;
  const given = process.env[read.name];
  if (given !== undefined && value !== given) return;
  throw slice.error(
    module,
    identifier,
    `captures ${identifier.text}, whose default reads process.env.${read.name} while deploying. Read it inside the handler, or in a ` +
      "constant at module level: there it is read in Lambda.",
  );
}
