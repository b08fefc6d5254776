#!/usr/bin/env python3
"""Money that is shared, and money of other currencies: what holds of any baskets that come and go.

    money.py [HISTORIES [SEED]]

A budget of money has never used more than its limit, nor more than the discounts of the sales that stand,
and nothing once all of them have come back. A sale in other money comes to what its exact sum is worth at
the rate, rounded once; its lines sum to that, and come back for just as much. Exit status 0; 1 where
something does not hold; 77, skipped, where Hypothesis is not installed.
"""
import sys
from decimal import Decimal
from fractions import Fraction

from trials import arguments, holds_for, status, told  # first: it says so where Hypothesis is missing

from hypothesis import strategies as st

from choices import few
from compare import Different
from libloyalty import Engine, Program, Store

DIGITS = {"JPY": 0, "EUR": 2, "USD": 2, "KWD": 3, "CLF": 4}
OFFERS = (
    {"percent": 10}, {"amount": "3.00", "on": "lines"}, {"set": {"buy": 1, "get": 1}},
    {"percent": "12.5", "on": "lines", "group": "g"}, {"amount": "2.00", "on": "lines", "group": "g"},
    {"price": "1.00", "group": "g"}, {"set": {"buy": 3, "price": "5.00"}},
)
MOST = 2**53 - 1


def event(number, kind, **members):
    return {"source": "t", "id": str(number), "type": kind, "customer": "c",
            "time": f"2026-01-{1 + number // 24:02}T{number % 24:02}:00:00Z", **members}


def check(what, found, expected):
    if found != expected:
        raise Different(f"{what}: {found}, not {expected}")


# ---- Budgets ----

@st.composite
def shops(draw):
    """A program whose promotions share budgets."""
    names = [f"p{n}" for n in range(len(OFFERS))]
    budgets = [{"id": f"b{n}", "money": str(draw(st.integers(0, 40))), "partial": draw(st.booleans()),
                "promotions": draw(st.lists(few(*names), min_size=1, max_size=4, unique=True))}
               for n in range(draw(st.integers(1, 3)))]
    offers = draw(st.permutations([{"id": name, "lines": "l.sku == 'A'" if draw(st.booleans()) else "true", **offer}
                                   for name, offer in zip(names, OFFERS)]))
    return {"loyalty": 1, "program": "p", "version": 1, "money": "EUR", "currencies": {}, "promotions": offers,
            "budgets": budgets,
            "returns": {"method": draw(few("line", "proportion", "re-evaluate"))},
            "pricing": {"groups": {"g": draw(few("all", "first", "best", "best-line"))},
                        "carry": draw(few("rounded", "exact")), "share": draw(few("largest", "first", "last"))}}


LINES = st.lists(st.tuples(few("A", "B"), st.integers(1, 4), st.integers(0, 2500)), min_size=1, max_size=4)
VISITS = st.lists(st.one_of(LINES, st.integers(0, 9)), min_size=1, max_size=12)


def basket(lines):
    return [{"id": str(n), "sku": sku, "quantity": units, "unit_price": str(Decimal(price) / 100)}
            for n, (sku, units, price) in enumerate(lines)]


def live(engine, program, visits):
    """Sells, and takes back one unit of some sale; what budgets have used is told after each."""
    sales, took, number = [], [], 0
    for visit in visits:
        if isinstance(visit, list):
            outcome = engine.apply(event(number, "purchase", lines=basket(visit)))
            sales.append(number)
            took += [effect for effect in outcome.effects if effect.kind == "discount"]
            if any(effect.wanted and effect.wanted < effect.money for effect in took):
                raise Different(f"{number}: a budget gives more than was wanted")
        elif sales:
            engine.apply(event(number, "return", receipt={"id": str(sales[visit % len(sales)])},
                               lines=[{"id": "0", "quantity": 1}]))
        number += 1
        for budget in program["budgets"]:
            given = sum(effect.money for effect in took if effect.rule in budget["promotions"])
            used = engine.report(None).budgets[budget["id"]].used
            if not 0 <= used <= min(given, Decimal(budget["money"])):
                raise Different(f"{number}: {budget['id']} has used {used} of {given} given")
    for sale in sales:
        engine.apply(event(number, "return", receipt={"id": str(sale)}))
        number += 1
    for name, budget in engine.report(None).budgets.items():
        check(f"{name}, once all is back", budget.used, 0)


# ---- Other money ----

@st.composite
def trades(draw):
    """Two currencies, a rate, and lines in the second: thousandths, minor units, and what is taken off."""
    own, other = draw(st.permutations(sorted(DIGITS)))[:2]
    rate = Decimal(draw(st.integers(1, 10**9))) / 10 ** draw(st.integers(3, 12))
    lines = draw(st.lists(st.tuples(few(1000, 3000, 500, 370, 1000000), st.integers(0, 5000), st.integers(0, 100)),
                          min_size=1, max_size=5))
    return own, other, rate, lines


def half_up(number):
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def trade(engine, own, other, rate, lines):
    digits, total, sold = DIGITS[other], 0, []
    for n, (quantity, price, share) in enumerate(lines):
        list_price = half_up(Fraction(quantity * price, 1000))
        off = list_price * share // 200
        total += list_price - off
        sold.append({"id": str(n), "quantity": str(Decimal(quantity) / 1000),
                     "unit_price": f"{Decimal(price).scaleb(-digits):f}",
                     "discount": f"{Decimal(off).scaleb(-digits):f}"})
    worth = half_up(Fraction(total) * Fraction(rate) * Fraction(10) ** (DIGITS[own] - digits))
    outcome = engine.apply(event(0, "purchase", currency=other, rate=f"{rate:f}", lines=sold))
    if not outcome.applied:
        check(outcome.reason.code, outcome.reason.code == "bad-rate" and worth > MOST // 1000, True)
        return
    money = [effect.money for effect in outcome.effects if effect.kind == "rate"]
    check("the basket", money, [Decimal(worth).scaleb(-DIGITS[own])])
    check("what is earned", outcome.balances["x"].available, worth)
    back = Decimal(0)
    for n, line in enumerate(sold, 1):
        outcome = engine.apply(event(n, "return", currency=other, receipt={"id": "0"},
                                     lines=[{"id": line["id"], "quantity": line["quantity"]}]))
        back += sum(effect.money for effect in outcome.effects if effect.kind == "rate")
    check("what comes back", back, money[0])
    check("what is kept", outcome.balances["x"].available, 0)


def main():
    histories, number, _ = arguments(60)

    @holds_for(histories, number, shops(), VISITS)
    def budgets(program, visits):
        with told([program], visits), Program.from_document(program) as compiled, Store.memory() as store:
            with Engine(compiled, store) as engine:
                live(engine, program, visits)

    @holds_for(histories, number, trades(), few("line", "proportion", "re-evaluate"))
    def other_money(drawn, method):
        own, other, rate, lines = drawn
        program = {"loyalty": 1, "program": "p", "version": 1, "money": own, "other_money": {"currencies": [other]},
                   "currencies": {"x": {}}, "returns": {"method": method},
                   "rules": [{"id": "r", "on": "purchase", "earn": {"x": "total"}}]}
        with told([program], [drawn]), Program.from_document(program) as compiled, Store.memory() as store:
            with Engine(compiled, store) as engine:
                trade(engine, own, other, rate, lines)

    return status(lambda: f"{2 * histories} histories hold (seed {number})", budgets, other_money)


if __name__ == "__main__":
    sys.exit(main())
