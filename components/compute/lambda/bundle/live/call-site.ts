// Where the program gave a handler, for functions whose own source says nothing: those that a package made.
import * as path from "node:path";
import * as ts from "typescript";
import { isInstalledPackage, relativeTo } from "../source/project";
import { nodesAt, parseFile } from "../source/source-file";

export interface CallSite {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

const componentsFolder = path.resolve(__dirname, "../../../..");
/** The default of ten frames may end within the components. */
const deepEnough = 50;

/** The first frame of the stack outside packages and components; undefined where there is none. */
export function callSite(): CallSite | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = deepEnough;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = limit;
  for (const [, url, line, column] of stack.matchAll(
    /\(?((?:file:\/\/)?(?:\/|[A-Za-z]:)[^\s()]*?):(\d+):(\d+)\)?$/gm,
  )) {
    // prettier-ignore
    const file = url.replace(/^file:\/\//, "");
    if (isInstalledPackage(file) || file.startsWith(componentsFolder + path.sep)) continue;
    return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}

/** The handler's place and source where it is given: `handle(app)` in `new LambdaFunction("api", handle(app))`. */
export function givenHandler(
  site: CallSite,
  root: string,
): { place: string; text?: string } | undefined {
  const place = `${relativeTo(root, site.file)}:${site.line}:${site.column}`;
  try {
    const file = parseFile(site.file);
    const call = callAt(file.tree, site.line - 1, site.column - 1);
    const given = call && handlerIn(call);
    if (!given) return { place };
    const at = file.position(given);
    const text = given.getText(file.tree);
    return { place: `${relativeTo(root, site.file)}:${at.line}:${at.column}`, text };
  } catch {
    return { place }; // No source file, or another version of it.
  }
}

type Call = ts.NewExpression | ts.CallExpression;

/** The innermost call that starts at a position, or has its name there. */
function callAt(tree: ts.SourceFile, line: number, column: number): Call | undefined {
  const position = tree.getPositionOfLineAndCharacter(line, column);
  return nodesAt(tree, line, column)
    .filter((node): node is Call => ts.isNewExpression(node) || ts.isCallExpression(node))
    .findLast(({ expression }) => position <= expression.end);
}

/** `new LambdaFunction(name, handler)`, `new LambdaFunction(name, { stream: handler })`, `bundleHandler(handler)`. */
function handlerIn(call: Call): ts.Expression | undefined {
  const [first, second] = call.arguments ?? [];
  const given = first && ts.isStringLiteralLike(first) ? second : first;
  if (!given || !ts.isObjectLiteralExpression(given)) return given;
  const stream = given.properties.find((each) => each.name?.getText() === "stream");
  return stream && ts.isPropertyAssignment(stream) ? stream.initializer : undefined;
}
