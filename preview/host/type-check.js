// Checks the types of one program in a process of its own, beside the programs that run, and prints
// what the compiler says as JSON. Plain JavaScript, so that nothing has to be compiled first.
//
//     node type-check.js <folder of the program> <its entry> <folder for what is kept>
"use strict";
require("./ends-with-parent.js");
const crypto = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const [folder, entry, kept] = process.argv.slice(2);

/** The program's own compiler, else the preview's. */
function loadTypeScript() {
  try {
    return Module.createRequire(path.join(folder, "index.js"))("typescript");
  } catch {
    return require("typescript");
  }
}

const digest = (text) => crypto.createHash("sha256").update(text).digest("hex");
const name = digest(JSON.stringify([folder, entry, process.version])).slice(0, 16);
const memory = path.join(kept, `${name}.json`);

/** The files that decide about the result, each with its content's digest. */
function digestsOf(files) {
  return Object.fromEntries(
    files.map((file) => [file, fs.existsSync(file) ? digest(fs.readFileSync(file)) : "absent"]),
  );
}

/** What was found the last time, if nothing it came from has changed. */
function remembered() {
  try {
    const { digests, diagnostics } = JSON.parse(fs.readFileSync(memory, "utf8"));
    const now = digestsOf(Object.keys(digests));
    return JSON.stringify(now) === JSON.stringify(digests) ? diagnostics : undefined;
  } catch {
    return undefined; // not there, or not whole: checked anew
  }
}

function remember(files, diagnostics) {
  const draft = `${memory}.${process.pid}`;
  try {
    fs.mkdirSync(kept, { recursive: true });
    fs.writeFileSync(draft, JSON.stringify({ digests: digestsOf(files), diagnostics }));
    fs.renameSync(draft, memory);
  } catch {
    fs.rmSync(draft, { force: true }); // a folder that can't be written to costs time only
  }
}

function check() {
  const ts = loadTypeScript();
  const config = ts.findConfigFile(folder, ts.sys.fileExists);
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const given = config && ts.getParsedCommandLineOfConfigFile(config, {}, host);
  const program = ts.createIncrementalProgram({
    rootNames: [entry],
    options: {
      ...given?.options,
      noEmit: true,
      incremental: true,
      skipLibCheck: true,
      tsBuildInfoFile: path.join(kept, `${name}.tsbuildinfo`),
    },
    configFileParsingDiagnostics: given?.errors ?? [],
  });
  const found = [
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ].filter(({ category }) => category === ts.DiagnosticCategory.Error);
  try {
    program.emit(); // the memory of the compiler alone
  } catch {
    // it costs time only
  }
  const diagnostics = found.map(({ file, start, code, messageText }) => ({
    code,
    message: ts.flattenDiagnosticMessageText(messageText, "\n"),
    ...(file && start !== undefined
      ? { file: file.fileName, line: file.getLineAndCharacterOfPosition(start).line + 1 }
      : {}),
  }));
  const own = program
    .getSourceFiles()
    .map(({ fileName }) => fileName)
    .filter((file) => !file.includes("/node_modules/"));
  const around = ["package.json", "package-lock.json"].map((file) => path.join(folder, file));
  const configs = config ? [config, ...(given?.raw?.extends ? extended(given, config) : [])] : [];
  remember([...own, ...around, ...configs, require.resolve("typescript")], diagnostics);
  return diagnostics;
}

function extended({ raw }, config) {
  const bases = Array.isArray(raw.extends) ? raw.extends : [raw.extends];
  return bases.map((base) => path.resolve(path.dirname(config), base));
}

process.stdout.write(JSON.stringify(remembered() ?? check()));
