/** GET /photos/{photoId}/comments: what was said about a photo, from the cache where it is there. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { HttpResponse } from "../http-response";
import { jsonResponse } from "../http-response";
import { query, type SqlPlace } from "../sql";
import { cached, keep, type PageCachePlace } from "./page-cache";

/** Comments in one answer, the newest. */
const MOST = 200;
/** So old an answer can be where forgetting it failed. */
const KEPT_SECONDS = 60;

/**
 * The handler of GET /photos/{photoId}/comments. Answers `{ comments }`, oldest first. Without the cache it
 * is slower, and right.
 *
 * @param needs where comments and pages are.
 */
export function listComments({ comments, pages }: { comments: SqlPlace; pages: PageCachePlace }) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const photoId = event.pathParameters?.photoId ?? "";
    const known = await cached(pages, photoId);
    if (known !== undefined) {
      return jsonResponse(200, JSON.parse(known));
    }
    const found = await query(
      comments,
      `SELECT comment_id AS "commentId", user_id AS "userId", text, at FROM comments
       WHERE photo_id = $1 ORDER BY at DESC LIMIT $2`,
      [photoId, MOST],
    );
    const page = { comments: found.reverse() };
    await keep(pages, photoId, JSON.stringify(page), KEPT_SECONDS);
    return jsonResponse(200, page);
  };
}
