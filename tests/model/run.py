#!/usr/bin/env python3
"""Random programs and histories through the library and through a naive model of it.

    run.py [HISTORIES [SEED [TOPIC...]]]

Each has a topic or two beside the usual (topics.py), or those that are named. After every event both
must agree on the answer, the ledger and the customer. A history that differs is made as small as can
be and printed with its program. Exit status 0; 1 where they differ; 77, skipped, where Hypothesis is
not installed.
"""
import sys
import time

from trials import arguments, holds_for, status, told  # first: it says so where Hypothesis is missing

from compare import Pair
from histories import START, Teller, stories


def live(program, steps):
    """Lives through a history; how many events it had."""
    pair, teller, events = Pair(program), Teller(program), []
    try:
        with told([program], events):
            for step in steps:
                event = teller.event(step, pair.model)
                if event is not None:
                    events.append(event)
                    pair.take(event, teller.last)
            pair.totals(START, teller.last)
    finally:
        pair.close()
    return len(events)


def main():
    histories, number, topics = arguments(150)
    counts, began = [0, 0], time.monotonic()

    @holds_for(histories, number, stories(topics or None))
    def agree(story):
        counts[0] += 1
        counts[1] += live(*story)

    return status(lambda: f"{counts[0]} histories of {counts[1]} events agree (seed {number}), "
                          f"{time.monotonic() - began:.0f} s", agree)


if __name__ == "__main__":
    sys.exit(main())
