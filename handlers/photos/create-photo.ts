/** POST /photos: gives the caller a URL to upload one photo to. */
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import { traced } from "../../components/compute/lambda/traced";
import { type HttpResponse, jsonResponse } from "../http-response";
import { validateBody } from "../request";
import { userIdOf } from "../user-id";
import type { Value } from "../value";
import { objectKeyOf } from "../photo";
import { newPhotoId } from "../photo-id";

const photoTypes = ["image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"];

/** 25 MiB: the largest pictures of today's phones fit. */
export const maximumPhotoBytes = 25 * 1024 * 1024;

/** 15 minutes: enough for the largest photo over a slow line. */
const uploadSeconds = 15 * 60;

const bytesAllowed = `a whole number from 1 to ${maximumPhotoBytes}`;
const newPhoto = z.object(
  {
    contentType: z.enum(photoTypes, { error: `one of ${photoTypes.join(", ")}` }),
    bytes: z
      .number({ error: bytesAllowed })
      .check(
        z.int({ error: bytesAllowed }),
        z.minimum(1, { error: bytesAllowed }),
        z.maximum(maximumPhotoBytes, { error: bytesAllowed }),
      ),
  },
  { error: "an object with contentType and bytes" },
);

// By default the SDK signs the checksum of the body, which for a URL is that of no body at all, and
// S3 would refuse every upload.
const storage = traced(new S3Client({ requestChecksumCalculation: "WHEN_REQUIRED" }));

/**
 * The handler of POST /photos. Body: `{ "contentType": "image/jpeg", "bytes": 482113 }`.
 *
 * Answers 201 with the photo's id and how to upload it. Type and length are part of the URL's
 * signature, so that S3 refuses anything else with 403, and a second upload with 412. Nothing is stored here: the photo is listed
 * once S3 has told index-uploads of it, so that a request made twice leaves nothing behind.
 *
 * @param needs `originals`: name of the bucket.
 * @param client Another S3 client, in tests.
 */
export function createPhoto({ originals }: { originals: Value }, client?: S3Client) {
  return async (event: APIGatewayProxyEventV2): Promise<HttpResponse> => {
    const body = validateBody(event, newPhoto);
    if (!body.valid) {
      return body.response;
    }
    const { contentType, bytes } = body.value;
    const photoId = newPhotoId();
    const put = new PutObjectCommand({
      Bucket: originals.get(),
      Key: objectKeyOf(userIdOf(event), photoId),
      ContentType: contentType,
      ContentLength: bytes,
      IfNoneMatch: "*", // once: who has the URL can't replace the photo, S3 answers 412
    });
    const url = await getSignedUrl(client ?? storage, put, {
      expiresIn: uploadSeconds,
      // The presigner leaves the type out of the signature unless told otherwise.
      signableHeaders: new Set(["content-length", "content-type", "host", "if-none-match"]),
    });
    return jsonResponse(201, {
      photoId,
      upload: {
        method: "PUT",
        url,
        headers: { "content-type": contentType, "if-none-match": "*" },
        expiresInSeconds: uploadSeconds,
      },
    });
  };
}
