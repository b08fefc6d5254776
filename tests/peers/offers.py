"""What a promotion of a case takes off a basket, or gives on top."""
import amounts
import conditions
import words
from verdicts import NotYet

_PICKS = ("cheapest", "dearest")
BASES = {"as prices are entered": "as-entered", "excluding tax": "without",
          "including tax": "with"}


# ---- Money and percentages ----

def _step_off(plan, step):
    if set(step) - {"from", "percent", "amount"} or "from" not in step:
        raise NotYet(f"steps with {', '.join(sorted(step))}")
    return ({"percent": amounts.text(step["percent"])} if "percent" in step
            else {"amount": plan.money(step["amount"])})


def _steps_of(plan, rule):
    if "steps" in rule:
        steps = [{"from": plan.money(one["from"]), **_step_off(plan, one)}
                 for one in rule["steps"]]
    elif "steps_by_quantity" in rule:
        steps = [{"from": int(one["from"]), **_step_off(plan, one)}
                 for one in rule["steps_by_quantity"]]
    else:
        return {}
    members = {"steps": sorted(steps, key=lambda step: step["from"])}
    return {**members, "steps_by": "quantity"} if "steps_by_quantity" in rule else members


def _percent_off(plan, rule):
    return _steps_of(plan, rule) or {"percent": amounts.text(rule["percent"])}


def _amount_off(plan, rule):
    return _steps_of(plan, rule) or {"amount": plan.money(rule["amount"])}


def _first_and_next(plan, rule):
    return {"amount": plan.money(rule["first"]), "next": plan.money(rule["next"]), "on": "units"}


# ---- Sets ----

def lines_of(part):
    """A test of the lines that a part of a set names."""
    chosen = conditions.chosen(part)
    for one, many in (("category", "categories"), ("sku", "skus"), ("tag", "tags"),
                      ("brand", "brands"), ("label", "labels")):
        if one in part:
            chosen[many] = [part[one]]
    unknown = set(part) - set(chosen) - {"category", "sku", "tag", "brand", "label", "qty",
                                         "price", "pick", "max"}
    if unknown:
        raise NotYet(f"a set with {', '.join(sorted(unknown))}")
    return " && ".join(conditions.line_terms(chosen)) or None


def _without_none(members):
    return {name: one for name, one in members.items() if one is not None}


def _on_top(rule, get, of):
    if words.given_price(get.get("price", "free")):
        raise NotYet("units on top that are not free")
    if "sku" not in get and len(get.get("skus", [])) != 1:
        raise NotYet("a gift that is one of several")
    sku = get["sku"] if "sku" in get else get["skus"][0]
    gift = {"gift": {"sku": str(sku), "quantity": int(get.get("qty", 1))}}
    return {**gift, "set": _without_none(of)} if of else gift


def _gift(_plan, rule):
    of = {}
    lines_of(rule["get"])
    if "per_unit_of" in rule:
        of = {"buy": 1, "buy_lines": lines_of({"skus": rule["per_unit_of"]}),
              "repeat": bool(rule.get("repeat", True))}
        if "max" in rule["get"]:
            of["most"] = int(rule["get"]["max"])
    return _on_top(rule, rule["get"], of)


def _given(plan, get):
    off = words.given_price(get.get("price", "free"))
    return {name: amounts.text(one) if name == "percent" else plan.money(one)
            for name, one in off.items()}


def _buy_get(plan, rule):
    buy, get = rule["buy"], rule["get"]
    of = {"buy": int(buy.get("qty", 1)), "buy_lines": lines_of(buy),
          "repeat": bool(rule.get("repeat", False))}
    times = int(rule.get("limit_per_basket", 0))
    each = int(get.get("qty", 1))
    most = [int(get["max"])] if "max" in get else []
    if times:
        of["repeat"] = times > 1 and bool(rule.get("repeat", True))
        most.append(times * each)
    if most:
        of["most"] = min(most)
    if not rule.get("inside_basket"):
        return _on_top(rule, get, of)
    of.update(get=each, get_lines=lines_of(get),
              shared=bool(rule.get("free_unit_counts_as_bought", False)), pick=get.get("pick"))
    if of["pick"] is None:
        of["pick"] = plan.choose("which unit is given", *_PICKS)
    return {**_given(plan, get), "set": _without_none(of)}


# ---- Delivery ----

FREE_DELIVERY = ("free-delivery", "free-shipping")


def _free_delivery(_plan, _rule):
    return {"percent": "100"}


# ---- A margin first ----

MARGIN = "margin-then-percent-off"
_MARGIN_MEMBERS = {"id", "kind", "percent", "margin_percent", "margin_amount", "skus", "on"}


def _margin_then_percent(plan, rule):
    """A margin is part of the price that the till enters; the library takes off what is off."""
    unknown = set(rule) - _MARGIN_MEMBERS
    if unknown:
        raise NotYet(f"{MARGIN} with {', '.join(sorted(unknown))}")
    return _percent_off(plan, rule)


def with_margin(plan, line):
    """The price of a line with the margins that the case puts on it."""
    price = amounts.exact(line["unit_price"])
    for rule in plan.program.get("promotions", []):
        if rule.get("kind") == MARGIN and str(line["sku"]) in map(
                str, rule.get("skus", [line["sku"]])):
            price += price * amounts.exact(rule.get("margin_percent", 0)) / 100
            price += amounts.exact(rule.get("margin_amount", 0))
    return price


# ---- Prices ----

_BUNDLES = ("bundle-price", "fixed-price-for-set", "set-price")


def _units_together(rule):
    """How many units a price is of, where a rule says so."""
    return int(rule.get("buy", {}).get("qty", rule.get("when", {}).get("min_qty", 1)))


def _fixed_price(plan, rule):
    """The price of each unit, or of so many together."""
    units, price = _units_together(rule), plan.money(rule["price"])
    together = rule["kind"] in _BUNDLES or (units > 1 and plan.choose(
        "a fixed price is of", "each unit", "so many together") != "each unit")
    if not together:
        return {"price": price}
    of = {"buy": units, "price": price, "repeat": bool(rule.get("repeat", True)),
          "pick": rule.get("pick") or plan.choose("which units have the price", *_PICKS)}
    if "buy" in rule:
        of["buy_lines"] = lines_of(rule["buy"])
    if "limit_per_basket" in rule:
        of["most"] = units * int(rule["limit_per_basket"])
    return {"set": _without_none(of)}


_KINDS = {
    **dict.fromkeys(_BUNDLES, _fixed_price), "fixed-price": _fixed_price,
    **dict.fromkeys(FREE_DELIVERY, _free_delivery),
    "percent-off": _percent_off, MARGIN: _margin_then_percent, "amount-off": _amount_off,
    "first-and-next-units": _first_and_next, "gift": _gift, "buy-x-get-y": _buy_get}


# ---- What it is taken off ----

_ON = {"order": {"on": "order"}, "each-unit": {"on": "units"}, "each-line": {"on": "lines"},
       "delivery": {"on": "order"},
       "cheapest-unit": {"on": "units", "units": 1, "pick": "cheapest"},
       "dearest-unit": {"on": "units", "units": 1, "pick": "dearest"}}


_MEANT = {"shipping": "delivery", "basket": "order", "cart": "order", "whole-order": "order",
          "each-item": "each-unit", "units": "each-unit", "lines": "each-line",
          "cheapest": "cheapest-unit", "cheapest-item": "cheapest-unit",
          "dearest": "dearest-unit", "dearest-item": "dearest-unit", "goods": "items"}


def place_of(rule):
    """What a promotion is taken off, by one name for each."""
    if rule.get("kind") in FREE_DELIVERY:
        return "delivery"
    return _MEANT.get(rule.get("on"), rule.get("on"))


def _on(plan, rule, rounded_on):
    on = place_of(rule)
    if rule["kind"] in ("gift", "buy-x-get-y", "first-and-next-units", "fixed-price", *_BUNDLES):
        return {}
    if on is None:
        return {"on": rounded_on} if rounded_on and rule["kind"] == "percent-off" else {}
    if on == "items":
        return {"on": rounded_on or plan.choose("rounding of goods that are reduced", "order",
                                                "lines", "units")}
    if on not in _ON:
        raise NotYet(f"a promotion on {on}")
    if on == "order" and rule["kind"] == "percent-off" and "cap" not in rule:
        return {"on": rounded_on or _of_lines_that_cannot(plan)}
    return dict(_ON[on])


def _of_lines_that_cannot(plan):
    """A percentage of an order whose goods have a least price: what one cannot take is taken of
    the others, or it is lost.
    """
    if not any("minimum_price" in line for step in plan.steps for line in step.get("lines", [])):
        return "order"
    return plan.choose("what goods cannot take of a percentage", "order", "lines")


def _several_times(rule, members):
    """A unit that is reduced once for each so many in the basket, so many times."""
    times = int(rule.get("limit_per_basket", 1))
    if times == 1 or rule["kind"] == "buy-x-get-y" or "set" in members:
        return members
    if place_of(rule) not in ("cheapest-unit", "dearest-unit"):
        raise NotYet("a promotion several times in a basket")
    needed = int(rule.get("when", {}).get("min_qty", 1))
    members.pop("units")
    members["set"] = {"buy": needed, "get": 1, "shared": True, "most": times,
                      "pick": members.pop("pick")}
    return members


def _basis(plan, rule):
    """Whether amounts are with or without tax, where lines have taxes."""
    said = rule.get("amount_basis")
    if said is not None and said not in BASES:
        raise NotYet(f"promotions.amount_basis {said!r}")
    if not conditions.any_tax(plan) or rule["kind"] == "gift":
        return {}
    if said is not None:
        return {"tax": BASES[said]}
    if rule["kind"] == "percent-off" and "cap" not in rule:
        return {}
    return {"tax": plan.choose("amounts off are of prices", "as-entered", "with", "without")}


def _of_each_line(plan, rule):
    """Whether so many units are meant of each line. Off units of the basket the library takes
    no more than they cost on the average after other promotions.
    """
    several = len(plan.program.get("promotions", [])) > 1
    return (several and rule["kind"] == "amount-off" and "max_units" in rule
            and plan.choose("so many units are", "of the basket", "of each line")
            == "of each line")


def off(plan, rule, rounded_on):
    """The members of a promotion that say what it takes off what."""
    kind = rule.get("kind")
    if kind not in _KINDS:
        raise NotYet(f"promotions {kind}")
    members = {**_on(plan, rule, rounded_on), **_KINDS[kind](plan, rule), **_basis(plan, rule)}
    if rule.get("pick", _PICKS[0]) not in _PICKS:
        raise NotYet(f"promotions.pick {rule['pick']}")
    counted = "max_units" in rule or "pick" in rule
    if counted and "set" not in members and kind != "gift":
        of_lines = members.get("on") == "lines" or _of_each_line(plan, rule)
        members["on"] = "lines" if of_lines and "pick" not in rule else "units"
    if "max_units" in rule:
        members["units"] = int(rule["max_units"])
    if "pick" in rule:
        members.get("set", members)["pick"] = rule["pick"]
    elif "max_units" in rule and members["on"] == "units" and "next" not in members:
        members["pick"] = plan.choose("which units come first", *_PICKS)
    if "cap" in rule:
        members["most"] = plan.money(rule["cap"])
    return _several_times(rule, members)
