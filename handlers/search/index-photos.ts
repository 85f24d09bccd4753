/** Keeps the index of photos as the table is: runs for what changes there. */
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { log } from "../log";
import type { Value } from "../value";
import { AskSearch, askSearch } from "./open-search";

/** The index of photos. */
export const photoIndex = "photos";

/** A photo as it is searched. */
export interface PhotoDocument {
  userId: string;
  photoId: string;
  bytes: number;
  uploadedAt: string;
}

interface BulkAnswer {
  items: Record<string, { status: number; error?: { reason?: string } }>[];
}

/**
 * The handler of the table's changes. One request for a batch; each photo is one document, so a change
 * that comes twice changes nothing. From the first that failed on, changes come again, in their order.
 *
 * @param needs `endpoint`: host name of the domain.
 * @param ask Another way to ask, in tests.
 */
export function indexPhotos({ endpoint }: { endpoint: Value }, ask: AskSearch = askSearch) {
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const { status, body } = await ask(endpoint.get(), {
      method: "POST",
      path: `/${photoIndex}/_bulk`,
      contentType: "application/x-ndjson",
      body: Records.flatMap(bulkLines)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(""),
    });
    if (status !== 200) {
      throw new Error(`the search domain answered ${status}: ${JSON.stringify(body)}`);
    }
    const results = (body as BulkAnswer).items.flatMap((item) => Object.values(item));
    const failed = Records.filter((_, position) => !isDone(results[position]));
    if (failed.length > 0) {
      const reasons = results.flatMap(({ error }) => error?.reason ?? []);
      log("error", "photos not indexed", { count: failed.length, reasons: reasons.slice(0, 5) });
    }
    log("info", "photos indexed", { count: Records.length - failed.length });
    return {
      batchItemFailures: failed.map(({ dynamodb }) => ({
        itemIdentifier: dynamodb?.SequenceNumber ?? "",
      })),
    };
  };
}

/** What is to be gone and was never there is gone. */
const isDone = ({ status }: { status: number }) => status < 300 || status === 404;

function bulkLines({ eventName, dynamodb = {} }: DynamoDBRecord): object[] {
  const { userId, photoId } = dynamodb.Keys ?? {};
  const _id = `${userId?.S}/${photoId?.S}`;
  if (eventName === "REMOVE") {
    return [{ delete: { _id } }];
  }
  const { bytes, uploadedAt } = dynamodb.NewImage ?? {};
  const document: PhotoDocument = {
    userId: String(userId?.S),
    photoId: String(photoId?.S),
    bytes: Number(bytes?.N),
    uploadedAt: String(uploadedAt?.S),
  };
  return [{ index: { _id } }, document];
}
