"""Random histories through a test, as a program: PROGRAM [HISTORIES [SEED [TOPIC...]]].

A history that fails is made as small as can be and printed with its programs. Exit status 0; 1 where one
fails; 77, skipped, where Hypothesis is not installed: whoever needs it imports this first.
"""
import json
import sys
from contextlib import contextmanager

try:
    from hypothesis import HealthCheck, given, seed, settings
except ImportError:
    print("skipped: Hypothesis is not installed (python3-hypothesis)")
    sys.exit(77)

from compare import Different


def arguments(usual):
    """How many histories, as many as usual where that is not said, their seed, and topics."""
    words = sys.argv[1:]
    return (int(words[0]) if words else usual, int(words[1]) if words[1:] else 20260302,
            tuple(sorted(words[2:])))


def holds_for(histories, number, *strategies):
    """What it decorates becomes a test that lives through so many of what is drawn."""
    def decorate(test):
        many = settings(max_examples=histories, deadline=None, database=None, print_blob=False,
                        report_multiple_bugs=False, suppress_health_check=list(HealthCheck))
        return seed(number)(many(given(*strategies)(test)))
    return decorate


@contextmanager
def told(programs, events, errors=Different):
    """Who reads about a difference, or an error, reads the programs and the events before it."""
    try:
        yield
    except errors as error:
        said = str(error) if isinstance(error, Different) else f"{type(error).__name__}: {error}"
        lines = [json.dumps(program) for program in programs] + [str(event) for event in events]
        raise Different(f"{said}\n\n" + "\n".join(lines)) from None


def status(conclusion, *tests):
    """Runs the tests; the exit status of the program, which says what came of it."""
    try:
        for test in tests:
            test()
    except Different as difference:
        print(difference)
        return 1
    print(conclusion())
    return 0
