#!/usr/bin/env python3
"""Random programs and histories through the library and through a naive model of it.

    run.py [HISTORIES [SEED [TOPIC...]]]

Each has a topic or two beside the usual (topics.py), or those that are named. After every event both
must agree on the answer, the ledger and the customer. A history that differs is made as small as can
be and printed with its program. Exit status 0; 1 where they differ; 77, skipped, where Hypothesis is
not installed.
"""
import json
import sys
import time

try:
    from hypothesis import HealthCheck, given, seed, settings
except ImportError:
    print("skipped: Hypothesis is not installed (python3-hypothesis)")
    sys.exit(77)

from compare import Different, Pair
from histories import START, Teller, stories


def told(program, steps):
    """Lives through a history; the events of it, for those who read about a difference."""
    pair, teller, events = Pair(program), Teller(program), []
    try:
        for step in steps:
            event = teller.event(step, pair.model)
            if event is not None:
                events.append(event)
                pair.take(event, teller.last)
        pair.totals(START, teller.last)
    except Different as difference:
        lines = [json.dumps(program)] + [str(event) for event in events]
        raise Different(f"{difference}\n\n" + "\n".join(lines)) from None
    finally:
        pair.close()
    return len(events)


def main():
    histories = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 20260302
    topics = tuple(sorted(sys.argv[3:])) or None
    counts = [0, 0]

    @seed(number)
    @settings(max_examples=histories, deadline=None, database=None, print_blob=False,
              suppress_health_check=list(HealthCheck))
    @given(stories(topics))
    def agree(story):
        program, steps = story
        counts[0] += 1
        counts[1] += told(program, steps)

    began = time.monotonic()
    try:
        agree()
    except Different as difference:
        print(difference)
        return 1
    print(f"{counts[0]} histories of {counts[1]} events agree (seed {number}), "
          f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
