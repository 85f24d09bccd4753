// order-print and price-print, built as they are deployed and run against a print-lab over HTTPS.
import assert from "node:assert/strict";
import type { PrintOrder } from "./print-order";
import {
  Certificate,
  certificatesPossible,
  makeCertificate,
} from "../../tests/handlers/certificate";
import { skipUnless } from "../../tests/handlers/newer-node";
import { plannedLabUrl, PrintLab, startPrintLab } from "./print-lab-server";
import { Invocation } from "../../tests/handlers/runtime-api";
import { runSample, sampleFunction } from "../../tests/handlers/sample-stack";

const order: PrintOrder = {
  size: "13x18",
  copies: 2,
  idempotencyKey: "key-1234",
  photoUrl: "https://originals.example.com/public/photo?X-Amz-Signature=secret",
};
const { idempotencyKey, ...sent } = order;
const orderRequest = { method: "POST", path: "/v1/orders", key: idempotencyKey, body: sent };
const wish = { size: "10x15", copies: 3 };
const priceRequest = { method: "GET", path: "/v1/prices?size=10x15&copies=3" };

const errorOf = (invocation: Invocation) => {
  assert.ok("error" in invocation, JSON.stringify(invocation));
  return `${invocation.error.errorType}: ${invocation.error.errorMessage}`;
};

describe("The functions that call the print-lab, built and run against one", function () {
  let certificate: Certificate;
  let lab: PrintLab;

  before(async function () {
    skipUnless(certificatesPossible(), this, "Needs the command openssl");
    certificate = makeCertificate();
    lab = await startPrintLab(certificate);
  });
  afterEach(() => lab?.reset());
  after(async () => {
    await lab?.stop();
    certificate?.remove();
  });

  const run = (name: string, ...events: unknown[]) =>
    runSample(name, certificate.trusted, events, { [plannedLabUrl]: lab.url });

  it("order a print, and no second one where the event comes again", async () => {
    const { invocations, logs } = await run("order-print", order, order);
    assert.deepEqual(invocations, [
      { response: { orderId: "L-1" } },
      { response: { orderId: "L-1" } },
    ]);
    assert.deepEqual(lab.requests, [orderRequest, orderRequest]);
    assert.deepEqual(lab.orders, [sent]);
    assert.match(logs, /"message":"print ordered","orderId":"L-1"/);
    assert.doesNotMatch(logs, /X-Amz-Signature/);
  });

  it("ask for a price", async () => {
    const { invocations } = await run("price-print", wish);
    assert.deepEqual(invocations, [{ response: { amount: 360, currency: "EUR" } }]);
    assert.deepEqual(lab.requests, [priceRequest]);
  });

  it("ask again after a lost answer, with the same key, so that the lab prints once", async () => {
    lab.next("breaks", { status: 503, headers: { "retry-after": "1" } });
    const { invocations } = await run("order-print", order);
    assert.deepEqual(invocations, [{ response: { orderId: "L-1" } }]);
    assert.deepEqual(lab.requests, [orderRequest, orderRequest, orderRequest]);
    assert.deepEqual(lab.orders, [sent]);
  });

  it("ask again where the connection breaks amid the answer", async () => {
    lab.next("breaks off");
    const { invocations } = await run("order-print", order);
    assert.deepEqual(invocations, [{ response: { orderId: "L-1" } }]);
    assert.deepEqual(lab.requests, [orderRequest, orderRequest]);
    assert.deepEqual(lab.orders, [sent]);
  });

  it("give up on a lab that stays silent, before Lambda gives up on them", async () => {
    lab.next("stays silent", "stays silent", "stays silent");
    const started = Date.now();
    const { invocations } = await run("order-print", order);
    const { timeout } = await sampleFunction("order-print");
    assert.ok(Date.now() - started < timeout * 1_000);
    assert.match(
      errorOf(invocations[0]),
      /^PrintLabUnavailable: POST \/v1\/orders: TimeoutError: .*\(attempt 3 of 3\)$/,
    );
    assert.deepEqual(lab.requests, [orderRequest, orderRequest, orderRequest]);
  });

  it("refuse an answer that is not what was agreed, without asking again", async () => {
    lab.next(
      { status: 200, body: "<html>" },
      { status: 200, body: '{"orderId":17}' },
      { status: 409 },
    );
    const ordered = await run("order-print", order, order, order);
    assert.match(errorOf(ordered.invocations[0]), /^PrintLabAnswerInvalid: not JSON/);
    assert.match(
      errorOf(ordered.invocations[1]),
      /^PrintLabAnswerInvalid: POST orders: .*orderId/s,
    );
    assert.equal(errorOf(ordered.invocations[2]), "PrintLabRefused: POST /v1/orders: 409");
    assert.equal(lab.requests.length, 3);

    lab.next({ status: 200, body: '{"amount":1.5,"currency":"EUR"}' });
    const priced = await run("price-print", wish);
    assert.match(errorOf(priced.invocations[0]), /^PrintLabAnswerInvalid: GET prices: .*amount/s);
    assert.equal(lab.requests.length, 4);
  });

  it("follow no redirect to another host", async () => {
    const other = await startPrintLab(certificate);
    try {
      const elsewhere = { status: 307, headers: { location: `${other.url}/prices?copies=1` } };
      lab.next(elsewhere, elsewhere, elsewhere);
      const { invocations } = await run("price-print", wish);
      assert.match(errorOf(invocations[0]), /^PrintLabUnavailable: .*redirect/);
      assert.deepEqual(other.requests, []);
    } finally {
      await other.stop();
    }
  });

  it("send nothing to a lab whose certificate they don't trust", async () => {
    const { invocations } = await runSample("order-print", {}, [order], {
      [plannedLabUrl]: lab.url,
    });
    assert.match(errorOf(invocations[0]), /^PrintLabUnavailable: .*self-signed certificate/);
    assert.deepEqual(lab.requests, []);
  });

  it("call nobody with an order that is not valid", async () => {
    const wrong = [{ copies: 51 }, { idempotencyKey: "short" }, { photoUrl: "http://x.example" }];
    const { invocations } = await run(
      "order-print",
      ...wrong.map((each) => ({ ...order, ...each })),
    );
    assert.equal(invocations.map(errorOf).length, wrong.length);
    assert.deepEqual(lab.requests, []);
  });
});
