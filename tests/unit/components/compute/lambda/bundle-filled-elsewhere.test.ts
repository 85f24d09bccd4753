// Calls of another module's function that fill what the handler uses of that module, such as `register(plugin)`.
import assert from "node:assert/strict";
import { bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { runBundles, workFolder } from "./capture-runs";
import { WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

const registry = `const plugins: string[] = [];
function add(name: string) { plugins.push(name); }
export const register = (name: string) => { add(name); return name; };
export const route = (name: string) => (_handler: unknown, _context?: unknown) => { plugins.push(name); };
export let stage = "none";
export const use = (name: string) => { stage = name; };
export const all = () => [...plugins, stage].join();
export const counted = (name: string, handler: () => Promise<unknown>) => async () => { plugins.push(name); return handler(); };
`;
const write = (name: string, text: string, more: Record<string, string> = {}) =>
  new WrittenProgram(`filled-${name}`, { "registry.ts": registry, "index.ts": text, ...more });
const cache = workFolder("filled-cache");

describe("Calls that fill another module", function () {
  this.timeout(60_000);

  it("come along where they are statements", async () => {
    const { handler } = write(
      "calls",
      `import { all, register, route, use } from "./registry";
register("a");
route("b")(async () => 1);
use(["dev"].join());
export const handler = async () => all();`,
    ).load();
    const { js, warnings } = await bundleHandler(handler, { name: "fills", folder: cache });
    assert.deepEqual(warnings, []);
    const calls = [{ name: "fills", js, environment: {}, times: 1 }];
    assert.deepEqual(await runBundles(workFolder("filled-run"), calls), { fills: ["a,b,dev"] });
    assert.equal(await handler(), "a,b,dev");
  });

  it("are warned about where they are a part of something else", async () => {
    const program = write(
      "parts",
      `import { all, register, route } from "./registry";
const known = register("a");
for (const name of ["b"]) register(name);
class Photos { @route("c") list() { return known; } }
export const handler = async () => [all(), typeof Photos];
export const other = async () => all();`,
    );
    const { warnings } = await bundleHandler(program.load().other, {
      name: "other",
      folder: cache,
    });
    const left = (text: string) =>
      `build/tests/handlers/filled-parts/${program.position(text)}: handler "other" leaves this statement out, which fills what the handler uses: only a call comes along by itself. ` +
      "Write the call as a statement of its own in this file, or move it to a module that the handler's code imports.";
    assert.deepEqual(warnings, [left("const known"), left("for (const"), left("class Photos")]);
  });

  it("are warned about where they need what exists only while deploying", async () => {
    const program = write(
      "deploying",
      `import { all } from "./registry";
import "./albums";
export const handler = async () => all();`,
      {
        "albums.ts": `import * as pulumi from "@pulumi/pulumi";
import { register } from "./registry";
register(pulumi.getStack());`,
      },
    );
    const { warnings } = await bundleHandler(program.load().handler, { name: "h", folder: cache });
    assert.deepEqual(warnings, [
      `build/tests/handlers/filled-deploying/${program.position("register(pulumi", "albums.ts")}: handler "h" leaves this statement out, which fills what the handler uses: it needs ` +
        "what exists only while deploying. Write it in the file that gives the handler, where an Output can be captured.",
    ]);
  });

  it("are no matter where nothing in the bundle uses what they fill, or a later call does it", async () => {
    const { handler } = write(
      "unused",
      `import { counted, register, route, stage } from "./registry";
register("a");
const held = [register("b"), route("c"), counted("d", async () => 1)];
export const size = held.length;
export const handler = async () => stage;`,
    ).load();
    const { js, warnings } = await bundleHandler(handler, { name: "none", folder: cache });
    assert.deepEqual(warnings, []);
    assert.ok(!js.includes("push"), js);
  });
});
