import assert from "node:assert/strict";
import fc from "fast-check";
import { childName } from "../../../../components/base/child-name";
import { automaticNameProblem } from "../../../../rules/automatic-names";
import type { NameForm } from "../../../../rules/base/name-form";
import { nameForms } from "../../../../rules/names";

const ROLE = "aws:iam/role:Role";
const PERMISSION = "aws:lambda/permission:Permission";

describe("names of children", () => {
  for (const [type, component, suffix, args, expected] of [
    [ROLE, "list-photos", "role", {}, "list-photos-role"],
    [ROLE, "x".repeat(51), "role", {}, `${"x".repeat(51)}-role`],
    [ROLE, "x".repeat(52), "role", { name: "mine" }, `${"x".repeat(52)}-role`],
    ["aws:ec2/vpc:Vpc", "x".repeat(300), "{a}", {}, `${"x".repeat(300)}-{a}`],
    [ROLE, "x".repeat(70), "", {}, "x".repeat(70)],
  ] as const) {
    it(`stay as they are where they fit: ${expected.slice(0, 20)} of ${expected.length}`, () => {
      assert.equal(childName(type, component, suffix, args), expected);
    });
  }

  it("are shortened where they don't fit, the same on every machine", () => {
    const name = childName(ROLE, "x".repeat(52), "role", {});
    assert.equal(name, `${"x".repeat(47)}-ee474c57`);
  });

  it("lose the characters that the physical name can't have", () => {
    assert.match(
      childName(PERMISSION, "api", "get-photos-{id}-v1.0~", {}),
      /^api-get-photos-id-v1-0-[0-9a-f]{8}$/,
    );
  });

  it("fit and differ whatever the component is called", () => {
    const types = Object.entries<NameForm>(nameForms)
      .filter(
        ([, { characters, separator }]) =>
          !characters || new RegExp(`[${characters.set}]`).test(separator),
      )
      .map(([type]) => type);
    const name = fc.stringMatching(/^[a-z][A-Za-z0-9{}$~. -]{0,140}$/);
    fc.assert(
      fc.property(fc.constantFrom(...types), name, name, name, (type, component, one, two) => {
        const [first, second] = [one, two].map((suffix) => childName(type, component, suffix, {}));
        for (const made of [first, second]) {
          const problem = automaticNameProblem(type, made, {});
          // What a component must not begin with, its children can't mend.
          assert.ok(
            !problem || /beginning/.test(problem.limit ?? ""),
            `${type} ${made} ${problem?.limit}`,
          );
        }
        assert.equal(first === second, one === two, `${first} ${second}`);
      }),
      { numRuns: 3_000, seed: 7 },
    );
  });
});
