// Starts the preview: plain JavaScript that every Node can read, so that an old one is told so.
"use strict";

var FLOOR = [20, 20];

var version = process.versions.node.split(".").map(Number);
if (version[0] < FLOOR[0] || (version[0] === FLOOR[0] && version[1] < FLOOR[1])) {
  process.stderr.write(
    "The preview needs Node " + FLOOR.join(".") + " or later; this is " + process.version + ".\n",
  );
  process.exitCode = 2;
} else if (__dirname.indexOf("\\") >= 0 && process.platform !== "win32") {
  process.stderr.write(
    "The path " +
      __dirname +
      " has a backslash in it, and Node.js loads no packages from there " +
      "(ERR_INVALID_MODULE_SPECIFIER); move the project to a path without one.\n",
  );
  process.exitCode = 2;
} else {
  require("./bundled.js")("command-line.ts").main(process.argv.slice(2));
}
