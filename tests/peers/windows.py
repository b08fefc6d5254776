"""Over what time tiers count, from what a case says of it in fields or in a few words."""
import re

import words
from verdicts import NotYet

_PERIODS = ("month", "quarter", "half-year", "year")
_LENGTHS = {"days": "D", "months": "M", "years": "Y"}
_ROLLING = ("rolling", "sliding", "trailing", "last")
_PASSED = re.compile(r"(?:previous|past|last)-(month|quarter|year)s?")
_FIELDS = {"kind", "periods", "take", "best_of", "starts", *_LENGTHS}


def _in_words(text):
    """Fields of a window that is said in words."""
    said = str(text).lower().strip()
    if said in ("lifetime", "ever", "all time", "all-time"):
        return {"kind": "lifetime"}
    found = re.fullmatch(r"(?:(?:the )?(?:rolling|last|trailing|sliding)[ -])?"
                         r"(\d+)[ -](day|month|year)s?", said)
    if found:
        return {"kind": "rolling", found[2] + "s": int(found[1])}
    return {"kind": said.replace(" ", "-")}


def _length(said):
    spans = [f"P{int(said[name])}{unit}" for name, unit in _LENGTHS.items() if name in said]
    if len(spans) != 1:
        raise NotYet(f"a window of {said}")
    return spans[0]


def _periods(said, found):
    """The best of so many periods that have passed, which a job looks at."""
    several = said.get("periods", said.get("best_of", said.get(found[1] + "s", 1)))
    taken = said.get("take", ["max"])
    if taken not in ([one] for one in ("max", "best", "larger", "largest")):
        raise NotYet(f"periods of which {', '.join(taken)} counts")
    return {"window": {"calendar": found[1], "best_of": int(several)},
            "up": "next-period", "lasts": "period"}


def _members(plan, said):
    if isinstance(said, str):
        said = _in_words(said)
    unknown = set(said) - _FIELDS
    if unknown:
        raise NotYet("a window with " + ", ".join(sorted(unknown)))
    kind = str(said.get("kind", "rolling")).replace("_", "-")
    period = kind.removeprefix("calendar-")
    if kind == "lifetime":
        return {}
    if kind in _ROLLING:
        return {"window": {"rolling": _length(said)}}
    if _PASSED.fullmatch(kind):
        return _periods(said, _PASSED.fullmatch(kind))
    if period in _PERIODS:
        year = {"starts": str(said["starts"])[-5:]} if "starts" in said else {}
        return {"window": {"calendar": period, **year}, "up": "now",
                "lasts": plan.choose("ladders.lasts", "next-period", "period")}
    if kind in ("anniversary", "membership-year"):
        return {"window": {"anniversary": "P1Y" if kind != "anniversary" else _length(said)}}
    raise NotYet(f"a window {kind!r}")


_WINDOWS = {"month": {"calendar": "month"}, "two months": {"calendar": "month", "best_of": 2},
            "quarter": {"calendar": "quarter"}, "year": {"calendar": "year"}}


def of(plan, by_job):
    """Members of a ladder; of a job that only the description tells of, whole periods."""
    if "tier_window" in plan.program:
        return _members(plan, plan.program["tier_window"])
    if not by_job:
        return {}
    window = words.tier_window(plan.program.get("about"))
    if window is None:
        window = _WINDOWS[plan.choose("the window of tiers", *_WINDOWS)]
    return {"window": window, "up": "next-period", "lasts": "period"}
