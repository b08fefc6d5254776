"""What earns: points per amount, per unit, per order or on an event; rules
that shut others out; multipliers.

Each award is an amount in smallest units of the points. Where a case rounds
after multiplying, all awards become one, multiplied and rounded in its
expression; otherwise multipliers are rules of their own.
"""
import amounts
import conditions
from plan import CREDIT, POINTS
from verdicts import NotYet

ROUNDINGS = {"floor": "mul_div", "down": "mul_div", "half-up": "mul_div_half_up",
             "half-even": "mul_div_half_even", "ceil": "mul_div_ceil", "up": "mul_div_ceil"}
STACKINGS = {"compound": "product", "product": "product", "additive": "additive",
             "highest": "max"}


# ---- Amounts ----

def _basis(plan, rule):
    lines = conditions.counted_lines(rule)
    basis = rule.get("basis")
    if basis == "amount not paid with points":
        if lines != "lines":
            raise NotYet("lines that do not count, paid with points")
        return "(total - paid)"
    if basis in ("including tax", "including tax, before own rewards"):
        return f"spend({lines})"
    if basis == "excluding tax":
        return conditions.without_tax(lines)
    if basis is not None:
        raise NotYet(f"earning on the basis {basis!r}")
    if conditions.any_tax(plan):
        raise NotYet("earning on taxed lines without a basis")
    return f"spend({lines})"


def _per_amount(plan, rule):
    """Where only whole units count, a unit is a whole `per` for whole points; half points
    for a unit have no other reading than whole points in the end.
    """
    base = _basis(plan, rule)
    points, per = amounts.exact(rule["points"]), plan.money(rule["per"])
    partial = rule.get("partial_units")
    one = 10**plan.scale
    if "when" in rule and "skus" in rule["when"]:
        raise NotYet("points per amount when some goods are there")
    if partial == "floor" and points.denominator == 1 and plan.choose(
            "partial units", "of the amount", "of the points") == "of the amount":
        return f"{base}.per({per}) * {points.numerator * one}"
    if partial in ROUNDINGS or (partial is None and _final_rounding(plan)):
        how = ROUNDINGS[partial or plan.program["rounding"]["points"]]
        return f"{how}({base}, {points.numerator}, {per * points.denominator}) * {one}"
    if partial is not None:
        raise NotYet(f"partial units {partial!r}")
    a_unit = points * one
    return f"mul_div({base}, {a_unit.numerator}, {per * a_unit.denominator})"


def _per_unit(plan, rule):
    lines = conditions.counted_lines(rule)
    return f"{conditions.quantity(lines)} * {plan.points(rule['points'])}"


def _fixed(plan, rule):
    return str(plan.points(rule["points"]))


_KINDS = {"points-per-amount": _per_amount, "points-per-unit": _per_unit,
          "fixed-per-unit": _per_unit, "fixed-per-order": _fixed, "fixed-on-event": _fixed}


def _amount(plan, rule):
    kind = rule.get("kind", "points-per-amount" if "per" in rule else None)
    if kind not in _KINDS:
        raise NotYet(f"earn {kind}")
    if kind in ("fixed-per-order", "fixed-on-event") and (
            conditions.counted_lines(rule) != "lines" or "basis" in rule):
        raise NotYet(f"{kind} that counts only some lines")
    return _KINDS[kind](plan, rule)


# ---- Rules that shut others out ----

def _holds(plan, rule):
    """The whole condition of a rule, its time included."""
    terms = conditions.terms_of(plan, rule) + conditions.time_terms(rule)
    return conditions.together(terms) or "true"


def _shut_out_by(rule, rules):
    """The rules that keep this one from applying when they hold."""
    alone = [other for other in rules if other.get("stackable") is False]
    if rule.get("stackable") is not False:
        return alone
    priorities = [other.get("priority") for other in alone]
    if len(alone) > 1 and (None in priorities or len(set(priorities)) < len(alone)):
        raise NotYet("several rules that stand alone, of one priority")
    return [other for other in alone if other is not rule and other["priority"] > rule["priority"]]


def _terms(plan, rule, rules):
    others = _shut_out_by(rule, rules)
    return conditions.terms_of(plan, rule) + [f"!({_holds(plan, other)})" for other in others]


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
    result = amounts.exact(1)
    for factor in factors:
        result = result * factor if how == "product" else result + factor - 1
    return sum(factors) if how == "additive" else result


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


def _rounded_at_the_end(plan, earners, multipliers):
    """One rule: the sum of all awards, multiplied, then rounded to whole points."""
    for rule in multipliers:
        if conditions.terms_of(plan, rule) + conditions.time_terms(rule):
            raise NotYet("multipliers with conditions and a rounding of their own")
    if plan.scale:
        raise NotYet("rounding fractional points after multiplying")
    factor = _combined([amounts.exact(rule["factor"]) for rule in multipliers],
                       _stacking(plan, len(multipliers)))
    parts = []
    for rule in earners:
        holds = conditions.together(_terms(plan, rule, earners) + conditions.time_terms(rule))
        amount = _amount(plan, rule)
        parts.append(f"({holds} ? {amount} : 0)" if holds else f"({amount})")
    how = ROUNDINGS[_final_rounding(plan)]
    plan.rule(id="earn", on="purchase",
              earn={POINTS: f"{how}({' + '.join(parts)}, {factor.numerator}, "
                            f"{factor.denominator})"})


# ---- The whole ----

def _on(rule, plan):
    if rule.get("kind") != "fixed-on-event":
        return "purchase"
    event = amounts.identifier(rule["event"])
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


def translate(plan):
    rules = [rule for rule in plan.program.get("earn", []) if rule.get("enabled") is not False]
    earners = [rule for rule in rules if rule.get("kind") != "multiplier"]
    multipliers = [rule for rule in rules if rule.get("kind") == "multiplier"]
    multipliers += [rule for rule in plan.program.get("multipliers", [])
                    if rule.get("enabled") is not False]
    plan.rule(id="credit", on=["purchase", CREDIT], when="event.attributes.points > 0",
              earn={POINTS: "event.attributes.points"})
    if multipliers and _final_rounding(plan):
        if any(rule.get("kind") == "fixed-on-event" for rule in earners):
            raise NotYet("multiplied events with a rounding of their own")
        _rounded_at_the_end(plan, earners, multipliers)
    else:
        _earn(plan, earners)
        _multiply(plan, multipliers, ["purchase", CREDIT])
