/** DELETE /sessions/current: signs out. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { HttpResponse } from "../http-response";
import { type CachePlace, withCache } from "./session-cache";
import { secretOf, sessionCookie, sessionKey } from "./session";

/**
 * The handler of DELETE /sessions/current. Answers 204, whether there was a session or not.
 *
 * @param needs where sessions are.
 */
export function closeSession({ sessions }: { sessions: CachePlace }) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    await withCache(sessions, (cache) => cache.del(sessionKey(secretOf(event))));
    return { statusCode: 204, cookies: [sessionCookie("", 0)] };
  };
}
