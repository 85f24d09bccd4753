import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { textReport } from "../../../preview/report/text";
import { Report } from "../../../preview/report/plan";
import { largest, previewShipped, root, smallest, stacks } from "../shipped-stacks";

describe("npm run preview", () => {
  it("shows all shipped stacks, checked by the policy pack, without error or warning", async () => {
    const { stdout, status } = spawnSync(
      process.execPath,
      [path.join(root, "preview/start.js"), "--json", "--no-types"],
      { encoding: "utf8", maxBuffer: 1 << 28 },
    );
    const report = JSON.parse(stdout) as Report;
    assert.deepEqual(
      report.stacks.map(({ stack }) => stack),
      stacks,
    );
    const findings = report.stacks.flatMap((stack) => stack.findings);
    const loud = findings.filter(({ severity }) => severity !== "info");
    assert.deepEqual(loud, []);
    assert.equal(status, 0);
    const told = new Set(findings.map(({ rule }) => rule));
    const { findings: inProcess } = await previewShipped(largest); // the rules themselves, without the pack
    const untold = inProcess.map(({ rule }) => rule).filter((rule) => !told.has(rule));
    assert.deepEqual(untold, [], "the policy pack was asked");
    const placeholders = findings.filter(({ placeholder }) => placeholder);
    assert.ok(
      placeholders.every(({ rule, severity }) => `${rule} ${severity}` === "placeholder info"),
    );
    for (const { stack, resources, outputs, fidelity } of report.stacks) {
      assert.ok(
        resources.some(({ type }) => type.startsWith("strata:")),
        stack,
      );
      assert.match(String(outputs.url ?? outputs.apiUrl), /^https:\/\//, stack);
      assert.equal(fidelity.typesWithoutSchema, 0, stack);
      assert.equal(fidelity.opaqueComponents, 0, stack);
    }
  });

  it("says the same in text", async () => {
    const plans = await Promise.all(stacks.map(previewShipped));
    const text = textReport(
      "strata",
      plans.map(({ stackPlan }) => stackPlan),
    );
    assert.match(text, new RegExp(`^${stacks.length} stacks: 0 errors, 0 warnings, `, "m"));
    const components = plans.flatMap(({ resources }) =>
      resources.filter(({ type }) => type.startsWith("strata:")).map(({ name }) => name),
    );
    assert.deepEqual(
      components.filter((name) => !text.includes(` ${name}`)),
      [],
    );
  });

  it("counts the settings to be made one's own apart from findings, and does not fail for them", async () => {
    const plan = await previewShipped(smallest);
    const keys = plan.findings.flatMap(({ placeholder, message }) =>
      placeholder ? message.split(" ")[0] : [],
    );
    const start = path.join(root, "preview/start.js");
    const args = [start, "--stack", smallest, "--no-types"];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, /\[placeholder\]/);
    assert.match(stdout, /^1 stack: 0 errors, 0 warnings, \d+ info/m);
    const [, section = ""] = stdout.split(`\nPlaceholders to set before \`up\` (${keys.length})\n`);
    for (const key of keys) assert.ok(`\n${section}`.includes(`\n  ${key} is "`), key);
  });
});
