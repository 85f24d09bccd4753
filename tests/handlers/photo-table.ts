// The table of photos in a DynamoDB server of its own.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Photo } from "../../handlers/photos/photo";
import { LocalService, startDynamoDb } from "./local-services";
import { createPhotoTable, dynamoDbClient } from "./sample-stack";

export interface PhotoTable {
  /** Environment that makes the AWS SDK use its server. */
  environment: Record<string, string>;
  put(photo: Partial<Photo>): Promise<void>;
  photosOf(userId: string): Promise<Photo[]>;
}

/** Call inside `describe`: the table is there for all of its tests. */
export function usePhotoTable(): PhotoTable {
  let server: LocalService | undefined;
  let client: DynamoDBClient | undefined;
  let documents: DynamoDBDocumentClient;
  let name: string;
  const table: PhotoTable = {
    environment: {},
    async put(photo) {
      await documents.send(new PutCommand({ TableName: name, Item: photo }));
    },
    async photosOf(userId) {
      const { Items = [] } = await documents.send(
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
    server = await startDynamoDb();
    table.environment = server.environment;
    client = dynamoDbClient(server);
    documents = DynamoDBDocumentClient.from(client);
    name = await createPhotoTable(client);
  });
  after(async () => {
    client?.destroy();
    await server?.stop();
  });
  return table;
}
