"""The lines of a basket: what they cost, their taxes, and what of them counts as spend."""
from types import SimpleNamespace as Record

from civil import scaled, shares

MILLION = 10**6


def half_up(number, by):
    return (2 * number + by) // (2 * by)


def cost(quantity, price):
    """Of so many thousandths of a unit."""
    return half_up(quantity * price, 1000)


def line_of(number, line, program):
    """A line of an event, as it came."""
    quantity, unit = scaled(line.get("quantity", 1), 3), scaled(line["unit_price"], 2)
    amount = cost(quantity, unit) - scaled(line.get("discount", 0), 2)
    minimum = -(-quantity * scaled(line.get("minimum_price", 0), 2) // 1000)
    return Record(
        id=line["id"], number=number, category=line.get("category", ""), quantity=quantity, unit=unit,
        given=amount, amount=amount, list=cost(quantity, unit), back=0, paid=0,
        rate=scaled(line.get("tax_percent", 0), 4), told=scaled(line.get("tax", 0), 2),
        on_top=line.get("tax_on_top", False) or program.get("prices") == "without-tax",
        fixed=cost(quantity, scaled(line.get("fixed_tax", 0), 2)),
        minimum=min(minimum, amount), reducible=line.get("reducible", True))


def basket(event, program):
    lines = []
    for number, line in enumerate(event.get("lines", [])):
        if "unit_price" in line:
            lines.append(line_of(number, line, program))
    tax(lines, program)
    return lines


# -- Taxes --

def tax_of(line, amount):
    """Of so much of a line: by its rate, or the part of what it came with. No price contains more than
    itself."""
    if line.rate:
        return half_up(amount * line.rate, MILLION + (0 if line.on_top else line.rate))
    part = half_up(line.told * amount, line.given) if line.given else line.told
    return part if line.on_top else min(part, amount)


def taxes(lines, what, program):
    """Of all lines, when they cost what `what` says: each by itself, or those of one rate together."""
    found = {line.number: tax_of(line, what(line)) for line in lines}
    if program.get("pricing", {}).get("tax") == "order":
        for kind in {(line.rate, line.on_top) for line in lines if line.rate}:
            mine = [line for line in lines if (line.rate, line.on_top) == kind]
            weights = [what(line) for line in mine]
            if sum(weights):
                whole = Record(rate=kind[0], on_top=kind[1])
                found.update(zip((line.number for line in mine), shares(tax_of(whole, sum(weights)), weights)))
    return found


def tax(lines, program):
    """Says of all lines what their taxes are, and were before anything was taken off."""
    now, before = (taxes(lines, what, program) for what in (lambda line: line.amount, lambda line: line.list))
    for line in lines:
        line.tax, line.list_tax = now[line.number], before[line.number]


def on_top(lines):
    """What is to be paid beside the prices."""
    return sum(line.fixed + line.tax * line.on_top for line in lines)


def share_paid(lines, paid):
    """What points paid is of all lines; what they paid of taxes on top is of none."""
    total = sum(line.amount for line in lines)
    parts = shares(min(paid, total), [line.amount for line in lines]) if total else [0] * len(lines)
    for line, part in zip(lines, parts):
        line.paid = part


# -- What counts as spend --

PARTS = "shipping", "tips", "fees", "gift_cards"


def counts(line, base, parts):
    """Whether any of a line does."""
    for part in PARTS:
        names = parts.get(part, [])
        if not base.get(part, True) and line.category in ([names] if isinstance(names, str) else names):
            return False
    return True


def spend(line, base):
    """How much of a line that counts."""
    before = base.get("discounts") == "before"
    money, tax = (line.list, line.list_tax) if before else (line.amount, line.tax)
    if base.get("tax", True):
        money += tax if line.on_top else 0
    else:
        money = money if line.on_top else max(0, money - tax)
    if base.get("paid_with_points", True):
        return money
    return half_up(money * (line.amount - line.paid), line.amount) if line.amount else 0
