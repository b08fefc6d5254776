#!/usr/bin/env python3
"""What holds for any program and any history, told by the library alone.

    properties.py [HISTORIES [SEED [TOPIC...]]]

Events in groups leave what single events leave, and so does running them again from the start: every
record, byte for byte. Settling everybody between the events changes nothing of the customers. The
entries of the ledger rebuild the lots, what is held and the debt. Who owes points has none to spend; when
points expire adds up to those that there are; spending and setting aside leave what ladders have counted.
Exit status 0; 1 where something does not hold; 77, skipped, where Hypothesis is not installed.
"""
import sys
from collections import Counter
from datetime import datetime, timedelta

from trials import arguments, holds_for, status, told  # first: it says so where Hypothesis is missing

from hypothesis import strategies as st

from compare import Different
from histories import Teller, stories
from libloyalty import Engine, NotFoundError, Program, Store
from naive import Model


class Memory:
    """A store whose records can be looked at."""

    def __init__(self):
        self.records = {}

    def load(self, kind, id):
        return self.records.get((kind, id))

    def commit(self, writes):
        for write in writes:
            self.records[write.kind, write.id] = write.data, write.seen + 1

    def walk(self, kind, after):
        for (own, id), (data, revision) in sorted(self.records.items()):
            if own == kind and (after is None or id > after):
                yield id, data, revision

    def due(self, kind, before):
        raise NotImplementedError

    def bytes(self):
        return {key: data for key, (data, _) in self.records.items()}


def events_of(program, steps):
    """The events of a history; the model is only asked what comes next."""
    model, teller = Model(program), Teller(program)
    for step in steps:
        event = teller.event(step, model)
        if isinstance(event, dict):
            model.apply(event)
            yield event


def rebuilt(entries, lots, debt):
    """Adds entries to lots, by currency, maturing and expiry, and to the debt."""
    for e in entries:
        key = (e.currency, e.matures, e.expires)
        points = -e.points if e.kind in ("burn", "expire", "reverse", "hold") else e.points
        if e.kind == "mature":
            lots[key] -= e.points
            key, points = (e.currency, None, e.expires), e.points
        if e.kind == "extend":
            lots[e.currency, e.matures, e.was] -= e.points
        if e.kind in ("capture", "hold"):
            lots["held", e.currency] += -e.points if e.kind == "capture" else e.points
        if e.kind == "release":
            lots["held", e.currency] -= e.points
        if e.debt:
            debt[e.currency] -= points
        elif e.kind != "capture":
            lots[key] += points


def lots_of(customer):
    found = Counter()
    for lot in customer.lots:
        found[lot.currency, lot.matures, lot.expires] += lot.points
    for currency, balance in customer.balances.items():
        found["held", currency] += balance.held
    return +found


def same(what, one, other):
    if one != other:
        if isinstance(one, dict):
            keys = [key for key in sorted({*one, *other}, key=str) if one.get(key) != other.get(key)]
            one, other = ({key: side.get(key) for key in keys[:2]} for side in (one, other))
        raise Different(f"{what}\n  {one}\n  {other}")


SPENDING = ("redeem", "hold", "capture", "release")


def counted(program, engine, event):
    """What ladders have counted at the moment of an event, but those that follow a balance; None: of nobody."""
    try:
        customer = engine.customer(event["customer"], at=datetime.fromisoformat(event["time"]))
    except NotFoundError:
        return None
    return {name: customer.progress[name] for name, ladder in program["ladders"].items()
            if "balance" not in ladder.get("counts", "")}


def sound(program, engine, event):
    """Applies an event; what holds of every answer, and of the customer behind it."""
    before = counted(program, engine, event) if event["type"] in SPENDING else None
    outcome = engine.apply(event)
    for currency, balance in outcome.balances.items():
        if min(balance.available, balance.pending, balance.held, balance.debt) < 0 or \
                (balance.debt and balance.available):
            raise Different(f"{event['id']}: {currency} {balance}")
    if before and outcome.applied and not any(effect.kind in ("earn", "stage") for effect in outcome.effects):
        same(f"{event['id']}: ladders after {event['type']}", counted(program, engine, event), before)
    if outcome.applied and not outcome.customer:
        customer = engine.customer(event["customer"])
        for currency, balance in customer.balances.items():
            same(f"{event['id']}: the schedule of {currency}", sum(e.points for e in customer.expiring[currency]),
                 balance.available + balance.pending + balance.held)
    return outcome


def held_by(program, events, group, settle):
    """Lives through the events in several ways."""
    single, again, grouped = Memory(), Memory(), Memory()
    with Program.from_document(program) as compiled:
        with Store.custom(single) as store, Engine(compiled, store) as engine:
            books = {}
            for event in events:
                outcome = sound(program, engine, event)
                lots, debt = books.setdefault(event["customer"], (Counter(), Counter()))
                if outcome.applied and not outcome.replayed:
                    rebuilt(outcome.entries, lots, debt)
            plain = not any(event["type"] in ("transfer", "merge", "referral", "household") for event in events)
            for name, (lots, debt) in books.items() if plain else ():
                if single.load(1, name.encode()):
                    customer = engine.customer(name)
                    same(f"the ledger of {name} rebuilds its lots", +lots, lots_of(customer))
                    same("and its debt", +debt, +Counter({c: b.debt for c, b in customer.balances.items()}))
        with Store.custom(again) as store, Engine(compiled, store) as engine:
            for event in events:
                engine.apply(event)
        same("a replay", again.bytes(), single.bytes())
        with Store.custom(grouped) as store, Engine(compiled, store) as engine:
            engine.apply_many(events, group)
        same(f"groups of {group}", grouped.bytes(), single.bytes())
        punctual = in_order(events)
        if punctual:
            same("settled between the events", customers(compiled, punctual, settle),
                 customers(compiled, punctual, None))


def in_order(events):
    """Those that do not come late: a late one is posted at the customer's present."""
    found, last = [], None
    for event in events:
        time = datetime.fromisoformat(event["time"])
        if last is None or time >= last:
            found.append(event)
            last = time
    return found


def customers(program, events, settle):
    """Everybody at the end; with a span, settled in steps of it between the events."""
    at = max(datetime.fromisoformat(event["time"]) for event in events)
    with Store.memory() as store, Engine(program, store) as engine:
        present = None
        for event in events:
            time = datetime.fromisoformat(event["time"])
            while settle and present and present + settle < time and (time - present) / settle < 20:
                present += settle
                engine.advance(present)
            present = max(present or time, time)
            engine.apply(event)
        if settle:
            engine.advance(at)
        found = {}
        for name in sorted({event["customer"] for event in events}):
            try:
                found[name] = engine.customer(name, at)
            except NotFoundError:
                continue
        return found


def main():
    histories, number, topics = arguments(60)
    counts = [0, 0]

    @holds_for(histories, number, stories(topics or None), st.integers(1, 8),
               st.sampled_from([3600, 86400, 10 * 86400]))
    def hold(story, group, seconds):
        program, steps = story
        events = list(events_of(program, steps))
        counts[0] += 1
        counts[1] += len(events)
        with told([program], events):
            held_by(program, events, group, timedelta(seconds=seconds))

    return status(lambda: f"{counts[0]} histories of {counts[1]} events hold (seed {number})", hold)


if __name__ == "__main__":
    sys.exit(main())
