import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { Bundle, bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { workFolder } from "./capture-runs";
import { cases as codeCases } from "./fixtures/captures/code";
import "./fixtures/mocks";

const run = promisify(execFile);

describe("Bundles are the same", function () {
  this.timeout(60_000);
  const handlers = Object.entries(codeCases).slice(0, 12);
  const texts = (bundles: readonly Bundle[]) => bundles.map(({ js, map }) => js + map);
  const bundleAll = async (list: typeof handlers, folderName: string, minify = true) =>
    texts(await Promise.all(list.map(([name, { handler }]) => bundleHandler(handler, { name, minify, folder: folderName })))); // prettier-ignore

  for (const minify of [true, false]) {
    it(`alone, together and in another order, ${minify ? "minified" : "readable"}`, async () => {
      const together = await bundleAll(handlers, workFolder("together"), minify);
      const reversed = await bundleAll([...handlers].reverse(), workFolder("reversed"), minify);
      const alone: string[] = [];
      const single = workFolder("alone");
      for (const handler of handlers) alone.push(...(await bundleAll([handler], single, minify)));
      assert.deepEqual(reversed.reverse(), together);
      assert.deepEqual(alone, together);
    });
  }

  it("from the cache, and new after a change of a file that went in", async () => {
    const cache = workFolder("cache");
    const helper = path.join(workFolder("cached-source"), "helper.ts");
    const program = path.join(path.dirname(helper), "program.ts");
    fs.writeFileSync(helper, `export const text = () => "first";\n`);
    fs.writeFileSync(
      program,
      `import { text } from "./helper";\nexport const handler = async () => text();\n`,
    );
    const { handler } = require(program) as { handler: () => Promise<string> }; // eslint-disable-line @typescript-eslint/no-require-imports
    const bundle = async () => (await bundleHandler(handler, { name: "cached", folder: cache })).js;
    const first = await bundle();
    const [entry] = fs.readdirSync(cache).filter((name) => name.endsWith(".json"));
    const stored = path.join(cache, entry);
    const { packaged, inputs } = JSON.parse(fs.readFileSync(stored, "utf8"));
    const altered = { ...packaged, js: "from the cache" };
    const digest = createHash("sha256").update(JSON.stringify(altered)).digest("hex");
    fs.writeFileSync(stored, JSON.stringify({ inputs, digest, packaged: altered }));
    assert.equal(await bundle(), "from the cache");
    const another = { ...packaged, js: "altered by hand" };
    fs.writeFileSync(stored, JSON.stringify({ inputs, digest, packaged: another }));
    assert.equal(await bundle(), first, "what something altered since is not used");
    fs.writeFileSync(helper, `export const text = () => "second";\n`);
    assert.equal(await bundle(), first.replace("first", "second"));
    fs.writeFileSync(stored, "not JSON");
    assert.equal(await bundle(), first.replace("first", "second"));
  });

  it("in two directories", async () => {
    const made = await Promise.all(
      ["one", "two/deeper"].map(async (name) => {
        const project = workFolder(`directories/${name}`);
        fs.writeFileSync(path.join(project, "Pulumi.yaml"), "name: test\n");
        fs.writeFileSync(path.join(project, "package.json"), "{}");
        fs.writeFileSync(path.join(project, "helper.ts"), `export const helper = () => "help";\n`);
        fs.writeFileSync(path.join(project, "index.ts"), programText);
        const { stdout } = await run(process.execPath, ["-r", path.resolve("tests/register.js"), "index.ts"], { cwd: project, env: { ...process.env, NODE_PATH: path.resolve("node_modules"), BUNDLER: path.resolve("components/compute/lambda/bundle") } }); // prettier-ignore
        return stdout;
      }),
    );
    assert.ok(made[0].includes("help") && made[0].includes("index.ts"), made[0]);
    assert.equal(made[0], made[1]);
  });
});

const programText = `
import { helper } from "./helper";
const { bundleHandler } = require(process.env.BUNDLER!);
const limit = { page: 10 };
void bundleHandler(async () => { if (limit.page) throw new Error(helper()); }).then(({ js, map }: any) => console.log(js, map));
`;
