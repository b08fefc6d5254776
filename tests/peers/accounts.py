"""Steps between two customers: points that move, accounts that become one, friends who are
brought along, and members of a household.
"""
import amounts
from plan import POINTS
from verdicts import NotOffered, NotYet

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


def refer(session, step):
    """One customer has brought another one."""
    friends = [str(step[name]) for name in ("referee", "friend", "customer") if name in step]
    if not friends or "referrer" not in step:
        raise NotYet("a referral that does not say whose")
    friend = friends[0]
    session.know(str(step["referrer"]))
    session.know(friend)
    session.apply("referral", customer=friend, referrer=str(step["referrer"]))
    session.settle()


# ---- Households ----

def found_households(session):
    said = session.plan.program.get("households", {})
    if isinstance(said, list):
        said = {one["id"]: one["members"] for one in said}
    for name, members in said.items():
        for member in members:
            _join(session, str(name), str(member))


def _join(session, name, member):
    session.know(member)
    session.apply("household", customer=member, household=name,
                  action="join" if name in session.pools.values() else "create")
    session.pools[member] = name


def join(session, step):
    _join(session, str(step["household"]), session.now.customer)


def leave(session, _step):
    session.apply("household", action="leave")
    session.pools.pop(session.now.customer, None)


# ---- The program ----

_POINTS = {"referrer_points": "referrer", "referee_points": "friend", "friend_points": "friend"}


def _referrals(plan, said):
    unknown = set(said) - set(_POINTS) - {"on", "min_order_value", "max_referrals",
                                            "within_days"}
    if unknown:
        raise NotYet("a referral with " + ", ".join(sorted(unknown)))
    members = {_POINTS[name]: {POINTS: plan.points(said[name])} for name in _POINTS if name in said}
    if "min_order_value" in said:
        members["minimum"] = plan.money(said["min_order_value"])
    if "within_days" in said:
        members["within"] = f"P{int(said['within_days'])}D"
    if "max_referrals" in said:
        members["limit"] = {"times": int(said["max_referrals"])}
    return {"on": said.get("on", "first-purchase"), **members}


_TRANSFERS = {"fee": "fee", "min_points": "minimum", "max_points": "most_out"}


def _transfers(plan, said):
    """A fee is what a transfer costs its sender beside what he sends."""
    if "fee_percent" in said:
        raise NotOffered("transfers that cost a part of what is sent")
    unknown = set(said) - set(_TRANSFERS)
    if unknown:
        raise NotYet("transfers with " + ", ".join(sorted(unknown)))
    return {_TRANSFERS[name]: {POINTS: plan.points(one)} for name, one in said.items()}


def translate(plan):
    if plan.steps_that("transfer"):
        plan.document["transfers"] = _transfers(plan, plan.program.get("transfers", {}))
    if plan.steps_that("merge"):
        plan.document["merges"] = {}
    if "households" in plan.program or plan.steps_that("join-household"):
        plan.document["households"] = {"kind": "pool"}
    if "referral" in plan.program:
        plan.document["referrals"] = _referrals(plan, plan.program["referral"])
