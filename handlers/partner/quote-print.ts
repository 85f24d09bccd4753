/** GET /photos/{photoId}/print: what a print would cost. A synchronous invocation. */
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { FunctionFailed, invokeAndWait } from "../invocation/invoke-and-wait";
import { log } from "../log";
import { validateQuery } from "../request";
import type { Value } from "../value";
import { printPrice, printWishQuery } from "./print-order";

/**
 * The handler of GET /photos/{photoId}/print. Query: `size` and `copies` (1 by default).
 *
 * Answers `{ size, copies, amount, currency }`, or 502 where the lab gave no price. It stays
 * outside the VPC: only the function that talks to the lab needs the fixed addresses.
 *
 * @param needs `pricePrint`: name or ARN of the function that asks the lab.
 * @param client Another Lambda client, in tests.
 */
export function quotePrint({ pricePrint }: { pricePrint: Value }, client?: LambdaClient) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const query = validateQuery(event, printWishQuery);
    if (!query.valid) {
      return query.response;
    }
    try {
      const answer = await invokeAndWait(pricePrint.get(), query.value, client);
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
