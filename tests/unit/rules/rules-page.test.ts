import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resourceRules, stackRules } from "../../../rules";
import { rulesPage, rulesPagePath } from "../../../docs/rules-page";

describe("docs/rules.md", () => {
  it("is what docs/rules-page.ts makes of the rules: run it after changing them", () => {
    assert.equal(readFileSync(rulesPagePath, "utf8"), rulesPage());
  });

  it("has a row for each rule", () => {
    const page = rulesPage();
    for (const { id } of [...resourceRules, ...stackRules])
      assert.ok(page.includes(`| [${id}](`), id);
  });
});
