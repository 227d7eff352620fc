#!/usr/bin/env bash
# Verify the configuration, make the smallest data, launch. The program writes logs/train.log itself and its exit code
# is its own: there is no pipe that could swallow it.
set -euo pipefail
cd "$(dirname "$0")/.."
SYNC="${SYNC:-sync}"
CONFIG="${CONFIG:-configs/train_local.yaml}"
"$SYNC" train verify --config "$CONFIG"
"$SYNC" data make-min
exec "$SYNC" train run --config "$CONFIG" "$@"
