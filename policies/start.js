/**
 * Starts the policy pack. Pulumi loads this file by `main` of package.json; the offline preview runs
 * it as it is, with this folder as work directory. The port of the analyzer goes to stdout.
 *
 * The TypeScript sources are bundled in memory here, because Pulumi's own way type-checks them and
 * everything they import on every start.
 */
const path = require("node:path");
const bundle = require("./bundle");

module._compile(bundle(path.join(__dirname, "index.ts")), path.join(__dirname, "index.js"));
