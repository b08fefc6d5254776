"""Steps between two customers: points that move, accounts that become one, friends who are
brought along, and members of a household.
"""
import amounts
from plan import POINTS
from verdicts import NotYet

_BROUGHT = "referred_by"


def _other(step, *names):
    found = [str(step[name]) for name in names if name in step]
    if len(found) != 1:
        raise NotYet(f"{step['do']} that does not say to whom")
    return found[0]


def transfer(session, step):
    giver, receiver = step.get("customer", step.get("from")), _other(step, "to")
    session.know(receiver)
    session.apply("transfer", customer=giver and str(giver), to=receiver,
                  points={POINTS: amounts.text(step["points"])})
    session.settle()


def merge(session, step):
    session.apply("merge", to=_other(step, "into", "to"))
    session.settle()


def bring(session, step):
    """A customer who comes because another one told him."""
    if _BROUGHT in step:
        session.know(str(step[_BROUGHT]))
        session.apply("referral", customer=str(step["id"]), referrer=str(step[_BROUGHT]))
        session.settle()


def household(session, member):
    """What happens to a member's points happens to those of his household."""
    return next((name for name, members in session.plan.program.get("households", {}).items()
                 if member in [str(one) for one in members]), None)


def found_households(session):
    for name, members in session.plan.program.get("households", {}).items():
        for number, member in enumerate(members):
            session.know(str(member))
            session.apply("household", customer=str(member), household=str(name),
                          action="join" if number else "create")


# ---- The program ----

_POINTS = {"referrer_points": "referrer", "referee_points": "friend", "friend_points": "friend"}


def _referrals(plan, said):
    unknown = set(said) - set(_POINTS) - {"on", "min_order_value"}
    if unknown:
        raise NotYet("a referral with " + ", ".join(sorted(unknown)))
    members = {_POINTS[name]: {POINTS: plan.points(said[name])} for name in _POINTS if name in said}
    if "min_order_value" in said:
        members["minimum"] = plan.money(said["min_order_value"])
    return {"on": said.get("on", "first-purchase"), **members}


def translate(plan):
    if plan.steps_that("transfer"):
        plan.document["transfers"] = {}
    if plan.steps_that("merge"):
        plan.document["merges"] = {}
    if "households" in plan.program:
        plan.document["households"] = {"kind": "pool"}
    if "referral" in plan.program:
        plan.document["referrals"] = _referrals(plan, plan.program["referral"])
