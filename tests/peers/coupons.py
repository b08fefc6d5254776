"""Coupons: cards that take something off a basket, so often as they have points,
and only for their owner where they have one.

What belongs to somebody is a voucher that he has; what anybody may show is a
code with so many uses.
"""
import amounts
import words
from verdicts import NotYet

KIND = "coupon"
_OFF = {"percent": "percent-off", "amount": "amount-off"}


def cards(plan):
    return [card for card in plan.program.get("cards", []) if card.get("kind") == KIND]


def owned(plan):
    """Cards of somebody: their vouchers are given out when the case begins."""
    return [card for card in cards(plan) if "owner" in card]


def uses(card):
    points = amounts.exact(card.get("points", 1))
    if points.denominator != 1:
        raise NotYet("coupons with a part of a use")
    return points.numerator


def of(plan):
    """The promotions of coupons that no other promotion names as its code."""
    named = {rule.get("code") for rule in plan.program.get("promotions", [])}
    result = []
    for card in cards(plan):
        if card["id"] in named:
            continue
        told = {name: card[name] for name in _OFF if name in card}
        told = told or words.taken_off(plan.program.get("about"), card["id"],
                                       [one["id"] for one in cards(plan)])
        if len(told) != 1:
            raise NotYet("a coupon that does not say what it takes off")
        rule = {"kind": _OFF[next(iter(told))], **told, "on": "order", "code": card["id"]}
        result.append({**rule, "id": card["id"], **({"ends": card["expires"]}
                                                    if card.get("expires") else {})})
    return result


def bind(plan, rule, one):
    """Binds the promotion of a coupon to its card."""
    for card in cards(plan):
        if card["id"] != rule.get("code"):
            continue
        if "owner" in card:
            one.pop("code")
            one["voucher"] = voucher(card)
        else:
            one["limit"] = {**(one.get("limit") or {}), "all": uses(card)}


def voucher(card):
    name = amounts.identifier(card["id"])
    if name != card["id"]:
        raise NotYet("a coupon whose code is no id")
    return name


def grant(card):
    """The event that gives a coupon to its owner."""
    return amounts.identifier(f"own.{card['id']}")


def left(session, card):
    """How often a coupon can still be used."""
    if "owner" in card:
        found = session.customer(str(card["owner"]))
        return 0 if found is None else sum(one.count for one in found.vouchers
                                           if one.voucher == voucher(card))
    used = {(number, effect.rule) for number, done in enumerate(session.done)
            if done.step["do"] != "cart" for effect in done.effects("discount")}
    return uses(card) - sum(rule == amounts.identifier(card["id"]) for _, rule in used)


def translate(plan):
    for card in owned(plan):
        plan.document["vouchers"][voucher(card)] = {}
        plan.document["events"].append(grant(card))
        plan.rule(id=grant(card), on=grant(card), issue=voucher(card))
