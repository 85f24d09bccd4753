#!/bin/bash
# Shows up to ten messages that failed. They stay in the queue, where they can be seen again after half a minute.
set -euo pipefail
# shellcheck source=/dev/null
. "${WORKBENCH_CONF:-/etc/workbench.conf}"
exec aws sqs receive-message --region "$REGION" --queue-url "$FAILURES_URL" \
  --max-number-of-messages 10 --visibility-timeout 30 \
  --query "Messages[].Body" --output json
