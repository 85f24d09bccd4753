// Loads a TypeScript file of this folder with all that it imports, bundled in memory: a tenth of the
// time that compiling file by file takes. Packages stay outside, and nothing is written.
"use strict";
const Module = require("node:module");
const path = require("node:path");
const { buildSync } = require("esbuild");

module.exports = function bundled(file) {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(__dirname, file)],
    bundle: true,
    format: "cjs",
    logLevel: "error",
    packages: "external",
    platform: "node",
    sourcemap: "inline",
    target: "node20",
    write: false,
  });
  // As a file of this folder: `__dirname` is what the sources expect, because all of them lie one
  // folder below the repository's root.
  const name = path.join(__dirname, `${path.parse(file).name}.bundled.js`);
  const loaded = new Module(name, module);
  loaded.filename = name;
  loaded.paths = module.paths;
  process.setSourceMapsEnabled(true);
  loaded._compile(outputFiles[0].text, name);
  return loaded.exports;
};
