// Capture cases once more as ES modules: copies whose imports name the files as Node.js wants them.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { newerNode } from "../../../../handlers/newer-node";
import { describeCaptures, Program, topics } from "./capture-cases";
import { captures, root } from "./capture-runs";
import "./fixtures/mocks";

const ofEsModules = topics.filter((topic) => topic !== "commonjs-syntax");

const program: Pick<Program, "node" | "load" | "environment"> = {
  node: ["-r", path.join(root, "tests/register.js")],
  load: "import",
  environment: { AWS_REGION: "us-west-2" }, // another one than where the bundles run
};

describeCaptures("Handlers in an ES-module program, types stripped by Node.js", {
  tenth: 6,
  topics: ofEsModules.filter((topic) => topic !== "compiled-syntax"),
  start: (folder) => {
    const command = newerNode();
    if (command === undefined) return undefined;
    const sources = copyAsEsModules(folder);
    fs.rmSync(path.join(sources, "compiled-syntax.ts"));
    return { ...program, command, sources, file: (topic) => path.join(sources, `${topic}.ts`) };
  },
});

describeCaptures("Handlers in an ES-module program, compiled with source maps", {
  tenth: 9,
  topics: ofEsModules,
  start: (folder) => {
    const sources = copyAsEsModules(folder);
    const compiled = compile(sources, path.join(folder, "compiled"));
    return { ...program, sources, file: (topic) => path.join(compiled, `${topic}.js`) };
  },
});

function copyAsEsModules(folder: string): string {
  const copy = path.join(folder, "source");
  for (const name of fs.readdirSync(captures, { recursive: true, encoding: "utf8" })) {
    const target = path.join(copy, name);
    if (fs.statSync(path.join(captures, name)).isDirectory()) continue;
    const text = fs.readFileSync(path.join(captures, name), "utf8");
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, name.endsWith(".ts") ? asEsModule(text) : text);
  }
  markAsEsModules(copy);
  return copy;
}

const markAsEsModules = (folder: string) =>
  fs.writeFileSync(path.join(folder, "package.json"), `{ "type": "module" }`);

/** Every line stays where it is: the cases' errors name them. */
function asEsModule(text: string): string {
  return text
    .replace(/(\bfrom |\bimport\()"(\.\.?\/[^"]+)"/g, (whole, before: string, name: string) =>
      name.endsWith(".json") ? whole : `${before}"${name}.ts"`,
    )
    .replace(/^(import \w+ from "[^"]+\.json");$/gm, `$1 with { type: "json" };`);
}

function compile(sources: string, compiled: string): string {
  const options = "--noCheck --sourceMap --resolveJsonModule --rewriteRelativeImportExtensions";
  execFileSync(
    process.execPath,
    [
      path.join(root, "node_modules/typescript/bin/tsc"),
      ...options.split(" "),
      ...["--module", "nodenext", "--target", "es2022", "--types", "node"],
      ...["--rootDir", sources, "--outDir", compiled],
      ...ofEsModules.map((topic) => path.join(sources, `${topic}.ts`)),
    ],
    { cwd: root, stdio: ["ignore", "inherit", "inherit"] },
  );
  markAsEsModules(compiled);
  return compiled;
}
