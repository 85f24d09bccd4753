// A clock or a random value captured as plain data changes the code with every run, and so replaces it with every
// deployment. Values made by a call are remembered in the build folder and compared with the run before.
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { CapturedValue, ModuleSlice } from "./module-slice";
import { writeData } from "./plain-data";
import type { Slice } from "./slice";

/** The warnings for this handler: what has another value than in the run before, although its source is the same. */
export function changedValues(slice: Slice, folder: string): string[] {
  const now: Record<string, { source: string; value: string }> = {};
  const places = new Map<string, string>();
  for (const [module, captured] of capturedValues(slice)) {
    const initializer = initializerOf(captured);
    if (!initializer || !makesCall(initializer)) continue;
    const key = `${module.id} ${captured.path.join(".")}`;
    const text = writeData(captured.value, { output: () => "output" }) ?? "";
    now[key] = { source: hash(initializer.getText()), value: hash(text) };
    places.set(key, slice.place(module, captured.declaration ?? initializer));
  }
  if (places.size === 0) return [];

  const stack = `${pulumi.getProject()}-${pulumi.getStack()}-${slice.handlerName}`;
  const file = path.join(folder, "captured", `${stack.replace(/[^\w-]/g, "_")}.json`);
  const before = readRecord(file);
  writeRecord(file, now);
  return Object.entries(now)
    .filter(([key, { source, value }]) => {
      const earlier = before[key];
      return earlier !== undefined && earlier.source === source && earlier.value !== value;
    })
    .map(
      ([key]) =>
        `${places.get(key)}: handler "${slice.handlerName}" captures ${key.split(" ")[1]}, whose value is another one than in the last run: ` +
        "if it comes from a clock or a random number, the code changes with every deployment. Compute it inside the handler, or once in the stack's state.",
    );
}

function capturedValues(slice: Slice): [ModuleSlice, CapturedValue][] {
  return [...slice.modules.values()].flatMap((module) =>
    [module, ...module.functions].flatMap((frame) =>
      [...frame.values.values()].map((value): [ModuleSlice, CapturedValue] => [module, value]),
    ),
  );
}

function initializerOf({ declaration }: CapturedValue): ts.Expression | undefined {
  let node: ts.Node | undefined = declaration;
  while (node && !ts.isVariableDeclaration(node) && !ts.isStatement(node)) node = node.parent;
  return node && ts.isVariableDeclaration(node) ? node.initializer : undefined;
}

function makesCall(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return true;
  return ts.forEachChild(node, (child) => makesCall(child) || undefined) ?? false;
}

const hash = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

function readRecord(file: string): Record<string, { source: string; value: string } | undefined> {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return {}; // The first run.
  }
}

function writeRecord(file: string, record: object): void {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, JSON.stringify(record));
  } catch {
    // Without a writable build folder there is no comparison.
  }
}
