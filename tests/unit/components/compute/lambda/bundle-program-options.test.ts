// What compiles the program, and what kind of modules it has, means the same for its handlers.
import assert from "node:assert/strict";
import * as path from "node:path";
import { bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { collect, Collected, root, runBundles, workFolder } from "./capture-runs";
import { WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

describe("The program's tsconfig", () => {
  const options = {
    target: "es2022",
    module: "commonjs",
    moduleResolution: "node10",
    esModuleInterop: true,
    experimentalDecorators: true,
    useDefineForClassFields: false,
    jsx: "react-jsx",
    jsxImportSource: "small-jsx",
    noCheck: true,
  };
  const files = {
    "index.tsx": `import { Imported } from "./imported";
const seen: string[] = [];
const note = (target: object, key: string) => { seen.push(key); };
class Base { constructor() { (this as any).set = "base"; } }
class Service extends Base { declare set: string; static seen = seen.length; @note method() { return "called"; } other!: string; }
const service = new Service();
export const cases = {
  decorated: { handler: async () => [service.method(), new Imported().method()] },
  fields: { handler: async () => ["other" in service, new Imported().has()] },
  jsx: { handler: async () => <b id="1" /> },
};
`,
    "imported.ts": `const note = (target: object, key: string) => {};
export class Imported { @note method() { return "called"; } other!: string; has() { return "other" in this; } }
`,
  };
  const start = async (
    name: string,
    more: object,
  ): Promise<[string, Record<string, Collected>]> => {
    const program = new WrittenProgram(name, files);
    const project = path.join(program.folder, "tsconfig.json");
    program.write({
      "tsconfig.json": JSON.stringify({ compilerOptions: { ...options, ...more } }),
      "node_modules/small-jsx/jsx-runtime.js":
        "exports.jsx = (type, props) => ({ type, props });\n",
    });
    const collected = await collect(
      program.folder,
      {
        node: ["-r", "ts-node/register"],
        load: "require",
        file: () => path.join(program.folder, "index.tsx"),
        sources: program.folder,
        environment: { TS_NODE_PROJECT: project, TS_NODE_TRANSPILE_ONLY: "true" },
      },
      ["index"],
    );
    return [program.folder, Object.fromEntries(collected.map((each) => [each.name, each]))];
  };

  it("decides what decorators, class fields and JSX mean in sliced code too", async () => {
    const [folder, built] = await start("meaning-tsconfig", {});
    const calls = Object.values(built).map(({ name, js, error }) => {
      assert.ok(js !== undefined, error);
      return { name, js, environment: {}, times: 1 };
    });
    assert.deepEqual(await runBundles(folder, calls), {
      decorated: [["called", "called"]],
      fields: [[false, false]],
      jsx: [{ type: "b", props: { id: "1" } }],
    });
  });

  it("is refused where it asks for decorators' metadata", async () => {
    const [folder, { decorated, jsx }] = await start("meaning-metadata", {
      emitDecoratorMetadata: true,
    });
    const place = `${path.relative(root, folder)}/index.tsx:5:78`;
    assert.ok(decorated.error?.includes(`${place}: this decorator is compiled with emitDecoratorMetadata`), decorated.error); // prettier-ignore
    assert.equal(jsx.error, undefined);
  });
});

describe("Packages outside the bundle", () => {
  const files = {
    "index.ts": `import plain, { named } from "plain-package";
import * as all from "plain-package";
import compiled from "compiled-package";
import { inModule } from "./imported";
export const handler = async () => [
  plain(), named, all.default(), (await import("plain-package")).default(), compiled(), inModule(),
];
export const cases = { handler: { handler, options: { external: ["plain-package", "compiled-package"] } } };
`,
    "imported.ts": `import plain from "plain-package";
import compiled from "compiled-package";
export const inModule = () => [plain(), compiled()];
`,
    "node_modules/plain-package/index.js": `module.exports = () => "plain";\nmodule.exports.named = "named";\n`,
    "node_modules/compiled-package/index.js": `Object.defineProperty(exports, "__esModule", { value: true });\nexports.default = () => "compiled";\n`,
  };

  it("give by default what the program got", async () => {
    const program = new WrittenProgram("meaning-default", files);
    const external = ["plain-package", "compiled-package"];
    const folder = workFolder("meaning-default-cache");
    const options = { name: "handler", folder, external };
    const { js } = await bundleHandler(program.load().handler, options);
    const call = { name: "handler", js, environment: {}, times: 1 };
    assert.deepEqual((await runBundles(program.folder, [call])).handler, [ ["plain", "named", "plain", "plain", "compiled", ["plain", "compiled"]]]); // prettier-ignore
  });

  it("give module.exports by default in an ES-module program", async () => {
    const program = new WrittenProgram("meaning-default-es", {
      ...files,
      "package.json": `{ "type": "module" }`,
      "index.js": files["index.ts"]
        .replace('"./imported"', '"./imported.js"')
        .replace("compiled()", "compiled.default()"),
      "imported.js": files["imported.ts"].replace("compiled()", "compiled.default()"),
    });
    const collected = await collect(
      program.folder,
      {
        node: ["-r", path.join(root, "tests/register.js")],
        load: "import",
        file: () => path.join(program.folder, "index.js"),
        sources: program.folder,
      },
      ["index"],
    );
    assert.ok(collected[0].js !== undefined, collected[0].error);
    const call = { name: "handler", js: collected[0].js, environment: {}, times: 1 };
    assert.deepEqual(await runBundles(program.folder, [call]), {
      handler: [["plain", "named", "plain", "plain", "compiled", ["plain", "compiled"]]],
    });
  });
});
