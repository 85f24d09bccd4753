// A DynamoDB server for the tests of a `describe`.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { LocalService, startDynamoDb } from "./local-services";
import { dynamoDbClient } from "./sample-stack";

export interface DynamoDb {
  server: LocalService;
  client: DynamoDBClient;
  documents: DynamoDBDocumentClient;
}

/** Call inside `describe`: its fields are there from the first test to the last, so take them within one. */
export function useDynamoDb(): DynamoDb {
  const database = {} as DynamoDb;
  before(async () => {
    database.server = await startDynamoDb();
    database.client = dynamoDbClient(database.server);
    database.documents = DynamoDBDocumentClient.from(database.client);
  });
  after(async () => {
    database.client?.destroy();
    await database.server?.stop();
  });
  return database;
}
