#!/usr/bin/env bash
# The whole RC1 preflight. It checks nothing itself: every exit code is the program's own.
set -euo pipefail
export PYTHONUNBUFFERED=1
export RUN_MODE="${RUN_MODE:-prod}"
export BASE_MODEL="${BASE_MODEL:-Qwen/Qwen3-4B-Thinking-2507}"
export SCORER_PROVIDER="${SCORER_PROVIDER:-gemini}"
mkdir -p logs
"${SYNC:-sync}" preflight run "$@" 2>&1 | tee -a "logs/ops_$(date +%Y%m%d_%H%M%S).log"
