import assert from "node:assert/strict";
import { bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { runBundles, workFolder } from "./capture-runs";
import { WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

describe("Names of the project's own classes and functions", function () {
  this.timeout(60_000);
  const program = new WrittenProgram("names", {
    "index.ts": `import { Failure as Other, quick } from "./failures";

class Failure extends Error {}
const failures = [Failure, Other];
const double = (n: number) => 2 * n;
const half = (n: number) => n / 2;
const timed = (run: (n: number) => number) => { console.log(run.name); return run(1); };

export const both = async () => failures.map((each) => each.name);
export const onlyQuick = async () => quick();
export const none = async (event: { name: string; items: number[] }) => [event.name, ...event.items.map(double)];
export const error = async () => {
  try {
    return [half].map((each) => each(1));
  } catch (error) {
    return (error as Error).name;
  }
};
export const named = async () => timed(half);
`,
    "failures.ts": `export class Failure extends Error {}
export class Unused extends Error {}
export const quick = () => 1;
`,
  });
  const handlers = program.load();
  const bundled = async (name: string, minify = true) =>
    (await bundleHandler(handlers[name], { name, minify, folder: workFolder("names-cache") })).js;

  for (const minify of [true, false]) {
    it(`stay where two are the same, ${minify ? "minified" : "readable"}`, async () => {
      const js = await bundled("both", minify);
      const calls = [{ name: "both", js, environment: {}, times: 1 }];
      const returned = await runBundles(workFolder(`names-run-${minify}`), calls);
      assert.deepEqual(returned.both, [["Failure", "Failure"]]);
    });
  }

  it("cost nothing where they are not needed", async () => {
    assert.match(
      await bundled("onlyQuick"),
      /^var (\w)=\(\)=>1;var (\w)=async\(\)=>\1\(\);export\{\2 as handler\};\n$/,
    );
    for (const name of ["none", "error"]) {
      assert.doesNotMatch(await bundled(name), /defineProperty|static/, name);
    }
  });

  it("cost a few bytes where they are", async () => {
    const js = await bundled("both");
    assert.equal(js.match(/static get name\(\)\{return"Failure"\}/g)?.length, 2, js);
    assert.ok(js.length < 220, js);
    assert.match(await bundled("named"), /Object\.defineProperty\(\w+,"name",\{value:"half"\}\)/);
  });
});
