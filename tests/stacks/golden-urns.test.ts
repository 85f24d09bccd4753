/**
 * A URN that changes without an alias is a resource that is replaced: a table emptied, an address
 * lost. So the URNs of the shipped stacks are kept in files, and changing one is a decision.
 * `UPDATE_GOLDEN=1 npx mocha tests/stacks/golden-urns.test.ts` writes them anew.
 */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { Plan } from "../../preview/testing";
import { previewShipped, stacks } from "./shipped-stacks";

function differences(plan: Plan, golden: readonly string[]): string[] {
  const known = new Set([...plan.urns, ...plan.resources.flatMap(({ aliases }) => aliases)]);
  const old = new Set(golden);
  return [
    ...golden.filter((urn) => !known.has(urn)).map((urn) => `gone:  ${urn}`),
    ...plan.urns.filter((urn) => !old.has(urn)).map((urn) => `new:   ${urn}`),
  ];
}

describe("URNs", () => {
  for (const stack of stacks) {
    it(`of ${stack} are those of its golden file`, async () => {
      const plan = await previewShipped(stack);
      plan.assertNoErrors();
      const file = path.join(__dirname, "golden", `${stack}.urns.txt`);
      if (process.env.UPDATE_GOLDEN) {
        fs.writeFileSync(file, `${plan.urns.join("\n")}\n`);
      }
      const golden = fs.readFileSync(file, "utf8").trimEnd().split("\n");
      assert.deepEqual(differences(plan, golden), [], "a URN changed; see the head of this test");
    });
  }
});
