#!/usr/bin/env python3
"""Runs acceptance cases taken from other loyalty systems through the library.

    run.py CASES.jsonl [-v] [-a] [ID ...]

Each case is turned into a program and events by what its fields say, never by
its name or origin; its steps are applied and every expectation is checked.
verdicts.py says what can come of it. -v tells of every case, -a asks all to pass,
ids pick some.
Needs the shared libraries (LIBLOYALTY_PATH). Exit status 0, 1 when a case is
wrong (with -a also when one is skipped), 77 where the file is absent.
"""
import itertools
import json
import os
import sys
import traceback
from collections import Counter
from pathlib import Path

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)),
                str(Path(__file__).resolve().parents[2] / "bindings" / "python")]

from libloyalty import DocumentError, LoyaltyError, ProgramError

import expectations
import forms
import programs
import steps
import vocabulary
from session import Session
from verdicts import ALL, EQUAL, NOT_OFFERED, NOT_YET, SETTING, WRONG, Missing, Verdict

_MOST_COMBINATIONS = 400
_BROKEN = (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What a form that is not known raises here."""


# ---- One case ----

def _play(plan):
    """What comes of a case that was translated, and whether all of its steps were taken."""
    missing, wrong, complete = Missing(), [], True
    session = Session(plan)
    for number, step in enumerate(plan.steps, 1):
        before = missing.count()
        missing.attempt(steps.run_step, session, step)
        if missing.count() > before:
            complete = False
            break
        for expected in plan.case["expect"]:
            if expected["after_step"] == number:
                wrong += expectations.check(session, expected, missing)
    verdict = Verdict(WRONG, tuple(wrong)) if wrong else missing.verdict() or Verdict(EQUAL)
    return verdict, complete


def _with(case, fixed):
    """(plan, verdict, whether it was played to the end) of a case with these settings."""
    plan, missing = programs.translate(case, fixed)
    return plan, *((missing, False) if missing else _play(plan))


def _other_settings(plan):
    """Other values of what a case leaves open: of one setting, of two, and so on."""
    changes = (dict(zip(names, values)) for size in range(1, len(plan.open) + 1)
               for names in itertools.combinations(plan.open, size)
               for values in itertools.product(*(plan.open[name][1:] for name in names)))
    defaults = {name: options[0] for name, options in plan.open.items()}
    for changed in itertools.islice(changes, _MOST_COMBINATIONS):
        yield {**defaults, **changed}


def _settings_that_differ(plan, fixed):
    return tuple(f"{name} = {value}" for name, value in fixed.items()
                 if value != plan.open[name][0])


def judge(case):
    """The verdict on a case: first with the defaults, then with what it leaves open. Where
    nothing makes it equal, a run in which all that could be looked at held says what is missing.
    """
    case = forms.normal(case)
    unknown = vocabulary.unknown(case)
    if unknown:
        missing = programs.translate(case, {})[1]
        more = missing.notes if missing is not None and missing.kind == NOT_YET else ()
        return Verdict(NOT_YET, tuple(unknown) + more)
    plan, found, _ = _with(case, {})
    if found.kind == EQUAL or plan is None:
        return found
    for fixed in _other_settings(plan):
        try:
            _, other, complete = _with(case, fixed)
        except (ProgramError, DocumentError, *_BROKEN) as what:
            if isinstance(what, LoyaltyError) and not isinstance(
                    what, (ProgramError, DocumentError)):
                raise
            continue  # settings that do not go together
        if other.kind == EQUAL:
            return Verdict(SETTING, _settings_that_differ(plan, fixed))
        if found.kind == WRONG and other.kind in (NOT_OFFERED, NOT_YET) and complete:
            found = other
    return found


def judge_safely(case):
    """A case that breaks the library is wrong; one that it refuses with a reason, or of a
    form that breaks the runner, is not understood. The others go on.
    """
    try:
        return judge(case)
    except (ProgramError, DocumentError) as what:
        return Verdict(NOT_YET, (f"refused by the library: {what}",))
    except _BROKEN as what:
        if isinstance(what, LoyaltyError):
            return Verdict(WRONG, (str(what),))
        place = traceback.extract_tb(what.__traceback__)[-1]
        return Verdict(NOT_YET, (f"a form not known here: {type(what).__name__} {what} "
                                 f"({Path(place.filename).name}:{place.lineno})",))
    except Exception:  # pylint: disable=broad-exception-caught
        return Verdict(WRONG, tuple(traceback.format_exc().strip().splitlines()[-3:]))


# ---- The report ----

def _source(case):
    return case["source"].split("@")[0].split(" (")[0]


def _table(verdicts):
    by_source = {}
    for case, verdict in verdicts:
        by_source.setdefault(_source(case), Counter())[verdict.kind] += 1
    width = max(len(name) for name in by_source)
    rows = [("source", ALL)]
    rows += [(name, [counts[kind] for kind in ALL]) for name, counts in sorted(by_source.items())]
    rows.append(("all", [sum(c[kind] for c in by_source.values()) for kind in ALL]))
    for name, cells in rows:
        print(f"{name:<{width}}" + "".join(f"{cell:>13}" for cell in cells))


def _listed(verdicts, kind, title):
    chosen = [(case, verdict) for case, verdict in verdicts if verdict.kind == kind]
    if chosen:
        print(f"\n{title}")
    for case, verdict in chosen:
        print(f"  {case['id']}: {'; '.join(verdict.notes)}")


def _ranked(verdicts):
    """What the cases that cannot be run need most: by tag, and by what was not understood."""
    waiting = [(case, verdict) for case, verdict in verdicts if verdict.kind == NOT_YET]
    tags = Counter(tag for case, _ in waiting for tag in dict.fromkeys(case["needs"]))
    fields = Counter(note for _, verdict in waiting for note in dict.fromkeys(verdict.notes))
    for title, counts in (("needs", tags), ("not understood", fields)):
        if counts:
            print(f"\nnot yet, cases by what they have under {title!r}:")
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            print(f"{count:5} {name}")


def _report(verdicts, verbose, all_pass):
    _table(verdicts)
    _listed(verdicts, SETTING, "equal with a setting that is not the default:")
    _listed(verdicts, NOT_OFFERED, "the peer's choice is not offered:")
    if verbose:
        _listed(verdicts, EQUAL, "equal:")
        _listed(verdicts, NOT_YET, "not yet:")
    _ranked(verdicts)
    _listed(verdicts, WRONG, "WRONG:")
    kinds = Counter(verdict.kind for _, verdict in verdicts)
    print(f"\n{kinds[EQUAL] + kinds[SETTING]} passed, {kinds[WRONG]} failed, "
          f"{kinds[NOT_YET] + kinds[NOT_OFFERED]} skipped")
    skipped = kinds[NOT_YET] + kinds[NOT_OFFERED]
    return 1 if kinds[WRONG] or (all_pass and skipped) else 0


def main(arguments):
    verbose, all_pass = "-v" in arguments, "-a" in arguments
    names = [one for one in arguments if one not in ("-v", "-a")]
    if not names:
        print(__doc__)
        return 2
    path, wanted = Path(names[0]), set(names[1:])
    if not path.is_file():
        print(f"skipped: there is no {path}")
        return 77
    with path.open(encoding="utf-8") as file:
        cases = [json.loads(line) for line in file if line.strip()]
    cases = [case for case in cases if not wanted or case["id"] in wanted]
    if not cases:
        return 77
    return _report([(case, judge_safely(case)) for case in cases], verbose or all_pass, all_pass)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
