// Which top-level statements of a local module exist only while deploying: those that need @pulumi/*, directly or
// through another local module. A helper may so live beside resources: the bundle leaves the resources out.
import * as ts from "typescript";
import { declaredBy, ModuleLoad, moduleLoads, namesRead } from "./declarations";
import { isDeploymentPackage, isInstalledPackage, localModule, relativeTo } from "./project";
import { ParsedFile, parseFile } from "./source-file";
import { hasModifier, referencesIn } from "./syntax";
import { variablesChangedBy } from "./variable-changes";

export interface DeploymentOnly {
  /** Statements to leave out. */
  readonly statements: ReadonlySet<ts.Statement>;
  /** Import and export specifiers to leave out of statements that stay. */
  readonly specifiers: ReadonlySet<ts.Node>;
  /** Top-level names (and exported names) that are left out, with the reason. */
  readonly names: ReadonlyMap<string, string>;
  /** Every file looked at: a change in one may change the answer. */
  readonly files: ReadonlySet<string>;
}

interface Findings {
  statements: Set<ts.Statement>;
  specifiers: Set<ts.Node>;
  names: Map<string, string>;
  /** What is left out of the modules that a name stands for as a whole. */
  namespaces: Map<string, ReadonlyMap<string, string>>;
  files: Set<string>;
  /** Found while following a circle of imports: not the whole answer for this file. */
  partial: boolean;
}

const none = (): Findings => ({
  statements: new Set(),
  specifiers: new Set(),
  names: new Map(),
  namespaces: new Map(),
  files: new Set(),
  partial: false,
});

const known = new Map<string, { text: string; findings: Findings }>();
const sourceFile = /\.[cm]?[jt]sx?$/;

export function deploymentOnly(file: string, root: string): DeploymentOnly {
  return find(file, root, []);
}

function find(file: string, root: string, importers: readonly string[]): Findings {
  if (importers.includes(file)) return { ...none(), partial: true };
  if (isInstalledPackage(file) || !sourceFile.test(file)) return none();
  const parsed = parseFile(file);
  const before = known.get(file);
  if (before?.text === parsed.text) return before.findings;
  const findings = none();
  findings.files.add(file);
  markImports(parsed, root, findings, [...importers, file]);
  markDependents(parsed, root, findings);
  markExports(parsed, root, findings, [...importers, file]);
  if (!findings.partial || importers.length === 0) known.set(file, { text: parsed.text, findings });
  return findings;
}

function markImports(
  parsed: ParsedFile,
  root: string,
  findings: Findings,
  importers: readonly string[],
): void {
  for (const statement of parsed.tree.statements) {
    for (const load of moduleLoads(statement)) {
      const { specifier, names, namespace } = load;
      if (isDeploymentPackage(specifier)) {
        findings.statements.add(statement);
        for (const name of loadedNames(statement, load)) {
          findings.names.set(name, `from ${specifier}`);
        }
        continue;
      }
      const target = localModule(specifier, parsed.path);
      if (!target || names.length + (namespace ? 1 : 0) === 0) continue;
      const other = find(target, root, importers);
      include(findings, other);
      if (namespace) findings.namespaces.set(namespace, other.names);
      for (const { local, exported, node } of names) {
        const reason = other.names.get(exported);
        if (reason === undefined) continue;
        findings.specifiers.add(node);
        findings.names.set(local, reason);
      }
      if (!namespace && names.every(({ local }) => findings.names.has(local))) {
        findings.statements.add(statement);
      }
    }
  }
}

/** Everything that goes with a statement that is left out. */
const loadedNames = (statement: ts.Statement, { names, namespace }: ModuleLoad): string[] => [
  ...names.map(({ local }) => local),
  ...(namespace ? [namespace] : []),
  ...declaredNames(statement),
];

function include(findings: Findings, other: Findings): void {
  other.files.forEach((name) => findings.files.add(name));
  findings.partial ||= other.partial;
}

/** Statements that use a name already left out are left out too, until nothing changes. */
function markDependents(parsed: ParsedFile, root: string, findings: Findings): void {
  const open = parsed.tree.statements.filter(
    (statement) =>
      !ts.isImportDeclaration(statement) &&
      !(ts.isExportDeclaration(statement) && !statement.moduleSpecifier),
  );
  for (let before = -1; before !== findings.names.size + findings.statements.size;) {
    before = findings.names.size + findings.statements.size;
    for (const statement of open) {
      if (findings.statements.has(statement)) continue;
      const needed = firstNeeded(parsed, statement, findings);
      if (!needed) continue;
      findings.statements.add(statement);
      const place = `${relativeTo(root, parsed.path)}:${parsed.position(statement).line}`;
      const { reason } = needed;
      const needs = `needs ${reason.startsWith("from ") ? `${needed.name} ` : ""}${reason}`;
      for (const name of declaredNames(statement)) {
        if (!findings.names.has(name)) findings.names.set(name, `${name} (${place}) ${needs}`);
      }
      // Without this statement they would be something else than what the program sees.
      for (const name of variablesChangedBy(parsed, statement)) {
        if (!findings.names.has(name)) {
          findings.names.set(name, `${name} is changed at ${place}, which ${needs}`);
        }
      }
    }
  }
}

function firstNeeded(
  parsed: ParsedFile,
  statement: ts.Statement,
  { names, namespaces }: Findings,
): { name: string; reason: string } | undefined {
  for (const identifier of referencesIn(statement)) {
    const { text } = identifier;
    const missing = namespaces.get(text);
    if (!names.has(text) && !missing) continue;
    const isLocal = parsed
      .declarationsOf(identifier)
      .some((declaration) => isInsideFunction(declaration, statement));
    const member = missing && namesRead(identifier).find((name) => missing.has(name));
    const reason = member === undefined ? names.get(text) : missing?.get(member);
    if (!isLocal && reason !== undefined) return { name: text, reason };
  }
  return undefined;
}

/** True for a parameter or a local variable of a function in the statement: it only shares the name. */
function isInsideFunction(declaration: ts.Node, statement: ts.Statement): boolean {
  for (let node = declaration.parent; node && node !== statement.parent; node = node.parent) {
    if (ts.isFunctionLike(node) || ts.isBlock(node)) return true;
  }
  return false;
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isExportAssignment(statement)) return ["default"];
  const names = declaredBy(statement).map((each) => ts.getNameOfDeclaration(each));
  return [
    ...names.flatMap((name) => (name && ts.isIdentifier(name) ? [name.text] : [])),
    ...(hasModifier(statement, ts.SyntaxKind.DefaultKeyword) ? ["default"] : []),
  ];
}

function markExports(
  parsed: ParsedFile,
  root: string,
  findings: Findings,
  importers: readonly string[],
): void {
  for (const statement of parsed.tree.statements) {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) continue;
    const specifier = (statement.moduleSpecifier as ts.StringLiteral | undefined)?.text;
    const target = specifier === undefined ? undefined : localModule(specifier, parsed.path);
    if (specifier !== undefined && isDeploymentPackage(specifier)) {
      findings.statements.add(statement);
      continue;
    }
    if (specifier !== undefined && !target) continue;
    const other = target ? find(target, root, importers) : findings;
    if (other !== findings) include(findings, other);
    if (!statement.exportClause) {
      for (const [name, reason] of other.names) {
        if (name !== "default") findings.names.set(name, reason);
      }
    } else if (ts.isNamedExports(statement.exportClause)) {
      for (const element of statement.exportClause.elements) {
        const reason = other.names.get((element.propertyName ?? element.name).text);
        if (reason === undefined) continue;
        findings.specifiers.add(element);
        findings.names.set(element.name.text, reason);
      }
    }
  }
}

/** The module's text with what exists only while deploying blanked out: every line stays where it was. */
export function withoutDeploymentOnly(file: string, root: string): string {
  const parsed = parseFile(file);
  const { statements, specifiers } = deploymentOnly(file, root);
  let text = parsed.text;
  const blank = (start: number, end: number) => {
    const blanked = text.slice(start, end).replace(/[^\r\n]/g, " ");
    text = text.slice(0, start) + blanked + text.slice(end);
  };
  for (const statement of statements) blank(statement.getStart(parsed.tree), statement.end);
  for (const specifier of specifiers) {
    const comma = /^\s*,/.exec(text.slice(specifier.end))?.[0].length ?? 0;
    blank(specifier.getStart(parsed.tree), specifier.end + comma);
  }
  return text;
}
