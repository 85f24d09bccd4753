// State that the program gave an object through functions it called: Lambda makes the object anew, without it.
import assert from "node:assert/strict";
import { bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { workFolder } from "./capture-runs";
import { WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

const cache = workFolder("state-cache");

/** Programs with one handler each, and the line of what changes its variable's state. */
const programs: Record<string, [text: string, line: string, variable: string]> = {
  "an instance": [
    `class Registry { items = new Map<string, number>(); add(k: string, v: number) { this.items.set(k, v); } }
const registry = new Registry();
function fill() { registry.add("a", 1); }
fill();
export const handler = async () => registry.items.get("a") ?? "missing";`,
    'registry.add("a", 1)',
    "registry.items.a",
  ],
  "a counter": [
    `class Counter { n = 0; up() { this.n++; return this; } }
const counter = new Counter();
const warm = () => counter.up().up();
warm();
export const handler = async () => counter.n;`,
    "counter.up().up()",
    "counter.n",
  ],
  "a private field": [
    `class Counter { #n = 0; up() { this.step(); return this; } private step() { this.#n += 1; } get n() { return this.#n; } }
const counter = new Counter();
const warm = () => counter.up();
warm();
export const handler = async () => counter.n;`,
    "counter.up()",
    "counter.#n",
  ],
  "a private field, by calls in a chain": [
    `class Counter { #n = 0; up() { this.#n++; return this; } get n() { return this.#n; } }
const counter = new Counter();
const warm = () => counter.up().up();
warm();
export const handler = async () => counter.n;`,
    "counter.up().up()",
    "counter.#n",
  ],
  "a closure": [
    `const make = () => { let n = 0; return { up: () => ++n, n: () => n }; };
const c = make();
const bump = () => { c.up(); c.up(); };
bump();
export const handler = async () => c.n();`,
    "c.up(); c.up()",
    "c.up's n",
  ],
  "a WeakMap": [
    `const w = new WeakMap<object, number>();
const k = {};
const set = () => { w.set(k, 3); };
set();
export const handler = async () => w.get(k);`,
    "w.set(k, 3)",
    "an element of w",
  ],
};

describe("State that functions change while deploying", () => {
  for (const [name, [text, change, variable]] of Object.entries(programs)) {
    it(`is refused with variable and line: ${name}`, async () => {
      const folder = `state-${name.replace(/\W+/g, "-")}`;
      const program = new WrittenProgram(folder, { "index.ts": text });
      await assert.rejects(
        bundleHandler(program.load().handler, { name: "handler", folder: cache }),
        (error: Error) => {
          const place = `build/tests/handlers/${folder}/${program.position(change)}`;
          assert.ok(error.message.startsWith(`${place}: handler "handler" captures ${variable}, which the source of `), error.message); // prettier-ignore
          return true;
        },
      );
    });
  }

  it("is a warning where the handler can make it itself, and none where nothing changed", async () => {
    const program = new WrittenProgram("state-doubt", {
      "index.ts": `class Counter { n = 0; up() { this.n++; } get() { return this.n; } }
const counter = new Counter();
const warm = () => counter.up();
warm();
export const calls = async () => { warm(); return counter.n; };
const other = new Counter();
const perhaps = () => other.up();
if (process.argv.length > 1000) perhaps();
export const unmet = async () => other.n;
const third = new Counter();
const shown = () => third.get();
shown();
export const reads = async () => third.n;
const fourth = new Counter();
fourth.up();
export const along = async () => fourth.n;
`,
    });
    const handlers = program.load();
    const warnings = async (name: string) =>
      (await bundleHandler(handlers[name], { name, folder: cache })).warnings;
    const [found, ...more] = await warnings("calls");
    assert.deepEqual(more, []);
    assert.match(found, /captures counter\.n, which the source of counter makes differently/);
    for (const name of ["unmet", "reads", "along"]) assert.deepEqual(await warnings(name), []);
  });
});
