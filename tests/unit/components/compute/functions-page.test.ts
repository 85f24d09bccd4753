/** docs/functions.md says of runtimes what the rulebook says. */
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { lambdaRuntimes } from "../../../../rules/lambda/runtimes";

const page = fs.readFileSync(path.resolve(__dirname, "../../../../docs/functions.md"), "utf8");
const runtimes: { readonly [name: string]: { deprecated?: string; createBlocked?: string } } =
  lambdaRuntimes;

describe("docs/functions.md", () => {
  const rows = [
    ...page.matchAll(/^\| [^|]+ \| `([\w.]+)` +\| ([\w -]+?) +\| ([\w -]+?) +\|$/gm),
  ].filter(([, name]) => name in runtimes);

  it("has the dates of every runtime that was open on the day the table was made", () => {
    const open = Object.entries(runtimes).filter(
      ([, { createBlocked = "9999" }]) => createBlocked > "2026-11-23",
    );
    assert.deepEqual(
      rows.map(([, name, patches, blocked]) => [name, patches, blocked]),
      open.map(([name, { deprecated, createBlocked }]) => [
        name,
        deprecated ?? "not announced",
        createBlocked ?? "not announced",
      ]),
    );
  });

  it("links to files that are there", () => {
    for (const [, target] of page.matchAll(/\]\(([^)#]+)\)/g)) {
      assert.ok(fs.existsSync(path.resolve(__dirname, "../../../../docs", target)), target);
    }
  });
});
