import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import {
  Bundle,
  bundleArchive,
  bundleHandler,
  BundleOptions,
  sizeLine,
} from "../../../../../components/compute/lambda/bundle";
import { bundleSize } from "../../../../../components/compute/lambda/bundle/build/bundle-size";
import { workFolder } from "./capture-runs";
import { Table } from "./fixtures/captures/table";
import "./fixtures/mocks";

const run = promisify(execFile);
const table = new Table("albums");
const client = new DynamoDBClient({ region: "eu-west-1" });
const folder = workFolder("bundle");
const options = (more: BundleOptions = {}): BundleOptions => ({ folder, ...more });
const rejection = (bundle: Promise<Bundle>): Promise<Error> =>
  bundle.then(
    () => assert.fail("no error"),
    (error: Error) => error,
  );
const known = (value: pulumi.Input<string> | undefined): Promise<string> =>
  (pulumi.output(value) as unknown as { promise(): Promise<string> }).promise();
const hello = async () => "hello";

/** What an output is in a preview, before its resource exists. */
function unknownOutput(): pulumi.Output<string> {
  const Output = pulumi.Output as unknown as new (...parts: unknown[]) => pulumi.Output<string>;
  const no = () => Promise.resolve(false);
  return new Output(new Set(), Promise.resolve(""), no(), no(), Promise.resolve(new Set()));
}

describe("bundleHandler", function () {
  this.timeout(60_000);

  it("makes a few bytes of a small handler", async () => {
    const { js, environment } = await bundleHandler(hello, options());
    assert.match(js, /^var \w+=async\(\)=>"hello";export\{\w+ as handler\};\n$/);
    assert.deepEqual(environment, { NODE_OPTIONS: "--enable-source-maps" });
  });

  it("names a captured output after its path and writes nothing of its value", async () => {
    const { js, environment } = await bundleHandler(async () => table.name.get(), options());
    assert.deepEqual(Object.keys(environment), ["NODE_OPTIONS", "STRATA_TABLE_NAME"]);
    assert.equal(await known(environment.STRATA_TABLE_NAME), '"albums-name"');
    assert.match(js, /JSON\.parse\(process\.env\.STRATA_TABLE_NAME\)/);
  });

  it("keeps unknown values apart from known ones, and the code known", async () => {
    const unknown = unknownOutput();
    const { js, environment } = await bundleHandler(
      async () => [unknown.get(), table.name.get()],
      options({ variables: { OWN: "x" } }),
    );
    const isKnown = (name: string) =>
      (pulumi.output(environment[name]) as unknown as { isKnown: Promise<boolean> }).isKnown;
    assert.equal(await isKnown("STRATA_UNKNOWN"), false);
    assert.equal(await isKnown("STRATA_TABLE_NAME"), true);
    assert.equal(await isKnown("OWN"), true);
    assert.ok(!js.includes("undefined"));
  });

  it("refuses handlers with a callback at once", () => {
    const handler = new Function("event", "context", "callback", "return 1") as never;
    assert.throws(
      () => bundleHandler(handler, options({ name: "old" })),
      (error: Error) =>
        pulumi.RunError.isInstance(error) &&
        error.message.startsWith('Handler "old" takes 3 parameters, but at most 2 are passed'),
    );
    assert.throws(
      () => bundleHandler(undefined as never, { name: "none" }),
      /"none" is of type undefined/,
    );
  });

  it("refuses classes and generators at once", () => {
    class Handler {}
    const refused = (handler: unknown, message: RegExp) =>
      assert.throws(
        () => bundleHandler(handler as never, options({ name: "odd" })),
        (error: Error) => pulumi.RunError.isInstance(error) && message.test(error.message),
      );
    refused(Handler, /^Handler "odd" is a class.*pass "async \(event, context\) => \.\.\."/);
    refused(function* () {}, /^Handler "odd" is a generator function.*Pass "async \(event/);
    refused(async function* () {}, /^Handler "odd" is a generator function/);
  });

  it("refuses a runtime that isn't Node.js", async () => {
    const error = await rejection(bundleHandler(hello, options({ runtime: "python3.13" })));
    assert.match(error.message, /Inline handlers run on Node\.js: the runtime is "python3\.13"/);
  });

  it("compiles for the runtime or the given target", async () => {
    const handler = async (event: { a?: { b: string } }) => event.a?.b;
    assert.match((await bundleHandler(handler, options({ runtime: "nodejs24.x" }))).js, /\?\./);
    assert.doesNotMatch((await bundleHandler(handler, options({ target: "node12" }))).js, /\?\./);
  });

  it("leaves names readable without minification", async () => {
    const readable = async (event: string) => `${event}!`;
    const { js } = await bundleHandler(readable, options({ minify: false }));
    assert.match(js, /async \(event\) =>/);
    assert.match(js, /^\/\/ tests\/unit\/components\/compute\/lambda\/bundle\.test\.ts$/m);
  });

  it("takes the SDK from the runtime with require(), or bundles it", async () => {
    const handler = async () => client.config.region();
    const runtime = await bundleHandler(handler, options({ sdk: "runtime" }));
    assert.match(runtime.js, /,\{DynamoDBClient:\w+\}=[\w$]+\("@aws-sdk\/client-dynamodb"\)[,;]/);
    assert.ok(runtime.js.length < 300, runtime.js);
    const bundled = await bundleHandler(handler, options({ sdk: "bundle" }));
    assert.ok(bundled.js.length > 100_000);
    assert.doesNotMatch(bundled.js.slice(0, 300), /createRequire|from"@/);
    assert.ok(bundled.size.largestPackages.length > 0);
  });

  it("leaves external packages to a layer", async () => {
    const handler = async () => z.string();
    const { js } = await bundleHandler(handler, options({ external: ["zod"] }));
    assert.match(js, /,\{z:\w+\}=[\w$]+\("zod"\)[,;]/);
  });

  it("wraps handlers that stream their response", async () => {
    const handler = async (_event: unknown, stream: NodeJS.WritableStream) => {
      stream.end("x");
    };
    const { js } = await bundleHandler(handler, options({ response: "stream" }));
    assert.match(js, /=awslambda\.streamifyResponse\(\w+\);export\{\w+ as handler\}/);
  });

  it("tells the size, the largest packages and a smaller way to import zod", async () => {
    const { size } = await bundleHandler(async () => z.string(), options());
    assert.equal(size.largestPackages[0].name, "zod");
    assert.match(size.hints[0], /write import \* as z from "zod"/);
    assert.match(
      sizeLine("check", size),
      /^check: \d+ KB \(zod \d+ KB\); import \{ z \} from "zod"/,
    );
    assert.equal(sizeLine("hello", bundleSize("x".repeat(45), {})), "hello: 45 B");
    const packages = { a: 100_001, b: 300_000, c: 99_999, d: 200_000, e: 150_000 };
    const largest = bundleSize("", packages).largestPackages.map(({ name }) => name);
    assert.deepEqual(largest, ["b", "d", "e"]);
  });

  it("makes an archive of the module and its map", async () => {
    const archive = await bundleArchive(bundleHandler(hello, options()));
    const assets = (await archive.assets) as Record<string, pulumi.asset.StringAsset>;
    assert.deepEqual(Object.keys(assets), ["index.mjs", "index.mjs.map"]);
    assert.match(await assets["index.mjs"].text, /\n\/\/# sourceMappingURL=index\.mjs\.map\n$/);
  });

  it("counts and keeps the function's own variables", async () => {
    const { environment } = await bundleHandler(
      async () => table.name.get(),
      options({ variables: { STAGE: "dev", NODE_OPTIONS: "--max-old-space-size=200" } }),
    );
    assert.equal(
      await known(environment.NODE_OPTIONS),
      "--max-old-space-size=200 --enable-source-maps",
    );
    assert.equal(await known(environment.STAGE), "dev");
    const clash = bundleHandler(
      async () => table.name.get(),
      options({ name: "clash", variables: { STRATA_TABLE_NAME: "x" } }),
    );
    assert.match((await rejection(clash)).message, /handler "clash" captures table\.name as STRATA_TABLE_NAME, which its environment sets too/); // prettier-ignore
    const large = await bundleHandler(
      async () => table.name.get(),
      options({ variables: { LARGE: "x".repeat(3100) } }),
    );
    await assert.rejects(
      known(large.environment.STRATA_TABLE_NAME),
      /The largest is LARGE with 3105 bytes: capture only/,
    );
  });

  it("refuses to capture an output of the function itself", async () => {
    class Owner extends pulumi.ComponentResource {
      readonly bundle: Promise<Bundle>;
      readonly arn: pulumi.Output<string>;
      constructor(name: string, handler: () => Promise<unknown>) {
        super("test:index:Owner", name);
        this.bundle = bundleHandler(handler, options({ name, owner: this }));
        this.arn = new Inner(name, this).arn;
      }
    }
    class Inner extends pulumi.CustomResource {
      declare readonly arn: pulumi.Output<string>;
      constructor(name: string, parent: pulumi.Resource) {
        super("test:index:Inner", name, { arn: undefined }, { parent });
      }
    }
    const owner: Owner = new Owner("self", async () => owner.arn.get());
    const error = await rejection(owner.bundle);
    assert.ok(pulumi.RunError.isInstance(error));
    assert.match(
      error.message,
      /bundle\.test\.ts:\d+:\d+: handler "self" captures owner\.arn, an output of the function itself/,
    );
  });

  it("reports one failing handler by name and bundles the others", async () => {
    const missing = async (event: string) => import(event);
    const broken = async () => (await import("./fixtures/broken")).broken;
    const [good, bad, dynamic] = await Promise.allSettled([
      bundleHandler(hello, options({ name: "good" })),
      bundleHandler(broken, options({ name: "bad" })),
      bundleHandler(missing, options({ name: "dynamic" })),
    ]);
    assert.equal(good.status, "fulfilled");
    assert.equal(dynamic.status, "fulfilled");
    assert.equal(bad.status, "rejected");
    assert.ok(pulumi.RunError.isInstance(bad.reason));
    assert.match(
      (bad.reason as Error).message,
      /^handler "bad" can't be bundled:\n {2}tests\/unit\/.*\/fixtures\/broken\.ts:2:\d+: Could not resolve "no-such-package"/,
    );
  });

  it("says how to bring a native package", async () => {
    const handler = async () => (await import("./fixtures/native")).native;
    const error = await rejection(bundleHandler(handler, options({ name: "native" })));
    assert.match(error.message, /No loader is configured for "\.node" files.*list it in install:/);
  });

  it("shows the TypeScript file and line where a bundle throws", async () => {
    const handler = async () => {
      const unrelated = 1;
      if (unrelated) throw new Error("thrown in Lambda"); // thrown here
    };
    const target = workFolder("stack");
    const { js, map } = await bundleHandler(handler, options());
    fs.writeFileSync(path.join(target, "index.mjs"), `${js}//# sourceMappingURL=index.mjs.map\n`);
    fs.writeFileSync(path.join(target, "index.mjs.map"), map);
    const call = `import("./index.mjs").then((m) => m.handler()).catch((e) => console.log(e.stack))`;
    const { stdout } = await run(process.execPath, ["--enable-source-maps", "-e", call], {
      cwd: target,
    });
    const line =
      fs
        .readFileSync(__filename, "utf8")
        .split("\n")
        .findIndex((text) => text.endsWith("// thrown here")) + 1;
    assert.match(
      stdout,
      new RegExp(`tests/unit/components/compute/lambda/bundle\\.test\\.ts:${line}:\\d+`),
    );
  });

  it("keeps installed packages out of the map", async () => {
    const { map } = await bundleHandler(async () => z.string().parse("x"), options());
    assert.deepEqual((JSON.parse(map) as { sources: string[] }).sources, [
      "tests/unit/components/compute/lambda/bundle.test.ts",
    ]);
    assert.ok(map.length < 1000, String(map.length));
  });
});
