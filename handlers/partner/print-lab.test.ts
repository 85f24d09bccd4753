import assert from "node:assert/strict";
import { attempts, callPrintLab, type LabRequest } from "./print-lab";
import { labAnswering } from "./lab-answers";

const labUrl = "https://api.lab.example/v1";
const price: LabRequest = { method: "GET", path: "prices", query: { size: "10x15" } };
const order: LabRequest = { method: "POST", path: "orders", body: { copies: 2 } };
const repeatableOrder: LabRequest = { ...order, idempotencyKey: "key-1234" };

const ok = () => Response.json({ done: true });
const status = (code: number, headers?: Record<string, string>) =>
  new Response("{}", { status: code, headers });
const broken = () => new TypeError("fetch failed", { cause: new Error("ECONNRESET") });

describe("callPrintLab", () => {
  for (const base of [labUrl, `${labUrl}/`]) {
    it(`asks below ${base}`, async () => {
      const lab = labAnswering(ok());
      assert.deepEqual(await callPrintLab(base, price, lab), { done: true });
      assert.deepEqual(lab.calls, [
        {
          method: "GET",
          url: "https://api.lab.example/v1/prices?size=10x15",
          headers: { accept: "application/json" },
          body: undefined,
        },
      ]);
    });
  }

  it("sends the body as JSON, and the idempotency key", async () => {
    const lab = labAnswering(ok());
    await callPrintLab(labUrl, repeatableOrder, lab);
    assert.deepEqual(lab.calls[0].headers, {
      accept: "application/json",
      "content-type": "application/json",
      "idempotency-key": "key-1234",
    });
    assert.deepEqual(lab.calls[0].body, { copies: 2 });
  });

  for (const [what, request] of [
    ["a GET", price],
    ["a POST with an idempotency key", repeatableOrder],
  ] as const) {
    it(`tries ${what} again after what may pass, the same way`, async () => {
      const lab = labAnswering(status(503), broken(), ok());
      assert.deepEqual(await callPrintLab(labUrl, request, lab), { done: true });
      assert.deepEqual(lab.calls[1], lab.calls[0]);
      assert.deepEqual(lab.calls[2], lab.calls[0]);
      const [first, second] = lab.pauses;
      assert.ok(first >= 100 && first <= 200, `first pause ${first}`);
      assert.ok(second >= 200 && second <= 400, `second pause ${second}`);
    });
  }

  for (const [what, answer, reason] of [
    ["a 503", status(503), "POST /v1/orders: 503 (attempt 1 of 1)"],
    ["a broken connection", broken(), "POST /v1/orders: fetch failed: ECONNRESET (attempt 1 of 1)"],
  ] as const) {
    it(`does not repeat a POST without idempotency key after ${what}`, async () => {
      const lab = labAnswering(answer, ok());
      await assert.rejects(callPrintLab(labUrl, order, lab), {
        name: "PrintLabUnavailable",
        message: reason,
      });
      assert.equal(lab.calls.length, 1);
    });
  }

  it("gives up after three attempts", async () => {
    const lab = labAnswering(status(500), status(429), status(408), ok());
    await assert.rejects(callPrintLab(labUrl, price, lab), {
      name: "PrintLabUnavailable",
      message: "GET /v1/prices: 408 (attempt 3 of 3)",
    });
    assert.equal(lab.calls.length, attempts);
    assert.equal(lab.pauses.length, attempts - 1);
  });

  it("waits as long as the lab asks for, two seconds at most", async () => {
    const lab = labAnswering(
      status(429, { "retry-after": "1" }),
      status(429, { "retry-after": "3600" }),
      ok(),
    );
    await callPrintLab(labUrl, price, lab);
    assert.deepEqual(lab.pauses, [1_000, 2_000]);
  });

  for (const code of [400, 401, 404, 409, 422]) {
    it(`does not repeat what the lab refuses with ${code}`, async () => {
      const lab = labAnswering(status(code), ok());
      await assert.rejects(callPrintLab(labUrl, repeatableOrder, lab), {
        name: "PrintLabRefused",
        message: `POST /v1/orders: ${code}`,
      });
      assert.equal(lab.calls.length, 1);
    });
  }

  it("says so where the answer is not JSON", async () => {
    const lab = labAnswering(new Response("<html>"));
    await assert.rejects(callPrintLab(labUrl, price, lab), { name: "PrintLabAnswerInvalid" });
  });

  it("refuses a URL without TLS before it calls", async () => {
    const lab = labAnswering(ok());
    await assert.rejects(
      callPrintLab("http://api.lab.example", price, lab),
      /The print-lab's URL is http:\/\/api\.lab\.example; allowed: an https URL\./,
    );
    assert.equal(lab.calls.length, 0);
  });

  it("follows no redirect and waits no longer than its timeout", async () => {
    const lab = labAnswering(ok());
    let seen: RequestInit | undefined;
    await callPrintLab(labUrl, price, {
      ...lab,
      fetch: (url, init) => {
        seen = init;
        return lab.fetch(url, init);
      },
    });
    assert.equal(seen?.redirect, "error");
    assert.ok(seen?.signal instanceof AbortSignal);
  });
});
