/** The compiler's findings in the preview. */
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Report } from "../../preview/report/plan";
import { fixture, runPreview } from "./command";

const types = { types: true };

describe("types in the preview", () => {
  it("are errors with file and line, once for all stacks in the text", async () => {
    const args = ["--cwd", fixture("typed")];
    const { code, stdout } = await runPreview(args, types);
    assert.equal(code, 1);
    assert.match(stdout, /^Findings in all stacks \(2\)$/m);
    assert.match(stdout, /error TS2353 {2}index\.ts:15\n[^]*'visibilityTimeout'\s+does not exist/);
    assert.match(stdout, /error TS2769 {2}index\.ts:13\n[^]*'Output<string>' is not assignable/);
    assert.match(stdout, /^2 stacks: 2 errors, 0 warnings, 0 info\n$/m);

    const json = await runPreview([...args, "--json"], types);
    const { stacks } = JSON.parse(json.stdout) as Report;
    for (const { findings, fidelity } of stacks) {
      assert.deepEqual(findings.map(({ rule }) => rule).sort(), ["TS2353", "TS2769"]);
      assert.equal(fidelity.typesChecked, true);
    }
  });

  it("are left out by --no-types, and the report says so", async () => {
    const { code, stdout } = await runPreview(["--cwd", fixture("typed")]);
    assert.equal(code, 0);
    assert.match(stdout, /^2 stacks: 0 errors, 0 warnings, 0 info\nTypes were not checked/m);
  });

  it("are those of the files as they are now", async () => {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "types-")));
    const write = (name: string, text: string) =>
      fs.writeFileSync(path.join(folder, name), `${text}\n`);
    const codes = async () => {
      const { stdout } = await runPreview(["--cwd", folder, "--json"], types);
      const [{ findings }] = (JSON.parse(stdout) as Report).stacks;
      return findings
        .filter(({ rule }) => rule.startsWith("TS"))
        .map(({ rule, source }) => [rule, source?.file, source?.line]);
    };
    try {
      const root = path.resolve(__dirname, "../..");
      fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
      fs.copyFileSync(path.join(root, "tsconfig.json"), path.join(folder, "tsconfig.json"));
      write("Pulumi.yaml", "name: types\nruntime: nodejs");
      write("index.ts", 'import { size } from "./size";\nexport const half: number = size / 2;');
      write("size.ts", 'export const size = "12";');
      assert.deepEqual(await codes(), [["TS2362", "index.ts", 2]]);
      assert.deepEqual(await codes(), [["TS2362", "index.ts", 2]], "again, without a change");
      write("size.ts", "export const size = 12;");
      assert.deepEqual(await codes(), []);
      write("index.ts", 'import { size } from "./size";\nexport const half: string = size / 2;');
      assert.deepEqual(await codes(), [["TS2322", "index.ts", 2]]);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});
