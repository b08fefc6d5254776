#!/usr/bin/env python3
"""One store under two versions of a program in turns, as shops have it whose tills are not all new.

    versions.py [HISTORIES [SEED [TOPIC...]]]

Whatever the two have in common or not, no record of one is damaged, unreadable or impossible for the
other: an event is taken or refused, and everybody can be looked at and reported under both, after every
event. Exit status 0; 1 where something breaks; 77, skipped, where Hypothesis is not installed.
"""
import json
import sys
from datetime import datetime

from trials import arguments, holds_for, status, told  # first: it says so where Hypothesis is missing

from hypothesis import strategies as st

from choices import few
from histories import histories
from libloyalty import (CorruptError, Engine, InternalError, LoyaltyError, NotFoundError, Program, Store, StoreError,
                        VersionError)
from programs import PERIODS, programs
from properties import events_of
from topics import SOME_TOPICS

BROKEN = CorruptError, InternalError, StoreError, VersionError


def bounded(draw, program, number):
    """The program as a version of its own, with limits of rules and caps that make room again."""
    program = {**json.loads(json.dumps(program)), "version": number}
    for rule in program["rules"]:
        if rule["on"] == "purchase" and draw(st.booleans()):
            rule["limit"] = {"customer": draw(few(0, 1, 2, 5)), "per": draw(few(*PERIODS))}
    for cap in program["caps"]:
        if cap.get("per") != "event":
            cap["freed"] = draw(st.booleans())
    return program


@st.composite
def changes(draw, topics):
    """A history, told for the first of two programs that share their topics, and who takes each event."""
    topics = topics or tuple(sorted(draw(SOME_TOPICS)))
    first, second = draw(programs(topics)), draw(programs(topics))
    events = list(events_of(first, draw(histories(topics))))
    turns = draw(st.lists(st.integers(0, 1), min_size=len(events), max_size=len(events)))
    return [bounded(draw, first, 1), bounded(draw, second, 2)], events, turns


def take(engines, turn, event, names, at):
    try:
        engines[turn].apply(event)
    except BROKEN:
        raise
    except LoyaltyError:
        pass  # of what the other version does not know
    for engine in engines:
        for name in names:
            try:
                engine.customer(name, at)
            except NotFoundError:
                pass
        engine.report(at)


def live(documents, events, turns):
    programs = [Program.from_document(document) for document in documents]
    with Store.memory() as store, Engine(programs[0], store) as first, Engine(programs[1], store) as second:
        names, at = set(), None
        for event, turn in zip(events, turns):
            time = datetime.fromisoformat(event["time"])
            names.add(event["customer"])
            at = max(at or time, time)
            take((first, second), turn, event, names, at)
    for program in programs:
        program.close()


def main():
    histories, number, topics = arguments(60)
    counts = [0, 0]

    @holds_for(histories, number, changes(topics))
    def hold(change):
        documents, events, turns = change
        counts[0] += 1
        counts[1] += len(events)
        with told(documents, [f"version {turn + 1}: {event}" for turn, event in zip(turns, events)], BROKEN):
            live(documents, events, turns)

    return status(lambda: f"{counts[0]} histories of {counts[1]} events hold under two versions in turns "
                          f"(seed {number})", hold)


if __name__ == "__main__":
    sys.exit(main())
