// request-print and quote-print, built as they are deployed and run against Lambda's API, behind which order-print and
// price-print run against a print-lab: from a request to the lab, with nothing replaced but addresses.
import { PutObjectCommand } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import * as https from "node:https";
import { newPhotoId } from "../photo-id";
import { request, RequestParts } from "../../tests/handlers/events";
import {
  Certificate,
  certificatesPossible,
  makeCertificate,
} from "../../tests/handlers/certificate";
import { startHttpsEntrance } from "../../tests/handlers/https-entrance";
import {
  LambdaService,
  LocalFunction,
  startLambdaService,
} from "../../tests/handlers/lambda-service";
import { awsServicesInstalled, startAwsServices } from "../../tests/handlers/local-services";
import { skipUnless } from "../../tests/handlers/newer-node";
import { usePhotoTable } from "../../tests/handlers/photo-table";
import { plannedLabUrl, PrintLab, startPrintLab } from "./print-lab-server";
import { Invocation } from "../../tests/handlers/runtime-api";
import {
  createOriginals,
  runSample,
  s3Client,
  sampleFunction,
} from "../../tests/handlers/sample-stack";

interface Answer {
  status: number;
  body: { reference?: string; message?: string };
}

const answerOf = (invocation: Invocation): Answer => {
  assert.ok("response" in invocation, JSON.stringify(invocation));
  const { statusCode, body } = invocation.response as { statusCode: number; body: string };
  return { status: statusCode, body: JSON.parse(body) as Answer["body"] };
};

describe("Prints, from a request to the lab", function () {
  const table = usePhotoTable();
  const photoId = newPhotoId();
  let certificate: Certificate;
  let lab: PrintLab;
  let lambda: LambdaService;
  let orderPrintArn: string;
  let pricePrintArn: string;

  before(async function () {
    skipUnless(certificatesPossible(), this, "Needs the command openssl");
    certificate = makeCertificate();
    lab = await startPrintLab(certificate);
    const behindIt =
      (name: string): LocalFunction =>
      async (event) => {
        const instead = { [plannedLabUrl]: lab.url };
        return (await runSample(name, certificate.trusted, [event], instead)).invocations[0];
      };
    ({ arn: orderPrintArn } = await sampleFunction("order-print"));
    ({ arn: pricePrintArn } = await sampleFunction("price-print"));
    lambda = await startLambdaService({
      [orderPrintArn]: behindIt("order-print"),
      [pricePrintArn]: behindIt("price-print"),
    });
    await table.put({ userId: "ada", photoId, objectKey: `ada/${photoId}` });
  });
  afterEach(async () => {
    await lambda?.reset();
    lab?.reset();
  });
  after(async () => {
    await lambda?.stop();
    await lab?.stop();
    certificate?.remove();
  });

  const wish = { body: { size: "10x15", copies: 2 }, path: { photoId }, subject: "ada" };
  async function post(environment: Record<string, string>, ...requests: RequestParts[]) {
    const { invocations } = await runSample(
      "request-print",
      { ...table.environment, ...lambda.environment, ...environment },
      requests.map(request),
    );
    return invocations.map(answerOf);
  }
  async function quote(query: Record<string, string>, subject = "ada") {
    const events = [request({ query, path: { photoId }, subject })];
    const environment = { ...table.environment, ...lambda.environment };
    const { invocations, logs } = await runSample("quote-print", environment, events);
    return { ...answerOf(invocations[0]), logs };
  }

  it("order what a request asks for, with a URL from which the lab gets the photo", async function () {
    skipUnless(awsServicesInstalled(), this);
    const services = await startAwsServices();
    const storage = s3Client(services);
    const entrance = await startHttpsEntrance(certificate, services.endpoint);
    try {
      const Bucket = await createOriginals(storage);
      await storage.send(new PutObjectCommand({ Bucket, Key: `ada/${photoId}`, Body: "data" }));

      const [{ status, body }] = await post({ AWS_ENDPOINT_URL_S3: entrance.endpoint }, wish);
      assert.equal(status, 202);
      assert.deepEqual(await lambda.outcomes(), [{ response: { orderId: "L-1" } }]);
      assert.equal(lab.requests[0].key, body.reference);
      const [{ photoUrl, ...order }] = lab.orders;
      assert.deepEqual(order, { size: "10x15", copies: 2 });
      assert.equal(await get(String(photoUrl), certificate.cert), "data");
    } finally {
      await entrance.stop();
      storage.destroy();
      await services.stop();
    }
  });

  it("are invoked asynchronously, and printed once where the caller asks twice", async () => {
    const again = { ...wish, headers: { "idempotency-key": "click-0001" } };
    const [first, second] = await post({}, again, again);
    assert.deepEqual([first.status, second.status], [202, 202]);
    assert.equal(second.body.reference, first.body.reference);
    assert.deepEqual(
      lambda.invocations.map(({ functionName, type }) => [functionName, type]),
      [
        [orderPrintArn, "Event"],
        [orderPrintArn, "Event"],
      ],
    );
    const outcomes = await lambda.outcomes();
    assert.deepEqual(outcomes, [
      { response: { orderId: "L-1" } },
      { response: { orderId: "L-1" } },
    ]);
    assert.equal(lab.orders.length, 1);
  });

  it("reach the lab as the same order when Lambda tries again", async () => {
    lab.next({ status: 403 }, { status: 403 });
    await post({}, wish);
    const outcomes = await lambda.outcomes();
    assert.deepEqual(
      outcomes.map((each) => ("error" in each ? each.error.errorType : each.response)),
      ["PrintLabRefused", "PrintLabRefused", { orderId: "L-1" }],
    );
    assert.equal(lab.requests.length, 3);
    assert.deepEqual(lab.requests[1], lab.requests[0]);
    assert.deepEqual(lab.requests[2], lab.requests[0]);
  });

  it("are not ordered of a photo that the caller does not have, or in a size that there isn't", async () => {
    const answers = await post(
      {},
      { ...wish, subject: "eve" },
      { ...wish, body: { size: "1x1" } },
      { ...wish, headers: { "idempotency-key": "short" } },
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 400, 400],
    );
    assert.deepEqual(lambda.invocations, []);
  });

  it("are quoted with the lab's price, waiting for it", async () => {
    const { status, body } = await quote({ size: "10x15", copies: "3" });
    assert.equal(status, 200);
    assert.deepEqual(body, { size: "10x15", copies: 3, amount: 360, currency: "EUR" });
    const text = JSON.stringify({ size: "10x15", copies: 3 });
    assert.deepEqual(lambda.invocations, [
      { functionName: pricePrintArn, type: "RequestResponse", text },
    ]);
    assert.equal(lab.requests[0].path, "/v1/prices?size=10x15&copies=3");
  });

  it("are not quoted where the caller has no such photo", async () => {
    const { status } = await quote({ size: "10x15" }, "bob");
    assert.equal(status, 404);
    assert.equal(lab.requests.length, 0);
  });

  it("are quoted although Lambda throttles once", async () => {
    lambda.throttleNext();
    const { status } = await quote({ size: "10x15" });
    assert.equal(status, 200);
    assert.equal(lambda.invocations.length, 2);
    assert.equal(lab.requests.length, 1);
  });

  it("are not quoted where the lab refuses, with the reason in the log alone", async () => {
    lab.next({ status: 422 });
    const { status, body, logs } = await quote({ size: "10x15" });
    assert.equal(status, 502);
    assert.deepEqual(body, {
      message: "The print-lab gave no price. Try again in a few minutes.",
    });
    assert.match(logs, /PrintLabRefused: GET \/v1\/prices: 422/);
  });
});

/** The body at an https address whose server has this certificate. */
async function get(url: string, ca: string): Promise<string> {
  const [answer] = (await once(https.get(url, { ca, agent: false }), "response")) as [
    http.IncomingMessage,
  ];
  assert.equal(answer.statusCode, 200);
  let text = "";
  for await (const chunk of answer) text += String(chunk);
  return text;
}
