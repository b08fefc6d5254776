"""Jobs of a host that give rewards to everybody who deserves them.

A job is an event that each customer is sent; a reward that a job gives is a
rule on that event, whose condition the case writes in a few words.
"""
import re

from amounts import exact, identifier
from plan import POINTS
from verdicts import NotYet

_PER = {"customer": "lifetime", "ever": "lifetime", "lifetime": "lifetime", "day": "day",
        "week": "week", "month": "month", "year": "year", "birthday": "birthday"}
_SIGNS = {">": ">", "more than": ">", "over": ">", "above": ">", ">=": ">=", "at least": ">=",
          "from": ">=", "<": "<", "less than": "<", "below": "<", "<=": "<=", "at most": "<="}
_SIGN = "(" + "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)) + ")"
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"


def event_of(job):
    return identifier(f"job.{job}")


def of(plan):
    """The jobs of a case."""
    return sorted({str(step["job"]) for step in plan.steps_that("run-job")})


# ---- Conditions in words ----

def _sum_of_purchases(plan, found):
    return [f"customer.spend {_SIGNS[found[1]]} {plan.money(found[2])}"]


def _since_first(_plan, found):
    return ["customer.days_since_first_purchase >= 0",
            f"customer.days_since_first_purchase <= {int(found[1])}"]


def _number_of_purchases(plan, found):
    """Purchases of some worth are counted one by one."""
    if found[3] is None:
        return [f"customer.purchases {_SIGNS[found[1]]} {int(exact(found[2]))}"]
    counters = plan.document.setdefault("counters", {})
    counter = f"purchases{len(counters)}"
    counters[counter] = {}
    plan.rule(id=f"count.{counter}", on="purchase", count={counter: 1},
              when=f"total {_SIGNS[found[4]]} {plan.money(found[5])}")
    return [f"customer.counters.{counter} {_SIGNS[found[1]]} {int(exact(found[2]))}"]


def _in_period(plan, found):
    """What a calendar period has counted is a tier of a ladder of its own."""
    what, which, period, sign, number = found.groups()
    if _SIGNS[sign] not in (">", ">="):
        raise NotYet(f"grant.when {found[0]!r}")
    points = what.startswith("points")
    least = (plan.points if points else plan.money)(number) + (_SIGNS[sign] == ">")
    name = f"period{len(plan.document['ladders'])}"
    passed = which in ("previous ", "last ", "past ")
    plan.document["ladders"][name] = {
        "counts": f"{POINTS} earned" if points else "spend",
        "window": {"calendar": period}, "lasts": "period",
        "up": "next-period" if passed else "now",
        "tiers": [{"id": "less", "from": 0}, {"id": "enough", "from": least}]}
    return [f"customer.tiers.{name} == 'enough'"]


def _birthday_in_month(_plan, _found):
    return ["customer.birthday_month == event.local.month"]


def _birthday_today(_plan, _found):
    return ["customer.is_birthday"]


def _in_tier(_plan, found):
    return [f"customer.tiers.tiers == '{identifier(found[1])}'"]


_CLAUSES = (
    (r"(?:the )?(points(?: earned)?|sum of purchases) (?:in|of) (?:the |this |one )"
     r"(previous |last |past |running |current |)(?:calendar )?(month|quarter|year) (?:is )?"
     rf"{_SIGN} {_NUMBER}", _in_period),
    (rf"(?:the )?sum of (?:all )?purchases (?:is )?{_SIGN} {_NUMBER}", _sum_of_purchases),
    (rf"(?:spent|spend|total spent) {_SIGN} {_NUMBER}", _sum_of_purchases),
    (r"within (\d+) days of (?:the|his|their) first(?: purchase)?", _since_first),
    (rf"(?:the )?(?:number of )?purchases (?:is )?{_SIGN} {_NUMBER}( of {_SIGN} {_NUMBER})?",
     _number_of_purchases),
    (rf"{_SIGN} {_NUMBER} purchases( of {_SIGN} {_NUMBER})?", _number_of_purchases),
    (r"(?:the )?birthday (?:is )?in (?:the|this) (?:running |current )?month|birthday month",
     _birthday_in_month),
    (r"(?:the )?birthday(?: is)? today", _birthday_today),
    (r"(?:the )?tier (?:is|becomes) ([\w-]+)", _in_tier),
)


def condition(plan, text):
    """The terms of a condition in words; one word that is not understood is too many."""
    rest, terms = str(text).lower().strip(), []
    while rest:
        for pattern, build in _CLAUSES:
            found = re.match(rf"(?:and )?{pattern}(?=$|[ ,])[, ]*", rest)
            if found:
                terms += build(plan, found)
                rest = rest[found.end():]
                break
        else:
            raise NotYet(f"grant.when {text!r}")
    return terms


# ---- Grants ----

def _limit(grant):
    once = grant.get("once_per")
    if once is None:
        return None
    if once not in _PER:
        raise NotYet(f"grant.once_per {once!r}")
    return {"customer": 1, "per": _PER[once]}


def grants(plan):
    return [reward for reward in plan.program.get("rewards", []) if "grant" in reward]


def translate(plan):
    if grants(plan) and not of(plan):
        raise NotYet("grants without a job")
    for reward in grants(plan):
        grant = reward["grant"]
        unknown = set(grant) - {"when", "qty", "once_per"}
        if unknown:
            raise NotYet(f"grant with {', '.join(sorted(unknown))}")
        terms = condition(plan, grant.get("when", ""))
        name = identifier(reward["id"])
        for number in range(int(grant.get("qty", 1))):
            plan.rule(id=f"grant.{name}.{number}", on=[event_of(job) for job in of(plan)],
                      when=" && ".join(terms) or None, issue=name, limit=_limit(grant))
    if grants(plan):
        plan.document["events"] += [event_of(job) for job in of(plan)]
