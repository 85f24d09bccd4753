/** Raw resources whose counterpart is missing or wrong: the preview says so at the line. */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { Finding, previewStack } from "../../preview/testing";
import * as programs from "./fixtures/pairs";

const FILE = path.join(__dirname, "fixtures", "pairs.ts");
const MARK = /\/\/ <- (\S+)$/;
const START = /^export function (\w+)/;

interface Mark {
  readonly rule: string;
  readonly line: number;
  readonly text: string;
}

/** The marks by program. */
function marked(): ReadonlyMap<string, readonly Mark[]> {
  const found = new Map<string, Mark[]>();
  let program = "";
  fs.readFileSync(FILE, "utf8")
    .split("\n")
    .forEach((text, i) => {
      program = START.exec(text)?.[1] ?? program;
      const rule = MARK.exec(text)?.[1];
      if (rule === undefined) return;
      const mark = { rule, line: i + 1, text: text.trim().slice(0, 70) };
      found.set(program, [...(found.get(program) ?? []), mark]);
    });
  return found;
}

describe("pairs of raw resources", () => {
  const marks = marked();

  for (const [name, program] of Object.entries(programs)) {
    describe(name, () => {
      let findings: readonly Finding[];

      before(async () => {
        ({ findings } = await previewStack(program, { config: { "aws:region": "eu-west-1" } }));
      });

      const wrong = marks.get(name) ?? [];
      for (const { rule, line, text } of wrong) {
        it(`${rule}: ${text}`, () => {
          const rules = findings.filter(({ source }) => source?.line === line);
          const found = rules.map((finding) => finding.rule);
          assert.ok(found.includes(rule), `line ${line} has ${found.join(", ") || "no finding"}`);
        });
      }

      it("has no error on a line that is right", () => {
        const lines = new Set(wrong.map(({ line }) => line));
        const others = findings.filter(
          ({ severity, source }) => severity === "error" && !lines.has(source?.line ?? 0),
        );
        assert.deepEqual(others, []);
      });
    });
  }
});
