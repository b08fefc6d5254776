"""What promotions did to the basket of a step, read from its effects."""
from fractions import Fraction

import amounts
import baskets
import promotions
from verdicts import NotYet


def _last(done):
    """The answer that priced the basket."""
    priced = [one for one in done.outcomes
              if any(effect.kind == "price" for effect in one.effects)]
    return priced[-1] if priced else None


def _effects(done, kind):
    outcome = _last(done)
    return [] if outcome is None else [one for one in outcome.effects if one.kind == kind]


def sum_of(name):
    """A reader of a sum of the basket."""
    def read(_session, done, _expected):
        found = [one.money for one in _effects(done, "price") if one.name == name]
        return found[0] if found else 0
    return read


def _by_line(done, rule=None):
    result = {}
    for one in _effects(done, "discount"):
        if rule is None or one.rule == rule:
            result[one.name] = result.get(one.name, 0) + Fraction(str(one.money))
    return result


# ---- With and without tax ----

def _lines(done):
    """The lines of the basket by name, delivery among them."""
    lines = done.step["lines"] + baskets.delivery_line(done.step)
    return dict(zip(baskets.line_names(lines), lines))


def _converted(line, amount, way):
    """Money of a price as it is entered, with or without its tax; exact."""
    rate = baskets.rate_of(line)
    if not rate or way is None or (way == "excl") == baskets.is_on_top(line):
        return Fraction(amount)
    return amount * (1 + rate) if way == "incl" else amount / (1 + rate)


def _rounded(session, amount):
    return Fraction(amounts.half_up(amount * 10**session.plan.digits), 10**session.plan.digits)


def _sum_of_lines(session, done, way, amount_of, wanted=lambda line: True):
    return _rounded(session, sum(
        (_converted(line, amount_of(name, line), way) for name, line in _lines(done).items()
         if wanted(line)), Fraction(0)))


def _left(done):
    """What each line comes to, as it is entered."""
    off = _by_line(done)

    def of(name, line):
        price = amounts.exact(line["unit_price"]) * amounts.exact(line.get("qty", 1))
        by_hand = price * amounts.exact(line.get("line_discount_percent", 0)) / 100
        return max(price - by_hand, Fraction(0)) - off.get(name, 0)
    return of


def _is_goods(line):
    return line.get("kind") != "delivery"


def discounts(way):
    def read(session, done, _expected):
        off = _by_line(done)
        return _sum_of_lines(session, done, way, lambda name, _: off.get(name, Fraction(0)))
    return read


def goods(way):
    """What goods come to, delivery left out."""
    def read(session, done, _expected):
        return _sum_of_lines(session, done, way, _left(done), _is_goods)
    return read


def all_lines(way):
    def read(session, done, _expected):
        return _sum_of_lines(session, done, way, _left(done))
    return read


def _of_line(wanted):
    return lambda line: wanted in (str(line.get("line")), str(line["sku"]))


def line_totals(way):
    def read(session, done, expected):
        return {wanted: _sum_of_lines(session, done, way, _left(done), _of_line(wanted))
                for wanted in expected}
    return read


def line_discounts_in(way):
    def read(session, done, expected):
        off = _by_line(done)
        return {wanted: _sum_of_lines(session, done, way,
                                      lambda name, _: off.get(name, Fraction(0)),
                                      _of_line(wanted)) for wanted in expected}
    return read


# ---- Discounts ----

def line_discounts(_session, done, expected):
    """A sku that stands on several lines is all of them."""
    names = baskets.line_names(done.step["lines"])
    found = _by_line(done)
    result = {}
    for wanted in expected:
        of = [name for name, line in zip(names, done.step["lines"])
              if wanted in (str(line.get("line")), str(line["sku"]), name)]
        result[wanted] = sum(found.get(name, 0) for name in of)
    return result


def by_promotion(_session, done, expected):
    return {rule: {line: _by_line(done, amounts.identifier(rule)).get(line, 0) for line in lines}
            if isinstance(lines, dict) else sum(_by_line(done, amounts.identifier(rule)).values())
            for rule, lines in expected.items()}


def unit_discounts(session, done, expected):
    """The money off a line in even parts, the left-over cents to the first units."""
    found = line_discounts(session, done, expected)
    result = {}
    for name, parts in expected.items():
        cents = int(found[name] * 10**session.plan.digits)
        each, more = divmod(cents, len(parts))
        result[name] = [str(Fraction(each + (number < more), 10**session.plan.digits))
                        for number in range(len(parts))]
        if all(Fraction(got) == Fraction(str(want)) for got, want in zip(result[name], parts)):
            result[name] = parts
    return result


def _rules(done):
    return {one.rule for kind in ("discount", "gift") for one in _effects(done, kind)}


def _names(session, expected):
    """What promotions, coupons and rewards of the program are called."""
    program = session.plan.program
    parts = [*program.get("promotions", []), *program.get("cards", []),
             *program.get("rewards", [])]
    names = [str(part.get("id", part.get("code"))) for part in parts]
    unknown = [str(name) for name in expected if str(name) not in names]
    if unknown:
        raise NotYet("promotions that are not there: " + ", ".join(unknown))
    return names


def applied(session, done, expected):
    """Those that are expected, and any other one after them."""
    names = [*map(str, expected), *_names(session, expected)]
    return [name for name in dict.fromkeys(names) if amounts.identifier(name) in _rules(done)]


def not_applied(session, done, expected):
    _names(session, expected)
    return [rule for rule in expected if amounts.identifier(rule) not in _rules(done)]


def applies(session, done, expected):
    _names(session, expected)
    return {rule: amounts.identifier(rule) in _rules(done) for rule in expected}


def _free_units(session, done):
    """Units of the basket that sets make free, by sku."""
    sets = [amounts.identifier(one["id"]) for one in session.plan.document["promotions"]
            if "set" in one and "gift" not in one]
    found = {}
    for name, line in _lines(done).items():
        off = sum((_by_line(done, rule).get(name, Fraction(0)) for rule in sets), Fraction(0))
        price = amounts.exact(line["unit_price"])
        if off and price > 0 and (off / price).denominator == 1:
            sku = str(line["sku"])
            found[sku] = found.get(sku, 0) + off / price
    return found


def gifts(session, done, expected):
    """Units that are given on top, and units of the basket that cost nothing."""
    found = _free_units(session, done)
    for one in _effects(done, "gift"):
        found[one.name] = found.get(one.name, 0) + one.amount
    return found if expected == {} else {sku: found.get(sku, 0) for sku in expected}


def line_tax(_session, done, expected):
    found = {one.name: one.money for one in _effects(done, "tax")}
    return {line: found.get(line, 0) for line in expected}


def net_unit_price(session, done, _expected):
    """What a unit of the only line comes to; whole cents."""
    if len(done.step["lines"]) != 1:
        raise NotYet("the price of a unit among several lines")
    quantity = amounts.exact(done.step["lines"][0].get("qty", 1))
    return Fraction(str(sum_of("total")(session, done, None))) / quantity


def by_stage(session, done, expected):
    """Shelf promotions are those of each unit, vouchers those with a code."""
    found = dict.fromkeys(expected, Fraction(0))
    for number, rule in enumerate(session.plan.program["promotions"], 1):
        stage = "voucher" if "code" in rule else "shelf_unit"
        if stage not in expected:
            raise NotYet(f"the stages {', '.join(expected)}")
        name = promotions.name_of(rule, number)
        off = sum(_by_line(done, name).values())
        if stage == "shelf_unit":
            off /= amounts.exact(done.step["lines"][0].get("qty", 1))
        found[stage] += off
    return found


def declined(done):
    """Codes that did nothing, with the reason of each."""
    return {one.name: one.rule for one in _effects(done, "decline")}


def rejected(_session, done, expected):
    declining = declined(done)
    return [code for code in dict.fromkeys([*expected, *declining]) if code in declining]


def applied_codes(_session, done, expected):
    shown = dict.fromkeys(done.step.get("codes", []))
    return [code for code in shown if code not in declined(done)] or expected[:0]


def discount_of(delivery):
    """A reader of what is taken off delivery, or off all other lines."""
    def read(_session, done, _expected):
        return sum(off for line, off in _by_line(done).items()
                   if (line == baskets.DELIVERY_LINE) == delivery)
    return read
