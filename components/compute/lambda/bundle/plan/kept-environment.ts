// Variables that are made of process.env come along as source: what they are on the machine that deploys is neither what
// Lambda has nor for everyone to read.
import * as ts from "typescript";
import {
  containsOutput,
  containsResource,
  isOutput,
  isPlainData,
  isResource,
  writeData,
} from "../live/plain-data";
import { isMadeOfEnvironment } from "../source/environment-made";
import { environmentReads } from "../source/environment-reads";
import type { ExportedVariable } from "../source/exported-variable";
import { readsOutput } from "./capture-chain";
import { Finding, Refusal, refusal, Use, warning } from "./findings";

/** It is captured as it is now, with a warning where there is one. */
interface Captured {
  readonly kind: "captured";
  readonly warning?: Finding;
}

/** Its source is kept, unless that can't run in Lambda. */
interface Kept {
  readonly kind: "kept";
  readonly ifItCant: (why: string) => Finding;
}

const asItIs: Captured = { kind: "captured" };

export function ofEnvironment(use: Use): Captured | Kept | Refusal {
  const { part, identifier, declaration, unit, live } = use;
  const { file } = part.module;
  // Functions, clients and the like are kept all the same.
  if (!live.known) return asItIs;
  const { value } = live;
  const holdsOutputs = containsOutput(value) || containsResource(value);
  if (!isPlainData(value) && !holdsOutputs) return asItIs;
  const isPath = !holdsOutputs && holdsPath(value, part.handler.root);
  if (!unit)
    return (
      refusedDefault(use, value) ?? (isPath ? { ...asItIs, warning: pathWarning(use) } : asItIs)
    );
  if (!isPath && !isMadeOfEnvironment(file, declaration)) return asItIs;
  if (holdsOutputs) {
    const isAlone = isOutput(value) || isResource(value) || readsOutput(identifier, value);
    return isAlone ? asItIs : holdsBoth(use);
  }
  const ifItCant = (why: string) =>
    isPath ? pathWarning(use) : warning(part, declaration, asOfThisMachine(identifier, why));
  return { kind: "kept", ifItCant };
}

/** The same for data of another local module, which its own source makes in Lambda too. */
export function exportedOfEnvironment(
  use: Use,
  { file, declaration }: ExportedVariable,
  value: unknown,
  deploymentOnly: string | undefined,
): Captured | Refusal | { readonly kind: "imported" } {
  const { part, identifier } = use;
  if (!isMadeOfEnvironment(file, declaration)) return asItIs;
  if (containsOutput(value)) return readsOutput(identifier, value) ? asItIs : holdsBoth(use);
  return deploymentOnly === undefined
    ? { kind: "imported" }
    : {
        ...asItIs,
        warning: warning(part, identifier, asOfThisMachine(identifier, deploymentOnly)),
      };
}

const holdsBoth = ({ part, identifier }: Use): Refusal =>
  refusal(
    part,
    identifier,
    `captures ${identifier.text}, which holds both Outputs and what process.env gives. Make two constants of it: what comes from ` +
      "process.env is read in Lambda, what an Output gives is captured.",
  );

const asOfThisMachine = ({ text }: ts.Identifier, why: string): string =>
  `captures ${text} as it is on this machine: its source reads process.env and can't run in Lambda (${why}). ` +
  "Read process.env in a constant of its own.";

/** True for data with a path of the project on this machine: `path.join(__dirname, "templates")`. */
const holdsPath = (value: unknown, root: string): boolean =>
  root.length > 1 && (writeData(value, { output: () => "0" }) ?? "").includes(root);

const pathWarning = ({ part, identifier }: Use): Finding =>
  warning(
    part,
    identifier,
    `captures ${identifier.text}, which holds a path of this machine: in Lambda the project lies in another folder. Make the path ` +
      "inside the handler, from __dirname, or in a constant at module level.",
  );

/** Refuses the default of a parameter, where the value shows that it was taken. */
function refusedDefault(
  { part, identifier, declaration }: Use,
  value: unknown,
): Refusal | undefined {
  if (!ts.isParameter(declaration) && !ts.isBindingElement(declaration)) return undefined;
  const { initializer } = declaration;
  const [read] = initializer ? environmentReads(part.module.file, initializer) : [];
  if (read?.name === undefined) return undefined;
  const given = process.env[read.name];
  if (given !== undefined && value !== given) return undefined;
  return refusal(
    part,
    identifier,
    `captures ${identifier.text}, whose default reads process.env.${read.name} while deploying. Read it inside the handler, or in a ` +
      "constant at module level: there it is read in Lambda.",
  );
}
