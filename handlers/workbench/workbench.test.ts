// The script of the workbench, run by bash with a program that stands for the AWS CLI.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { shellcheck } from "../../tests/handlers/dockerfile-checks";
import { skipUnless } from "../../tests/handlers/newer-node";

const script = path.join(__dirname, "failed-messages.sh");

describe("the workbench's failed-messages", () => {
  let folder: string;

  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "workbench-"));
    fs.writeFileSync(path.join(folder, "aws"), '#!/bin/bash\nprintf "%s\\n" "$@"\n', {
      mode: 0o755,
    });
  });

  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  const run = (conf: string) =>
    spawnSync("bash", [script], {
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env.PATH}`, WORKBENCH_CONF: path.join(folder, conf) },
    });

  it("asks for ten messages of the stack's queue, which stay in it", () => {
    const url = "https://sqs.eu-west-1.amazonaws.com/123456789012/failures";
    fs.writeFileSync(
      path.join(folder, "workbench.conf"),
      `REGION=eu-west-1\nFAILURES_URL=${url}\n`,
    );
    const { status, stdout, stderr } = run("workbench.conf");
    assert.equal(status, 0, stderr);
    const asked = stdout.trim().split("\n");
    assert.deepEqual(asked.slice(0, 2), ["sqs", "receive-message"]);
    for (const [option, value] of [
      ["--region", "eu-west-1"],
      ["--queue-url", url],
      ["--max-number-of-messages", "10"],
      ["--visibility-timeout", "30"],
    ]) {
      assert.equal(asked[asked.indexOf(option) + 1], value, option);
    }
  });

  it("fails where it is told no queue", () => {
    fs.writeFileSync(path.join(folder, "empty.conf"), "REGION=eu-west-1\n");
    const { status, stderr } = run("empty.conf");
    assert.notEqual(status, 0);
    assert.match(stderr, /FAILURES_URL/);
  });

  it("is clean for shellcheck", function () {
    skipUnless(shellcheck("true") !== undefined, this, "shellcheck is not installed");
    assert.equal(shellcheck(fs.readFileSync(script, "utf8"), "bash"), "");
  });
});

describe("the workbench's mount-notes", () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "workbench-"));
    // A new disk, mounted nowhere, and programs that write down what they were asked for.
    for (const [name, code] of [
      ["blkid", 2],
      ["mkfs.xfs", 0],
      ["mountpoint", 1],
      ["mount", 0],
    ] as const) {
      const text = `#!/bin/bash\necho "${name} $*" >> ${folder}/asked\nexit ${code}\n`;
      fs.writeFileSync(path.join(folder, name), text, { mode: 0o755 });
    }
    fs.writeFileSync(path.join(folder, "workbench.conf"), `NOTES_DISK=${folder}/disk\n`);
  });

  afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

  const mountScript = path.join(__dirname, "mount-notes.sh");
  const run = () =>
    spawnSync("bash", [mountScript], {
      encoding: "utf8",
      env: {
        PATH: `${folder}:${process.env.PATH}`,
        WORKBENCH_CONF: path.join(folder, "workbench.conf"),
        NOTES: path.join(folder, "notes"),
        TRIES: "0",
      },
    });
  const asked = () => fs.readFileSync(path.join(folder, "asked"), "utf8").trim().split("\n");
  const says = (name: string, code: number) =>
    fs.writeFileSync(path.join(folder, name), `#!/bin/bash\nexit ${code}\n`, { mode: 0o755 });

  it("formats a new disk and mounts it", () => {
    fs.writeFileSync(path.join(folder, "disk"), "");
    const { status, stderr } = run();
    assert.equal(status, 0, stderr);
    assert.deepEqual(
      asked().map((line) => line.replaceAll(folder, "")),
      ["blkid /disk", "mkfs.xfs -q /disk", "mountpoint -q /notes", "mount /disk /notes"],
    );
  });

  it("leaves one alone that holds something, and one that is mounted", () => {
    fs.writeFileSync(path.join(folder, "disk"), "");
    says("blkid", 0);
    says("mountpoint", 0);
    assert.equal(run().status, 0);
    assert.equal(fs.existsSync(path.join(folder, "asked")), false);
  });

  it("says so where no disk comes", () => {
    const { status, stderr } = run();
    assert.equal(status, 1);
    assert.match(stderr, /there is no .*\/disk/);
  });

  it("is clean for shellcheck", function () {
    skipUnless(shellcheck("true") !== undefined, this, "shellcheck is not installed");
    assert.equal(shellcheck(fs.readFileSync(mountScript, "utf8"), "bash"), "");
  });
});
