#!/usr/bin/env python3
"""The published schemas say what is read and written: kinds of effects and entries as the library names
them, members of events and lines as their reader knows them.

    schema_test.py

LIBLOYALTY_PATH is the folder of the library. Exit status 0, or 1 with what differs.
"""
import ctypes
import json
import os
import re
import sys
from pathlib import Path

JSON = Path(__file__).resolve().parent.parent / "lib" / "json"
MOST_KINDS = 256


def schema(name):
    return json.loads((JSON / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))


def kinds(function):
    """All names that a function of the library gives for kinds."""
    name_of = getattr(ctypes.CDLL(str(Path(os.environ["LIBLOYALTY_PATH"]) / "libloyalty.so")), function)
    name_of.argtypes, name_of.restype = [ctypes.c_uint32], ctypes.c_char_p
    return {name.decode() for name in map(name_of, range(MOST_KINDS)) if name}


def members(file, table):
    """The texts of a table of names in a reader's source."""
    found = re.search(rf"{table}\[\] = \{{(.*?)\}};", (JSON / file).read_text(encoding="utf-8"), re.DOTALL)
    return set(re.findall(r'"(\w+)"', found[1]))


def differences():
    outcome, event = schema("outcome")["$defs"], schema("event")
    for what, said, true in (
        ("kinds of effects", outcome["effect"]["properties"]["effect"]["enum"], kinds("loy_effect_kind_name")),
        ("kinds of entries", outcome["entry"]["properties"]["kind"]["enum"], kinds("loy_entry_kind_name")),
        ("members of an event", event["properties"], members("event.c", "names")),
        ("members of a line", event["$defs"]["line"]["properties"], members("line.c", "members")),
    ):
        if set(said) != true:
            yield f"{what}: the schema lacks {sorted(true - set(said))} and has {sorted(set(said) - true)} on top"


wrong = list(differences())
print("\n".join(wrong) if wrong else "the schemas say what is read and written")
sys.exit(1 if wrong else 0)
