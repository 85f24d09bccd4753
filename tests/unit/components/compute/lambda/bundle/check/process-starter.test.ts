// The process that starts those in which bundles are loaded.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { runProcess } from "../../../../../../../components/compute/lambda/bundle/check/process-starter";
import { root, workFolder } from "../../capture-runs";

const run = (text: string, folder = root, longest = 30_000) =>
  runProcess({ parameters: ["-e", text], folder, environment: { A: "b" }, longest });
const say = (what: string) => `require("node:fs").writeSync(3, ${what});`;

describe("A process that starts others", () => {
  it("tells each what it asked for: what was said, and how it ended", async () => {
    const ends = await Promise.all([
      run(say("process.env.A + process.cwd() + 'ü'")),
      run(`${say("'two'")} process.exit(3)`),
      run("for (;;);", root, 1_000),
    ]);
    assert.deepEqual(
      ends.map(({ text, code, signal, timedOut }) => [text, code, signal, timedOut]),
      [
        [`b${root}ü`, 0, null, false],
        ["two", 3, null, false],
        ["", null, "SIGKILL", true],
      ],
    );
  });

  it("says why one can't be started, and starts the next", async () => {
    await assert.rejects(run("", path.join(root, "not-there")), /ENOENT/);
    await assert.rejects(run(`"${"-".repeat(200_000)}"`), /E2BIG/);
    assert.equal((await run(say("'1'"))).text, "1");
  });

  it("is started anew where it was ended", async () => {
    await assert.rejects(run("process.kill(process.ppid, 'SIGKILL')"), /ended with SIGKILL/);
    assert.equal((await run(say("'2'"))).text, "2");
  });

  it("doesn't keep the program from ending, and ends what it started when that is killed", async () => {
    const folder = workFolder("process-starter");
    const program = path.join(folder, "program.ts");
    const told = path.join(folder, "told");
    const source = path.join(root, "components/compute/lambda/bundle/check/process-starter");
    fs.writeFileSync(
      program,
      `import { runProcess } from ${JSON.stringify(source)};
const run = (text: string) =>
  runProcess({ parameters: ["-e", text], folder: ".", environment: {}, longest: 60_000 });
void run("").then(() => {
  if (process.argv[2]) void run(\`require("fs").writeFileSync("\${process.argv[2]}", String(process.pid)); setInterval(() => {}, 1000);\`);
});
`,
    );
    const start = (...more: string[]) =>
      spawn(process.execPath, ["--require", path.join(root, "tests/register.js"), program, ...more], { cwd: root }); // prettier-ignore
    assert.deepEqual(await once(start(), "exit"), [0, null]);

    const killed = start(told);
    const number = await eventually(() => Number(fs.readFileSync(told, "utf8")) || undefined);
    killed.kill("SIGKILL");
    await eventually(() => (isRunning(number) ? undefined : true));
  });
});

/** Whatever is asked for, as soon as it is there; mocha's time limit ends the waiting. */
async function eventually<Value>(ask: () => Value | undefined): Promise<Value> {
  for (;;) {
    try {
      const value = ask();
      if (value !== undefined) return value;
    } catch {
      // not yet
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isRunning(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch {
    return false;
  }
}
