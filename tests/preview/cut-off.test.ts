/** A program that is ended because it takes too long has made a part of its resources alone. */
import assert from "node:assert/strict";
import { CloudModel } from "../../cloud-model";
import { Engine } from "../../preview/engine/engine";
import { ProgramResult, reportProgram } from "../../preview/host/program-result";

const ended: ProgramResult = {
  succeeded: false,
  ending: "the program did not end within 300 s",
  ...{ errors: [], blocked: [], settings: [], secrets: [], printed: "" },
};

function told(result: ProgramResult): string[] {
  const engine = new Engine(
    {
      ...{ organization: "o", project: "p", stack: "s", config: {}, secretKeys: [] },
      ...{ dryRun: true, values: "symbolic", workingFolder: "/" },
      sibling: () => Promise.resolve("none"),
    },
    new CloudModel(),
  );
  engine.findings.add({ rule: "EXCEPTIONS", severity: "error", message: "is not needed" });
  reportProgram(engine, [], result, "/", new Set());
  return engine.findings.sorted().map(({ rule, message }) => `${rule}: ${message}`);
}

describe("a program that was cut off", () => {
  it("is told beside what rules then miss", () => {
    const found = told({ ...ended, cutOff: true });
    assert.ok(found.some((text) => text.startsWith("program-error: the program did not end")));
  });

  it("and one that failed for a reason that was found is not told twice", () => {
    assert.deepEqual(told(ended), ["EXCEPTIONS: is not needed"]);
  });
});
