"""What cases expect after a step, read from the answers and the customer."""
import re
from fractions import Fraction

import coupons
import looking
import payments
import prices
import refusals
import rewards
from amounts import decimals, exact, identifier
from plan import LADDER, POINTS
from session import SOMEBODY
from tiers import NO_TIER
from verdicts import NotOffered, NotYet

# ---- Points ----

def _balances(session, _done, expected):
    return {name: session.balance(customer=name) for name in expected}


def _part(session, done, name):
    """One of the parts of a balance."""
    customer = session.customer(done.customer)
    return 0 if customer is None else getattr(customer.balances[POINTS], name)


def _lots(session, done, expected):
    customer = session.customer(done.customer)
    by_day = session.plan.currency["spend_order"] == "oldest"
    keys = {name: session.lots.get(name, ())[:2 if by_day else 1] for name in session.lots}
    if any(name not in keys for name in expected):
        raise NotYet("lots that no step has named")
    if len(set(keys.values())) < len(keys):
        raise NotYet("lots of one end, which the library keeps as one")
    held = {}
    for lot in customer.lots if customer else ():
        key = (lot.expires, lot.earned_on)[:2 if by_day else 1]
        if lot.currency == POINTS:
            held[key] = held.get(key, 0) + lot.points
    return {name: held.get(keys[name], 0) for name in expected}


def _earned(_session, done, _expected):
    """A basket that is only priced has no entries."""
    if done.step["do"] in ("cart", "exchange"):
        return sum(effect.amount for effect in done.effects("earn") if effect.name == POINTS)
    return done.entries("earn")


def _clawed_back(_session, done, _expected):
    """Points of an exchange stay where they are as far as they are earned again."""
    if done.step["do"] == "exchange":
        return sum(effect.amount for effect in done.effects("clawback")
                   if effect.name == POINTS)
    return done.entries("reverse")


def _in_all(name, of_step):
    """What a step did, or what was done in all where it is a report."""
    return lambda session, done, expected: (
        looking.total(name)(session, done, expected) if looking.reports(done.step)
        else of_step(done))


def _earned_by_rule(_session, done, expected):
    earned = done.effects("earn")
    return {rule: sum(effect.amount for effect in earned if effect.rule == identifier(rule))
            for rule in expected}


def _points_applied(session, done, _expected):
    """None where an order is refused of which that is not expected: it is not the same as an
    order without points.
    """
    number = len(session.done)
    if done.refusal and not any(one.get("error") and one["after_step"] == number
                                for one in session.plan.case["expect"]):
        return None
    return sum(effect.amount for effect in done.effects("pay") if effect.name == POINTS)


# ---- Money ----

def _paid(done, currency=None):
    return sum(effect.money for effect in done.effects("pay")
               if currency in (None, effect.name))


def _taken_off(session, done):
    """A reward that turns points into money changes what an order comes to."""
    return _paid(done, POINTS) if session.plan.takes_reward_as_money else 0


def _total(session, done, expected):
    """Points that pay as money leave it as it is."""
    return exact(prices.sum_of("total")(session, done, expected)) - exact(_taken_off(session, done))


def _subtotal(session, done, expected):
    """Goods without tax; what it costs to bring them is no part of it."""
    net = exact(prices.sum_of("subtotal")(session, done, expected))
    return net if not done.step.get("delivery") else prices.goods("excl")(session, done, expected)


def _amount_due(session, done, expected):
    return exact(prices.sum_of("total")(session, done, expected)) - exact(_paid(done))


def _discount(session, done, expected):
    """A step without a basket says what its points took off."""
    if "lines" not in done.step:
        return _paid(done, POINTS)
    return exact(prices.sum_of("discount")(session, done, expected)) + exact(
        _taken_off(session, done))


def _card(session, name):
    for card in session.plan.program.get("cards", []):
        if card["id"] == name and card in coupons.cards(session.plan):
            return coupons.left(session, card)
        if card["id"] == name and card in payments.loyalty(session.plan):
            return session.balance(customer=str(card.get("owner", SOMEBODY)))
    return session.card_balance(payments.card_currency(name))


def _cards(session, _done, expected):
    return {card: _card(session, card) for card in expected}


def _paid_from(_session, done, expected):
    return {card: _paid(done, payments.card_currency(card)) for card in expected}


# ---- Standing ----

def _tier(session, done, expected):
    if LADDER not in session.plan.document["ladders"]:
        raise NotYet("a tier of a program that says none")
    customer = session.customer(done.customer)
    tier = None if customer is None else customer.tiers[LADDER]
    lowest = session.plan.document["ladders"][LADDER]["tiers"][0]["id"]
    if tier == NO_TIER:
        tier = None
    if expected is None and tier == lowest:
        raise NotOffered("customers without a tier: everybody has the lowest")
    if expected is not None and tier == identifier(expected):
        return expected
    return tier


def _held(session, name, reward):
    customer = session.customer(name)
    names = rewards.vouchers(session.plan, reward).values()
    return 0 if customer is None else sum(
        one.count for one in customer.vouchers if one.voucher in names)


def _unused(session, done):
    """How many of a reward a customer was given and has not used, expired or not."""
    names = rewards.vouchers(session.plan, done.step["reward"]).values()
    counts = {"issue": 1, "use": -1}
    return sum(counts.get(effect.kind, 0) * effect.amount for one in session.done
               if one.customer == done.customer for outcome in one.outcomes
               if outcome.applied and not outcome.replayed
               for effect in outcome.effects if effect.name in names)


def _remaining(session, done, expected):
    """Expired ones are not held any more; some peers count them all the same."""
    held = _held(session, done.customer, done.step["reward"])
    if held < int(expected) and done.refusal == "no-voucher":
        return _unused(session, done)
    return held


def _rewards_held(session, done, expected):
    """Of the customer, or of several by their names."""
    if any(isinstance(one, dict) for one in expected.values()):
        return {name: {reward: _held(session, name, reward) for reward in held}
                for name, held in expected.items()}
    return {reward: _held(session, done.customer, reward) for reward in expected}


def _code(session, done, _expected):
    """The next code of the pool that a reward hands out, by how often it was bought before."""
    pool = next((one["coupon_pool"] for one in session.plan.program.get("rewards", [])
                 if one.get("id") == done.step.get("reward") and "coupon_pool" in one), None)
    if pool is None:
        raise NotYet("a code of a reward that has none")
    bought = sum(entry.kind == "burn" for one in session.done
                 if one.step["do"] == "redeem-reward" and one.step["reward"] == done.step["reward"]
                 for outcome in one.outcomes for entry in outcome.entries)
    return None if done.refusal else pool[bought - 1]


_READERS = {
    "error": refusals.error,
    "earned": _earned,
    "earned_by_rule": _earned_by_rule,
    "spent": _in_all("redeemed", lambda done: done.entries("burn")),
    "restored": lambda session, done, _: done.entries("restore"),
    "clawed_back": _clawed_back,
    "balance": lambda session, done, _: session.balance(),
    "balances": _balances,
    "on_hold": lambda session, done, _: _part(session, done, "held"),
    "lots": _lots,
    "expired": _in_all("expired",
                       lambda done: done.found.get("expired", done.entries("expire"))),
    "tier": _tier,
    "total": _total,
    "amount_due": _amount_due,
    "points_applied": _points_applied, "max_points": _points_applied,
    "max_discount": lambda session, done, _: _paid(done, POINTS),
    "discount": _discount,
    "subtotal": _subtotal,
    "subtotal_excl_tax": _subtotal,
    "subtotal_incl_tax": prices.goods("incl"),
    "total_incl_tax": _total,
    "total_excl_tax": prices.all_lines("excl"),
    "discount_incl_tax": prices.discounts("incl"),
    "discount_excl_tax": prices.discounts("excl"),
    "line_discounts_incl_tax": prices.line_discounts_in("incl"),
    "line_discounts_excl_tax": prices.line_discounts_in("excl"),
    "line_totals": prices.line_totals(None),
    "line_totals_incl_tax": prices.line_totals("incl"),
    "line_totals_excl_tax": prices.line_totals("excl"),
    "tax": prices.sum_of("tax"),
    "sum_of_line_discounts": prices.sum_of("discount"),
    "line_discounts": prices.line_discounts,
    "line_discounts_of": prices.line_discounts,
    "unit_discounts": prices.unit_discounts,
    "by_promotion": prices.by_promotion,
    "by_stage": prices.by_stage,
    "applied": prices.applied,
    "not_applied": prices.not_applied,
    "applies": prices.applies,
    "free_items": prices.gifts,
    "free_entitlement": prices.gifts,
    "line_tax": prices.line_tax,
    "net_unit_price": prices.net_unit_price,
    "rejected": prices.rejected,
    "applied_codes": prices.applied_codes,
    "goods_discount": prices.discount_of(False),
    "delivery_discount": prices.discount_of(True),
    "amount": lambda session, done, _: _paid(done, POINTS),
    "cards": _cards,
    "paid_from": _paid_from,
    "pending": lambda session, done, _: _part(session, done, "pending"),
    "available": lambda session, done, _: _part(session, done, "available"),
    "next_tier": looking.next_tier,
    "to_next_tier": looking.to_next_tier,
    "points_to_next_tier": looking.to_next_tier,
    "expiring": lambda session, done, _: done.found["expiring"],
    "points": lambda session, done, _: done.found["points"],
    "issued": looking.total("issued"),
    "redeemed": looking.total("redeemed"),
    "lapsed": looking.total("expired"),
    "outstanding": looking.total("outstanding"),
    "liability": looking.total("liability"),
    "totals": looking.totals,
    "tier_progress": looking.progress,
    "lifetime_earned": looking.lifetime_earned,
    "max_free": lambda session, done, _: done.found["max_free"],
    "code": _code,
    "remaining": _remaining,
    "rewards": _rewards_held,
}


def _number(value):
    try:
        return Fraction(str(value))
    except ValueError:
        return None


def same(got, expected, tolerance=0):
    if isinstance(expected, dict):
        return bool(expected or not got) and all(
            same(got[name], value, tolerance) for name, value in expected.items())
    if _number(got) is not None and _number(expected) is not None:
        return abs(_number(got) - _number(expected)) <= tolerance
    return got == expected


_MONEY = re.compile(r"total|amount|discount|subtotal|tax|price|stage|promotion|paid_from|cards")


def _refuse_finer(session, name, expected):
    """The library has no money that is finer than the smallest coin."""
    parts = expected.values() if isinstance(expected, dict) else [expected]
    numbers = [part for part in parts if isinstance(part, (str, int)) and _number(part) is not None]
    if _MONEY.search(name) and any(decimals(part) > session.plan.digits for part in numbers):
        raise NotOffered("money finer than the smallest coin")


def check(session, expected, missing):
    """The expectations after the running step that do not hold; what is missing is noted."""
    wrong = []
    step = expected["after_step"]
    allowed = expected.get("tolerance", {})
    for name in expected.keys() - {"after_step", "tolerance"}:
        tolerance = _number(allowed.get(name, 0) if isinstance(allowed, dict) else allowed)

        def compare(name=name, tolerance=tolerance):
            got = _READERS[name](session, session.now, expected[name])
            if not same(got, expected[name], tolerance):
                _refuse_finer(session, name, expected[name])
                wrong.append(f"after step {step} {name}: got {_shown(got)}, "
                             f"expected {_shown(expected[name])}")

        missing.attempt(compare)
    return sorted(wrong)


def _shown(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_shown(one)}" for name, one in value.items()) + "}"
    return "none" if value is None else str(float(value) if isinstance(value, Fraction) else value)
