/** Runs the script with stand-ins for the commands that would change a machine. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { instanceStoreUserData } from "../../../../components/data";

const script = path.resolve("components/data/storage/instance-store.sh");
const NVME = "Amazon EC2 NVMe Instance Storage";
const EBS = "/dev/nvme0n1 Amazon Elastic Block Store";

/** What a machine answers; a command that is left out does nothing and succeeds. */
interface Machine {
  disks: string[];
  /** Lines of `lsblk --list` for one disk. */
  parts?: string;
  isMounted?: boolean;
  isFormatted?: boolean;
  /** Commands that fail. */
  failing?: string[];
}

interface Run {
  status: number | null;
  /** What was called, without what only looks. */
  did: string[];
  said: string;
}

function run(machine: Machine, text = fs.readFileSync(script, "utf8")): Run {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "instance-store-"));
  const calls = path.join(folder, "calls");
  const command = (name: string, body: string) =>
    fs.writeFileSync(path.join(folder, name), `#!/bin/bash\n${body}\n`, { mode: 0o755 });
  fs.writeFileSync(path.join(folder, "disks"), [EBS, ...machine.disks].join("\n") + "\n");
  fs.writeFileSync(path.join(folder, "parts"), machine.parts ?? "");
  command("lsblk", `case "$*" in *MODEL*) cat ${folder}/disks;; *) cat ${folder}/parts;; esac`);
  command("mountpoint", `exit ${machine.isMounted ? 0 : 1}`);
  command("blkid", `exit ${machine.isFormatted ? 0 : 2}`);
  for (const name of ["mdadm", "mkfs.xfs", "mount", "mkdir", "chown", "dnf"]) {
    const fails = machine.failing?.map((call) => `*"${call}"*) exit 1;;`).join(" ") ?? "";
    command(name, `echo "${name} $*" >> ${calls}; case "${name} $*" in ${fails} esac; exit 0`);
  }
  const answer = spawnSync("bash", ["-c", text], {
    encoding: "utf8",
    env: {
      PATH: `${folder}:/usr/bin:/bin`,
      INSTANCE_STORE_MOUNT_POINT: "/mnt/cache",
      INSTANCE_STORE_OWNER: "ec2-user",
    },
  });
  const did = fs.existsSync(calls) ? fs.readFileSync(calls, "utf8").trim().split("\n") : [];
  fs.rmSync(folder, { recursive: true });
  return { status: answer.status, did, said: answer.stdout + answer.stderr };
}

const one = `/dev/nvme1n1 ${NVME}`;
const two = `/dev/nvme2n1 ${NVME}`;
const mounting = (device: string) => [
  "mkdir -p /mnt/cache",
  `mount -o noatime ${device} /mnt/cache`,
  "chown ec2-user /mnt/cache",
];

describe("instanceStoreUserData", function () {
  this.timeout(20_000);

  it("formats and mounts a single disk as it is, and never the volume beside it", () => {
    const { status, did } = run({ disks: [one] });
    assert.equal(status, 0);
    assert.deepEqual(did, ["mkfs.xfs -q /dev/nvme1n1", ...mounting("/dev/nvme1n1")]);
  });

  it("stripes several, new ones as after a stop", () => {
    const { did } = run({ disks: [two, one], failing: ["--assemble"] });
    const array = "/dev/md/instance-store";
    assert.deepEqual(did, [
      `mdadm --assemble ${array} /dev/nvme1n1 /dev/nvme2n1`,
      `mdadm --create ${array} --run --level=0 --raid-devices=2 /dev/nvme1n1 /dev/nvme2n1`,
      `mkfs.xfs -q ${array}`,
      ...mounting(array),
    ]);
  });

  it("keeps what is there after a restart, however the array is called by then", () => {
    const parts = "/dev/nvme1n1 disk\n/dev/md127 raid0\n";
    const { did } = run({ disks: [one, two], parts, isFormatted: true });
    assert.deepEqual(did, mounting("/dev/md127"));
    const assembled = run({ disks: [one, two], isFormatted: true });
    assert.equal(assembled.did.filter((call) => /--create|mkfs/.test(call)).length, 0);
  });

  it("does nothing where it is mounted already", () => {
    const { status, did } = run({ disks: [one], isMounted: true });
    assert.deepEqual([status, did], [0, []]);
  });

  it("fails, and mounts nothing, where there is no disk or the array can't be made", () => {
    const none = run({ disks: [] });
    assert.equal(none.status, 1);
    assert.match(none.said, /has no NVMe disks of its own/);
    const broken = run({ disks: [one, two], failing: ["--assemble", "--create"] });
    assert.notEqual(broken.status, 0);
    assert.equal(broken.did.filter((call) => call.startsWith("mount")).length, 0);
  });

  it("is installed for every boot, with its settings, and run at the first", () => {
    const userData = instanceStoreUserData({ mountPoint: "/mnt/cache", owner: "ec2-user" });
    assert.match(userData, /^#!\/bin\/bash\n/);
    const place = "/var/lib/cloud/scripts/per-boot/instance-store.sh";
    assert.ok(userData.endsWith(`chmod 0755 ${place}\n${place}\n`));
    const [, inner] = /<<'INSTANCE_STORE'\n([^]*)\nINSTANCE_STORE\n/.exec(userData) ?? [];
    const { did } = run({ disks: [one] }, inner);
    assert.deepEqual(did.slice(1), mounting("/dev/nvme1n1"));
    // EC2 takes 16 KB of user data.
    assert.ok(userData.length < 16_384);
    execFileSync("bash", ["-n"], { input: userData });
  });

  it("refuses a folder that would hide the system's own, and what is no user", () => {
    for (const mountPoint of [
      "/",
      "/etc",
      "/var/lib",
      "/mnt",
      "/mnt/../etc",
      "mnt/x",
      "/mnt/a b",
    ]) {
      assert.throws(
        () => instanceStoreUserData({ mountPoint }),
        /mountPoint is .*; allowed: a folder below/,
      );
    }
    assert.throws(() => instanceStoreUserData({ owner: "root; reboot" }), /owner is/);
    for (const mountPoint of ["/mnt/cache", "/data", "/var/lib/docker"]) {
      instanceStoreUserData({ mountPoint });
    }
  });

  it("is clean for shellcheck", function () {
    if (spawnSync("shellcheck", ["--version"]).status !== 0) {
      // Not among the packages of npm; CI's machines have it.
      this.skip();
    }
    for (const input of [fs.readFileSync(script, "utf8"), instanceStoreUserData()]) {
      const { status, stdout } = spawnSync("shellcheck", ["-"], { input, encoding: "utf8" });
      assert.equal(status, 0, stdout);
    }
  });
});
