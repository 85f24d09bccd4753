/** Takes a photo out of its owner's list once its original is gone. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DeleteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { S3Event } from "aws-lambda";
import { traced } from "../../components/compute/lambda/traced";
import { log } from "../log";
import { isThere } from "../object-is-there";
import type { Value } from "../value";
import { photoOfKey } from "../photo";
import { decodeKey } from "./uploaded-photos";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));
const storage = traced(new S3Client({}));

/**
 * The handler of the bucket's notifications of removed objects. Old versions are removed, too, so the
 * original is looked for first; a second time changes nothing.
 *
 * @param needs `table`: name of the table of photos. `originals`: name of the bucket.
 * @param clients Other SDK clients, in tests.
 */
export function forgetPhoto(
  { table, originals }: { table: Value; originals: Value },
  clients?: { documents?: DynamoDBDocumentClient; storage?: S3Client },
) {
  return async (event: S3Event): Promise<void> => {
    for (const { s3 } of event.Records) {
      const objectKey = decodeKey(s3.object.key);
      const Key = photoOfKey(objectKey);
      if (!Key || (await isThere(objectKey, originals.get(), clients?.storage ?? storage))) {
        continue;
      }
      const remove = new DeleteCommand({ TableName: table.get(), Key });
      await (clients?.documents ?? documents).send(remove);
      log("info", "photo forgotten", Key);
    }
  };
}
