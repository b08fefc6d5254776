"""How long points live and which go first; what is taken back when they are gone."""
from clock import moment
from plan import CREDIT
from verdicts import NotYet

_ORDERS = {"oldest-credit-first": "oldest", "earliest-expiry-first": "soonest-expiry"}
_POLICIES = {"clamp-to-zero": "zero", "clamp": "zero", "within-balance": "zero",
             "allow-negative": "debt", "negative": "debt", "unlimited": "debt",
             "only-pending": "pending", "pending-only": "pending"}
_IN_PROPORTION = ("proportional", "in-proportion")
_UNITS = {"days": "D", "months": "M", "years": "Y"}
_PERIODS = {"month": "month", "quarter": "quarter", "half-year": "half-year", "year": "year"}
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
           "october", "november", "december")
_ACTIVITY = ("rolling", "activity", "inactivity", "sliding")


def iso_duration(delta):
    seconds = delta.seconds
    time = f"T{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S" if seconds else ""
    return f"P{delta.days}D{time}"


def _lives(steps):
    return {None if step.get("expires") is None
            else moment(step["expires"]) - moment(step["at"]) for step in steps}


def common_life(steps):
    """How long what these steps give lives, None: for ever. It must be the same for all,
    because a program says it once for all.
    """
    lives = _lives(steps)
    if len(lives) > 1:
        raise NotYet("vouchers of one kind that live differently long")
    return lives.pop() if lives else None


def credits_say(plan):
    """Whether each credit says itself when it ends."""
    return len(_lives(plan.steps_that("credit", "award"))) > 1


def ends(plan):
    """The ends that credits have of their own; the first is none."""
    if not credits_say(plan):
        return [None]
    said = {step.get("expires") for step in plan.steps_that("credit", "award")}
    return [None, *sorted(said - {None})]


def _period(kind):
    """The period with whose end points go, where the kind of expiry names one."""
    name = str(kind).removeprefix("calendar-").removeprefix("end-of-")
    return _PERIODS.get(name, name if name in _MONTHS else None) if name != kind else None


def _lifetime(plan, expiry):
    kind = expiry.get("kind")
    spans = [f"P{expiry[name]}{unit}" for name, unit in _UNITS.items() if name in expiry]
    life = None if credits_say(plan) else common_life(plan.steps_that("credit", "award"))
    if len(spans) + (life is not None) > 1 or (life is not None and kind is not None):
        raise NotYet("points that expire in several ways")
    if _period(kind):
        return {"after": spans[0] if spans else "P0D", "round_up": _period(kind)}
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


def _order(plan, expiry):
    if "lot_order" not in expiry:
        return plan.choose("spend_order", "soonest-expiry", "oldest")
    first = expiry["lot_order"].split(",")[0].strip()
    if first not in _ORDERS:
        raise NotYet(f"lots in the order {expiry['lot_order']!r}")
    return _ORDERS[first]


def _floor(plan):
    policy = plan.program.get("clawback", {}).get("policy")
    if policy in _IN_PROPORTION:
        plan.document["returns"]["method"] = "proportion"
    if policy is None or policy in _IN_PROPORTION:
        return plan.choose("floor", "debt", "zero")
    if policy not in _POLICIES:
        raise NotYet(f"clawback {policy}")
    return _POLICIES[policy]


def translate(plan):
    expiry = plan.program.get("expiry", {})
    plan.currency["expires"] = _lifetime(plan, expiry)
    plan.currency["spend_order"] = _order(plan, expiry)
    plan.currency["floor"] = _floor(plan)
