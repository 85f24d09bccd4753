/** Synchronous invocation: call another function and wait for its answer. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { synchronousPayloadBytes } from "../../rules/lambda/payload";
import { encodePayload } from "./payload";

/** The function was invoked and threw, ran into its timeout or answered too much. */
export class FunctionFailed extends Error {
  override readonly name = "FunctionFailed";
  constructor(
    readonly functionName: string,
    /** The name of what was thrown, such as `PrintLabRefused`. */
    readonly errorType: string,
    readonly errorMessage: string,
  ) {
    super(`${functionName} failed with ${errorType}: ${errorMessage}`);
  }
}

/** An HTTP API waits 30 seconds at most, so no answer is worth waiting for longer. */
const LONGEST_WAIT_MILLISECONDS = 25_000;

const functions = traced(new LambdaClient({}));

/**
 * Invokes a function and gives its answer.
 *
 * The SDK tries again where Lambda throttles or the connection breaks, so the function must not mind
 * being run twice; 25 seconds in all, after which it has failed. The caller pays for the time it
 * waits: where nothing depends on the answer, use `invokeLater`.
 *
 * @param functionName Name or ARN; the alias's ARN where there is one.
 * @param payload The function's event, up to 6 MB as JSON.
 * @returns What the function returned, up to 6 MB, not validated.
 * @throws PayloadTooLarge before anything is invoked; FunctionFailed; errors of the SDK.
 *
 * @example
 * const price = priceSchema.parse(await invokeAndWait(pricePrint.get(), { size: "10x15" }));
 */
export async function invokeAndWait(
  functionName: string,
  payload: object,
  client: LambdaClient = functions,
  waitMilliseconds = LONGEST_WAIT_MILLISECONDS,
): Promise<unknown> {
  const command = new InvokeCommand({
    FunctionName: functionName,
    InvocationType: "RequestResponse",
    Payload: encodePayload(functionName, payload, synchronousPayloadBytes),
  });
  const abortSignal = AbortSignal.timeout(waitMilliseconds);
  const answer = await client.send(command, { abortSignal }).catch((error: unknown) => {
    if (abortSignal.aborted) {
      const text = `no answer within ${waitMilliseconds / 1000} s`;
      throw new FunctionFailed(functionName, "Timeout", text);
    }
    throw error;
  });
  const text = answer.Payload ? new TextDecoder().decode(answer.Payload) : "";
  const value: unknown = text === "" ? undefined : JSON.parse(text);
  // A function that throws is a successful call: status 200, and this field set.
  if (answer.FunctionError !== undefined) {
    const thrown = (value ?? {}) as { errorType?: string; errorMessage?: string };
    throw new FunctionFailed(
      functionName,
      thrown.errorType ?? answer.FunctionError,
      thrown.errorMessage ?? "no message",
    );
  }
  return value;
}
