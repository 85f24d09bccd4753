import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { previewStack } from "../../preview/testing";
import { copyProgram, Layer, removeLayer } from "./remove-layer";
import { root } from "./shipped-stacks";

/** Those that are still there: a program that left one out has nothing to test. */
const optional: Layer[] = [
  { name: "dns", folder: "components/dns" },
  { name: "cdn", folder: "components/cdn" },
  { name: "partner", folder: "handlers/partner" },
].filter(({ folder }) => fs.existsSync(path.join(root, folder)));

describe("a program without", () => {
  for (const layer of optional) {
    describe(layer.name, function () {
      let program: string;
      before(() => {
        program = fs.mkdtempSync(path.join(os.tmpdir(), "strata-removal-"));
        copyProgram(root, program);
        removeLayer(program, layer);
      });
      after(() => fs.rmSync(program, { recursive: true }));

      it("says nothing of it", () => {
        const index = fs.readFileSync(path.join(program, "index.ts"), "utf8");
        assert.ok(!index.includes(layer.folder));
        assert.ok(!new RegExp(`\\b${layer.name}\\b`).test(index), index);
      });

      it("type-checks", () => {
        const tsc = path.join(root, "node_modules/typescript/bin/tsc");
        execFileSync(process.execPath, [tsc, "--noEmit", "-p", program], { stdio: "pipe" });
      });

      for (const stack of ["dev", "prod"] as const) {
        it(`previews ${stack}`, async () => {
          const dns = { zoneId: "Z0123456789ABC", domain: "example.com" };
          const plan = await previewStack(program, {
            stack,
            stackOutputs: { "strata/prod": { dns } },
          });
          plan.assertNoErrors();
          assert.ok(plan.resources.length > 50);
        });
      }
    });
  }
});
