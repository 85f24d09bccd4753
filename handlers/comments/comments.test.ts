// Comments, built as they are deployed and run against PostgreSQL and Memcached.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { request } from "../../tests/handlers/events";
import {
  Certificate,
  certificatesPossible,
  makeCertificate,
} from "../../tests/handlers/certificate";
import {
  memcachedInstalled,
  MemcachedServer,
  startMemcached,
} from "../../tests/handlers/memcached-server";
import { whileLosing } from "../../tests/handlers/lost-connections";
import { skipUnless } from "../../tests/handlers/newer-node";
import {
  postgresInstalled,
  PostgresServer,
  startPostgres,
} from "../../tests/handlers/postgres-server";
import { Invocation } from "../../tests/handlers/runtime-api";
import { planned, runSample } from "../../tests/handlers/sample-stack";
import { startSecretsService } from "../../tests/handlers/secrets-service";

const answerOf = (invocation: Invocation) => {
  assert.ok("response" in invocation, JSON.stringify(invocation));
  const { statusCode, body } = invocation.response as { statusCode: number; body: string };
  const read = JSON.parse(body) as { comments: { text: string; userId: string }[]; words: number };
  return { statusCode, ...read };
};

describe("Comments, built and run with PostgreSQL and Memcached", function () {
  let certificate: Certificate;
  let postgres: PostgresServer;
  let memcached: MemcachedServer;
  let words: string;
  let hosts: { comments: string; pages: string };

  before(async function () {
    const needed = "Needs servers of Debian: apt-get install postgresql memcached openssl";
    const there = postgresInstalled() && memcachedInstalled() && certificatesPossible();
    skipUnless(there, this, needed);
    certificate = makeCertificate();
    words = fs.mkdtempSync(path.join(os.tmpdir(), "strata-words-"));
    postgres = await startPostgres(certificate);
    await postgres.query("CREATE ROLE rds_iam"); // RDS has it
    const place = await planned("aws:rds/instance:Instance", "comments");
    const files = await planned("aws:lambda/invocation:Invocation", "comments-schema");
    const secret = { username: "administrator", password: postgres.password };
    const secrets = await startSecretsService(secret);
    const made = await runSample(
      "comments-schema",
      { ...secrets.environment, ...certificate.trusted },
      [JSON.parse(String(files.inputs.input))],
      { [String(place.outputs.address)]: "127.0.0.1" },
      { "5432": postgres.port },
    );
    await secrets.stop();
    const ran = { ran: ["001-comments.sql"], known: 0 };
    assert.deepEqual(made.invocations, [{ response: ran }], made.logs);
    memcached = await startMemcached(certificate);
    const database = await planned("aws:rds/instance:Instance", "comments");
    const pages = await planned("aws:elasticache/cluster:Cluster", "comment-pages");
    hosts = {
      comments: String(database.outputs.address),
      pages: String(pages.outputs.clusterAddress),
    };
  });
  after(async () => {
    await memcached?.stop();
    await postgres?.stop();
    certificate?.remove();
    if (words) fs.rmSync(words, { recursive: true });
  });

  const run = async (name: string, events: readonly unknown[], cachePort = memcached.port) => {
    const isForbidding = name === "forbid-words";
    const { invocations, logs } = await runSample(
      name,
      {
        ...{ AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local", AWS_REGION: "eu-west-1" },
        ...certificate.trusted,
      },
      events,
      isForbidding ? {} : { [hosts.comments]: "127.0.0.1", [hosts.pages]: "127.0.0.1" },
      { "5432": postgres.port, "11211": cachePort },
      { "/mnt/words": words },
    );
    return { answers: invocations.map(answerOf), logs };
  };

  const photoId = "0190a000-0000-7000-8000-000000000001";
  const comment = (commentId: string, text: string, subject = "ada") =>
    request({ path: { photoId }, body: { commentId, text }, subject });
  const one = "0190a000-0000-4000-8000-00000000000a";
  const two = "0190a000-0000-4000-8000-00000000000b";

  it("are kept once, refused where words are forbidden, and seen at once", async () => {
    const forbidden = await run("forbid-words", [
      request({ body: { words: ["Ugly", "ugly"] } }),
      request({ body: { words: ["two words"] } }),
    ]);
    assert.deepEqual(
      forbidden.answers.map(({ statusCode, words: count }) => [statusCode, count]),
      [
        [200, 1],
        [400, undefined],
      ],
    );
    const list = () => run("list-comments", [request({ path: { photoId } })]);
    assert.deepEqual((await list()).answers[0].comments, []);
    const posted = await run("post-comment", [
      comment(one, "Über den Wolken – schön!"),
      comment(one, "Über den Wolken – schön!"),
      comment(two, "what an UGLY photo"),
      comment("no id", "hello"),
      comment(two, "Quite so.", "eve"),
    ]);
    assert.deepEqual(
      posted.answers.map(({ statusCode }) => statusCode),
      [201, 201, 422, 400, 201],
    );
    const { answers, logs } = await run(
      "list-comments",
      Array<unknown>(3).fill(request({ path: { photoId } })),
    );
    for (const { comments } of answers) {
      assert.deepEqual(
        comments.map(({ userId, text }) => [userId, text]),
        [
          ["ada", "Über den Wolken – schön!"],
          ["eve", "Quite so."],
        ],
      );
    }
    assert.doesNotMatch(logs, /left out|asked again/);
  });

  it("come from the cache while it has them, and from the database where it does not answer", async () => {
    await run("list-comments", [request({ path: { photoId } })]);
    await postgres.query("UPDATE comments SET text = 'changed behind the cache'");
    const cached = await run("list-comments", [request({ path: { photoId } })]);
    assert.equal(cached.answers[0].comments[1].text, "Quite so.");
    const without = await run("list-comments", [request({ path: { photoId } })], 9);
    assert.equal(without.answers[0].comments[1].text, "changed behind the cache");
    assert.match(without.logs, /page cache left out/);
  });

  it("are asked for again where the connection was lost", async () => {
    const events = Array.from({ length: 30 }, (_, at) =>
      request({ path: { photoId: `other-${at}` } }),
    );
    const { answers } = await whileLosing(200, postgres.dropConnections, () =>
      run("list-comments", events),
    );
    assert.ok(answers.every(({ statusCode }) => statusCode === 200));
  });
});
