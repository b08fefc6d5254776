"""Rewards: what they cost, and those handed out one by one as vouchers."""
import conditions
import expiry
import jobs
import limits
import payments
from amounts import exact, identifier
from plan import POINTS
from verdicts import NotYet

_KINDS = (None, "free-product", "percent-off", "amount-off", "fixed-price", "gift")


def price_id(points):
    """The reward that stands for a redemption of just so many points."""
    return f"points-{points}"


def grant_kind(voucher):
    return identifier(f"grant.{voucher}")


def vouchers(plan, reward):
    """The vouchers of a reward by how long they live, which a program says for each kind."""
    lives = list(dict.fromkeys(expiry.life(step) for step in plan.steps_that("grant-reward")
                               if step["reward"] == reward)) or [None]
    names = [reward, *(f"{reward}.{number}" for number in range(2, len(lives) + 1))]
    return {life: identifier(name) for life, name in zip(lives, names)}


def in_baskets(plan):
    """Rewards that are taken with a basket: points buy a voucher, which a promotion takes off.
    Their points are worth money otherwise where a point is worth so much.
    """
    taken = {reward for step in plan.steps for reward in step.get("take", [])}
    return [reward for reward in plan.program.get("rewards", [])
            if reward.get("id") in taken and reward not in payments.money_rewards(plan)
            and reward.get("kind") is not None]


def spends_at_once(plan):
    """Whether the points of an order buy rewards of that order."""
    said = plan.program.get("conventions", {}).get("points_of_this_order_spendable_now")
    if said is not None:
        return bool(said)
    return plan.choose("an order's points can be spent", "later", "at once") == "at once"


def paid_with_orders(plan):
    """Whether the points of rewards are a payment of the order that they are taken with, so
    that it fails without them and its returns give them back. Points of the order itself
    cannot pay for it, and a point is worth money only where it buys no reward.
    """
    takes = [step for step in plan.steps if "take" in step]
    if (not takes or any(step["do"] != "purchase" for step in takes) or "redeem" in plan.program
            or payments.money_rewards(plan) or spends_at_once(plan)):
        return False
    return plan.choose("rewards of an order are", "bought before it", "paid with it"
                       ) == "paid with it"


def cost(plan, names):
    """The points that rewards of these names cost together."""
    costs = {reward.get("id"): reward.get("cost_points", 0)
             for reward in plan.program.get("rewards", [])}
    return sum(exact(costs[name]) for name in names)


def fail_orders(plan):
    """Whether an order fails when one of its rewards is refused."""
    return plan.choose("an order whose reward is refused", "goes on", "fails") == "fails"


def come_back(plan):
    """Whether the points of a reward come back with the whole order that it was taken with."""
    return plan.choose("points of rewards", "come back", "are gone") == "come back"


def promotions(plan):
    """What rewards that are taken with a basket take off it, so often as they are taken."""
    result = []
    for reward in in_baskets(plan):
        rule = {name: one for name, one in reward.items()
                if name not in ("cost_points", "coupon_pool", "grant", "sku", "qty")}
        rule.setdefault("on", "items" if {"skus", "categories"} & set(reward) else "order")
        if reward["kind"] == "free-product":
            rule.update(_free_product(plan, reward))
        times = max(step.get("take", []).count(reward["id"]) for step in plan.steps)
        result += [{**rule, "id": f"{reward['id']}.{time}" if time > 1 else reward["id"],
                    "reward": reward["id"]} for time in range(1, times + 1)]
    return result


def _free_product(plan, reward):
    """A unit that is given is one more, or one of the basket."""
    sku, units = str(reward["sku"]), int(reward.get("qty", 1))
    if plan.choose("a free product is", "on top", "in the basket") == "on top":
        return {"kind": "gift", "get": {"sku": sku, "qty": units}}
    return {"kind": "percent-off", "percent": "100", "on": "each-unit", "skus": [sku],
            "max_units": units}


def times(plan, step):
    """How often a step buys a reward; of one of several units its number may mean the units."""
    wanted = int(step.get("qty", 1))
    units = next((int(one.get("qty", 1)) for one in plan.program.get("rewards", [])
                  if one.get("id") == step["reward"]), 1)
    if units > 1 and wanted > 1 and plan.choose(
            "so many of a reward are", "rewards", "units") == "units":
        return -(-wanted // units)
    return wanted


def _give(plan, reward):
    kind = reward.get("kind")
    if kind not in _KINDS:
        raise NotYet(f"rewards {kind}")
    if reward in in_baskets(plan):
        name = identifier(reward["id"])
        plan.document["vouchers"][name] = {}
        return {"voucher": name}
    if kind == "free-product" and str(reward.get("qty", 1)) == "1":
        return {"free_item": {"sku": reward["sku"]}}
    if kind == "amount-off" and "amount" in reward:
        return {"discount": plan.money(reward["amount"])}
    return {"text": reward["id"]}


def _for_whom(plan, reward):
    when = reward.get("when", {})
    unknown = set(when) - {"tier", "weekdays", "months", "hours", "birthday", "birthday_month"}
    if unknown:
        raise NotYet("rewards when " + ", ".join(sorted(unknown)))
    return conditions.together(conditions.standing_terms(plan, when))


def _reward(plan, reward):
    one = {"id": identifier(reward["id"]), "give": _give(plan, reward)}
    if "coupon_pool" in reward:
        one["limit"] = {"all": len(reward["coupon_pool"])}
    if "cost_points" in reward:
        one["price"] = {POINTS: plan.points(reward["cost_points"])}
    if "required_points" in reward:
        one["requires"] = {POINTS: plan.points(reward["required_points"])}
    if limits.of(reward):
        one["limit"] = {**one.get("limit", {}), **limits.of(reward)}
    one.update(conditions.validity(reward))
    one["when"] = _for_whom(plan, reward)
    one = {name: value for name, value in one.items() if value is not None}
    plan.document["rewards"].append(one)


def _vouchers(plan):
    granted = plan.steps_that("grant-reward")
    known = {reward["id"] for reward in plan.program.get("rewards", []) if "id" in reward}
    for step in plan.steps_that("claim"):
        if step["reward"] in known:
            plan.document["vouchers"][identifier(step["reward"])] = {
                "reward": identifier(step["reward"])}
    for reward in dict.fromkeys(step["reward"] for step in granted):
        for life, name in vouchers(plan, reward).items():
            voucher = {"reward": identifier(reward)}
            if life is not None:
                voucher["expires"] = expiry.iso_duration(life)
            plan.document["vouchers"][name] = voucher
            plan.document["events"].append(grant_kind(name))
            plan.rule(id=grant_kind(name), on=grant_kind(name), issue=name)
    for reward in jobs.grants(plan):
        plan.document["vouchers"].setdefault(identifier(reward["id"]),
                                             {"reward": identifier(reward["id"])})


def _required(plan, points):
    """What a customer must have to redeem so many points, where that may be more."""
    redeem = plan.program.get("redeem", {})
    if plan.points(redeem.get("min_points", 0)) > points:
        raise NotYet("a redemption of fewer points than the least")
    least = plan.points(redeem.get("min_balance", 0))
    return {"requires": {POINTS: least}} if least > points else {}


def _redemptions(plan):
    """A redemption that names no order buys something for its points."""
    for step in plan.steps_that("redeem"):
        points = plan.points(step["points"])
        if points <= 0:
            continue
        known = [reward["id"] for reward in plan.document["rewards"]]
        if "order" not in step and price_id(points) not in known:
            plan.document["rewards"].append(
                {"id": price_id(points), "price": {POINTS: points}, "give": {"text": "points"},
                 **_required(plan, points)})


def translate(plan):
    if any("take" in step for step in plan.steps):
        spends_at_once(plan)
        if paid_with_orders(plan):
            plan.currency.setdefault("payment", {"step": 1, "short": "refuse"})
        fail_orders(plan)
        come_back(plan)
    for step in plan.steps_that("redeem-reward"):
        times(plan, step)
    for reward in plan.program.get("rewards", []):
        if reward not in payments.money_rewards(plan):
            _reward(plan, reward)
    _vouchers(plan)
    _redemptions(plan)
