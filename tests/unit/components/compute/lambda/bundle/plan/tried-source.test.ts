// Source that reads process.env comes along where all that it leads to can run in Lambda. It is looked through before:
// where it can't, nothing of what was found on the way is in the bundle.
import assert from "node:assert/strict";
import * as path from "node:path";
import { bundleHandler } from "../../../../../../../components/compute/lambda/bundle";
import { root, runBundles, workFolder } from "../../capture-runs";
import "../../fixtures/mocks";
import { WrittenProgram } from "../../written-programs";

describe("Source that can't run in Lambda", () => {
  const program = new WrittenProgram("tried-source", {
    "index.ts": `import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
const sizes = new Map([["small", 1]]);
const pick = () => config.get("zone") ?? String(sizes.size);
const direct = process.env.STRATA_TEST_ZONE ?? config.get("zone") ?? "eu";
const through = process.env.STRATA_TEST_ZONE ?? pick();
const within = process.env.STRATA_TEST_LEVEL ?? direct;
function even(n: number): string { return n === 0 ? direct : odd(n - 1); }
function odd(n: number): string { return n === 0 ? through : even(n - 1); }
const inCircle = process.env.STRATA_TEST_LEVEL ?? even(3);
const routes = new Map([["small", () => 1]]);
routes.set(pick(), () => 2);

export const captured = async () => direct;
export const reached = async () => through;
export const nested = async () => within;
export const circular = async () => inCircle;
export const filled = async () => [...routes.keys()];
`,
  });

  async function bundled(name: string) {
    const cache = workFolder("tried-source-cache");
    const { js, warnings } = await bundleHandler(program.load()[name], { name, folder: cache });
    const environment = { STRATA_TEST_LEVEL: "debug" };
    const { [name]: returned } = await runBundles(program.folder, [{ name, js, environment, times: 1 }]); // prettier-ignore
    return { js, warnings, returned: Array.isArray(returned) ? returned[0] : returned };
  }
  const at = (text: string) =>
    `${path.relative(root, program.folder)}/${program.position(text)}: handler`;

  it("is captured as it is on this machine, with a warning and without a trace", async () => {
    const { js, warnings, returned } = await bundled("captured");
    assert.equal(returned, "eu");
    assert.ok(!/process|config/.test(js), js);
    assert.equal(warnings.length, 1);
    assert.ok(warnings[0].startsWith(`${at("direct = ")} "captured" captures direct as it is on this machine`), warnings[0]); // prettier-ignore
    assert.match(warnings[0], /can't run in Lambda \(.*index\.ts:5:\d+: handler "captured" .*config.*pulumi\.Config/); // prettier-ignore
  });

  it("is found through functions, of which nothing comes along", async () => {
    const { js, warnings, returned } = await bundled("reached");
    assert.equal(returned, "1");
    assert.ok(!/Map|size/.test(js), js);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /captures through as it is on this machine.*index\.ts:4:\d+: /);
  });

  it("takes with it no other source that can run", async () => {
    const { warnings, returned } = await bundled("nested");
    assert.equal(returned, "debug");
    assert.deepEqual(
      warnings
        .filter((each) => /as it is on this machine/.test(each))
        .map((each) => each.split(": ")[0]),
      [at("direct = ").split(": ")[0]],
    );
  });

  it("is looked for once in functions that call each other", async () => {
    const { warnings, returned } = await bundled("circular");
    assert.equal(returned, "debug");
    assert.equal(
      warnings.filter((each) => /captures (direct|through) as it is/.test(each)).length,
      2,
    );
  });

  it("is a statement that is left out with a warning", async () => {
    const { warnings, returned } = await bundled("filled");
    assert.deepEqual(returned, ["small"]);
    assert.equal(warnings.length, 1);
    assert.ok(warnings[0].startsWith(`${at("routes.set(")} "filled" leaves this statement out: `), warnings[0]); // prettier-ignore
  });
});
