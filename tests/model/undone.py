#!/usr/bin/env python3
"""A sale that comes back at once, whatever there was before, changes nothing of the customer.

    undone.py [HISTORIES [SEED [TOPIC...]]]

Told by the library alone, over random programs and histories. Programs lose what says that something
stays: what is forgiven or kept of a return, graces and guarantees, tiers that were paid for or that less of
a balance keeps, caps and cards of a period that is over, and rules of what happens besides. Exit status 0;
1 where something has changed; 77, skipped, where Hypothesis is not installed.
"""
import sys
from dataclasses import asdict
from datetime import datetime, timedelta

from trials import arguments, holds_for, status, told  # first: it says so where Hypothesis is missing

from hypothesis import strategies as st

from choices import few
from civil import UTC
from histories import stories
from libloyalty import Engine, NotFoundError, Program, ProgramError, Store
from properties import events_of, in_order, same
from topic import LINES

OTHER_RULES = ("enter", "return", "void", "timer")
STAYS = ("burns", "floor", "order", "tier", "window")
COMES = ("outlook", "due", "expiring")
"""What may be, by what there is."""


def copied(value):
    """Its maps and lists; expressions know more than their text."""
    if isinstance(value, dict):
        return {name: copied(member) for name, member in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def without(members, *names):
    for name in names:
        members.pop(name, None)


def strict(program):
    """The program, with returns that take all of it back."""
    program = copied(program)
    without(program.setdefault("returns", {}), *STAYS)
    program["returns"]["rewards"] = "void"
    for currency in program["currencies"].values():
        without(currency, "floor")
    for ladder in program["ladders"].values():
        without(ladder, "guarantee", "pay")
        for tier in ladder["tiers"]:
            without(tier, "grace")
            if "balance" in ladder.get("counts", ""):
                without(tier, "keep_from")
    for counter in program["counters"].values():
        without(counter, "window")
    for cap in program["caps"]:
        without(cap, "freed")
    program["rules"] = [rule for rule in program["rules"] if not rule["on"].startswith(OTHER_RULES)]
    names = {rule["id"] for rule in program["rules"]}
    for group in program["groups"]:
        group["rules"] = [name for name in group["rules"] if name in names]
    program["groups"] = [group for group in program["groups"] if group["rules"]]
    return program


def seen(engine, name, at):
    """A customer; lots of points that nothing tells apart are one."""
    customer = asdict(engine.customer(name, at))
    lots = {}
    for lot in customer.pop("lots"):
        key = lot["currency"], lot["matures"], lot["expires"]
        lots[key] = lots.get(key, 0) + lot["points"]
    without(customer, *COMES)
    return {**customer, "lots": lots}


def lived(program, events, name, at):
    """What they leave of the customer, and whether the last of them was applied; None: nobody."""
    with Store.memory() as store, Engine(program, store) as engine:
        applied = [engine.apply(event).applied for event in events]
        try:
            return seen(engine, name, at), all(applied[-2:])
        except NotFoundError:
            return None, False


def undone(program, events, lines, how, later):
    """Whether there was a sale that could come back."""
    name = events[-1]["customer"]
    sold = max(datetime.fromisoformat(event["time"]) for event in events).astimezone(UTC) + timedelta(seconds=1)
    at = sold + timedelta(seconds=later)
    event = {"source": "till", "customer": name}
    both = [{**event, "id": "sale", "type": "purchase", "time": sold.isoformat(), "lines": lines},
            {**event, "id": "back", "type": how, "time": at.isoformat(), "receipt": {"id": "sale"}}]
    with told([program], events + both), Program.from_document(program) as compiled:
        before, _ = lived(compiled, events, name, at)
        after, applied = lived(compiled, events + both, name, at)
        if before is None or not applied:
            return False
        same(f"a {how} leaves something", after, before)
        return True


def main():
    histories, number, topics = arguments(60)
    counts = [0, 0]

    @holds_for(histories, number, stories(topics or None), LINES, few("return", "void"), few(0, 1))
    def hold(story, lines, how, later):
        program, steps = story
        program = strict(program)
        try:
            Program.from_document(program).close()
        except ProgramError:
            return  # something needed what is gone
        events = [event for event in in_order(list(events_of(program, steps))) if event["type"] != "import"]
        counts[0] += 1
        counts[1] += bool(events) and undone(program, events, lines, how, later)

    return status(lambda: f"{counts[0]} histories, {counts[1]} sales that came back (seed {number})", hold)


if __name__ == "__main__":
    sys.exit(main())
