/**
 * A URN that changes without an alias is a resource that is replaced: a table emptied, an address
 * lost. So the URNs of the shipped stacks are kept in files, one a stack and layer, and changing one
 * is a decision. `npm run golden` writes them anew.
 */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { goldenFiles, goldenProblems } from "./golden-files";
import { previewShipped, stacks } from "../shipped-stacks";

const golden = path.join(__dirname, "../golden");

describe("URNs", () => {
  for (const stack of stacks) {
    it(`of ${stack} are those of its golden files`, async () => {
      const plan = await previewShipped(stack);
      plan.assertNoErrors();
      const folder = path.join(golden, stack);
      const files = goldenFiles(plan.urns);
      if (process.env.UPDATE_GOLDEN) {
        fs.rmSync(folder, { recursive: true, force: true });
        fs.mkdirSync(folder, { recursive: true });
        for (const [file, urns] of files) {
          fs.writeFileSync(path.join(folder, file), `${urns.join("\n")}\n`);
        }
      }
      const kept = new Map(
        fs.readdirSync(folder).map((file) => {
          const lines = fs.readFileSync(path.join(folder, file), "utf8").split("\n");
          return [file, lines.filter((line) => line !== "")];
        }),
      );
      const aliases = plan.resources.flatMap((resource) => resource.aliases);
      const problems = goldenProblems(files, kept, aliases);
      assert.deepEqual(problems, [], "a URN changed; see the head of this test");
    });
  }

  it("are kept of the shipped stacks alone", () => {
    assert.deepEqual(fs.readdirSync(golden).sort(), stacks);
  });

  describe("compared with golden files", () => {
    const table = "urn:pulumi:dev::strata::strata:data:Table$aws:dynamodb/table:Table::photos";
    const queue = "urn:pulumi:dev::strata::strata:decoupling:Queue::uploads";
    const now = goldenFiles([table, queue]);

    const cases: [what: string, kept: Record<string, string[]>, problems: string[]][] = [
      ["say nothing where they are equal", { data: [table], decoupling: [queue] }, []],
      [
        "name what went and what came",
        { data: [`${table}-old`], decoupling: [queue] },
        [`gone from data.urns.txt: ${table}-old`, `missing in data.urns.txt: ${table}`],
      ],
      [
        "name a file that is missing",
        { decoupling: [queue] },
        ["no file data.urns.txt", `missing in data.urns.txt: ${table}`],
      ],
      [
        "name a file that no resource is of, though it is empty",
        { data: [table], decoupling: [queue], web: [] },
        ["superfluous file web.urns.txt"],
      ],
      [
        "name a line that stands in the file of another layer",
        { data: [table, queue], decoupling: [queue] },
        [`gone from data.urns.txt: ${queue}`],
      ],
    ];
    for (const [what, kept, problems] of cases) {
      it(what, () => {
        const files = Object.entries(kept).map(([layer, urns]) => [`${layer}.urns.txt`, urns]);
        assert.deepEqual(goldenProblems(now, new Map(files as [string, string[]][]), []), problems);
      });
    }

    it("take a former URN for an alias's, wherever it stood", () => {
      const former = `${table}-old`;
      const kept = new Map([
        ["data.urns.txt", [table, former]],
        ["decoupling.urns.txt", [queue]],
      ]);
      assert.deepEqual(goldenProblems(now, kept, [former]), []);
    });
  });
});
