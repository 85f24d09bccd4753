/** GET /photos/{photoId}/print: what a print would cost. A synchronous invocation. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { traced } from "../../components/compute/lambda/traced";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { FunctionFailed, invokeAndWait } from "../invocation/invoke-and-wait";
import { log } from "../log";
import { validateQuery } from "../request";
import { userIdOf } from "../user-id";
import type { Value } from "../value";
import { printPrice, printWishQuery } from "./print-order";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * The handler of GET /photos/{photoId}/print. Query: `size` and `copies` (1 by default).
 *
 * Answers `{ size, copies, amount, currency }`, 404 where the caller has no such photo, or 502 where the lab gave no price. It stays
 * outside the VPC: only the function that talks to the lab needs the fixed addresses.
 *
 * @param needs `table`: name of the table of photos. `pricePrint`: name or ARN of the function that
 *   asks the lab.
 * @param clients Other SDK clients, in tests.
 */
export function quotePrint(
  { table, pricePrint }: { table: Value; pricePrint: Value },
  clients?: { documents?: DynamoDBDocumentClient; functions?: LambdaClient },
) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const query = validateQuery(event, printWishQuery);
    if (!query.valid) {
      return query.response;
    }
    const { Item: photo } = await (clients?.documents ?? documents).send(
      new GetCommand({
        TableName: table.get(),
        Key: { userId: userIdOf(event), photoId: event.pathParameters?.photoId ?? "" },
        ProjectionExpression: "photoId",
      }),
    );
    if (!photo) {
      return errorResponse(404, "There is no such photo.");
    }
    try {
      const answer = await invokeAndWait(pricePrint.get(), query.value, clients?.functions);
      return jsonResponse(200, { ...query.value, ...z.parse(printPrice, answer) });
    } catch (error) {
      if (!(error instanceof FunctionFailed)) {
        throw error;
      }
      log("error", "no price for a print", { error });
      return errorResponse(502, "The print-lab gave no price. Try again in a few minutes.");
    }
  };
}
