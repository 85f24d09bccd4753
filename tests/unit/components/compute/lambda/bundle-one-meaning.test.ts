// The same source means the same where a slice is cut from its file and where the file is imported whole.
import assert from "node:assert/strict";
import * as path from "node:path";
import { bundleHandler, BundleOptions } from "../../../../../components/compute/lambda/bundle";
import { root, runBundles, workFolder } from "./capture-runs";
import { WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

const folderOf = (program: WrittenProgram) => path.relative(root, program.folder);

async function run(
  program: WrittenProgram,
  name: string,
  environment: Record<string, string> = {},
  options: BundleOptions = {},
): Promise<{ returned: unknown; warnings: string[]; js: string }> {
  const cache = workFolder("one-meaning-cache");
  const bundle = await bundleHandler(program.load()[name], { name, folder: cache, ...options });
  const { js, warnings } = bundle;
  const calls = [{ name, js, environment, times: 1 }];
  const returned = (await runBundles(program.folder, calls))[name];
  return { returned: Array.isArray(returned) ? returned[0] : returned, warnings, js };
}

describe("process.env at module level", () => {
  const program = new WrittenProgram("meaning-environment", {
    "index.ts": `import { env } from "node:process";
import { shared, member } from "./shared";
import { Output } from "./output";
export { imported } from "./imported";

const constant = process.env.STRATA_TEST_TABLE;
const settings = { size: 3, table: process.env["STRATA_TEST_TABLE"] };
const { STRATA_TEST_TABLE: taken } = process.env;
const named = \`\${read()}-suffix\`;
function read() { return env.STRATA_TEST_TABLE; }
let assigned: string | undefined;
assigned = process.env.STRATA_TEST_TABLE;
const filled: { table?: string } = {};
filled.table = env.STRATA_TEST_TABLE;
const byDefault = (table = process.env.STRATA_TEST_TABLE) => async () => table;
const factory = () => { const table = process.env.STRATA_TEST_TABLE; return async () => table; };
const both = { table: process.env.STRATA_TEST_TABLE, arn: Output };

export const constants = async () => [constant, settings, taken, named];
export const later = async () => [assigned, filled.table];
export const others = async () => [shared, member.table];
export const made = factory();
export const defaulted = byDefault();
export const given = byDefault("given");
export const mixed = async () => both.table;
export const output = async () => both.arn.get();
export const optional = async () => process.env.STRATA_TEST_LEVEL ?? "info";
export const missing = async () => process.env.STRATA_TEST_MISSING;
`,
    "shared.ts": `export const shared = process.env.STRATA_TEST_TABLE;
export const member = { table: process.env.STRATA_TEST_TABLE };
`,
    "imported.ts": `const table = process.env.STRATA_TEST_TABLE ?? "none";
export const imported = async () => table;
`,
    "output.ts": `import * as pulumi from "@pulumi/pulumi";
export const Output = pulumi.output("arn");
`,
  });
  const inLambda = { STRATA_TEST_TABLE: "in-lambda" };
  const variables = { STRATA_TEST_TABLE: "in-lambda" };
  before(() => {
    process.env.STRATA_TEST_TABLE = "of-this-machine";
  });
  after(() => {
    delete process.env.STRATA_TEST_TABLE;
  });
  const returns: Record<string, unknown> = {
    constants: ["in-lambda", { size: 3, table: "in-lambda" }, "in-lambda", "in-lambda-suffix"],
    later: ["in-lambda", "in-lambda"],
    others: ["in-lambda", "in-lambda"],
    made: "in-lambda",
    imported: "in-lambda",
    given: "given",
  };
  for (const [name, expected] of Object.entries(returns)) {
    it(`is read at run time: ${name}`, async () => {
      const { returned, js, warnings } = await run(program, name, inLambda, { variables });
      assert.deepEqual(returned, expected);
      assert.ok(!js.includes("of-this-machine"));
      assert.deepEqual(warnings, []);
    });
  }

  it("is refused as a parameter's default, and mixed with Outputs", async () => {
    await assert.rejects(run(program, "defaulted"), (error: Error) => {
      assert.ok(error.message.startsWith(`${folderOf(program)}/index.ts:15:74: handler "defaulted"`), error.message); // prettier-ignore
      assert.match(error.message, /whose default reads process\.env\.STRATA_TEST_TABLE/);
      return true;
    });
    await assert.rejects(run(program, "mixed"), /holds both Outputs and what process\.env gives/);
    const { returned } = await run(program, "output", { STRATA_BOTH_ARN: '"arn"' });
    assert.equal(returned, "arn");
  });

  it("warns of a variable that nobody gives, with its name and line", async () => {
    const warning = (place: string, name: string, more = "") => [
      `${folderOf(program)}/${place}: handler "${name}" reads process.env.STRATA_TEST_${name === "missing" ? "MISSING" : "TABLE"}, ` +
        `which neither its environment nor Lambda gives${more}. Set it: environment: { STRATA_TEST_${name === "missing" ? "MISSING" : "TABLE"}: ... }.`,
    ];
    const { warnings } = await run(program, "missing");
    assert.deepEqual(warnings, warning(program.position("process.env.STRATA_TEST_MISSING"), "missing")); // prettier-ignore
    assert.deepEqual(
      (await run(program, "imported")).warnings,
      warning(program.position("process.env", "imported.ts"), "imported", " (this machine has it)"),
    );
    assert.deepEqual((await run(program, "optional")).warnings, []);
  });
});

describe("What a module does for all", () => {
  const program = new WrittenProgram("meaning-globals", {
    "index.ts": `import { seen } from "./seen";
import "./polyfill";
import axis from "./axis";
import * as http from "node:http";
import { setDefaultResultOrder, getDefaultResultOrder } from "node:dns";
import * as pulumi from "@pulumi/pulumi";

(BigInt.prototype as any).toJSON = function () { return String(this); };
(globalThis as any).strataVersion = "1";
Error.stackTraceLimit = 3;
http.globalAgent.maxSockets = 7;
setDefaultResultOrder("ipv4first");
if (!("strataLast" in Array.prototype)) {
  Object.defineProperty(Array.prototype, "strataLast", { value() { return this[this.length - 1]; } });
}
process.env.STRATA_TEST_ZONE = "UTC";
String(axis);
(globalThis as any).strataOutput = pulumi.output(1);

const limit = () => { let deep = 0; try { (function down() { deep++; if (deep < 9) down(); else throw new Error(); })(); } catch (e) { return (e as Error).stack?.split("\\n").length; } };
export const changed = async () => [
  JSON.stringify({ n: 1n }), (globalThis as any).strataVersion, limit(), seen(), ([1, 2] as any).strataLast(),
  process.env.STRATA_TEST_ZONE,
];
export const agents = async () => {
  const { globalAgent } = await import("node:http");
  return [globalAgent.maxSockets, getDefaultResultOrder()];
};
`,
    "polyfill.ts": `(globalThis as any).strataPolyfill = "there"; export {};\n`,
    "seen.ts": `export const seen = () => (globalThis as any).strataPolyfill;\n`,
    "axis.ts": `export default "not needed";\n`,
  });
  after(() => {
    Reflect.deleteProperty(BigInt.prototype, "toJSON");
    Error.stackTraceLimit = 10;
    delete process.env.STRATA_TEST_ZONE;
  });

  it("comes along: imports without names, globals, prototypes, shared agents", async () => {
    const { returned, js } = await run(program, "changed");
    assert.deepEqual(returned, ['{"n":"1"}', "1", 4, "there", 2, "UTC"]);
    assert.ok(!js.includes("not needed"), "what changes nothing stays out");
    assert.deepEqual((await run(program, "agents")).returned, [7, "ipv4first"]);
  });

  it("comes along from a package that is imported for that alone, as reflect-metadata is", async () => {
    const packages = new WrittenProgram("meaning-packages", {
      "index.ts": `import "metadata-package";
export const metadata = async () => (Reflect as any).strataMetadata();
`,
      "node_modules/metadata-package/package.json": `{ "name": "metadata-package", "main": "Reflect.js" }`,
      "node_modules/metadata-package/Reflect.js": `Reflect.strataMetadata = () => "kept";\n`,
    });
    try {
      assert.equal((await run(packages, "metadata")).returned, "kept");
    } finally {
      Reflect.deleteProperty(Reflect, "strataMetadata");
    }
  });

  it("is left out with a warning where it needs what exists only while deploying", async () => {
    const { warnings } = await run(program, "changed");
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /index\.ts:18:1: handler "changed" leaves this statement out/);
  });
});

describe("A secret of the shell", () => {
  it("is refused where it would be readable in the code", async () => {
    const program = new WrittenProgram("meaning-secret", {
      "index.ts": `const made = (token: string) => async () => token;
export const secretive = made(process.env.STRATA_TEST_API_TOKEN ?? "");
`,
    });
    process.env.STRATA_TEST_API_TOKEN = "of-the-shell-alone";
    try {
      await assert.rejects(
        run(program, "secretive"),
        /captures token, the text of STRATA_TEST_API_TOKEN in this machine's environment/,
      );
    } finally {
      delete process.env.STRATA_TEST_API_TOKEN;
    }
  });
});

describe("CommonJS without strict mode", () => {
  const program = new WrittenProgram("meaning-sloppy", {
    "index.ts": `export { sliced, fine } from "./sloppy.js";
import { total } from "./total.js";
export const whole = async () => total([1]);
`,
    "sloppy.js": `exports.sliced = async (list) => {
  sum = 0;
  return sum;
};
exports.fine = async () => { let sum = 1; sum++; process.title = "t"; return sum; };
`,
    "total.js": `exports.total = (list) => { for (each of list) return each; };\n`,
  });

  it("is refused where it assigns what is declared nowhere", async () => {
    const reason = (name: string) =>
      `assigns ${name}, which is declared nowhere: while deploying that makes a global, in Lambda's strict mode it throws. Declare it: let ${name};`;
    const refused = (name: string) =>
      run(program, name).then(
        () => assert.fail("no error"),
        (error: Error) => error.message,
      );
    assert.equal(
      await refused("sliced"),
      `${folderOf(program)}/sloppy.js:2:3: handler "sliced" ${reason("sum")}`,
    );
    assert.equal(
      await refused("whole"),
      `handler "whole" can't be bundled:\n  ${folderOf(program)}/${program.position("each", "total.js")}: ${reason("each")}`,
    );
    assert.equal((await run(program, "fine")).returned, 2);
  });
});
