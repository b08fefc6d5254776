"""Exact numbers: money and points as the cases write them, in smallest units; ids."""
import re
from decimal import Decimal
from fractions import Fraction

from verdicts import NotYet

MONEY_BY_DIGITS = {0: "JPY", 2: "EUR", 3: "KWD"}
_DIGITS = {**dict.fromkeys(("JPY", "KRW", "VND", "CLP", "ISK", "XAF", "XOF", "PYG", "UGX"), 0),
           **dict.fromkeys(("KWD", "BHD", "OMR", "JOD", "TND", "IQD", "LYD"), 3)}
"""Decimals of currencies that have not two."""
_MONEY = {"unit_price", "per", "amount", "min_order_value", "min_subtotal", "order_total",
          "total_amount", "fixed_amount", "amount_per_point",
          "minimum_price", "first", "next", "cap", "manual_discount"}
_POINTS = {"points", "cost_points", "earned", "spent", "balance", "balances", "lots", "expired",
           "clawed_back", "points_applied", "redeem_points", "min_points", "on_hold",
           "max_points", "required_points", "bonus_points", "referrer_points", "referee_points",
           "friend_points", "available", "restored"}


def identifier(value):
    """A name of a case as an id of a program."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", str(value))[:64]


def exact(value):
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as what:
        raise NotYet(f"{value!r} where a number is expected") from what


def units(value, digits):
    """A number in units of 10^-digits, which must hold it."""
    scaled = exact(value) * 10**digits
    if scaled.denominator != 1:
        raise NotYet(f"{value} with no more than {digits} decimals")
    return scaled.numerator


def from_units(number, digits):
    """Smallest units as the text of an amount."""
    return text(Decimal(number).scaleb(-digits))


def decimal_text(fraction):
    """A fraction with a finite decimal form, written out."""
    return text(Decimal(fraction.numerator) / Decimal(fraction.denominator))


def half_up(value):
    """The nearest whole number."""
    return (2 * value + 1) // 2


def text(value):
    """A number as documents write it: no exponent, no binary residue."""
    try:
        return format(Decimal(str(value)), "f")
    except ArithmeticError as what:
        raise NotYet(f"{value!r} where a number is expected") from what


def decimals(value):
    return max(0, -Decimal(str(value)).as_tuple().exponent)


def _written(value, names, found):
    if isinstance(value, dict):
        for name, member in value.items():
            if name in names:
                members = member.values() if isinstance(member, dict) else [member]
                found += [m for m in members if isinstance(m, (int, str)) and m is not True]
            else:
                _written(member, names, found)
    elif isinstance(value, list):
        for member in value:
            _written(member, names, found)
    return found


def _most_decimals(values):
    return max((decimals(value) for value in values if _is_number(value)), default=0)


def _is_number(value):
    try:
        Fraction(str(value))
    except ValueError:
        return False
    return True


def money_digits(case):
    """Decimals of money that hold all amounts of a case. Prices, and what a point is worth,
    may have more.
    """
    names = _MONEY - {"amount_per_point", "unit_price"}
    own = _DIGITS.get(str(case["program"].get("currency")), 2)
    wanted = max(own, _most_decimals(_written([case["program"], case["steps"]], names, [])))
    if wanted not in MONEY_BY_DIGITS:
        raise NotYet(f"money with {wanted} decimals")
    return wanted


def _card_free(case):
    """The case without what is money on cards, not points."""
    steps = [step for step in case["steps"] if step["do"] != "set-card-balance"]
    program = {name: value for name, value in case["program"].items() if name != "cards"}
    return [program, steps, case["expect"]]


def point_decimals(case, digits):
    """Decimals that hold all points of a case and all that its amounts can earn."""
    most = _most_decimals(_written(_card_free(case), _POINTS, []))
    for rule in case["program"].get("earn", []):
        kept = rule.get("partial_units") in (None, "kept", "keep", "exact")
        rounded = case["program"].get("rounding", {}).get("points")
        if "per" in rule and kept and rounded in (None, "kept"):
            most = max(most, fraction_decimals(rule, digits) or 0)
    return most


def fraction_decimals(rule, digits):
    """Decimals of what a cent earns; None where six do not hold it."""
    a_cent = exact(rule["points"]) / exact(rule["per"]) / 10**digits if exact(rule["per"]) else 0
    for scale in range(7):
        if exact(a_cent * 10**scale).denominator == 1:
            return scale
    return None
