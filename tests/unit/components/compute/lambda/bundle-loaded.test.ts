// Every bundle is loaded once in a process that looks like Lambda, before it ships.
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  Bundle,
  bundleHandler,
  BundleOptions,
} from "../../../../../components/compute/lambda/bundle";
import { checkBundle } from "../../../../../components/compute/lambda/bundle/check/check-bundle";
import { wrongNativeFiles } from "../../../../../components/compute/lambda/bundle/check/native-files";
import { loadInProcess } from "../../../../../components/compute/lambda/bundle/check/load-process";
import { root, workFolder } from "./capture-runs";
import { WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

/** Text of a class whose constructor does something where Lambda loads it, and not while deploying. */
const inLambda = (name: string, statement: string) => `
class ${name} { constructor() { if (process.env.LAMBDA_TASK_ROOT) { ${statement} } } }
const of${name} = new ${name}();
export const ${name[0].toLowerCase()}${name.slice(1)} = async () => of${name};
`;

const program = new WrittenProgram("loaded", {
  "index.ts": `import * as pulumi from "@pulumi/pulumi";
import * as fs from "node:fs";
import { execFileSync } from "node:child_process";
import layered from "not-here";
export const right = async () => "right";
export const bringsLayer = async () => layered();
${inLambda("Throws", `throw new Error("only in Lambda");`)}
${inLambda("Exits", "process.exit(0);")}
${inLambda("Rejects", `void Promise.reject(new Error("nobody waits for it"));`)}
${inLambda("Later", `setImmediate(() => { throw new Error("a turn later"); });`)}
${inLambda("Asks", `void fetch("http://example.com/");`)}
${inLambda("Writes", `fs.writeFileSync("/var/task.txt", "");`)}
${inLambda("Starts", `execFileSync("ls");`)}
${inLambda("Computed", `require(["not", "there"].join("-"));`)}
${inLambda("WritesTemporary", `fs.writeFileSync(require("os").tmpdir() + "/a", "");`)}
class Reader { readonly size = JSON.parse(process.env.STRATA_TEST_SIZE!).size.length; }
let reader: Reader | undefined;
if (process.env.LAMBDA_TASK_ROOT) reader = new Reader();
class Reads { constructor() { if (process.env.LAMBDA_TASK_ROOT) JSON.parse(process.env.STRATA_TEST_SIZE!).size.toFixed(); } }
const ofReads = new Reads();
export const reads = async () => ofReads;
`,
  "node_modules/not-here/index.js": "module.exports = () => 1;\n",
});
let handlers: ReturnType<WrittenProgram["load"]>;
const cache = workFolder("loaded-cache");
const place = (text: string) =>
  `build/tests/handlers/loaded/${program.position(text)}`.replace(/:\d+$/, ":");

const bundle = (name: string, options: BundleOptions = {}): Promise<Bundle> =>
  bundleHandler(handlers[name], { name, folder: cache, ...options });
const refusal = (name: string, options?: BundleOptions): Promise<string> =>
  bundle(name, options).then(
    ({ check }) => assert.fail(`no error: ${JSON.stringify(check)}`),
    (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      return error.message;
    },
  );
const because = async (name: string, options?: BundleOptions): Promise<string> => {
  const { check } = await bundle(name, options);
  assert.ok(check.state === "unchecked", check.state);
  return check.because;
};
/** The machine's temporary folder for one test alone: others' bundles are loaded at the same time. */
async function withTemporaryFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-temporary-"));
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  try {
    await use(folder);
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    fs.rmSync(folder, { recursive: true });
  }
}

describe("A finished bundle is loaded once", () => {
  before(() => {
    handlers = program.load();
    program.remove("node_modules");
  });

  it("and once only for each content, without a trace in the machine's temporary folder", async () => {
    await withTemporaryFolder(async (folder) => {
      assert.equal((await bundle("right")).check.state, "loaded");
      const results = fs.readdirSync(path.join(cache, "loaded"));
      assert.equal((await bundle("right")).check.state, "loaded");
      assert.deepEqual(fs.readdirSync(path.join(cache, "loaded")), results);
      assert.deepEqual(fs.readdirSync(folder), []);
    });
  });

  it("and a failure is an error with its line in the program", async () => {
    const end = "Lambda would fail like that at every cold start.";
    const thrown = await refusal("throws");
    assert.ok(thrown.startsWith(place("class Throws")), thrown);
    assert.ok(thrown.endsWith(`handler "throws" can't be loaded: Error: only in Lambda. ${end}`));
    const later = await refusal("later");
    assert.ok(later.startsWith(place("class Later")), later);
    const rejected = await refusal("rejects");
    assert.ok(rejected.startsWith(place("class Rejects")), rejected);
    assert.match(rejected, /nobody waits for it/);
  });

  it("where process.exit(0) is no success", async () => {
    const exited = await refusal("exits");
    assert.ok(exited.startsWith(place("class Exits")), exited);
    assert.match(exited, /ends the process with code 0 while it is loaded/);
  });

  it("where it never ends, it is ended", async () => {
    const folder = workFolder("loaded-endless");
    const endless = path.join(folder, "index.mjs");
    fs.writeFileSync(endless, "for (;;);\n");
    const options = { bundle: endless, environment: {}, standIns: [], writable: folder };
    const { timedOut, end, signal } = await loadInProcess({ ...options, longest: 1_500 });
    assert.deepEqual([timedOut, end, signal], [true, undefined, "SIGKILL"]);
  });

  it("and reads NODE_EXTRA_CA_CERTS as given, which Node.js itself no longer sees", async () => {
    const folder = workFolder("loaded-certificates");
    const bundle = path.join(folder, "index.mjs");
    const reads = `if (process.env.NODE_EXTRA_CA_CERTS !== "/own.pem") throw new Error("another");`;
    fs.writeFileSync(bundle, `${reads}\nexport const handler = async () => 1;\n`);
    const load = (environment: Record<string, string>) =>
      loadInProcess({ bundle, environment, standIns: [], writable: folder });
    const given = await load({ NODE_EXTRA_CA_CERTS: "/own.pem" });
    assert.equal(given.end?.kind, "loaded");
    const { end } = await load({});
    assert.deepEqual([end?.kind, (end as { message?: string }).message], ["failed", "another"]);
  });

  it("without the project's own packages, which would hide a missing one", async () => {
    program.write({ "node_modules/not-there/index.js": "" });
    const missing = await refusal("computed");
    assert.ok(missing.startsWith(place("class Computed")), missing);
    assert.match(missing, /Cannot find module 'not-there'.*named in external/);
  });

  it("unless this machine can't tell: a missing layer, the network, writing, processes", async () => {
    const options = { external: ["not-here"] };
    assert.match(await because("bringsLayer", options), /^the layer that brings not-here has no copy/); // prettier-ignore
    assert.match(await because("asks"), /^loading it asks example\.com over the network$/);
    assert.match(await because("writes"), /^loading it writes files or starts a process/);
    assert.match(await because("starts"), /^loading it writes files or starts a process/);
    assert.equal((await bundle("writesTemporary")).check.state, "loaded");
    assert.match(await because("throws", { load: false }), /^bundle\.load is false$/);
  });

  it("and again with the values of Outputs, before the function is made", async () => {
    const load = async (value: pulumi.Input<string>) => {
      const { check, environment } = await bundle("reads", {
        variables: { STRATA_TEST_SIZE: value },
      });
      const { NODE_OPTIONS: flags } = environment;
      const wait = (pulumi.output(flags) as unknown as { promise(): Promise<string> }).promise();
      return [check.state, await wait.catch((error: Error) => error.message)];
    };
    assert.deepEqual(await load(pulumi.output('{"size":1}')), [
      "unchecked",
      "--enable-source-maps",
    ]);
    const [state, message] = await load(pulumi.output("{}"));
    assert.equal(state, "unchecked");
    assert.ok(message.startsWith(place("class Reads")), message);
    assert.match(message, /handler "reads" can't be loaded: TypeError/);
    // A secret is never handed to another process.
    assert.deepEqual(await load(pulumi.secret("{}")), ["unchecked", "--enable-source-maps"]);
    await assert.rejects(load("{}"), /can't be loaded: TypeError/);
  });
});

describe("What the program changes for all its code", () => {
  const program = new WrittenProgram("loaded-shared", {
    "index.ts": `import "./polyfill";
export { bare, whole, not, chained } from "./handlers";
`,
    "polyfill.ts": `(String.prototype as any).strataShout = function () { return this.toUpperCase(); };
(globalThis as any).strataSetting = 3;
(globalThis as any).strataFirst=(globalThis as any)["strataSecond"]??=4;
export {};
`,
    "handlers.ts": `export const bare = async () => [("a" as any).strataShout(), (globalThis as any).strataSetting];
export const not = async () => "a";
export const chained = async () => (globalThis as any).strataSecond;
export const whole = async () => { await import("./polyfill"); return ("a" as any).strataShout(); };
`,
  });
  after(() => {
    Reflect.deleteProperty(String.prototype, "strataShout");
    for (const name of ["strataSetting", "strataFirst", "strataSecond"]) {
      Reflect.deleteProperty(globalThis, name);
    }
  });

  it("is missed where the bundle names it and doesn't bring it", async () => {
    const loaded = program.load();
    const folder = workFolder("loaded-shared-cache");
    const warnings = async (name: string) =>
      (await bundleHandler(loaded[name], { name, folder })).warnings;
    const [first, second] = await warnings("bare");
    assert.match(first, /strataSetting|strataShout/);
    const shout = [first, second].find((each) => each.includes("strataShout"));
    assert.ok(shout?.startsWith("build/tests/handlers/loaded-shared/handlers.ts:1:21: handler \"bare\" may rely on String.prototype.strataShout, which the program changes (build/tests/handlers/loaded-shared/polyfill.ts:1)"), shout); // prettier-ignore
    assert.deepEqual(await warnings("not"), []);
    // What a program has written, loaded and deleted again stops no check.
    const written = path.join(folder, "written.js");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(written, "");
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    require(written);
    fs.rmSync(written);
    const [chained] = await warnings("chained");
    assert.match(chained, /may rely on globalThis\.strataSecond, which the program changes \(/);
  });
});

describe("Packages for another processor", () => {
  const folder = workFolder("loaded-native");
  const elf = (machine: number) => {
    const head = Buffer.alloc(64);
    head.write("\x7fELF", "latin1");
    head[4] = 2;
    head[5] = 1;
    head.writeUInt16LE(machine, 18);
    return head;
  };
  const write = (name: string, content: Buffer | string) => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  };
  write("node_modules/@img/native-x64/lib/a.node", elf(0x3e));
  write("node_modules/many/prebuilds/darwin/a.node", Buffer.from("cffaedfe", "hex"));
  write("node_modules/many/prebuilds/linux-x64/a.node", elf(0x3e));
  write("node_modules/many/prebuilds/linux-arm64/a.node", elf(0xb7));
  write("node_modules/plain/index.js", "");

  it("are told by the first bytes of their files", () => {
    const nodeModules = path.join(folder, "node_modules");
    assert.deepEqual(wrongNativeFiles(nodeModules, "x86_64"), []);
    assert.deepEqual(wrongNativeFiles(nodeModules, "arm64"), [
      { file: "@img/native-x64/lib/a.node", platform: "linux x86_64" },
    ]);
  });

  it("are an error, and for the right one this machine's copy is loaded", async () => {
    const js = `import module from "module"; const require = module.createRequire(import.meta.url); require("zod"); export const handler = async () => 1;\n`;
    const rest = { target: "node20", external: [], environment: {}, standIns: [], files: {} };
    const check = (install: string[], architecture: "arm64" | "x86_64") =>
      checkBundle({
        ...{
          name: "resize",
          js,
          map: "{}",
          root,
          folder,
          architecture,
          install,
          place: "index.ts:1:1",
        },
        ...{ nodeModules: path.join(folder, "node_modules"), ...rest },
      });
    const wrong = await check(["zod"], "arm64");
    assert.ok(wrong.state === "failed", wrong.state);
    assert.match(
      wrong.message,
      /install: @img\/native-x64\/lib\/a\.node is for linux x86_64, the function runs on linux arm64/,
    );
    fs.rmSync(path.join(folder, "node_modules/@img"), { recursive: true });
    const other = process.arch === "arm64" ? "x86_64" : "arm64";
    assert.equal((await check(["zod"], other)).state, "loaded");
  });
});
