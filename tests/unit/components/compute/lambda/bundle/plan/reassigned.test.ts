import assert from "node:assert/strict";
import {
  captureReassigned,
  refuseEarlierValue,
  warnOfEarlierState,
} from "../../../../../../../components/compute/lambda/bundle/plan/reassigned";
import { Finding } from "../../../../../../../components/compute/lambda/bundle/plan/findings";
import { Unit } from "../../../../../../../components/compute/lambda/bundle/source/declarations";
import { useIn } from "./written-use";

const captured = (text: string, value: unknown): Finding => {
  const use = useIn(text, value);
  return captureReassigned({ ...use, unit: use.unit as Unit });
};

describe("A variable that is assigned after its declaration", () => {
  const handler = "export const handler = async () => value;";

  it("is kept by its declaration where nothing but the handler assigns it", () => {
    assert.equal(captured(`let value = new Map();\n${handler}`, new Map()).kind, "keep");
    const counts =
      "let value = new Map();\nexport const handler = async () => (value = new Map());";
    assert.equal(captured(counts, new Map()).kind, "keep");
  });

  it("is kept with the one statement that assigns it", () => {
    const finding = captured(`let value;\nvalue = new Map();\n${handler}`, new Map());
    assert.ok(finding.kind === "keep");
    assert.equal(finding.statement?.getText(), "value = new Map();");
  });

  for (const text of [
    "let value = new Map();\nvalue = new Map([[1, 2]]);",
    "let value;\nif (true) value = new Map();",
    "let value;\n[value] = [new Map()];",
  ]) {
    it(`is refused in ${JSON.stringify(text)}`, () => {
      const finding = captured(`${text}\n${handler}`, new Map());
      assert.ok(finding.kind === "refuse", finding.kind);
      assert.match(
        finding.reason,
        /which this assignment gives another value than its declaration/,
      );
      assert.match(finding.place, /^index\.ts:2:/);
    });
  }
});

describe("A declaration made of a variable that changes later", () => {
  const made = (later: string, value: unknown) =>
    useIn(
      `let value: any = {};\nconst client = new Client(value);\n${later}`,
      value,
      "const client",
    );

  it("is refused where the variable gets another value, at that place", () => {
    const refused = refuseEarlierValue(made("value = { size: 2 };", { size: 2 }));
    assert.ok(refused?.kind === "refuse");
    assert.match(refused.place, /^index\.ts:3:1/);
    assert.match(
      refused.reason,
      /captures what line 2 makes of value, which this assignment changes/,
    );
  });

  it("is warned of where what the variable holds changes", () => {
    const value = { size: 2 };
    const warning = warnOfEarlierState(made("value.size = 2;", value), value);
    assert.ok(warning?.kind === "warn");
    assert.match(warning.place, /^index\.ts:3:1/);
    assert.match(warning.text, /captures what line 2 makes of value, which this changes/);
  });

  it("is told right behind a statement, too", () => {
    const text = (later: string) => `let value: any = {};\nconfigure(value);\n${later}`;
    const refused = refuseEarlierValue(useIn(text("value = 2;"), 2, "configure"));
    assert.match(refused?.reason ?? "", /captures what line 2 makes of value/);
    const warning = warnOfEarlierState(useIn(text("value.size = 2;"), {}, "configure"), {});
    assert.equal(warning?.kind, "warn");
  });

  for (const later of [
    "use(value.size);",
    "const later = () => (value = {});",
    "const later = () => void value.push(1);",
  ]) {
    // prettier-ignore
    it(`is right before ${later}`, () => {
      const use = made(later, [1]);
      assert.equal(refuseEarlierValue(use), undefined);
      assert.equal(warnOfEarlierState(use, [1]), undefined);
    });
  }
});
