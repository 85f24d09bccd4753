// Handlers that use the AWS SDK in three ways: one item stored, an URL signed, a batch of messages checked and stored.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import * as pulumi from "@pulumi/pulumi";
import * as z from "zod";
import { put } from "./subjects";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const s3 = new S3Client({});
const orders = { name: pulumi.output("orders") };
const uploads = { name: pulumi.output("uploads") };

const presign = async (event: { key: string }) => {
  const command = new PutObjectCommand({ Bucket: uploads.name.get(), Key: event.key });
  return { url: await getSignedUrl(s3, command, { expiresIn: 300 }) };
};

const order = z.object({ id: z.string().max(64), count: z.int().min(1) });

const batch = async (event: { Records: { messageId: string; body: string }[] }) => {
  const failed: { itemIdentifier: string }[] = [];
  const puts = event.Records.flatMap(({ messageId, body }) => {
    const { success, data } = order.safeParse(JSON.parse(body));
    if (success) return [{ PutRequest: { Item: data } }];
    failed.push({ itemIdentifier: messageId });
    return [];
  });
  await documents.send(new BatchWriteCommand({ RequestItems: { [orders.name.get()]: puts } }));
  return { batchItemFailures: failed };
};

/** By name: the handler, and what it is called with. */
export const sdkSubjects = {
  put: [put, { id: "a", count: 1 }],
  presign: [presign, { key: "photo.jpg" }],
  "batch with zod": [
    batch,
    {
      Records: Array.from({ length: 10 }, (_, index) => ({
        messageId: String(index),
        body: JSON.stringify({ id: `order-${index}`, count: index }),
      })),
    },
  ],
} as const;
