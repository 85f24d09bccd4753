/** GET /orders: all that a print-lab has told of its orders, a line of JSON each, as it is read. */
import { once } from "node:events";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import type { Value } from "../value";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * The handler. Streams `{ orderId, state, note?, toldAt }` of each order that was told of with the caller's key.
 *
 * @param needs `states`: name of the table, whose key is `orderId`.
 * @param client Another client, in tests.
 */
export function listOrderStates({ states }: { states: Value }, client?: DynamoDBDocumentClient) {
  return async (event: APIGatewayProxyEvent, response: NodeJS.WritableStream): Promise<void> => {
    // The API wants status and headers before the first line ("Lambda proxy integration format for response streaming").
    const lines = awslambda.HttpResponseStream.from(response as awslambda.HttpResponseStream, {
      statusCode: 200,
      headers: { "content-type": "application/x-ndjson", "cache-control": "no-store" },
    });
    lines.write(""); // They are sent with the first write, which is to come where there is no line, too.
    const pages = paginateScan(
      { client: client ?? documents },
      {
        TableName: states.get(),
        FilterExpression: "toldBy = :lab",
        ExpressionAttributeValues: { ":lab": event.requestContext.identity.apiKeyId },
      },
    );
    for await (const { Items = [] } of pages) {
      for (const { orderId, state, note, toldAt } of Items) {
        const line = JSON.stringify({ orderId, state, note, toldAt });
        if (!lines.write(`${line}\n`)) await once(lines, "drain");
      }
    }
    lines.end();
  };
}
