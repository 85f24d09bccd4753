import assert from "node:assert/strict";
import { runPreview } from "./command";
import type { Report } from "../../preview/plan";

describe("the four stacks of the program", () => {
  it("preview without an error, all of them by default", async function () {
    this.timeout(180_000);
    const { code, stdout, stderr } = await runPreview(["--json"]);
    const all = JSON.parse(stdout) as Report;
    const errors = all.stacks.flatMap(({ stack, findings }) =>
      findings.filter(({ severity }) => severity === "error").map((found) => ({ stack, ...found })),
    );
    assert.deepEqual(errors, [], stderr);
    assert.equal(code, 0);
    const names = all.stacks.map(({ stack }) => stack);
    assert.deepEqual(names, ["dev", "full", "prod", "staging"]);
    for (const { stack, resources, outputs, fidelity } of all.stacks) {
      const layers = new Set(resources.map(({ type }) => /^strata:(\w+):/.exec(type)?.[1]));
      for (const layer of ["web", "compute", "data", "decoupling"]) {
        assert.ok(layers.has(layer), `${stack}: ${layer}`);
      }
      assert.match(String(outputs.url), /^https:\/\//, stack);
      assert.equal(fidelity.typesWithoutSchema, 0, stack);
      assert.equal(fidelity.opaqueComponents, 0, stack);
    }
  });
});
