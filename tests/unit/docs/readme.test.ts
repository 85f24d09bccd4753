/** The examples that README.md says to write as files: taken from the page, compiled, and run as printed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

const root = path.resolve(__dirname, "../../..");
const text = fs.readFileSync(path.join(root, "README.md"), "utf8");

/** By the path in their first line; of what is printed below a list's item the indent is taken off. */
const files = new Map(
  [...text.matchAll(/^( *)```ts\n( *\/\/ (\S+\.ts)\n[^]*?)^\1```$/gm)].map(
    ([, indent, code, file]) => [file, code.replaceAll(new RegExp(`^${indent}`, "gm"), "")],
  ),
);

describe("The examples in README.md", function () {
  this.timeout(300_000);
  // As deep in the tree as they say, so that they import what they say.
  const folder = path.join(root, "build", "readme");
  const placed = (file: string) => path.join(folder, file.replace(/^handlers\/[\w-]+\//, ""));

  before(function () {
    if (!text.startsWith("# Strata\n")) this.skip(); // the page of someone's own program
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    for (const [file, code] of files) {
      // A feature's folder is beside the features' index.ts, which this one is not.
      const here = code.replaceAll('from ".."', 'from "../../handlers"');
      fs.writeFileSync(placed(file), here);
    }
  });

  it("are a feature and its test", () => {
    assert.deepEqual(
      [...files.keys()].map((file) => path.basename(file)),
      ["index.ts", "greetings.test.ts"],
    );
  });

  it("compile", () => {
    const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile) as {
      config: object;
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const program = ts.createProgram([...files.keys()].map(placed), { ...options, noEmit: true });
    const problems = [...files.keys()].flatMap((file) =>
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(placed(file)))
        .map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`),
    );
    assert.deepEqual(problems, []);
  });

  it("run", function () {
    if (!fs.existsSync(path.join(root, "Pulumi.dev.yaml"))) this.skip();
    const tests = [...files.keys()].filter((file) => file.endsWith(".test.ts")).map(placed);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        path.join(root, "node_modules/mocha/bin/mocha.js"),
        ...["--no-config", "--require", "tests/register.js", "--exit", ...tests],
      ],
      { cwd: root, encoding: "utf8" },
    );
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /2 passing/);
  });
});
