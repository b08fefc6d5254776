"""When steps take place.

A case that names no time uses its times only as an order. Its steps are then
moved a day apart, so that lots of different steps stay apart.
"""
from datetime import datetime, timedelta, timezone

_TIMES = {"expires", "days", "months", "years", "weeks", "starts", "ends", "birthday", "job",
          "weekdays", "hours", "tier_window", "pending", "until", "available_from", "within_days",
          "expiry_months", "expiry_days", "grace_days", "tier_grace_days"}
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")
_PERIODS = ("day", "week", "month", "quarter", "year")
_FIRST = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)


def moment(text):
    """A moment of UTC; a date is its beginning."""
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=timezone.utc)


def _names_time(value):
    if isinstance(value, dict):
        return any((name in _TIMES and member is not None) or _names_time(member)
                   or (name in ("per", "once_per") and member in _PERIODS)
                   for name, member in value.items())
    return isinstance(value, list) and any(_names_time(member) for member in value)


def times(case):
    """The moments of the steps of a case."""
    told = (_names_time(case["program"]) or _names_time(case["steps"])
            or any(step["do"] == "expire" for step in case["steps"])
            or "kind" in case["program"].get("expiry", {}))
    if told and all("at" in step for step in case["steps"]):
        return [moment(step["at"]) for step in case["steps"]]
    return [_FIRST + timedelta(days=number) for number in range(len(case["steps"]))]
