"""Lines of a basket as events have them: prices as a case enters them, taxes, delivery.

What is taken off by hand, and lines that cost less than nothing, are no lines
but money off the basket.
"""
from fractions import Fraction
from math import ceil

import amounts
import offers
from conditions import DELIVERY, ON_SALE, STEP
from verdicts import NotOffered, NotYet

DELIVERY_LINE = "delivery"
MANUAL = "manual"
_KINDS = (None, "goods", "product", "delivery")
_ENTERED = {None: None, "including tax": True, "excluding tax": False}


# ---- Taxes ----

def _rates(line):
    return [tax for tax in line.get("tax", []) if amounts.exact(tax.get("rate_percent", 0))]


def is_on_top(line):
    """Whether the prices of a line are without its tax; None where it has none."""
    ways = {not tax.get("included_in_price") for tax in _rates(line)}
    if len(ways) > 1:
        raise NotYet("tax on top of a price that contains tax")
    return ways.pop() if ways else None


def rate_of(line):
    """The tax of a line as a share of its price without tax. Several rates of one line are of
    the same price: together they are one.
    """
    return sum((amounts.exact(tax["rate_percent"]) for tax in _rates(line)), Fraction(0)) / 100


def _tax(line):
    rate = 100 * rate_of(line)
    fixed = sum((amounts.exact(tax["fixed_amount"]) for tax in line.get("tax", [])
                 if "fixed_amount" in tax), Fraction(0))
    members = {}
    if rate:
        members["tax_percent"] = amounts.decimal_text(rate)
        members["tax_on_top"] = is_on_top(line)
    if fixed:
        members["fixed_tax"] = amounts.decimal_text(fixed)
    return members


def _check_entered(step):
    """Lines say themselves whether their prices contain tax; the step must agree."""
    if step.get("prices_entered") not in _ENTERED:
        raise NotYet(f"prices entered {step['prices_entered']}")
    entered = _ENTERED[step.get("prices_entered")]
    for line in step.get("lines", []):
        if entered is not None and is_on_top(line) == entered:
            raise NotYet("prices entered otherwise than their taxes say")


# ---- Lines ----

def line_names(lines):
    """The id of each line: its name, else its sku, else its number."""
    names = [str(line.get("line", line["sku"])) for line in lines]
    return [name if names.count(name) == 1 else f"{name}.{number}"
            for number, name in enumerate(names, 1)]


def _price(plan, line):
    """A unit price of whole cents, and what that is too much for the whole line."""
    quantity = amounts.exact(line.get("qty", 1))
    gross = offers.with_margin(plan, line) * 10**plan.digits
    unit = ceil(gross)
    amount = gross * quantity
    off = amount * amounts.exact(line.get("line_discount_percent", 0)) / 100
    off += amounts.half_up(quantity * unit) - amounts.half_up(amount)
    members = {"quantity": amounts.text(line.get("qty", 1)),
               "unit_price": amounts.from_units(unit, plan.digits)}
    if off:
        members["discount"] = amounts.from_units(amounts.half_up(off), plan.digits)
    if "minimum_price" in line:
        members["minimum_price"] = amounts.text(line["minimum_price"])
    if line.get("discountable") is False:
        members["reducible"] = False
    return members


def _tags(line):
    tags = [str(tag) for tag in line.get("tags", []) + line.get("labels", [])]
    if line.get("kind") == "delivery":
        tags.append(DELIVERY)
    if line.get("on_sale"):
        tags.append(ON_SALE)
    return tags


def _attributes(line):
    given = {name: str(line[name]) for name in ("brand", "credits_card") if name in line}
    return {**given, "tax_on_top": bool(is_on_top(line))}


def _is_line(line):
    """A price below nothing is a discount by hand; none of an article is no line."""
    return amounts.exact(line["unit_price"]) >= 0 and amounts.exact(line.get("qty", 1)) != 0


def delivery_line(step):
    """Delivery as a line of its own."""
    delivery = step.get("delivery")
    if delivery is None:
        return []
    if not isinstance(delivery, dict):
        delivery = {"price": delivery}
    unknown = set(delivery) - {"price", "tax", "kind"}
    if unknown or "price" not in delivery:
        raise NotYet("delivery with " + ", ".join(sorted(unknown or {"no price"})))
    return [{"sku": DELIVERY_LINE, "line": DELIVERY_LINE, "qty": 1, "kind": "delivery",
             "unit_price": delivery["price"], "tax": delivery.get("tax", [])}]


def lines_of(plan, step):
    _check_entered(step)
    lines = step["lines"] + delivery_line(step)
    if sum(amounts.exact(line["unit_price"]) * amounts.exact(line.get("qty", 1))
           for line in lines) < 0:
        raise NotOffered("an order that comes to less than nothing")
    result = []
    for name, line in zip(line_names(lines), lines):
        if line.get("kind") not in _KINDS:
            raise NotYet(f"lines of the kind {line['kind']}")
        if amounts.exact(line.get("qty", 1)) < 0:
            raise NotYet("less than nothing of an article")
        if _is_line(line):
            result.append({"id": name, "sku": str(line["sku"]), "category": line.get("category"),
                           "tags": _tags(line), "attributes": _attributes(line),
                           **_price(plan, line), **_tax(line)})
    return result


def reduced_by_hand(plan):
    """Whether something is taken off a basket by hand."""
    return any("manual_discount" in step or not all(map(_is_line, step["lines"]))
               for step in plan.steps if "lines" in step and step["do"] != "return")


def attributes(plan, step, number):
    """What the library must know of a step: which it is, and what is taken off by hand."""
    by_hand = plan.money(step.get("manual_discount", 0))
    for line in step.get("lines", []):
        if not _is_line(line):
            by_hand -= plan.money(amounts.exact(line["unit_price"])
                                  * amounts.exact(line.get("qty", 1)))
    return {STEP: number, MANUAL: by_hand}
