import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { resourceRules, stackRules } from "../../../rules";

const folder = path.resolve(__dirname, "../../../rules");
const files = fs
  .readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && file !== "index.ts");

/** What a file of rules exports. */
function exportsOf(file: string): [string, unknown][] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by folder
  return Object.entries(require(path.join(folder, file)) as Record<string, unknown>);
}

const isRule = (item: unknown) =>
  typeof item === "object" && item !== null && "id" in item && "severity" in item;

describe("the rulebook", () => {
  it("has every list of rules that a file exports", () => {
    const all = new Set<unknown>([...resourceRules, ...stackRules]);
    const lists = files.flatMap((file) =>
      exportsOf(file)
        .filter(([, value]) => Array.isArray(value) && value.some(isRule))
        .map(([name, value]) => ({ place: `${file}: ${name}`, rules: value as unknown[] })),
    );
    assert.ok(lists.length > 20, `${lists.length} lists`);
    const lost = lists.filter(({ rules }) => rules.some((rule) => !all.has(rule)));
    assert.deepEqual(
      lost.map(({ place }) => place),
      [],
      "a file's rules are called `resourceRules` or `stackRules`, and it is not in base/",
    );
  });

  it("has the title of a section in one file", () => {
    const prefixes = files.flatMap((file) => {
      const titles = exportsOf(file).find(([name]) => name === "sections")?.[1] ?? {};
      return Object.keys(titles as object);
    });
    assert.ok(prefixes.length > 20, `${prefixes.length} sections`);
    assert.deepEqual(prefixes.sort(), [...new Set(prefixes)].sort());
  });

  it("has each rule once", () => {
    const all = [...resourceRules, ...stackRules];
    assert.equal(new Set(all).size, all.length);
  });
});
