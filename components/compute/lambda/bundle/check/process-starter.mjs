// Starts processes for a program that is large. One JSON line comes in for each of them, one goes out when it has ended.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const open = new Set();
createInterface({ input: process.stdin })
  .on("line", (line) => start(JSON.parse(line)))
  // The program is gone, and with it whoever would ask how they ended.
  .on("close", () => {
    for (const child of open) child.kill("SIGKILL");
    process.exit();
  });

function start({ id, parameters, folder, environment, longest }) {
  const answer = (end) => process.stdout.write(`${JSON.stringify({ id, ...end })}\n`);
  let child;
  try {
    // What it prints is nobody's concern; file descriptor 3 is for what it says.
    const stdio = ["ignore", "ignore", "ignore", "pipe"];
    child = spawn(process.execPath, parameters, { cwd: folder, env: environment, stdio });
  } catch ({ message }) {
    answer({ error: message });
    return;
  }
  open.add(child);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    child.kill("SIGKILL");
  }, longest);
  const said = [];
  child.stdio[3].on("data", (part) => said.push(part));
  let failure;
  child.on("error", ({ message }) => (failure = message));
  child.on("close", (code, signal) => {
    clearTimeout(timer);
    open.delete(child);
    const text = Buffer.concat(said).toString();
    answer(failure === undefined ? { text, code, signal, timedOut } : { error: failure });
  });
}
