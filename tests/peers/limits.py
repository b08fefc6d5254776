"""How often something may be used and how much it may earn: limits of rules, promotions and
rewards, and caps of points.
"""
import amounts
from plan import POINTS
from verdicts import NotYet
from vocabulary import CAPS

_PER = {"customer": "lifetime", "ever": "lifetime", "lifetime": "lifetime", "total": "lifetime",
        "day": "day", "week": "week", "month": "month", "quarter": "quarter",
        "half-year": "half-year", "year": "year", "birthday": "birthday",
        **{"calendar-" + name: name for name in ("day", "week", "month", "quarter", "year")}}
_CAPPED = {"order": "event", "purchase": "event", "event": "event",
           **{name: one for name, one in _PER.items() if name != "birthday"}}


def period(said, where):
    """The time in which uses are counted."""
    if said not in _PER:
        raise NotYet(f"{where} {said!r}")
    return _PER[said]


def _in_time(said):
    """So many uses by a customer in some time."""
    if not isinstance(said, dict):
        return {"customer": int(said)}
    unknown = set(said) - {"count", "times", "per"}
    if unknown or not {"count", "times"} & set(said):
        raise NotYet("a limit with " + ", ".join(sorted(unknown or {"no count"})))
    return {"customer": int(said.get("count", said.get("times"))),
            "per": period(said.get("per", "lifetime"), "limit.per")}


def of(rule):
    """A limit of uses; those before the case begins are not there any more."""
    limit = _in_time(rule["limit"]) if "limit" in rule else {}
    if "once_per" in rule:
        limit = {"customer": 1, "per": period(rule["once_per"], "once_per")}
    if "limit_per_customer" in rule:
        limit["customer"] = int(rule["limit_per_customer"])
    if "limit_total" in rule:
        limit["all"] = max(0, int(rule["limit_total"]) - int(rule.get("used", 0)))
    if limit and "reusable_after_cancel" in rule:
        limit["freed"] = bool(rule["reusable_after_cancel"])
    return limit or None


def _cap(said):
    """(points, period) of a cap; a number is one of each order."""
    if not isinstance(said, dict):
        return said, "event"
    unknown = set(said) - {"points", "per"}
    if unknown or "points" not in said:
        raise NotYet("a cap with " + ", ".join(sorted(unknown or {"no points"})))
    per = said.get("per", "order")
    if per not in _CAPPED:
        raise NotYet(f"cap.per {per!r}")
    return said["points"], _CAPPED[per]


def _budget(said, amount):
    """(how much all customers together may have, in which time)"""
    if not isinstance(said, dict):
        return said, "lifetime"
    unknown = set(said) - {amount, "per"}
    if unknown or amount not in said:
        raise NotYet("a budget with " + ", ".join(sorted(unknown or {f"no {amount}"})))
    return said[amount], period(said.get("per", "lifetime"), "budget.per")


def budget(plan, rule, name):
    """What all customers together may have of a rule or a promotion."""
    if "budget" not in rule:
        return
    money = rule.get("kind") in ("percent-off", "amount-off")
    most, per = _budget(rule["budget"], "amount" if money else "points")
    what = ({"money": plan.money(most), "promotions": [name]} if money else
            {"currency": POINTS, "limit": plan.points(most), "rules": [name]})
    plan.document.setdefault("budgets", []).append(
        {"id": amounts.identifier(f"budget.{name}"), "per": per, **what})


def cap(plan, rule, names):
    """The most points that the rules of these names earn."""
    for field in sorted((CAPS - {"budget"}) & set(rule)):
        points, per = _cap(rule[field])
        plan.document.setdefault("caps", []).append(
            {"id": amounts.identifier(f"cap-{len(plan.document.get('caps', []))}"),
             "currency": POINTS, "limit": plan.points(points), "per": per, "rules": names})
