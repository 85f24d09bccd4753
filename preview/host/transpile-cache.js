// Keeps what ts-node made of each TypeScript file in the build folder, for the next program with the
// same file: four stacks compile the same hundred files otherwise, a third of the time of each.
"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const FOLDER = path.join(__dirname, "..", "..", "build", "preview", "transpiled");

/** Makes ts-node's transpiler look here first. What it gives is the same, byte for byte. */
function keepTranspiled(tsNode) {
  const create = tsNode.createTsTranspileModule;
  if (!create) {
    return false;
  }
  tsNode.createTsTranspileModule = (typescript, options) => {
    const compiler = JSON.stringify([typescript.version, options.compilerOptions]);
    const transpile = create(typescript, options);
    return (code, own, ...rest) => {
      const key = digest(JSON.stringify([compiler, own, rest, code]));
      const kept = read(key);
      if (kept) {
        return kept;
      }
      const made = transpile(code, own, ...rest);
      if (made.diagnostics.length === 0) {
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
