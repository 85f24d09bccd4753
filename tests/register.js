// TypeScript without its type check: `npm run typecheck` is a step of its own. What it becomes is kept, as for
// the preview: the tests start hundreds of processes with the same files.
const path = require("node:path");
const { keepTranspiled } = require("../preview/host/transpile-cache.js");

const tsNode = path.dirname(require.resolve("ts-node/package.json"));
keepTranspiled(require(path.join(tsNode, "dist", "ts-transpile-module.js")));
require("ts-node").register({ project: `${__dirname}/../tsconfig.run.json`, transpileOnly: true });
