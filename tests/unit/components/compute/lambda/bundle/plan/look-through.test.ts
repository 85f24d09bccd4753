import assert from "node:assert/strict";
import { Finding } from "../../../../../../../components/compute/lambda/bundle/plan/findings";
import { lookThrough } from "../../../../../../../components/compute/lambda/bundle/plan/look-through";
import { partIn } from "./written-use";

/** What the last statement needs; without V8 no variable of the module has a value. */
const found = (text: string): readonly Finding[] => lookThrough(partIn(text));

const kinds = (text: string): string[] => found(text).map(({ kind }) => kind);

describe("Looking through a part of the source", () => {
  it("finds imports, declarations and places in the order of the source", () => {
    const text = `import { join } from "node:path"; import * as zod from "zod"; const value = 1;
export const read = () => [join(__dirname, "a"), zod.string(), value, helper()]; function helper() { return 1; }
export const all = () => [join(__dirname, "a"), zod.string(), value, helper()];`;
    assert.deepEqual(kinds(text), ["import", "import", "keep", "keep"]);
    const [first, second] = found(text);
    assert.ok(first.kind === "import" && second.kind === "import");
    assert.deepEqual(first.name, { local: "join", from: "node:path", imported: "join", attributes: undefined }); // prettier-ignore
    assert.equal(second.name.imported, "*");
  });

  it("leaves out types, parameters and names of properties", () => {
    const text = `interface Row { value: number }; let value: number;
export const read = ({ a: { b } }: { a: { b: Row } }) => ({ value: b.value as typeof value }).value;`;
    assert.deepEqual(kinds(`${text}\nexport const last = (value: Row) => value.value;`), []);
  });

  for (const [text, reason] of [
    ['import * as aws from "@pulumi/aws"; use(aws.s3);', /uses aws from @pulumi\/aws, which exists only while deploying/], // prettier-ignore
    ['use(import("@pulumi/aws"));', /uses @pulumi\/aws, which exists only while deploying/],
    ["use(this);", /captures "this", which doesn't exist in Lambda/],
    ["sum = 1;", /assigns sum, which is declared nowhere/],
  ] as const) {
    it(`stops at what can't be: ${text}`, () => {
      const [refusal, ...more] = found(`${text.replace(/^(import .*;) /, "$1\n")}`);
      assert.deepEqual(more, []);
      assert.ok(refusal.kind === "refuse", refusal.kind);
      assert.match(refusal.reason, reason);
    });
  }

  it("takes nothing in", () => {
    const part = partIn("const value = new Map();\nexport const read = () => value;");
    lookThrough(part);
    const { units, kept, values, edits, imports } = part.module;
    assert.equal(units.size + kept.size + values.size + edits.size + imports.size, 0);
  });
});
