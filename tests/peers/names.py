"""Other names of steps, fields and results, as the ones that this runner knows.

A name that stands here means the same in any case; one whose meaning depends on more stands
where that is looked at. A name is left as it is where the known one is there as well.
"""
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
    "advance-time": "expire",
    "buy": "purchase", "order": "purchase", "checkout": "purchase",
    "quote": "cart", "price": "cart", "preview": "cart",
    "issue-reward": "grant-reward", "claim-reward": "claim", "use-reward": "claim",
    "transfer-points": "transfer", "merge-customers": "merge", "merge-accounts": "merge",
    "set-spent": "set-total-spent", "refer": "referral", "import-balance": "import",
    "undo-redemption": "cancel-redemption", "reverse-redemption": "cancel-redemption",
    "cancel-hold": "release", "release-hold": "release", "capture-hold": "capture",
    "hold-points": "hold", "reserve-points": "hold",
    "get-balance": "query-balance", "get-tier": "query-tier", "check-balance": "query-balance",
    "check-tier": "query-tier", "look": "query", "check": "query",
}
_STEP_FIELDS = {"user": "customer", "member": "customer", "rewards": "take",
                "expires_at": "expires", "order_id": "order", "amount_total": "order_total"}
_RULE_FIELDS = {"min_amount": "min_order_value", "min_total": "min_order_value",
                "min_subtotal": "min_order_value", "minimum_amount": "min_order_value",
                "minimum_order_value": "min_order_value", "min_order_total": "min_order_value",
                "points_per_unit": "points", "rounding": "partial_units"}
_REWARD_FIELDS = {"cost": "cost_points", "points_cost": "cost_points",
                  "price_points": "cost_points",
                  "max_discount": "cap", "max_amount": "cap",
                  "min_points": "required_points", "pool": "coupon_pool", "stock": "limit_total"}
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
}


def _renamed(members, names):
    if not isinstance(members, dict):
        return members
    found = [name for name in members if name in names]
    targets = [names[name] for name in found]
    return {names[name] if name in found and names[name] not in members
            and targets.count(names[name]) == 1 else name: one for name, one in members.items()}


def _each(parts, names):
    return [_renamed(part, names) for part in parts] if isinstance(parts, list) else parts


def _program(program):
    named = {**program}
    for topic, names in (("earn", _RULE_FIELDS), ("rewards", _REWARD_FIELDS)):
        if topic in program:
            named[topic] = _each(program[topic], names)
    if "redeem" in program:
        named["redeem"] = _renamed(program["redeem"], _REDEEM_FIELDS)
    return named


def _step(step, events):
    do = step["do"]
    return _renamed({**step, "do": do if do in events else _STEPS.get(do, do)}, _STEP_FIELDS)


def known(case, events):
    """A case by the names that this runner knows; its own events are no other steps."""
    return {**case, "program": _program(case["program"]),
            "steps": [_step(step, events) for step in case["steps"]],
            "expect": _each(case["expect"], _RESULTS)}
