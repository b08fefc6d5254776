"""Tiers: thresholds in money count what was spent, thresholds in points what
was earned.
"""
from amounts import identifier
from plan import LADDER, POINTS
from verdicts import NotOffered, NotYet

NO_TIER = "none"
_TAKES_POINTS = ("debit", "redeem", "expire", "redeem-reward", "redeem-on-order")


def _check_demotion(plan, by_points):
    """The library counts what is earned and what comes back with a sale. Points spent, taken
    or expired do not lower a tier.
    """
    if by_points and plan.steps_that("adjust", "set-balance"):
        raise NotYet("tiers by points that were not earned")
    if not by_points or not plan.steps_that(*_TAKES_POINTS):
        return
    if "tier_demotion" not in plan.program:
        raise NotYet("tiers by points that does not say what losing points does")
    if plan.program["tier_demotion"]:
        raise NotOffered("tiers that follow the balance instead of what was earned")


def translate(plan):
    tiers = plan.program.get("tiers")
    if not tiers:
        return
    by_points = all(isinstance(tier["from"], int) for tier in tiers)
    if not by_points and not all(isinstance(tier["from"], str) for tier in tiers):
        raise NotYet("tiers of both money and points")
    _check_demotion(plan, by_points)
    amount = plan.points if by_points else plan.money
    rungs = [{"id": identifier(tier["id"]), "from": amount(tier["from"])} for tier in tiers]
    rungs.sort(key=lambda rung: rung["from"])
    if rungs[0]["from"] > 0:
        rungs.insert(0, {"id": NO_TIER, "from": 0})
    if plan.program.get("tier_demotion") is False:
        for rung in rungs:
            rung["keep_from"] = 0
    plan.document["ladders"][LADDER] = {
        "counts": f"{POINTS} earned" if by_points else "spend", "tiers": rungs}
