/** Answers of handlers behind an HTTP API (payload format 2.0). */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export type HttpResponse = APIGatewayProxyStructuredResultV2;

/** One thing that is wrong with a request. */
export interface RequestProblem {
  /** Path of the field, such as `contentType`; empty where the whole is meant. */
  field: string;
  /** What is allowed there. */
  message: string;
}

/** An answer with a JSON body. It is not cached: answers depend on who asks. */
export function jsonResponse(statusCode: number, body: unknown): HttpResponse {
  return {
    statusCode,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: JSON.stringify(body),
  };
}

/** An answer that says what went wrong, in words meant for the caller. */
export function errorResponse(
  statusCode: number,
  message: string,
  problems?: RequestProblem[],
): HttpResponse {
  return jsonResponse(statusCode, { message, ...(problems && { problems }) });
}
