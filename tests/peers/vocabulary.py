"""The fields of cases that this runner understands. Any other makes a case
"not yet": what is not understood is never passed over.
"""
import re

import facts

IN_STEP = re.compile(r"_in_step_[0-9]+$")
"""What a promotion has in one step only."""
FREE = None  # a value of its own, looked at by whoever reads the field

WHEN = {"min_subtotal", "max_subtotal", "min_qty", "max_qty", "skus", "categories", "tags",
        "labels", "brands", "basis", "first_order", "nth_order", "weekdays", "months", "hours",
        "birthday", "birthday_month", "tier", "any", "all"}
LIMITS = {"limit", "limit_per_customer", "limit_total", "used", "reusable_after_cancel",
          "once_per"}
CAPS = {"cap", "max_points", "budget"}
LINES_THAT_COUNT = {
    "skus", "exclude_skus", "categories", "exclude_categories", "tags", "exclude_tags",
    "labels", "exclude_labels", "brands", "exclude_brands", "include_delivery", "delivery_skus",
    "min_unit_price", "max_unit_price"}
EARN = LINES_THAT_COUNT | {
    "id", "kind", "points", "per", "partial_units", "basis", "code", "when", "min_order_value",
    "enabled", "starts", "ends", "stackable", "priority", "factor", "event", "enabled_in_steps",
    "scope", "dry_run", "exclude_on_sale", "job", "rounded_on", "length",
    "days_in_a_row"} | LIMITS | CAPS
MULTIPLIER = LINES_THAT_COUNT - {"include_delivery", "delivery_skus"} | {
    "id", "factor", "code", "when", "min_order_value", "enabled", "starts", "ends",
              "enabled_in_steps"}

PROMOTION = LINES_THAT_COUNT - {"include_delivery", "delivery_skus"} | {
    "id", "kind", "percent", "amount", "amount_basis", "on", "code", "when", "priority", "enabled",
    "exclusive", "sequence", "lane", "max_units", "pick", "cap", "steps", "steps_by_quantity",
    "buy", "get", "repeat", "inside_basket", "added_on_top", "free_unit_counts_as_bought",
    "per_unit_of", "first", "next", "price", "include_delivery", "exclude_on_sale",
    "valid_from", "valid_to", "starts", "ends", "enabled_in_steps",
    "limit_per_basket", "margin_percent", "margin_amount", "budget"} | LIMITS

PROGRAM = {
    "about": FREE,
    "currency": FREE,
    "exchange_rates": FREE,
    "earn": EARN,
    "earn_cap": FREE,
    "multipliers": MULTIPLIER,
    "multiplier_stacking": FREE,
    "rounding": {"points", "discount"},
    "promotions": PROMOTION,
    "stacking": FREE,
    "tiers": {"id", "from", "keep_from", "multiplier", "earn", "discount_percent", "grace_days",
              "expiry_months", "expiry_days", "bonus_points"},
    "tier_grace_days": FREE,
    "tier_basis": FREE,
    "tier_window": FREE,
    "tier_demotion": FREE,
    "expiry": {"kind", "days", "weeks", "months", "years", "lot_order", "round", "date"},
    "clawback": {"policy"},
    "redeem": {"points", "amount", "min_points", "max_points", "max_percent_of_order",
               "rounding", "min_balance"},
    "pending": {"days", "weeks", "months", "years"},
    "referral": FREE,
    "transfers": FREE,
    "households": FREE,
    "rewards": LINES_THAT_COUNT | LIMITS | {
        "when", "starts", "ends", "required_points",
        "id", "kind", "cost_points", "sku", "qty", "on", "amount_per_point", "percent", "amount",
        "amount_basis", "cap", "max_units", "pick", "coupon_pool", "grant"},
    "cards": {"id", "kind", "balance", "expires", "owner", "points", "percent", "amount"},
    "conventions": {"points_of_this_order_spendable_now", "remainder"},
}

CREDIT = {"points", "customer", "lot", "expires", "order", "reason", "available_from", "key"}
SALE = {"order", "customer"}
BASKET = {"lines", "codes", "customer", "pay_with", "redeem_points", "redeem", "take", "delivery",
          "manual_discount", "prices_entered", "currency", "exchange_rate", "rate"}
HOLD = {"hold", "order", "customer", "expires"}
FREEZE = {"freeze", "freeze-account", "disable-account", "block-account", "suspend-account"}
UNFREEZE = {"unfreeze", "unfreeze-account", "enable-account", "unblock-account",
            "reactivate-account"}
EXPIRING = {"customer", "until", "before", "by", "to", "date", "within_days", "days"}
EVENT = {"customer", "event", "key"}
STEPS = {
    "cart": BASKET,
    "purchase": BASKET | {"order"},
    "post-order": SALE | {"earned", "spent", "total"},
    "return": SALE | {"lines", "amount", "fraction", "share", "part", "ratio", "percent"},
    "return-all": SALE,
    "exchange": {"order", "new_order", "returned", "lines", "delivery", "manual_discount",
                 "prices_entered"},
    "cancel-sale": SALE,
    "reverse-sale": SALE,
    "credit": CREDIT,
    "award": CREDIT,
    "debit": {"points", "customer", "reason"},
    "cancel-credit": {"lot", "customer"},
    "schedule-expiry": {"points", "expires", "customer"},
    "transfer": {"points", "customer", "from", "to"},
    "merge": {"customer", "into", "to"},
    "cancel-redemption": {"customer", "order"},
    "erase": {"customer"}, "erase-customer": {"customer"},
    **dict.fromkeys(FREEZE | UNFREEZE, {"customer", "reason"}),
    "event": EVENT,
    "adjust": {"points", "customer", "expires", "reason"},
    "import": {"points", "customer", "expires"},
    "hold": HOLD | {"points"}, "reserve": HOLD | {"points"}, "authorize": HOLD | {"points"},
    "capture": HOLD | {"points"}, "release": HOLD,
    "referral": {"referrer", "referee", "friend", "customer"},
    "join-household": {"household", "customer"}, "leave-household": {"household", "customer"},
    "set-balance": {"points", "customer"}, "set-points": {"points", "customer"},
    "set-order-count": {"count", "customer"},
    "set-total-spent": {"amount", "customer"},
    "recompute-tier": {"total_amount", "customer"},
    "set-tier": {"tier", "manual_tier", "customer", "expires", "reason"},
    "set-card-balance": {"card", "balance"},
    "redeem": {"points", "order", "customer"},
    "redeem-on-order": {"order_total", "points", "commit", "order", "customer"},
    "convert-points": {"points"},
    "convert-amount": {"amount"},
    "pay-with-points": BASKET | {"points", "amount", "order", "order_total", "commit"},
    "redeem-reward": {"reward", "qty", "customer"},
    "request-reward": {"reward", "customer"},
    "fulfil-reward": {"reward", "customer"},
    "cancel-reward": {"reward", "customer"},
    "query-max-free": {"reward", "customer"},
    "grant-reward": {"reward", "qty", "expires", "customer"},
    "claim": {"reward", "qty", "customer"},
    "customer": {"id", "birthday", "referred_by"},
    "query-expiring": EXPIRING, "query-expiring-points": EXPIRING,
    "run-job": {"job", "customer"},
    "expire": {"customer"},
}
LOOK = {"customer", "order_total"}
QUERY = "query"
"""How steps begin that only look; what they look at the expectations say."""
LINE = {"sku", "line", "qty", "unit_price", "tax", "category", "tags", "labels", "brand", "kind",
        "credits_card", "minimum_price", "on_sale", "list_price", "discountable",
        "line_discount_percent"}
RETURNED_LINE = {"sku", "line", "qty"}
TAX = {"rate_percent", "included_in_price", "fixed_amount"}

EXPECTATIONS = {
    "error", "earned", "earned_by_rule", "spent", "balance", "balances", "lots", "expired",
    "clawed_back", "tier", "on_hold", "total", "amount_due", "points_applied", "discount", "amount",
    "cards", "paid_from", "max_free", "remaining", "rewards", "subtotal", "tax",
    "sum_of_line_discounts", "line_discounts", "line_discounts_of", "unit_discounts",
    "by_promotion", "by_stage", "applied", "not_applied", "applies", "free_items",
    "free_entitlement", "line_tax", "net_unit_price", "rejected", "applied_codes",
    "goods_discount", "delivery_discount", "line_totals", "pending", "available", "next_tier",
    "to_next_tier", "points_to_next_tier", "expiring", "points", "issued", "redeemed", "lapsed",
    "outstanding", "liability", "totals", "tier_progress", "lifetime_earned", "max_points",
    "max_discount", "restored", "code"} | {
    f"{name}_{way}_tax" for way in ("incl", "excl")
    for name in ("subtotal", "total", "discount", "line_discounts", "line_totals")}


def _members(values, known, where):
    """What is not known in a map; a value that is no map is not known at all."""
    if not isinstance(values, dict):
        return [where]
    return [f"{where}.{name}" for name in values
            if name not in known and IN_STEP.sub("", name) not in known]


def facts_of(case):
    """What steps state and rules ask for that has no meaning of its own here."""
    return facts.names(case, WHEN)


def _asked_of(made_up):
    return made_up | {facts.NOT + name for name in made_up}


def _unknown_in_when(when, made_up, where):
    """Conditions may have others inside."""
    found = _members(when, WHEN | _asked_of(made_up), where)
    for name in ("any", "all"):
        for one in when.get(name, []):
            found += (_unknown_in_when(one["when"], made_up, f"{where}.{name}")
                      if isinstance(one, dict) else [f"{where}.{name}"])
    return found


def _unknown_in_program(program, made_up):
    found = []
    for name, value in program.items():
        if name not in PROGRAM:
            parts = value if isinstance(value, list) else []
            kinds = {part.get("kind", "") for part in parts if isinstance(part, dict)} or {""}
            found += [f"program.{name} {kind}".rstrip() for kind in sorted(kinds)]
        elif PROGRAM[name] is not FREE:
            parts = value if isinstance(value, list) else [value]
            for part in parts:
                found += _members(part, PROGRAM[name], f"program.{name}")
                if isinstance(part, dict) and isinstance(part.get("when", ""), dict):
                    found += _unknown_in_when(part["when"], made_up, f"program.{name}.when")
    return found


def _unknown_in_step(step, events, made_up):
    do = step["do"]
    known = STEPS.get(do, EVENT if do in events else LOOK if do.startswith(QUERY) else None)
    if known is None:
        return [f"step {do}"]
    found = _members(step, known | made_up | {"at", "do", "customer", "enable"}, f"step {do}")
    for line in step.get("lines", []):
        found += _members(line, RETURNED_LINE if do == "return" else LINE, "line")
    for line in step.get("returned", []):
        found += _members(line, RETURNED_LINE, "line")
    for line in step.get("lines", []):
        taxes = line.get("tax", [])
        for tax in taxes if isinstance(taxes, list) else [None]:
            found += _members(tax, TAX, "line.tax")
    return found


def events_of(program):
    """The events that the program itself gives points for."""
    return {rule["event"] for rule in program.get("earn", [])
            if isinstance(rule, dict) and "event" in rule}


def unknown(case):
    """Everything in a case that is not understood."""
    found = _members(case, {"id", "source", "needs", "program", "steps", "expect", "semantics",
                            "derived"}, "case")
    made_up = facts_of(case)
    found += _unknown_in_program(case["program"], made_up)
    for step in case["steps"]:
        found += _unknown_in_step(step, events_of(case["program"]), made_up)
    for expected in case["expect"]:
        found += _members(expected, EXPECTATIONS | {"after_step", "tolerance"}, "expect")
        if expected.get("after_step") not in range(1, len(case["steps"]) + 1):
            found.append(f"expect.after_step {expected.get('after_step')}")
    return list(dict.fromkeys(found))
