/** Looks at once whether an upload is the picture that it was said to be. */
import { GetObjectCommand, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import type { SNSEvent } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { log } from "../log";
import type { Value } from "../value";
import { uploadedPhotos } from "./uploaded-photos";

/** How pictures begin, by their type; a dot stands for any byte. */
const beginnings: Readonly<Record<string, RegExp>> = {
  "image/avif": /^....ftypavi[fs]/s,
  "image/gif": /^GIF8[79]a/,
  "image/jpeg": /^\xff\xd8\xff/,
  "image/png": /^\x89PNG\r\n\x1a\n/,
  "image/webp": /^RIFF....WEBP/s,
};

/** As many as the longest beginning has. */
const LOOKED_AT = 12;

const storage = traced(new S3Client({}));

/**
 * The handler of the topic of uploads. What is no picture is logged as an error, for whoever is told of
 * errors; nothing is deleted, because that is for a person to decide. Looking twice changes nothing.
 *
 * @param needs `originals`: name of the bucket.
 * @param client Another S3 client, in tests.
 * @throws Error for a message that cannot be read, and where S3 does not answer: it is tried again
 */
export function checkUpload({ originals }: { originals: Value }, client?: S3Client) {
  return async (event: SNSEvent): Promise<void> => {
    for (const { Sns } of event.Records) {
      for (const { userId, photoId, objectKey } of uploadedPhotos(Sns.Message)) {
        const found = await beginningOf(objectKey, originals.get(), client ?? storage);
        if (found === undefined) {
          log("info", "upload is gone again", { userId, photoId });
          continue;
        }
        const { contentType, text } = found;
        const isPicture = beginnings[contentType]?.test(text) ?? false;
        if (isPicture) log("info", "upload checked", { userId, photoId, contentType });
        else log("error", "upload is no picture", { userId, photoId, contentType });
      }
    }
  };
}

async function beginningOf(
  Key: string,
  Bucket: string,
  client: S3Client,
): Promise<{ contentType: string; text: string } | undefined> {
  try {
    const get = new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${LOOKED_AT - 1}` });
    const { Body, ContentType = "" } = await client.send(get);
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    // One character a byte, so that a pattern can look at them.
    return { contentType: ContentType, text: Buffer.from(bytes).toString("latin1") };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
