#!/usr/bin/env python3
"""What holds where late events take their place, told by the library alone.

    arrivals.py [HISTORIES [SEED [TOPIC...]]]

Events that arrive in any order, none later than the program says, leave every customer as those in
order do: his lots, tiers, counters, vouchers, stage and behaviour, and what returns of all his sales
leave then. So do groups of them, byte for byte what single ones leave, and settling everybody between
them; the entries of the ledger rebuild the lots, and its books balance. Left out are histories of which
an event was refused in one order and not in the other, or could not take its place. Half of the
histories are of random programs, half of a shop with what those do not have. Exit status 0; 1 where
something does not hold; 77, skipped, where Hypothesis is not installed.
"""
import sys
from collections import Counter
from datetime import datetime, timedelta
from functools import lru_cache

from trials import arguments, holds_for, status, told  # first: it says so where Hypothesis is missing

from hypothesis import strategies as st

import shop
from choices import few
from histories import LINES, POINTS, START, WHAT
from libloyalty import Engine, NotFoundError, Program, Store
from programs import programs
from properties import Memory, events_of, lots_of, rebuilt, same
from topic import EVENTS
from topics import SOME_TOPICS

WITHIN = timedelta(days=150)
LATE = {"events": "re-evaluate", "within": f"P{WITHIN.days}D"}
ELSEWHERE = {"transfer", "merge", "unmerge", "rekey", "household", "referral", "erase"}
"""What concerns others does not take its place."""
SHARED = ("convert", "budgets", "households", "referrals")
SALES = st.fixed_dictionaries({"type": st.just("purchase"), "lines": LINES.filter(len)})
GIFTS = st.fixed_dictionaries({"type": st.just("adjust"), "reason": st.just("because"),
                               "points": st.dictionaries(few("a", "b"), POINTS, min_size=1, max_size=2)})
SPANS = few(60, 3600, 86400, 3 * 86400, 10 * 86400, 40 * 86400, 100 * 86400)
DELAYS = st.lists(few(0, 1, 7200, 2 * 86400, 9 * 86400, 50 * 86400, 149 * 86400), min_size=3, max_size=8)


@lru_cache(None)
def histories(topics):
    """Of few customers, with many sales and short spans."""
    what = st.one_of(SALES, SALES, SALES, GIFTS, st.one_of(WHAT), st.one_of(WHAT),
                     *(st.one_of(*EVENTS[topic]) for topic in topics if EVENTS[topic]))
    steps = st.tuples(st.tuples(st.just("later"), SPANS), few("ann", "ann", "ann", "bob"), what,
                      few(0, 0, 120, -300))
    return st.integers(3, 14).flatmap(lambda most: st.lists(steps, min_size=most, max_size=most))


@st.composite
def stories(draw, topics):
    """A program of which customers share nothing, and a history."""
    topics = topics or tuple(sorted(draw(SOME_TOPICS)))
    program = alone(draw(programs(topics)))
    program["late"] = LATE
    return program, draw(histories(topics))


def alone(part):
    """Without limits of all customers."""
    if isinstance(part, dict):
        kept = {key: alone(value) for key, value in part.items() if key not in SHARED}
        if "limit" in kept and isinstance(kept["limit"], dict):
            kept["limit"].pop("all", None)
            if not kept["limit"].keys() - {"freed"}:
                kept.pop("limit")
        return kept
    return [alone(item) for item in part] if isinstance(part, list) else part


def moment_of(event):
    return datetime.fromisoformat(event["time"])


def in_order(events):
    """In the order in which they occurred; of one moment, the first."""
    found = {}
    for event in events:
        if event["type"] not in ELSEWHERE:
            found.setdefault((event["customer"], moment_of(event)), event)
    return sorted({event["id"]: event for event in found.values()}.values(), key=moment_of)


def as_they_come(events, delays):
    """Each so much later than it occurred, with when it comes."""
    coming = [(moment_of(event) + delays[n % len(delays)], n) for n, event in enumerate(events)]
    return [(events[n], moment) for moment, n in sorted(coming)]


def enrolments(events):
    """Everybody is there before."""
    return [{"source": "office", "id": name, "customer": name, "type": "enrol", "time": START.isoformat()}
            for name in names_of(events)]


def names_of(events):
    return sorted({event["customer"] for event in events})


def customers(engine, events, at):
    found = {}
    for name in names_of(events):
        try:
            found[name] = engine.customer(name, at)
        except NotFoundError:
            continue
    return found


def bring_back(engine, events, at):
    """All that was sold comes back."""
    for event in events:
        if event["type"] == "purchase":
            engine.apply({"source": "back", "id": event["id"], "customer": event["customer"], "type": "void",
                          "time": at.isoformat(timespec="milliseconds"),
                          "receipt": {"source": "till", "id": event["id"]}})


def balance(engine, until):
    """The books of the customers and those of the ledger come to the same."""
    totals, flows = engine.report(until).totals, engine.flows(START - timedelta(days=1), until)
    for currency, t in totals.items():
        flow, outstanding = flows[currency], t.available + t.pending + t.held - t.debt
        same(f"{currency} of customers", t.issued - t.spent - t.expired - t.reversed, outstanding)
        same(f"{currency} of the ledger", flow.closing, outstanding)
        same(f"flow of {currency}", flow.opening + flow.issued - flow.redeemed - flow.expired - flow.reversed
             + flow.adjusted + flow.transferred, outstanding)


def answer(outcome):
    return outcome.verdict, outcome.reason and outcome.reason.code


def live(compiled, coming, at, settled):
    """Answers, the customers, and the customers when all was brought back."""
    answers, places, books = {}, Counter(), {}
    events = [event for event, _ in coming]
    with Store.memory() as store, Engine(compiled, store) as engine:
        for event in enrolments(events):
            engine.apply(event)
        for event, moment in coming:
            if settled:
                engine.advance(moment)
            outcome = engine.apply(event)
            answers[event["id"]] = answer(outcome)
            places.update(effect.name for effect in outcome.effects if effect.kind == "late")
            lots, debt = books.setdefault(event["customer"], (Counter(), Counter()))
            if outcome.applied and not settled:
                rebuilt(outcome.entries, lots, debt)
        for name, (lots, debt) in books.items() if not settled else ():
            customer = engine.customer(name)
            same(f"the ledger of {name} rebuilds its lots", +lots, lots_of(customer))
            same("and its debt", +debt, +Counter({c: b.debt for c, b in customer.balances.items()}))
        balance(engine, at)
        left = customers(engine, events, at)
        bring_back(engine, sorted(events, key=moment_of), at)
        return answers, places, left, customers(engine, events, at)


def held_by(program, events, delays, group, counts):
    with Program.from_document(program) as compiled:
        punctual = in_order(events)
        if not punctual:
            return
        coming = as_they_come(punctual, delays)
        at = max(moment for _, moment in coming)
        single, grouped = Memory(), Memory()
        for memory, size in ((single, 1), (grouped, group)):
            with Store.custom(memory) as store, Engine(compiled, store) as engine:
                engine.apply_many(enrolments(events), size)
                engine.apply_many([event for event, _ in coming], size)
        same(f"groups of {group}", grouped.bytes(), single.bytes())
        answers, _, left, back = live(compiled, [(event, moment_of(event)) for event in punctual], at, False)
        for settled in (False, True):
            late_answers, places, late_left, late_back = live(compiled, coming, at, settled)
            counts["histories"] += 1
            counts["placed"] += places["in-order"]
            if late_answers != answers or places.keys() - {"in-order"}:
                counts["left out"] += 1
                counts.update(places)
                continue
            same("as they come", late_left, left)
            same("brought back", late_back, back)


def check(program, events, group, seconds, counts):
    """A history that must hold."""
    with told([program], [*events, seconds]):
        held_by(program, events, [timedelta(seconds=s) for s in seconds], group, counts)


def main():
    histories, number, topics = arguments(60)
    counts = Counter()

    @holds_for(histories // 2, number, stories(topics), st.integers(1, 8), DELAYS)
    def any_program(story, group, seconds):
        program, steps = story
        check(program, list(events_of({**program, "late": {}}, steps)), group, seconds, counts)

    @holds_for(histories // 2, number, shop.HISTORIES, st.integers(1, 8), DELAYS)
    def the_shop(steps, group, seconds):
        check({**shop.PROGRAM, "late": LATE}, shop.events_of(steps), group, seconds, counts)

    return status(lambda: f"{dict(counts)} (seed {number})", any_program, the_shop)


if __name__ == "__main__":
    sys.exit(main())
