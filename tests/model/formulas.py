"""Conditions and amounts, each both as CEL for the library and as Python for the model."""
from functools import lru_cache

from hypothesis import strategies as st


class Cel(str):
    """The text of an expression, with what it means."""

    def __new__(cls, text, of, over=lambda facts: None):
        self = super().__new__(cls, text)
        self.of, self.over = of, over
        return self


CATEGORIES = ["drinks", "food", "gift"]


def within(category):
    """Numbers of the lines of a category: those an amount over them is counted over."""
    return lambda f: [line.number for line in f.lines if line.category == category]


def every(f):
    return [line.number for line in f.lines]


def spent(f, category):
    return sum(line.amount for line in f.lines if line.category == category)


def per_unit(unit):
    return Cel(f"spend(lines).per({unit})", lambda f: f.total // unit, every)


def per_category(category, unit):
    return Cel(f"spend(lines.filter(l, l.category == '{category}')).per({unit})",
               lambda f: spent(f, category) // unit, within(category))


def share(percent):
    return Cel(f"mul_div_half_up(spend(lines), {percent}, 100)",
               lambda f: (2 * f.total * percent + 100) // 200, every)


def of_total(unit):
    return Cel(f"total.per({unit})", lambda f: f.total // unit, every)


def pieces(category, points):
    return Cel(f"size(lines.filter(l, l.category == '{category}')) * {points}",
               lambda f: len(within(category)(f)) * points, within(category))


def fewer(points):
    """Turns negative: an error of the rule, which then gives nothing."""
    return Cel(f"{points} - customer.purchases", lambda f: points - f.customer.purchases)


SALE_EXPRESSIONS = st.one_of(
    st.builds(per_unit, st.sampled_from([1, 7, 10, 100, 250])),
    st.builds(per_category, st.sampled_from(CATEGORIES), st.sampled_from([1, 30, 100])),
    st.builds(share, st.sampled_from([1, 3, 33])),
    st.builds(of_total, st.sampled_from([10, 100])),
    st.builds(pieces, st.sampled_from(CATEGORIES), st.integers(1, 20)),
    st.builds(fewer, st.integers(0, 4)))
SALE_AMOUNTS = st.one_of(st.integers(0, 50), SALE_EXPRESSIONS, SALE_EXPRESSIONS, SALE_EXPRESSIONS)
PLAIN_AMOUNTS = st.one_of(st.integers(0, 50), st.builds(fewer, st.integers(0, 4)))


def total_from(amount):
    return Cel(f"total >= {amount}", lambda f: f.total >= amount)


def has(category):
    return Cel(f"lines.exists(l, l.category == '{category}')",
               lambda f: any(line.category == category for line in f.lines))


def line_of(category):
    """Of one line."""
    return Cel(f"l.category == '{category}'", lambda line: line.category == category)


def hour_from(hour):
    return Cel(f"event.local.hour >= {hour}", lambda f: f.scene.local.hour >= hour)


def weekday_from(day):
    return Cel(f"event.local.weekday >= {day}", lambda f: f.scene.local.isoweekday() >= day)


def purchases_from(count):
    return Cel(f"customer.purchases >= {count}", lambda f: f.customer.purchases >= count)


def visits_modulo(count):
    return Cel(f"customer.visits % {count} == 0", lambda f: f.customer.visits % count == 0)


def absent(days):
    return Cel(f"customer.days_since_purchase > {days}", lambda f: f.customer.days_since_purchase > days)


def in_stage(stage):
    return Cel(f"customer.stage == '{stage}'", lambda f: f.customer.stage == stage)


def paid_something(_):
    return Cel("paid > 0", lambda f: f.paid > 0)


def in_tier(pair):
    ladder, tier = pair
    return Cel(f"customer.tiers.{ladder} == '{tier}'", lambda f: f.customer.tiers[ladder] == tier)


def points_from(currency, points):
    return Cel(f"customer.points.{currency} >= {points}", lambda f: f.customer.points[currency] >= points)


def counter_is(counter, value):
    return Cel(f"customer.counters.{counter} == {value}", lambda f: f.customer.counters[counter] == value)


def on_birthday():
    return Cel("customer.is_birthday", lambda f: f.customer.is_birthday)


def member(plan):
    return Cel(f"customer.membership.{plan}", lambda f: f.customer.membership[plan])


def both(a, b):
    return Cel(f"{a} && {b}", lambda f: a.of(f) and b.of(f))


def either(a, b):
    return Cel(f"{a} || {b}", lambda f: a.of(f) or b.of(f))


def waited(sign, days, stage):
    """Of a timer: the moment comes from the first term, the second is judged then."""
    text = f"customer.days_since_purchase {sign} {days}"
    if stage is None:
        return Cel(text, lambda f: True)
    return both(Cel(text, lambda f: True), in_stage(stage))


STAGES = ["prospect", "first-purchase", "repeat", "loyal", "at-risk", "lost", "won-back"]


def conditions(program):
    """Conditions that a program's rules may have."""
    tiers = [(name, tier["id"]) for name, ladder in program.get("ladders", {}).items() for tier in ladder["tiers"]]
    return conditions_on(tuple(tiers), tuple(program["currencies"]), tuple(program.get("counters", {})))


@lru_cache(None)
def conditions_on(tiers, currencies, counters):
    simple = [st.builds(total_from, st.sampled_from([1, 500, 1000, 2500])),
              st.builds(has, st.sampled_from(CATEGORIES)), st.builds(hour_from, st.integers(8, 20)),
              st.builds(weekday_from, st.integers(2, 7)), st.builds(purchases_from, st.integers(0, 4)),
              st.builds(visits_modulo, st.integers(1, 3)), st.builds(absent, st.sampled_from([-1, 0, 7, 30])),
              st.builds(in_stage, st.sampled_from(STAGES)), st.builds(paid_something, st.none())]
    if tiers:
        simple.append(st.sampled_from(tiers).map(in_tier))
    simple.append(st.builds(points_from, st.sampled_from(currencies), st.sampled_from([1, 50, 500])))
    if counters:
        simple.append(st.builds(counter_is, st.sampled_from(counters), st.integers(0, 3)))
    one = st.one_of(simple)
    return st.one_of(one, one, one, st.builds(both, one, one), st.builds(either, one, one))


def conditions_of_customers(program):
    """Conditions that look at the customer alone."""
    simple = [st.builds(purchases_from, st.integers(0, 4)), st.builds(in_stage, st.sampled_from(STAGES))]
    tiers = [(name, tier["id"]) for name, ladder in program["ladders"].items() for tier in ladder["tiers"]]
    if tiers:
        simple.append(st.sampled_from(tiers).map(in_tier))
    return st.one_of(simple)


def by_store():
    """A text."""
    return Cel("event.store", lambda f: f.scene.store)


def by_stage():
    return Cel("customer.stage", lambda f: f.customer.stage)
