"""Amounts and conditions about money: what counts as spend, taxes, prices. Each both as CEL and as Python."""
from hypothesis import strategies as st

from baskets import counts, spend
from choices import few
from formulas import Cel, every


def of_base(bases, parts, name):
    """What counts by a base, and the lines that it is counted over."""
    def lines(f):
        return [line for line in f.lines if counts(line, bases[name], parts)]

    return (lambda f: sum(spend(line, bases[name]) for line in lines(f)),
            lambda f: [line.number for line in lines(f)])


def amounts(bases, parts):
    """Amounts that a rule may earn on."""
    def per(name, unit):
        of, over = of_base(bases, parts, name)
        return Cel(f"base.{name}.per({unit})", lambda f: of(f) // unit, over)

    def whole(name):
        return Cel(f"base.{name}", *of_base(bases, parts, name))

    names = few(*bases)
    return st.one_of(st.builds(per, names, few(1, 10, 100)), st.builds(whole, names), st.builds(taxes_of_lines),
                     st.builds(discounts_of_lines))


def taxes_of_lines():
    return Cel("lines.map(l, l.tax).sum().per(1)", lambda f: sum(line.tax for line in f.lines), every)


def discounts_of_lines():
    return Cel("lines.map(l, l.discount).sum().per(1)",
               lambda f: sum(line.list - line.amount for line in f.lines), every)


def base_from(bases, parts):
    def at_least(name, amount):
        of, _ = of_base(bases, parts, name)
        return Cel(f"base.{name} >= {amount}", lambda f: of(f) >= amount)

    return st.builds(at_least, few(*bases), few(1, 500, 1000, 2500))


def line_from(amount):
    """Of one line, as it came."""
    return Cel(f"l.amount >= {amount}", lambda line: line.given >= amount)


def tax_off():
    """As much as the taxes come to."""
    return Cel("lines.map(l, l.tax).sum().per(1)", lambda f: sum(line.tax for line in f.lines))
