#!/usr/bin/env python3
"""Every value that program.schema.json lists for a setting occurs in some test, as that setting.

    values_test.py

A setting is a member with an enum, or with a boolean. It occurs where a test's source or document has
the member's name and, close behind, the value; random programs (tests/model, tests/fuzz) do not count.
Exit status 0, or 1 with what is missing.
"""
import json
import re
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parent
TOP = TESTS.parent
SCHEMA = TOP / "lib" / "json" / "schemas" / "program.schema.json"
RANDOM = (TESTS / "model", TESTS / "fuzz")
NEAR = 120
"""Characters between a member's name and its value: lists and expressions stand between."""


def settings(schema, root, name=None, seen=()):
    """Pairs of a member's name and a value that it may have."""
    if isinstance(schema, list):
        for part in schema:
            yield from settings(part, root, name, seen)
        return
    if not isinstance(schema, dict):
        return
    if "$ref" in schema and schema["$ref"] not in seen:
        part = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        yield from settings(part, root, name, (*seen, schema["$ref"]))
    for value in schema.get("enum", []):
        yield name, value
    if schema.get("type") == "boolean":
        yield name, True
        yield name, False
    for member, part in schema.get("properties", {}).items():
        yield from settings(part, root, member, seen)
    for member in ("items", "anyOf", "oneOf", "additionalProperties"):
        yield from settings(schema.get(member), root, name, seen)


def plain(path):
    """The text of a test with C strings joined and all quotes alike."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix in (".c", ".h"):
        text = re.sub(r'(?<!\\)"\s*\n\s*"', "", text)
    return text.replace("\\", "").replace("'", '"').replace("`", '"')


def sources():
    folders = (TESTS, TOP / "bindings" / "python" / "tests", TOP / "examples")
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".c", ".h", ".json", ".py") and path != Path(__file__).resolve():
                if not any(random in path.parents for random in RANDOM):
                    yield plain(path)


def occurs(name, value, texts):
    shown = rf"({json.dumps(value)}|{value})\b" if isinstance(value, bool) else re.escape(json.dumps(value))
    near = re.compile(rf'\b{re.escape(name)}"?\s*[:=,][^}}]{{0,{NEAR}}}?{shown}')
    return any(name in text and near.search(text) for text in texts)


def main():
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    wanted = sorted(set(settings(schema, schema)), key=str)
    texts = list(sources())
    missing = [(name, value) for name, value in wanted if name and not occurs(name, value, texts)]
    for name, value in missing:
        print(f"no test has {name}: {json.dumps(value)}")
    print(f"{len(wanted) - len(missing)} of {len(wanted)} values occur in tests")
    return 1 if missing or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
