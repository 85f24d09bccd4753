// The sharing feature, built as it is deployed and run against DynamoDB.
import { PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import assert from "node:assert/strict";
import { newPhotoId } from "../photo-id";
import { type Share, sharedSeconds, shareId } from "./share-photo";
import { useDynamoDb } from "../../tests/handlers/dynamo-db";
import { request } from "../../tests/handlers/events";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { createTable, runSample } from "../../tests/handlers/sample-stack";

describe("The handlers of links, built and run with DynamoDB", function () {
  const database = useDynamoDb();
  const table = usePhotoTable(database);

  it("make a link that leads to its photo, and to nothing once its time is over", async () => {
    const TableName = await createTable(database.client, "shares");
    const documents = database.documents;
    const photoId = newPhotoId();
    await table.put({ userId: "ada", photoId, objectKey: `ada/${photoId}` });
    const shared = await runSample("share-photo", table.environment, [
      request({ path: { photoId }, subject: "ada" }),
      request({ path: { photoId }, subject: "eve" }),
    ]);
    const answers = shared.invocations.map((invocation) => {
      assert.ok("response" in invocation, JSON.stringify(invocation));
      return invocation.response as { statusCode: number; body: string };
    });
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      [201, 404],
    );
    const { path } = JSON.parse(answers[0].body) as { path: string };
    const secret = path.replace("/shares/", "");
    const { Items = [] } = await documents.send(new ScanCommand({ TableName }));
    const [share] = Items as Share[];
    assert.equal(share.sessionId, shareId(secret));
    assert.ok(!JSON.stringify(Items).includes(secret), "the secret itself is kept");
    assert.ok(Math.abs(share.expiresAt - Date.now() / 1000 - sharedSeconds) < 60);

    const over = { ...share, sessionId: shareId("over"), expiresAt: 1_790_000_000 };
    await documents.send(new PutCommand({ TableName, Item: over }));
    const opened = await runSample("open-share", table.environment, [
      request({ path: { secret } }),
      request({ path: { secret: "over" } }),
      request({ path: { secret: "none" } }),
    ]);
    const [good, ...bad] = opened.invocations.map((invocation) => {
      assert.ok("response" in invocation, JSON.stringify(invocation));
      return invocation.response as { statusCode: number; headers: Record<string, string> };
    });
    assert.equal(good.statusCode, 303);
    assert.match(
      good.headers.location,
      new RegExp(`data-originals.*ada/${photoId}.*X-Amz-Expires=60`),
    );
    assert.deepEqual(
      bad.map(({ statusCode }) => statusCode),
      [404, 404],
    );
  });
});
