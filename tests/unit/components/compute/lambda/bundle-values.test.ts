import assert from "node:assert/strict";
import * as fc from "fast-check";
import * as fs from "node:fs";
import * as path from "node:path";
import { encode } from "../../../../../components/compute/lambda/bundle/environment";
import { installPackages } from "../../../../../components/compute/lambda/bundle/install-packages";
import { isPlainData, writeData } from "../../../../../components/compute/lambda/bundle/plain-data";
import {
  decodeMappings,
  encodeMappings,
  Segment,
  trimSourceMap,
} from "../../../../../components/compute/lambda/bundle/source-map";
import { workFolder } from "./capture-runs";

describe("Plain data written as source", () => {
  const evaluate = (text: string | undefined) => new Function(`return (${text})`)() as unknown;
  const data = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withTypedArray: true,
    withSparseArray: true,
  });

  it("evaluates to the same value", () => {
    fc.assert(
      fc.property(data, (value) => {
        fc.pre(isPlainData(value));
        assert.deepEqual(evaluate(writeData(value, { output: () => "0" })), value);
      }),
    );
  });

  it("is not what a function, an own class, a cycle or a symbol key holds", () => {
    class Own {}
    class OwnMap extends Map {}
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const value of [
      () => 1,
      new Own(),
      new OwnMap(),
      cycle,
      { [Symbol("a")]: 1 },
      new WeakMap(),
    ]) {
      assert.equal(isPlainData(value), false);
    }
  });
});

describe("Source maps", () => {
  const segment = fc.tuple(
    fc.nat(500),
    fc.nat(3),
    fc.nat(5000),
    fc.nat(200),
  ) as fc.Arbitrary<Segment>;
  const lines = fc.array(
    fc.array(segment, { maxLength: 5 }).map((list) => [...list].sort((a, b) => a[0] - b[0])),
    { minLength: 1 },
  );

  it("decode to what was encoded", () => {
    fc.assert(
      fc.property(lines, (made) => assert.deepEqual(decodeMappings(encodeMappings(made)), made)),
    );
  });

  it("keep the project's own mappings, moved by what was inserted", () => {
    const mappings = encodeMappings([
      [
        [0, 0, 1, 2],
        [10, 1, 3, 4],
        [20, 0, 5, 6],
      ],
    ]);
    const map = { version: 3, sources: ["own.ts", "node_modules/a/index.js"], names: [], mappings };
    const own = (source: string) => (source.includes("node_modules") ? undefined : source);
    const trimmed = JSON.parse(
      trimSourceMap(JSON.stringify(map), own, [{ line: 0, column: 5, by: 100 }]),
    ) as typeof map;
    assert.deepEqual(trimmed.sources, ["own.ts"]);
    assert.deepEqual(decodeMappings(trimmed.mappings), [[[0, 0, 1, 2], [110], [120, 0, 5, 6]]]);
  });
});

describe("Values of captured outputs", () => {
  it("are JSON, and what JSON can't hold is refused", () => {
    assert.equal(encode(undefined, ["a"], "f.ts:1:1", "h"), "null");
    assert.equal(encode({ a: [1, "x", null] }, ["a"], "f.ts:1:1", "h"), '{"a":[1,"x",null]}');
    const values: [unknown, string][] = [
      [new Date(0), "a.b, which holds a Date"],
      [10n, "a.b, which holds a bigint"],
      [NaN, "a.b, which holds NaN"],
      [() => 1, "a.b, which holds a function"],
    ];
    for (const [b, text] of values) {
      assert.throws(
        () => encode({ b }, ["a"], "f.ts:1:1", "h"),
        (error: Error) => error.message.startsWith(`f.ts:1:1: handler "h" captures ${text}`),
      );
    }
  });
});

describe("Packages with native parts", () => {
  const root = path.resolve(".");
  it("are installed once, in the project's version, for Lambda", async () => {
    const calls: (readonly string[])[] = [];
    const install = {
      architecture: "arm64" as const,
      root,
      folder: workFolder("install"),
      npm: async (parameters: readonly string[]) => {
        calls.push(parameters);
      },
    };
    fs.mkdirSync(path.join(install.folder, "x"), { recursive: true });
    const [first, second] = await Promise.all([
      installPackages(["zod"], install),
      installPackages(["zod"], install),
    ]);
    assert.equal(first, second);
    await installPackages(["zod"], install);
    assert.equal(calls.length, 1);
    const { version } = JSON.parse(
      fs.readFileSync(path.join(root, "node_modules/zod/package.json"), "utf8"),
    );
    for (const parameter of [
      "--os=linux",
      "--cpu=arm64",
      "--libc=glibc",
      "--ignore-scripts",
      `zod@${version}`,
    ]) {
      assert.ok(calls[0].includes(parameter), parameter);
    }
  });

  it("are installed again when the lock file of the project changes", async () => {
    const folder = workFolder("install-lock-file");
    const project = path.join(folder, "project");
    const program = path.join(project, "program");
    fs.mkdirSync(program, { recursive: true });
    fs.mkdirSync(path.join(project, "node_modules/a"), { recursive: true });
    fs.writeFileSync(path.join(project, "node_modules/a/package.json"), '{"version":"1.0.0"}');
    let calls = 0;
    const installWith = (lockFile: string) => {
      fs.writeFileSync(path.join(project, "package-lock.json"), lockFile);
      const npm = async () => ++calls;
      return installPackages(["a"], { architecture: "arm64", root: program, folder, npm });
    };
    const first = await installWith("one");
    assert.equal(await installWith("one"), first);
    assert.equal(calls, 1);
    assert.notEqual(await installWith("two"), first);
    assert.equal(calls, 2);
  });

  it("must be installed in the project, and npm's error is told", async () => {
    const folder = workFolder("install-errors");
    await assert.rejects(
      installPackages(["no-such-package"], { architecture: "arm64", root, folder }),
      /"no-such-package" is not installed in this project/,
    );
    await assert.rejects(
      installPackages(["zod"], {
        architecture: "x86_64",
        root,
        folder,
        npm: () => Promise.reject(new Error("offline")),
      }),
      /npm can't install zod@.* for linux\/x64: offline/,
    );
  });
});
