// The front feature's handlers, built as they are deployed and run against DynamoDB.
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { comesByCdn } from "./comes-by-cdn";
import { useDynamoDb } from "../../tests/handlers/dynamo-db";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { createTable, runSample, sampleFunction } from "../../tests/handlers/sample-stack";

describe("The handlers of the front, built and run with DynamoDB", function () {
  const database = useDynamoDb();
  const table = usePhotoTable(database);

  let TableName = "";

  before(async () => {
    TableName = await createTable(database.client, "order-states");
  });

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

  it("stream what a lab told of its orders, and of no other's", async () => {
    const own = [1, 2, 3].map((at) => ({ orderId: `own-${at}`, state: "sent", toldAt: at }));
    for (const item of own) {
      const Item = { ...item, toldBy: "key-2" };
      await database.documents.send(new PutCommand({ TableName, Item }));
    }
    const streamed = async (apiKeyId: string) => {
      const event = { requestContext: { identity: { apiKeyId } } };
      const { invocations } = await runSample("list-order-states", table.environment, [event]);
      const [invocation] = invocations;
      assert.ok("response" in invocation, JSON.stringify(invocation));
      const [metadata, lines, ...more] = String(invocation.response).split("\0".repeat(8));
      assert.deepEqual(more, []);
      const { statusCode, headers } = JSON.parse(metadata) as { [key: string]: unknown };
      assert.equal(statusCode, 200);
      assert.deepEqual(headers, {
        "content-type": "application/x-ndjson",
        "cache-control": "no-store",
      });
      return lines.split("\n").slice(0, -1).sort();
    };
    assert.deepEqual(
      await streamed("key-2"),
      own.map((item) => JSON.stringify(item)),
    );
    assert.deepEqual(await streamed("key-3"), [], "status and headers without a line");
  });

  it("show how far an order is to whoever knows its id, and not which lab told it", async () => {
    const Item = { orderId: "order-2", state: "printed", toldBy: "key-1", toldAt: 1 };
    await database.documents.send(new PutCommand({ TableName, Item }));
    const asked = async (orderId: string) => {
      const event = { pathParameters: { orderId } };
      const [{ statusCode, body }] = await run("show-order-state", table.environment, event);
      return [statusCode, JSON.parse(body)] as const;
    };
    assert.deepEqual(await asked("order-2"), [
      200,
      { orderId: "order-2", state: "printed", toldAt: 1 },
    ]);
    assert.equal((await asked("order-3"))[0], 404);
  });
});

describe("The authorizer of prints", () => {
  const sha256 = (value: string) => createHash("sha256").update(value).digest("hex");
  const hashes = { get: () => ["new", "former"].map(sha256) };
  const isLetIn = async (headers?: Record<string, string>) => {
    const event = { headers } as Parameters<ReturnType<typeof comesByCdn>>[0];
    const { isAuthorized } = await comesByCdn({ header: "X-Origin-Secret", hashes })(event);
    return isAuthorized;
  };

  it("lets in what has either of two values, and nothing else", async () => {
    assert.equal(await isLetIn({ "x-origin-secret": "new" }), true);
    assert.equal(await isLetIn({ "x-origin-secret": "former" }), true);
    const others: (Record<string, string> | undefined)[] = [
      { "x-origin-secret": "older" },
      { "x-other": "new" },
      {},
      undefined,
    ];
    for (const headers of others) {
      assert.equal(await isLetIn(headers), false);
    }
  });

  it("runs as it is deployed, with the hashes in its environment", async () => {
    const { environment } = await sampleFunction("comes-by-cdn");
    const [[name]] = Object.entries(environment.variables).filter(([key]) => /hash/i.test(key));
    const told = { [name]: JSON.stringify(["new", "former"].map(sha256)) };
    const events = ["new", "older"].map((value) => ({ headers: { "x-origin-secret": value } }));
    const { invocations } = await runSample("comes-by-cdn", told, events);
    const answers = invocations.map((each) => ("response" in each ? each.response : each));
    assert.deepEqual(answers, [{ isAuthorized: true }, { isAuthorized: false }]);
  });
});
