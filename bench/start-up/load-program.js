// Loads the program the way Pulumi's language host does (cmd/run/run.js of the SDK): the same
// options for ts-node, from the tsconfig that Pulumi.yaml names. Argument: that tsconfig.
"use strict";
const path = require("node:path");
const {
  loadTypeScriptCompilerOptions,
  typeScriptRequireStrings,
} = require("@pulumi/pulumi/tsutils");

// A program that does not load must not count as a fast one.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(2);
});

const project = process.argv[2];
process.chdir(path.resolve(__dirname, "..", ".."));
const compilerOptions = loadTypeScriptCompilerOptions(project);
const { tsnodeRequire, typescriptRequire } = typeScriptRequireStrings();
require(tsnodeRequire).register({
  compiler: typescriptRequire,
  transpileOnly: compilerOptions.noCheck,
  project,
  compilerOptions: {
    target: "ES2020",
    module: "nodenext",
    moduleResolution: "nodenext",
    sourceMap: "true",
    ...compilerOptions,
  },
});
require(path.resolve("index.ts"));
