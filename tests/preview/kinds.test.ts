/** Each kind of fault that the preview must not pass over, written with raw resources. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { PolicyPack } from "../../preview/host/policy-pack";
import { readProject } from "../../preview/host/project";
import { ProjectPreview } from "../../preview/host/project-preview";
import type { Finding } from "../../preview/report/plan";
import { fixture } from "./command";

const MARK = /\/\/ <- (\S+)$/;

describe("kinds of faults on raw resources", () => {
  const lines = fs.readFileSync(path.join(fixture("kinds"), "index.ts"), "utf8").split("\n");
  const marks = lines.flatMap((text, i) => {
    const rule = MARK.exec(text)?.[1];
    return rule === undefined ? [] : [{ rule, line: i + 1, text: text.trim().slice(0, 70) }];
  });
  let findings: readonly Finding[];

  before(async () => {
    const pack = PolicyPack.start(path.resolve(__dirname, "../../policies"));
    try {
      const preview = new ProjectPreview(readProject(fixture("kinds")), pack);
      ({ findings } = await preview.plan("dev"));
    } finally {
      await pack?.stop();
    }
  });

  const at = (line: number) => findings.filter(({ source }) => source?.line === line);

  for (const { rule, line, text } of marks) {
    it(`${rule}: ${text}`, () => {
      const found = at(line).map((finding) => finding.rule);
      assert.ok(found.includes(rule), `line ${line} has ${found.join(", ") || "no finding"}`);
    });
  }

  it("have no error on a line that is right", () => {
    const wrong = new Set(marks.map(({ line }) => line));
    const others = findings.filter(
      ({ severity, source }) => severity === "error" && !wrong.has(source?.line ?? 0),
    );
    assert.deepEqual(others, []);
  });
});
