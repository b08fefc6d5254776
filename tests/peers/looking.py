"""Steps that only look: how often a reward can be had, what points are worth and cost, and
which points lapse by when.
"""
from datetime import timedelta

import clock
import sales
from amounts import exact, from_units, identifier, text
from plan import LADDER, POINTS
from verdicts import NotYet
from vocabulary import QUERY

_MOST_FREE = 10000
_UNTIL = ("until", "before", "by", "to", "date")
_DAYS = ("within_days", "days")
_STRANGER = "converter"


def max_free(session, step, copy):
    """As often as a copy of the customer can buy it."""
    free = 0
    while free < _MOST_FREE and copy.apply("redeem", reward=identifier(step["reward"])).applied:
        free += 1
    session.now.found["max_free"] = free


# ---- Points and money ----

def redeemable(session, step):
    """What an order would take of all the points that there are."""
    points = session.balance()
    session.apply("purchase", quote=True, lines=[{"unit_price": step["order_total"]}],
                  pay={POINTS: points} if points > 0 else {})

def needed(session, amount):
    """The points that so much money costs at least; the last step may be too much."""
    payment = session.plan.currency["payment"]
    if "value" not in payment:
        raise NotYet("points that are worth no money")
    return -(-session.plan.money(amount) // payment["value"]) * payment["step"]


def as_dear(session, points):
    """The lines of an order that so many points pay; none where they are worth no money."""
    payment = session.plan.currency["payment"]
    if "value" not in payment:
        return []
    steps = -(-session.plan.points(points) // payment["step"])
    return [{"unit_price": from_units(max(0, steps) * payment["value"], session.plan.digits)}]


def _stranger_pays(session, points, money):
    """A stranger who has the points pays with them."""
    asked = from_units(points, session.plan.scale)
    sales.adjust_by(session, asked, customer=_STRANGER)
    session.apply("purchase", customer=_STRANGER, quote=True,
                  lines=[{"unit_price": from_units(money, session.plan.digits)}],
                  pay={POINTS: asked})


def convert_points(session, step):
    """What so many points are worth: they pay a basket as dear as needed."""
    payment = session.plan.currency["payment"]
    points = session.plan.points(step["points"])
    _stranger_pays(session, points, -(-points // payment["step"]) * payment["value"])


def convert_amount(session, step):
    """What so much money costs in points."""
    points = needed(session, step["amount"])
    _stranger_pays(session, points, session.plan.money(step["amount"]))
    session.now.found["points"] = sum(effect.amount for effect in session.now.effects("pay")
                                      if effect.name == POINTS)


# ---- What lapses, and what is missing ----

def _moment(session, value, name):
    if name in _DAYS:
        return session.now.at + timedelta(days=int(value))
    return clock.moment(str(value))


def expiring(session, step):
    said = [name for name in (*_UNTIL, *_DAYS) if name in step]
    if len(said) != 1:
        raise NotYet("points that lapse without saying by when")
    until = _moment(session, step[said[0]], said[0])
    customer = session.customer(session.now.customer)
    session.now.found["expiring"] = 0 if customer is None else sum(
        one.points for one in customer.expiring[POINTS]
        if one.expires is not None and one.expires <= until)


# ---- Points of all customers ----

def _outstanding(session):
    has = session.report()
    return has.available + has.pending + has.held - has.debt


def _liability(session):
    """What the outstanding points are worth at the rate at which they pay."""
    payment = session.plan.currency.get("payment", {})
    if "value" not in payment:
        raise NotYet("a liability of points that are worth no money")
    worth = exact(text(_outstanding(session))) * 10**session.plan.scale * payment["value"]
    return worth / payment["step"] / 10**session.plan.digits


_TOTALS = {"issued": lambda session: session.report().issued,
           "redeemed": lambda session: session.report().spent,
           "spent": lambda session: session.report().spent,
           "expired": lambda session: session.report().expired,
           "reversed": lambda session: session.report().reversed,
           "outstanding": _outstanding, "balance": _outstanding, "liability": _liability}


_REPORTS = ("report", "liability", "totals", "summary", "breakage")


def reports(step):
    """Whether a step asks for figures over all customers."""
    return step["do"].startswith(QUERY) and any(word in step["do"] for word in _REPORTS)


def total(name):
    return lambda session, _done, _expected: _TOTALS[name](session)


def totals(session, _done, expected):
    if not isinstance(expected, dict) or set(expected) - set(_TOTALS):
        raise NotYet(f"totals {expected}")
    return {name: _TOTALS[name](session) for name in expected}


def next_tier(session, done, expected):
    found = _outlook(session, done).next
    return expected if expected is not None and found == identifier(expected) else found


def to_next_tier(session, done, _expected):
    missing = _outlook(session, done).to_next
    counts = session.plan.document["ladders"][LADDER]["counts"]
    digits = session.plan.digits if counts == "spend" else session.plan.scale
    return exact(text(from_units(missing, digits)))


def progress(session, done, _expected):
    """Whole percents of the way from the threshold of the tier to the next one."""
    found = _outlook(session, done)
    rungs = session.plan.document["ladders"][LADDER]["tiers"]
    own = next(number for number, rung in enumerate(rungs) if rung["id"] == found.tier)
    if found.next is None:
        return 100
    span = rungs[own + 1]["from"] - rungs[own]["from"]
    return max(0, 100 * (span - found.to_next) // span)


def lifetime_earned(session, done, _expected):
    """What a customer has earned in all; what came back of it counts all the same."""
    return sum(entry.points for one in session.done if one.customer == done.customer
               for outcome in one.outcomes if not outcome.replayed for entry in outcome.entries
               if entry.kind == "earn" and entry.currency == POINTS)


def _outlook(session, done):
    customer = session.customer(done.customer)
    if LADDER not in session.plan.document["ladders"] or customer is None:
        raise NotYet("the next tier of nobody")
    return customer.outlook[LADDER]
