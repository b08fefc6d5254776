"""Sales of cases as events: what a basket is paid with, the rewards that come off it,
and what comes back of it.
"""
from fractions import Fraction

import awards
import baskets
import currencies
import payments
import rewards
from amounts import decimal_text, exact, from_units, half_up, identifier, text
from plan import POINTS
from verdicts import NotYet


# ---- By hand ----

def adjust_by(session, points, currency=POINTS, customer=None, until=None, overdraw=False):
    if exact(points) == 0:
        return
    more = {"overdraw": True} if overdraw else {}
    if until is not None:
        more["until"] = until
    outcome = session.apply("adjust", customer=customer, points={currency: text(points)},
                            reason="as the case says", **more)
    if session.now.step["do"].startswith("set-") and not outcome.applied:
        raise NotYet(f"{session.now.step['do']}: {outcome.reason.text}")


# ---- What it is paid with ----

def _whole(points):
    return decimal_text(points) if isinstance(points, Fraction) else text(points)


def _points_asked(session, step):
    """Points that a basket is to be paid with."""
    asked = [step[name] for name in ("redeem_points", "redeem") if name in step]
    if "take" in step and rewards.paid_with_orders(session.plan):
        asked.append(rewards.cost(session.plan, step["take"]))
    if len(asked) > 1:
        raise NotYet("points redeemed in two ways")
    if not asked:
        return {}
    return {POINTS: session.balance() if asked[0] == "max" else _whole(asked[0])}


def _hand_over(session, name):
    card = next((one for one in payments.stored(session.plan) if one["id"] == name), {})
    if name not in payments.expired_cards(session.plan, session.now.at):
        session.hand_over(payments.card_currency(name), card.get("expires"))


def _cards_asked(session, step):
    """The money on the cards that a basket is to be paid with; expired ones are refused."""
    expired = payments.expired_cards(session.plan, session.now.at)
    known = {card["id"] for card in payments.stored(session.plan)}
    pay = {}
    for card in dict.fromkeys(step.get("pay_with", [])):
        if card not in known:
            session.now.refusal = "card-unknown"
            continue
        if card in expired:
            session.now.refusal = "card-expired"
        _hand_over(session, card)
        pay[payments.card_currency(card)] = session.balance(payments.card_currency(card))
    return pay


def _asked(session, step):
    pay = {**_points_asked(session, step), **_cards_asked(session, step)}
    return {currency: points for currency, points in pay.items() if exact(points) > 0}


# ---- The basket ----

def _take(session, step):
    """Buys the rewards of a basket; gives the codes of those that come off it."""
    off = {reward["id"] for reward in rewards.in_baskets(session.plan)}
    codes = []
    for number, reward in enumerate(step.get("take", [])):
        name = f"{len(session.done)}/reward-{number}"
        outcome = session.apply("redeem", reward=identifier(reward), id=name)
        if outcome.applied:
            session.now.redeemed.append(name)
        if outcome.applied and reward in off:
            codes.append(identifier(reward))
    return codes


def basket(session, step, quote=False, codes=()):
    for card in dict.fromkeys(line["credits_card"] for line in step["lines"]
                              if "credits_card" in line and not quote):
        _hand_over(session, card)
    members = {"lines": baskets.lines_of(session.plan, step),
               "codes": [*step.get("codes", []), *codes],
               "pay": _asked(session, step),
               "attributes": baskets.attributes(session.plan, step, len(session.done)),
               **currencies.members(session.plan, step)}
    if quote:
        return session.apply("purchase", quote=True, **members)
    session.baskets += 1
    order = step.get("order", f"order-{session.baskets}")
    outcome = session.apply_order("purchase", order, **members)
    if outcome is not None:
        session.name_lot(order, outcome)
    return outcome


def _spends_at_once(session):
    return rewards.spends_at_once(session.plan)


def _lend(session, step):
    """The points that a basket would earn, so that its rewards can be bought with them."""
    outcome = basket(session, step, quote=True)
    session.now.outcomes.remove(outcome)
    earned = sum(effect.amount for effect in outcome.effects
                 if effect.kind == "earn" and effect.name == POINTS)
    adjust_by(session, earned)
    return earned


def with_rewards(session, step, quote):
    lent = _lend(session, step) if _spends_at_once(session) else 0
    codes = _take(session, step)
    if not session.now.refusal or not rewards.fail_orders(session.plan):
        basket(session, step, quote, codes)
    if not quote:
        adjust_by(session, -exact(lent))


def purchase(session, step):
    """Points of the order itself buy a reward only where the case says so; rewards that do not
    lower what the order earns are taken behind it.
    """
    if "take" not in step:
        basket(session, step)
    elif rewards.paid_with_orders(session.plan):
        basket(session, step, codes=[identifier(reward) for reward in step["take"]])
    elif _spends_at_once(session) and awards.is_before_rewards(session.plan):
        basket(session, step)
        _take(session, step)
    else:
        with_rewards(session, step, quote=False)


# ---- What comes back ----

_POSTED = "100.00"
"""What an order that only says its points comes to, so that shares of it can come back."""


def post_order(session, step):
    spent = exact(step.get("spent", 0))
    session.apply_order("purchase", step["order"],
                        attributes={"points": session.plan.points(step.get("earned", 0)),
                                    "posted": "earned" in step},
                        lines=[{"unit_price": text(step.get("total", _POSTED))}],
                        pay={POINTS: text(step["spent"])} if spent else {})


def _sale_of(session, step):
    """The step that placed the order; a step that names none means the last one."""
    placed = [one for one in session.done[:-1] if one.order is not None]
    if "order" in step:
        placed = [one for one in placed if one.order == step["order"]]
    return placed[0] if placed and "order" in step else placed[-1] if placed else None


def come_back(session, step, kind, **members):
    sale = _sale_of(session, step)
    if sale is None:
        session.apply(kind, receipt={"id": f"{step.get('order')}/purchase"}, **members)
        return
    customer = step.get("customer", sale.customer)
    for receipt in session.receipts.get(sale.order, []):
        session.apply(kind, customer=customer, receipt={"id": receipt}, **members)
    if not members and rewards.come_back(session.plan):
        while sale.redeemed:
            session.apply("void", customer=customer, receipt={"id": sale.redeemed.pop()})


def _returned(sale, line):
    """The line of the sale that a line of the return is about, and how much of it."""
    wanted = str(line.get("line", line.get("sku")))
    sold = sale.step.get("lines", []) if sale is not None else []
    for name, one in zip(baskets.line_names(sold), sold):
        if wanted in (name, str(one.get("line")), str(one["sku"])):
            return {"id": name, "quantity": text(line.get("qty", one.get("qty", 1)))}
    return {"id": wanted, "quantity": text(line.get("qty", 1))}


_SHARES = {"fraction": 1, "share": 1, "part": 1, "ratio": 1, "percent": 100}


def _worth(sale):
    """What an order came to, as its prices are entered."""
    if sale.step["do"] == "post-order":
        return exact(sale.step.get("total", _POSTED))
    return sum((exact(line["unit_price"]) * exact(line.get("qty", 1))
                for line in sale.step["lines"]), Fraction(0))


def _paid_back(session, sale, step):
    """Money of a sale that comes back for no line in particular; None: not said so."""
    found = [name for name in ("amount", *_SHARES) if name in step]
    if not found:
        return None
    if len(found) > 1 or "lines" in step or sale is None:
        raise NotYet("a return in several ways, or of nothing")
    amount = exact(step[found[0]])
    if found[0] in _SHARES:
        amount = amount / _SHARES[found[0]] * _worth(sale)
    return from_units(half_up(amount * 10**session.plan.digits), session.plan.digits)


def exchange(session, step):
    """Goods of an order come back for others, which are of that order or of one of their own."""
    sale = _sale_of(session, step)
    order = step.get("order") if sale is None else sale.order
    receipts = session.receipts.get(order, [])
    members = {"receipt": {"id": receipts[0] if receipts else f"{order}/purchase"},
               "returned": [_returned(sale, line) for line in step.get("returned", [])],
               "lines": baskets.lines_of(session.plan, step),
               "attributes": baskets.attributes(session.plan, step, len(session.done))}
    session.apply_order("exchange", step.get("new_order", order),
                        customer=step.get("customer", sale.customer if sale else None), **members)
    if "new_order" not in step:
        session.now.order = None


def return_lines(session, step):
    """What comes back; without lines all of it."""
    sale = _sale_of(session, step)
    amount = _paid_back(session, sale, step)
    if amount is not None:
        come_back(session, step, "return", amount=amount)
        return
    lines = [_returned(sale, line) for line in step.get("lines", [])]
    come_back(session, step, "return", **({"lines": lines} if lines else {}))
