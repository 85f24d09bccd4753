import * as pulumi from "@pulumi/pulumi";

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
 * Refuses a handler that declares more parameters than Lambda passes (rule LAM-09).
 *
 * @throws pulumi.RunError when the handler takes a callback.
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
