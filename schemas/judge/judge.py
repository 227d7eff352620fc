"""Compares the verdicts of @sourcemeta/jsonschema, ajv and python-jsonschema with ours on every example.

Ours: an example under valid/ passes and one under invalid/ fails (the Java test SchemaExamplesTest proves that). For SYNC
packages the pointers that `sync validate --json` names are compared with ajv's instance paths as sets. One mapping is
applied: for a field nobody knows ajv names the object that holds it, we name the field itself.
"""
import json
import subprocess
import sys
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

ROOT, WORK = Path(sys.argv[1]), Path(sys.argv[2])
SCHEMAS = ROOT / "schemas"

AJV = """
import { createRequire } from 'node:module';
const Ajv2020 = createRequire(import.meta.url)('ajv/dist/2020').default;
import { readFileSync } from 'node:fs';
const jobs = JSON.parse(readFileSync(0, 'utf8'));
const compiled = {};
console.log(JSON.stringify(jobs.map(({schema, data}) => {
  compiled[schema] ??= new Ajv2020({allErrors: true, strict: false}).compile(JSON.parse(readFileSync(schema, 'utf8')));
  const ok = compiled[schema](data);
  const escape = name => name.replaceAll('~', '~0').replaceAll('/', '~1');
  const at = e => e.keyword === 'additionalProperties'
    ? e.instancePath + '/' + escape(e.params.additionalProperty) : e.instancePath;
  const own = (compiled[schema].errors ?? []).filter(e => !['if', 'oneOf', 'anyOf', 'allOf'].includes(e.keyword));
  return {ok, paths: [...new Set(own.map(at))].sort()};
})));
"""


def load(path: Path):
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else finite(yaml.load(text, CoreLoader))


def finite(value):
    """JSON has no infinity; the largest double stands for YAML's .inf on the way to the other validators."""
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [finite(item) for item in value]
    return max(-1.7976931348623157e308, min(1.7976931348623157e308, value)) if isinstance(value, float) else value


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, as our reader has it: yes is a word, 1e-5 a number, a date is text."""


CoreLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$|^[-+]?\.(?:inf|Inf|INF)$", "-+0123456789."),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
]:
    import re
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def examples():
    for kind in ("valid", "invalid"):
        for folder in sorted((SCHEMAS / "examples" / kind).iterdir()):
            schema = SCHEMAS / f"{folder.name}.schema.json"
            for path in sorted(folder.iterdir()):
                yield schema, path, kind == "valid", load(path)


def sourcemeta(schema, data):
    file = WORK / "instance.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    program = WORK / "node_modules" / ".bin" / "jsonschema"
    return subprocess.run([program, "validate", schema, file], capture_output=True).returncode == 0


def ajv(jobs):
    script = WORK / "judge.mjs"
    script.write_text(AJV, encoding="utf-8")
    done = subprocess.run(["node", script], input=json.dumps(jobs), stdout=subprocess.PIPE, text=True, check=True, cwd=WORK)
    return json.loads(done.stdout)


def our_pointers(path, workspace):
    done = subprocess.run(
        [ROOT / "sync", "validate", path, "--json", "--workspace", workspace], capture_output=True, text=True)
    answer = json.loads(done.stdout)
    return sorted({violation["pointer"] for violation in answer.get("error", {}).get("violations", [])})


def workspace():
    folder = WORK / "workspace"
    if not (folder / ".sync").exists():
        parties = ["cursor:local", "gemini:external", "reviewer:external"]
        subprocess.run(
            [ROOT / "sync", "init", "-w", folder] + [word for party in parties for word in ("--party", party)],
            capture_output=True, check=True)
    return folder


def main():
    all_examples = list(examples())
    by_ajv = ajv([{"schema": str(schema), "data": data} for schema, _, _, data in all_examples])
    folder, differences, compared = workspace(), [], 0
    for (schema, path, valid, data), theirs in zip(all_examples, by_ajv):
        verdicts = {
            "ajv": theirs["ok"],
            "@sourcemeta/jsonschema": sourcemeta(schema, data),
            "python-jsonschema": Draft202012Validator(json.loads(schema.read_text())).is_valid(data),
        }
        for judge, verdict in verdicts.items():
            if verdict != valid:
                differences.append(f"{path.relative_to(ROOT)}: {judge} says {verdict}, we say {valid}")
        if path.parent.name == "sync-package.v1":
            compared += 1
            ours = our_pointers(path, folder)
            if ours != theirs["paths"]:
                differences.append(f"{path.relative_to(ROOT)}: we point at {ours}, ajv at {theirs['paths']}")
    for schema in sorted(SCHEMAS.glob("*.schema.json")):
        program = WORK / "node_modules" / ".bin" / "jsonschema"
        if subprocess.run([program, "metaschema", schema], capture_output=True).returncode != 0:
            differences.append(f"{schema.name}: not valid by its metaschema, says @sourcemeta/jsonschema")
    print("\n".join(differences))
    print(f"{len(all_examples)} examples, 3 judges, {compared} sets of pointers, {len(differences)} differences")
    sys.exit(1 if differences else 0)


main()
