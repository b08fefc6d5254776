"""Other names of when something holds and how often, as members of one name: days from and to,
hours of the day, and limits and caps that carry their period in their name.
"""
import re

_STARTS = ("valid_from", "starts_at", "start_date", "starts_on", "active_from")
_ENDS = ("valid_to", "valid_until", "ends_at", "end_date", "ends_on", "active_to", "active_until")
_WAITS = ("locked_until", "pending_until", "unlocks_at", "available_at")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BETWEEN = (("from", "to"), ("from_time", "to_time"), ("start_time", "end_time"),
            ("time_from", "time_to"), ("from_hour", "to_hour"))
_HOURS = ("hours", "time", "time_of_day", "between")
_CAPPED = re.compile(r"(?:max_points|points_cap|cap|cap_points)_per_(\w+)")
_LIMITED = re.compile(r"(?:limit|max_times|times|max_uses|uses)_per_"
                      r"(day|week|month|quarter|half_year|year)")


def _renamed(members, others, name):
    found = [one for one in others if one in members]
    if len(found) != 1 or name in members:
        return members
    return {name if one == found[0] else one: value for one, value in members.items()}


def _period(members, pattern, name, make):
    """A limit or a cap whose name ends with its period."""
    found = [one for one in members if pattern.fullmatch(one)]
    if len(found) != 1 or name in members:
        return members
    per = pattern.fullmatch(found[0])[1].replace("_", "-")
    rest = {one: value for one, value in members.items() if one != found[0]}
    return {**rest, name: make(members[found[0]], per)}


def _capped(points, per):
    return {"points": points, "per": per}


def _limited(count, per):
    return {"count": count, "per": per}


# ---- What a condition says of time ----

def _hours_of(when):
    """(the names that say hours of the day, [from, to]); nothing where there are none."""
    for name in _HOURS:
        said = when.get(name)
        if isinstance(said, dict) and len(said) == 2:
            found = [pair for pair in (*_BETWEEN, ("start", "end")) if set(pair) == set(said)]
            if found:
                return (name,), [said[one] for one in found[0]]
        if isinstance(said, list) and len(said) == 2 and all(
                _CLOCK.fullmatch(str(one)) for one in said):
            return (name,), said
    for pair in _BETWEEN:
        if all(_CLOCK.fullmatch(str(when.get(one))) for one in pair):
            return pair, [when[one] for one in pair]
    return (), None


def _days_of(when):
    """{starts, ends} of a condition with days from and to."""
    said = {name: when[one] for name, one in (("starts", "from"), ("ends", "to"))
            if _DAY.match(str(when.get(one)))}
    return said if len(said) == len({"from", "to"} & set(when)) else {}


def _of_condition(members):
    when = {"months" if name == "month" else name: one for name, one in members["when"].items()}
    if "months" in when and not isinstance(when["months"], list):
        when["months"] = [when["months"]]
    names, hours = _hours_of(when)
    if hours:
        when = {name: one for name, one in when.items() if name not in names}
        when["hours"] = hours
    for name in ("any", "all"):
        if isinstance(when.get(name), list):
            when[name] = [said_once({"when": one}) if isinstance(one, dict) else one
                          for one in when[name]]
    days = _days_of(when)
    if days and not set(days) & set(members):
        when = {name: one for name, one in when.items() if name not in ("from", "to")}
        members = {**members, **days}
    return {**members, "when": when}


def said_once(members):
    """A map with the names that this runner knows for what it says of time."""
    members = _renamed(_renamed(members, _STARTS, "starts"), _ENDS, "ends")
    members = _renamed(members, _WAITS, "available_from")
    members = _period(members, _LIMITED, "limit", _limited)
    if "kind" in members or "points" in members:
        members = _period(members, _CAPPED, "cap", _capped)
    return _of_condition(members) if isinstance(members.get("when"), dict) else members
