"""Promotions of a case: what takes money off its baskets.

Promotions that hold in some steps only ask for the number of the step, which
every basket carries as an attribute.
"""
from datetime import date, timedelta

import amounts
import conditions
from verdicts import NotYet

STEP = "step"
MANUAL = "manual"
ON_SALE = "kind:on-sale"
DELIVERY_LINE = "delivery"
_STACKINGS = {
    None: {}, "sequential": {}, "sequential by priority, high first": {"order": "priority"},
    "each on the original price": {"base": "original"}}
_SHARES = {"last line": "last", "first unit": "first", "first line": "first"}
_ROUNDINGS = {"down": "floor", "up": "ceil", "half-up": "half-up", "half-even": "half-even"}
_PICKS = ("cheapest", "dearest")


def is_priced(plan):
    """Whether baskets of the case are priced by the library."""
    return "promotions" in plan.program or any(
        "manual_discount" in step for step in plan.steps)


# ---- Which lines, and when ----

def _tests(rule, delivery):
    """Terms about one line l."""
    terms = conditions.line_terms(rule)
    if delivery and not rule.get("include_delivery"):
        terms.append(f"!({conditions.quote(conditions.DELIVERY)} in l.tags)")
    if rule.get("exclude_on_sale"):
        terms.append(f"!({conditions.quote(ON_SALE)} in l.tags)")
    return terms


def _lines(rule, delivery=False):
    return " && ".join(_tests(rule, delivery)) or None


def _has_delivery(plan):
    """Whether goods are to be told from what it costs to bring them."""
    return any("delivery" in step or any(line.get("kind") == "delivery"
                                         for line in step.get("lines", []))
               for step in plan.steps)


def _step_term(steps):
    return f"event.attributes.{STEP} in {list(steps)}"


def _needs(plan, rule):
    when = rule.get("when", {})
    needs = {}
    chosen = {name: when[name] for name in ("categories", "tags", "brands") if name in when}
    if "min_subtotal" in when:
        needs["amount"] = plan.money(when["min_subtotal"])
        needs["lines"] = _lines({}, _has_delivery(plan)) or "true"
    if "skus" in when:
        needs["lines"] = _lines({"skus": when["skus"]})
        needs["quantity"] = int(when.get("min_qty", 1))
    elif chosen:
        needs["lines"] = _lines(chosen)
        needs["quantity"] = int(when.get("min_qty", 1))
    elif "min_qty" in when:
        needs["quantity"] = int(when["min_qty"])
    if "max_qty" in when:
        needs["at_most"] = int(when["max_qty"])
    basis = when.get("basis")
    if basis is not None:
        needs["tax"] = {"excluding tax": "without", "including tax": "with"}[basis]
    return needs or None


def _conditions(plan, rule):
    """What is asked of the basket as it came, and of the customer."""
    when = rule.get("when", {})
    terms = []
    if "enabled_in_steps" in rule:
        terms.append(_step_term(rule["enabled_in_steps"]))
    if "max_subtotal" in when:
        terms.append(f"total <= {plan.money(when['max_subtotal'])}")
    if when.get("first_order"):
        terms.append("customer.purchases == 0")
    if "nth_order" in when:
        terms.append(f"customer.purchases == {int(when['nth_order']) - 1}")
    return terms


def _validity(rule):
    until = rule.get("ends")
    if "valid_to" in rule:
        until = str(date.fromisoformat(rule["valid_to"]) + timedelta(days=1))
    return {"from": rule.get("valid_from"), "until": until}


# ---- What it takes off ----

def _percent(rule):
    if "steps" in rule or "steps_by_quantity" in rule:
        return {}
    return {"percent": amounts.text(rule["percent"])}


def _steps_of(plan, rule):
    if "steps" in rule:
        return {"steps": [{"from": plan.money(one["from"]), **_step_off(plan, one)}
                          for one in rule["steps"]]}
    if "steps_by_quantity" in rule:
        return {"steps_by": "quantity",
                "steps": [{"from": int(one["from"]), **_step_off(plan, one)}
                          for one in rule["steps_by_quantity"]]}
    return {}


def _step_off(plan, step):
    if set(step) - {"from", "percent", "amount"}:
        raise NotYet(f"steps with {', '.join(sorted(step))}")
    return ({"percent": amounts.text(step["percent"])} if "percent" in step
            else {"amount": plan.money(step["amount"])})


def _amount(plan, rule):
    if rule.get("amount_basis") == "excluding tax" and any(
            tax.get("included_in_price") for step in plan.steps for line in step.get("lines", [])
            for tax in line.get("tax", [])):
        raise NotYet("an amount without tax off prices with tax")
    return plan.money(rule["amount"])


def _off(plan, rule):
    kind = rule["kind"]
    if kind == "percent-off":
        return {**_percent(rule), **_steps_of(plan, rule)}
    if kind == "amount-off":
        return _steps_of(plan, rule) or {"amount": _amount(plan, rule)}
    if kind == "fixed-price":
        return {"price": plan.money(rule["price"])}
    if kind == "first-and-next-units":
        return {"amount": plan.money(rule["first"]), "next": plan.money(rule["next"]),
                "on": "units"}
    if kind == "gift":
        return _gift(rule)
    if kind == "buy-x-get-y":
        return _buy_get(plan, rule)
    raise NotYet(f"promotions {kind}")


def _gift(rule):
    gift = {"sku": str(rule["get"]["sku"]), "quantity": int(rule["get"].get("qty", 1))}
    result = {"gift": gift}
    if "per_unit_of" in rule:
        result["set"] = {"buy": 1, "buy_lines": _lines({"skus": rule["per_unit_of"]}),
                         "repeat": bool(rule.get("repeat", True))}
    return result


def _lines_of_set(part):
    chosen = {name: part[name] for name in ("skus", "tags", "brands", "categories")
              if name in part}
    if "category" in part:
        chosen["categories"] = [part["category"]]
    if "sku" in part:
        chosen["skus"] = [part["sku"]]
    return _lines(chosen)


def _price_of_given(get):
    price = get.get("price", "free")
    if price == "free":
        return {}
    percent = price.split("%")[0]
    if not price.endswith(("% off", "% off each")):
        raise NotYet(f"units given for {price!r}")
    return {"percent": amounts.text(percent)}


def _buy_get(plan, rule):
    buy, get = rule["buy"], rule["get"]
    of = {"buy": int(buy["qty"]), "buy_lines": _lines_of_set(buy),
          "repeat": bool(rule.get("repeat", False))}
    if "max" in get:
        of["most"] = int(get["max"])
    if not rule.get("inside_basket"):
        if get.get("price", "free") != "free":
            raise NotYet("units on top that are not free")
        return {"gift": {"sku": str(get["sku"]), "quantity": int(get["qty"])},
                "set": {name: one for name, one in of.items() if one is not None}}
    of.update(get=int(get["qty"]), get_lines=_lines_of_set(get),
              shared=bool(rule.get("free_unit_counts_as_bought", False)), pick=get.get("pick"))
    if of["pick"] is None:
        of["pick"] = plan.choose("which unit is given", *_PICKS)
    return {**_price_of_given(get), "set": {name: one for name, one in of.items()
                                            if one is not None}}


_ON = {"order": {"on": "order"}, "each-unit": {"on": "units"}, "each-line": {"on": "lines"},
       "delivery": {"on": "order"},
       "cheapest-unit": {"on": "units", "units": 1, "pick": "cheapest"},
       "dearest-unit": {"on": "units", "units": 1, "pick": "dearest"}}


def _on(plan, rule):
    on = rule.get("on")
    if on is None or rule["kind"] in ("gift", "buy-x-get-y", "first-and-next-units"):
        return {}
    if on == "items":
        return {"on": plan.choose("rounding of goods that are reduced", "order", "lines", "units")}
    if on not in _ON:
        raise NotYet(f"a promotion on {on}")
    return dict(_ON[on])


def _limit(rule):
    """Uses before the case begins are not there any more."""
    limit = {}
    if "limit_per_customer" in rule:
        limit["customer"] = int(rule["limit_per_customer"])
    if "limit_total" in rule:
        limit["all"] = max(0, int(rule["limit_total"]) - int(rule.get("used", 0)))
    if limit and "reusable_after_cancel" in rule:
        limit["freed"] = bool(rule["reusable_after_cancel"])
    return limit or None


def _group(plan, rule, one):
    stacking = plan.program.get("stacking")
    if stacking == "best per lane":
        one["group"] = f"lane-{rule.get('lane', 1)}"
        _pricing(plan)["groups"][one["group"]] = "best-line"
    elif stacking == "best of group, in order of entry":
        one["group"] = "one"
        _pricing(plan)["groups"]["one"] = "best"
    if "priority" in rule:
        sign = 1 if stacking else plan.choose("priority", 1, -1)
        one["priority"] = sign * int(rule["priority"])


# ---- The whole ----

def _pricing(plan):
    return plan.document.setdefault("pricing", {"groups": {}})


def name_of(rule, number):
    return amounts.identifier(rule.get("id", rule.get("code", f"promotion-{number}")))


def _about(plan, rule):
    if rule.get("on") == "delivery":
        return f"{conditions.quote(conditions.DELIVERY)} in l.tags"
    return _lines(rule, _has_delivery(plan))


def _promotion(plan, rule, number):
    one = {"id": name_of(rule, number), "code": rule.get("code"), "lines": _about(plan, rule),
           "needs": _needs(plan, rule), "limit": _limit(rule), **_validity(rule), **_on(plan, rule), **_off(plan, rule)}
    if "max_units" in rule:
        one["units"] = int(rule["max_units"])
    if "pick" in rule:
        one["pick"] = rule["pick"]
    if "cap" in rule:
        one["most"] = plan.money(rule["cap"])
    if rule.get("exclusive"):
        one["exclusive"] = True
    if int(rule.get("limit_per_basket", 1)) != 1:
        raise NotYet("a promotion several times in a basket")
    _group(plan, rule, one)
    terms = _conditions(plan, rule)
    if terms:
        one["when"] = conditions.together(terms)
    return {name: value for name, value in one.items() if value is not None}


def _variants(plan, rule, number):
    """A promotion that looks at other goods in its second step is two."""
    if "skus_in_step_2" not in rule:
        return [_promotion(plan, rule, number)]
    others = [step for step in range(1, len(plan.steps) + 1) if step != 2]
    first = {**rule, "enabled_in_steps": others}
    second = {**rule, "skus": rule["skus_in_step_2"], "enabled_in_steps": [2], "id": "step-2"}
    return [_promotion(plan, first, number), _promotion(plan, second, number)]


def _settings(plan):
    pricing = _pricing(plan)
    stacking = plan.program.get("stacking")
    if stacking in _STACKINGS:
        pricing.update(_STACKINGS[stacking])
    elif stacking not in ("best per lane", "best of group, in order of entry"):
        raise NotYet(f"promotions that stack {stacking!r}")
    rules = plan.program.get("promotions", [])
    if any("priority" in rule for rule in rules):
        pricing["order"] = "priority"
    if stacking is None and len(rules) > 1:
        pricing["base"] = plan.choose("what a percentage is of", "left", "original")
    remainder = plan.program.get("conventions", {}).get("remainder")
    pricing["share"] = (_SHARES[remainder] if remainder in _SHARES
                        else plan.choose("left-over cents", "largest", "last", "first"))
    rounding = plan.program.get("rounding", {}).get("discount")
    pricing["rounding"] = (_ROUNDINGS[rounding] if rounding in _ROUNDINGS
                           else plan.choose("rounding of promotions", "half-up", "floor"))
    if any("min_subtotal" in rule.get("when", {}) for rule in rules) and len(rules) > 1:
        pricing["needs"] = plan.choose("a minimum is of", "left", "original")


def _manual(plan):
    plan.document["promotions"].insert(0, {
        "id": MANUAL, "when": f"event.attributes.{MANUAL} > 0",
        "amount": f"event.attributes.{MANUAL}"})


def translate(plan):
    if not is_priced(plan):
        return
    plan.document["attributes"]["event"].update({STEP: "integer", MANUAL: "integer"})
    rules = sorted(plan.program.get("promotions", []), key=lambda rule: rule.get("sequence", 0))
    plan.document["promotions"] = []
    _settings(plan)
    _manual(plan)
    for number, rule in enumerate(rules, 1):
        plan.document["promotions"] += _variants(plan, rule, number)
    if any(rule.get("basis") for rule in plan.program.get("earn", [])) and conditions.any_tax(plan):
        raise NotYet("earning without or with tax after promotions")


def attributes(plan, step, number):
    """What the library must know of a step."""
    if not is_priced(plan):
        return {}
    by_hand = plan.money(step.get("manual_discount", 0))
    for line in step.get("lines", []):
        price = amounts.exact(line["unit_price"])
        if price < 0:
            by_hand -= plan.money(price * amounts.exact(line.get("qty", 1)))
    return {STEP: number, MANUAL: by_hand}


# ---- Lines as they are entered ----

def _tax(line):
    rates = [tax for tax in line.get("tax", []) if "rate_percent" in tax]
    fixed = sum(amounts.exact(tax["fixed_amount"]) for tax in line.get("tax", [])
                if "fixed_amount" in tax)
    if len(rates) > 1:
        raise NotYet("several rates of tax on a line")
    members = {}
    if rates:
        members["tax_percent"] = amounts.text(rates[0]["rate_percent"])
        members["tax_on_top"] = not rates[0].get("included_in_price")
    if fixed:
        members["fixed_tax"] = amounts.decimal_text(fixed)
    return members


def line_members(plan, line):
    """Prices as a case writes them; a line that costs less than nothing is no line."""
    members = {"quantity": amounts.text(line.get("qty", 1)),
               "unit_price": amounts.from_units(plan.money(line["unit_price"]), plan.digits),
               **_tax(line)}
    if "line_discount_percent" in line:
        gross = plan.money(line["unit_price"]) * amounts.exact(line.get("qty", 1))
        off = gross * amounts.exact(line["line_discount_percent"]) / 100
        members["discount"] = amounts.from_units(amounts.half_up(off), plan.digits)
    if "minimum_price" in line:
        members["minimum_price"] = amounts.text(line["minimum_price"])
    if line.get("discountable") is False:
        members["reducible"] = False
    return members


def delivery_line(step):
    """Delivery as a line of its own, none where it costs nothing."""
    delivery = step.get("delivery")
    if delivery is None:
        return []
    if set(delivery) - {"price"}:
        raise NotYet("delivery with " + ", ".join(sorted(set(delivery) - {"price"})))
    return [{"sku": DELIVERY_LINE, "line": DELIVERY_LINE, "qty": 1,
             "unit_price": delivery["price"], "kind": "delivery"}]
