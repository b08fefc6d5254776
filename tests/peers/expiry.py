"""How long points live and which go first; what is taken back when they are gone."""
import calendar
import re
from datetime import datetime, timedelta, timezone

from clock import MONTHS, moment
from amounts import identifier
from plan import CREDIT, LADDER
from verdicts import NotOffered, NotYet

_ORDERS = {"oldest-credit-first": "oldest", "earliest-expiry-first": "soonest-expiry"}
_BACKWARDS = ("newest-credit-first", "latest-expiry-first", "newest-first", "lifo")
_POLICIES = {"clamp-to-zero": "zero", "clamp": "zero", "within-balance": "zero",
             "allow-negative": "debt", "negative": "debt", "unlimited": "debt",
             "only-pending": "pending", "pending-only": "pending"}
_METHODS = {"proportional": "proportion", "in-proportion": "proportion", "by-line": "line",
            "re-evaluate": "re-evaluate", "reevaluate": "re-evaluate", "recalculate": "re-evaluate"}
_UNITS = {"days": "D", "weeks": "W", "months": "M", "years": "Y"}
_PERIODS = {name: name for name in ("day", "month", "quarter", "half-year", "year")}
_ACTIVITY = ("activity", "inactivity")
_EITHER = ("rolling", "sliding")
"""After the last activity, or each lot by itself."""


def iso_duration(delta):
    seconds = delta.seconds
    time = f"T{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S" if seconds else ""
    return f"P{delta.days}D{time}"


_LONGEST = timedelta(days=365 * 999)


def never_lives(step):
    """Whether what a step gives has an end that has been."""
    return step.get("expires") is not None and moment(step["expires"]) <= moment(step["at"])


def life(step):
    """How long what a step gives lives, None: for ever."""
    return (None if step.get("expires") is None
            else moment(step["expires"]) - moment(step["at"]))


def _lives(steps):
    return {life(step) for step in steps if not never_lives(step)}


def common_life(steps):
    """How long what these steps give lives, None: for ever. It must be the same for all,
    because a program says it once for all.
    """
    lives = _lives(steps)
    if len(lives) > 1:
        raise NotYet("vouchers of one kind that live differently long")
    return lives.pop() if lives else None


def credits_say(plan):
    """Whether each credit says itself when it ends, also where a program has no such time."""
    lives = _lives(plan.steps_that("credit", "award"))
    return len(lives) > 1 or any(one is not None and one > _LONGEST for one in lives)


def term(plan, step):
    """(the end, the wait) that a credit has of its own."""
    wait = None
    if "available_from" in step:
        wait = iso_duration(moment(step["available_from"]) - moment(step["at"]))
    return (step.get("expires") if credits_say(plan) else None, wait)


def terms(plan):
    """The ends and waits that credits have of their own; the first are none."""
    said = {term(plan, step) for step in plan.steps_that("credit", "award")
            if not never_lives(step)}
    none = (None, None)
    return [none, *sorted(said - {none}, key=str)]


def _period(kind):
    """The period with whose end points go, where the kind of expiry, or how its end is rounded,
    names one.
    """
    name = str(kind).removeprefix("calendar-").removeprefix("end-of-")
    return _PERIODS.get(name, name if name in MONTHS else None) if name != kind else None


def _rounded(said, kind):
    """The kind of an expiry whose end is moved to the end of a period."""
    period = said if _period(said) else f"end-of-{said}"
    if kind not in (None, "fixed", *_UNITS) or not _period(period):
        raise NotYet(f"expiry.round {said!r}")
    return period


_NO_END = ("never", "none", "unlimited", "no-expiry")


def _fixed_date(expiry):
    """A day of each year on which all points lapse: the end of a month."""
    found = re.fullmatch(r"(?:\d{4}-|-*)(\d{2})-(\d{2})", str(expiry["date"]))
    if expiry.get("kind") not in (None, "fixed-date", "yearly", "annual", "date") or not found:
        raise NotYet(f"expiry of {expiry['date']!r}")
    month, day = int(found[1]), int(found[2])
    if not 1 <= month <= 12 or day < calendar.monthrange(2027, month)[1]:
        raise NotOffered("points that lapse on a date inside a month")
    return f"end-of-{MONTHS[month - 1]}"


def _lifetime(plan, expiry):
    kind = _fixed_date(expiry) if "date" in expiry else expiry.get("kind")
    if kind in _NO_END and set(expiry) <= {"kind", "lot_order"}:
        return "never"
    if "round" in expiry:
        kind = _rounded(expiry["round"], kind)
    spans = [f"P{expiry[name]}{unit}" for name, unit in _UNITS.items() if name in expiry]
    life = None if credits_say(plan) else common_life(plan.steps_that("credit", "award"))
    if len(spans) + (life is not None) > 1 or (life is not None and kind is not None):
        raise NotYet("points that expire in several ways")
    if _period(kind):
        return {"after": spans[0] if spans else "P0D", "round_up": _period(kind)}
    if kind in _EITHER:
        kind = plan.choose("points expire so long after", "activity", "fixed")
    if kind not in (None, "fixed", *_UNITS, *_ACTIVITY) or (kind in _UNITS and kind not in expiry):
        raise NotYet(f"expiry {kind}")
    if kind in _ACTIVITY:
        if not spans:
            raise NotYet(f"expiry {kind} without a time")
        kinds = ["purchase", "redeem", "capture", CREDIT]
        return {"after": spans[0], "edge": "instant", "from": "activity", "activity": kinds}
    if spans or life is not None:
        return {"after": spans[0] if spans else iso_duration(life), "edge": "instant"}
    return "never"


def _of_tiers(plan, expires):
    """How long points live of those who have a tier that says so."""
    lives = {identifier(tier["id"]): f"P{tier[name]}{unit}"
             for tier in plan.program.get("tiers", [])
             for name, unit in (("expiry_months", "M"), ("expiry_days", "D")) if name in tier}
    if lives and not isinstance(expires, dict):
        raise NotYet("points that expire in some tiers only")
    return {**expires, "edge": "end-of-day", "by_tier": {LADDER: lives}} if lives else expires


_NEVER = datetime.max.replace(tzinfo=timezone.utc)


def _same_either_way(plan):
    """Lots of one end whose credits come in the order of their ends go in one order, the oldest
    first, and are kept apart by that.
    """
    steps = plan.steps_that("credit", "award")
    said = [moment(step["expires"]) if "expires" in step else _NEVER for step in steps]
    return len(set(said)) < len(said) and said == sorted(said) and any(
        "lots" in one for one in plan.case["expect"])


def _order(plan, expiry):
    if "lot_order" not in expiry:
        return plan.choose("spend_order", "soonest-expiry", "oldest")
    first = expiry["lot_order"].split(",")[0].strip()
    if first in _BACKWARDS:
        raise NotOffered(f"lots in the order {expiry['lot_order']!r}")
    if first not in _ORDERS:
        raise NotYet(f"lots in the order {expiry['lot_order']!r}")
    return "oldest" if _same_either_way(plan) else _ORDERS[first]


def _floor(plan):
    policy = plan.program.get("clawback", {}).get("policy")
    if policy in _METHODS:
        plan.document["returns"]["method"] = _METHODS[policy]
    if policy is None or policy in _METHODS:
        return plan.choose("floor", "debt", "zero")
    if policy not in _POLICIES:
        raise NotYet(f"clawback {policy}")
    return _POLICIES[policy]


# ---- What there is and cannot be spent yet ----

def _pending(plan):
    said = plan.program.get("pending")
    if said is None:
        return None
    spans = [f"P{said[name]}{unit}" for name, unit in _UNITS.items() if name in said]
    if len(spans) != 1 or len(said) != 1:
        raise NotYet(f"pending {said}")
    return spans[0]


def _balance(plan):
    """Whether a balance has points that wait, and those on hold."""
    if "pending" in plan.program and plan.choose(
            "a balance is", "what can be spent", "also what is pending") == "what can be spent":
        plan.balance_has.remove("pending")
    if plan.steps_that("request-reward", "hold", "reserve", "authorize") and plan.choose(
            "points on hold are", "not in the balance", "in the balance") == "in the balance":
        plan.balance_has.append("held")


def debits_overdraw(plan):
    """Whether points taken by hand may leave a debt."""
    return plan.choose("a debit beyond the balance", "is refused", "is owed") == "is owed"


def translate(plan):
    if "pending" in plan.program:
        plan.currency["pending"] = _pending(plan)
    _balance(plan)
    if plan.steps_that("debit"):
        debits_overdraw(plan)
    expiry = plan.program.get("expiry", {})
    plan.currency["expires"] = _of_tiers(plan, _lifetime(plan, expiry))
    plan.currency["spend_order"] = _order(plan, expiry)
    plan.currency["floor"] = _floor(plan)
