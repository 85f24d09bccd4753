/** Writes a photo into the table for each object that S3 reports, from a queue. */
import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { SQSBatchItemFailure, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { log } from "../log";
import { type Photo, photoOfKey } from "./photo";

/** S3 sends this once, when notifications are configured. It has no Records. */
const testEvent = z.object({ Event: z.literal("s3:TestEvent") });

const objectCreated = z.object({
  eventName: z.string().check(z.startsWith("ObjectCreated:")),
  eventTime: z.iso.datetime(),
  s3: z.object({
    object: z.object({
      key: z.string().check(z.minLength(1)),
      size: z.number(),
      eTag: z.string(),
      sequencer: z.string().check(z.regex(/^[0-9A-Fa-f]{1,64}$/)),
    }),
  }),
});

const notification = z.object({ Records: z.array(objectCreated).check(z.minLength(1)) });

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

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
        for (const photo of photosOf(record.body)) {
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

/** Photos that a message tells of; none for S3's test message. */
function photosOf(body: string): Photo[] {
  const message: unknown = JSON.parse(body);
  if (z.safeParse(testEvent, message).success) {
    log("info", "S3 tested the notification");
    return [];
  }
  return z.parse(notification, message).Records.map(({ eventTime, s3: { object } }) => {
    const objectKey = decodeKey(object.key);
    const owner = photoOfKey(objectKey);
    if (!owner) {
      throw new Error(`The object ${objectKey} is not a photo: its key is not <user>/<photo id>.`);
    }
    return {
      ...owner,
      objectKey,
      bytes: object.size,
      eTag: object.eTag,
      uploadedAt: eventTime,
      // Sequencers differ in length; S3's manual says to pad the shorter with zeros on the right
      // before comparing (S3 User Guide, "Event message structure").
      sequencer: object.sequencer.toUpperCase().padEnd(64, "0"),
    };
  });
}

/** In notifications keys are form-encoded: `red+flower.jpg`. */
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll("+", " "));
}
