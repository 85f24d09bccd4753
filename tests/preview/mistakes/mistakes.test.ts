import assert from "node:assert/strict";
import * as path from "node:path";
import { PolicyPack } from "../../../preview/host/policy-pack";
import { catchInPrograms, catchInSample, programNames, type Caught, type Edit } from "./catching";
import { openMistakes } from "./open";

/** Mistakes that are one edit of the frozen sample in tests/preview/fixtures/mistakes-sample. */
const edits: Readonly<Record<string, Edit>> = {
  "01-lambda-memory": {
    file: "handlers/photos/index.ts",
    found: "{ access: [table.read(), originals.read()] },",
    replaced: "{ access: [table.read(), originals.read()], memorySize: 64 },",
  },
  "03-lambda-consumer-timeout": {
    file: "handlers/photos/index.ts",
    found: "{ on: uploads.messages(), access: [table.write()] },",
    replaced: "{ on: uploads.messages(), access: [table.write()], timeout: 120 },",
  },
  "07-iam-missing-presign-read": {
    file: "handlers/photos/index.ts",
    found: "{ access: [table.read(), originals.read()] },",
    replaced: "{ access: [table.read()] },",
  },
  "24-ddb-range-key-change": {
    file: "index.ts",
    found: 'tables: { photos: { hashKey: "userId", rangeKey: "photoId"',
    replaced: 'tables: { photos: { hashKey: "userId", rangeKey: "uploadedAt"',
  },
};

describe("mistakes that a preview must catch", function () {
  this.timeout(600_000);
  let caught: Caught;
  const names = [...programNames(), ...Object.keys(edits)].sort();

  before(async () => {
    const pack = PolicyPack.start(path.resolve(__dirname, "../../../policies"));
    assert.ok(pack);
    try {
      const inSample = await catchInSample(pack, edits);
      caught = new Map([...(await catchInPrograms(pack)), ...inSample]);
    } finally {
      await pack.stop();
    }
  });

  after(() => {
    const lines = names.map((name) => {
      const rules = [...new Set((caught.get(name) ?? []).map(({ rule }) => rule))];
      return rules.length > 0
        ? `    caught  ${name}: ${rules.join(", ")}`
        : `    missed  ${name}: ${openMistakes[name] ?? "LOST"}`;
    });
    const count = lines.filter((line) => line.startsWith("    caught")).length;
    console.log([...lines, `    ${count} of ${names.length} caught`].join("\n"));
  });

  it("are none in the sample itself", () => {
    assert.deepEqual(caught.get(""), []);
  });

  it("are all listed, those that are not caught yet with the step they belong to", () => {
    const strangers = Object.keys(openMistakes).filter((name) => !names.includes(name));
    assert.deepEqual(strangers, []);
  });

  for (const name of names) {
    if (name in openMistakes) {
      it(`${name} is still open: ${openMistakes[name]}`, () => {
        assert.deepEqual(caught.get(name), [], "caught now: take it from the list of open ones");
      });
    } else {
      it(`${name} is caught on its line`, () => {
        assert.notEqual(caught.get(name)?.length, 0);
      });
    }
  }
});
