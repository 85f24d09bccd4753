/** GET /shares/{secret}: leads to the photo that a link was made for. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { errorResponse, type HttpResponse } from "../http-response";
import type { Value } from "../value";
import { type Share, shareId } from "./share-photo";

/** Of the photo's own URL: it is followed at once. */
const URL_SECONDS = 60;

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));
const storage = traced(new S3Client({}));

/**
 * The handler of GET /shares/{secret}. Answers 303 to the photo, and 404 for a link that is none or whose
 * time is over: DynamoDB deletes items days after they expired, so the time is compared here.
 *
 * @param needs `shares`: name of the table of links. `originals`: name of the bucket.
 * @param clients Other SDK clients, in tests.
 */
export function openShare(
  { shares, originals }: { shares: Value; originals: Value },
  clients?: { documents?: DynamoDBDocumentClient; storage?: S3Client },
) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const sessionId = shareId(event.pathParameters?.secret ?? "");
    const { Item } = await (clients?.documents ?? documents).send(
      new GetCommand({ TableName: shares.get(), Key: { sessionId } }),
    );
    const share = Item as Share | undefined;
    if (!share || share.expiresAt <= Date.now() / 1000) {
      return errorResponse(404, "There is no such link, or its time is over.");
    }
    const get = new GetObjectCommand({ Bucket: originals.get(), Key: share.objectKey });
    const location = await getSignedUrl(clients?.storage ?? storage, get, {
      expiresIn: URL_SECONDS,
    });
    return { statusCode: 303, headers: { location, "cache-control": "no-store" } };
  };
}
