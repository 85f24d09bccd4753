/** What surrounds the preview: proxies, readers that leave, an end by force, secrets that programs say aloud. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fixture, report, runPreview, stackOf } from "./command";

const START = path.resolve(__dirname, "../../preview/start.js");

describe("the preview under hostile conditions", () => {
  for (const name of ["http_proxy", "https_proxy", "grpc_proxy"]) {
    it(`asks what is on this machine directly, whatever ${name} says`, async () => {
      const env = { PATH: process.env.PATH, [name]: "http://127.0.0.1:9" };
      const { stdout, stderr } = await runPreview(["--cwd", fixture("policed")], { env });
      assert.doesNotMatch(stdout + stderr, /policy pack failed|UNAVAILABLE/);
      assert.match(stdout, /^2 stacks: 1 error, 1 warning, 2 info$/m);
    });
  }

  it("works where TMPDIR names a folder that is not there", async () => {
    await inCopyOf("plain", "strata-", async (folder) => {
      // A file that was never compiled before.
      fs.appendFileSync(path.join(folder, "index.ts"), `// ${path.basename(folder)}\n`);
      const env = { PATH: process.env.PATH, TMPDIR: path.join(folder, "nowhere", "at", "all") };
      const { code, stdout } = await runPreview(["--cwd", folder], { env });
      assert.equal(code, 0, stdout);
    });
  });

  it("says nothing when its reader has seen enough", async () => {
    const args = ["--cwd", fixture("plain"), "--json", "--no-types"];
    const child = spawn(process.execPath, [START, ...args], {
      env: { PATH: process.env.PATH },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    const code = await new Promise((resolve) => child.on("close", resolve));
    assert.deepEqual({ code, errors }, { code: 0, errors: "" });
  });

  it("takes its processes along, however it ends", async () => {
    const child = spawn(process.execPath, [START, "--no-types", "--cwd", fixture("policed")], {
      env: { PATH: process.env.PATH },
      stdio: "ignore",
      detached: true,
    });
    const gone = new Promise((resolve) => child.on("close", resolve));
    const mark = `STRATA_PREVIEW_PROCESS=${String(child.pid)}`;
    await until(() => processesWith(mark).length > 1, "it starts processes");
    child.kill("SIGKILL");
    await gone;
    await until(() => processesWith(mark).length === 0, "they end");
  });

  it("works in a folder whose name has brackets or a space", async () => {
    await inCopyOf("plain", "odd [name] ", async (folder) => {
      const { code, stdout } = await runPreview(["--cwd", folder]);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /warning SQS-98-demo {2}jobs {2}index\.ts:8\n/);
    });
  });

  it("names the stack file that is a folder, or refers to itself", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "odd-"));
    try {
      fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: odd\nruntime: nodejs\n");
      fs.mkdirSync(path.join(folder, "Pulumi.dev.yaml"));
      const first = await runPreview(["--cwd", folder]);
      assert.deepEqual([first.code, first.stdout], [2, ""]);
      assert.equal(
        first.stderr,
        "Pulumi.dev.yaml: can't be read: it is a folder; allowed: a YAML file\n",
      );
      fs.rmdirSync(path.join(folder, "Pulumi.dev.yaml"));
      fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), "config: {a: &x {b: *x}}\n");
      const second = await runPreview(["--cwd", folder]);
      assert.deepEqual([second.code, second.stdout], [2, ""]);
      assert.equal(second.stderr, "Pulumi.dev.yaml: the anchor &x contains itself\n");
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});

describe("secrets that a program says aloud", () => {
  for (const flags of [[], ["--json"]]) {
    it(`are in no report${flags.join(" ").padStart(8)}`, async () => {
      const args = ["--cwd", fixture("told-secrets"), ...flags];
      const { stdout, stderr } = await runPreview(args);
      assert.doesNotMatch(stdout + stderr, /correct-horse|battery-staple/);
      for (const what of ["warning", "password", "thrown"]) {
        assert.ok(stdout.includes(`${what} [secret]`), what);
      }
      assert.match(stderr, /^\[dev\] info \[secret\]$/m);
      assert.match(stderr, /^\[dev\] printed \[secret\]$/m);
    });
  }
});

describe("rules that components break", () => {
  it("are findings of their own, with rule and fix, and none hides another", async () => {
    const { findings } = stackOf(await report("broken-rules"), "dev");
    const errors = findings.filter(({ severity }) => severity === "error");
    assert.deepEqual(
      errors.map(({ rule, message, fix }) => ({ rule, message, fix: fix !== "" })),
      [
        {
          rule: "SQS-08-delay",
          message: "large: delaySeconds is 1000; allowed: 0 to 900 seconds",
          fix: true,
        },
        {
          rule: "SQS-08-size",
          message: "large: maxMessageSize is 5000000; allowed: 1,024 to 1,048,576 bytes",
          fix: true,
        },
        {
          rule: "SQS-08-visibility",
          message: "slow: visibilityTimeoutSeconds is 90000; allowed: 0 to 43,200 seconds",
          fix: true,
        },
        {
          rule: "program-error",
          message:
            'Queue "kept": maxReceiveCount is 3; allowed: none with deadLetters: false, where no message moves on',
          fix: true,
        },
      ],
    );
  });
});

/** A fixture as a project elsewhere, in a folder whose name begins as given. */
async function inCopyOf(
  name: string,
  prefix: string,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), prefix)));
  try {
    const root = path.resolve(__dirname, "../..");
    fs.cpSync(fixture(name), folder, { recursive: true });
    fs.copyFileSync(path.join(root, "tsconfig.json"), path.join(folder, "tsconfig.json"));
    fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The processes whose environment has `entry`. */
function processesWith(entry: string): string[] {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      try {
        return fs.readFileSync(`/proc/${id}/environ`, "utf8").split("\0").includes(entry);
      } catch {
        return false; // it has ended, or is another user's
      }
    });
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 600 && !condition(); i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(condition(), what);
}
