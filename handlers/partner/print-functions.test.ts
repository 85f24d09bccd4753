import assert from "node:assert/strict";
import { orderPrint } from "./order-print";
import { pricePrint } from "./price-print";
import type { PrintOrder } from "./print-order";
import { captureLog } from "../../tests/handlers/captured-log";
import { labAnswering } from "./lab-answers";

const labUrl = { get: () => "https://api.lab.example/v1" };

describe("order-print", () => {
  const logged = captureLog();
  const order: PrintOrder = {
    size: "13x18",
    copies: 2,
    idempotencyKey: "key-1234",
    photoUrl: "https://originals.s3.amazonaws.com/public/photo?X-Amz-Signature=secret",
  };

  it("gives the lab's order id", async () => {
    const lab = labAnswering(Response.json({ orderId: "L-17", state: "queued" }, { status: 201 }));
    assert.deepEqual(await orderPrint({ labUrl }, lab)(order), { orderId: "L-17" });
    assert.equal(lab.calls[0].url, "https://api.lab.example/v1/orders");
    assert.equal(lab.calls[0].headers["idempotency-key"], "key-1234");
    assert.deepEqual(lab.calls[0].body, {
      size: "13x18",
      copies: 2,
      photoUrl: order.photoUrl,
    });
  });

  it("sends the same request when the event comes again", async () => {
    const answers = [1, 2].map(() => Response.json({ orderId: "L-17" }));
    const lab = labAnswering(...answers);
    const handler = orderPrint({ labUrl }, lab);
    assert.deepEqual(await handler(order), await handler(order));
    assert.deepEqual(lab.calls[1], lab.calls[0]);
  });

  it("does not log the photo's signed URL", async () => {
    await orderPrint({ labUrl }, labAnswering(Response.json({ orderId: "L-17" })))(order);
    assert.deepEqual(logged(), [
      { level: "info", message: "print ordered", orderId: "L-17", idempotencyKey: "key-1234" },
    ]);
  });

  for (const answer of [{}, { orderId: "" }, { orderId: 17 }, []]) {
    it(`throws where the lab answers ${JSON.stringify(answer)}`, async () => {
      const lab = labAnswering(Response.json(answer));
      await assert.rejects(orderPrint({ labUrl }, lab)(order), { name: "PrintLabAnswerInvalid" });
    });
  }

  for (const wrong of [{ copies: 0 }, { size: "1x1" }, { photoUrl: "http://x" }]) {
    it(`does not call the lab with ${JSON.stringify(wrong)}`, async () => {
      const lab = labAnswering();
      await assert.rejects(orderPrint({ labUrl }, lab)({ ...order, ...wrong }));
      assert.equal(lab.calls.length, 0);
    });
  }
});

describe("price-print", () => {
  it("gives the lab's price", async () => {
    const lab = labAnswering(Response.json({ amount: 240, currency: "EUR", vat: 19 }));
    const answer = await pricePrint({ labUrl }, lab)({ size: "10x15", copies: 2 });
    assert.deepEqual(answer, { amount: 240, currency: "EUR" });
    assert.equal(lab.calls[0].url, "https://api.lab.example/v1/prices?size=10x15&copies=2");
  });

  for (const answer of [
    { amount: -1, currency: "EUR" },
    { amount: 2.4, currency: "EUR" },
    { amount: 240 },
  ]) {
    it(`throws where the lab answers ${JSON.stringify(answer)}`, async () => {
      const lab = labAnswering(Response.json(answer));
      await assert.rejects(pricePrint({ labUrl }, lab)({ size: "10x15", copies: 1 }), {
        name: "PrintLabAnswerInvalid",
        message: /GET prices/,
      });
    });
  }
});
