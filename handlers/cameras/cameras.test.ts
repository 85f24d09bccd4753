// The cameras feature, built as it is deployed and run against DynamoDB.
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import assert from "node:assert/strict";
import { keptSeconds } from "./store-sighting";
import { useDynamoDb } from "../../tests/handlers/dynamo-db";
import { createTable, runSample } from "../../tests/handlers/sample-stack";

describe("The handler of what cameras saw", function () {
  const database = useDynamoDb();

  it("keeps a sighting once, and lets go what is none", async () => {
    const TableName = await createTable(database.client, "camera-sightings");
    const seen = { camera: "door", seenAt: 1_790_000_000_000, motion: 0.4, firmware: "1.2" };
    const { invocations, logs } = await runSample("store-sighting", database.server.environment, [
      seen,
      seen,
      { ...seen, camera: "../other" },
      "no object",
    ]);
    assert.equal(invocations.filter((invocation) => "error" in invocation).length, 0);
    assert.equal(logs.match(/not a sighting/g)?.length, 2);
    const documents = DynamoDBDocumentClient.from(database.client);
    const { Items } = await documents.send(new ScanCommand({ TableName }));
    const { firmware, ...kept } = seen;
    assert.ok(firmware);
    assert.deepEqual(Items, [{ ...kept, expiresAt: 1_790_000_000 + keptSeconds }]);
  });
});
