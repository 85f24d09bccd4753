/** POST /photos/{photoId}/comments: what somebody says about a photo. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { validateBody } from "../request";
import { query, type SqlPlace } from "../sql";
import { userIdOf } from "../user-id";
import { forget, type PageCachePlace } from "./page-cache";
import { forbiddenWords, wordFolder } from "./word-list";

const textAllowed = "1 to 1,000 characters";
const idAllowed = "a UUID, the same when the request is sent again";
const comment = z.object({
  commentId: z.uuid({ error: idAllowed }),
  text: z
    .string({ error: textAllowed })
    .check(z.minLength(1, { error: textAllowed }), z.maxLength(1000, { error: textAllowed })),
});

/**
 * The handler of POST /photos/{photoId}/comments. Body: `{ "commentId": "...", "text": "..." }`. Answers 201,
 * and 422 for words that are forbidden. A request that is sent twice is one comment.
 *
 * @param needs where comments and pages are; `words`: folder of the list, in tests.
 */
export function postComment(needs: { comments: SqlPlace; pages: PageCachePlace; words?: string }) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const body = validateBody(event, comment);
    if (!body.valid) {
      return body.response;
    }
    const { commentId, text } = body.value;
    const photoId = event.pathParameters?.photoId ?? "";
    const forbidden = new Set(await forbiddenWords(needs.words ?? wordFolder));
    if ((text.toLowerCase().match(/\p{L}+/gu) ?? []).some((each) => forbidden.has(each))) {
      return errorResponse(422, "The comment has words that are not wanted here.");
    }
    await query(
      needs.comments,
      "INSERT INTO comments (comment_id, photo_id, user_id, text) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
      [commentId, photoId, userIdOf(event), text],
    );
    await forget(needs.pages, photoId);
    return jsonResponse(201, { commentId });
  };
}
