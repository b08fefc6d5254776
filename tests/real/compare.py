#!/usr/bin/env python3
"""Runs purchase logs through the tool and through a naive model.

    compare.py LOYALTY [SET ...]

LOYALTY is the tool. A set is cdnow or retail, the default is both. The logs
are looked for in the folder lifecycle/ of LOYALTY_TEST_DATA (default:
shared/data beside the source tree). A fifth of the customers is taken, or all
of them with LOYALTY_TEST_FULL=1. Every answer and every customer must be as
the model says, and a memory store and an SQLite file must agree byte for byte.
Exit status 0, 1, or 77 where the data is not.
"""
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import date, datetime, timezone

import events
from model import PAST, Model, scaled

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCES = """skipped: no CDNOW_master.txt and online_retail_lines.csv.gz in %s
CDNOW: https://www.brucehardie.com/datasets/ (Fader and Hardie)
Online Retail: https://archive.ics.uci.edu/dataset/352/online+retail (Chen, Sain and Guo 2012)"""
SETS = {"cdnow": "1998-07-15T00:00:00-04:00", "retail": "2012-01-31T00:00:00+00:00"}  # when a log is over
FIGURES = ["available", "pending", "debt", "issued", "spent", "expired", "reversed"]


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def day(text):
    return None if text is None else date.fromisoformat(text)


def standing(document, scales):
    """A customer of an answer, as known() gives it."""
    balances = {}
    for name, b in document["balances"].items():
        balances[name] = [scaled(b[k], scales[name]) for k in FIGURES[:3]]
    return dict(balances=balances, tiers=document["tiers"], stage=document["stage"])


def customer(document, scales):
    """A customer document, as known() gives it."""
    lots = []
    for x in document["lots"]:
        matures = instant(x["matures"]) if "matures" in x else PAST
        points = scaled(x["points"], scales[x["currency"]])
        lots.append(((x["currency"], matures, instant(x["expires"])), (points, day(x["earned"]))))
    vouchers = [((v["voucher"], instant(v["expires"])), v["count"]) for v in document["vouchers"]]
    return dict(standing(document, scales), lots=sorted(lots), vouchers=sorted(vouchers),
                progress=document["progress"], counters=document["counters"], purchases=document["purchases"],
                visits=document["visits"], spend=scaled(document["spend"], 2), enrolled=day(document["enrolled"]),
                stage_since=instant(document["stage_since"]), first=day(document.get("first_purchase")),
                last=day(document.get("last_purchase")))


def known(model, c):
    """All that the model knows of a customer."""
    return vars(model.facts(c)["customer"])


def report(document, scales):
    """The figures of a report, by their names."""
    found = Counter({"customers": document["customers"]})
    for part in ("stages", "vouchers"):
        found.update({(part, name): n for name, n in document[part].items()})
    for ladder, tiers in document["tiers"].items():
        found.update({("tiers", ladder, tier): n for tier, n in tiers.items()})
    for name, figures in document["points"].items():
        found.update({(name, k): scaled(figures[k], scales[name]) for k in FIGURES})
    return +found


def counted(model):
    """The same figures, counted over the customers of the model."""
    found = Counter(model.totals, customers=len(model.customers))
    for c in (known(model, c) for c in model.customers.values()):
        found["stages", c["stage"]] += 1
        for (name, expires), n in c["vouchers"]:
            found["vouchers", name] += n
        found.update(("tiers", ladder, tier) for ladder, tier in c["tiers"].items())
        for name, figures in c["balances"].items():
            found.update({(name, k): n for k, n in zip(FIGURES, figures)})
    return +found


class Differences:
    def __init__(self):
        self.count = 0

    def add(self, what, ours, theirs):
        self.count += 1
        if self.count <= 12:
            print("DIFFERENT %s\n  model: %s\n  tool:  %s" % (what, ours, theirs))

    def compare(self, what, ours, theirs):
        for key in theirs:
            if ours[key] != theirs[key]:
                self.add("%s: %s" % (what, key), ours[key], theirs[key])


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
                ours = known(model, model.customers[event["customer"]])
                differences.compare(what, ours, standing(outcome["customer"], scales))
        if asked.readline() or answers.readline():
            differences.add("number of answers", log, outcomes)
    return applied, refused


def check_customers(differences, model, dump, scales, until):
    with open(dump) as file:
        documents = {d["id"]: d for d in map(json.loads, file)}
    if sorted(documents) != sorted(model.customers):
        differences.add("customers", len(model.customers), len(documents))
    for id, c in model.customers.items():
        model.settle(c, until)
        if id in documents:
            differences.compare("customer " + id, known(model, c), customer(documents[id], scales))


def write_log(name, data, share, log):
    with open(log, "w") as file:
        for event in events.SETS[name](data, share):
            file.write(json.dumps(event, separators=(",", ":")) + "\n")


def check_set(tool, data, name, share, folder):
    program_file, until = os.path.join(HERE, name + ".json"), SETS[name]
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
    model = Model(program)
    applied, refused = check_answers(differences, model, log, memory[0], scales)
    check_customers(differences, model, memory[1], scales, instant(until).astimezone(timezone.utc))
    shown = subprocess.run([tool, "report", program_file, "--store", file, "--at", until], stdout=subprocess.PIPE,
                           check=True)
    ours, theirs = counted(model), report(json.loads(shown.stdout), scales)
    differences.compare("report", ours, {key: theirs[key] for key in {*ours, *theirs}})
    print("%s: %d customers, %d events applied, %d refused, %d differences"
          % (name, len(model.customers), applied, refused, differences.count))
    return differences.count == 0


def main():
    if len(sys.argv) < 2 or not set(sys.argv[2:]) <= set(SETS):
        sys.exit(__doc__)
    data = os.environ.get("LOYALTY_TEST_DATA") or os.path.join(HERE, "..", "..", "..", "shared", "data")
    data = os.path.normpath(os.path.join(data, "lifecycle"))
    chosen = sys.argv[2:] or list(SETS)
    logs = [os.path.join(data, f) for f in ("CDNOW_master.txt", "online_retail_lines.csv.gz")]
    if not all(map(os.path.exists, logs)):
        print(SOURCES % data)
        return 77
    share = 1 if os.environ.get("LOYALTY_TEST_FULL") == "1" else 5
    with tempfile.TemporaryDirectory(prefix="loyalty-real-") as folder:
        good = [check_set(sys.argv[1], data, name, share, folder) for name in chosen]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
