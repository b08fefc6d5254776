"""Lines of a basket as events have them: prices with tax, whole cents."""
from fractions import Fraction
from math import ceil

import amounts
import promotions
from conditions import DELIVERY
from verdicts import NotYet

_KINDS = (None, "delivery")


def _tax(line, price, quantity):
    """(gross, tax) of a line whose price is as entered."""
    net = price * quantity
    contained = on_top = Fraction(0)
    included = Fraction(0)
    for tax in line.get("tax", []):
        rate = amounts.exact(tax.get("rate_percent", 0)) / 100
        fixed = amounts.exact(tax.get("fixed_amount", 0)) * quantity
        if tax.get("included_in_price"):
            included += rate
            contained += fixed
        else:
            on_top += net * rate + fixed
    if included and on_top:
        raise NotYet("tax on top of a price that contains tax")
    contained += (net - contained) * included / (1 + included)
    return net + on_top, contained + on_top


def _priced(plan, line):
    """Quantity, unit price and discount of a line that comes to its rounded gross amount."""
    cents = 10**plan.digits
    quantity = amounts.exact(line.get("qty", 1))
    gross, tax = _tax(line, amounts.exact(line["unit_price"]), quantity)
    amount = amounts.half_up(gross * cents)
    unit = ceil(Fraction(amount) / quantity)
    discount = amounts.half_up(quantity * unit) - amount
    money = {"unit_price": unit, "discount": discount, "tax": amounts.half_up(tax * cents)}
    return {"quantity": amounts.text(line.get("qty", 1)),
            **{name: amounts.from_units(number, plan.digits) for name, number in money.items()}}


def line_names(lines):
    """The id of each line: its name, else its sku, else its number."""
    names = [str(line.get("line", line["sku"])) for line in lines]
    return [name if names.count(name) == 1 else f"{name}.{number}"
            for number, name in enumerate(names, 1)]


def _attributes(line):
    return {name: line[name] for name in ("brand", "credits_card") if name in line}


def lines_of(plan, lines):
    result = []
    for name, line in zip(line_names(lines), lines):
        if line.get("kind") not in _KINDS:
            raise NotYet(f"lines of the kind {line['kind']}")
        tags = [str(tag) for tag in line.get("tags", []) + line.get("labels", [])]
        if line.get("kind") == "delivery":
            tags.append(DELIVERY)
        if line.get("on_sale"):
            tags.append(promotions.ON_SALE)
        if promotions.is_priced(plan):
            if amounts.exact(line["unit_price"]) < 0:
                continue
            priced = promotions.line_members(plan, line)
        else:
            priced = _priced(plan, line)
        result.append({"id": name, "sku": str(line["sku"]), "category": line.get("category"),
                       "tags": tags, "attributes": _attributes(line), **priced})
    return result


def total(plan, lines):
    """What lines come to, in smallest units."""
    return sum(amounts.half_up(amounts.exact(line["quantity"]) * plan.money(line["unit_price"]))
               - plan.money(line.get("discount", 0)) for line in lines)
