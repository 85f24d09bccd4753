/** From where the lab gets a photo. */
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

/** One hour: half of it for the order to reach the lab, half for the lab to fetch the photo. */
export const photoUrlSeconds = 60 * 60;

export function photoUrl(storage: S3Client, bucket: string, objectKey: string): Promise<string> {
  return getSignedUrl(storage, new GetObjectCommand({ Bucket: bucket, Key: objectKey }), {
    expiresIn: photoUrlSeconds,
  });
}
