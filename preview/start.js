// Starts the preview: plain JavaScript that every Node can read, so that an old one is told so.
"use strict";

const FLOOR = [20, 20];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < FLOOR[0] || (major === FLOOR[0] && minor < FLOOR[1])) {
  process.stderr.write(
    "The preview needs Node " + FLOOR.join(".") + " or later; this is " + process.version + ".\n",
  );
  process.exitCode = 2;
} else {
  require("./typescript.js");
  require("./command-line.ts").main(process.argv.slice(2));
}
