/** PUT /moderation/words: the words that no comment may have. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { type HttpResponse, jsonResponse } from "../http-response";
import { validateBody } from "../request";
import { wordFolder, writeWords } from "./word-list";

const allowed = "1 to 40 letters";
const word = z.string({ error: allowed }).check(z.regex(/^\p{L}{1,40}$/u, { error: allowed }));
const list = z.object({ words: z.array(word).check(z.maxLength(10_000)) });

/**
 * The handler of PUT /moderation/words. Body: `{ "words": ["..."] }`, in place of those before.
 *
 * @param folder where the list is kept, in tests.
 */
export function forbidWords(folder = wordFolder) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const body = validateBody(event, list);
    if (!body.valid) {
      return body.response;
    }
    const words = [...new Set(body.value.words.map((each) => each.toLowerCase()))].sort();
    await writeWords(folder, words);
    return jsonResponse(200, { words: words.length });
  };
}
