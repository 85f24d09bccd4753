/** GET /orders/{orderId}, behind the CDN /prints/orders/{orderId}: how far an order is, as the print-lab told it. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import type { Value } from "../value";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * The handler, for whoever knows the order's id. Answers 200 with `{ orderId, state, note?, toldAt }`, and 404
 * while no lab has told of it.
 *
 * @param needs `states`: name of the table, whose key is `orderId`.
 * @param client Another client, in tests.
 */
export function showOrderState({ states }: { states: Value }, client?: DynamoDBDocumentClient) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const orderId = event.pathParameters?.orderId ?? "";
    const { Item } = await (client ?? documents).send(
      new GetCommand({ TableName: states.get(), Key: { orderId } }),
    );
    if (!Item) {
      return errorResponse(404, "No lab has told of this order.");
    }
    // Not which lab told it.
    const { state, note, toldAt } = Item as { state: string; note?: string; toldAt: number };
    return jsonResponse(200, { orderId, state, note, toldAt });
  };
}
