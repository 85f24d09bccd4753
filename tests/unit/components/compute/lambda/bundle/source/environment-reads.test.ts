import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  environmentReads,
  environmentWrites,
} from "../../../../../../../components/compute/lambda/bundle/source/environment-reads";
import { parseFile } from "../../../../../../../components/compute/lambda/bundle/source/source-file";
import { workFolder } from "../../capture-runs";

const folder = workFolder("environment-reads");
let count = 0;

function parsed(text: string) {
  const place = path.join(folder, `${count++}.ts`);
  fs.writeFileSync(place, text);
  return parseFile(place);
}

/** The variables that a text reads, with a question mark behind those it can do without. */
function readIn(text: string): string[] {
  const file = parsed(text);
  return environmentReads(file, file.tree).map(
    ({ name = "any", optional }) => `${name}${optional ? "?" : ""}`,
  );
}

describe("Reads of process.env", () => {
  for (const [text, expected] of [
    ["use(process.env.ZONE);", ["ZONE"]],
    ['use(process.env["ZONE"]!, (process.env as any).LEVEL);', ["ZONE", "LEVEL"]],
    ['const key = "ZONE"; use(process.env[key]);', ["any"]],
    ["use(process.env[`ZONE`], globalThis.process.env.LEVEL);", ["ZONE", "LEVEL"]],
    ['import { env as all } from "node:process"; use(all.ZONE);', ["ZONE"]],
    ['import host from "process"; use(host.env.ZONE);', ["ZONE"]],
    ["const { env } = process; const { ZONE, LEVEL: level = 1, ...rest } = env;", ["ZONE", "LEVEL?", "any"]], // prettier-ignore
    ['use(process.env.ZONE ?? "eu", process.env.LEVEL ? 1 : 2, typeof process.env.KIND);', ["ZONE?", "LEVEL?", "KIND?"]], // prettier-ignore
    ["use(process.env.ZONE === undefined, !process.env.LEVEL, process.env.KIND?.length);", ["ZONE?", "LEVEL?", "KIND?"]], // prettier-ignore
    ["use({ ...process.env });", ["any?"]],
    ["process.env.ZONE = 'eu'; delete process.env.LEVEL;", []],
    ["use(other.env.ZONE); const process = { env: { ZONE: 1 } }; use(process.env.ZONE);", []],
    ["type Zone = typeof process.env.ZONE;", []],
  ] as const) {
    it(`are ${expected.join(", ") || "none"} in ${text}`, () =>
      assert.deepEqual(readIn(text), expected));
  }

  it("are told from writes", () => {
    const file = parsed('process.env.ZONE = "eu"; (process.env as any)["LEVEL"] = 1; use(process.env.KIND);'); // prettier-ignore
    assert.deepEqual(environmentWrites(file, file.tree), ["ZONE", "LEVEL"]);
  });
});
