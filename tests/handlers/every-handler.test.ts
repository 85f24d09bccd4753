// Where the tests of a feature run its functions as they are deployed, they run all of them: one that is added without is noticed.
import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { allFeatures } from "../stacks/shipped-stacks";
import { sampleFunctions } from "./sample-stack";

const handlers = path.resolve(__dirname, "../../handlers");

/** Names of functions that some test runs, by the feature whose test it is. */
const run = new Map(
  allFeatures.map((feature) => {
    const texts = fs
      .readdirSync(path.join(handlers, feature), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => fs.readFileSync(path.join(handlers, feature, file), "utf8"));
    const names = texts.flatMap((text) =>
      [...text.matchAll(/\b(?:runSample|run)\(\s*"([\w-]+)"/g)].map(([, name]) => name),
    );
    return [feature, names] as const;
  }),
);

describe("The functions of a feature", function () {
  this.timeout(240_000);

  it("are all run by tests, where some are", async () => {
    const everywhere = new Set([...run.values()].flat());
    const functions = await sampleFunctions();
    const tested = functions.filter(({ feature }) => run.get(feature)!.length > 0);
    const features = new Set(functions.map(({ feature }) => feature));
    const known = [...run.keys()].filter((name) => run.get(name)!.length > 0);
    assert.ok(
      known.every((feature) => features.has(feature)),
      "each has functions",
    );
    assert.deepEqual(
      tested.map(({ name }) => name).filter((name) => !everywhere.has(name)),
      [],
      'Without a test in handlers/<feature>: add one that calls runSample("<name>", ...).',
    );
  });
});
