/** GET /photos/search: the caller's photos of a time and size, and how many there are in each month. */
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { log } from "../log";
import { validateQuery } from "../request";
import { userIdOf } from "../user-id";
import type { Value } from "../value";
import { photoIndex, type PhotoDocument } from "./index-photos";
import { AskSearch, askSearch } from "./open-search";

/** Most photos in one answer. */
export const mostFound = 100;

const dayAllowed = "a day such as 2026-01-31";
const day = z.optional(
  z.string({ error: dayAllowed }).check(z.regex(/^\d{4}-\d{2}-\d{2}$/, { error: dayAllowed })),
);
const bytesAllowed = "a whole number of bytes";
const bytes = z.optional(
  z.coerce
    .number({ error: bytesAllowed })
    .check(z.int({ error: bytesAllowed }), z.minimum(0, { error: bytesAllowed })),
);
const question = z.object({ from: day, to: day, minimumBytes: bytes, maximumBytes: bytes });

interface Found {
  hits: { total: { value: number }; hits: { _source: PhotoDocument }[] };
  aggregations: { months: { buckets: { key_as_string: string; doc_count: number }[] } };
}

/**
 * The handler of GET /photos/search. Query: `from` and `to` (days, both included), `minimumBytes`,
 * `maximumBytes`. Answers `{ total, photos, months }`, newest first, at most 100; 503 where the domain
 * does not answer.
 *
 * @param needs `endpoint`: host name of the domain.
 * @param ask Another way to ask, in tests.
 */
export function findPhotos({ endpoint }: { endpoint: Value }, ask: AskSearch = askSearch) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const query = validateQuery(event, question);
    if (!query.valid) {
      return query.response;
    }
    const { from, to, minimumBytes, maximumBytes } = query.value;
    // The user is never taken from the question: nobody finds another's photos.
    const filter = [
      { term: { "userId.keyword": userIdOf(event) } },
      { range: { uploadedAt: { gte: from, lte: to } } },
      { range: { bytes: { gte: minimumBytes, lte: maximumBytes } } },
    ];
    const search = {
      query: { bool: { filter } },
      sort: [{ uploadedAt: "desc" }],
      size: mostFound,
      aggs: {
        months: {
          date_histogram: {
            field: "uploadedAt",
            calendar_interval: "month",
            format: "yyyy-MM",
            min_doc_count: 1,
          },
        },
      },
    };
    const answer = await asked(ask, endpoint.get(), JSON.stringify(search));
    if (!answer) {
      return errorResponse(503, "The search does not answer. Try again in a minute.");
    }
    const { hits, aggregations } = answer;
    return jsonResponse(200, {
      total: hits.total.value,
      photos: hits.hits.map(({ _source: { photoId, bytes, uploadedAt } }) => ({
        photoId,
        bytes,
        uploadedAt,
      })),
      months: aggregations.months.buckets.map(({ key_as_string: month, doc_count: count }) => ({
        month,
        count,
      })),
    });
  };
}

async function asked(ask: AskSearch, endpoint: string, body: string): Promise<Found | undefined> {
  try {
    const path = `/${photoIndex}/_search`;
    const { status, body: found } = await ask(endpoint, { method: "POST", path, body });
    if (status === 404) {
      // The index is made with its first photo.
      return { hits: { total: { value: 0 }, hits: [] }, aggregations: { months: { buckets: [] } } };
    }
    if (status === 200) {
      return found as Found;
    }
    log("error", "search refused", { status, found });
  } catch (error) {
    log("error", "search does not answer", { error });
  }
  return undefined;
}
