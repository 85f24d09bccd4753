import assert from "node:assert/strict";
import { lineOf } from "../../../settings/stack-file-lines";

const text = `# A comment: of the file
config:
  strata:environment:
    region: eu-west-1 # where
    # account: "1"
    "account": "2"
  strata:network:
    zones: [eu-west-1a]
    egress:
      mode: none
      addresses: { eu-west-1a: {} }
  strata:features:
    - photos
    - name: x
      mode: y
    - partner
  strata:list:
  - one
  - two
other:
  strata:web: {}
`;

describe("The line of a setting", () => {
  const cases: [keys: string[], line: number | undefined][] = [
    [["strata:environment"], 3],
    [["strata:environment", "region"], 4],
    [["strata:environment", "account"], 6],
    [["strata:environment", "missing"], 3],
    [["strata:network", "zones", "0"], 8],
    [["strata:network", "egress", "mode"], 10],
    [["strata:network", "egress", "addresses", "eu-west-1a"], 11],
    [["strata:features", "0"], 13],
    [["strata:features", "2"], 16],
    [["strata:list", "1"], 19],
    [["strata:list", "2"], 17],
    [["strata:web"], undefined],
    [["region"], undefined],
  ];
  for (const [keys, line] of cases) {
    it(`of ${keys.join(".")} is ${line ?? "none"}`, () => assert.equal(lineOf(text, keys), line));
  }

  it("is none where the file says nothing", () => {
    assert.equal(lineOf("", ["strata:web"]), undefined);
    assert.equal(lineOf("config: {}\n", ["strata:web"]), undefined);
  });
});
