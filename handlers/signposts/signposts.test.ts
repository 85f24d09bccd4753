// The ways of the signposts: the function of the edge as CloudFront gets it, with its store, and the label's as it is deployed.
import assert from "node:assert/strict";
import { answerAtEdge } from "../../tests/handlers/edge-runtime";
import { planned, runSample } from "../../tests/handlers/sample-stack";
import { largest, settings } from "../../tests/stacks/shipped-stacks";

const given = settings.get(largest)!;

describe("/go/", function () {
  this.timeout(240_000);
  const key = "aws:cloudfront/keyvaluestoreKey:KeyvaluestoreKey";

  const ask = async (uri: string) => {
    const { inputs } = await planned("aws:cloudfront/function:Function", "go");
    const names = ["addresses", "help", "orders"];
    const store = await Promise.all(
      names.map(async (name) => {
        const { value } = (await planned(key, `go-value-${name}`)).inputs;
        return [name, String(value)] as const;
      }),
    );
    const request = { method: "GET", uri, querystring: {}, headers: {}, cookies: {} };
    return answerAtEdge(inputs.code, request, Object.fromEntries(store));
  };

  it("leads on to what stands behind the name now, with what comes after it", async () => {
    const found = (value: string) => ({ statusCode: 302, headers: { location: { value } } });
    assert.deepEqual(await ask("/go/orders/order-1"), found("/prints/orders/order-1"));
    assert.deepEqual(await ask("/go/help"), found("/help/"));
    assert.deepEqual(await ask("/go/help/a/b.html"), found("/help/a/b.html"));
    // Never to another host.
    assert.deepEqual(await ask("/go/help//evil.example.com"), found("/help//evil.example.com"));
  });

  it("tells the fixed addresses that the gallery calls from, which the program captured", async () => {
    const { statusCode, headers, body } = (await ask("/go/addresses")) as {
      statusCode: number;
      headers: Record<string, { value: string }>;
      body: string;
    };
    assert.deepEqual([statusCode, headers["content-type"].value], [200, "application/json"]);
    const { addresses } = JSON.parse(body) as { addresses: string[] };
    const zones = Object.keys(given["strata:network"]?.egress.addresses ?? {});
    const made = await Promise.all(
      zones.map((zone) => planned("aws:ec2/eip:Eip", `network-egress-addresses-${zone}`)),
    );
    assert.ok(made.length > 0);
    assert.deepEqual(
      addresses,
      made.map(({ outputs }) => outputs.publicIp),
    );
  });

  it("knows no other name", async () => {
    for (const uri of ["/go/", "/go/constructor", "/go/Orders/1"]) {
      assert.deepEqual(await ask(uri), { statusCode: 404 }, uri);
    }
  });
});

describe("The label of a parcel", function () {
  this.timeout(240_000);

  const answers = async (...paths: string[]) => {
    const events = paths.map((rawPath) => ({ rawPath }));
    const { invocations } = await runSample("label-order", {}, events);
    return invocations.map((invocation) => {
      assert.ok("response" in invocation, JSON.stringify(invocation));
      return invocation.response as {
        statusCode: number;
        headers: { [name: string]: string };
        body: string;
      };
    });
  };

  it("says where the order's way can be followed, and is kept", async () => {
    const [{ statusCode, headers, body }] = await answers("/order-1.svg");
    assert.equal(statusCode, 200);
    assert.equal(headers["content-type"], "image/svg+xml");
    assert.match(headers["cache-control"], /max-age=86400/);
    assert.match(body, /^<svg [^]*<\/svg>\n$/);
    const domain = given["strata:dns"]?.domain;
    assert.ok(body.includes(`>${domain ? `www.${domain}` : ""}/go/orders/order-1<`), body);
  });

  it("is of nothing but an order", async () => {
    const odd = ["/", "/order-1", "/a/b.svg", "/<script>.svg", `/${"a".repeat(65)}.svg`];
    const found = (await answers(...odd)).map(({ statusCode }) => statusCode);
    assert.deepEqual(
      found,
      odd.map(() => 404),
    );
  });
});
