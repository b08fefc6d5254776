"""Steps that say what a customer has bought and spent, and which tier he has."""
from amounts import exact, identifier, text
from plan import LADDER
from verdicts import NotYet


def _falls(plan):
    """Whether the totals that steps say fall, in a program in which sales do nothing else."""
    said = [exact(step.get("total_amount", step.get("amount")))
            for step in plan.steps_that("set-total-spent", "recompute-tier")
            if "total_amount" in step or "amount" in step]
    return said != sorted(said) and not plan.program.get("earn")


def _as_one_sale(session, amount):
    """The total as one sale, in the place of the one that was the total before."""
    for name in session.totals.pop(session.now.customer, []):
        session.apply("void", receipt={"id": name})
    name = f"total/{len(session.done)}"
    session.apply("purchase", id=name, lines=[{"unit_price": text(amount)}])
    session.totals[session.now.customer] = [name]


def _total_spent(session, amount):
    counts = session.plan.document["ladders"].get(LADDER, {}).get("counts")
    if counts != "spend":
        raise NotYet("a total spent without tiers by what was spent")
    if _falls(session.plan):
        _as_one_sale(session, amount)
        return
    known = session.spent.get(session.now.customer, 0)
    more = session.plan.money(amount) - known
    if more < 0:
        raise NotYet(f"{session.now.step['do']}: less than before")
    session.spent[session.now.customer] = known + more
    outcome = session.apply("import", opening={"ladders": [{"ladder": LADDER, "amount": more}]})
    if not outcome.applied:
        raise NotYet(f"{session.now.step['do']}: {outcome.reason.text}")


def set_total_spent(session, step):
    reckon(session)
    _total_spent(session, step["amount"])


def recompute(session, step):
    reckon(session)
    if "total_amount" in step:
        _total_spent(session, step["total_amount"])
    else:
        session.settle()


def set_orders(session, step):
    """Orders that were there before."""
    session.apply("import", opening={"purchases": {"count": int(step["count"])}})


def _lasts(plan):
    """Whether a tier stays for a time once it is entered."""
    ladder = plan.document["ladders"][LADDER]
    window = ladder.get("window")
    periods = isinstance(window, dict) and "rolling" not in window
    return ladder.get("lasts", "next-period" if periods else "while") != "while"


def _give(session, tier, action, **members):
    if tier is not None:
        session.apply("status", ladder=LADDER, tier=identifier(tier), action=action, **members)


def set_tier(session, step):
    """The level of the moment, and the one that is a floor under it from now on. Where a tier is
    held only while enough is counted, that of the moment is held until it is reckoned again;
    one that is set alone may be a floor as well, and is one where it has an end.
    """
    manual = step.get("manual_tier")
    _give(session, manual, "floor")
    if "expires" in step:
        _give(session, step["tier"], "floor", until=step["expires"])
    elif _lasts(session.plan):
        _give(session, step["tier"], "enter")
    elif manual is None and set_alone(session.plan) == "is a floor":
        _give(session, step["tier"], "floor")
    else:
        _give(session, step["tier"], "set")
        session.entered[session.now.customer] = manual


def set_alone(plan):
    return plan.choose("a tier that is set", "is a floor", "is reckoned again")


def reckon(session):
    """A tier that was of the moment is held no longer."""
    if session.now.customer in session.entered:
        session.apply("status", ladder=LADDER, action="end")
        _give(session, session.entered.pop(session.now.customer), "floor")
