// Ends this process when the preview that started it is gone, however that ended. Plain JavaScript,
// because it is loaded before anything that could compile TypeScript.
"use strict";
const net = require("node:net");

/** A pipe to the preview, which nothing is ever written to: it closes when the preview's process ends. */
const LIFELINE = 4;

// Processes that a program starts inherit its environment, but descriptor 4 is Node's own there.
if (process.env.STRATA_PREVIEW_PROCESS === String(process.ppid)) {
  const pipe = new net.Socket({ fd: LIFELINE, readable: true, writable: false });
  pipe.unref(); // a program that is done need not wait for the preview
  pipe.on("error", () => process.exit(1));
  pipe.on("close", () => process.exit(1));
  pipe.resume();
}
