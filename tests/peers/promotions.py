"""Promotions of a case: what takes money off its baskets.

Promotions that hold in some steps only ask for the number of the step, which
every basket carries as an attribute.
"""
import re
import amounts
import baskets
import conditions
import coupons
import limits
import offers
import rewards
import words
from baskets import MANUAL
from conditions import STEP
from verdicts import NotYet

_IN_STEP = re.compile(r"(\w+)_in_step_(\d+)$")


# ---- Which lines, and when ----

def _tests(rule, delivery):
    """Terms about one line l."""
    terms = conditions.line_terms(rule)
    if delivery and not rule.get("include_delivery"):
        terms.append(f"!({conditions.quote(conditions.DELIVERY)} in l.tags)")
    return terms


def _lines(rule, delivery=False):
    return " && ".join(_tests(rule, delivery)) or None


def _has_delivery(plan):
    """Whether goods are to be told from what it costs to bring them."""
    return any("delivery" in step or any(line.get("kind") == "delivery"
                                         for line in step.get("lines", []))
               for step in plan.steps)


def _about(plan, rule):
    if offers.place_of(rule) == "delivery":
        return f"{conditions.quote(conditions.DELIVERY)} in l.tags"
    return _lines(rule, _has_delivery(plan))


def _tax_of_needs(plan, when):
    basis = when.get("basis")
    if basis is None and conditions.any_tax(plan):
        return plan.choose("a minimum is of prices", "as-entered", "with", "without")
    if basis is not None and basis not in offers.BASES:
        raise NotYet(f"promotions.when.basis {basis!r}")
    return offers.BASES.get(basis)


def _needs(plan, rule):
    when = rule.get("when", {})
    needs = {}
    chosen = conditions.chosen(when)
    if "min_subtotal" in when:
        needs["amount"] = plan.money(when["min_subtotal"])
        whole = conditions.line_terms(rule) == [] or plan.choose(
            "a minimum counts", "all goods", "goods of the promotion") == "all goods"
        needs["lines"] = _lines({} if whole else rule, _has_delivery(plan)) or "true"
        needs["tax"] = _tax_of_needs(plan, when)
    if chosen:
        needs["lines"] = _lines(chosen)
        needs["quantity"] = int(when.get("min_qty", 1))
    elif "min_qty" in when:
        needs["quantity"] = int(when["min_qty"])
    if "max_qty" in when:
        needs["at_most"] = int(when["max_qty"])
    return {name: one for name, one in needs.items() if one} or None


def _conditions(plan, rule, number):
    """What is asked of the basket as it came, and of the customer."""
    when = rule.get("when", {})
    terms = []
    if "max_subtotal" in when:
        terms.append(f"total <= {plan.money(when['max_subtotal'])}")
    return (terms + conditions.standing_terms(plan, when)
            + conditions.order_terms(plan, rule, name_of(rule, number)))


def _validity(rule):
    until = [conditions.until(rule[name]) for name in ("valid_to", "ends") if name in rule]
    starts = [rule[name] for name in ("valid_from", "starts") if rule.get(name)]
    return {"from": max(starts, default=None), "until": min(until, default=None)}


# ---- Several promotions ----

def _pricing(plan):
    return plan.document.setdefault("pricing", {"groups": {}})


def _lane(rule):
    return rule.get("lane", rule.get("sequence", 1))


_LANES = {"pre": 0, "default": 1, "post": 2}


def _by_lane(rule):
    lane = rule.get("sequence", rule.get("lane", 1))
    if lane in _LANES:
        return _LANES[lane]
    return amounts.exact(lane)


def _group(plan, rule, one, said):
    if said["together"]:
        one["group"] = amounts.identifier(f"lane-{_lane(rule)}")
        _pricing(plan)["groups"][one["group"]] = said["together"]
    if "priority" in rule:
        sign = said["order"] or (1 if plan.program.get("stacking")
                                 else plan.choose("priority", 1, -1))
        one["priority"] = sign * int(rule["priority"])


def _taxed_lines(plan):
    """The most lines with tax of a basket."""
    return max((sum(1 for line in step.get("lines", []) if line.get("tax"))
                for step in plan.steps), default=0)


def _settings(plan, said):
    """Left-over cents, rounding and bases; gives what percentages are rounded on."""
    pricing, program = _pricing(plan), plan.program
    rules = program.get("promotions", [])
    number = len(rules) + len(coupons.of(plan)) + len(rewards.in_baskets(plan))
    several = number > 1
    if any("priority" in rule for rule in rules):
        pricing["order"] = "priority"
    if said["base"] is not None:
        pricing["base"] = said["base"]
    elif several:
        pricing["base"] = plan.choose("what a percentage is of", "left", "original")
    share = words.remainder(program.get("conventions", {}).get("remainder"))
    reduced = number or baskets.reduced_by_hand(plan)
    if share or reduced:
        pricing["share"] = share or plan.choose("left-over cents", "largest", "last", "first")
    how, where, exact = words.rounding(program.get("rounding", {}).get("discount"))
    percents = [rule for rule in rules if rule.get("kind") == "percent-off"]
    if exact or (len(percents) > 1 and pricing.get("base") != "original"):
        pricing["carry"] = "exact" if exact else plan.choose(
            "what a percentage is of is", "rounded", "exact")
    if how or reduced:
        pricing["rounding"] = how or plan.choose("rounding of promotions", "half-up", "floor")
    if _taxed_lines(plan) > 1:
        pricing["tax"] = plan.choose("taxes are rounded by", "line", "order")
    if any("min_subtotal" in rule.get("when", {}) for rule in rules) and several:
        pricing["needs"] = plan.choose("a minimum is of", "left", "original")
    return where


# ---- The whole ----

def name_of(rule, number):
    return amounts.identifier(rule.get("id", rule.get("code", f"promotion-{number}")))


_EXCLUSIVE = {True: None, "later": "later", "lines": "lines", "stops later": "later",
              "lines it touched": "lines"}


def _exclusive(plan, said):
    """What shuts others out may do so everywhere, from there on, or from the lines it reduced."""
    if said not in _EXCLUSIVE:
        raise NotYet(f"promotions.exclusive {said!r}")
    return _EXCLUSIVE[said] or plan.choose("an exclusive promotion shuts out", True, "later",
                                           "lines")


def _promotion(plan, rule, number, said, rounded_on):
    one = {"id": name_of(rule, number), "code": rule.get("code"), "lines": _about(plan, rule),
           "needs": _needs(plan, rule), "limit": limits.of(rule), **_validity(rule),
           **offers.off(plan, rule, rounded_on)}
    if "set" in one and rule["kind"] != "buy-x-get-y":
        one["needs"] = None
    if rule.get("exclusive"):
        one["exclusive"] = _exclusive(plan, rule["exclusive"])
    coupons.bind(plan, rule, one)
    if "reward" in rule:
        how = "code" if rewards.paid_with_orders(plan) else "voucher"
        one[how] = amounts.identifier(rule["reward"])
    _group(plan, rule, one, said)
    limits.budget(plan, rule, one["id"])
    one["when"] = conditions.together(_conditions(plan, rule, number))
    return {name: value for name, value in one.items() if value is not None}


def _variants(rule, number):
    """A promotion that is another one in some step is several."""
    changed = {}
    for name in rule:
        found = _IN_STEP.match(name)
        if found:
            changed.setdefault(int(found[2]), {})[found[1]] = rule[name]
    if not changed:
        return [rule]
    plain = {name: one for name, one in rule.items() if not _IN_STEP.match(name)}
    variants = [{**plain, "not_in_steps": sorted(changed)}]
    return variants + [{**plain, **members, "id": f"{name_of(rule, number)}.{step}",
                        "enabled_in_steps": [step]} for step, members in changed.items()]


def _with_steps(plan, rule):
    """Steps in which a variant does not hold, as those in which it does."""
    if "not_in_steps" not in rule:
        return rule
    rule = dict(rule)
    others = set(range(1, len(plan.steps) + 1)) - set(rule.pop("not_in_steps"))
    rule["enabled_in_steps"] = sorted(others & set(rule.get("enabled_in_steps", others)))
    return rule


def translate(plan):
    plan.document["attributes"]["event"].update({STEP: "integer", MANUAL: "integer"})
    said = words.stacking(plan.program.get("stacking"))
    rounded_on = _settings(plan, said)
    by_hand = {"id": MANUAL, "when": f"event.attributes.{MANUAL} > 0",
               "amount": f"event.attributes.{MANUAL}"}
    plan.document["promotions"] = [by_hand]
    rules = [rule for rule in plan.program.get("promotions", [])
             if rule.get("enabled") is not False]
    rules += coupons.of(plan) + rewards.promotions(plan)
    for number, rule in enumerate(sorted(rules, key=_by_lane), 1):
        for variant in _variants(rule, number):
            plan.document["promotions"].append(
                _promotion(plan, _with_steps(plan, variant), number, said, rounded_on))
    if rules and baskets.reduced_by_hand(plan) and plan.choose(
            "what is taken off by hand comes", "first", "last") == "last":
        plan.document["promotions"].append(plan.document["promotions"].pop(0))
