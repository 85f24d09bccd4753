import * as pulumi from "@pulumi/pulumi";
import { types } from "node:util";
import { isClass } from "./bundle/live/inspector";

/** What Lambda tells a handler about the invocation (the second argument of every Node.js handler). */
export interface LambdaContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  /** Memory of the function, in MB, as text: Lambda passes it as a string. */
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly identity?: unknown;
  readonly clientContext?: unknown;
  callbackWaitsForEmptyEventLoop: boolean;
  /** Milliseconds left before the invocation times out. */
  getRemainingTimeInMillis(): number;
}

/**
 * A handler: it gets the event and returns its result. Callbacks as a third argument are refused, because
 * the runtimes from nodejs24.x on reject them.
 *
 * @example
 * const hello: Handler<{ name: string }, string> = async (event) => `Hello ${event.name}`;
 */
export type Handler<Event = unknown, Result = unknown> = (
  event: Event,
  context: LambdaContext,
) => Promise<Result>;

/** A handler that writes its response piece by piece, for `response: "stream"`. */
export type StreamHandler<Event = unknown> = (
  event: Event,
  responseStream: NodeJS.WritableStream,
  context: LambdaContext,
) => Promise<void>;

/**
 * Refuses what Lambda can't call, and a handler that declares more parameters than it passes (rule LAM-09).
 *
 * @throws pulumi.RunError when the handler is a class or a generator, or takes a callback.
 */
export function checkHandlerParameters(
  handler: (...parameters: never[]) => unknown,
  name: string,
  response: "buffer" | "stream" = "buffer",
): void {
  if (typeof handler !== "function") {
    throw new pulumi.RunError(
      `Handler "${name}" is ${handler === null ? "null" : `of type ${typeof handler}`}, not a function: pass "async (event, context) => ...".`,
    );
  }
  if (isClass(handler)) {
    throw new pulumi.RunError(
      `Handler "${name}" is a class, which can't be called: pass "async (event, context) => ..." and use the class inside.`,
    );
  }
  if (types.isGeneratorFunction(handler)) {
    throw new pulumi.RunError(
      `Handler "${name}" is a generator function: what it returns is an iterator, not a result. Pass "async (event, context) => ...", ` +
        "or { stream: async (event, responseStream, context) => ... } to send a response piece by piece.",
    );
  }
  const allowed = response === "stream" ? 3 : 2;
  if (handler.length > allowed) {
    const form =
      response === "stream" ? "async (event, responseStream, context)" : "async (event, context)";
    throw new pulumi.RunError(
      `Handler "${name}" takes ${handler.length} parameters, but at most ${allowed} are passed: nodejs24.x and later refuse ` +
        `handlers with a callback. Write it as "${form}" and return the result instead of calling back.`,
    );
  }
}
