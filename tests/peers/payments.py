"""Paying with points: what they are worth at the till; cards that hold money."""
from math import gcd

import amounts
import clock
import conditions
import coupons
from verdicts import NotYet

_STORED = ("gift-card", "wallet", "ewallet", "store-credit")
_LOYALTY = ("loyalty", "loyalty-card", "points")
_PAYING = ("redeem", "redeem-on-order", "pay-with-points", "post-order", "convert-points")


def card_currency(card):
    return amounts.identifier(f"card.{card}")


def expired_cards(plan, now):
    """Cards that cannot pay any more."""
    return {card["id"] for card in plan.program.get("cards", [])
            if "expires" in card and clock.moment(card["expires"]) <= now}


def money_rewards(plan):
    """Rewards that turn points into money, so much a point."""
    return [reward for reward in plan.program.get("rewards", []) if "amount_per_point" in reward]


def _step_of(plan, per_point):
    """The fewest points that are worth a whole number of cents, and those cents."""
    smallest = amounts.exact(per_point) / 10**plan.scale * 10**plan.digits
    return smallest.denominator, smallest.numerator


def _from_redeem(plan, redeem):
    step, value = plan.points(redeem["points"]), plan.money(redeem["amount"])
    if step > 1 and gcd(step, value) > 1 and plan.choose(
            "points are worth money", "by whole steps", "each its share") == "each its share":
        step, value = step // gcd(step, value), value // gcd(step, value)
    payment = {"step": step, "value": value,
               "minimum": plan.points(redeem.get("min_points", 0))}
    share = amounts.exact(redeem.get("max_percent_of_order", 100)) / 100
    if share < 1:
        payment["share"] = amounts.decimal_text(share)
    if "min_balance" in redeem:
        payment["requires"] = plan.points(redeem["min_balance"])
    if "max_points" in redeem:
        payment["maximum"] = plan.points(redeem["max_points"])
    return payment


def _from_reward(plan, reward):
    if reward.get("kind") != "amount-off" or reward.get("on") != "order" or (
            set(reward) - {"id", "kind", "on", "amount_per_point", "cost_points"}):
        raise NotYet("an amount a point on something else than the order")
    step, value = _step_of(plan, reward["amount_per_point"])
    if "cost_points" in reward:
        times = plan.points(reward["cost_points"]) // step
        if times * step != plan.points(reward["cost_points"]):
            raise NotYet("so many points at once that are worth a part of a cent")
        step, value = times * step, times * value
    plan.takes_reward_as_money = True
    return {"step": step, "value": value, "short": "clamp"}


def _pays(plan):
    return plan.steps_that(*_PAYING) or any(
        "redeem_points" in step or "redeem" in step for step in plan.steps)


_LAST = {"up": "over", "ceil": "over", "down": "fits", "floor": "fits"}


def _last_step(plan):
    """Whether a step of points that is too much for what is left pays it all the same."""
    said = plan.program["redeem"].get("rounding")
    if said is None:
        return plan.choose("payment.last_step", "fits", "over")
    if said not in _LAST:
        raise NotYet(f"redeem.rounding {said!r}")
    return _LAST[said]


def _points_as_money(plan):
    rewards = money_rewards(plan)
    if len(rewards) + ("redeem" in plan.program) > 1:
        raise NotYet("points that are worth money in several ways")
    if rewards:
        payment = _from_reward(plan, rewards[0])
    elif "redeem" in plan.program:
        payment = _from_redeem(plan, plan.program["redeem"])
    elif _pays(plan):
        payment = {"step": 1}
    else:
        return
    payment.setdefault("short", None)
    payment["short"] = payment["short"] or plan.choose("payment.short", "refuse", "clamp")
    if "redeem" in plan.program:
        payment["last_step"] = _last_step(plan)
    plan.currency["payment"] = payment


def stored(plan):
    """Cards that hold money."""
    return [card for card in plan.program.get("cards", []) if card.get("kind") in _STORED]


def loyalty(plan):
    """Cards that hold points: those of their owner."""
    return [card for card in plan.program.get("cards", []) if card.get("kind") in _LOYALTY]


def _card(plan, card):
    currency = card_currency(card["id"])
    plan.document["currencies"][currency] = {
        "scale": plan.digits, "payment": {"step": 1, "value": 1, "short": "clamp", "as": "money"}}
    plan.rule(id=amounts.identifier(f"top-up.{card['id']}"), on="purchase",
              expires=card.get("expires"),
              earn={currency: f"spend(lines.filter(l, l.attributes.credits_card == "
                              f"{conditions.quote(card['id'])}))"})


def translate(plan):
    _points_as_money(plan)
    for card in stored(plan):
        _card(plan, card)
    for card in plan.program.get("cards", []):
        if card not in stored(plan) + loyalty(plan) and card.get("kind") != coupons.KIND:
            raise NotYet(f"cards {card.get('kind')}")
