// Keeps what ts-node made of each TypeScript file in the build folder, for the next process with the
// same file: four stacks compile the same hundred files otherwise, a third of the time of each, and so
// does each process of the tests. A copy of the repository that shares the build folder shares it too.
"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.join(__dirname, "..", "..");
const FOLDER = path.join(ROOT, "build", "preview", "transpiled");

/** Makes ts-node's transpiler look here first. What it gives is the same, byte for byte. */
function keepTranspiled(tsNode) {
  const create = tsNode.createTsTranspileModule;
  if (!create) {
    return false;
  }
  tsNode.createTsTranspileModule = (typescript, options) => {
    const compiler = [typescript.version, options.compilerOptions];
    const transpile = create(typescript, options);
    return (code, own, ...rest) => {
      // Where the repository stands changes nothing: ts-node itself writes the file's name into the source map.
      const place = JSON.stringify([compiler, own, rest]).replaceAll(`${ROOT}${path.sep}`, "");
      const key = digest(JSON.stringify([place, code]));
      const kept = read(key);
      if (kept) {
        return kept;
      }
      const made = transpile(code, own, ...rest);
      // The compiler names the place in code of `jsx: "react-jsxdev"` alone.
      if (made.diagnostics.length === 0 && !made.outputText.includes(ROOT)) {
        write(key, made);
      }
      return made;
    };
  };
  return true;
}

function digest(text) {
  return crypto.createHash("sha256").update(text).digest("hex");
}

function read(key) {
  try {
    return JSON.parse(fs.readFileSync(path.join(FOLDER, `${key}.json`), "utf8"));
  } catch {
    return undefined;
  }
}

/** Under another name first: another process must not read half of it. A folder that can't be written to costs time only. */
function write(key, made) {
  const file = path.join(FOLDER, `${key}.json`);
  const draft = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(FOLDER, { recursive: true });
    fs.writeFileSync(draft, JSON.stringify(made));
    fs.renameSync(draft, file);
  } catch {
    fs.rmSync(draft, { force: true });
  }
}

module.exports = { keepTranspiled };
