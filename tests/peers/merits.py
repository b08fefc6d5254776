"""What a job asks of customers, in the few words in which cases write it.

What is counted over a time is a tier of a ladder of its own.
"""
import re

from amounts import exact, identifier
from plan import POINTS
from verdicts import NotYet

_SIGNS = {">": ">", "more than": ">", "over": ">", "above": ">", ">=": ">=", "at least": ">=",
          "from": ">=", "<": "<", "less than": "<", "below": "<", "<=": "<=", "at most": "<="}
_SIGN = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_IS = rf"(?:is |are )?(?P<sign>{_SIGN}) (?P<number>{_NUMBER})"
_EACH = rf"(?:of |each |worth )*(?P<each_sign>{_SIGN}) (?P<each>{_NUMBER})"
_SALES = "purchases|orders|transactions"
_OF_THE = r"(?:in|of|during|within) (?:the |this |one )?"


def _time(number):
    """A calendar period, or so many days or months up to now; it may stand on either side."""
    return (rf"(?: {_OF_THE}(?P<which{number}>previous |last |past |running |current |)"
            rf"(?:calendar )?(?P<period{number}>month|quarter|year)"
            rf"| {_OF_THE}(?:last|past) (?P<length{number}>\d+) (?P<unit{number}>day|month)s)?")


# ---- What is counted ----

def _counts(plan, said):
    """What a ladder counts, and how many of its smallest units a number means."""
    if said["what"].startswith("points"):
        return f"{POINTS} earned", plan.points
    if said["what"] not in _SALES.split("|"):
        return "spend", plan.money
    if said.get("each") is None:
        return "purchases", lambda number: int(exact(number))
    worth = f"total {_SIGNS[said['each_sign']]} {plan.money(said['each'])}"
    return {"amount": f"{worth} ? 1 : 0", "on": "purchase"}, lambda number: int(exact(number))


def _window(said):
    """(window, more members) of a ladder."""
    for number in "12":
        if said.get("period" + number):
            passed = said["which" + number] in ("previous ", "last ", "past ")
            return {"calendar": said["period" + number]}, {
                "lasts": "period", "up": "next-period" if passed else "now"}
        if said.get("length" + number):
            unit = said["unit" + number][0].upper()
            return {"rolling": f"P{said['length' + number]}{unit}"}, {}
    return "lifetime", {}


def _measured(plan, found):
    said = found.groupdict()
    counts, units = _counts(plan, said)
    if _SIGNS[said["sign"]] not in (">", ">="):
        raise NotYet(f"grant.when {found[0]!r}")
    window, members = _window(said)
    name = f"measure{len(plan.document['ladders'])}"
    plan.document["ladders"][name] = {
        "counts": counts, "window": window, **members,
        "tiers": [{"id": "less", "from": 0},
                  {"id": "enough", "from": units(said["number"]) + (_SIGNS[said["sign"]] == ">")}]}
    return [f"customer.tiers.{name} == 'enough'"]


# ---- Other merits ----

def _since_first(_plan, found):
    return ["customer.days_since_first_purchase >= 0",
            f"customer.days_since_first_purchase <= {int(found['days'])}"]


def _birthday_in_month(_plan, _found):
    return ["customer.birthday_month == event.local.month"]


def _birthday_today(_plan, _found):
    return ["customer.is_birthday"]


def _in_tier(_plan, found):
    return [f"customer.tiers.tiers == '{identifier(found['tier'])}'"]


def _each(_plan, found):
    return [f"(customer.purchases + 1) % {int(found['each'])} == 0"]


_CLAUSES = (
    (rf"(?:on )?(?:every|each) (?P<each>\d+)(?:st|nd|rd|th)? (?:{_SALES}|purchase|order)", _each),
    (rf"(?:the )?(?:number of |count of )?(?P<what>{_SALES}) {_EACH}{_time(1)} {_IS}{_time(2)}",
     _measured),
    (rf"(?:the )?(?:number of |count of )?(?P<what>{_SALES}){_time(1)} {_IS}"
     rf"(?: {_EACH})?{_time(2)}", _measured),
    (rf"(?:the )?(?:sum of |number of )?(?P<what>points(?: earned)?){_time(1)} {_IS}{_time(2)}",
     _measured),
    (rf"(?:the )?(?P<what>sum of (?:all )?(?:{_SALES})|spent|spend|total spent|amount spent)"
     rf"{_time(1)} {_IS}{_time(2)}", _measured),
    (rf"{_IS} (?P<what>{_SALES}|points(?: earned)?)(?: {_EACH})?{_time(2)}", _measured),
    (r"within (?P<days>\d+) days of (?:the|his|their) first(?: purchase)?", _since_first),
    (r"(?:the )?birthday (?:is )?in (?:the|this) (?:running |current )?month|birthday month",
     _birthday_in_month),
    (r"(?:the )?birthday(?: is)? today", _birthday_today),
    (r"(?:the )?tier (?:is|becomes) (?P<tier>[\w-]+)", _in_tier),
)


def _plain(text):
    """At least and at most said the other way round."""
    said = re.sub(rf"({_NUMBER}) or more", r"at least \1", str(text).lower().strip())
    return re.sub(rf"({_NUMBER}) or less", r"at most \1", said)


def condition(plan, text):
    """The terms of a condition in words; one word that is not understood is too many."""
    rest, terms = _plain(text), []
    while rest:
        for pattern, build in _CLAUSES:
            found = re.match(rf"(?:and )?(?:{pattern})(?=$|[ ,])[, ]*", rest)
            if found:
                terms += build(plan, found)
                rest = rest[found.end():]
                break
        else:
            raise NotYet(f"grant.when {text!r}")
    return terms
