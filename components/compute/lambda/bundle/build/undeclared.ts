// Variables that are declared nowhere, in the CommonJS files of a bundle.
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { isInstalledPackage } from "../source/project";
import { undeclaredAssignments, undeclaredReason } from "../source/shared-changes";

interface Found {
  /** In the project's own files. */
  readonly errors: readonly string[];
  /** In packages: whether their code comes by the assignment can't be told. */
  readonly warnings: readonly string[];
}

const known = new Map<string, { readonly text: string; readonly found: readonly string[] }>();

/** @param files Relative to the project. */
export function undeclaredIn(files: readonly string[], root: string): Found {
  const errors: string[] = [];
  const warnings: string[] = [];
  for (const file of files.filter((each) => /\.[cm]?[jt]sx?$/.test(each))) {
    const isPackage = isInstalledPackage(`/${file}`);
    (isPackage ? warnings : errors).push(...undeclaredInFile(file, root));
  }
  return { errors, warnings };
}

function undeclaredInFile(file: string, root: string): readonly string[] {
  const place = path.join(root, file);
  const text = fs.readFileSync(place, "utf8");
  const before = known.get(place);
  if (before?.text === text) return before.found;
  const found = isMarkedStrict(text)
    ? []
    : describe(ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true), file);
  known.set(place, { text, found });
  return found;
}

/** Looks at the first token alone: most packages say it, and are not read further. */
function isMarkedStrict(text: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.JSX, text);
  return scanner.scan() === ts.SyntaxKind.StringLiteral && scanner.getTokenValue() === "use strict";
}

function describe(tree: ts.SourceFile, file: string): string[] {
  return undeclaredAssignments(tree).map((identifier) => {
    const { line, character } = tree.getLineAndCharacterOfPosition(identifier.getStart(tree));
    return `${file}:${line + 1}:${character + 1}: ${undeclaredReason(identifier.text)}`;
  });
}
