// Each function of the sample application has a test here that runs it: one that is added without is noticed.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { sampleFunctions } from "./sample-stack";

describe("The functions of the full stack", function () {
  this.timeout(60_000);

  it("are all run by a test in this folder", async () => {
    const texts = fs
      .readdirSync(__dirname)
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => fs.readFileSync(path.join(__dirname, file), "utf8"));
    const run = new Set(
      texts.flatMap((text) =>
        [...text.matchAll(/\b(?:runSample|run)\(\s*"([a-z0-9-]+)"/g)].map(([, name]) => name),
      ),
    );
    const functions = await sampleFunctions();
    assert.ok(functions.includes("create-photo"));
    assert.deepEqual(
      functions.filter((name) => !run.has(name)),
      [],
      'Without a test in tests/handlers: add one that calls runSample("<name>", ...).',
    );
  });
});
