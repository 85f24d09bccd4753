import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, Server } from "node:http";
import { AddressInfo } from "node:net";

type SecretValue = typeof import("../../../../components/security/secret-value");

interface Answer {
  status: number;
  body: object;
  /** What the answer waits for. */
  after?: Promise<unknown>;
}

/** Answers as Secrets Manager does, and counts. */
class SecretsService {
  requests: string[] = [];
  answer: Answer = { status: 200, body: { SecretString: "one" } };
  private readonly server: Server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      this.requests.push((JSON.parse(text) as { SecretId: string }).SecretId);
      const { status, body, after = Promise.resolve() } = this.answer;
      void after.then(() => {
        response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
        response.end(JSON.stringify(body));
      });
    });
  });

  async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves once as many requests have come. */
  async asked(count: number): Promise<void> {
    while (this.requests.length < count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}

const missing = { __type: "ResourceNotFoundException", Message: "no value" };

/** A promise, and what resolves it. */
function later(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

const file = require.resolve("../../../../components/security/secret-value");

/** The module as a new Lambda environment has it: nothing kept, no client. */
function fresh(): SecretValue {
  Reflect.deleteProperty(require.cache, file);
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(file) as SecretValue;
}

describe("secretValue", () => {
  const before = { ...process.env };
  const { now } = Date;
  let service: SecretsService;

  beforeEach(async () => {
    service = new SecretsService();
    process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = await service.start();
    process.env.AWS_REGION = "eu-west-1";
    process.env.AWS_ACCESS_KEY_ID = "test";
    process.env.AWS_SECRET_ACCESS_KEY = "test";
    process.env.AWS_MAX_ATTEMPTS = "1";
  });

  afterEach(async () => {
    Date.now = now;
    process.env = { ...before };
    Reflect.deleteProperty(require.cache, file);
    await service.stop();
  });

  it("asks once for all who want a secret, and again when it may have changed", async () => {
    const { secretValue } = fresh();
    let time = now();
    Date.now = () => time;
    assert.deepEqual(await Promise.all([secretValue("a"), secretValue("a")]), ["one", "one"]);
    service.answer = { status: 200, body: { SecretString: "two" } };
    assert.equal(await secretValue("a"), "one");
    time += 301_000;
    assert.equal(await secretValue("a"), "two");
    assert.deepEqual(service.requests, ["a", "a"]);
  });

  it("goes by the age that each caller allows, whoever asked first", async () => {
    const { secretValue } = fresh();
    let time = now();
    Date.now = () => time;
    assert.equal(await secretValue("a", 3600), "one");
    service.answer = { status: 200, body: { SecretString: "two" } };
    time += 60_000;
    assert.equal(await secretValue("a", 3600), "one");
    assert.equal(await secretValue("a", 30), "two");
    time += 31_000;
    assert.equal(await secretValue("a", 3600), "two");
    assert.equal(await secretValue("a"), "two");
    assert.deepEqual(service.requests, ["a", "a"]);
  });

  it("keeps a newer value when an older request fails late", async () => {
    const { secretValue } = fresh();
    const { promise, resolve } = later();
    service.answer = { status: 400, body: missing, after: promise };
    const failing = assert.rejects(secretValue("a"), { name: "ResourceNotFoundException" });
    await service.asked(1);
    service.answer = { status: 200, body: { SecretString: "two" } };
    assert.equal(await secretValue("a", 0), "two");
    resolve();
    await failing;
    service.answer = { status: 200, body: { SecretString: "three" } };
    assert.equal(await secretValue("a"), "two");
    assert.deepEqual(service.requests, ["a", "a"]);
  });

  it("keeps secrets apart", async () => {
    const { secretValue } = fresh();
    await secretValue("a");
    await secretValue("b");
    assert.deepEqual(service.requests, ["a", "b"]);
  });

  it("does not keep a failure", async () => {
    const { secretValue } = fresh();
    service.answer = { status: 400, body: missing };
    await assert.rejects(secretValue("a"), { name: "ResourceNotFoundException" });
    service.answer = { status: 200, body: { SecretString: "one" } };
    assert.equal(await secretValue("a"), "one");
  });

  it("says so where the secret holds bytes", async () => {
    const { secretValue } = fresh();
    service.answer = { status: 200, body: { SecretBinary: "AAAA" } };
    await assert.rejects(secretValue("a"), /secret a holds bytes, not text/);
  });
});
