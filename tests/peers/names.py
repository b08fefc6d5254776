"""Other names of steps, fields and results, as the ones that this runner knows.

A name that stands here means the same in any case; one whose meaning depends on more stands
where that is looked at. A name is left as it is where the known one is there as well.
"""
import re

_STEPS = {
    "register": "customer", "create-customer": "customer", "enrol": "customer",
    "enroll": "customer", "sign-up": "customer",
    "add-points": "award", "give-points": "award", "earn": "award", "grant-points": "award",
    "deduct-points": "debit", "deduct": "debit", "subtract-points": "debit",
    "remove-points": "debit", "spend": "redeem", "spend-points": "redeem", "burn": "redeem",
    "redeem-points": "redeem",
    "cancel-order": "cancel-sale", "void-sale": "cancel-sale", "cancel-purchase": "cancel-sale",
    "void": "cancel-sale", "refund": "return", "refund-order": "return-all",
    "return-order": "return-all", "partial-refund": "return",
    "expire-points": "expire", "run-expiry": "expire", "advance": "expire",
    "advance-time": "expire", "exchange-goods": "exchange", "swap": "exchange",
    "buy": "purchase", "order": "purchase", "checkout": "purchase",
    "quote": "cart", "price": "cart", "preview": "cart",
    "issue-reward": "grant-reward", "claim-reward": "claim", "use-reward": "claim",
    "transfer-points": "transfer", "merge-customers": "merge", "merge-accounts": "merge",
    "assign-tier": "set-tier", "grant-tier": "set-tier", "set-level": "set-tier",
    "set-spent": "set-total-spent", "refer": "referral", "import-balance": "import",
    "undo-redemption": "cancel-redemption", "reverse-redemption": "cancel-redemption",
    "cancel-hold": "release", "release-hold": "release", "capture-hold": "capture",
    "hold-points": "hold", "reserve-points": "hold",
    "get-balance": "query-balance", "get-tier": "query-tier", "check-balance": "query-balance",
    "check-tier": "query-tier", "look": "query", "check": "query",
}
_STEP_FIELDS = {"user": "customer", "member": "customer", "rewards": "take", "level": "tier",
                "idempotency_key": "key", "source_id": "key", "reference": "key",
                "returned_lines": "returned", "return_lines": "returned", "new_lines": "lines",
                "expires_at": "expires", "expires_on": "expires", "valid_until": "expires",
                "expiry_date": "expires", "until_date": "expires", "order_id": "order",
                "amount_total": "order_total"}
_LINE_FIELDS = {"quantity": "qty", "price": "unit_price", "product": "sku"}
_TAX_FIELDS = {"rate": "rate_percent", "percent": "rate_percent",
               "included": "included_in_price", "in_price": "included_in_price"}
_USES = {"usage_limit": "limit_total", "max_uses": "limit_total", "total_limit": "limit_total",
         "usage_limit_per_customer": "limit_per_customer", "used_count": "used",
         "per_customer_limit": "limit_per_customer", "uses_per_customer": "limit_per_customer",
         "coupon": "code", "coupon_code": "code"}
_PROMOTION_FIELDS = {**_USES, "name": "id", "percentage": "percent"}
_CALLED = {"name": "id", "code": "id", "slug": "id", "level": "id"}
"""What tiers, rewards and cards are known by."""
_CARD_FIELDS = {**_CALLED, "valid_until": "expires", "expires_at": "expires",
                "expiry_date": "expires", "customer": "owner"}
_TIERS = {"levels": "tiers", "statuses": "tiers", "ranks": "tiers"}
_ASKED = ("min_subtotal", "max_subtotal", "min_qty", "max_qty", "first_order", "nth_order",
          "weekdays")
"""What a rule may say outside of its condition."""
_RULE_FIELDS = {**_USES, "name": "id", "min_amount": "min_order_value",
                "min_total": "min_order_value", "minimum_amount": "min_order_value",
                "minimum_order_value": "min_order_value", "min_order_total": "min_order_value",
                "points_per_unit": "points", "rounding": "partial_units"}
_REWARD_FIELDS = {**_USES, "name": "id", "slug": "id", "cost": "cost_points",
                  "points_cost": "cost_points", "price_points": "cost_points",
                  "max_discount": "cap", "max_amount": "cap", "min_points": "required_points",
                  "pool": "coupon_pool", "stock": "limit_total"}
_REDEEM_FIELDS = {"minimum_points": "min_points", "maximum_points": "max_points",
                  "max_percent": "max_percent_of_order", "value": "amount", "worth": "amount"}
_RESULTS = {
    "points_earned": "earned", "points_spent": "spent", "points_redeemed": "spent",
    "points_balance": "balance", "points_expired": "expired", "points_on_hold": "on_hold",
    "held": "on_hold", "pending_points": "pending", "points_pending": "pending",
    "available_points": "available", "available_balance": "available", "level": "tier",
    "next_level": "next_tier", "points_to_next_level": "to_next_tier",
    "points_clawed_back": "clawed_back", "points_reversed": "clawed_back",
    "reversed": "clawed_back", "points_restored": "restored", "given_back": "restored",
    "points_given_back": "restored", "points_returned": "restored",
    "amount_to_pay": "amount_due", "to_pay": "amount_due", "refusal": "error",
    "coupon": "code", "coupon_code": "code",
}


def _renamed(members, names):
    if not isinstance(members, dict):
        return members
    found = [name for name in members if name in names]
    targets = [names[name] for name in found]
    return {names[name] if name in found and members.get(names[name]) is None
            and targets.count(names[name]) == 1 else name: one
            for name, one in members.items() if one is not None or name not in targets}


_SAYS_NOTHING = {"description", "note", "notes", "comment", "title"}
"""What tells people something and changes nothing."""


def _bare(members):
    """Without what is only told; a name beside an id is that too."""
    if not isinstance(members, dict):
        return members
    told = _SAYS_NOTHING | ({"name"} if "id" in members else set())
    return {name: one for name, one in members.items() if name not in told}


def _each(parts, names):
    return [_renamed(part, names) for part in parts] if isinstance(parts, list) else parts


def _asked(rule):
    """A rule whose condition stands beside its other fields."""
    if not isinstance(rule, dict) or not isinstance(rule.get("when", {}), dict):
        return rule
    asked = {name: rule[name] for name in _ASKED if name in rule}
    if not asked or set(asked) & set(rule.get("when", {})):
        return rule
    rest = {name: one for name, one in rule.items() if name not in asked}
    return {**rest, "when": {**rule.get("when", {}), **asked}}


def _dated(members):
    """A day as an end is its beginning."""
    if not isinstance(members, dict):
        return members
    return {name: f"{one}T00:00:00Z" if name in ("expires", "available_from")
            and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(one)) else one
            for name, one in members.items()}


_LISTED = ("earn", "multipliers", "promotions", "rewards", "tiers", "cards")
_OWN = {"id", "kind", "points", "per", "factor", "percent", "amount", "cost_points", "from"}
"""Members of a part by which one is told from a map of several."""


def _as_list(parts):
    """One part by itself, or several by their names, as a list."""
    if not isinstance(parts, dict):
        return parts
    if _OWN & set(parts):
        return [parts]
    return [{"id": name, **(one if isinstance(one, dict) else {"from": one})}
            for name, one in parts.items()]


def _program(program):
    program = {topic: _as_list(part) if topic in _LISTED else part
               for topic, part in _renamed(program, _TIERS).items()}
    named = {**program}
    for topic, names in (("earn", _RULE_FIELDS), ("multipliers", _RULE_FIELDS),
                         ("promotions", _PROMOTION_FIELDS), ("rewards", _REWARD_FIELDS)):
        if isinstance(program.get(topic), list):
            named[topic] = [_asked(_renamed(_bare(rule), names)) for rule in program[topic]]
    for topic, names in (("tiers", _CALLED), ("cards", _CARD_FIELDS)):
        if isinstance(program.get(topic), list):
            named[topic] = [_dated(_renamed(_bare(part), names)) for part in program[topic]]
    if "redeem" in program:
        named["redeem"] = _renamed(program["redeem"], _REDEEM_FIELDS)
    return named


def _line(line):
    line = _renamed(line, _LINE_FIELDS)
    return {**line, "tax": _each(line["tax"], _TAX_FIELDS)} if "tax" in line else line


def _step(step, events):
    do = step["do"]
    step = _renamed({**_bare(step), "do": do if do in events else _STEPS.get(do, do)}, _STEP_FIELDS)
    if isinstance(step.get("lines"), list):
        step["lines"] = [_line(line) for line in step["lines"]]
    if step["do"] == "purchase" and "commit" in step:
        step["do"] = "purchase" if step.pop("commit") else "cart"
    return _dated(step)


def known(case, events):
    """A case by the names that this runner knows; its own events are no other steps."""
    return {**_bare(case), "program": _program(_bare(case["program"])),
            "steps": [_step(step, events) for step in case["steps"]],
            "expect": [_renamed(_bare(one), _RESULTS) for one in case["expect"]]}
