// Migrations, built as they are deployed and run against PostgreSQL.
import * as aws from "@pulumi/aws";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { LambdaFunction, Migrations } from "../../components/compute";
import { Aurora, Database } from "../../components/data";
import { comparePlans, Plan, previewStack } from "../../preview/testing";
import { network as plain } from "../unit/components/data/network-under-test";
import { Certificate, certificatesPossible, makeCertificate } from "./certificate";
import { newerNode, skipUnless } from "./newer-node";
import { postgresInstalled, PostgresServer, startPostgres } from "./postgres-server";
import { Invocation, runBundle } from "./runtime-api";
import { SecretsService, startSecretsService } from "./secrets-service";

const network = { ...plain, interfaceEndpoints: ["secretsmanager"] };

/** The function's inputs, as far as a run needs them. */
interface FunctionInputs {
  code: { assets: Record<string, { text: string }> };
  environment: { variables: Record<string, string> };
}

describe("Migrations, built and run with PostgreSQL", function () {
  let certificate: Certificate;
  let server: PostgresServer;
  let secrets: SecretsService;
  let folder: string;

  before(async function () {
    const needed = "Needs PostgreSQL and openssl: apt-get install postgresql openssl";
    skipUnless(postgresInstalled() && certificatesPossible(), this, needed);
    certificate = makeCertificate();
    server = await startPostgres(certificate);
    secrets = await startSecretsService({ username: "administrator", password: server.password });
  });
  after(async () => {
    await secrets?.stop();
    await server?.stop();
    certificate?.remove();
  });
  beforeEach(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-migrations-"));
    await server.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  const write = (name: string, sql: string) => fs.writeFileSync(path.join(folder, name), sql);
  const plan = async (kind: typeof Database | typeof Aurora = Aurora, timeout?: number) => {
    const planned = await previewStack(() => {
      const database = new kind("orders", { network, engine: "postgres" });
      const schema = new Migrations("orders-schema", { network, database, folder, timeout });
      const name = schema.before(database.databaseName);
      new LambdaFunction("reader", async () => name.get());
    });
    planned.assertNoErrors();
    return planned;
  };

  /** Calls the function as the plan's invocation does, so many times in one process. */
  async function run(planned: Plan, times = 1): Promise<Invocation[]> {
    const { inputs } = planned.get(aws.lambda.Function, "orders-schema");
    const { code, environment } = inputs as unknown as FunctionInputs;
    const { input } = planned.get(aws.lambda.Invocation, "orders-schema").inputs;
    const local = Object.entries(environment.variables).map(([name, value]) => [
      name,
      value.replace(/[a-z0-9.-]+\.rds\.amazonaws\.com/, "127.0.0.1"),
    ]);
    const { invocations } = await runBundle(
      {
        js: code.assets["index.mjs"].text.replace(/\b5432\b/g, String(server.port)),
        map: code.assets["index.mjs.map"].text,
      },
      {
        ...(Object.fromEntries(local) as Record<string, string>),
        ...secrets.environment,
        ...certificate.trusted,
      },
      Array<unknown>(times).fill(JSON.parse(String(input))),
      { node: newerNode(), timeout: 60 },
    );
    return invocations;
  }

  for (const kind of [Database, Aurora]) {
    it(`run each content once, in the order of names, over ${kind.name}`, async () => {
      write(
        "002-index.sql",
        "-- no transaction\nCREATE INDEX CONCURRENTLY by_name ON users (name);\n",
      );
      write(
        "001-users.sql",
        "CREATE TABLE users (name text);\nINSERT INTO users VALUES ('a;b'), ($$c;d$$);",
      );
      const [first, again] = await run(await plan(kind), 2);
      assert.deepEqual(first, { response: { ran: ["001-users.sql", "002-index.sql"], known: 0 } });
      assert.deepEqual(again, { response: { ran: [], known: 2 } });
      assert.deepEqual(await server.query("SELECT name FROM users ORDER BY name"), [
        { name: "a;b" },
        { name: "c;d" },
      ]);

      // Another name is the same content, another content another file.
      fs.renameSync(path.join(folder, "002-index.sql"), path.join(folder, "003-index.sql"));
      write("002-more.sql", "INSERT INTO users VALUES ('e')");
      const [more] = await run(await plan(kind));
      assert.deepEqual(more, { response: { ran: ["002-more.sql"], known: 2 } });
    });
  }

  it("stop at a file that fails, with its statement, and keep nothing of it", async () => {
    write("001-users.sql", "CREATE TABLE users (name text);");
    write(
      "002-wrong.sql",
      "INSERT INTO users VALUES ('kept?');\n\nALTER TABLE user_s ADD COLUMN age int;\n",
    );
    write("003-later.sql", "CREATE TABLE later (id int);");
    const [failed] = await run(await plan());
    assert.ok("error" in failed, JSON.stringify(failed));
    assert.equal(
      failed.error.errorMessage,
      'relation "user_s" does not exist'.replace(/^/, "002-wrong.sql, line 3: ") +
        "\nALTER TABLE user_s ADD COLUMN age int",
    );
    assert.deepEqual(await server.query("SELECT name FROM users"), []);
    assert.deepEqual(await server.query("SELECT file FROM strata_migrations"), [
      { file: "001-users.sql" },
    ]);

    write("002-wrong.sql", "ALTER TABLE users ADD COLUMN age int;\n");
    const [mended] = await run(await plan());
    assert.deepEqual(mended, { response: { ran: ["002-wrong.sql", "003-later.sql"], known: 1 } });
  });

  it("say what stays of a file without transaction that fails", async () => {
    write("001.sql", "-- no transaction\nCREATE TABLE a (id int);\nCREATE TABLE a (id int);");
    const [failed] = await run(await plan());
    assert.ok("error" in failed);
    assert.match(failed.error.errorMessage, /^001\.sql, line 3: .*already exists/);
    assert.match(failed.error.errorMessage, /The 1 statements before it stay done/);
    assert.equal((await server.query("SELECT * FROM a")).length, 0);
  });

  it("wait for each other, so that two updates at a time run a file once", async () => {
    write("001.sql", "CREATE TABLE a (id int); SELECT pg_sleep(1); INSERT INTO a VALUES (1);");
    const planned = await plan();
    const both = await Promise.all([run(planned), run(planned)]);
    assert.deepEqual(
      both
        .flat()
        .map((done) => JSON.stringify(done))
        .sort(),
      ['{"response":{"ran":["001.sql"],"known":0}}', '{"response":{"ran":[],"known":1}}'],
    );
    assert.deepEqual(await server.query("SELECT id FROM a"), [{ id: 1 }]);
  });

  it("are run before what takes a value through them, and again for another file alone", async () => {
    write("001.sql", "CREATE TABLE a (id int);");
    const one = await plan();
    const reader = one.get(aws.lambda.Function, "reader");
    const { urn } = one.get(aws.lambda.Invocation, "orders-schema");
    assert.ok(reader.dependencies.includes(urn), "the reader does not wait");
    write("002.sql", "CREATE TABLE b (id int);");
    const two = await plan();
    assert.deepEqual(
      comparePlans(one, two).replace.map(({ name }) => name),
      ["orders-schema"],
    );
    // A function that is changed is not called again for that.
    const { replace, update } = comparePlans(two, await plan(Aurora, 600));
    assert.deepEqual(
      [replace, update].map((changes) => changes.map(({ name }) => name)),
      [[], ["orders-schema"]],
    );
  });
});
