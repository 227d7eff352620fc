#!/usr/bin/env bash
# 10,000 seeded random documents through our RFC 8785 and through npm's `canonicalize`: the bytes must be equal.
# Needs Node 20+ and network for the package. Usage: schemas/judge/canonical.sh [WORK_FOLDER]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=${1:-$(mktemp -d)}
mkdir -p "$work"
(cd "$work" && npm install --silent --no-audit --no-fund canonicalize@5)
"$root/sync" --version >&2

cat >"$work/documents.mjs" <<'JS'
import { writeFileSync } from 'node:fs';
const loaded = await import('canonicalize');
const canonicalize = loaded.default?.default ?? loaded.default;
let state = 20250823n;
const bits = () => { // splitmix64
  state = (state + 0x9E3779B97F4A7C15n) & 0xFFFFFFFFFFFFFFFFn;
  let z = state;
  z = ((z ^ (z >> 30n)) * 0xBF58476D1CE4E5B9n) & 0xFFFFFFFFFFFFFFFFn;
  z = ((z ^ (z >> 27n)) * 0x94D049BB133111EBn) & 0xFFFFFFFFFFFFFFFFn;
  return z ^ (z >> 31n);
};
const below = n => Number(bits() % BigInt(n));
const double = () => { const b = new BigUint64Array([bits()]); const d = new Float64Array(b.buffer)[0]; return Number.isFinite(d) ? d : 0; };
const special = [1e21, 1e-7, -0, 0.000001, 333333333.33333329, 5e-324, 1.7976931348623157e308, 9007199254740993, 1e20, 4.5, 2 ** 53, -1];
const number = () => [() => below(2000) - 1000, double, () => special[below(special.length)], () => below(1e9) / 1000][below(4)]();
const points = [0x20, 0x7e, 0x22, 0x5c, 0x2f, 0x08, 0x0a, 0x1f, 0x7f, 0x80, 0xe9, 0x20ac, 0xfb33, 0x1f600, 0x4e2d, 0x2028];
const text = () => Array.from({ length: below(8) }, () => String.fromCodePoint(below(3) ? 97 + below(26) : points[below(points.length)])).join('');
const value = depth => {
  const kind = below(depth > 4 ? 5 : 7);
  if (kind === 0) return null;
  if (kind === 1) return below(2) === 1;
  if (kind < 4) return number();
  if (kind === 4) return text();
  if (kind === 5) return Array.from({ length: below(5) }, () => value(depth + 1));
  return Object.fromEntries(Array.from({ length: below(5) }, () => [text(), value(depth + 1)]));
};
const documents = Array.from({ length: 10000 }, () => ({ d: value(0) }));
writeFileSync('documents.jsonl', documents.map(d => JSON.stringify(d)).join('\n') + '\n');
writeFileSync('theirs.jsonl', documents.map(d => canonicalize(d)).join('\n') + '\n');
JS
(cd "$work" && node documents.mjs)
java -cp "$root/coordinator/cli/target/dist/sync.jar" "$here/Canonical.java" <"$work/documents.jsonl" >"$work/ours.jsonl"
cmp "$work/ours.jsonl" "$work/theirs.jsonl"
echo "$(wc -l <"$work/ours.jsonl") documents, equal byte for byte"
