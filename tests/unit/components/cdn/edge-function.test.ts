import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { EdgeFunction, EdgeFunctionArgs } from "../../../../components/cdn";
import { answerAtEdge } from "../../../handlers/edge-runtime";
import { Recording, record, refusal, valueOf } from "../record";

type Handler = ConstructorParameters<typeof EdgeFunction<string>>[1];

const make = (handler: Handler, args?: EdgeFunctionArgs<string>) =>
  record(() => new EdgeFunction("edge", handler, args));
const argsOf = (recording: Recording<unknown>) =>
  recording.inputs<aws.cloudfront.FunctionArgs>(aws.cloudfront.Function, "edge");

/** What the code answers to a request for a path. */
async function answer(code: unknown, uri: string, store: Record<string, string> = {}) {
  const request = { method: "GET", uri, querystring: {}, headers: {}, cookies: {} };
  const answered = await answerAtEdge(code, request, store);
  return answered as { uri?: string; statusCode?: number; headers?: { location: unknown } };
}

describe("EdgeFunction", () => {
  it("is the callback, for version 2.0 of the runtime, published", async () => {
    const recording = await make((event) => {
      const { request } = { request: event.request };
      return request;
    }).catch(() => undefined);
    assert.equal(recording, undefined, "destructuring is not of the runtime");
    const made = await make((event) => {
      const request = event.request;
      if (request.uri.endsWith("/")) request.uri += "index.html";
      return request;
    });
    const args = argsOf(made);
    assert.equal(args.runtime, "cloudfront-js-2.0");
    assert.equal(args.publish, true);
    assert.deepEqual(args.keyValueStoreAssociations, []);
    assert.equal(made.count(aws.cloudfront.KeyValueStore), 0);
    assert.equal((await answer(args.code, "/a/")).uri, "/a/index.html");
  });

  it("rewrites what the runtime lacks and can be rewritten", async () => {
    const made = await make((event) => {
      const host = event.request.headers.host?.value ?? "none";
      return { statusCode: 404, body: host };
    });
    const code = String(argsOf(made).code);
    assert.doesNotMatch(code, /\?\.|\?\?/);
    assert.deepEqual({ ...(await answer(code, "/")) }, { statusCode: 404, body: "none" });
  });

  it("reads values, Outputs too, from a store of its own", async () => {
    const made = await make(
      async (event, values) => {
        const host = await values.get("host");
        return { statusCode: 301, headers: { location: { value: host + event.request.uri } } };
      },
      { values: { host: pulumi.output("www.example.com") } },
    );
    const key = made.inputs<aws.cloudfront.KeyvaluestoreKeyArgs>(
      aws.cloudfront.KeyvaluestoreKey,
      "edge-value-host",
    );
    assert.equal(key.value, "www.example.com");
    const args = argsOf(made);
    assert.deepEqual(args.keyValueStoreAssociations, [await valueOf(made.made.nodes.values!.arn)]);
    const { statusCode, headers } = await answer(args.code, "/x", { host: "h" });
    assert.equal(statusCode, 301);
    assert.deepEqual(headers && { ...(headers.location as object) }, { value: "h/x" });
  });

  const home = pulumi.output("www.example.com");
  const limit = 3;
  const refusals: [what: string, handler: Handler, message: RegExp][] = [
    [
      "an Output that is captured",
      () => ({ statusCode: 301, body: String(home) }),
      /handler is "home"; allowed: nothing from outside .*\n {2}fix: .*values: \{ home/s,
    ],
    ["a constant that is captured", () => ({ statusCode: limit }), /handler is "limit"/],
    [
      "what the runtime lacks",
      (event) => {
        for (const name of Object.keys(event.request.headers)) event.request.uri += name;
        return event.request;
      },
      /allowed: JavaScript 5\.1 with arrow functions/,
    ],
    [
      "async functions within",
      async (event) => {
        const later = async () => Promise.resolve(event.request);
        return later();
      },
      /no async function within the callback/,
    ],
    [
      "what is no function of its own",
      Object.assign.bind(undefined) as Handler,
      /an arrow function or a function expression/,
    ],
  ];
  for (const [what, handler, message] of refusals) {
    it(`refuses ${what}`, async () =>
      assert.match(await refusal(() => new EdgeFunction("edge", handler)), message));
  }

  it("refuses more than 10 KB", async () => {
    const long = new Function(`return () => ({ body: ${JSON.stringify("a".repeat(10_300))} })`);
    const made = () => new EdgeFunction("edge", (long as () => Handler)());
    assert.match(await refusal(made), /code is 10\d+; allowed: at most 10,240 bytes of code/);
  });
});
