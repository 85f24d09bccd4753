/** Writes a photo into the table for each object that S3 reports, from a queue. */
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { SQSBatchItemFailure, SQSRecord } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { log } from "../log";
import type { Photo } from "../photo";
import { uploadedPhotos } from "./uploaded-photos";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * Indexes a batch of SQS messages, each with an S3 notification.
 *
 * A message may come twice and late: an item is only written where there is none or an older one,
 * by S3's sequencer. What can't be read or written is reported alone, so that the queue delivers
 * it again and then moves it to the dead letters, while the rest of the batch is done.
 *
 * @param tableName Table with hash key `userId` and range key `photoId`.
 * @param records The batch.
 * @param client Another client, in tests.
 * @returns The messages to deliver again: `batchItemFailures` of the function's answer.
 */
export async function indexUploads(
  tableName: string,
  records: SQSRecord[],
  client: DynamoDBDocumentClient = documents,
): Promise<SQSBatchItemFailure[]> {
  const failures = await Promise.all(
    records.map(async (record) => {
      try {
        for (const photo of uploadedPhotos(record.body)) {
          await index(tableName, photo, client);
        }
        return undefined;
      } catch (error) {
        log("error", "upload not indexed", { messageId: record.messageId, error });
        return { itemIdentifier: record.messageId };
      }
    }),
  );
  return failures.filter((failure) => failure !== undefined);
}

async function index(tableName: string, photo: Photo, client: DynamoDBDocumentClient) {
  const { userId, photoId } = photo;
  try {
    await client.send(
      new PutCommand({
        TableName: tableName,
        Item: photo,
        ConditionExpression: "attribute_not_exists(photoId) OR sequencer < :sequencer",
        ExpressionAttributeValues: { ":sequencer": photo.sequencer },
      }),
    );
    log("info", "photo indexed", { userId, photoId, bytes: photo.bytes });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) {
      throw error;
    }
    log("info", "photo was indexed before", { userId, photoId });
  }
}
