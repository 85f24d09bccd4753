/** The example of a program of one's own: as it stands, and in the gallery's place by the steps of its README. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { apply } from "../../remove/apply";
import { planRemoval } from "../../remove/plan";
import { TypeCheck } from "../../remove/type-errors";
import type { Report } from "../../preview/report/plan";
import { copyProgram, preview } from "./program-copy";
import { allFeatures, hasLayer, largest, root, stacks } from "./shipped-stacks";

const compositions = ["index.ts", "handlers/index.ts"];
const example = "examples/url-shortener";
const read = (folder: string, file: string) => fs.readFileSync(path.join(folder, file), "utf8");

/** Whether the program is the gallery, in whose place it can be put. */
const isGallery =
  allFeatures.includes("photos") &&
  stacks.includes("dev") &&
  ["cdn", "dns"].every(hasLayer) &&
  read(root, "README.md").startsWith("# Strata\n");

describe("The URL shortener", function () {
  this.timeout(240_000);

  it("previews without error or warning, and compiles", async () => {
    assertQuiet(await preview(root, [], ["--cwd", example]));
  });

  it("takes the gallery's place, in 120 lines and 10 edited ones", async function () {
    if (!isGallery) this.skip();
    const types = new TypeCheck(root);
    const copy = copyProgram();
    try {
      const removal = planRemoval(root, allFeatures, types);
      await apply(copy, removal);
      const files = [...compositions, ...stacks.map(stackFile)];
      const before = new Map(files.map((file) => [file, read(copy, file)]));
      const [, steps] = /^ *```sh\n([^]*?\.patch\n)^ *```$/m.exec(
        read(copy, `${example}/README.md`),
      )!;
      execFileSync("sh", ["-e", "-c", steps], { cwd: copy });
      for (const file of stacks.map(stackFile)) {
        const text = read(copy, file).replace("strata:features: []", "strata:features: [links]");
        fs.writeFileSync(path.join(copy, file), text);
      }

      const own = fs.readdirSync(path.join(copy, "handlers/links"));
      const written = own.flatMap((file) => linesOf(read(copy, `handlers/links/${file}`)));
      assert.ok(written.length <= 120, `${written.length} lines`);
      const edited = [...before].flatMap(([file, text]) =>
        linesOf(read(copy, file)).filter((line) => !linesOf(text).includes(line)),
      );
      assert.ok(edited.length > stacks.length && edited.length <= 10, edited.join("\n"));

      // The smallest and the largest: in between there is nothing else.
      assertQuiet(await preview(copy, ["dev", largest]));
      const changed = new Map(removal.changed);
      for (const file of compositions) changed.set(file, read(copy, file));
      assert.deepEqual(types.errors({ ...removal, changed }, compositions), []);
    } finally {
      fs.rmSync(copy, { recursive: true });
    }
  });
});

const stackFile = (stack: string) => `Pulumi.${stack}.yaml`;
const linesOf = (text: string) => text.trimEnd().split("\n");

/** All its stacks; the handlers' types among what was looked at. */
function assertQuiet({ stacks: reports }: Report): void {
  assert.ok(reports.length > 0);
  for (const { stack, findings, resources } of reports) {
    const loud = findings.filter(({ severity }) => severity !== "info");
    assert.deepEqual(loud, [], stack);
    assert.ok(resources.some(({ urn }) => urn.endsWith("::follow-link")));
  }
}
