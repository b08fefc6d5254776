#!/usr/bin/env python3
"""Ten years of weekly purchases: bytes of the customer's record, and the instructions of one more
purchase beside those on a new customer, counted by callgrind.

    years.py LOYALTY-YEARS

Programs differ in when points expire and in which order they are spent; where points expire day by day
a customer has as many lots as weeks. Exit status 1 where a record has more than 8 kB or an event more
than twice the instructions, of which the points that live five years are let off; 77, skipped, without
valgrind. Build with CMAKE_BUILD_TYPE=Release.
"""
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

WEEKS, EVENTS, MOST_BYTES, MOST_RATIO = 522, 150, 8192, 2.0
CURRENCIES = {
    "a year, by month": {"pending": "P14D", "expires": {"after": "P12M", "round_up": "month"}},
    "a year, by day": {"expires": {"after": "P12M"}},
    "never": {},
    "never, oldest first": {"spend_order": "oldest"},
    "three years, by day": {"expires": {"after": "P3Y"}},
    "five years, by day": {"expires": {"after": "P5Y"}},
}
LET_OFF = "five years, by day"


def program(currency):
    return {
        "loyalty": 1, "program": "years", "version": 1, "money": "EUR", "currencies": {"stars": currency},
        "ladders": {"status": {"counts": "stars earned", "window": {"rolling": "P12M"}, "tiers": [
            {"id": "green", "from": 0}, {"id": "gold", "from": 500, "keep_from": 400, "grace": "P3M"}]}},
        "counters": {"card": {"every": 10}},
        "rules": [{"id": "base", "on": "purchase", "earn": {"stars": "spend(lines).per(money('1.00'))"}},
                  {"id": "stamp", "on": "purchase", "count": {"card": 1}}]}


def run(tool, path, events, whose):
    """Bytes of the record, and instructions."""
    with tempfile.NamedTemporaryFile() as out:
        made = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}", tool, path,
                               str(WEEKS), str(events), whose], capture_output=True, text=True, check=True)
    return int(made.stdout.split("=")[1]), int(re.search(r"refs:\s+([\d,]+)", made.stderr)[1].replace(",", ""))


def main():
    if not shutil.which("valgrind"):
        print("skipped: valgrind is not installed")
        return 77
    failed = 0
    for name, currency in CURRENCIES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "program.json"
            path.write_text(json.dumps(program(currency)))
            size, before = run(sys.argv[1], path, 0, "old")
            cost = {whose: (run(sys.argv[1], path, EVENTS, whose)[1] - before) / EVENTS for whose in ("old", "new")}
        ratio = cost["old"] / cost["new"]
        good = size <= MOST_BYTES and (ratio <= MOST_RATIO or name == LET_OFF)
        failed += not good
        print(f"{name:20} {size:6} bytes, {cost['old']:7.0f} instructions, {ratio:.2f} x a new customer's"
              f"{'' if good else '   too much'}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
