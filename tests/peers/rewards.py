"""Rewards: what they cost, and those handed out one by one as vouchers."""
import expiry
import jobs
import payments
from amounts import identifier
from plan import POINTS
from verdicts import NotYet

_KINDS = (None, "free-product", "percent-off", "amount-off")


def price_id(points):
    """The reward that stands for a redemption of just so many points."""
    return f"points-{points}"


def grant_kind(reward):
    return identifier(f"grant.{reward}")


def _give(plan, reward):
    kind = reward.get("kind")
    if kind not in _KINDS:
        raise NotYet(f"rewards {kind}")
    if kind == "free-product" and str(reward.get("qty", 1)) == "1":
        return {"free_item": {"sku": reward["sku"]}}
    if kind == "amount-off" and "amount" in reward:
        return {"discount": plan.money(reward["amount"])}
    return {"text": reward["id"]}


def _reward(plan, reward):
    one = {"id": identifier(reward["id"]), "give": _give(plan, reward)}
    if "coupon_pool" in reward:
        one["limit"] = {"all": len(reward["coupon_pool"])}
    if "cost_points" in reward:
        one["price"] = {POINTS: plan.points(reward["cost_points"])}
    plan.document["rewards"].append(one)


def _vouchers(plan):
    granted = plan.steps_that("grant-reward")
    for reward in dict.fromkeys(step["reward"] for step in granted):
        life = expiry.common_life([step for step in granted if step["reward"] == reward])
        voucher = {"reward": identifier(reward)}
        if life is not None:
            voucher["expires"] = expiry.iso_duration(life)
        plan.document["vouchers"][identifier(reward)] = voucher
        plan.document["events"].append(grant_kind(reward))
        plan.rule(id=grant_kind(reward), on=grant_kind(reward), issue=identifier(reward))
    for reward in jobs.grants(plan):
        plan.document["vouchers"].setdefault(identifier(reward["id"]),
                                             {"reward": identifier(reward["id"])})


def _redemptions(plan):
    """A redemption that names no order buys something for its points."""
    for step in plan.steps_that("redeem"):
        points = plan.points(step["points"])
        known = [reward["id"] for reward in plan.document["rewards"]]
        if "order" not in step and price_id(points) not in known:
            plan.document["rewards"].append(
                {"id": price_id(points), "price": {POINTS: points}, "give": {"text": "points"}})


def translate(plan):
    for reward in plan.program.get("rewards", []):
        if reward not in payments.money_rewards(plan):
            _reward(plan, reward)
    _vouchers(plan)
    _redemptions(plan)
