// TypeScript without its type check, which is a step of its own (`npm run typecheck`).
"use strict";
const path = require("node:path");

require("ts-node").register({
  project: path.join(__dirname, "..", "..", "tsconfig.run.json"),
  transpileOnly: true,
});
