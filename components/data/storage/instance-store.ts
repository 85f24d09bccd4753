/** The disks inside a server, as user data that makes them usable. */
import * as fs from "node:fs";
import * as path from "node:path";
import { refusal } from "../../base/refusal";

/** Where cloud-init looks for scripts of every boot. */
const SCRIPT = "/var/lib/cloud/scripts/per-boot/instance-store.sh";
/** Below one of the folders for such things: mounting over the system's own would hide it. */
const MOUNT_POINT =
  /^\/(mnt|srv|opt|data|scratch|var\/lib)(\/[A-Za-z0-9][A-Za-z0-9._-]*)+$|^\/(data|scratch)$/;
const OWNER = /^[a-z_][a-z0-9_-]{0,31}(:[a-z_][a-z0-9_-]{0,31})?$/;

export interface InstanceStoreArgs {
  /** Folder below `/mnt`, `/srv`, `/opt`, `/data`, `/scratch` or `/var/lib`. Default: `/mnt/instance-store`. */
  mountPoint?: string;
  /** User, or user and group, that it belongs to, such as `ec2-user:ec2-user`. They must be there at boot. Default: `root`. */
  owner?: string;
}

/**
 * User data that finds the NVMe disks of the instance store, stripes them where there are several,
 * formats what is empty and mounts it, at every boot: a server that was stopped comes back with empty
 * disks. For Amazon Linux 2023, which fetches `mdadm` from its own repository where there is more than
 * one disk; the boot's log says what was done.
 *
 * What lies there is lost with the server, and is encrypted by the server's own hardware: choose it for
 * caches and scratch files, a `Volume` for what must stay. It costs nothing beside the instance.
 *
 * @throws pulumi.RunError for a folder that would hide the system's own
 * @example
 * const userData = instanceStoreUserData({ mountPoint: "/mnt/cache", owner: "ec2-user" });
 */
export function instanceStoreUserData({
  mountPoint = "/mnt/instance-store",
  owner = "root",
}: InstanceStoreArgs = {}): string {
  const refuse = (argument: string, found: string, allowed: string, fix: string) =>
    refusal("instanceStoreUserData", argument, found, allowed, fix);
  if (!MOUNT_POINT.test(mountPoint)) {
    const allowed = "a folder below /mnt, /srv, /opt, /data, /scratch or /var/lib";
    throw refuse("mountPoint", mountPoint, allowed, "write it as /mnt/cache");
  }
  if (!OWNER.test(owner)) {
    throw refuse("owner", owner, "a user, or user:group", "write it as ec2-user");
  }
  const script = fs.readFileSync(path.join(__dirname, "instance-store.sh"), "utf8");
  const [shebang, ...rest] = script.trimEnd().split("\n");
  return [
    "#!/bin/bash",
    "set -euo pipefail",
    `cat > ${SCRIPT} <<'INSTANCE_STORE'`,
    shebang,
    `export INSTANCE_STORE_MOUNT_POINT="\${INSTANCE_STORE_MOUNT_POINT:-${mountPoint}}"`,
    `export INSTANCE_STORE_OWNER="\${INSTANCE_STORE_OWNER:-${owner}}"`,
    ...rest,
    "INSTANCE_STORE",
    `chmod 0755 ${SCRIPT}`,
    SCRIPT,
    "",
  ].join("\n");
}
