#!/usr/bin/env bash
# The whole RC1 preflight, then the training. It checks nothing itself: every exit code is the program's own.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONUNBUFFERED=1
export RUN_MODE="${RUN_MODE:-prod}"
export BASE_MODEL="${BASE_MODEL:-Qwen/Qwen3-4B-Thinking-2507}"
export SCORER_PROVIDER="${SCORER_PROVIDER:-gemini}"
mkdir -p logs
"${SYNC:-sync}" preflight run --then-train "$@" 2>&1 | tee -a "logs/ops_$(date +%Y%m%d_%H%M%S).log"
