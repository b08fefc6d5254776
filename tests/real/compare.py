#!/usr/bin/env python3
"""Runs purchase logs through the tool and through a naive model.

    compare.py LOYALTY [SET ...]

LOYALTY is the tool. A set is cdnow, retail (published logs, the default) or
cafe (the year that examples/cafe makes up). The logs are looked for in the folder lifecycle/ of
LOYALTY_TEST_DATA (default: shared/data beside the source tree). A fifth of
the customers is taken, or all of them with LOYALTY_TEST_FULL=1. Every answer
and every customer must be as the model says, and a memory store and an SQLite
file must agree byte for byte. Exit status 0, 1, or 77 where the data is not.
"""
import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime

import events
import rules
from civil import instant, number, scaled
from model import Model

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = """skipped: no CDNOW_master.txt and online_retail_lines.csv.gz in %s
CDNOW: https://www.brucehardie.com/datasets/ (Fader and Hardie)
Online Retail: https://archive.ics.uci.edu/dataset/352/online+retail (Chen, Sain and Guo 2012)"""
CAFE = os.path.join(HERE, "..", "..", "examples", "cafe")
SETS = {  # program, its expressions in Python, when the log is over
    "cdnow": (os.path.join(HERE, "cdnow.json"), rules.CDNOW, "1998-07-15T00:00:00-04:00"),
    "retail": (os.path.join(HERE, "retail.json"), rules.RETAIL, "2012-01-31T00:00:00+00:00"),
    "cafe": (os.path.join(CAFE, "program.json"), rules.CAFE, "2026-01-31T12:00:00+01:00")}
NEVER = 2**63 - 1


def utc(text):
    return NEVER if text is None else instant(text.replace("Z", "+00:00"))[0]


def day(text):
    return None if text is None else number(datetime.strptime(text, "%Y-%m-%d").date())


def standing(document, scales):
    """A customer of an answer, in the form of Model.standing()."""
    balances = {}
    for name, b in document["balances"].items():
        balances[name] = [scaled(b[k], scales[name]) for k in ("available", "pending", "debt")]
    return dict(balances=balances, tiers=document["tiers"], stage=document.get("stage"))


def customer(document, scales):
    """A customer document, in the form of Model.document()."""
    lots = [[x["currency"], scaled(x["points"], scales[x["currency"]]), day(x["earned"]),
             utc(x["matures"]) if "matures" in x else 0, utc(x.get("expires"))] for x in document["lots"]]
    vouchers = [[v["voucher"], v["count"], utc(v.get("expires"))] for v in document["vouchers"]]
    return dict(standing(document, scales), lots=sorted(lots), vouchers=sorted(vouchers),
                progress=document["progress"], counters=document["counters"], purchases=document["purchases"],
                visits=document["visits"], spend=scaled(document["spend"], 2), stage_since=utc(document["stage_since"]),
                enrolled=day(document["enrolled"]), first_purchase=day(document.get("first_purchase")),
                last_purchase=day(document.get("last_purchase")))


def report(document, scales):
    """A report document, in the form of Model.report()."""
    names = ("issued", "spent", "expired", "reversed", "available", "pending", "debt")

    def some(counts):
        return {k: n for k, n in counts.items() if n}

    return dict(customers=document["customers"], stages=some(document["stages"]), vouchers=some(document["vouchers"]),
                tiers={n: some(t) for n, t in document["tiers"].items()},
                points={n: [scaled(p[k], scales[n]) for k in names] for n, p in document["points"].items()})


class Differences:
    def __init__(self):
        self.count = 0

    def add(self, what, ours, theirs):
        self.count += 1
        if self.count <= 12:
            print("DIFFERENT %s\n  model: %s\n  tool:  %s" % (what, ours, theirs))

    def compare(self, what, ours, theirs):
        for key in ours:
            if ours[key] != theirs.get(key):
                self.add("%s: %s" % (what, key), ours[key], theirs.get(key))


def run(tool, program, log, store, until, folder, name):
    """Runs a log; returns the files of outcomes and of customers."""
    outcomes, dump = (os.path.join(folder, name + end) for end in (".outcomes", ".customers"))
    with open(outcomes, "wb") as out:
        done = subprocess.run([tool, "run", program, log, "--store", store, "--until", until, "--dump", dump],
                              stdout=out, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit("%s run %s ended with %d:\n%s" % (tool, program, done.returncode, done.stderr))
    return outcomes, dump


def same_bytes(differences, what, one, other):
    with open(one, "rb") as a, open(other, "rb") as b:
        if a.read() != b.read():
            differences.add(what, one, other)


def check_answers(differences, model, log, outcomes, scales):
    applied = refused = 0
    with open(log) as asked, open(outcomes) as answers:
        for line, answer in zip(asked, answers):
            event, outcome = json.loads(line), json.loads(answer)
            refusal = model.apply(event)
            what = "answer to %s %s of customer %s" % (event["type"], event["id"], event["customer"])
            differences.compare(what, dict(id=event["id"], refusal=refusal),
                                dict(id=outcome["id"], refusal=outcome.get("reason", {}).get("code")))
            if refusal:
                refused += 1
            else:
                applied += 1
                differences.compare(what, model.standing(event["customer"]), standing(outcome["customer"], scales))
        if asked.readline() or answers.readline():
            differences.add("number of answers", log, outcomes)
    return applied, refused


def check_customers(differences, model, dump, scales, until):
    with open(dump) as file:
        documents = {d["id"]: d for d in map(json.loads, file)}
    if sorted(documents) != sorted(model.customers):
        differences.add("customers", len(model.customers), len(documents))
    for id, document in documents.items():
        if id in model.customers:
            differences.compare("customer " + id, model.document(id, until), customer(document, scales))


def write_log(name, data, share, log):
    with open(log, "w") as file:
        if name == "cafe":
            subprocess.run([sys.executable, os.path.join(CAFE, "receipts.py")], stdout=file, check=True)
            return
        for event in events.SETS[name](data, share):
            file.write(json.dumps(event, separators=(",", ":")) + "\n")


def check_set(tool, data, name, share, folder):
    program_file, functions, until = SETS[name]
    log = os.path.join(folder, name + ".jsonl")
    write_log(name, data, share, log)
    with open(program_file) as file:
        program = json.load(file)
    scales = {n: c.get("scale", 0) for n, c in program["currencies"].items()}
    differences = Differences()
    memory = run(tool, program_file, log, "memory", until, folder, name + "-memory")
    file = "sqlite:" + os.path.join(folder, name + ".db")
    sqlite = run(tool, program_file, log, file, until, folder, name + "-sqlite")
    for i, what in enumerate(("outcomes", "customers")):
        same_bytes(differences, "%s of memory and SQLite" % what, memory[i], sqlite[i])
    again = run(tool, program_file, log, file, until, folder, name + "-again")
    same_bytes(differences, "customers after all events came twice", sqlite[1], again[1])
    model = Model(program, functions)
    applied, refused = check_answers(differences, model, log, memory[0], scales)
    check_customers(differences, model, memory[1], scales, instant(until)[0])
    shown = subprocess.run([tool, "report", program_file, "--store", file, "--at", until], stdout=subprocess.PIPE,
                           check=True)
    differences.compare("report", model.report(), report(json.loads(shown.stdout), scales))
    print("%s: %d customers, %d events applied, %d refused, %d differences"
          % (name, len(model.customers), applied, refused, differences.count))
    return differences.count == 0


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    data = os.environ.get("LOYALTY_TEST_DATA") or os.path.join(HERE, "..", "..", "..", "shared", "data")
    data = os.path.normpath(os.path.join(data, "lifecycle"))
    chosen = sys.argv[2:] or ["cdnow", "retail"]
    logs = [os.path.join(data, f) for f in ("CDNOW_master.txt", "online_retail_lines.csv.gz")]
    if chosen != ["cafe"] and not all(map(os.path.exists, logs)):
        print(SOURCES % data)
        return 77
    share = 1 if os.environ.get("LOYALTY_TEST_FULL") == "1" else 5
    with tempfile.TemporaryDirectory(prefix="loyalty-real-") as folder:
        good = [check_set(sys.argv[1], data, name, share, folder) for name in chosen]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
