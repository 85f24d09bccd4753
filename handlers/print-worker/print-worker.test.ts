// The feature print-worker: from a request for an album's prints through the queue to the lab, with the function as it is
// deployed and the worker as a process.
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import { AddressInfo } from "node:net";
import * as path from "node:path";
import { newPhotoId } from "../photo-id";
import { request } from "../../tests/handlers/events";
import { Container, startContainer } from "../../tests/handlers/container-process";
import {
  awsServicesInstalled,
  LocalService,
  startAwsServices,
} from "../../tests/handlers/local-services";
import { skipUnless } from "../../tests/handlers/newer-node";
import { planned, runSample } from "../../tests/handlers/sample-stack";

const script = path.resolve(__dirname, "worker/worker.mjs");

interface Order {
  key: string;
  body: { size: string; copies: number; photoUrl: string };
}

describe("Prints of an album", function () {
  let services: LocalService;
  let queue: SQSClient;
  let queueUrl: string;
  let lab: http.Server;
  let labUrl: string;
  let orders: Order[];
  let statuses: number[];
  let container: Container | undefined;

  before(async function () {
    skipUnless(awsServicesInstalled(), this, "npm run test:servers");
    services = await startAwsServices();
    queue = new SQSClient({
      endpoint: services.endpoint,
      region: services.region,
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    lab = http.createServer((incoming, response) => {
      let text = "";
      incoming.on("data", (part) => (text += String(part)));
      incoming.on("end", () => {
        const status = statuses.shift() ?? 201;
        if (status === 201) {
          const key = String(incoming.headers["idempotency-key"]);
          orders.push({ key, body: JSON.parse(text) as Order["body"] });
        }
        response.writeHead(status).end(JSON.stringify({ orderId: `L-${orders.length}` }));
      });
    });
    lab.listen(0, "127.0.0.1");
    await once(lab, "listening");
    labUrl = `http://127.0.0.1:${(lab.address() as AddressInfo).port}/v1`;
  });

  beforeEach(async () => {
    orders = [];
    statuses = [];
    const { outputs } = await planned("aws:sqs/queue:Queue", "print-jobs");
    const QueueName = `${String(outputs.name)}-${Math.random().toString(36).slice(2, 8)}`;
    const made = await queue.send(new CreateQueueCommand({ QueueName }));
    // The SDK calls the host that the URL names, which is no name on this machine.
    queueUrl = String(made.QueueUrl).replace(/^http:\/\/[^/]+/, services.endpoint);
  });

  afterEach(async () => {
    await container?.stop("SIGKILL");
    container = undefined;
  });

  after(async () => {
    queue?.destroy();
    lab?.close();
    await services?.stop();
  });

  const start = () =>
    (container = startContainer(script, {
      ...services.environment,
      QUEUE_URL: queueUrl,
      LAB_URL: labUrl,
      ORIGINALS: "originals",
      WAIT_SECONDS: "1",
    }));
  const send = (job: object) =>
    queue.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(job) }));
  const left = async () => {
    const { Attributes: counts } = await queue.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] }),
    );
    return (
      Number(counts?.ApproximateNumberOfMessages) +
      Number(counts?.ApproximateNumberOfMessagesNotVisible)
    );
  };
  const job = (name: string) => ({
    objectKey: `ann/${name}`,
    size: "10x15",
    copies: 2,
    idempotencyKey: `key-${name}`,
  });
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it("go from the request to the lab, each once", async () => {
    const photoIds = Array.from({ length: 12 }, () => newPhotoId());
    const { variables } = (await planned("aws:lambda/function:Function", "request-album")).inputs
      .environment as unknown as { variables: Record<string, string> };
    const [url] = Object.values(variables).filter((value) => value.includes("print-jobs"));
    const event = request({
      body: { photoIds, size: "13x18" },
      headers: { "idempotency-key": "album-2026-1" },
    });
    const { invocations } = await runSample("request-album", services.environment, [event], {
      // Captured values are kept as JSON.
      [JSON.parse(url) as string]: queueUrl,
    });
    const [answer] = invocations as unknown as [{ response: { statusCode: number; body: string } }];
    assert.equal(answer.response?.statusCode, 202, JSON.stringify(answer));
    assert.equal((JSON.parse(answer.response.body) as { prints: number }).prints, 12);

    start();
    await until(() => orders.length === 12);
    assert.equal(new Set(orders.map(({ key }) => key)).size, 12);
    assert.ok(orders.every(({ body }) => body.size === "13x18" && body.copies === 1));
    assert.match(orders[0].body.photoUrl, /X-Amz-Signature=/);
    await until(() => container?.lines.filter((l) => l.message === "print ordered").length === 12);
    assert.equal(await left(), 0);
  });

  it("are tried again where the lab is busy", async () => {
    statuses = [503, 429];
    await send(job("a"));
    start();
    await container?.said("print ordered");
    assert.deepEqual(
      orders.map(({ key }) => key),
      ["key-a"],
    );
    await until(() => container?.lines.some((line) => line.message === "print ordered") === true);
  });

  it("stay in the queue where the lab refuses them, or they are none, and keep up no other", async () => {
    statuses = [422];
    await send(job("refused"));
    await queue.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: "no JSON" }));
    await send(job("good"));
    start();
    await container?.said("print ordered");
    await until(
      () => container?.lines.filter((l) => l.message === "print not ordered").length === 2,
    );
    assert.equal(orders.length, 1);
    assert.equal(await left(), 2);
  });

  it("are finished by a worker that is asked to go", async () => {
    const worker = start();
    await worker.said("working");
    assert.equal(await worker.stop(), 0);
  });
});
