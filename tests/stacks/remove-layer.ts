/** Removes a layer as the README says: its folder, its settings fragment, its lines in `index.ts`. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

/** A copy of what a program needs, without tests and documents. */
export function copyProgram(from: string, to: string): void {
  const parts = ["components", "handlers", "rules", "settings", "site", "index.ts"];
  const files = fs
    .readdirSync(from)
    .filter((name) => /^(Pulumi\..*yaml|Pulumi\.yaml|package\.json|tsconfig.*\.json)$/.test(name));
  for (const name of [...parts, ...files]) {
    fs.cpSync(path.join(from, name), path.join(to, name), { recursive: true });
  }
  fs.symlinkSync(path.join(from, "node_modules"), path.join(to, "node_modules"));
}

export interface Layer {
  /** Name of the folder, of the settings fragment and of the variable in `index.ts`. */
  name: string;
  folder: string;
}

export function removeLayer(program: string, { name, folder }: Layer): void {
  fs.rmSync(path.join(program, folder), { recursive: true });
  rewrite(path.join(program, "index.ts"), (text) => withoutLines(text, name, folder));
  const fragment = path.join(program, "settings", `${name}.ts`);
  if (fs.existsSync(fragment)) {
    fs.rmSync(fragment);
    rewrite(path.join(program, "settings/index.ts"), (text) =>
      text
        .split("\n")
        .filter((line) => !line.includes(`${name}Settings`))
        .join("\n"),
    );
    for (const file of fs.readdirSync(program).filter((each) => /^Pulumi\..+\.yaml$/.test(each))) {
      const block = new RegExp(`^  strata:${name}:\\n(    .*\\n)*`, "m");
      rewrite(path.join(program, file), (text) => text.replace(block, ""));
    }
  }
}

function rewrite(file: string, change: (text: string) => string): void {
  fs.writeFileSync(file, change(fs.readFileSync(file, "utf8")));
}

/** Without the import of the folder, and without every statement or property that names the layer. */
function withoutLines(text: string, name: string, folder: string): string {
  const source = ts.createSourceFile("index.ts", text, ts.ScriptTarget.Latest, true);
  const gone = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      if (node.moduleSpecifier.getText(source).includes(`./${folder}`)) {
        gone.add(node);
      }
    } else if (ts.isIdentifier(node) && node.text === name && namesLayer(node)) {
      gone.add(lineOf(node));
    } else {
      ts.forEachChild(node, visit);
    }
  };
  visit(source);
  const outermost = [...gone].filter(
    (node) => ![...gone].some((other) => other !== node && contains(other, node)),
  );
  return outermost
    .sort((a, b) => b.pos - a.pos)
    .reduce((left, node) => left.slice(0, node.getFullStart()) + after(left, node.end), text);
}

const contains = (outer: ts.Node, inner: ts.Node) =>
  outer.pos <= inner.pos && inner.end <= outer.end;

/** The layer's variable or its settings, but not a key of the same name in something else. */
function namesLayer(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return ts.isIdentifier(parent.expression) && parent.expression.text === "settings";
  }
  return !(ts.isPropertyAssignment(parent) && parent.name === node);
}

/** The smallest statement, property or spread that a line of the layer is. */
function lineOf(node: ts.Node): ts.Node {
  const isLine = (at: ts.Node) =>
    ts.isStatement(at) ||
    ts.isPropertyAssignment(at) ||
    ts.isShorthandPropertyAssignment(at) ||
    ts.isSpreadAssignment(at);
  let at = node;
  while (!isLine(at)) {
    at = at.parent;
  }
  return at;
}

/** What follows a removed piece, without the comma that ended it. */
function after(text: string, end: number): string {
  return text.slice(end).replace(/^,/, "");
}
