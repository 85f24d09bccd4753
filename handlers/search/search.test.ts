// The search feature, built as it is deployed, with a server in the place of the domain (see search-domain.ts).
import type { DynamoDBRecord } from "aws-lambda";
import assert from "node:assert/strict";
import { request } from "../../tests/handlers/events";
import {
  Certificate,
  certificatesPossible,
  makeCertificate,
} from "../../tests/handlers/certificate";
import { skipUnless } from "../../tests/handlers/newer-node";
import { Invocation } from "../../tests/handlers/runtime-api";
import { planned, runSample } from "../../tests/handlers/sample-stack";
import { SearchDomain, startSearchDomain } from "./search-domain";

const credentials = {
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_REGION: "eu-west-1",
};

const change = (eventName: "INSERT" | "REMOVE", photoId: string): DynamoDBRecord => ({
  eventName,
  dynamodb: {
    SequenceNumber: `number-of-${photoId}`,
    Keys: { userId: { S: "ada" }, photoId: { S: photoId } },
    ...(eventName === "INSERT" && {
      NewImage: { bytes: { N: "5" }, uploadedAt: { S: "2026-01-31T10:00:00Z" }, eTag: { S: "x" } },
    }),
  },
});

const answerOf = (invocation: Invocation) => {
  assert.ok("response" in invocation, JSON.stringify(invocation));
  const { statusCode, body } = invocation.response as { statusCode: number; body: string };
  return { statusCode, body: JSON.parse(body) as Record<string, unknown> };
};

describe("The search handlers, built and run against a server in the domain's place", function () {
  let certificate: Certificate;
  let domain: SearchDomain;
  let endpoint: string;

  before(async function () {
    skipUnless(certificatesPossible(), this, "Needs openssl.");
    certificate = makeCertificate();
    domain = await startSearchDomain(certificate);
    const { outputs } = await planned("aws:opensearch/domain:Domain", "search");
    endpoint = String(outputs.endpoint);
  });
  after(async () => {
    await domain?.stop();
    certificate?.remove();
  });
  beforeEach(() => void domain.requests.splice(0));

  const run = async (name: string, events: readonly unknown[]) => {
    const environment = { ...credentials, ...certificate.trusted };
    const { invocations } = await runSample(name, environment, events, {
      [endpoint]: domain.endpoint,
    });
    return invocations;
  };

  it("index what changed in one request over one connection, and report what failed alone", async () => {
    const done = {
      status: 200,
      body: { items: [{ index: { status: 201 } }, { delete: { status: 404 } }] },
    };
    const half = {
      status: 200,
      body: {
        items: [
          { index: { status: 201 } },
          { index: { status: 400, error: { reason: "mapping" } } },
        ],
      },
    };
    domain.next({ status: 429 }, done, half, { status: 403, body: { message: "no permissions" } });
    const [first, second, refused] = await run("index-photos", [
      { Records: [change("INSERT", "one"), change("REMOVE", "two")] },
      { Records: [change("INSERT", "three"), change("INSERT", "four")] },
      { Records: [change("INSERT", "five")] },
    ]);
    assert.deepEqual(first, { response: { batchItemFailures: [] } });
    const failures = [{ itemIdentifier: "number-of-four" }];
    assert.deepEqual(second, { response: { batchItemFailures: failures } });
    assert.match(JSON.stringify(refused), /answered 403.*no permissions/);

    const [busy, again] = domain.requests;
    assert.equal(busy.path, "/photos/_bulk");
    assert.equal(again.body, busy.body);
    assert.deepEqual(
      again.body
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown),
      [
        { index: { _id: "ada/one" } },
        { userId: "ada", photoId: "one", bytes: 5, uploadedAt: "2026-01-31T10:00:00Z" },
        { delete: { _id: "ada/two" } },
      ],
    );
    assert.match(
      again.authorization,
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/es\/aws4_request, /,
    );
    assert.equal(new Set(domain.requests.map(({ connection }) => connection)).size, 1);
  });

  it("find the caller's photos alone, and say when the domain does not answer", async () => {
    const photo = { userId: "ada", photoId: "one", bytes: 5, uploadedAt: "2026-01-31T10:00:00Z" };
    const found = {
      hits: { total: { value: 1 }, hits: [{ _source: photo }] },
      aggregations: { months: { buckets: [{ key_as_string: "2026-01", doc_count: 1 }] } },
    };
    domain.next(
      "breaks",
      { status: 200, body: found },
      { status: 404 },
      { status: 403 },
      "breaks",
      { status: 503 },
      "breaks",
    );
    const query = { from: "2026-01-01", minimumBytes: "3" };
    const [first, before, forbidden, silent, wrong] = await run("find-photos", [
      request({ query, subject: "ada" }),
      request(),
      request(),
      request(),
      request({ query: { from: "January" } }),
    ]);
    const { userId, ...shown } = photo;
    assert.deepEqual(answerOf(first), {
      statusCode: 200,
      body: { total: 1, photos: [shown], months: [{ month: "2026-01", count: 1 }] },
    });
    assert.deepEqual(answerOf(before), {
      statusCode: 200,
      body: { total: 0, photos: [], months: [] },
    });
    assert.equal(answerOf(forbidden).statusCode, 503);
    assert.equal(answerOf(silent).statusCode, 503);
    assert.equal(answerOf(wrong).statusCode, 400);
    assert.equal(domain.requests.length, 7);
    const { query: asked } = JSON.parse(domain.requests[1].body) as {
      query: { bool: { filter: object[] } };
    };
    assert.deepEqual(asked.bool.filter, [
      { term: { "userId.keyword": userId } },
      { range: { uploadedAt: { gte: "2026-01-01" } } },
      { range: { bytes: { gte: 3 } } },
    ]);
  });
});
