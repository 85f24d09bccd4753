// The text of a TypeScript file with all that it imports, bundled in memory: a tenth of the time that
// compiling file by file takes. Packages stay outside, and nothing is written.
"use strict";
const { buildSync } = require("esbuild");

module.exports = function bundle(file) {
  const { outputFiles } = buildSync({
    entryPoints: [file],
    bundle: true,
    format: "cjs",
    logLevel: "error",
    packages: "external",
    platform: "node",
    sourcemap: "inline",
    target: "node20",
    write: false,
  });
  return outputFiles[0].text;
};
