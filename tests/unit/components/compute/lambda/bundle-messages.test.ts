import assert from "node:assert/strict";
import { bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { workFolder } from "./capture-runs";
import { Handler, WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

const refused = (handler: Handler, name: string): Promise<string> =>
  bundleHandler(handler, { name, folder: workFolder("messages") }).then(
    () => assert.fail("no error"),
    (error: Error) => error.message,
  );

describe("Errors of esbuild", () => {
  const program = new WrittenProgram("messages-errors", {
    "index.ts": `import { there } from "./there";
import type { Missing } from "not-typed";
import {
  notThere,
} from "not-there";

const greeting = "hi";
export const local = async (): Promise<Missing> => {
  const text = "äöü€"; if (text) return (await import("./nope")).nope;
};
export const packaged = async () => [greeting, notThere];
export const addon = async () => {
  // A comment above.
  return require("./addon.node");
};
export const noAddon = async () => require("./no-addon.node");
export const inside = async () => import("zod/nope");
export const within = async () => there;
`,
    "there.ts": `const text = "äöü€"; export const there = () => [text, import("./gone")];\n`,
    "addon.node": "",
  });
  let handlers: Record<string, Handler>;
  before(() => {
    program.write({ "node_modules/not-there/index.js": "exports.notThere = () => 1;\n" });
    handlers = program.load();
    program.remove("node_modules");
  });
  const at = (text: string, file?: string) =>
    `build/tests/handlers/messages-errors/${program.position(text, file)}`;

  it("point at the line and column in the source", async () => {
    assert.equal(
      await refused(handlers.local, "local"),
      `handler "local" can't be bundled:\n  ${at('"./nope"')}: Could not resolve "./nope"`,
    );
  });

  it("point at the import of a package that isn't installed", async () => {
    assert.equal(
      await refused(handlers.packaged, "packaged"),
      `handler "packaged" can't be bundled:\n  ${at('"not-there"')}: Could not resolve "not-there" ` +
        '(is not-there installed? npm install --save-exact not-there; where a layer brings it: external: ["not-there"])',
    );
  });

  it("say what a package doesn't export", async () => {
    assert.equal(
      await refused(handlers.inside, "inside"),
      `handler "inside" can't be bundled:\n  ${at('"zod/nope"')}: Could not resolve "zod/nope" ` +
        '(The path "./nope" is not exported by package "zod")',
    );
  });

  it("say what to do about native code outside a package", async () => {
    const message = await refused(handlers.addon, "addon");
    assert.ok(message.includes(at('"./addon.node"')), message);
    assert.match(message, /\(native code outside a package: .*list it in install: \["its-name"\], or bring it in a layer and /); // prettier-ignore
    assert.equal(
      await refused(handlers.noAddon, "no-addon"),
      `handler "no-addon" can't be bundled:\n  ${at('"./no-addon.node"')}: Could not resolve "./no-addon.node"`,
    );
  });

  it("count characters, not bytes, in modules that are bundled as they are", async () => {
    const message = await refused(handlers.within, "within");
    assert.ok(message.includes(`${at('"./gone"', "there.ts")}: Could not resolve`), message);
  });
});

describe("Warnings of esbuild", () => {
  const program = new WrittenProgram("messages-warnings", {
    "index.ts": `import { isNothing } from "./shared";
import { other } from "./other";

export const quiet = async () => "quiet";
export const loud = async (event: { x: number }) => {
  return event.x === NaN;
};
export const shares = async (event: number) => isNothing(event);
export const sharesToo = async (event: number) => [isNothing(event)];
export const others = async () => other();
`,
    "shared.ts": `export const isNothing = (value: number) =>\n  value === NaN;\n`,
    "other.ts": `import { isNothing } from "./shared";\nexport const other = () => 1;\nexport const unused = isNothing;\n`,
  });
  const folder = "build/tests/handlers/messages-warnings";
  const nan = 'Comparison with NaN using the "===" operator here is always false';
  const warnings = async (names: readonly string[], cache: string) => {
    const handlers = program.load();
    const bundles = await Promise.all(
      names.map((name) => bundleHandler(handlers[name], { name, folder: cache })),
    );
    return Object.fromEntries(names.map((name, index) => [name, bundles[index].warnings]));
  };
  const loud = [`${folder}/index.ts:6:18: ${nan}`];
  const shared = [`${folder}/shared.ts:2:9: ${nan}`];

  it("go to the handlers whose bundle has the line, with its place in the source", async () => {
    const cache = workFolder("messages-cache");
    const names = ["quiet", "loud", "shares", "sharesToo", "others"];
    const expected = { quiet: [], loud, shares: shared, sharesToo: shared, others: [] };
    assert.deepEqual(await warnings(names, cache), expected);
    assert.deepEqual(await warnings(names, cache), expected, "from the cache");
    assert.deepEqual(await warnings(["quiet", "others"], cache), { quiet: [], others: [] });
  });

  it("are the same alone", async () => {
    const cache = workFolder("messages-alone");
    assert.deepEqual(await warnings(["shares"], cache), { shares: shared });
    assert.deepEqual(await warnings(["quiet"], cache), { quiet: [] });
  });
});
