// The handlers that are measured: each as a callback for the bundler and for Pulumi's CallbackFunction, and written by
// hand as a module that reads its own environment variable.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as pulumi from "@pulumi/pulumi";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const table = { name: pulumi.output("orders") };

export const environmentByHand = { TABLE_NAME: "orders" };

export const helloByHand = `
export const handler = async (event) => ({ statusCode: 200, body: \`Hello \${event.name}\` });
`;

export const putByHand = `
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const tableName = process.env.TABLE_NAME;

export const handler = async (event) => {
  const problems = [];
  if (typeof event.id !== "string" || event.id.length > 64) problems.push("id must be a text of at most 64 characters");
  if (!Number.isInteger(event.count) || event.count < 1) problems.push("count must be a whole number from 1");
  if (problems.length > 0) return { statusCode: 400, body: JSON.stringify({ message: "The order is not valid.", problems }) };
  const Item = { id: event.id, count: event.count, state: "new", createdAt: new Date().toISOString() };
  try {
    await documents.send(new PutCommand({ TableName: tableName, Item, ConditionExpression: "attribute_not_exists(id)" }));
  } catch (error) {
    if (error.name !== "ConditionalCheckFailedException") throw error;
    return { statusCode: 409, body: JSON.stringify({ message: "There is an order with this id already." }) };
  }
  console.log(JSON.stringify({ level: "info", message: "order stored", id: event.id, count: event.count }));
  return { statusCode: 201, headers: { "content-type": "application/json" }, body: JSON.stringify(Item) };
};
`;

/** The same, with the SDK loaded as our bundles load it. */
export const putByHandWithRequire = putByHand
  .replace(
    "import {",
    `import { createRequire } from "module";\nconst sdk = createRequire(import.meta.url);\nconst {`,
  )
  .replace(/ from ("@aws-sdk[^"]*")/g, " = sdk($1)")
  .replace("import { DynamoDBDocumentClient", "const { DynamoDBDocumentClient");

interface Order {
  id: string;
  count: number;
}

export const hello = async (event: { name: string }) => ({
  statusCode: 200,
  body: `Hello ${event.name}`,
});

export const put = async (event: Order) => {
  const problems: string[] = [];
  if (typeof event.id !== "string" || event.id.length > 64) {
    problems.push("id must be a text of at most 64 characters");
  }
  if (!Number.isInteger(event.count) || event.count < 1) {
    problems.push("count must be a whole number from 1");
  }
  if (problems.length > 0) {
    return {
      statusCode: 400,
      body: JSON.stringify({ message: "The order is not valid.", problems }),
    };
  }
  const Item = {
    id: event.id,
    count: event.count,
    state: "new",
    createdAt: new Date().toISOString(),
  };
  try {
    await documents.send(
      new PutCommand({
        TableName: table.name.get(),
        Item,
        ConditionExpression: "attribute_not_exists(id)",
      }),
    );
  } catch (error) {
    if ((error as Error).name !== "ConditionalCheckFailedException") throw error;
    return {
      statusCode: 409,
      body: JSON.stringify({ message: "There is an order with this id already." }),
    };
  }
  console.log(
    JSON.stringify({
      level: "info",
      message: "order stored",
      id: event.id,
      count: event.count,
    }),
  );
  return {
    statusCode: 201,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(Item),
  };
};

/** The same for CallbackFunction, which can't capture a client made at module level. */
export const putForCallbackFunction = async (event: Order) => {
  const { DynamoDBClient: Client } = await import("@aws-sdk/client-dynamodb");
  const { DynamoDBDocumentClient: Documents, PutCommand: Put } =
    await import("@aws-sdk/lib-dynamodb");
  const Item = {
    id: event.id,
    count: event.count,
    state: "new",
    createdAt: new Date().toISOString(),
  };
  await Documents.from(new Client({})).send(
    new Put({
      TableName: table.name.get(),
      Item,
      ConditionExpression: "attribute_not_exists(id)",
    }),
  );
  return { statusCode: 201, body: JSON.stringify(Item) };
};

/** Many different handlers: what a program with as many functions bundles. */
export const numbered = (index: number) => async (event: Order) => {
  const { PutCommand: Put } = await import("@aws-sdk/lib-dynamodb");
  return [index, new Put({ TableName: table.name.get(), Item: { ...event } }).input];
};

class Counter {
  #counts = new Map<string, number>();
  up(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count;
  }
}

/** As many that keep an object as source, which is made again and compared. */
export const keeping = (index: number) => {
  const counter = new Counter();
  return async (event: Order) => {
    const { PutCommand: Put } = await import("@aws-sdk/lib-dynamodb");
    const Item = { ...event, index, count: counter.up(event.id) };
    return new Put({ TableName: table.name.get(), Item }).input;
  };
};
