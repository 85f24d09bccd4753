/** Calls of the SDK as subsegments: a daemon of our own on loopback takes what X-Ray's would. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import assert from "node:assert/strict";
import { createSocket, Socket } from "node:dgram";
import { once } from "node:events";
import * as fs from "node:fs";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import * as path from "node:path";
import { traced } from "../../components/compute/lambda/traced";

const ROOT = "1-5759e988-bd862e3fe1be46a994272793";
const PARENT = "53995c3f42cd8ad8";
const trace = (sampled: 0 | 1) =>
  `Root=${ROOT};Parent=${PARENT};Sampled=${sampled};Lineage=1:a87bd80c:1`;

interface Subsegment {
  readonly [field: string]: unknown;
  readonly aws: Record<string, unknown>;
}

describe("traced clients", () => {
  let daemon: Socket;
  let service: http.Server;
  let endpoint: string;
  let received: string[];
  let headers: http.IncomingHttpHeaders[];
  let answers: { status: number; body: object }[];
  const variables = ["_X_AMZN_TRACE_ID", "AWS_XRAY_DAEMON_ADDRESS", "AWS_REGION"] as const;
  const earlier = variables.map((name) => process.env[name]);

  beforeEach(async () => {
    [received, headers, answers] = [[], [], []];
    daemon = createSocket("udp4");
    daemon.on("message", (message) => received.push(message.toString()));
    daemon.bind(0, "127.0.0.1");
    service = http.createServer((request, response) => {
      request.resume();
      headers.push(request.headers);
      const { status, body } = answers.shift() ?? { status: 200, body: {} };
      response
        .writeHead(status, {
          "content-type": "application/x-amz-json-1.0",
          "x-amzn-requestid": "R1",
        })
        .end(JSON.stringify(body));
    });
    service.listen(0, "127.0.0.1");
    await Promise.all([once(daemon, "listening"), once(service, "listening")]);
    endpoint = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    process.env._X_AMZN_TRACE_ID = trace(1);
    process.env.AWS_XRAY_DAEMON_ADDRESS = `127.0.0.1:${daemon.address().port}`;
    process.env.AWS_REGION = "eu-west-1";
  });

  afterEach(() => {
    daemon.close();
    service.closeAllConnections();
    service.close();
    variables.forEach((name, i) => {
      if (earlier[i] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = earlier[i];
    });
  });

  const place = () => ({
    endpoint,
    region: "eu-west-1",
    maxAttempts: 2,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  const documents = () => DynamoDBDocumentClient.from(traced(new DynamoDBClient(place())));
  const put = (client: DynamoDBDocumentClient) =>
    client.send(new PutCommand({ TableName: "photos", Item: { id: "1", owner: "someone" } }));

  async function subsegments(count: number): Promise<Subsegment[]> {
    for (let i = 0; i < 100 && received.length < count; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.equal(received.length, count);
    return received.map((text) => {
      const [header, body, ...rest] = text.split("\n");
      assert.deepEqual(JSON.parse(header), { format: "json", version: 1 });
      assert.deepEqual(rest, []);
      return JSON.parse(body) as Subsegment;
    });
  }

  it("send each call, below the invocation, with what it was about and nothing of its data", async () => {
    await put(documents());
    const [one] = await subsegments(1);
    const { id, start_time: start, end_time: end, ...rest } = one;
    assert.match(String(id), /^[0-9a-f]{16}$/);
    assert.ok(Number(start) <= Number(end) && Number(start) > Date.now() / 1000 - 60);
    assert.deepEqual(rest, {
      ...{ trace_id: ROOT, parent_id: PARENT, type: "subsegment" },
      ...{ name: "DynamoDB", namespace: "aws", http: { response: { status: 200 } } },
      aws: {
        ...{ operation: "PutItem", region: "eu-west-1", request_id: "R1", retries: 0 },
        table_name: "photos",
      },
    });
    assert.ok(!received[0].includes("someone"));
  });

  it("hand the trace on, so that what a queue's message starts hangs below the call; the lineage stays", async () => {
    const queues = traced(new SQSClient({ ...place(), md5: false }));
    await queues.send(new SendMessageCommand({ QueueUrl: `${endpoint}/jobs`, MessageBody: "{}" }));
    const [{ id, aws }] = await subsegments(1);
    assert.equal(aws.queue_url, `${endpoint}/jobs`);
    const header = String(headers[0]["x-amzn-trace-id"]);
    assert.equal(header, trace(1).replace(PARENT, String(id)));
  });

  it("tell a service's fault from the caller's error, throttling among them, and count retries", async () => {
    const refused = { status: 400, body: { __type: "ConditionalCheckFailedException" } };
    const throttled = { status: 400, body: { __type: "ThrottlingException" } };
    const broken = { status: 500, body: { __type: "InternalServerError" } };
    for (const answer of [refused, throttled, broken]) {
      answers.push(answer, answer);
      await assert.rejects(put(documents()));
      if (answer === refused) answers.length = 0;
    }
    const found = (await subsegments(3)).map(({ error, throttle, fault, aws, cause }) => [
      ...[error, throttle, fault, aws.retries],
      (cause as { exceptions: { type: string }[] }).exceptions[0].type,
    ]);
    assert.deepEqual(found, [
      [true, false, undefined, 0, "ConditionalCheckFailedException"],
      [true, true, undefined, 1, "ThrottlingException"],
      [undefined, undefined, true, 1, "InternalServerError"],
    ]);
  });

  it("send nothing where an invocation is not sampled, or there is no daemon", async () => {
    process.env._X_AMZN_TRACE_ID = trace(0);
    await put(documents());
    process.env._X_AMZN_TRACE_ID = trace(1);
    delete process.env.AWS_XRAY_DAEMON_ADDRESS;
    await put(documents());
    delete process.env._X_AMZN_TRACE_ID;
    await put(documents());
    assert.equal(headers.length, 3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(received, []);
  });

  it("say nothing of an address that is signed in advance: it is no call, and anybody may use it", async () => {
    const storage = traced(new S3Client(place()));
    const url = await getSignedUrl(storage, new GetObjectCommand({ Bucket: "b", Key: "k" }));
    assert.equal(new URL(url).searchParams.get("X-Amz-SignedHeaders"), "host");
    assert.ok(!url.toLowerCase().includes("amzn-trace"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(received, []);
  });

  it("fail no call where the daemon can't be reached", async () => {
    process.env.AWS_XRAY_DAEMON_ADDRESS = "no port";
    await put(documents());
    assert.equal(headers.length, 1);
  });

  it("are all clients of the components' own handlers; those of `handlers/` are their user's", () => {
    const root = path.resolve(__dirname, "../..");
    // What the program itself runs.
    const elsewhere = [
      "components/compute/emr/stop-application.ts",
      "components/compute/lambda/release/aws-session.ts",
    ];
    const files = fs
      .readdirSync(path.join(root, "components"), { recursive: true, encoding: "utf8" })
      .map((name) => path.join("components", name))
      .filter((name) => name.endsWith(".ts"));
    const untraced = files.filter((name) => {
      const code = fs
        .readFileSync(path.join(root, name), "utf8")
        .replace(/^ *(\*|\/[/*]).*$/gm, "");
      return code.includes("@aws-sdk/") && /(?<!traced\(\s*)new [A-Z]\w*Client\(/.test(code);
    });
    assert.deepEqual(untraced.sort(), elsewhere);
  });
});
