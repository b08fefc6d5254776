"""Tiers: thresholds in money count what was spent, thresholds in points what
was earned, or what there is of them where losing points lowers the tier.
"""
from amounts import identifier
from plan import LADDER, POINTS
from verdicts import NotYet

NO_TIER = "none"
_TAKES_POINTS = ("debit", "redeem", "expire", "redeem-reward", "redeem-on-order")


def _follows_balance(plan):
    """Whether points that are spent, taken or expired lower a tier. Else the library counts
    what is earned and what comes back with a sale.
    """
    demotion = plan.program.get("tier_demotion")
    if demotion and plan.steps_that(*_TAKES_POINTS):
        return True
    if plan.steps_that("adjust", "set-balance"):
        raise NotYet("tiers by points that were not earned")
    if plan.steps_that(*_TAKES_POINTS) and demotion is None:
        raise NotYet("tiers by points that does not say what losing points does")
    return False


def translate(plan):
    tiers = plan.program.get("tiers")
    if not tiers:
        return
    by_points = all(isinstance(tier["from"], int) for tier in tiers)
    if not by_points and not all(isinstance(tier["from"], str) for tier in tiers):
        raise NotYet("tiers of both money and points")
    counts = "spend"
    if by_points:
        counts = f"{POINTS} balance" if _follows_balance(plan) else f"{POINTS} earned"
    amount = plan.points if by_points else plan.money
    rungs = [{"id": identifier(tier["id"]), "from": amount(tier["from"])} for tier in tiers]
    rungs.sort(key=lambda rung: rung["from"])
    if rungs[0]["from"] > 0:
        rungs.insert(0, {"id": NO_TIER, "from": 0})
    if plan.program.get("tier_demotion") is False:
        for rung in rungs:
            rung["keep_from"] = 0
    plan.document["ladders"][LADDER] = {"counts": counts, "tiers": rungs}
