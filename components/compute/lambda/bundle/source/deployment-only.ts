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

interface Findings extends DeploymentOnly {
  /** Found while following a circle of imports: not the whole answer for this file. */
  readonly isPartial: boolean;
}

const none = {
  statements: new Set<never>(),
  specifiers: new Set<never>(),
  names: new Map<never, never>(),
  files: new Set<never>(),
};

const known = new Map<string, { text: string; findings: Findings }>();

export const deploymentOnly = (file: string, root: string): DeploymentOnly => find(file, root, []);

function find(file: string, root: string, importers: readonly string[]): Findings {
  if (importers.includes(file)) return { ...none, isPartial: true };
  if (isInstalledPackage(file) || !/\.[cm]?[jt]sx?$/.test(file))
    return { ...none, isPartial: false };
  const parsed = parseFile(file);
  const before = known.get(file);
  if (before?.text === parsed.text) return before.findings;
  const findings = new ModuleFindings(parsed, root, [...importers, file]);
  findings.markImports();
  findings.markDependents();
  findings.markExports();
  if (!findings.isPartial || importers.length === 0)
    known.set(file, { text: parsed.text, findings });
  return findings;
}

class ModuleFindings implements Findings {
  readonly statements = new Set<ts.Statement>();
  readonly specifiers = new Set<ts.Node>();
  readonly names = new Map<string, string>();
  readonly files = new Set<string>();
  isPartial = false;
  /** What is left out of the modules that a name stands for as a whole. */
  private readonly namespaces = new Map<string, ReadonlyMap<string, string>>();

  constructor(
    private readonly parsed: ParsedFile,
    private readonly root: string,
    private readonly importers: readonly string[],
  ) {
    this.files.add(parsed.path);
  }

  markImports(): void {
    for (const statement of this.parsed.tree.statements) {
      for (const load of moduleLoads(statement)) this.markLoad(statement, load);
    }
  }

  private markLoad(statement: ts.Statement, { specifier, names, namespace }: ModuleLoad): void {
    if (isDeploymentPackage(specifier)) {
      this.statements.add(statement);
      const own = [...names.map(({ local }) => local), ...(namespace ? [namespace] : [])];
      for (const name of [...own, ...declaredNames(statement)])
        this.names.set(name, `from ${specifier}`);
      return;
    }
    const missing = names.length > 0 || namespace ? this.missingIn(specifier) : undefined;
    if (!missing) return;
    if (namespace) this.namespaces.set(namespace, missing);
    for (const { local, exported, node } of names)
      this.leaveOut(node, local, missing.get(exported));
    const isEmpty = !namespace && names.every(({ local }) => this.names.has(local));
    if (isEmpty) this.statements.add(statement);
  }

  /** The names of a local module that are left out. */
  private missingIn(specifier: string): ReadonlyMap<string, string> | undefined {
    const target = localModule(specifier, this.parsed.path);
    const other = target && find(target, this.root, this.importers);
    if (!other) return undefined;
    other.files.forEach((name) => this.files.add(name));
    this.isPartial ||= other.isPartial;
    return other.names;
  }

  private leaveOut(specifier: ts.Node, name: string, reason: string | undefined): void {
    if (reason === undefined) return;
    this.specifiers.add(specifier);
    this.names.set(name, reason);
  }

  /** Statements that use a name already left out are left out too, until nothing changes. */
  markDependents(): void {
    const open = this.parsed.tree.statements.filter(
      (statement) =>
        !ts.isImportDeclaration(statement) &&
        !(ts.isExportDeclaration(statement) && !statement.moduleSpecifier),
    );
    for (let before = -1; before !== this.names.size + this.statements.size;) {
      before = this.names.size + this.statements.size;
      for (const statement of open)
        if (!this.statements.has(statement)) this.markDependent(statement);
    }
  }

  private markDependent(statement: ts.Statement): void {
    const needed = this.firstNeeded(statement);
    if (!needed) return;
    this.statements.add(statement);
    const { name: user, reason } = needed;
    const place = `${relativeTo(this.root, this.parsed.path)}:${this.parsed.position(statement).line}`;
    const needs = `needs ${reason.startsWith("from ") ? `${user} ` : ""}${reason}`;
    const add = (name: string, text: string) => this.names.set(name, this.names.get(name) ?? text);
    for (const name of declaredNames(statement)) add(name, `${name} (${place}) ${needs}`);
    // Without this statement they would be something else than what the program sees.
    for (const name of variablesChangedBy(this.parsed, statement)) {
      add(name, `${name} is changed at ${place}, which ${needs}`);
    }
  }

  private firstNeeded(statement: ts.Statement): { name: string; reason: string } | undefined {
    const { parsed, names, namespaces } = this;
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

  markExports(): void {
    for (const statement of this.parsed.tree.statements) {
      if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) continue;
      const specifier = (statement.moduleSpecifier as ts.StringLiteral | undefined)?.text;
      if (specifier !== undefined && isDeploymentPackage(specifier)) {
        this.statements.add(statement);
        continue;
      }
      const missing = specifier === undefined ? this.names : this.missingIn(specifier);
      const { exportClause } = statement;
      if (exportClause && ts.isNamedExports(exportClause)) {
        for (const element of exportClause.elements) {
          const own = (element.propertyName ?? element.name).text;
          this.leaveOut(element, element.name.text, missing?.get(own));
        }
      } else if (!exportClause) {
        for (const [name, reason] of missing ?? [])
          if (name !== "default") this.names.set(name, reason);
      }
    }
  }
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
