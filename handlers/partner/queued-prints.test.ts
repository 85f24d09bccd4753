// queue-print and order-queued-prints, built as they are deployed: from a request to a broker that speaks STOMP, and from
// the event in which Lambda hands out what it took to a print-lab.
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import assert from "node:assert/strict";
import { newPhotoId } from "../photo-id";
import { request, RequestParts } from "../../tests/handlers/events";
import {
  Certificate,
  certificatesPossible,
  makeCertificate,
} from "../../tests/handlers/certificate";
import { awsServicesInstalled, startAwsServices } from "../../tests/handlers/local-services";
import { skipUnless } from "../../tests/handlers/newer-node";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { plannedLabUrl, PrintLab, startPrintLab } from "./print-lab-server";
import { planned, runSample } from "../../tests/handlers/sample-stack";
import { SecretsService, startSecretsService } from "../../tests/handlers/secrets-service";
import { messageOf, StompBroker, startStompBroker } from "./stomp-server";

const login = { username: "administrator", password: "Secret0password" };
const credentials = { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
const day = 24 * 60 * 60 * 1_000;

describe("Prints that wait in the broker", function () {
  const table = usePhotoTable();
  const photoId = newPhotoId();
  let certificate: Certificate;
  let lab: PrintLab;
  let secrets: SecretsService;
  let active: StompBroker;
  let other: StompBroker;
  let plannedUrls: string[];

  before(async function () {
    skipUnless(certificatesPossible(), this, "Needs the command openssl");
    certificate = makeCertificate();
    lab = await startPrintLab(certificate);
    secrets = await startSecretsService(login);
    active = await startStompBroker(certificate, login);
    other = await startStompBroker(certificate, login);
    const { outputs } = await planned("aws:mq/broker:Broker", "print-orders");
    const instances = outputs.instances as unknown as { endpoints: string[] }[];
    plannedUrls = instances.map(
      ({ endpoints }) => endpoints.find((url) => url.startsWith("stomp+ssl:")) ?? "",
    );
    await table.put({ userId: "ada", photoId, objectKey: `ada/${photoId}` });
  });
  afterEach(() => {
    for (const server of [lab, active, other]) server?.reset();
  });
  after(async () => {
    for (const server of [lab, secrets, active, other]) await server?.stop();
    certificate?.remove();
  });

  const wish = { body: { size: "10x15", copies: 2 }, path: { photoId }, subject: "ada" };
  async function post(urls: readonly string[], parts: RequestParts = {}) {
    const instead = Object.fromEntries(plannedUrls.map((url, index) => [url, urls[index]]));
    const { invocations, logs } = await runSample(
      "queue-print",
      { ...table.environment, ...secrets.environment, ...certificate.trusted },
      [request({ ...wish, ...parts })],
      instead,
    );
    const [invocation] = invocations;
    assert.ok("response" in invocation, JSON.stringify(invocation));
    const { statusCode, body } = invocation.response as { statusCode: number; body: string };
    return { status: statusCode, body: JSON.parse(body) as Record<string, string>, logs };
  }
  const order = async (event: object, environment: Record<string, string> = {}, instead = {}) =>
    runSample(
      "order-queued-prints",
      { ...credentials, AWS_REGION: "eu-west-1", ...certificate.trusted, ...environment },
      [event],
      { [plannedLabUrl]: lab.url, ...instead },
    );

  it("are kept on disk for a day, as text, and ordered with an address of the photo", async () => {
    const { status, body } = await post([active.url, other.url]);
    assert.equal(status, 202);
    assert.deepEqual([active.taken.length, other.taken.length], [1, 0]);
    const event = active.event();
    const [message] = event.messages;
    assert.equal(message.destination.physicalName, "print-orders");
    assert.deepEqual([message.messageType, message.deliveryMode], ["jms/text-message", 2]);
    assert.ok(Math.abs(Number(message.expiration) - Date.now() - day) < 60_000);

    const { invocations } = await order(event);
    assert.deepEqual(invocations, [{ response: null }]);
    assert.equal(lab.requests[0].key, body.reference);
    const [{ photoUrl, ...sent }] = lab.orders;
    assert.deepEqual(sent, { size: "10x15", copies: 2 });
    assert.match(String(photoUrl), new RegExp(`^https://.*/ada/${photoId}\\?.*X-Amz-Signature=`));
  });

  it("are taken by the one of the pair that answers", async () => {
    // Nobody listens on the standby's port.
    const closed = await startStompBroker(certificate, login);
    await closed.stop();
    assert.equal((await post([closed.url, active.url])).status, 202);
    active.next("refuses");
    assert.equal((await post([active.url, other.url])).status, 202);
    assert.deepEqual([active.taken.length, other.taken.length], [1, 1]);
  });

  it("are printed once where the caller asks again, since nobody told whether it was taken", async () => {
    const again = { headers: { "idempotency-key": "click-0001" } };
    active.next("breaks", "stays silent");
    other.next("refuses", "refuses");
    const lost = await post([active.url, other.url], again);
    const silent = await post([active.url, other.url], again);
    assert.deepEqual([lost.status, silent.status], [502, 502]);
    assert.match(lost.logs, /BrokerUnavailable.*the connection was closed.*not taken/);
    assert.match(silent.logs, /no answer/);
    assert.doesNotMatch(lost.logs + silent.logs, new RegExp(login.password));
    assert.equal((await post([active.url, other.url], again)).status, 202);
    assert.equal(active.taken.length, 3);
    await order(active.event());
    assert.equal(lab.requests.length, 3);
    assert.equal(lab.orders.length, 1);
  });

  it("are not taken from who has no such photo, or with another password", async () => {
    assert.equal((await post([active.url, other.url], { subject: "eve" })).status, 404);
    const stranger = await startStompBroker(certificate, { ...login, password: "another" });
    const { status, logs } = await post([stranger.url, stranger.url]);
    await stranger.stop();
    assert.equal(status, 502);
    assert.match(logs, /User name or password is invalid/);
    assert.equal(active.taken.length + stranger.taken.length, 0);
  });

  it("come again, all of a batch, while the lab is out of reach, and are then printed once", async () => {
    await post([active.url, other.url]);
    await post([active.url, other.url]);
    const down = { status: 503 };
    // The first order gets through, the second meets three refusals in a row.
    const [first, second] = active.event().messages;
    await order({ ...active.event(), messages: [first] });
    lab.next(down, down, down, down, down, down);
    const { invocations } = await order({ ...active.event(), messages: [first, second] });
    assert.ok("error" in invocations[0]);
    assert.equal(invocations[0].error.errorType, "PrintLabUnavailable");
    assert.equal(lab.orders.length, 1);
    await order(active.event());
    assert.equal(lab.orders.length, 2);
  });

  it("are put aside where they can never be ordered, and hold up no other", async function () {
    skipUnless(awsServicesInstalled(), this);
    const services = await startAwsServices();
    const { endpoint, region } = services;
    const sqs = new SQSClient({
      ...{ endpoint, region, useQueueUrlAsEndpoint: false },
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    try {
      const { outputs } = await planned("aws:sqs/queue:Queue", "decoupling-failures");
      const name = String(outputs.name);
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
      await post([active.url, other.url]);
      const [good] = active.event().messages;
      const bad = (body: string, index: number) =>
        messageOf({ destination: "print-orders", headers: {}, body }, index);
      const refused = { ...active.taken[0], body: active.taken[0].body.replace("10x15", "20x30") };
      const messages = [bad("not JSON", 1), bad('{"size":"10x15"}', 2), good, bad(refused.body, 3)];
      // The lab knows the key, and refuses another order under it.
      await order({ ...active.event(), messages: [good] });
      lab.next({ status: 200, body: "{}" }, { status: 422 });
      const { invocations, logs } = await order(
        { ...active.event(), messages },
        { ...services.environment, AWS_ENDPOINT_URL_SQS: endpoint },
        { [String(outputs.url)]: String(QueueUrl) },
      );
      assert.deepEqual(invocations, [{ response: null }], logs);
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      const reasons = Messages.map(({ Body }) => JSON.parse(String(Body)) as { reason: string })
        .map(({ reason }) => reason.split(":")[0])
        .sort();
      assert.deepEqual(reasons, [
        "$ZodError",
        "PrintLabAnswerInvalid",
        "PrintLabRefused",
        "SyntaxError",
      ]);
    } finally {
      sqs.destroy();
      await services.stop();
    }
  });
});
