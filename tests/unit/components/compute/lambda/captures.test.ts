import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { describeCaptures } from "./capture-cases";
import { captures, fixtures, root } from "./capture-runs";
import "./fixtures/mocks";

const asWritten = (topic: string) => path.join(captures, `${topic}.ts`);
const load = "require";

describeCaptures("Handlers in a program of ts-node, transpile only", {
  start: () => ({
    node: ["-r", path.join(root, "tests/register.js")],
    load,
    file: asWritten,
    sources: captures,
  }),
});

describeCaptures("Handlers in a program of ts-node with type check", {
  tenth: 0,
  start: () => ({
    node: ["-r", "ts-node/register"],
    load,
    file: asWritten,
    sources: captures,
    environment: { TS_NODE_PROJECT: path.join(fixtures, "tsconfig.checked.json") },
  }),
});

describeCaptures("Handlers in a program of compiled JavaScript with source maps", {
  tenth: 3,
  start: (folder) => {
    const compiled = path.join(folder, "compiled");
    execFileSync(
      process.execPath,
      [
        path.join(root, "node_modules/typescript/bin/tsc"),
        "-p",
        path.join(fixtures, "tsconfig.checked.json"),
        "--noCheck",
        "--outDir",
        compiled,
      ],
      { cwd: root },
    );
    return {
      node: ["-r", path.join(root, "tests/register.js")],
      load,
      file: (topic) => path.join(compiled, "captures", `${topic}.js`),
      sources: captures,
    };
  },
});
