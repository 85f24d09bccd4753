// Files beside the source, and what packages need that a single file can't give.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  bundleArchive,
  bundleHandler,
  BundleOptions,
} from "../../../../../components/compute/lambda/bundle";
import { Handler, WrittenProgram } from "./written-programs";
import { root, runBundles, workFolder } from "./capture-runs";
import "./fixtures/mocks";

const cache = workFolder("files-cache");

/** Runs the bundle in a folder with nothing but what is shipped. */
async function run(handler: Handler, name: string, options: BundleOptions = {}, event?: unknown) {
  const bundle = await bundleHandler(handler, { name, folder: cache, ...options });
  const task = workFolder("files-task");
  for (const [place, file] of Object.entries(bundle.files)) {
    const target = path.join(task, place);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(file, target);
  }
  const call = { name, js: bundle.js, environment: {}, event, times: 1 };
  const returned = (await runBundles(task, [call]))[name];
  return { returned: Array.isArray(returned) ? returned[0] : returned, ...bundle };
}

describe("Files beside the source", () => {
  const folder = "build/tests/handlers/files/mail";
  const program = new WrittenProgram("files", {
    "index.ts": `export * from "./mail/handlers";\n`,
    "mail/handlers.ts": `import * as fs from "node:fs";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { Worker } from "node:worker_threads";
import { template } from "./template";
const folder = path.join(__dirname, "parts");
const text = fs.readFileSync(path.join(__dirname, "mail.txt"), "utf8");
export const beside = async () => fs.readFileSync(path.join(__dirname, "mail.txt"), "utf8");
export const joined = async () => [await readFile(\`\${__dirname}/mail.txt\`, "utf8"), fs.readFileSync(__dirname + "/mail.txt", "utf8")];
export const atTop = async () => template();
export const copied = async () => text;
export const inFolder = async (name: string) => fs.readFileSync(path.join(folder, name), "utf8");
export const fromWorkingFolder = async () => require("node:fs") && fs.existsSync("${folder}/mail.txt") && readFile("${folder}/mail.txt", "utf8");
export const computed = async (name: string) => fs.readFileSync(path.join(__dirname, name), "utf8");
export const works = async () => new Promise((resolve) => new Worker(path.join(__dirname, "worker.js")).on("message", resolve));
export const needy = async () => new Worker(path.join(__dirname, "needy.js"));
export const typed = async () => new Worker(path.join(__dirname, "template.ts"));
export const outside = async () => fs.readFileSync(path.join(__dirname, "../../../../../../outside.txt"));
const made = (where: string) => async () => where;
export const given = made(path.join(__dirname, "mail.txt"));
`,
    "mail/template.ts": `import { readFileSync } from "node:fs";
import { join } from "node:path";
const text = readFileSync(join(__dirname, "template.html"), "utf8");
export const template = () => text;
`,
    "mail/mail.txt": "Dear reader",
    "mail/template.html": "<p>",
    "mail/parts/a.txt": "part a",
    "mail/worker.js": `require("node:worker_threads").parentPort.postMessage("done");\n`,
    "mail/needy.js": `require("zod");\n`,
  });
  const at = (text: string) => `build/tests/handlers/files/${program.position(text, "mail/handlers.ts")}`; // prettier-ignore
  let handlers: Record<string, Handler>;
  before(() => {
    handlers = program.load();
  });

  const returns: Record<string, [unknown, readonly string[]]> = {
    beside: ["Dear reader", ["mail.txt"]],
    joined: [["Dear reader", "Dear reader"], ["mail.txt"]],
    atTop: ["<p>", ["template.html"]],
    copied: ["Dear reader", []],
    inFolder: ["part a", ["parts/a.txt"]],
    works: ["done", ["worker.js"]],
  };
  for (const [name, [expected, names]] of Object.entries(returns)) {
    it(`are shipped where the source names them: ${name}`, async () => {
      const { returned, files, warnings, check } = await run(handlers[name], name, {}, "a.txt");
      assert.deepEqual(Object.keys(files), names.map((each) => `${folder}/${each}`)); // prettier-ignore
      assert.deepEqual(returned, expected);
      assert.deepEqual(warnings, []);
      assert.equal(check.state, "loaded");
    });
  }

  it("are shipped where they are named from the working folder", async () => {
    const { files } = await run(handlers.fromWorkingFolder, "fromWorkingFolder");
    assert.deepEqual(Object.keys(files), [`${folder}/mail.txt`]);
  });

  it("are listed where their names are computed, which a warning asks for", async () => {
    const { warnings, returned } = await run(handlers.computed, "computed", {}, "mail.txt");
    assert.equal(warnings.length, 1);
    assert.ok(warnings[0].startsWith(`${at("__dirname, name")}: handler "computed" makes a path here that isn't known while bundling`), warnings[0]); // prettier-ignore
    assert.match(JSON.stringify(returned), /ENOENT/);
    const files = [`${folder}/mail.txt`];
    assert.equal((await run(handlers.computed, "computed", { files }, "mail.txt")).returned, "Dear reader"); // prettier-ignore
    await assert.rejects(run(handlers.computed, "computed", { files: ["nowhere"] }), /lists nowhere/); // prettier-ignore
  });

  it("are refused where they can't be shipped as they are", async () => {
    await assert.rejects(run(handlers.needy, "needy"), /handler "needy" starts a worker from .*needy\.js, which is shipped as it is and needs zod/); // prettier-ignore
    await assert.rejects(run(handlers.typed, "typed"), /template\.ts, which is shipped as it is and is TypeScript/); // prettier-ignore
    fs.writeFileSync(path.join(root, "../outside.txt"), "");
    try {
      await assert.rejects(run(handlers.outside, "outside"), (error: Error) => {
        assert.ok(error.message.startsWith(at('path.join(__dirname, "../')), error.message);
        assert.match(error.message, /reads outside\.txt, which lies outside the project/);
        return true;
      });
    } finally {
      fs.rmSync(path.join(root, "../outside.txt"));
    }
  });

  it("are warned about where a path of this machine is captured", async () => {
    const { warnings } = await run(handlers.given, "given");
    assert.match(warnings[0], /handler "given" captures where, which holds a path of this machine/);
  });

  it("are a part of the function's package", async () => {
    const bundle = bundleHandler(handlers.beside, { name: "beside", folder: cache });
    const { assets } = (await bundleArchive(bundle)) as unknown as { assets: Promise<object> };
    assert.deepEqual(Object.keys(await assets), ["index.mjs", "index.mjs.map", `${folder}/mail.txt`]); // prettier-ignore
  });
});

describe("Packages that a single file can't hold", () => {
  const program = new WrittenProgram("files-packages", {
    "index.ts": `import resize from "platform-native";
import { css } from "styled-package";
import { connect } from "driver-package";
import { speed } from "wrapping-package";
export { loads } from "./styled";
export const resizes = async () => resize();
export const styles = async () => css();
export const connects = async (name: string) => connect(name);
export const speeds = async () => speed();
import { log } from "threaded-package";
export const logs = async () => log();
`,
    "node_modules/platform-native/package.json": `{ "name": "platform-native", "optionalDependencies": { "@img/native-linux-x64": "1.0.0" } }`,
    "node_modules/platform-native/index.js":
      "module.exports = () => require(`@img/native-${process.platform}`);\n",
    "node_modules/styled-package/package.json": `{ "name": "styled-package" }`,
    "node_modules/styled-package/index.js": `const path = require("path"), fs = require("fs");
exports.css = () => fs.readFileSync(path.resolve(__dirname, "./default.css"), "utf8");\n`,
    "node_modules/styled-package/default.css": "p {}",
    "styled.ts": `import { css } from "loading-package";\nexport const loads = async () => css;\n`,
    "node_modules/loading-package/index.js": `exports.css = require("fs").readFileSync(require("path").join(__dirname, "sheet.css"), "utf8");\n`,
    "node_modules/loading-package/sheet.css": "p {}",
    "node_modules/driver-package/index.js": "exports.connect = (name) => require(name);\n",
    "node_modules/wrapping-package/index.js": `exports.speed = () => { try { return require("gyp-package"); } catch { return 0; } };\n`,
    "node_modules/threaded-package/index.js": `const { Worker } = require("worker_threads"), { join } = require("path");
exports.log = () => new Worker(join(__dirname, "lib", "worker.js"));\n`,
    "node_modules/threaded-package/lib/worker.js": "",
    "node_modules/gyp-package/package.json": `{ "name": "gyp-package", "gypfile": true }`,
    "node_modules/gyp-package/index.js": "module.exports = 1;\n",
  });
  let handlers: Record<string, Handler>;
  before(() => {
    handlers = program.load();
  });

  it("are refused by name where they have native parts, however they load them", async () => {
    await assert.rejects(
      run(handlers.resizes, "resizes"),
      /handler "resizes" can't be bundled:\n {2}platform-native has native parts \(@img\/native-linux-x64 and the like\), which can't be bundled: list it in install: \["platform-native"\]/,
    );
  });

  it("are refused where they read files of their own as soon as they are loaded", async () => {
    await assert.rejects(
      run(handlers.loads, "loads"),
      /styled\.ts:\d+:\d+: handler "loads" can't be loaded: Error: ENOENT.*loading-package reads sheet\.css, a file of its own .*list it in install: \["loading-package"\]/,
    );
  });

  it("are warned about where they start a worker from a file of their own", async () => {
    const { warnings } = await bundleHandler(handlers.logs, { name: "logs", folder: cache });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /threaded-package reads worker\.js, a file of its own .*install: \["threaded-package"\]/); // prettier-ignore
  });

  it("are warned about where they may do without, read files of their own or compute a module's name", async () => {
    const warnings = async (name: string) => (await run(handlers[name], name, {}, "zod")).warnings;
    assert.match((await warnings("speeds"))[0], /handler "speeds": gyp-package has native parts/);
    assert.match((await warnings("styles"))[0], /styled-package reads default\.css, a file of its own .*install: \["styled-package"\]/); // prettier-ignore
    assert.match((await warnings("connects"))[0], /driver-package loads a module whose name only running tells \(.*driver-package\/index\.js:1\)/); // prettier-ignore
  });
});
