// What a slice keeps as source is run again in a process of its own and compared with what the program has.
import assert from "node:assert/strict";
import { bundleHandler, BundleOptions } from "../../../../../components/compute/lambda/bundle";
import { checkLine } from "../../../../../components/compute/lambda/bundle/check/bundle-check";
import { workFolder } from "./capture-runs";
import { WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

const cache = workFolder("replay-cache");
const options = (name: string): BundleOptions => ({ name, folder: cache });

/** Programs with one handler each: what is said of it, and the text whose line is named. */
const wrong: Record<string, [text: string, message: string, line: string]> = {
  "a static field that a function assigned": [
    `class Limits { static most = 1; static show() { return Limits.most; } }
const raise = () => { Limits.most = 5; };
raise();
export const handler = async () => Limits.show();`,
    "captures Limits.most, which the source of Limits makes differently",
    "Limits.most = 5",
  ],
  "a method that a function added to a class": [
    `class Reader { read() { return "read"; } }
const patch = () => { (Reader.prototype as any).more = () => "more"; };
patch();
export const handler = async () => (new Reader() as any).more();`,
    "captures Reader.more, which the source of Reader doesn't make",
    `() => "more"`,
  ],
  "a change in a condition that was met": [
    `class Counter { n = 0; up() { this.n++; } }
const counter = new Counter();
if (process.argv.length > 0) counter.up();
export const handler = async () => counter.n;`,
    "captures counter.n, which the source of counter makes differently",
    "counter.up()",
  ],
  "a list in a closure": [
    `const make = () => { const all: string[] = []; return { add: (one: string) => all.push(one), all: () => [...all] }; };
const names = make();
for (const each of ["a", "b"]) names.add(each);
export const handler = async () => names.all();`,
    "captures names.add's all.1, which the source of names doesn't make",
    "names.add(each)",
  ],
  "a function that a package's object holds": [
    `import { EventEmitter } from "node:events";
const bus = new EventEmitter();
const subscribe = () => bus.on("a", () => "heard");
subscribe();
export const handler = async () => bus.emit("a");`,
    "captures bus, which the source of bus doesn't make",
    `() => "heard"`,
  ],
  "an accessor that a function defined": [
    `const shape = { side: 2, show: () => shape.side };
const define = () => { Object.defineProperty(shape, "area", { get: () => 4, configurable: true }); };
define();
export const handler = async () => [shape.show(), (shape as any).area];`,
    "captures shape.area, which the source of shape doesn't make",
    "() => 4",
  ],
  "a date that a function moved": [
    `class Clock { at = new Date(0); }
const clock = new Clock();
const move = () => { clock.at.setTime(5); };
move();
export const handler = async () => clock.at;`,
    "captures clock.at, which the source of clock makes differently",
    "clock.at.setTime(5)",
  ],
};

/** One program of handlers that are right, or of which not everything can be told. */
const program = new WrittenProgram("replayed", {
  "index.ts": `import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import * as path from "node:path";
class Counter { n = 0; up() { this.n++; return this.n; } }
const made = { folder: path.join(__dirname, "files"), show: () => made.folder };
export const paths = async () => made.show();
const limits = { most: Number(process.env.REPLAY_LIMIT ?? 3), show: () => limits.most };
export const limited = async () => limits.show();
const started = { at: Date.now() + process.hrtime()[1], id: randomUUID(), show: () => started.id };
export const clock = async () => started.show();
const counter = new Counter();
const warm = () => counter.up();
warm();
export const warms = async () => warm();
const cache = new Map<string, Counter>();
const counterOf = (name: string) => {
  if (!cache.has(name)) cache.set(name, new Counter());
  return cache.get(name)!;
};
counterOf("a");
export const remembers = async () => counterOf("a").up();
const weak = new WeakMap<object, Counter>();
const seen = (each: object) => void weak.set(each, new Counter());
seen({});
export const forgets = async () => weak.has({});
class Shape { #side = 2; static #made = 0; get area() { return this.#side ** 2; } }
const shapes = [new Shape(), { kind: Symbol("s"), pattern: /a/g, bytes: new Uint8Array([1, 2]), failure: new Error("e"), url: new URL("https://example.com/") }];
export const right = async () => shapes.length;
const failing = { size: process.env.LAMBDA_TASK_ROOT ? 1 : 2, show: () => failing.size };
export const elsewhere = async () => failing.show();
const schema = z.object({ size: z.optional(z.pipe(z.string(), z.transform((text) => text.length))) });
const check = (given: unknown) => schema.safeParse(given).success;
check({ size: "used while deploying" });
export const parses = async (event: unknown) => schema.safeParse(event).success;
`,
});

describe("Replay of what a slice keeps", () => {
  for (const [name, [text, message, line]] of Object.entries(wrong)) {
    it(`refuses what Lambda would not have: ${name}`, async () => {
      const folder = `replay-${name.replace(/\W+/g, "-")}`;
      const one = new WrittenProgram(folder, { "index.ts": text });
      const place = `build/tests/handlers/${folder}/${one.position(line)}`;
      await assert.rejects(bundleHandler(one.load().handler, options("handler")), (error: Error) => {
        assert.ok(error.message.startsWith(`${place}: handler "handler" ${message}`), error.message); // prettier-ignore
        return true;
      }); // prettier-ignore
    });
  }

  let handlers: ReturnType<WrittenProgram["load"]>;
  before(() => {
    process.env.REPLAY_LIMIT = "7";
    handlers = program.load();
  });
  after(() => delete process.env.REPLAY_LIMIT);

  const outcome = async (name: string) => {
    const { check, warnings } = await bundleHandler(handlers[name], options(name));
    const notGiven = (warning: string) => !warning.includes("REPLAY_LIMIT");
    return { line: checkLine(check), warnings: warnings.filter(notGiven) };
  };

  it("is silent about what the source makes again, of whatever kind", async () => {
    for (const name of ["paths", "limited", "right", "forgets"]) {
      assert.deepEqual(await outcome(name), { line: "loaded once", warnings: [] }, name);
    }
  });

  it("warns of data that calls of the handler make too", async () => {
    for (const [name, found] of [
      ["warms", "captures counter.n, which the source of counter makes differently"],
      ["remembers", "captures cache.a, which the source of cache doesn't make"],
    ]) {
      const { line, warnings } = await outcome(name);
      assert.equal(line, "loaded once");
      assert.equal(warnings.length, 1, warnings.join());
      assert.ok(warnings[0].includes(found), warnings[0]);
    }
  });

  it("takes what a package makes when it is first used for no difference", async () => {
    const { line, warnings } = await outcome("parses");
    assert.equal(
      line,
      "loaded once, but schema was not compared with the program's, because not all of its parts can be read",
    );
    assert.deepEqual(warnings, []);
  });

  it("names what two runs make differently, instead of comparing it", async () => {
    const started = await outcome("clock");
    assert.equal(
      started.line,
      "loaded once, but started was not compared with the program's, because its source makes another value in each run",
    );
    assert.deepEqual(started.warnings, []);
  });

  it("goes by the program's environment, not by Lambda's", async () => {
    assert.deepEqual(await outcome("elsewhere"), { line: "loaded once", warnings: [] });
  });

  it("is asked for again where a variable that it read has another value", async () => {
    assert.deepEqual((await outcome("limited")).warnings, []);
    process.env.REPLAY_LIMIT = "8";
    const { warnings, line } = await outcome("limited");
    assert.deepEqual([warnings, line], [[], "loaded once, but limits was not compared with the program's, because its source makes another value in each run"]); // prettier-ignore
    process.env.REPLAY_LIMIT = "7";
  });

  it("says why where the source can't be run again", async () => {
    const text = (does: string) => `import * as fs from "node:fs";
import * as net from "node:net";
const again = () => { if (process.env.REPLAY_AGAIN) { ${does} } return 1; };
class Reader { size = again(); read() { return this.size; } }
const reader = new Reader();
export const handler = async () => reader.read();`;
    for (const [does, why] of [
      ['throw new Error("once only");', "running its source again fails with once only"],
      [
        'net.connect(1, "example.com");',
        "running its source again asks example.com over the network",
      ],
      ['fs.writeFileSync("/written.txt", "");', "running its source again needs writing a file"],
    ]) {
      const one = new WrittenProgram("replay-again", { "index.ts": text(does) });
      const { handler } = one.load();
      process.env.REPLAY_AGAIN = "1";
      const { check } = await bundleHandler(handler, options("handler"));
      delete process.env.REPLAY_AGAIN;
      assert.equal(checkLine(check), `loaded once, but reader was not compared with the program's, because ${why}`); // prettier-ignore
    }
  });
});
