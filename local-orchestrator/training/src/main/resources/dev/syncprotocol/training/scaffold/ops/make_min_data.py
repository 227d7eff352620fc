#!/usr/bin/env bash
# The seed's name for it; a shell wrapper, since no Python is needed at run time. Existing files stay as they are.
set -euo pipefail
cd "$(dirname "$0")/.."
exec "${SYNC:-sync}" data make-min "$@"
