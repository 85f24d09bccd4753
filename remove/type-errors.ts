/** What the compiler would say of a program that is changed, before it is. */
import * as path from "node:path";
import * as ts from "typescript";

/** Files that are not there, and new texts of others; paths from the root. */
export interface Changes {
  readonly deleted: { has(file: string): boolean };
  readonly changed: ReadonlyMap<string, string>;
}

export interface TypeError {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Checks one folder's program with one change after the other; what stays the same is read once. */
export class TypeCheck {
  private readonly parsed = new Map<string, { text: string; source: ts.SourceFile }>();
  private readonly config: ts.ParsedCommandLine;

  constructor(private readonly root: string) {
    const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile) as {
      config: unknown;
    };
    this.config = ts.parseJsonConfigFileContent(config, ts.sys, root);
  }

  /** The errors in these files; all of the program's, where none are given. */
  errors(changes: Changes, files?: readonly string[]): TypeError[] {
    const program = this.program(changes);
    const sources = files?.flatMap(
      (file) => program.getSourceFile(path.join(this.root, file)) ?? [],
    );
    return (sources ?? [undefined])
      .flatMap((source) => [
        ...program.getSyntacticDiagnostics(source),
        ...program.getSemanticDiagnostics(source),
      ])
      .flatMap(({ file, start, messageText }) => {
        if (!file) return [];
        const { line } = file.getLineAndCharacterOfPosition(start ?? 0);
        const message = ts.flattenDiagnosticMessageText(messageText, " ");
        return { file: this.inRoot(file.fileName), line: line + 1, message };
      });
  }

  /** The program with these changes, as it would be compiled. */
  program(changes: Changes): ts.Program {
    const options = { ...this.config.options, noEmit: true };
    const names = this.config.fileNames.filter((name) => !changes.deleted.has(this.inRoot(name)));
    return ts.createProgram(names, options, this.host(changes, options));
  }

  private inRoot(name: string): string {
    return path.relative(this.root, name).replaceAll(path.sep, "/");
  }

  private host({ deleted, changed }: Changes, options: ts.CompilerOptions): ts.CompilerHost {
    const host = ts.createCompilerHost(options);
    const isGone = (name: string) => deleted.has(this.inRoot(name));
    const read = (name: string) =>
      isGone(name) ? undefined : (changed.get(this.inRoot(name)) ?? ts.sys.readFile(name));
    return {
      ...host,
      fileExists: (name) => !isGone(name) && ts.sys.fileExists(name),
      readFile: read,
      getSourceFile: (name, languageVersion) => {
        const kept = this.parsed.get(name);
        // Packages don't change meanwhile.
        if (kept && name.includes("/node_modules/")) return kept.source;
        const text = read(name);
        if (text === undefined) return undefined;
        if (kept?.text === text) return kept.source;
        const source = ts.createSourceFile(name, text, languageVersion);
        this.parsed.set(name, { text, source });
        return source;
      },
    };
  }
}
