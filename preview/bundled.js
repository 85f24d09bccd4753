// Loads a TypeScript file of this folder with all that it imports, bundled in memory.
"use strict";
const Module = require("node:module");
const path = require("node:path");
const bundle = require("../policies/bundle");

module.exports = function bundled(file) {
  // As a file of this folder, one below the repository's root: `__dirname` is what folders.ts and the
  // other sources that ask for it expect.
  const name = path.join(__dirname, `${path.parse(file).name}.bundled.js`);
  const loaded = new Module(name, module);
  loaded.filename = name;
  loaded.paths = module.paths;
  process.setSourceMapsEnabled(true);
  loaded._compile(bundle(path.join(__dirname, file)), name);
  return loaded.exports;
};
