/** GET /photos: the caller's photos, newest first, a page at a time. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { traced } from "../../components/compute/lambda/traced";
import { type HttpResponse, jsonResponse } from "../http-response";
import { validateQuery } from "../request";
import { userIdOf } from "../user-id";
import type { Value } from "../value";
import { type Photo, photoIdPattern } from "../photo";

const defaultLimit = 20;
const maximumLimit = 100;

/** 15 minutes: as long as somebody may look at a page before the pictures have to be loaded. */
const downloadSeconds = 15 * 60;

const limitAllowed = `a whole number from 1 to ${maximumLimit}`;
const page = z.object({
  limit: z._default(
    z.coerce
      .number({ error: limitAllowed })
      .check(
        z.int({ error: limitAllowed }),
        z.minimum(1, { error: limitAllowed }),
        z.maximum(maximumLimit, { error: limitAllowed }),
      ),
    defaultLimit,
  ),
  cursor: z.optional(
    z.pipe(
      z.pipe(z.string(), z.transform(decodeCursor)),
      z.string().check(z.regex(photoIdPattern, { error: "a nextCursor from an earlier answer" })),
    ),
  ),
});

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));
const storage = traced(new S3Client({}));

/**
 * The handler of GET /photos. Query: `limit` (1 to 100, 20 by default) and `cursor`.
 *
 * Answers `{ photos, nextCursor? }`; give `nextCursor` back as `cursor` for the next page.
 *
 * @param needs `table`: name of the table. `originals`: name of the bucket; with it each photo has
 *   a `url` to load it from, without it none has.
 * @param clients Other SDK clients, in tests.
 */
export function listPhotos(
  { table, originals }: { table: Value; originals?: Value },
  clients?: { documents?: DynamoDBDocumentClient; storage?: S3Client },
) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const query = validateQuery(event, page);
    if (!query.valid) {
      return query.response;
    }
    const { limit, cursor } = query.value;
    const userId = userIdOf(event);
    const found = await (clients?.documents ?? documents).send(
      new QueryCommand({
        TableName: table.get(),
        KeyConditionExpression: "userId = :userId",
        ExpressionAttributeValues: { ":userId": userId },
        ScanIndexForward: false,
        Limit: limit,
        // The user is never taken from the cursor: nobody pages through another's photos.
        ExclusiveStartKey: cursor === undefined ? undefined : { userId, photoId: cursor },
      }),
    );
    const photos = await Promise.all(
      ((found.Items ?? []) as Photo[]).map(async (photo) => ({
        photoId: photo.photoId,
        bytes: photo.bytes,
        uploadedAt: photo.uploadedAt,
        ...(originals && {
          url: await signedUrl(clients?.storage ?? storage, originals.get(), photo.objectKey),
        }),
      })),
    );
    const last = found.LastEvaluatedKey as Photo | undefined;
    return jsonResponse(200, { photos, ...(last && { nextCursor: encodeCursor(last.photoId) }) });
  };
}

function signedUrl(client: S3Client, bucket: string, objectKey: string): Promise<string> {
  const get = new GetObjectCommand({ Bucket: bucket, Key: objectKey });
  return getSignedUrl(client, get, { expiresIn: downloadSeconds });
}

// Opaque to callers, so that what it holds can change.
function encodeCursor(photoId: string): string {
  return Buffer.from(photoId).toString("base64url");
}

function decodeCursor(cursor: string): string {
  return Buffer.from(cursor, "base64url").toString("utf8");
}
