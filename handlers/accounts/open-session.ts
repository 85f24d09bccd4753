/** POST /sessions: whoever has proved who it is gets a session, for requests of a browser. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { HttpResponse } from "../http-response";
import { query, type SqlPlace } from "../sql";
import { userIdOf } from "../user-id";
import { type CachePlace, withCache } from "./session-cache";
import {
  newSecret,
  Session,
  sessionCookie,
  sessionHash,
  sessionKey,
  sessionSeconds,
} from "./session";

/**
 * The handler of POST /sessions. Answers 204 with the session's cookie. First the sign-in is written down,
 * then the session is opened: none is open that nobody knows of.
 *
 * @param needs where accounts and sessions are.
 */
export function openSession(needs: { accounts: SqlPlace; sessions: CachePlace }) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const userId = userIdOf(event);
    const secret = newSecret();
    // One statement, which may run twice.
    await query(
      needs.accounts,
      `WITH account AS (
         INSERT INTO accounts (user_id) VALUES ($1)
         ON CONFLICT (user_id) DO UPDATE SET last_seen = now() RETURNING user_id
       )
       INSERT INTO sign_ins (session_hash, user_id, agent) SELECT $2, user_id, $3 FROM account
       ON CONFLICT DO NOTHING`,
      [userId, sessionHash(secret), event.requestContext.http.userAgent.slice(0, 200)],
    );
    const session: Session = { userId, openedAt: new Date().toISOString() };
    await withCache(needs.sessions, (cache) =>
      cache.set(sessionKey(secret), JSON.stringify(session), {
        expiration: { type: "EX", value: sessionSeconds },
      }),
    );
    return {
      statusCode: 204,
      cookies: [sessionCookie(secret)],
      headers: { "cache-control": "no-store" },
    };
  };
}
