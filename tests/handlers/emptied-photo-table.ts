/** A real table for handlers: DynamoDB's expressions, in memory, on a free local port. */
import type { AddressInfo } from "node:net";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import dynalite from "dynalite";
import type { Photo } from "../../handlers/photo";
import { testCredentials } from "./credentials";

export interface PhotoTable {
  name: string;
  documents: DynamoDBDocumentClient;
  /** All items, in the order of their photo ids. */
  items(): Promise<Photo[]>;
}

/** Call inside `describe`: each test has an empty table. */
export function usePhotoTable(): () => PhotoTable {
  const server = dynalite({ createTableMs: 0 });
  let client: DynamoDBClient;
  let table: PhotoTable;
  let count = 0;
  before(async () => {
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    client = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, ...testCredentials });
  });
  beforeEach(async () => {
    table = await createTable(client, `photos-${++count}`);
  });
  after(async () => {
    client.destroy();
    await new Promise((closed) => server.close(closed));
  });
  return () => table;
}

async function createTable(client: DynamoDBClient, name: string): Promise<PhotoTable> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "userId", AttributeType: "S" },
        { AttributeName: "photoId", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "userId", KeyType: "HASH" },
        { AttributeName: "photoId", KeyType: "RANGE" },
      ],
    }),
  );
  const documents = DynamoDBDocumentClient.from(client);
  return {
    name,
    documents,
    async items() {
      const { Items = [] } = await documents.send(new ScanCommand({ TableName: name }));
      return (Items as Photo[]).sort((a, b) => (a.photoId < b.photoId ? -1 : 1));
    },
  };
}
