#!/usr/bin/env python3
"""Tiers of every kind, statuses and memberships over random lives: a customer who is settled
when he is asked for stands where one stands who is settled all the time.

    standing_test.py [HISTORIES]

The library is found through LIBLOYALTY_PATH. Exit status 0, or 1 with the seed of the first
history that differs.
"""
import random
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bindings" / "python"))

from libloyalty import Engine, Program, Store  # noqa: E402

EVENTS = 40
LOOKS = (0, 1, 20, 100, 400, 700)  # days after the last event


def tiers(*amounts, **more):
    return [{"id": name, "from": amount, **(more if amount else {})}
            for name, amount in zip("abc", (0, *amounts))]


MEASURES = {
    "loyalty": 1, "program": "measures", "version": 1, "money": "EUR",
    "currencies": {"s": {"pending": "P3D"}},
    "memberships": {"m": {"lasts": "P1M", "tiers": {"l": "b"}, "cancel": "now", "forfeits": "s"}},
    "ladders": {"l": {
        "measures": {"v": "visits", "s": "s earned", "x": {"amount": "total", "on": "purchase"}},
        "when": "matured", "window": {"rolling": "P2M"}, "up": "next-day", "guarantee": "P1M",
        "tiers": [{"id": "a"}, {"id": "b", "needs": [{"v": 3, "s": 5}, {"x": 9}],
                                "keep_needs": {"v": 1}, "grace": "P9D"}]}},
    "rules": [{"id": "r", "on": "purchase", "when": "!customer.membership.m || total > 100",
               "earn": {"s": 1}}]}

WINDOWS = {
    "loyalty": 1, "program": "windows", "version": 1, "money": "EUR",
    "time_zone": "CET-1CEST,M3.5.0,M10.5.0/3",
    "currencies": {"s": {"expires": {"after": "P20D"}, "pending": "P2D"}},
    "memberships": {"m": {"lasts": "P1M", "tiers": {"balance": "b", "year": "b"}, "forfeits": "s"}},
    "ladders": {
        "year": {"counts": "spend", "window": {"calendar": "year", "starts": "03-01"},
                 "up": "next-period", "lasts": "period", "fall": "one",
                 "surplus": {"carry": True, "most": "3.00"}, "tiers": tiers("1.00", "2.00")},
        "paid": {"counts": "visits", "window": {"since_change": "P30D"}, "pay": True,
                 "tiers": tiers(2)},
        "own": {"counts": "purchases", "window": {"anniversary": "P1M"}, "lasts": "P40D",
                "tiers": tiers(1)},
        "best": {"counts": "spend", "window": {"calendar": "month", "best_of": 3},
                 "tiers": tiers("1.00")},
        "balance": {"counts": "s balance", "tiers": tiers(15, grace="P3D")}},
    "rules": [{"id": "r", "on": "purchase", "earn": {"s": "total / 10"}}]}


def status(document, chance, moment):
    ladder = chance.choice(list(document["ladders"]))
    action = chance.choice(("floor", "set", "enter", "end"))
    event = {"type": "status", "ladder": ladder, "action": action}
    if action != "end":
        event["tier"] = chance.choice(document["ladders"][ladder]["tiers"])["id"]
    if action in ("floor", "set") and chance.random() < 0.8:
        event["until"] = moment + timedelta(days=chance.randrange(1, 60))
    return event


def happening(document, chance, number, moment):
    kind = chance.randrange(10)
    if number == 0 or kind < 5:
        return {"type": "purchase", "lines": [{"unit_price": f"{chance.randrange(1, 300) / 100}"}]}
    if kind == 5:
        return {"type": "visit"}
    if kind == 6:
        return {"type": "membership", "plan": "m",
                "action": chance.choice(("start", "renew", "cancel"))}
    if kind == 7:
        return {"type": "return", "receipt": {"id": str(chance.randrange(number))}}
    return status(document, chance, moment)


def history(document, chance):
    moment = datetime(2025, 1, 31, 9, tzinfo=timezone.utc)
    for number in range(EVENTS):
        moment += timedelta(hours=chance.choice((0, 5, 30, 100, 400, 900)))
        yield {"source": "s", "id": str(number), "customer": "c", "time": moment,
               **happening(document, chance, number, moment)}


def advance(engine, chance, since, until):
    """At many moments up to one that is not included."""
    while since < until:
        engine.advance(since)
        since += timedelta(hours=chance.choice((7, 50, 200)))


def stand(engine, moment):
    found = engine.customer("c", moment)
    return (found.tiers, found.progress, found.outlook, found.balances, found.statuses,
            found.memberships)


def life(program, events, chance):
    """Where the customer stands after his events; settled all the time where there is chance."""
    with Store.memory() as store, Engine(program, store) as engine:
        last = events[0]["time"]
        for event in events:
            if chance is not None:
                advance(engine, chance, last, event["time"])
            last = event["time"]
            engine.apply(event)
        found = []
        for days in LOOKS:
            if chance is not None:
                engine.advance(last + timedelta(days=days))
            found.append(stand(engine, last + timedelta(days=days)))
        return found


def main():
    histories = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    documents = (MEASURES, WINDOWS)
    programs = [Program.from_document(document) for document in documents]
    for seed in range(histories):
        chance = random.Random(seed)
        program, document = programs[seed % 2], documents[seed % 2]
        events = list(history(document, chance))
        lazy, eager = life(program, events, None), life(program, events, chance)
        for days, one, other in zip(LOOKS, lazy, eager):
            if one != other:
                print(f"history {seed}, {days} days after:\n  {one}\n  {other}")
                return 1
    print(f"{histories} histories")
    return 0


if __name__ == "__main__":
    sys.exit(main())
