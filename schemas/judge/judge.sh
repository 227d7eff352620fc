#!/usr/bin/env bash
# Three JSON Schema validators that nobody here wrote judge every example; each must agree with ours.
# Needs Node 20+, Python 3.9+ and network for their packages (npm: ajv, @sourcemeta/jsonschema; PyPI: jsonschema, PyYAML).
# Usage: schemas/judge/judge.sh [WORK_FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work"

echo "fetching the validators into $work" >&2
(cd "$work" && npm install --silent --no-audit --no-fund ajv@8 @sourcemeta/jsonschema@16 canonicalize@5)
[ -d "$work/venv" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet jsonschema PyYAML

"$work/venv/bin/python" "$here/judge.py" "$root" "$work"
