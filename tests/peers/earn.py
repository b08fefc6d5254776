"""What earns: points per amount, per unit, per order or on an event; rules
that shut others out; multipliers.

Each award is an amount in smallest units of the points. Where a case rounds
after multiplying, all awards become one, multiplied and rounded in its
expression; otherwise multipliers are rules of their own.
"""
import itertools
from math import lcm

import amounts
import conditions
import expiry
import jobs
import limits
from awards import (ROUNDINGS, amount, final_rounding, holds, is_off, is_unrounded, multipliers,
                    of_goods, own_terms, scoped, unrounded)
from plan import CREDIT, POINTS
from verdicts import NotYet
from vocabulary import CAPS, FREEZE, LIMITS

STACKINGS = {"compound": "product", "product": "product", "multiplicative": "product",
             "additive": "additive", "sum": "additive", "highest": "max", "max": "max"}


# ---- Rules that shut others out ----

def _rank(rule, position):
    """Large priorities go first, among equal ones those that are written first."""
    return (amounts.exact(rule.get("priority", 0)), -position)


def _shut_out_by(rule, rules):
    """The rules that keep this one from applying when they hold."""
    alone = [(other, _rank(other, number)) for number, other in enumerate(rules)
             if other.get("stackable") is False]
    if rule.get("stackable") is not False:
        return [other for other, _ in alone]
    own = next(rank for other, rank in alone if other is rule)
    return [other for other, rank in alone if rank > own]


_CREDITED = "event.attributes.points"
_POSTED = "event.attributes.posted"


def _terms(plan, rule, rules):
    """Nothing earns where a step says by itself what it gives."""
    others = _shut_out_by(rule, rules)
    terms = own_terms(plan, rule) + [f"!({holds(plan, other)})" for other in others]
    if plan.steps_that("post-order", "credit", "award", "redeem"):
        terms.append(f"!{_POSTED} && {_CREDITED} == 0")
    return terms + _enabled(plan)


def of_disabled(plan):
    """What an account earns that is switched off; it spends nothing either way."""
    if not plan.steps_that(*FREEZE):
        return "all"
    return plan.choose("what accounts earn that are switched off", "all", "nothing")


def _enabled(plan):
    return ["!event.attributes.disabled"] if of_disabled(plan) == "nothing" else []


# ---- Multipliers ----

def _stacking(plan, count):
    said = plan.program.get("multiplier_stacking")
    if said is not None and said not in STACKINGS:
        raise NotYet(f"multipliers that stack {said}")
    if said is not None or count < 2:
        return STACKINGS.get(said, "sum")
    return plan.choose("multipliers", "sum", "product", "max")


def _combined(factors, how):
    if how == "max":
        return max(factors)
    if how == "additive":
        return sum(factors)
    result = amounts.exact(1)
    for factor in factors:
        result = result * factor if how == "product" else result + factor - 1
    return result


def _that_count(rules):
    """Of multipliers that hold together: one that does not go with others goes alone."""
    alone = [(_rank(rule, number), rule) for number, rule in enumerate(rules)
             if rule.get("stackable") is False]
    return [max(alone, key=lambda one: one[0])[1]] if alone else rules


def _multiply(plan, factors, kinds):
    """The library adds what each multiplier gives by itself (twice and three times make four
    times). A plain sum of factors (five times) is each factor and one more, and one less
    for the whole.
    """
    how = _stacking(plan, len(factors))
    if how == "additive" and len(_that_count(factors)) < len(factors):
        raise NotYet("a sum of multipliers of which one goes alone")
    plan.document["multipliers"] = "sum" if how == "additive" else how
    more = 1 if how == "additive" else 0
    for number, rule in enumerate(factors, 1):
        alone = [f"!({holds(plan, other)})" for other in _shut_out_by(rule, factors)]
        factor = amounts.decimal_text(amounts.exact(rule["factor"]) + more)
        plan.rule(id=f"multiplier-{number}", on=kinds, multiply={POINTS: factor},
                  when=conditions.together(conditions.terms_of(plan, rule) + alone),
                  **conditions.validity(rule))
    if more:
        some = " || ".join(f"({holds(plan, rule)})" for rule in factors)
        plan.rule(id="multiplier-sum", on=kinds, when=some, multiply={POINTS: "0"})


_MOST_CASES = 6


def _factors(plan, rules):
    """(condition, factor) for each set of multipliers that may hold together."""
    sometimes = [rule for rule in rules if holds(plan, rule) != "true"]
    always = [rule for rule in rules if rule not in sometimes]
    if len(sometimes) > _MOST_CASES:
        raise NotYet("so many multipliers with conditions and a rounding of their own")
    how = _stacking(plan, len(rules))
    for size in range(len(sometimes), -1, -1):
        for some in itertools.combinations(sometimes, size):
            factors = [amounts.exact(rule["factor"]) for rule in _that_count([*always, *some])]
            yield (conditions.together([holds(plan, rule) for rule in some]),
                   _combined(factors, how) if factors else amounts.exact(1))


def _sums_up(plan, earners):
    """Whether the fractions of several rules add up before they are rounded."""
    if sum(is_unrounded(rule) for rule in earners) < 2 or any(
            (LIMITS | CAPS) & set(rule) for rule in earners) or any(
            "earned_by_rule" in one for one in plan.case["expect"]):
        return False
    return plan.choose("what is rounded is", "the sum", "each rule") == "the sum"


_SUM = "all_awards"
"""What all rules give before it is multiplied, reckoned once."""


def _rounded_at_the_end(plan, earners, factors):
    """One rule: the sum of all awards, multiplied, then rounded to whole points. Of several
    multipliers with conditions those that hold together come before fewer of them.
    """
    if plan.scale:
        raise NotYet("rounding fractional points after multiplying")
    if "earn_cap" in plan.program:
        limits.cap(plan, {"cap": plan.program["earn_cap"]}, ["earn"])
    if any((LIMITS | CAPS) & set(rule) for rule in earners):
        raise NotYet("limits of rules whose sum is rounded")
    whole = lcm(*(unrounded(plan, rule)[1] for rule in earners))
    parts = []
    for rule in earners:
        when = conditions.together(_terms(plan, rule, earners) + conditions.time_terms(rule))
        one, part = unrounded(plan, rule)
        one = f"({one}) * {whole // part}"
        parts.append(f"({when} ? {one} : 0)" if when else f"({one})")
    if parts:
        plan.document["let"] = {_SUM: " + ".join(parts)}
        plan.rule(id="earn", on="purchase", earn={POINTS: _multiplied(plan, _SUM, factors, whole)})
    _credits(plan, _multiplied(plan, _CREDITED, factors))


def _multiplied(plan, total, rules, parts=1):
    """A total, in so many parts of a point, multiplied and rounded."""
    how, result = ROUNDINGS[final_rounding(plan)], ""
    for when, factor in _factors(plan, rules):
        one = f"{how}({total}, {factor.numerator}, {factor.denominator * parts})"
        result += f"{when} ? {one} : " if when else one
    return f"({result})"


def _credits(plan, points):
    """Points that a step gives by their number, with an end and a wait of their own where it
    says them; what an order has earned already is not multiplied again.
    """
    for number, (end, wait) in enumerate(expiry.terms(plan)):
        terms = [f"{_CREDITED} > 0", f"event.attributes.end == {number}", f"!{_POSTED}"]
        plan.rule(id=f"credit-{number}" if number else "credit", on=["purchase", CREDIT],
                  when=" && ".join(terms + _enabled(plan)),
                  expires=end, pending=wait, earn={POINTS: points})
    if plan.steps_that("post-order"):
        plan.rule(id="posted", on="purchase", when=_POSTED, bonus=True, earn={POINTS: _CREDITED})


# ---- The whole ----

_JOINING = ("registration", "register", "signup", "sign-up", "enrol", "account-created",
            "customer-registered")


_TAKEN = ("profile", "purchase", "return", "void", "exchange", "redeem", "adjust", "import",
          "freeze", "unfreeze", "status", "membership", "hold", "capture", "release", "extend",
          "reinstate", "activate", "transfer", "rekey", "merge", "unmerge", "referral",
          "household", "erase")
"""Kinds of events that mean something else to the library."""


def event_of(name):
    """The event of the library that a case means."""
    if str(name).replace("_", "-") in _JOINING:
        return "enrol"
    return amounts.identifier(f"event.{name}" if name in _TAKEN else name)


def _on(rule, plan):
    if rule.get("kind") != "fixed-on-event":
        return "purchase"
    event = event_of(rule["event"])
    if event in ("enrol", "visit"):
        return event
    if event not in plan.document["events"]:
        plan.document["events"].append(event)
    return event


def _earn(plan, earners):
    named = []
    for number, rule in enumerate(earners, 1):
        terms = _terms(plan, rule, [r for r in earners if _on(r, plan) == _on(rule, plan)])
        if rule.get("event") == "birthday":
            terms.append("customer.is_birthday")
        name = amounts.identifier(rule.get("id", f"earn-{number}"))
        plan.rule(id=name, on=_on(rule, plan), when=conditions.together(terms),
                  earn={POINTS: amount(plan, rule)}, limit=limits.of(rule),
                  **conditions.validity(rule))
        limits.cap(plan, rule, [name])
        limits.budget(plan, rule, name)
        named.append(name)
    return named


def translate(plan):
    earners = scoped([rule for rule in plan.program.get("earn", [])
                      if not is_off(rule) and rule.get("kind") != "multiplier"
                      and rule not in jobs.bonuses(plan)])
    for step in plan.steps_that("event"):
        _on({"kind": "fixed-on-event", "event": step["event"]}, plan)
    factors = [rule for rule in multipliers(plan) if not of_goods(rule)]
    if any((LIMITS | CAPS) & set(rule) for rule in multipliers(plan)):
        raise NotYet("multipliers with limits")
    on_events = [rule for rule in earners if rule.get("kind") == "fixed-on-event"]
    of_orders = [rule for rule in earners if rule not in on_events]
    if final_rounding(plan) and (factors or _sums_up(plan, of_orders)):
        _earn(plan, on_events)
        _rounded_at_the_end(plan, of_orders, factors)
    else:
        _credits(plan, _CREDITED)
        names = _earn(plan, earners)
        if "earn_cap" in plan.program:
            limits.cap(plan, {"cap": plan.program["earn_cap"]}, names)
        _multiply(plan, factors, ["purchase", CREDIT])
