// TypeScript without its type check: `npm run typecheck` is a step of its own.
require("ts-node").register({ project: `${__dirname}/../tsconfig.run.json`, transpileOnly: true });
