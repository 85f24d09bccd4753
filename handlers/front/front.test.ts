// The front feature's handlers, built as they are deployed and run against DynamoDB.
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import assert from "node:assert/strict";
import { useDynamoDb } from "../../tests/handlers/dynamo-db";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { createTable, runSample } from "../../tests/handlers/sample-stack";

describe("The handlers of the front, built and run with DynamoDB", function () {
  const database = useDynamoDb();
  const table = usePhotoTable(database);

  /** What the function answers to an event that comes twice. */
  const run = async (name: string, environment: Record<string, string>, event: unknown) => {
    const { invocations } = await runSample(name, environment, [event, event]);
    return invocations.map((invocation) => {
      assert.ok("response" in invocation, JSON.stringify(invocation));
      return invocation.response as { statusCode: number; body: string };
    });
  };

  it("say that all is well while the photos can be read, and that it is not while they can't", async () => {
    const event = { httpMethod: "GET", path: "/health.json" };
    const [well] = await run("report-health", table.environment, event);
    assert.deepEqual([well.statusCode, JSON.parse(well.body)], [200, { healthy: true }]);
    const elsewhere = { ...table.environment, AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:9" };
    const [ill] = await run("report-health", elsewhere, event);
    assert.deepEqual([ill.statusCode, JSON.parse(ill.body)], [503, { healthy: false }]);
  });

  it("keep what a lab tells of an order, once however often", async () => {
    const TableName = await createTable(database.client, "order-states");
    const told = {
      pathParameters: { orderId: "order-1" },
      body: JSON.stringify({ state: "sent", note: "by post" }),
      requestContext: { identity: { apiKeyId: "key-1" }, requestTimeEpoch: 1_764_000_000_000 },
    };
    const answers = await run("take-order-state", table.environment, told);
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      [204, 204],
    );
    const { Item } = await database.documents.send(
      new GetCommand({ TableName, Key: { orderId: "order-1" } }),
    );
    assert.deepEqual(Item, {
      orderId: "order-1",
      state: "sent",
      note: "by post",
      toldBy: "key-1",
      toldAt: 1_764_000_000_000,
    });
  });
});
