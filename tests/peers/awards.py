"""What one rule of a case gives for a basket, and when it holds.

An award is an amount in smallest units of the points: for money, for units, or a number of
points for the order. Multipliers that name goods count here: what those goods earn counts as
often more.
"""
import amounts
import conditions
from verdicts import NotOffered, NotYet

_KEPT = ("kept", "keep", "exact")
ROUNDINGS = {"floor": "mul_div", "down": "mul_div", "half-up": "mul_div_half_up",
             "half-even": "mul_div_half_even", "ceil": "mul_div_ceil", "up": "mul_div_ceil"}
_WHOLE = ("floor", "down", "ceil", "up")
_LINE_FIELDS = tuple(prefix + name for prefix in ("", "exclude_")
                     for name in conditions.CHOOSING)


# ---- Rules of the program ----

def is_off(rule):
    """A rule that is switched off, or only on trial."""
    return rule.get("enabled") is False or bool(rule.get("dry_run"))


def multipliers(plan):
    rules = [rule for rule in plan.program.get("earn", []) if rule.get("kind") == "multiplier"]
    return [rule for rule in rules + plan.program.get("multipliers", []) if not is_off(rule)]


def final_rounding(plan):
    """How the sum of all awards is rounded; None where each is rounded by itself."""
    how = plan.program.get("rounding", {}).get("points")
    if how in _KEPT:
        return None
    if how is not None and how not in ROUNDINGS:
        raise NotYet(f"rounding points {how}")
    return how


def of_goods(rule):
    return any(name in rule for name in _LINE_FIELDS)


_SCOPES = {name: rank for rank, names in enumerate((
    ("order", "basket", "cart", "all"), ("category", "taxon", "collection"),
    ("product", "item", "variant", "sku"))) for name in names}


def _scope(rule):
    said = rule.get("scope", "order")
    if said not in _SCOPES:
        raise NotYet(f"earn.scope {said!r}")
    return _SCOPES[said]


def scoped(rules):
    """Rules with scopes: what a narrower one counts is not counted by a wider one."""
    if not any("scope" in rule for rule in rules):
        return rules
    result = []
    for rule in rules:
        narrower = [other for other in rules if _scope(other) > _scope(rule)]
        if any({"when", "code", "starts", "ends", "min_order_value"} & set(other)
               for other in narrower):
            raise NotYet("goods claimed by a rule with conditions")
        claimed = [" && ".join(conditions.line_terms(other)) or "true" for other in narrower]
        result.append({**rule, "claimed": claimed} if claimed else rule)
    return result


# ---- Money that earns ----

_UNPAID = ("amount not paid with points", "amount paid with money", "not paid with points")
_OWN_REWARDS = "before own rewards"
_BEFORE_DISCOUNTS = "before discounts"
_SAYS_OF_DISCOUNTS = (_BEFORE_DISCOUNTS, "after discounts", _OWN_REWARDS)


def _parts(rule):
    return [part.strip() for part in str(rule.get("basis", "")).split(",") if part.strip()]


def _only_rewards_reduce(plan):
    """Whether all that is taken off baskets are rewards, off prices that say nothing of taxes."""
    coupons = [card for card in plan.program.get("cards", []) if card.get("kind") == "coupon"]
    return not plan.program.get("promotions") and not coupons and not conditions.any_tax(plan)


def is_before_rewards(plan):
    """Whether what rewards take off an order earns all the same, which amounts cannot say."""
    return not _only_rewards_reduce(plan) and any(
        _OWN_REWARDS in _parts(rule) for rule in plan.program.get("earn", []))


def _money(plan, rule, lines):
    said = rule.get("basis")
    if said in _UNPAID:
        basis = "with" if conditions.any_tax(plan) else "as entered"
        return f"({conditions.money_of(lines, basis)} - {lines}.map(l, l.paid).sum())"
    parts = _parts(rule)
    before = _BEFORE_DISCOUNTS in parts or (_OWN_REWARDS in parts and _only_rewards_reduce(plan))
    if not parts and plan.program.get("promotions") and not conditions.any_tax(plan):
        before = plan.choose("earning counts goods", "after discounts", "before discounts"
                             ) == "before discounts"
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

def _weighed(plan, rule, amount_of):
    """An amount of the lines that count, and as often more of those that a multiplier names."""
    result = amount_of(conditions.counted_lines(rule))
    for number, other in enumerate(multipliers(plan)):
        if not of_goods(other):
            continue
        if number != len(multipliers(plan)) - 1 and plan.program.get("multiplier_stacking"):
            raise NotYet("several multipliers of goods")
        terms = conditions.line_terms(rule) + conditions.line_terms(other)
        more = amounts.exact(other["factor"]) - 1
        part = amount_of(f"lines.filter(l, {' && '.join(terms)})")
        part = f"mul_div({part}, {abs(more.numerator)}, {more.denominator})"
        condition = holds(plan, {name: one for name, one in other.items()
                                 if name not in _LINE_FIELDS})
        result += f" {'-' if more < 0 else '+'} ({condition} ? {part} : 0)"
    return f"({result})"


def _counted(plan, rule):
    """Of a rule for some goods the case may mean that they are there, or that only they count."""
    chosen = {name: one for name, one in conditions.chosen(rule.get("when", {})).items()
              if name not in rule}
    if not chosen or plan.choose("goods of a condition", "must be there",
                                 "alone count") == "must be there":
        return rule
    return {**rule, **chosen}


def _rounding_of(partial):
    if partial not in ROUNDINGS:
        raise NotYet(f"partial units {partial!r}")
    return ROUNDINGS[partial]


_BY_LINE = ("line", "lines", "each-line", "item")


def _line_by_line(plan, rule, points, per):
    """Each line earns whole points by itself."""
    if conditions.any_tax(plan) or "basis" in rule:
        raise NotYet("points of each line with or without something")
    how = _rounding_of(rule.get("partial_units", "floor"))
    each = f"{how}(l.amount, {points.numerator}, {per * points.denominator})"
    return _weighed(plan, _counted(plan, rule), lambda lines: f"{lines}.map(l, {each}).sum()")


def _per_amount(plan, rule):
    """Where only whole units count, a unit is a whole `per` for whole points; half points
    for a unit have no other reading than whole points in the end.
    """
    base = _basis(plan, _counted(plan, rule))
    points, per = amounts.exact(rule["points"]), plan.money(rule["per"])
    if per == 0:
        return "0"
    if per < 0:
        raise NotYet("points for each less than nothing")
    partial = rule.get("partial_units")
    if partial in _KEPT:
        partial = None
    one = 10**plan.scale
    if rule.get("rounded_on", "order") not in (*_BY_LINE, "order", "total"):
        raise NotYet(f"earn.rounded_on {rule['rounded_on']!r}")
    if rule.get("rounded_on", "order") in _BY_LINE:
        return f"{_line_by_line(plan, rule, points, per)} * {one}"
    if partial is not None:
        _rounding_of(partial)
    if partial in _WHOLE and points.denominator == 1 and plan.choose(
            "partial units", "of the amount", "of the points") == "of the amount":
        units = {"mul_div": f"{base}.per({per})"}.get(
            ROUNDINGS[partial], f"{ROUNDINGS[partial]}({base}, 1, {per})")
        return f"{units} * {points.numerator * one}"
    if partial is not None or final_rounding(plan):
        how = ROUNDINGS[partial or plan.program["rounding"]["points"]]
        return f"{how}({base}, {points.numerator}, {per * points.denominator}) * {one}"
    how = "mul_div"
    if amounts.fraction_decimals(rule, plan.digits) is None:
        how = ROUNDINGS[plan.choose("points are rounded", "floor", "half-up", "ceil")]
    elif plan.scale and plan.choose("fractions of points are", "kept", "dropped") == "dropped":
        return f"{how}({base}, {points.numerator}, {per * points.denominator}) * {one}"
    a_unit = points * one
    return f"{how}({base}, {a_unit.numerator}, {per * a_unit.denominator})"


def is_unrounded(rule):
    """Whether a rule says of its own nothing that makes whole points."""
    return "per" in rule and rule.get("partial_units") in (None, *_KEPT)


def unrounded(plan, rule):
    """(what a rule gives, in so many parts of a point)"""
    per = plan.money(rule["per"]) if is_unrounded(rule) else 0
    if per <= 0 or rule.get("kind", "points-per-amount") != "points-per-amount":
        return amount(plan, rule), 1
    a_unit = amounts.exact(rule["points"]) / per
    return f"{_basis(plan, _counted(plan, rule))} * {a_unit.numerator}", a_unit.denominator


def _per_unit(plan, rule):
    return _weighed(plan, _counted(plan, rule),
                    lambda lines: f"{conditions.quantity(lines)} * {plan.points(rule['points'])}")


def _fixed(plan, rule):
    return str(plan.points(rule["points"]))


def _per_product(plan, rule):
    """For goods that an order has, whether each unit of them counts is open."""
    if not of_goods(rule) and not conditions.chosen(rule.get("when", {})):
        raise NotYet("points for a product that is not named")
    each = plan.choose("points for a product are given", "once", "for each unit")
    return _fixed(plan, rule) if each == "once" else _per_unit(plan, rule)


def _per_quantity(plan, rule):
    """So many points for so many of what is sold, litres or pieces."""
    points, per = plan.points(rule["points"]), amounts.exact(rule.get("per", 1))
    if per <= 0:
        raise NotYet("points for each nothing")
    how = _rounding_of(rule.get("partial_units", "floor"))
    return _weighed(plan, _counted(plan, rule), lambda lines: (
        f"{how}({conditions.quantity(lines)}, {points * per.denominator}, {per.numerator})"))


_ONCE = ("fixed-per-order", "fixed-per-product", "fixed-per-sku", "fixed-for-product",
         "points-for-product", "product-purchase")
_KINDS = {"points-per-amount": _per_amount, "points-per-unit": _per_unit,
          "fixed-per-unit": _per_unit, "points-per-quantity": _per_quantity,
          **{name: _per_product for name in _ONCE},
          "fixed-per-order": _fixed, "fixed-on-event": _fixed}


_STREAKS = ("streak", "consecutive-days", "days-in-a-row")


def amount(plan, rule):
    kind = rule.get("kind", "points-per-amount" if "per" in rule else None)
    if kind in _STREAKS:
        raise NotOffered("points for days in a row")
    if {"length", "days_in_a_row"} & set(rule):
        raise NotYet(f"earn.length of {kind}")
    if kind not in _KINDS:
        raise NotYet(f"earn {kind}")
    if "job" in rule:
        raise NotYet("a job whose points have no condition in words")
    if "basis" in rule and kind != "points-per-amount":
        raise NotYet(f"earn.basis of {kind}")
    return _KINDS[kind](plan, rule)


# ---- When it holds ----

def holds(plan, rule):
    """The whole condition of a rule, its time included."""
    terms = own_terms(plan, rule) + conditions.time_terms(rule)
    return conditions.together(terms) or "true"


def own_terms(plan, rule):
    """Points for an order that counts some goods ask for one of them."""
    terms = conditions.terms_of(plan, rule)
    lines = conditions.counted_lines(rule)
    if rule.get("kind") in _ONCE and lines != "lines":
        terms.append(f"{lines}.size() > 0")
    return terms
