/** GET /sessions/current: whose session it is, and when the user signed in lately. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { query, type SqlPlace } from "../sql";
import { type CachePlace, withCache } from "./session-cache";
import { secretOf, type Session, sessionKey, sessionSeconds } from "./session";

/** Sign-ins in one answer. */
const LATELY = 10;

/**
 * The handler of GET /sessions/current. Answers 401 without a session that is open; else the session lasts
 * another day from now.
 *
 * @param needs where accounts and sessions are.
 */
export function showSession(needs: { accounts: SqlPlace; sessions: CachePlace }) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const key = sessionKey(secretOf(event));
    const text = await withCache(needs.sessions, (cache) =>
      cache.getEx(key, { type: "EX", value: sessionSeconds }),
    );
    if (text === null) {
      return errorResponse(401, "There is no such session, or its time is over.");
    }
    const { userId, openedAt } = JSON.parse(text) as Session;
    const signIns = await query<{ at: Date; agent: string }>(
      needs.accounts,
      "SELECT at, agent FROM sign_ins WHERE user_id = $1 ORDER BY at DESC LIMIT $2",
      [userId, LATELY],
    );
    return jsonResponse(200, { userId, openedAt, signIns });
  };
}
