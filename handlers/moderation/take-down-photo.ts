/** Takes a photo out of its owner's list; the original stays in its bucket. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { traced } from "../../components/compute/lambda/traced";
import { log } from "../log";
import type { Value } from "../value";
import type { Report } from "./case";

const documents = DynamoDBDocumentClient.from(traced(new DynamoDBClient({})));

/**
 * The handler of the workflow's last step; a second time changes nothing.
 *
 * @param needs `table`: name of the table of photos.
 * @param client Another client, in tests.
 */
export function takeDownPhoto({ table }: { table: Value }, client?: DynamoDBDocumentClient) {
  return async ({ userId, photoId }: Report): Promise<{ photoId: string }> => {
    await (client ?? documents).send(
      new DeleteCommand({ TableName: table.get(), Key: { userId, photoId } }),
    );
    log("info", "photo taken down", { userId, photoId });
    return { photoId };
  };
}
