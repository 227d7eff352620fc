#!/usr/bin/env bash
# Pack logs/, reports/ and configs/ into reports/FAIL_<ts>.tgz, secrets masked.
set -euo pipefail
cd "$(dirname "$0")/.."
exec "${SYNC:-sync}" failpack "$@"
