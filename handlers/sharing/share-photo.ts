/** POST /photos/{photoId}/shares: a link to one photo, for whoever has it, for a day. */
import { createHash, randomBytes } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { errorResponse, type HttpResponse, jsonResponse } from "../http-response";
import type { Photo } from "../photo";
import { userIdOf } from "../user-id";
import type { Value } from "../value";

/** A day. */
export const sharedSeconds = 24 * 60 * 60;

/** A link as the table of sessions holds it. */
export interface Share {
  /** Hash of the link's secret: who reads the table can't open a link. */
  sessionId: string;
  objectKey: string;
  /** Second since 1970 after which the link is dead; DynamoDB deletes it within days. */
  expiresAt: number;
}

/** The key of a link's item. */
export const shareId = (secret: string): string =>
  createHash("sha256").update(secret).digest("base64url");

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * The handler of POST /photos/{photoId}/shares. Answers 201 with the link's path and its end, 404 where
 * the caller has no such photo.
 *
 * @param needs `photos`: name of the table of photos. `shares`: name of the table of links.
 * @param client Another client, in tests.
 */
export function sharePhoto(
  { photos, shares }: { photos: Value; shares: Value },
  client?: DynamoDBDocumentClient,
) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const photoId = event.pathParameters?.photoId ?? "";
    const { Item } = await (client ?? documents).send(
      new GetCommand({ TableName: photos.get(), Key: { userId: userIdOf(event), photoId } }),
    );
    if (!Item) {
      return errorResponse(404, "There is no such photo.");
    }
    const secret = randomBytes(32).toString("base64url");
    const expiresAt = Math.floor(Date.now() / 1000) + sharedSeconds;
    const share: Share = {
      sessionId: shareId(secret),
      objectKey: (Item as Photo).objectKey,
      expiresAt,
    };
    await (client ?? documents).send(new PutCommand({ TableName: shares.get(), Item: share }));
    return jsonResponse(201, {
      path: `/shares/${secret}`,
      expiresAt: new Date(expiresAt * 1000).toISOString(),
    });
  };
}
