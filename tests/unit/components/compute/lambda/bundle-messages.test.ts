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
import { nameOfLib as unknownName } from "./lib";
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
export const unexported = async () => unknownName;
export const inside = async () => import("zod/nope");
export const deploying = async (yes: boolean) => require(yes ? "@pulumi/pulumi" : "node:os");
export const within = async () => there;
`,
    "there.ts": `const text = "äöü€"; export const there = () => [text, import("./gone")];\n`,
    "lib.ts": "export const nothing = 1;\n",
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

  it("point at a name that a module doesn't export", async () => {
    const message = await refused(handlers.unexported, "unexported");
    assert.ok(message.includes(`${at("nameOfLib")}: No matching export in`), message);
  });

  it("say what a package doesn't export", async () => {
    assert.equal(
      await refused(handlers.inside, "inside"),
      `handler "inside" can't be bundled:\n  ${at('"zod/nope"')}: Could not resolve "zod/nope" ` +
        '(The path "./nope" is not exported by package "zod")',
    );
  });

  it("name the module that loads what exists only while deploying", async () => {
    const folder = "build/tests/handlers/messages-errors";
    assert.equal(
      await refused(handlers.deploying, "deploying"),
      `handler "deploying" can't be bundled:\n  ${at('"@pulumi/pulumi"')}: ${folder}/index.ts imports @pulumi/pulumi, which exists ` +
        "only while deploying; move what the handler needs to a module without Pulumi imports",
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

describe("Modules that are named only at run time", () => {
  const program = new WrittenProgram("messages-unresolved", {
    "index.ts": `import { load } from "./load";
import { loadLocal } from "./load-local";

const local = "./lib1";
export const unresolved = async () => (await import(local)).one;
export const required = async (name: string) =>
  require(name);
export const inModule = async (name: string) => load(name);
export const resolved = async (name: string) => [
  await import("./lib1"),
  await import(\`./lib1\`),
  await import("./lib" + name + ".ts"),
  await import(\`./lib\${name}.ts\`),
  loadLocal("1"),
];
export const own = async () => {
  const require = (name: string) => name;
  return require(local);
};
`,
    "load.ts": `export const load = (name: string) => import(name);
`,
    "load-local.ts": `export const loadLocal = (name: string) => import("./lib" + name);
`,
    "lib1.ts": `export const one = 1;\n`,
  });
  const folder = "build/tests/handlers/messages-unresolved";
  const warnings = async (name: string) =>
    (await bundleHandler(program.load()[name], { name, folder: workFolder("unresolved") }))
      .warnings;
  const warning = (place: string) => [
    `${folder}/${place}: this call names a module that isn't known while bundling, so it is looked for in Lambda, where the ` +
      "project's files and packages are missing. Write the name as a text (a relative one may have a variable part: " +
      'import("./parts/" + name + ".ts")), or choose between import("...") calls.',
  ];

  it("are warned about with their line", async () => {
    assert.deepEqual(await warnings("unresolved"), warning(program.position("import(local)")));
    assert.deepEqual(await warnings("required"), warning(program.position("require(name)")));
    assert.deepEqual(
      await warnings("inModule"),
      warning(program.position("import(name)", "load.ts")),
    );
  });

  it("don't include what esbuild resolves, or a function that is called require", async () => {
    assert.deepEqual(await warnings("resolved"), []);
    assert.deepEqual(await warnings("own"), []);
  });
});
