// What ts-node makes of a file is made once for all processes, and for all copies that share the build folder.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const source = path.resolve(__dirname, "..", "..", "preview", "host", "transpile-cache.js");

interface Made {
  readonly outputText: string;
  readonly diagnostics: readonly string[];
}
type Transpile = (code: string, own: { fileName: string }) => Made;

/** A compiler that says what it was given, and the cache before it, in a copy of the repository. */
class Copy {
  compiled: string[] = [];
  readonly #tsNode;

  readonly file: string;

  constructor(readonly root: string) {
    this.file = path.join(root, "preview", "host", "transpile-cache.js");
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.copyFileSync(source, this.file);
    this.#tsNode = {
      createTsTranspileModule: (): Transpile => (code, own) => {
        this.compiled.push(code);
        const place = code.startsWith("place") ? own.fileName : "";
        const diagnostics = code.startsWith("wrong") ? ["wrong"] : [];
        return { outputText: `compiled ${code} ${place}`, diagnostics };
      },
    };
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const cache = require(this.file) as { keepTranspiled(tsNode: object): boolean };
    assert.ok(cache.keepTranspiled(this.#tsNode));
  }

  /** What the file becomes there, compiled by this or taken from what is kept. */
  compile(code: string, target = "ES2022", name = "index.ts"): Made {
    const create = this.#tsNode.createTsTranspileModule as (
      ts: object,
      options: object,
    ) => Transpile;
    const compilerOptions = { target, configFilePath: path.join(this.root, "tsconfig.json") };
    const transpile = create({ version: "5" }, { compilerOptions });
    return transpile(code, { fileName: path.join(this.root, name) });
  }
}

describe("What ts-node makes of a file", () => {
  let folder: string;
  let first: Copy;
  let second: Copy;
  const kept = () => path.join(folder, "first", "build", "preview", "transpiled");

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "strata-transpiled-"));
    first = new Copy(path.join(folder, "first"));
    second = new Copy(path.join(folder, "second"));
    fs.mkdirSync(path.join(folder, "first", "build"));
    fs.symlinkSync(path.join(folder, "first", "build"), path.join(folder, "second", "build"));
  });

  afterEach(() => {
    for (const { file } of [first, second]) Reflect.deleteProperty(require.cache, file);
    fs.rmSync(folder, { recursive: true });
  });

  it("is kept, also for a copy that shares the build folder", () => {
    const made = first.compile("a");
    assert.deepEqual([first.compile("a"), second.compile("a")], [made, made]);
    assert.deepEqual([first.compiled, second.compiled], [["a"], []]);
  });

  it("is made anew of another text, for another target, and under another name", () => {
    first.compile("a");
    assert.equal(second.compile("b").outputText.trim(), "compiled b");
    second.compile("a", "ES2020");
    second.compile("a", "ES2022", "other.ts");
    assert.deepEqual(second.compiled, ["b", "a", "a"]);
  });

  it("is not kept where it names its place, or was wrong", () => {
    assert.ok(first.compile("place").outputText.includes(first.root));
    assert.ok(second.compile("place").outputText.includes(second.root));
    for (const copy of [first, second]) {
      assert.deepEqual(copy.compile("wrong").diagnostics, ["wrong"]);
    }
    assert.deepEqual(second.compiled, ["place", "wrong"]);
  });

  it("is made anew where what is kept is cut off", () => {
    first.compile("a");
    for (const file of fs.readdirSync(kept())) fs.truncateSync(path.join(kept(), file), 5);
    assert.equal(second.compile("a").outputText.trim(), "compiled a");
    assert.deepEqual(second.compiled, ["a"]);
  });
});
