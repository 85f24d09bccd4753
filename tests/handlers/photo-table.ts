// The table of photos in a DynamoDB server of its own.
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Photo } from "../../handlers/photo";
import { useDynamoDb } from "./dynamo-db";
import { createPhotoTable } from "./sample-stack";

export interface PhotoTable {
  /** Environment that makes the AWS SDK use its server. */
  environment: Record<string, string>;
  put(photo: Partial<Photo>): Promise<void>;
  photosOf(userId: string): Promise<Photo[]>;
}

/** Call inside `describe`: the table is there for all of its tests. */
export function usePhotoTable(database = useDynamoDb()): PhotoTable {
  let name: string;
  const table: PhotoTable = {
    environment: {},
    async put(photo) {
      await database.documents.send(new PutCommand({ TableName: name, Item: photo }));
    },
    async photosOf(userId) {
      const { Items = [] } = await database.documents.send(
        new QueryCommand({
          TableName: name,
          KeyConditionExpression: "userId = :userId",
          ExpressionAttributeValues: { ":userId": userId },
        }),
      );
      return Items as Photo[];
    },
  };
  before(async () => {
    table.environment = database.server.environment;
    name = await createPhotoTable(database.client);
  });
  return table;
}
