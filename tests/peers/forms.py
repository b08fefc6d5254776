"""Cases in one form: what is null is left out, one of several is a list of one, and a step
says whose it is where only one customer is there.
"""
import names
import spans
import values
from vocabulary import QUERY, events_of

_NAMES = {"days_of_week": "weekdays", "weekday": "weekdays", "day_of_week": "weekdays",
          "group": "customer_group"}
"""Other names of a member."""
_LISTS = {"weekdays", "codes", "skus", "categories", "tags", "labels", "brands", "pay_with", "take",
          "enabled_in_steps", "per_unit_of", "enable", "coupon_pool", "delivery_skus"}
_LISTS |= {"exclude_" + name for name in ("skus", "categories", "tags", "labels", "brands")}


def _member(name, value):
    value = _normal(value)
    single = isinstance(value, (str, int)) and not isinstance(value, bool)
    return [value] if name in _LISTS and single else value


def _normal(value):
    if isinstance(value, dict):
        return spans.said_once({_NAMES.get(name, name): _member(_NAMES.get(name, name), member)
                                for name, member in value.items() if member is not None})
    return [_normal(member) for member in value] if isinstance(value, list) else value


# ---- What earns ----

_FIRST = ("first-purchase", "first-order")
_ORDERS = ("purchase", "order", "order-placed", "order-paid", "order-completed")


def _earns(rule):
    """An event that is a purchase is no event of its own."""
    event = rule.get("event") if isinstance(rule, dict) else None
    if event not in _FIRST + _ORDERS or rule.get("kind") != "fixed-on-event":
        return rule
    rule = {**{name: one for name, one in rule.items() if name != "event"},
            "kind": "fixed-per-order"}
    when = rule.get("when", {})
    return rule if event in _ORDERS else {**rule, "when": {**when, "first_order": True}}


_GOODS = {"items total": False, "goods": False, "goods only": False, "items": False,
          "order total": True, "grand total": True, "whole order": True}
"""Whether delivery counts, where the basis of a rule says so."""


def _basis(rule):
    if not isinstance(rule, dict) or "basis" not in rule or "include_delivery" in rule:
        return rule
    parts = [part.strip() for part in str(rule["basis"]).split(",")]
    said = [part for part in parts if part in _GOODS]
    if len(said) != 1:
        return rule
    rest = ", ".join(part for part in parts if part not in said)
    rule = {**rule, "include_delivery": _GOODS[said[0]], "basis": rest}
    return rule if rest else {name: one for name, one in rule.items() if name != "basis"}


def _with_earning(program):
    rules = program.get("earn")
    return ({**program, "earn": [_basis(_earns(rule)) for rule in rules]}
            if isinstance(rules, list) else program)


# ---- What tiers earn and save ----

_THRESHOLDS = {"threshold": None, "min_points": "points", "min_spend": "spend",
               "min_spent": "spend", "min_amount": "spend", "min_orders": "orders",
               "min_purchases": "orders"}
_OTHER_TIER_NAMES = {"collection_factor": "per", "factor": "multiplier", "keep": "keep_from",
                     "points_multiplier": "multiplier", "earn_multiplier": "multiplier"}
_A_RATE = ("points", "per", "partial_units", "basis")


def _tier(tier):
    """A tier with the names that this runner knows; a rate of its own is what it earns."""
    found = [name for name in _THRESHOLDS if name in tier]
    others = {**_OTHER_TIER_NAMES, **({found[0]: "from"} if len(found) == 1 else {})}
    tier = {name if others.get(name) in tier else others.get(name, name): one
            for name, one in tier.items()}
    if "per" in tier and "earn" not in tier:
        rate = {"points": 1, **{name: tier[name] for name in _A_RATE if name in tier}}
        tier = {**{name: one for name, one in tier.items() if name not in _A_RATE}, "earn": rate}
    return tier


def _with_tiers(program):
    """The names of thresholds say what tiers count."""
    tiers = program.get("tiers")
    if not isinstance(tiers, list) or not all(isinstance(tier, dict) for tier in tiers):
        return program
    bases = {_THRESHOLDS[name] for tier in tiers for name in _THRESHOLDS if name in tier} - {None}
    more = {"tier_basis": bases.pop()} if len(bases) == 1 and "tier_basis" not in program else {}
    return {**program, "tiers": [_tier(tier) for tier in tiers], **more}


def _of_tiers(program):
    """What a tier says of earning or of prices is a rule for those who have it."""
    earn, promotions = [], []
    for tier in program.get("tiers", []) if isinstance(program.get("tiers"), list) else []:
        having = {"when": {"tier": tier.get("id")}}
        if "multiplier" in tier:
            earn.append({"kind": "multiplier", "factor": tier["multiplier"], **having})
        if isinstance(tier.get("earn"), dict):
            kind = {} if "kind" in tier["earn"] else {"kind": "points-per-amount"}
            earn.append({**kind, **tier["earn"], "when": {**tier["earn"].get("when", {}),
                                                          **having["when"]}})
        if "discount_percent" in tier:
            promotions.append({"id": f"tier-{tier.get('id')}", "kind": "percent-off",
                               "on": "order", "percent": tier["discount_percent"], **having})
    rules = {"earn": earn, "promotions": promotions}
    return {**program, **{name: [*program.get(name, []), *more]
                          for name, more in rules.items() if more}}


# ---- Promotions of one code ----

def _told_apart(program):
    """Promotions are known by their codes where they have no ids, unless several have one."""
    rules = program.get("promotions", [])
    codes = [rule.get("code") for rule in rules]
    return {**program, "promotions": [
        {**rule, "id": f"{rule['code']}.{number}"}
        if "code" in rule and "id" not in rule and codes.count(rule["code"]) > 1 else rule
        for number, rule in enumerate(rules, 1)]} if rules else program


# ---- Whose step it is ----

_LOOKING = ("run-job", "expire")
GUEST = "guest"
"""The customer of a basket that says itself that it is nobody's."""


def _with_guests(steps):
    return [{**step, "customer": GUEST} if "lines" in step and step.get("customer", "") is None
            else step for step in steps]


def _looks(step):
    """Whether a step only looks, or is about everybody."""
    return step["do"] in _LOOKING or step["do"].startswith(QUERY)


def _of_one_customer(steps):
    """Where one customer is introduced and nobody else named, what names nobody is his; where
    others' steps name him, what only looks.
    """
    introduced = {step.get("id") for step in steps if step["do"] == "customer"} - {None}
    named = {step["customer"] for step in steps if "customer" in step} - {GUEST}
    if len(introduced | named) != 1:
        return steps
    name = next(iter(introduced | named))
    return [{**step, "customer": name} if "customer" not in step and step["do"] != "customer"
            and (_looks(step) or not named) else step for step in steps]


def normal(case):
    """What a case expects stays as it is: null means that there is nothing."""
    case = names.known(case, events_of(case["program"]))
    program = _with_tiers(_with_earning(_normal(values.known(case["program"]))))
    return {**case, "program": _told_apart(_of_tiers(program)),
            "steps": _of_one_customer(_normal(_with_guests(case["steps"])))}
