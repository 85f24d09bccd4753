/** Asynchronous invocation: leave an event for another function and go on. */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { asynchronousPayloadBytes } from "../../rules/lambda/payload";
import { encodePayload } from "./payload";

const functions = traced(new LambdaClient({}));

/**
 * Leaves an event for a function in Lambda's own queue.
 *
 * Nobody hears the answer: what the function throws is retried twice, then given to its failure
 * destination. Events come at least once, so the function has to be idempotent; a key for that
 * belongs into the payload.
 *
 * @param functionName Name or ARN; the alias's ARN where there is one.
 * @param payload The function's event, up to 1 MB as JSON.
 * @throws PayloadTooLarge before anything is invoked; errors of the SDK.
 *
 * @example
 * await invokeLater(orderPrint.get(), { idempotencyKey, photoUrl, size: "10x15", copies: 1 });
 */
export async function invokeLater(
  functionName: string,
  payload: object,
  client: LambdaClient = functions,
): Promise<void> {
  await client.send(
    new InvokeCommand({
      FunctionName: functionName,
      InvocationType: "Event",
      Payload: encodePayload(functionName, payload, asynchronousPayloadBytes),
    }),
  );
}
