"""What cases say in words, as settings of the library.

A value is understood by the words that it has; one that has none of them is
not passed over but makes the case "not yet".
"""
import re

from verdicts import NotYet


def _has(text, *words):
    return any(word in text for word in words)


# ---- How several promotions go together ----

_NEUTRAL = ("stack", "combine", "all", "together", "cumul")


def stacking(text):
    """{base, order, together}: what a percentage is of; 1: large priorities first, -1: small
    ones; best, best-line or first of several. None where the words do not say.
    """
    result = {"base": None, "order": None, "together": None}
    if text is None:
        return result
    said = str(text).lower()
    if _has(said, "original", "parallel", "undiscounted"):
        result["base"] = "original"
    elif _has(said, "sequential", "compound", "left", "remain", "after the other", "reduced",
              "cascad"):
        result["base"] = "left"
    if _has(said, "high first", "highest first", "high number first", "larg", "descending"):
        result["order"] = 1
    elif _has(said, "low first", "lowest first", "low number first", "small", "ascending"):
        result["order"] = -1
    if _has(said, "best", "highest discount", "biggest", "most favo"):
        lines = _has(said, "lane", "line", "item", "unit", "product", "shelf")
        result["together"] = "best-line" if lines else "best"
    elif _has(said, "first only", "only the first", "first one"):
        result["together"] = "first"
    if result == {"base": None, "order": None, "together": None} and not _has(said, *_NEUTRAL):
        raise NotYet(f"program.stacking {text!r}")
    return result


# ---- Rounding ----

_HOW = (("half-even", ("half-even", "half even", "banker")),
        ("half-up", ("half-up", "half up", "half_up", "nearest", "commercial")),
        ("floor", ("down", "floor", "truncat")), ("ceil", ("up", "ceil")))
_WHERE = (("units", ("unit", "piece")), ("lines", ("line", "item")),
          ("order", ("order", "sum", "whole", "basket", "total")))
_EXACT = ("exact", "unrounded", "not rounded", "fraction", "carried", "none")


def rounding(text):
    """(how, where, exact): how a discount is rounded, of units, lines or the order, and
    whether the next one is of what is left before rounding; None where it is not said.
    """
    if text is None:
        return None, None, None
    said = str(text).lower()
    how = next((name for name, words in _HOW if _has(said, *words)), None)
    where = next((name for name, words in _WHERE if _has(said, *words)), None)
    exact = True if _has(said, *_EXACT) else None
    if how is None and where is None and exact is None:
        raise NotYet(f"program.rounding.discount {text!r}")
    return how, where, exact


def remainder(text):
    """Where left-over cents go; None where it is not said."""
    said = str(text or "").lower()
    for place in ("last", "first", "largest"):
        if place in said:
            return place
    if text is not None:
        raise NotYet(f"conventions.remainder {text!r}")
    return None


# ---- Prices of what is given ----

_FREE = ("free", "0", "0.00", "100% off")


def given_price(text):
    """{}: free; else percent or amount off a unit, or the price of it."""
    said = str(text).lower().strip()
    if said in _FREE:
        return {}
    found = re.fullmatch(r"([0-9.]+) ?% off( each| each unit)?", said)
    if found:
        return {"percent": found[1]}
    found = re.fullmatch(r"([0-9.]+) off( each| each unit)?", said)
    if found:
        return {"amount": found[1]}
    found = re.fullmatch(r"(?:for |at |fixed )?([0-9.]+)(?: each| each unit)?", said)
    if found:
        return {"price": found[1]}
    raise NotYet(f"units given for {text!r}")


# ---- Rules that only the description tells ----

def taken_off(about, name, others=()):
    """What a coupon takes off, from where the description names it to where it names another:
    a member of a promotion, {} where it is not told.
    """
    names = "|".join(re.escape(str(one)) for one in sorted({name, *others}, key=len, reverse=True))
    parts = re.split(rf"(?<![\w-])({names})(?![\w-])", about or "")
    own = [text for found, text in zip(parts[1::2], parts[2::2]) if found == name]
    for text in own or [about or ""]:
        found = re.search(r"([0-9]+(?:\.[0-9]+)?) ?(%?) off", text)
        if found:
            return {"percent" if found[2] else "amount": found[1]}
    return {}


_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "twelve": 12}


def count(text):
    return _COUNTS[text] if text in _COUNTS else int(text)


def tier_window(about):
    """Which periods decide a tier, from the description; None where it is not told."""
    found = re.search(r"each of the (\w+) (?:previous|last|past) calendar (month|quarter|year)s",
                      about or "")
    if found and (found[1] in _COUNTS or found[1].isdigit()):
        return {"calendar": found[2], "best_of": count(found[1])}
    found = re.search(r"(?:previous|last|past) calendar (month|quarter|year)", about or "")
    return {"calendar": found[1], "best_of": 1} if found else None


