/** PUT /orders/{orderId}: a print-lab says how far an order is. The API has checked its key and the body's form. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import type { Value } from "../value";

/** How far an order can be, in this order. */
export const orderStates = ["printed", "sent", "refused"] as const;

/** What labs send, as a JSON schema: others are answered by 400 before the handler is called. */
export const orderStateSchema = {
  type: "object",
  required: ["state"],
  additionalProperties: false,
  properties: {
    state: { type: "string", enum: [...orderStates] },
    note: { type: "string", maxLength: 1000 },
  },
};

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * The handler. Answers 204; telling the same again changes nothing.
 *
 * @param needs `states`: name of the table, whose key is `orderId`.
 * @param client Another client, in tests.
 */
export function takeOrderState({ states }: { states: Value }, client?: DynamoDBDocumentClient) {
  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const told = JSON.parse(event.body ?? "{}") as { state: string; note?: string };
    const orderId = event.pathParameters?.orderId ?? "";
    await (client ?? documents).send(
      new PutCommand({
        TableName: states.get(),
        Item: {
          orderId,
          state: told.state,
          ...(told.note === undefined ? {} : { note: told.note }),
          toldBy: event.requestContext.identity.apiKeyId,
          toldAt: event.requestContext.requestTimeEpoch,
        },
      }),
    );
    return { statusCode: 204, body: "" };
  };
}
