#!/bin/bash
# Mounts the disk for notes, which outlives the server, and formats it when it is new. Run at every start.
set -euo pipefail
# shellcheck source=/dev/null
source "${WORKBENCH_CONF:-/etc/workbench.conf}"
notes=${NOTES:-/notes}

# It is attached once the server runs.
for ((tries = ${TRIES:-60}; tries > 0; tries--)); do
  [ -e "$NOTES_DISK" ] && break
  sleep 5
done
if [ ! -e "$NOTES_DISK" ]; then
  echo "mount-notes: there is no $NOTES_DISK" >&2
  exit 1
fi

# mkfs.xfs itself refuses a disk with a file system, too.
blkid "$NOTES_DISK" > /dev/null || mkfs.xfs -q "$NOTES_DISK"
mkdir -p "$notes"
mountpoint -q "$notes" || mount "$NOTES_DISK" "$notes"
