import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fixture, report, runPreview, stackOf } from "./command";
import type { Report } from "../../preview/report/plan";

describe("the policy pack in the preview", () => {
  let all: Report;

  before(async () => {
    all = await report("policed");
  });

  it("judges resources and the stack as a whole, in every stack", () => {
    for (const stack of ["dev", "test"]) {
      const told = stackOf(all, stack).findings.map(({ severity, rule, urn, message, fix }) => ({
        ...{ severity, rule, name: urn.split("::")[3], message, fix },
      }));
      assert.deepEqual(told, [
        {
          ...{ severity: "error", rule: "SQS-91", name: "jobs", fix: "Set 10." },
          message: "visibilityTimeoutSeconds is 5; allowed: 10 or more",
        },
        {
          ...{ severity: "warning", rule: "SQS-97", name: "jobs", fix: "" },
          message: "a rule that the pack doesn't know",
        },
        {
          ...{ severity: "info", rule: "COUNT", name: "letters", fix: "Delete one." },
          message: "2 queues, 2 with a URL",
        },
        {
          ...{ severity: "info", rule: "STORE", name: "store", fix: "Set true." },
          message: "durable is false, its queue is known by its id",
        },
      ]);
    }
  });

  it("points at the line of the program", () => {
    const [finding] = stackOf(all, "dev").findings;
    assert.deepEqual(finding.source, { file: "index.ts", line: 5 });
  });

  it("makes the exit code 1 for a mandatory policy", async () => {
    const { code } = await runPreview(["--cwd", fixture("policed"), "--stack", "dev"]);
    assert.equal(code, 1);
  });

  it("that doesn't start is an error finding", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "policies-"));
    try {
      fs.cpSync(fixture("siblings"), folder, { recursive: true });
      fs.symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
      fs.rmSync(path.join(folder, "tsconfig.json"));
      fs.mkdirSync(path.join(folder, "policies"));
      fs.writeFileSync(path.join(folder, "policies", "PulumiPolicy.yaml"), "runtime: nodejs\n");
      fs.writeFileSync(path.join(folder, "policies", "index.ts"), 'throw new Error("no pack");\n');
      const outcome = await runPreview(["--cwd", folder, "--stack", "base"]);
      assert.equal(outcome.code, 1);
      assert.match(
        outcome.stdout,
        /error policy-pack\n {4}the policy pack ended before .*\n?.*no pack/s,
      );
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("that judges what is missing is not asked about a program that failed half-way", async () => {
    const pack = `
      import { PolicyPack } from "@pulumi/policy";
      const validateStack = (_: unknown, report: (message: string) => void) => report("EXCEPTIONS: jobs");
      const policy = { name: "EXCEPTIONS", description: "x", enforcementLevel: "mandatory" as const };
      new PolicyPack("late", { policies: [{ ...policy, validateStack }] });`;
    const rulesOf = async (failing: string) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "policies-"));
      try {
        fs.cpSync(fixture("policed"), folder, { recursive: true });
        fs.symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
        fs.rmSync(path.join(folder, "tsconfig.json"));
        fs.writeFileSync(path.join(folder, "policies", "index.ts"), pack);
        fs.appendFileSync(path.join(folder, "index.ts"), failing);
        const args = ["--cwd", folder, "--stack", "dev", "--json", "--no-types"];
        const { stacks } = JSON.parse((await runPreview(args)).stdout) as Report;
        return stacks[0].findings
          .filter(({ severity }) => severity === "error")
          .map(({ rule }) => rule);
      } finally {
        fs.rmSync(folder, { recursive: true });
      }
    };
    assert.deepEqual(await rulesOf(""), ["EXCEPTIONS"]);
    assert.deepEqual(await rulesOf('throw new Error("half");\n'), ["program-error"]);
  });
});
