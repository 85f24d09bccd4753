/** Once a night: takes photos out of the lists whose originals are gone. */
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DeleteCommand, DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { traced } from "../../components/compute/lambda/traced";
import { log } from "../log";
import { isThere } from "../object-is-there";
import type { Photo } from "../photo";
import type { Value } from "../value";

/** A photo that was written meanwhile is younger than this. */
const SETTLED_MILLISECONDS = 60 * 60 * 1000;

/** Enough for the page that has been read. */
const RESERVE_MILLISECONDS = 20_000;

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));
const storage = traced(new S3Client({}));

/** What one run came to. */
export interface CleanUp {
  looked: number;
  removed: number;
  /** False where the time ran out: the next night begins anew. */
  finished: boolean;
}

/**
 * The handler of the schedule, and of operators who call its address: what `forget-photo` missed, such as while S3 could not call it.
 *
 * @param needs `table`: name of the table of photos. `originals`: name of the bucket.
 */
export function removeOrphans({ table, originals }: { table: Value; originals: Value }) {
  return async (
    _event: unknown,
    context: { getRemainingTimeInMillis(): number },
  ): Promise<CleanUp> => {
    const TableName = table.get();
    const result: CleanUp = { looked: 0, removed: 0, finished: false };
    let start: Record<string, unknown> | undefined;
    do {
      const scan = new ScanCommand({ TableName, Limit: 50, ExclusiveStartKey: start });
      const { Items = [], LastEvaluatedKey } = await documents.send(scan);
      for (const photo of Items as Photo[]) {
        result.looked += 1;
        const isSettled = Date.now() - Date.parse(photo.uploadedAt) > SETTLED_MILLISECONDS;
        if (isSettled && !(await isThere(photo.objectKey, originals.get(), storage))) {
          result.removed += (await remove(photo, TableName)) ? 1 : 0;
        }
      }
      start = LastEvaluatedKey;
      result.finished = start === undefined;
    } while (!result.finished && context.getRemainingTimeInMillis() > RESERVE_MILLISECONDS);
    log("info", "orphans removed", { ...result });
    return result;
  };
}

/** Not where the photo was uploaded again since it was read. */
async function remove({ userId, photoId, sequencer }: Photo, TableName: string): Promise<boolean> {
  try {
    await documents.send(
      new DeleteCommand({
        TableName,
        Key: { userId, photoId },
        ConditionExpression: "sequencer = :sequencer",
        ExpressionAttributeValues: { ":sequencer": sequencer },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
