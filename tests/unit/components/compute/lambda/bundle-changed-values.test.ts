import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { bundleHandler } from "../../../../../components/compute/lambda/bundle";
import { workFolder } from "./capture-runs";
import { WrittenProgram } from "./written-programs";
import "./fixtures/mocks";

describe("Captured values that change between two runs", () => {
  const made = (value: number) => Promise.resolve(value);
  it("are warned about with their line", async () => {
    const own = workFolder("changed");
    const file = path.join(workFolder("changed-source"), "program.ts");
    fs.writeFileSync(
      file,
      `const started = (globalThis as any).testClock();\nconst fixed = String("same");\nexport const handler = async () => [started, fixed];\n`,
    );
    const load = async (time: number) => {
      (globalThis as { testClock?: () => number }).testClock = () => time;
      delete require.cache[file]; // eslint-disable-line @typescript-eslint/no-dynamic-delete
      const { handler } = require(file) as { handler: () => Promise<unknown> }; // eslint-disable-line @typescript-eslint/no-require-imports
      return (await bundleHandler(handler, { name: "clock", folder: own })).warnings;
    };
    assert.deepEqual(await load(await made(1)), []);
    assert.deepEqual(await load(1), []);
    const warnings = await load(2);
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0],
      /changed-source\/program\.ts:1:7: handler "clock" captures started, whose value is another one than in the last run/,
    );
  });

  const files = {
    "index.ts": `import * as pulumi from "@pulumi/pulumi";
import { startedAt } from "./clock";
import * as clock from "./clock";
import { both, make } from "./make";
import { Table } from "../../../../tests/unit/components/compute/lambda/fixtures/captures/table";
import { size } from "./settings.json";
import { page } from "./literals";

const random = (globalThis as any).testRandom as () => string;
const holder = { table: new Table("changed"), id: random() };
let assigned: string;
assigned = random();
const property = (globalThis as any).testPlace.id;
const own = 10;
const configured = new pulumi.Config("app").get("size") ?? "";
export const imported = async () => startedAt;
export const throughNamespace = async () => clock.deployedAt;
export const parameter = make(random());
export const parameters = both(make(random()), make("fixed"));
export const ofHolder = async () => [holder.table.name.get(), holder.id];
export const later = async () => assigned;
export const place = async () => property;
export const literals = async () => [own, page, size, configured, make];
export const literalParameter = make("literal");
`,
    "clock.ts": `import * as pulumi from "@pulumi/pulumi";
export const startedAt = (globalThis as any).testRandom();
export const deployedAt = pulumi.getStack() + (globalThis as any).testRandom();
`,
    "make.ts": `export const make = (id: string) => async () => id;
export const both = (one: () => unknown, two: () => unknown) => async () => [one(), two()];
`,
    "literals.ts": `export const page = 20;\n`,
    "settings.json": `{ "size": 30 }`,
  };
  let count = 0;
  let cache: string;
  let program: WrittenProgram;
  const warnings = async (name: string): Promise<string[]> => {
    const random = () => `random-${++count}`;
    Object.assign(globalThis, { testRandom: random, testPlace: { id: random() } });
    return (await bundleHandler(program.load()[name], { name, folder: cache })).warnings;
  };
  beforeEach(() => {
    cache = workFolder("changed-cache");
    program = new WrittenProgram("changed-values", files);
  });

  const cases: [name: string, captured: string, place: string][] = [
    ["imported", "startedAt", "startedAt }"],
    ["throughNamespace", "clock.deployedAt", "clock.deployedAt"],
    ["ofHolder", "holder.id", "holder.id"],
    ["later", "assigned", "assigned: string"],
    ["place", "property", "property ="],
  ];
  for (const [name, captured, place] of cases) {
    it(`are warned about: ${captured}`, async () => {
      assert.deepEqual(await warnings(name), []);
      assert.deepEqual(await warnings(name), [
        `build/tests/handlers/changed-values/${program.position(place)}: handler "${name}" captures ${captured}, whose value is ` +
          "another one than in the last run, although the program's source and configuration are the same: whatever it comes from " +
          "(a clock, a random number, this machine) changes the code with every deployment. Compute it inside the handler, or " +
          "once in the stack's state.",
      ]);
    });
  }

  it("are warned about as parameters, each call by itself", async () => {
    const at = `build/tests/handlers/changed-values/${program.position("id: string", "make.ts")}`;
    for (const name of ["parameter", "parameters"]) {
      assert.deepEqual(await warnings(name), []);
      const found = await warnings(name);
      assert.equal(found.length, 1, found.join("\n"));
      assert.ok(found[0].startsWith(`${at}: handler "${name}" captures id, whose value`), found[0]);
    }
  });

  it("are no surprise after an edit of the source, of a file it reads or of the configuration", async () => {
    const edit = (name: keyof typeof files, from: string, to: string) => {
      assert.ok(files[name].includes(from));
      program.write({ [name]: files[name].replace(from, to) });
    };
    const edits = {
      "a literal": () => edit("index.ts", "own = 10", "own = 11"),
      "a literal of another module": () => edit("literals.ts", "20", "21"),
      "a JSON file": () => edit("settings.json", "30", "31"),
      "a setting": () => pulumi.runtime.setAllConfig({ "app:size": "changed" }),
    };
    const before = pulumi.runtime.allConfig();
    try {
      assert.deepEqual(await warnings("literals"), []);
      for (const [what, change] of Object.entries(edits)) {
        const { js } = await bundleHandler(program.load().literals, { folder: cache });
        change();
        assert.deepEqual(await warnings("literals"), [], what);
        assert.notEqual((await bundleHandler(program.load().literals, { folder: cache })).js, js, what); // prettier-ignore
        assert.deepEqual(await warnings("literals"), [], what);
      }
    } finally {
      pulumi.runtime.setAllConfig(before);
    }
    assert.deepEqual(await warnings("literalParameter"), []);
    edit("index.ts", 'make("literal")', 'make("edited")');
    assert.deepEqual(await warnings("literalParameter"), []);
  });
});
