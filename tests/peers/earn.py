"""What earns: points per amount, per unit, per order or on an event; rules
that shut others out; multipliers.

Each award is an amount in smallest units of the points. Where a case rounds
after multiplying, all awards become one, multiplied and rounded in its
expression; otherwise multipliers are rules of their own.
"""
import itertools

import amounts
import conditions
import expiry
from plan import CREDIT, POINTS
from verdicts import NotYet

_KEPT = ("kept", "keep", "exact")
ROUNDINGS = {"floor": "mul_div", "down": "mul_div", "half-up": "mul_div_half_up",
             "half-even": "mul_div_half_even", "ceil": "mul_div_ceil", "up": "mul_div_ceil"}
_WHOLE = ("floor", "down", "ceil", "up")
STACKINGS = {"compound": "product", "product": "product", "multiplicative": "product",
             "additive": "additive", "sum": "additive", "highest": "max", "max": "max"}
_LINE_FIELDS = tuple(prefix + name for prefix in ("", "exclude_")
                     for name in conditions.CHOOSING)


# ---- Amounts ----

_UNPAID = ("amount not paid with points", "amount paid with money", "not paid with points")
_OWN_REWARDS = ", before own rewards"
_BEFORE_DISCOUNTS = "before discounts"
_SAYS_OF_DISCOUNTS = (_BEFORE_DISCOUNTS, "after discounts", "before own rewards")


def is_before_rewards(plan):
    """Whether what rewards take off an order earns all the same."""
    return any(str(rule.get("basis", "")).endswith(_OWN_REWARDS)
               for rule in plan.program.get("earn", []))


def _money(plan, rule, lines):
    said = rule.get("basis")
    if said in _UNPAID:
        basis = "with" if conditions.any_tax(plan) else "as entered"
        return f"({conditions.money_of(lines, basis)} - {lines}.map(l, l.paid).sum())"
    parts = [] if said is None else [part.strip() for part in str(said).split(",")]
    before = _BEFORE_DISCOUNTS in parts
    parts = [part for part in parts if part not in _SAYS_OF_DISCOUNTS]
    if len(parts) > 1:
        raise NotYet(f"earning's basis {said!r}")
    basis = conditions.basis_of(plan, parts[0] if parts else None, "earning's basis")
    if not before:
        return conditions.money_of(lines, basis)
    if basis != "as entered":
        raise NotYet("what goods had cost before discounts, with or without tax")
    return f"{lines}.map(l, l.amount + l.discount).sum()"


def _basis(plan, rule):
    """What earns: money of the lines that count, some of them several times."""
    return _weighed(plan, rule, lambda lines: _money(plan, rule, lines))


# ---- Goods that earn several times ----

def _of_goods(rule):
    return any(name in rule for name in _LINE_FIELDS)


def _weighed(plan, rule, amount_of):
    """An amount of the lines that count, and as often more of those that a multiplier names."""
    result = amount_of(conditions.counted_lines(rule))
    for number, other in enumerate(_multipliers(plan)):
        if not _of_goods(other):
            continue
        if number != len(_multipliers(plan)) - 1 and plan.program.get("multiplier_stacking"):
            raise NotYet("several multipliers of goods")
        terms = conditions.line_terms(rule) + conditions.line_terms(other)
        more = amounts.exact(other["factor"]) - 1
        part = amount_of(f"lines.filter(l, {' && '.join(terms)})")
        part = f"mul_div({part}, {abs(more.numerator)}, {more.denominator})"
        holds = _holds(plan, {name: one for name, one in other.items()
                              if name not in _LINE_FIELDS})
        result += f" {'-' if more < 0 else '+'} ({holds} ? {part} : 0)"
    return f"({result})"


def _counted(plan, rule):
    """Of a rule for some goods the case may mean that they are there, or that only they count."""
    chosen = {name: one for name, one in conditions.chosen(rule.get("when", {})).items()
              if name not in rule}
    if not chosen or plan.choose("goods of a condition", "must be there",
                                 "alone count") == "must be there":
        return rule
    return {**rule, **chosen}


def _per_amount(plan, rule):
    """Where only whole units count, a unit is a whole `per` for whole points; half points
    for a unit have no other reading than whole points in the end.
    """
    base = _basis(plan, _counted(plan, rule))
    points, per = amounts.exact(rule["points"]), plan.money(rule["per"])
    if per <= 0:
        raise NotYet("points for each nothing")
    partial = rule.get("partial_units")
    if partial in _KEPT:
        partial = None
    one = 10**plan.scale
    if partial is not None and partial not in ROUNDINGS:
        raise NotYet(f"partial units {partial!r}")
    if partial in _WHOLE and points.denominator == 1 and plan.choose(
            "partial units", "of the amount", "of the points") == "of the amount":
        units = {"mul_div": f"{base}.per({per})"}.get(
            ROUNDINGS[partial], f"{ROUNDINGS[partial]}({base}, 1, {per})")
        return f"{units} * {points.numerator * one}"
    if partial is not None or _final_rounding(plan):
        how = ROUNDINGS[partial or plan.program["rounding"]["points"]]
        return f"{how}({base}, {points.numerator}, {per * points.denominator}) * {one}"
    how = "mul_div"
    if amounts.fraction_decimals(rule, plan.digits) is None:
        how = ROUNDINGS[plan.choose("points are rounded", "floor", "half-up", "ceil")]
    a_unit = points * one
    return f"{how}({base}, {a_unit.numerator}, {per * a_unit.denominator})"


def _per_unit(plan, rule):
    return _weighed(plan, _counted(plan, rule),
                    lambda lines: f"{conditions.quantity(lines)} * {plan.points(rule['points'])}")


def _fixed(plan, rule):
    return str(plan.points(rule["points"]))


_KINDS = {"points-per-amount": _per_amount, "points-per-unit": _per_unit,
          "fixed-per-unit": _per_unit, "fixed-per-order": _fixed, "fixed-on-event": _fixed}


def _amount(plan, rule):
    kind = rule.get("kind", "points-per-amount" if "per" in rule else None)
    if kind not in _KINDS:
        raise NotYet(f"earn {kind}")
    if "basis" in rule and kind != "points-per-amount":
        raise NotYet(f"earn.basis of {kind}")
    return _KINDS[kind](plan, rule)


# ---- Rules that shut others out ----

def _holds(plan, rule):
    """The whole condition of a rule, its time included."""
    terms = _own_terms(plan, rule) + conditions.time_terms(rule)
    return conditions.together(terms) or "true"


def _own_terms(plan, rule):
    """Points for an order that counts some goods ask for one of them."""
    terms = conditions.terms_of(plan, rule)
    lines = conditions.counted_lines(rule)
    if rule.get("kind") == "fixed-per-order" and lines != "lines":
        terms.append(f"{lines}.size() > 0")
    return terms


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


def _terms(plan, rule, rules):
    others = _shut_out_by(rule, rules)
    return _own_terms(plan, rule) + [f"!({_holds(plan, other)})" for other in others]


# ---- Multipliers ----

def _final_rounding(plan):
    how = plan.program.get("rounding", {}).get("points")
    if how is not None and how not in ROUNDINGS:
        raise NotYet(f"rounding points {how}")
    return how


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


def _multiply(plan, multipliers, kinds):
    """The library adds what each multiplier gives by itself (twice and three times make four
    times). A plain sum of factors (five times) is each factor and one more, and one less
    for the whole.
    """
    how = _stacking(plan, len(multipliers))
    plan.document["multipliers"] = "sum" if how == "additive" else how
    more = 1 if how == "additive" else 0
    for number, rule in enumerate(multipliers, 1):
        factor = amounts.decimal_text(amounts.exact(rule["factor"]) + more)
        plan.rule(id=f"multiplier-{number}", on=kinds, multiply={POINTS: factor},
                  when=conditions.together(conditions.terms_of(plan, rule)),
                  **conditions.validity(rule))
    if more:
        some = " || ".join(f"({_holds(plan, rule)})" for rule in multipliers)
        plan.rule(id="multiplier-sum", on=kinds, when=some, multiply={POINTS: "0"})


_MOST_CASES = 6


def _factors(plan, multipliers):
    """(condition, factor) for each set of multipliers that may hold together."""
    sometimes = [rule for rule in multipliers if _holds(plan, rule) != "true"]
    always = [rule for rule in multipliers if rule not in sometimes]
    if len(sometimes) > _MOST_CASES:
        raise NotYet("so many multipliers with conditions and a rounding of their own")
    how = _stacking(plan, len(multipliers))
    for size in range(len(sometimes), -1, -1):
        for some in itertools.combinations(sometimes, size):
            factors = [amounts.exact(rule["factor"]) for rule in [*always, *some]]
            yield (conditions.together([_holds(plan, rule) for rule in some]),
                   _combined(factors, how) if factors else amounts.exact(1))


def _rounded_at_the_end(plan, earners, multipliers):
    """One rule: the sum of all awards, multiplied, then rounded to whole points. Of several
    multipliers with conditions those that hold together come before fewer of them.
    """
    if plan.scale:
        raise NotYet("rounding fractional points after multiplying")
    parts = []
    for rule in earners:
        holds = conditions.together(_terms(plan, rule, earners) + conditions.time_terms(rule))
        amount = _amount(plan, rule)
        parts.append(f"({holds} ? {amount} : 0)" if holds else f"({amount})")
    if parts:
        plan.rule(id="earn", on="purchase",
                  earn={POINTS: _multiplied(plan, " + ".join(parts), multipliers)})
    _credits(plan, _multiplied(plan, _CREDITED, multipliers))


def _multiplied(plan, total, multipliers):
    how, amount = ROUNDINGS[_final_rounding(plan)], ""
    for holds, factor in _factors(plan, multipliers):
        one = f"{how}({total}, {factor.numerator}, {factor.denominator})"
        amount += f"{holds} ? {one} : " if holds else one
    return f"({amount})"


_CREDITED = "event.attributes.points"


def _credits(plan, amount):
    """Points that a step gives by their number, to an end of their own where it says one."""
    for number, end in enumerate(expiry.ends(plan)):
        plan.rule(id=f"credit-{number}" if number else "credit", on=["purchase", CREDIT],
                  when=f"{_CREDITED} > 0 && event.attributes.end == {number}", expires=end,
                  earn={POINTS: amount})


# ---- The whole ----

_JOINING = ("registration", "register", "signup", "sign-up", "enrol", "account-created",
            "customer-registered")


def event_of(name):
    """The event of the library that a case means."""
    return "enrol" if name in _JOINING else amounts.identifier(name)


def _on(rule, plan):
    if rule.get("kind") != "fixed-on-event":
        return "purchase"
    event = event_of(rule["event"])
    if event == "enrol":
        return event
    if event not in plan.document["events"]:
        plan.document["events"].append(event)
    return event


def _earn(plan, earners):
    for number, rule in enumerate(earners, 1):
        terms = _terms(plan, rule, [r for r in earners if _on(r, plan) == _on(rule, plan)])
        if rule.get("event") == "birthday":
            terms.append("customer.is_birthday")
        plan.rule(id=amounts.identifier(rule.get("id", f"earn-{number}")), on=_on(rule, plan),
                  when=conditions.together(terms), earn={POINTS: _amount(plan, rule)},
                  **conditions.validity(rule))


def _multipliers(plan):
    rules = [rule for rule in plan.program.get("earn", []) if rule.get("kind") == "multiplier"]
    return [rule for rule in rules + plan.program.get("multipliers", [])
            if rule.get("enabled") is not False]


def translate(plan):
    earners = [rule for rule in plan.program.get("earn", [])
               if rule.get("enabled") is not False and rule.get("kind") != "multiplier"]
    multipliers = [rule for rule in _multipliers(plan) if not _of_goods(rule)]
    if len(multipliers) < len(_multipliers(plan)) and any(
            rule.get("kind") in ("fixed-per-order", "fixed-on-event") for rule in earners):
        raise NotYet("multipliers of goods for points that goods do not earn")
    if multipliers and _final_rounding(plan):
        if any(rule.get("kind") == "fixed-on-event" for rule in earners):
            raise NotYet("multiplied events with a rounding of their own")
        _rounded_at_the_end(plan, earners, multipliers)
    else:
        _credits(plan, _CREDITED)
        _earn(plan, earners)
        _multiply(plan, multipliers, ["purchase", CREDIT])
