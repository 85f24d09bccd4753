/**
 * Starts the policy pack. Pulumi loads this file by `main` of package.json; the offline preview runs
 * it as it is, with this folder as work directory. The port of the analyzer goes to stdout.
 *
 * The TypeScript sources are bundled in memory here, because Pulumi's own way type-checks them and
 * everything they import on every start.
 */
const path = require("node:path");
const { buildSync } = require("esbuild");

const { outputFiles } = buildSync({
  entryPoints: [path.join(__dirname, "index.ts")],
  bundle: true,
  format: "cjs",
  logLevel: "error",
  packages: "external",
  platform: "node",
  sourcemap: "inline",
  target: "node20",
  write: false,
});
module._compile(outputFiles[0].text, path.join(__dirname, "index.js"));
