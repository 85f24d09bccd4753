// Sessions of accounts, built as they are deployed and run against PostgreSQL and Valkey.
import assert from "node:assert/strict";
import { sessionKey, sessionSeconds } from "./session";
import { request } from "../../tests/handlers/events";
import {
  Certificate,
  certificatesPossible,
  makeCertificate,
} from "../../tests/handlers/certificate";
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
import { startValkey, valkeyInstalled, ValkeyServer } from "../../tests/handlers/valkey-server";

interface Answer {
  statusCode: number;
  body?: string;
  cookies?: string[];
}

const answerOf = (invocation: Invocation): Answer => {
  assert.ok("response" in invocation, JSON.stringify(invocation));
  return invocation.response as Answer;
};

describe("Sessions, built and run with PostgreSQL and Valkey", function () {
  let certificate: Certificate;
  let postgres: PostgresServer;
  let valkey: ValkeyServer;
  let instead: { accounts: Record<string, string>; sessions: Record<string, string> };

  before(async function () {
    const needed = "Needs servers of Debian: apt-get install postgresql redis-server openssl";
    const there = postgresInstalled() && valkeyInstalled() && certificatesPossible();
    skipUnless(there, this, needed);
    certificate = makeCertificate();
    postgres = await startPostgres(certificate);
    const place = await planned("aws:rds/cluster:Cluster", "accounts");
    const files = await planned("aws:lambda/invocation:Invocation", "accounts-schema");
    const secret = { username: "administrator", password: postgres.password };
    const secrets = await startSecretsService(secret);
    const made = await runSample(
      "accounts-schema",
      { ...secrets.environment, ...certificate.trusted },
      [JSON.parse(String(files.inputs.input))],
      { [String(place.outputs.endpoint)]: "127.0.0.1" },
      { "5432": postgres.port },
    );
    await secrets.stop();
    const ran = { ran: ["001-accounts.sql"], known: 0 };
    assert.deepEqual(made.invocations, [{ response: ran }], made.logs);
    // Through the proxy the administrator signs in by token, which no local server can check.
    postgres.acceptAnyPassword();
    const user = await planned("aws:elasticache/user:User", "sessions-user-app");
    valkey = await startValkey(certificate, String(user.inputs.userName));
    const proxy = await planned("aws:rds/proxy:Proxy", "accounts-proxy");
    const cache = await planned("aws:elasticache/replicationGroup:ReplicationGroup", "sessions");
    instead = {
      accounts: { [String(proxy.outputs.endpoint)]: "127.0.0.1" },
      sessions: { [String(cache.outputs.primaryEndpointAddress)]: "127.0.0.1" },
    };
  });
  after(async () => {
    await valkey?.stop();
    await postgres?.stop();
    certificate?.remove();
  });

  const run = async (name: string, events: readonly unknown[], accounts = true) => {
    const { invocations, logs } = await runSample(
      name,
      {
        ...{ AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local", AWS_REGION: "eu-west-1" },
        ...certificate.trusted,
      },
      events,
      { ...instead.sessions, ...(accounts ? instead.accounts : {}) },
      { "5432": postgres.port, "6379": valkey.port },
    );
    return { answers: invocations.map(answerOf), logs };
  };

  it("are opened for who signed in, shown to who has the cookie, and closed", async () => {
    const opened = await run("open-session", [
      request({ subject: "ada" }),
      request({ subject: "ada" }),
      request({ subject: "eve" }),
    ]);
    assert.deepEqual(
      opened.answers.map(({ statusCode }) => statusCode),
      [204, 204, 204],
    );
    const [[cookie]] = opened.answers.map(({ cookies = [] }) => cookies);
    assert.match(
      cookie,
      /^__Host-session=[\w-]{43}; Max-Age=86400; Path=\/; Secure; HttpOnly; SameSite=Strict$/,
    );
    const secret = cookie.slice("__Host-session=".length, cookie.indexOf(";"));
    const keys = valkey.keys();
    assert.equal(Object.keys(keys).length, 3);
    assert.ok(Math.abs(keys[sessionKey(secret)] - sessionSeconds) < 60);
    assert.deepEqual(await postgres.query("SELECT user_id FROM accounts ORDER BY user_id"), [
      { user_id: "ada" },
      { user_id: "eve" },
    ]);

    const mine = { ...request(), cookies: ["theme=dark", `__Host-session=${secret}`] };
    const shown = await run("show-session", [
      mine,
      request(),
      { ...request(), cookies: ["__Host-session=guess"] },
    ]);
    const [session, ...others] = shown.answers;
    const { userId, signIns } = JSON.parse(String(session.body)) as {
      userId: string;
      signIns: { agent: string }[];
    };
    assert.equal(userId, "ada");
    assert.deepEqual(
      signIns.map(({ agent }) => agent),
      ["test", "test"],
    );
    assert.deepEqual(
      others.map(({ statusCode }) => statusCode),
      [401, 401],
    );

    const closed = await run("close-session", [mine, mine], false);
    assert.deepEqual(
      closed.answers.map(({ statusCode }) => statusCode),
      [204, 204],
    );
    assert.ok(!(sessionKey(secret) in valkey.keys()));
    assert.equal((await run("show-session", [mine])).answers[0].statusCode, 401);
  });

  it("use one connection for many calls, and another where it was lost", async () => {
    const drop = () => {
      valkey.dropConnections();
      return postgres.dropConnections();
    };
    const { answers } = await whileLosing(300, drop, () =>
      run("open-session", Array<unknown>(40).fill(request({ subject: "bob" }))),
    );
    assert.ok(answers.every(({ statusCode }) => statusCode === 204));
    const before = postgres.connections();
    await run("open-session", Array<unknown>(20).fill(request({ subject: "bob" })));
    assert.equal(postgres.connections() - before, 1, "a connection for each call");
  });
});
