/** The source of a callback, as CloudFront's own JavaScript takes it. */
import * as esbuild from "esbuild";
import * as ts from "typescript";

/** What can't be written for the edge, in words. */
export class UnusableSource extends Error {
  constructor(
    readonly found: string,
    readonly allowed: string,
    readonly fix: string,
  ) {
    super(found);
  }
}

/** Names that the runtime has ("JavaScript runtime 2.0 features for CloudFront Functions", CloudFront developer guide). */
const RUNTIME_NAMES = new Set([
  ..."Object String Number Boolean Date Function RegExp JSON Array Math Promise Symbol".split(" "),
  ..."Error EvalError InternalError RangeError ReferenceError SyntaxError TypeError URIError".split(
    " ",
  ),
  ..."ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array".split(
    " ",
  ),
  ..."Int32Array Uint32Array Float32Array Float64Array TextDecoder TextEncoder Buffer".split(" "),
  ..."undefined NaN Infinity globalThis console parseInt parseFloat isNaN isFinite atob btoa".split(
    " ",
  ),
  ..."encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape require".split(" "),
]);

/** What version 2.0 has of JavaScript after version 5.1; esbuild rewrites the rest, or says that it can't. */
const SUPPORTED = {
  arrow: true,
  "async-await": true,
  "const-and-let": true,
  "exponent-operator": true,
  "regexp-named-capture-groups": true,
  "rest-argument": true,
  "template-literal": true,
};

/** TypeScript's words for a name that nothing declares, by what the name is. */
const UNDECLARED = new Set([2304, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 18004]);

/**
 * The function that CloudFront calls, made of a callback.
 *
 * @param hasValues true where it reads a key value store by its second parameter
 * @throws UnusableSource for a callback that captures something, or is no plain function
 */
export function edgeSource(callback: (...args: never[]) => unknown, hasValues: boolean): string {
  const text = `(${callback.toString()})`;
  const file = ts.createSourceFile("handler.js", text, ts.ScriptTarget.ES2022, true);
  const handler = callbackIn(file);
  const isAsync = handler.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  refuseInnerAsync(handler);
  refuseCaptures(text);
  const parameters = handler.parameters.map((parameter) => parameter.getText()).join(", ");
  const body = ts.isBlock(handler.body!)
    ? handler.body.getText()
    : `{ return ${handler.body!.getText()}; }`;
  // A declaration: async closures are not supported, as the guide says.
  const source = [
    `${isAsync ? "async " : ""}function run(${parameters}) ${body}`,
    hasValues
      ? "async function handler(event) { return run(event, values); }"
      : `${isAsync ? "async " : ""}function handler(event) { return run(event); }`,
  ].join("\n");
  const store = hasValues ? 'import cf from "cloudfront";\nvar values = cf.kvs();\n' : "";
  return store + rewritten(source);
}

function callbackIn(file: ts.SourceFile): ts.ArrowFunction | ts.FunctionExpression {
  const [statement] = file.statements;
  const inner =
    statement &&
    ts.isExpressionStatement(statement) &&
    ts.isParenthesizedExpression(statement.expression)
      ? statement.expression.expression
      : undefined;
  if (
    !inner ||
    file.text.includes("[native code]") ||
    !(ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) ||
    (ts.isFunctionExpression(inner) && inner.asteriskToken)
  ) {
    throw new UnusableSource(
      file.text.slice(1, 60),
      "an arrow function or a function expression",
      "write (event) => { ... }",
    );
  }
  return inner;
}

function refuseInnerAsync(handler: ts.Node): void {
  const visit = (node: ts.Node): void => {
    const isAsync =
      ts.canHaveModifiers(node) &&
      ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
    if (isAsync) {
      throw new UnusableSource(
        node.getText().slice(0, 60),
        "no async function within the callback, which the runtime does not support",
        "await in the callback itself",
      );
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(handler, (child) => {
    if (child.kind !== ts.SyntaxKind.AsyncKeyword) visit(child);
  });
}

/** What the callback means by a name of the file around it does not exist at the edge. */
function refuseCaptures(text: string): void {
  const name = "handler.js";
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const host: ts.CompilerHost = {
    getSourceFile: (wanted) => (wanted === name ? file : undefined),
    getDefaultLibFileName: () => "",
    writeFile: () => undefined,
    getCurrentDirectory: () => "",
    getCanonicalFileName: (each) => each,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (wanted) => wanted === name,
    readFile: () => undefined,
  };
  const options = { allowJs: true, checkJs: true, noLib: true, noResolve: true, types: [] };
  const program = ts.createProgram([name], options, host);
  const captured = program
    .getSemanticDiagnostics(file)
    .filter(({ code, start }) => UNDECLARED.has(code) && start !== undefined)
    .map(({ start = 0, length = 0 }) => text.slice(start, start + length))
    .filter((each) => !RUNTIME_NAMES.has(each));
  if (captured.length > 0) {
    const [first = ""] = captured;
    throw new UnusableSource(
      [...new Set(captured)].join(", "),
      "nothing from outside of the callback: a CloudFront function has no environment",
      `write it into the callback, or give it as values: { ${first}: ... } and read it by await values.get("${first}"), the callback's second parameter`,
    );
  }
}

function rewritten(source: string): string {
  try {
    return esbuild.transformSync(source, {
      target: "es5",
      supported: SUPPORTED,
      minifySyntax: true,
      minifyWhitespace: true,
      logLevel: "silent",
    }).code;
  } catch (error) {
    const [first] = (error as esbuild.TransformFailure).errors ?? [];
    if (!first) throw error;
    throw new UnusableSource(
      first.location?.lineText.trim() ?? first.text,
      `JavaScript 5.1 with arrow functions, const, let, async, templates and rest parameters: ${first.text}`,
      "write it without, for example with a plain loop or a plain property",
    );
  }
}
