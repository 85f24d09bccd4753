import assert from "node:assert/strict";
import { withoutStack } from "../../../remove/exceptions-text";
import { Refusal } from "../../../remove/refusal";
import { withoutIn } from "../../../remove/stack-files";

const nothing = { features: [], settings: [], stacks: [], project: "strata" };
const file = `# The small one.
config:
  strata:dns:
    domain: a.example.com
    parent: strata/prod # the zone above
  strata:partner:
    labUrl: https://example.com
  strata:features: [photos, partner, search]
`;

describe("A stack file", () => {
  it("stays as it is where nothing of it goes", () => {
    assert.equal(withoutIn("f", file, nothing).text, file);
  });

  it("loses a feature with its settings, and keeps its comments", () => {
    const gone = { ...nothing, features: ["partner"], settings: ["partner"] };
    const { text } = withoutIn("f", file, gone);
    assert.doesNotMatch(text, /partner|labUrl/);
    assert.match(text, /^# The small one\.\n/);
    assert.match(text, /strata:features: \[photos, search\]/);
    assert.match(text, /parent: strata\/prod # the zone above/);
  });

  it("loses its parent, and it is said what that means", () => {
    const { text, notes } = withoutIn("f", file, { ...nothing, stacks: ["prod"] });
    assert.doesNotMatch(text, /parent/);
    assert.match(notes[0], /^f: took out strata:dns\.parent, .*: delegate a\.example\.com/);
  });

  it("is refused to lose the stack that makes what exists once", () => {
    const maker = `config:
  strata:environment:
    oncePerAccount: { apiGatewayLogs: prod }
`;
    assert.throws(
      () => withoutIn("f", maker, { ...nothing, stacks: ["prod"] }),
      (error) => error instanceof Refusal && /apiGatewayLogs names prod/.test(error.message),
    );
    assert.equal(withoutIn("f", maker, { ...nothing, stacks: ["dev"] }).text, maker);
  });
});

describe("Exceptions", () => {
  const list = `const exceptions = [
  { rule: "A", stacks: ["prod"] },
  { rule: "B", stacks: ["prod", "full"] },
  ...["x"].map((resource) => ({ rule: "C", resource, stacks: ["prod"] })),
  { rule: "D" },
];
`;
  it("of one stack go with it, and others name it no more", () => {
    const left = withoutStack("f.ts", list, "prod");
    assert.doesNotMatch(left, /"A"|"C"|"prod"/);
    assert.match(left, /\{ rule: "B", stacks: \[ *"full"\] \}/);
    assert.match(left, /\{ rule: "D" \}/);
    assert.equal(withoutStack("f.ts", list, "dev"), list);
  });
});
