#!/bin/bash
# Gathers the NVMe disks of the instance store into one file system and mounts it. Runs at every boot: a
# server that was stopped comes back with empty disks, one that was only restarted with the same ones.
# Reads: INSTANCE_STORE_MOUNT_POINT, INSTANCE_STORE_OWNER.
set -euo pipefail
# What fails in $(...) fails here as well.
shopt -s inherit_errexit

mount_point="${INSTANCE_STORE_MOUNT_POINT:?where to mount}"
owner="${INSTANCE_STORE_OWNER:?whom it belongs to}"
array=/dev/md/instance-store

# EBS volumes are NVMe disks as well; the model tells them apart.
disks() {
  lsblk --nodeps --paths --noheadings --output NAME,MODEL |
    awk '/Amazon EC2 NVMe Instance Storage/ { print $1 }' |
    sort
}

# The array that a disk is part of already, after a restart.
array_of() {
  lsblk --list --paths --noheadings --output NAME,TYPE "$1" |
    awk '$2 == "raid0" { print $1; exit }'
}

# Stripes the disks: as fast and as large as all of them. There is nothing to mirror: they are lost together.
striped() {
  local standing
  standing="$(array_of "$1")"
  if [ -n "$standing" ]; then
    echo "$standing"
    return
  fi
  command -v mdadm >/dev/null || dnf install --assumeyes --quiet mdadm >&2
  mdadm --assemble "$array" "$@" >&2 ||
    mdadm --create "$array" --run --level=0 --raid-devices="$#" "$@" >&2
  echo "$array"
}

if mountpoint --quiet "$mount_point"; then
  echo "instance store: $mount_point is mounted already"
  exit 0
fi

mapfile -t found < <(disks)
case "${#found[@]}" in
  0)
    echo "instance store: this type of instance has no NVMe disks of its own" >&2
    exit 1
    ;;
  1) device="${found[0]}" ;;
  *) device="$(striped "${found[@]}")" ;;
esac

if ! blkid "$device" >/dev/null; then
  mkfs.xfs -q "$device"
fi
mkdir -p "$mount_point"
mount -o noatime "$device" "$mount_point"
chown "$owner" "$mount_point"
echo "instance store: ${#found[@]} disks at $mount_point"
