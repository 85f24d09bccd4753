// The Python of the sample application's jobs: its syntax, and what of it needs neither Spark nor pictures.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { skipUnless } from "./newer-node";

const handlers = path.resolve(__dirname, "../../handlers");
const all = fs
  .readdirSync(handlers, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".py"))
  .sort();
const tests = all.filter((file) => path.basename(file).startsWith("test_"));
const scripts = all.filter((file) => !tests.includes(file));

const python = (programArguments: string[], folder?: string) =>
  spawnSync("python3", programArguments, {
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PYTHONDONTWRITEBYTECODE: "1",
      ...(folder && { PYTHONPATH: path.join(handlers, folder) }),
    },
  });

describe("Python of the jobs", function () {
  this.timeout(60_000);

  before(function () {
    skipUnless(python(["--version"]).status === 0, this, "python3 is not installed");
  });

  for (const script of scripts) {
    it(`${script} is Python`, () => {
      const check = "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read())";
      const { status, stderr } = python(["-c", check, path.join(handlers, script)]);
      assert.equal(status, 0, stderr);
    });
  }

  for (const test of tests) {
    it(`does what ${test} says`, () => {
      const feature = path.dirname(test);
      const tested = scripts.find(
        (script) =>
          script.startsWith(`${feature}/`) &&
          `test_${path.basename(script)}` === path.basename(test),
      );
      assert.ok(tested, `no script of ${feature} that ${test} tests`);
      const { status, stderr } = python([path.join(handlers, test)], path.dirname(tested));
      assert.equal(status, 0, stderr);
      assert.match(stderr, /Ran [1-9]\d* tests/);
    });
  }
});
