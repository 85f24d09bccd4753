import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { Report } from "../../preview/plan";
import { root, stacks } from "./shipped-stacks";

describe("npm run preview", () => {
  it("shows all shipped stacks, checked by the policy pack, without error or warning", function () {
    this.timeout(180_000);
    const { stdout, status } = spawnSync(
      process.execPath,
      [path.join(root, "preview/start.js"), "--json"],
      { encoding: "utf8", maxBuffer: 1 << 28 },
    );
    const report = JSON.parse(stdout) as Report;
    assert.deepEqual(report.stacks.map(({ stack }) => stack).sort(), [...stacks].sort());
    const findings = report.stacks.flatMap((stack) => stack.findings);
    const loud = findings.filter(({ severity }) => severity !== "info");
    assert.deepEqual(loud, []);
    assert.ok(
      findings.some(({ rule }) => rule === "NET-06-gateway"),
      "the policy pack was asked",
    );
    assert.equal(status, 0);
  });
});
