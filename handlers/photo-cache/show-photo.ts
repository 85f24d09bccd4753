/** GET /photos/{photoId}: one photo of the caller, from the cache in front of the table. */
import { DaxDocument } from "@amazon-dax-sdk/lib-dax";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import { log } from "../log";
import { type Photo, photoIdPattern } from "../photo";
import { userIdOf } from "../user-id";
import type { Value } from "../value";

/** A cache answers within a few milliseconds; its client would look for a node for seven seconds. */
const patience = 1_000;

type Key = Pick<Photo, "userId" | "photoId">;
/** Gives the item of a key, or none. */
export type ReadItem = (tableName: string, key: Key) => Promise<Photo | undefined>;

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));
/** Made with the first request, because it begins to connect at once. */
let caching: DaxDocument | undefined;

/**
 * The handler of GET /photos/{photoId}. Answers the photo, or 404. Where the cache doesn't answer in time, the
 * table does: the cache makes it faster, and must not make it fail.
 *
 * @param needs `table`: name of the table. `cache`: endpoint of the cache in front of it.
 * @param readers Other ways to read, in tests.
 */
export function showPhoto(
  { table, cache }: { table: Value; cache: Value },
  readers?: { fromCache?: ReadItem; fromTable?: ReadItem },
) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const photoId = event.pathParameters?.photoId ?? "";
    if (!photoIdPattern.test(photoId)) return errorResponse(404, "There is no such photo.");
    const key = { userId: userIdOf(event), photoId };
    const fromTable = readers?.fromTable ?? readTable;
    const fromCache = readers?.fromCache ?? ((name, of) => readCache(cache.get(), name, of));
    const photo = await inTime(fromCache(table.get(), key)).catch((error: unknown) => {
      log("warn", "cache did not answer", { error });
      return fromTable(table.get(), key);
    });
    if (photo === undefined) return errorResponse(404, "There is no such photo.");
    const { bytes, uploadedAt } = photo;
    return jsonResponse(200, { photoId, bytes, uploadedAt });
  };
}

async function readCache(endpoint: string, TableName: string, Key: Key) {
  caching ??= new DaxDocument({ endpoint, requestTimeout: patience });
  return (await caching.get({ TableName, Key })).Item as Photo | undefined;
}

async function readTable(TableName: string, Key: Key) {
  return (await documents.send(new GetCommand({ TableName, Key }))).Item as Photo | undefined;
}

/** What comes within `patience`; else an error. */
async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    clock = setTimeout(() => reject(new Error(`no answer within ${patience} ms`)), patience);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(clock);
  }
}
