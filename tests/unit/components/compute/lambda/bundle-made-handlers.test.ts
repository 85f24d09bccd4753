// Handlers that packages make, as hono's handle(), middy() and tRPC's adapter do, and functions that capture each other.
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { runBundles, workFolder } from "./capture-runs";
import { Handler, WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

const cache = workFolder("made-cache");

describe("A handler that a package makes", () => {
  const folder = "build/tests/handlers/made";
  const program = new WrittenProgram("made", {
    "index.ts": `import { App, handle, middy } from "app-package";
import * as pulumi from "@pulumi/pulumi";
import type { Handler } from "../../../../tests/unit/components/compute/lambda/written-programs";
export { separate } from "./separate";

const stack = pulumi.getStack();
const app = new App();
app.get("/", () => "root");
export const named = handle(app);
const steps: string[] = [];
export const wrapped = middy(async () => steps.length).use({ before: () => void steps.push("before") });

export const inline = (bundle: (handler: Handler, options: object) => unknown, options: object) =>
  bundle(handle(app), options);
export const cured = async (event: never) => handle(app)(event);
export const local = (bundle: (handler: Handler, options: object) => unknown, options: object) => {
  const made = middy(async () => stack);
  return bundle(made, options);
};
`,
    "separate.ts": `import { App, handle } from "app-package";
export const separate = handle(new App().get("/", () => "separate"));
`,
    "node_modules/app-package/index.js": `exports.App = class { routes = {}; get(path, answer) { this.routes[path] = answer; return this; } };
exports.handle = (app) => async (event) => app.routes[event.path]();
exports.middy = (fn) => { const steps = []; const made = async (event) => { steps.forEach((each) => each.before()); return fn(event); };
  made.use = (step) => { steps.push(step); return made; }; return made; };
`,
  });
  let handlers: Record<string, Handler>;
  before(() => {
    handlers = program.load();
  });
  const run = async (name: string) => {
    const { js } = await bundleHandler(handlers[name], { name, folder: cache });
    const call = { name, js, environment: {}, event: { path: "/" }, times: 1 };
    return (await runBundles(program.folder, [call]))[name];
  };

  it("works as the export of a module, in the file of the resources too", async () => {
    assert.deepEqual(await run("separate"), ["separate"]);
    assert.deepEqual(await run("named"), ["root"]);
    assert.deepEqual(await run("wrapped"), [1]);
  });

  it("is refused where it is given, with the line that cures it", async () => {
    type Given = (bundle: typeof bundleHandler, options: object) => Promise<unknown>;
    const refused = (name: string) =>
      (handlers[name] as unknown as Given)(bundleHandler, { name, folder: cache }).then(
        () => assert.fail("no error"),
        (error: Error) => error.message,
      );
    const reason = (call: string) =>
      `is a function that a package made (${folder}/node_modules/app-package/index.js), whose variables can't be captured. ` +
      `Call it in a function of your own: async (event, context) => ${call}(event, context).`;
    const at = (text: string) => `${folder}/${program.position(text)}`;
    assert.equal(await refused("inline"), `${at("handle(app), options")}: handler "inline" ${reason("handle(app)")}`); // prettier-ignore
    assert.equal(
      await refused("local"),
      `${at("made, options")}: handler "local" ${reason("made")}`,
    );
    assert.deepEqual(await run("cured"), ["root"]);
  });

  it("is refused with the handler's file where it comes from nowhere in the project", async () => {
    const bound = (async () => 1).bind(undefined);
    await assert.rejects(
      bundleHandler(bound, { name: "bound", folder: cache }),
      /bundle-made-handlers\.test\.ts:\d+:\d+: handler "bound" has no source: it is a native or bound function\. Call it in a function of your own: async \(event, context\) => bound\(event, context\)\./,
    );
  });
});

class Part extends pulumi.CustomResource {
  declare readonly arn: pulumi.Output<string>;
  constructor(name: string, args: object, opts: pulumi.CustomResourceOptions) {
    super("test:index:Part", name, { arn: undefined, ...args }, opts);
  }
}

class Fn extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly built: Promise<unknown>;
  constructor(name: string, handler: Handler) {
    super("test:index:Fn", name);
    this.built = bundleHandler(handler, { name, owner: this, folder: cache });
    // The real one waits for the handler's environment: here that would never end.
    this.arn = new Part(name, {}, { parent: this }).arn;
  }
}

describe("Functions that capture each other", () => {
  it("are an error that names both, at once", async () => {
    const first: Fn = new Fn("first", async () => second.arn.get());
    const second: Fn = new Fn("second", async () => first.arn.get());
    await first.built;
    await assert.rejects(
      second.built,
      /handler "second" captures first\.arn, whose function captures this one in turn \(second\.arn at .*bundle-made-handlers\.test\.ts:\d+:\d+\): each would wait/,
    );
  });
});
