/** Whether an object is in a bucket. */
import { HeadObjectCommand, NotFound, type S3Client } from "@aws-sdk/client-s3";

/** Needs `s3:ListBucket`: without it, S3 answers 403 for what is not there. */
export async function isThere(Key: string, Bucket: string, client: S3Client): Promise<boolean> {
  try {
    await client.send(new HeadObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
