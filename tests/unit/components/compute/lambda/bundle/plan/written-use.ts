// One use of a variable in a text, as the plan sees it: with a value that the test gives, so that V8 isn't asked.
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { View } from "../../../../../../../components/compute/lambda/bundle/live/live-values";
import { ModuleDraft } from "../../../../../../../components/compute/lambda/bundle/plan/drafts";
import { Part, Use } from "../../../../../../../components/compute/lambda/bundle/plan/findings";
import {
  containerOf,
  unitOf,
} from "../../../../../../../components/compute/lambda/bundle/source/declarations";
import { parseFile } from "../../../../../../../components/compute/lambda/bundle/source/source-file";
import { referencesIn } from "../../../../../../../components/compute/lambda/bundle/source/syntax";
import { workFolder } from "../../capture-runs";

const folder = workFolder("written-uses");
let count = 0;

/**
 * What is looked through in a text: a declaration or a statement.
 *
 * @param start How the statement begins. Default: it is the last one.
 */
export function partIn(text: string, start?: string): Part {
  const place = path.join(folder, `${count++}.ts`);
  fs.writeFileSync(place, text);
  const file = parseFile(place);
  const module = new ModuleDraft("index.ts", file, place);
  const isIt = (each: ts.Statement) => start === undefined || each.getText().startsWith(start);
  const statement = file.tree.statements.findLast(isIt) as ts.Statement;
  const node = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations[0]
    : statement;
  const view = new View(file, place, []);
  return {
    node,
    module,
    frame: module,
    view,
    cause: node,
    handler: { root: folder, node, whole: new Set() },
  };
}

/** The first use of the variable `value` in what is looked through. */
export function useIn(text: string, value: unknown, start?: string): Use {
  const part = partIn(text, start);
  const { module, node } = part;
  const identifier = referencesIn(node).find((each) => each.text === "value") as ts.Identifier;
  const declaration = module.file.declarationsOf(identifier)[0];
  const unit = unitOf(declaration);
  const container = containerOf(unit ?? declaration);
  return {
    part,
    identifier,
    declaration,
    unit,
    owner: module,
    container,
    live: { known: true, value },
  };
}
