// The analytics feature, built as it is deployed: clicks taken by the API, put into a stream, counted once.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { KinesisStreamRecord } from "aws-lambda";
import assert from "node:assert/strict";
import { request } from "../../tests/handlers/events";
import { FaultyDatabase, startFaultyDatabase } from "../../tests/handlers/faulty-database";
import { LocalService, startDynamoDb } from "../../tests/handlers/local-services";
import { createTable, dynamoDbClient, planned, runSample } from "../../tests/handlers/sample-stack";
import { startStreamsService, StreamsService } from "../../tests/handlers/streams-service";

const pages = (...names: string[]) => ({ clicks: names.map((page) => ({ page })) });

describe("The analytics handlers, from a click to a count", function () {
  let server: LocalService;
  let client: DynamoDBClient;
  let database: FaultyDatabase;
  let streams: StreamsService;
  let environment: Record<string, string>;
  let stream: string;
  let counts: string;

  before(async () => {
    server = await startDynamoDb();
    client = dynamoDbClient(server);
    database = await startFaultyDatabase(server.endpoint);
    streams = await startStreamsService();
    environment = { ...server.environment, ...streams.environment, ...database.environment };
    stream = String((await planned("aws:kinesis/stream:Stream", "clicks")).outputs.name);
    counts = await createTable(client, "click-counts");
  });
  after(async () => {
    client?.destroy();
    await database?.stop();
    await streams?.stop();
    await server?.stop();
  });

  const record = async (body: unknown) => {
    const { invocations } = await runSample("record-clicks", environment, [request({ body })]);
    assert.ok("response" in invocations[0], JSON.stringify(invocations[0]));
    return (invocations[0].response as { statusCode: number }).statusCode;
  };
  const count = async (Records: readonly KinesisStreamRecord[], seconds?: number) =>
    (await runSample("count-clicks", environment, [{ Records }], {}, {}, {}, seconds))
      .invocations[0];
  const counted = async () => {
    const documents = DynamoDBDocumentClient.from(client);
    const { Items = [] } = await documents.send(new ScanCommand({ TableName: counts }));
    const pages = Items.flatMap((item) => Object.entries(item)).filter(([name]) =>
      name.startsWith("/"),
    );
    return Object.fromEntries(pages) as Record<string, number>;
  };
  const done = { response: { batchItemFailures: [] } };

  it("take clicks, send those again that the stream refused, and take nothing else", async () => {
    streams.refuseNext(1);
    assert.equal(await record(pages("/", "/photos", "/photos")), 202);
    assert.equal(streams.events(stream).length, 3);
    streams.refuseNext(2);
    assert.equal(await record(pages("/")), 503);
    assert.equal(await record(pages()), 400);
    assert.equal(await record(pages("javascript:alert(1)")), 400);
    assert.equal(streams.events(stream).length, 3);
  });

  it("count each once, though the stream hands them over again, in other batches", async () => {
    const first = streams.events(stream).slice();
    assert.deepEqual(await count(first), done);
    assert.deepEqual(await count(first), done);
    const expected = { "/": 1, "/photos": 2 };
    assert.deepEqual(await counted(), expected);

    await record(pages("/photos"));
    const all = streams.events(stream);
    assert.deepEqual(await count(all.slice(1)), done);
    assert.deepEqual(await counted(), { ...expected, "/photos": 3 });
  });

  it("lose and double nothing where the function is stopped between its write and its answer", async () => {
    const before = await counted();
    await record(pages("/stopped"));
    const batch = streams.events(stream).slice(-1);
    database.hold("/stopped");
    await assert.rejects(count(batch, 2), /Task timed out after 2\.00 seconds/);
    database.heal();
    assert.deepEqual(await count(batch), done);
    assert.deepEqual(await counted(), { ...before, "/stopped": 1 });
  });

  it("leave out what is no click, and fail where the table does not answer", async () => {
    await record(pages("/last"));
    const [last] = streams.events(stream).slice(-1);
    const data = Buffer.from("no JSON").toString("base64");
    const sequenceNumber = String(BigInt(last.kinesis.sequenceNumber) + 1n);
    const odd = { ...last, kinesis: { ...last.kinesis, data, sequenceNumber } };
    database.refuse("/last");
    assert.ok("error" in (await count([last, odd])));
    database.heal();
    assert.deepEqual(await count([last, odd]), done);
    assert.equal((await counted())["/last"], 1);
  });
});
