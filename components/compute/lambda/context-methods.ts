/** Handlers that answer through the context, as Node.js 0.10 had it (rule LAM-09). */
import * as pulumi from "@pulumi/pulumi";
import * as ts from "typescript";

/** Gone with the callbacks in nodejs24.x (Lambda guide, "Node.js 24 runtime"). */
const GONE = ["done", "fail", "succeed"];

/**
 * Refuses a handler that calls `context.done`, `context.fail` or `context.succeed`, which the runtime
 * does not have: the call would fail at the first event.
 *
 * @throws pulumi.RunError naming handler, method and what to write instead.
 */
export function refuseContextMethods(
  handler: (...parameters: never[]) => unknown,
  name: string,
  runtime: string,
): void {
  if (typeof handler !== "function" || !isFrom24On(runtime)) return;
  const source = Function.prototype.toString.call(handler);
  if (!GONE.some((method) => source.includes(method))) return;
  const method = calledOnContext(source);
  if (method === undefined) return;
  throw new pulumi.RunError(
    `LambdaFunction "${name}": the handler calls context.${method}(); allowed: returning the result, or throwing (LAM-09)\n` +
      `  fix: ${method === "fail" ? "throw the error" : "return the result"}: ${runtime} has no context.${method}`,
  );
}

function isFrom24On(runtime: string): boolean {
  return Number(/^nodejs(\d+)\.x$/.exec(runtime)?.[1]) >= 24;
}

/** The first of the methods that the function calls on its last parameter. */
function calledOnContext(source: string): string | undefined {
  // A method's source is an expression only as part of an object.
  const texts = [`(${source})`, `({${source}})`];
  for (const text of texts) {
    const file = ts.createSourceFile("handler.ts", text, ts.ScriptTarget.ESNext, true);
    const found = firstFunction(file);
    const context = found?.parameters.at(-1)?.name;
    if (found && context && ts.isIdentifier(context) && found.parameters.length > 1) {
      return callOn(context.text, found);
    }
  }
  return undefined;
}

function firstFunction(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  if (ts.isFunctionLike(node) && "body" in node) return node as ts.FunctionLikeDeclaration;
  return ts.forEachChild(node, firstFunction);
}

function callOn(context: string, node: ts.Node): string | undefined {
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    ts.isIdentifier(node.expression.expression) &&
    node.expression.expression.text === context &&
    GONE.includes(node.expression.name.text)
  ) {
    return node.expression.name.text;
  }
  return ts.forEachChild(node, (child) => callOn(context, child));
}
