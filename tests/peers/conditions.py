"""When a rule of a case holds and which lines it counts, as expressions."""
import re
from datetime import date, timedelta

import amounts
import facts
from clock import MONTHS
from verdicts import NotYet

DELIVERY = "kind:delivery"
ON_SALE = "kind:on-sale"
STEP = "step"
"""The attribute of an event that says which step it is."""


def quote(value):
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def listed(values):
    return "[" + ", ".join(quote(value) for value in values) + "]"


def _any(terms):
    return "(" + " || ".join(terms) + ")"


def _of_skus(values):
    return f"l.sku in {listed(values)}"


def _of_categories(values):
    return _any([f"l.category.under({quote(value)})" for value in values])


def _of_tags(values):
    return _any([f"{quote(value)} in l.tags" for value in values])


def _of_brands(values):
    return f"l.attributes.brand in {listed(values)}"


_TESTS = {"skus": _of_skus, "categories": _of_categories, "tags": _of_tags, "labels": _of_tags,
          "brands": _of_brands}
CHOOSING = tuple(_TESTS)
"""What chooses lines."""


def _delivery(rule):
    terms = [f"{quote(DELIVERY)} in l.tags"]
    if "delivery_skus" in rule:
        terms.append(_of_skus(rule["delivery_skus"]))
    return _any(terms)


def line_terms(rule):
    """What a line l must be for a rule to count it."""
    terms = [test(rule[name]) for name, test in _TESTS.items() if name in rule]
    terms += [f"!({test(rule['exclude_' + name])})"
              for name, test in _TESTS.items() if "exclude_" + name in rule]
    terms += [f"l.unit_price {sign} money({quote(amounts.text(rule[name]))})"
              for name, sign in (("min_unit_price", ">="), ("max_unit_price", "<="))
              if name in rule]
    if rule.get("include_delivery") is False:
        terms.append(f"!{_delivery(rule)}")
    terms += [f"!({other})" for other in rule.get("claimed", ())]
    if rule.get("exclude_on_sale"):
        terms.append(f"!({quote(ON_SALE)} in l.tags)")
    return terms


def counted_lines(rule):
    """The lines that a rule counts."""
    terms = line_terms(rule)
    return f"lines.filter(l, {' && '.join(terms)})" if terms else "lines"


def quantity(lines):
    return f"{lines}.map(l, l.quantity).sum()"


def any_tax(plan):
    return any(line.get("tax") for step in plan.steps for line in step.get("lines", []))


# ---- Money with or without tax ----

_BASES = {"including tax": "with", "excluding tax": "without",
          "as prices are entered": "as entered"}
_AMOUNTS = {
    "as entered": "l.amount",
    "with": "(l.attributes.tax_on_top ? l.amount + l.tax : l.amount)",
    "without": "(l.attributes.tax_on_top ? l.amount : l.amount - l.tax)"}


def basis_of(plan, said, what):
    """as entered, with or without tax; what a case with taxes does not say is open."""
    if said is not None and said not in _BASES:
        raise NotYet(f"{what} {said!r}")
    if not any_tax(plan):
        return "as entered"
    return _BASES[said] if said else plan.choose(f"{what} is of prices", "as entered", "with",
                                                 "without")


def money_of(lines, basis):
    """What lines come to, as an expression."""
    return (f"spend({lines})" if basis == "as entered"
            else f"{lines}.map(l, {_AMOUNTS[basis]}).sum()")


# ---- When ----

def _is_worth(plan, value, said, sign):
    basis = basis_of(plan, said, "a minimum's basis")
    return f"{money_of('lines', basis)} {sign} {plan.money(value)}"


def _enabled(plan, rule, name):
    """In which steps the case says that a part of its program is on."""
    steps = {number: step["enable"] for number, step in enumerate(plan.steps, 1)
             if "enable" in step}
    if not steps:
        return []
    names = {str(name), str(rule.get("id")), str(rule.get("code"))}
    off = [number for number, one in steps.items()
           if not names & {str(part) for part in (one if isinstance(one, list) else [one])}]
    return [f"!(event.attributes.{STEP} in {off})"] if off else []


def order_terms(plan, rule, name):
    """In which steps a part of the program holds, and for which orders of a customer."""
    when, terms = rule.get("when", {}), []
    if "enabled_in_steps" in rule:
        terms.append(f"event.attributes.{STEP} in {list(rule['enabled_in_steps'])}")
    if when.get("first_order"):
        terms.append("customer.purchases == 0")
    if "nth_order" in when:
        terms.append(f"customer.purchases == {int(when['nth_order']) - 1}")
    return terms + _enabled(plan, rule, name)


# ---- On which days, for whom ----

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _weekday(said):
    """A day of the week by its number, Monday is 1, or by its name."""
    named = [number for number, name in enumerate(_DAYS, 1)
             if len(str(said)) >= 3 and name.startswith(str(said).lower())]
    if not named and str(said) not in ("1", "2", "3", "4", "5", "6", "7"):
        raise NotYet(f"the weekday {said!r}")
    return named[0] if named else int(said)


def _month(said):
    """A month by its number or its name."""
    named = [number for number, name in enumerate(MONTHS, 1)
             if len(str(said)) >= 3 and name.startswith(str(said).lower())]
    if not named and str(said) not in {str(number) for number in range(1, 13)}:
        raise NotYet(f"the month {said!r}")
    return named[0] if named else int(said)


def _minute(said):
    """The minute of the day at which a time of day is; one that ends a minute is the next."""
    parts = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?", str(said))
    if not parts:
        raise NotYet(f"the time of day {said!r}")
    hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    return hours * 60 + minutes + (seconds > 0 or minutes == 59)


def _at_hours(said):
    """From one time of day to another one, over midnight where that is earlier."""
    now, start, end = "event.local.hour * 60 + event.local.minute", *map(_minute, said)
    both = "&&" if start < end else "||"
    return f"({now} >= {start} {both} {now} < {end})"


def _listed_or_one(value):
    return value if isinstance(value, list) else [value]


def standing_terms(plan, when):
    """The days and hours, the tier of a customer, and facts that the case makes up."""
    terms = _nested(plan, when)
    if "weekdays" in when:
        terms.append(f"event.local.weekday in {[_weekday(day) for day in when['weekdays']]}")
    if "months" in when:
        terms.append(f"event.local.month in {[_month(one) for one in when['months']]}")
    if "hours" in when:
        terms.append(_at_hours(when["hours"]))
    if when.get("birthday"):
        terms.append("customer.is_birthday")
    if when.get("birthday_month"):
        terms.append("customer.birthday_month == event.local.month")
    if "tier" in when:
        tiers = [amounts.identifier(one) for one in _listed_or_one(when["tier"])]
        terms.append(f"customer.tiers.tiers in {listed(tiers)}")
    for name, values, excluded in facts.asked(when, plan.facts):
        term = f"event.attributes.{name} in {listed(values)}"
        terms.append(f"!({term})" if excluded else term)
    return terms


def chosen(when):
    """What of a condition chooses lines."""
    return {name: when[name] for name in CHOOSING if name in when}


def terms_of(plan, rule):
    """The conditions of a rule, its time apart."""
    when, terms = rule.get("when", {}), []
    if "code" in rule:
        terms.append(f"{quote(rule['code'])} in event.codes")
    if "min_order_value" in rule:
        terms.append(_is_worth(plan, rule["min_order_value"], None, ">="))
    return (terms + _terms_of_basket(plan, when) + standing_terms(plan, when)
            + order_terms(plan, rule, rule.get("id")))


def _whole(plan, rule):
    return together(terms_of(plan, rule) + time_terms(rule)) or "true"


def _nested(plan, when):
    """Conditions of which any holds, or all do."""
    terms = [_whole(plan, one) for one in when.get("all", [])]
    if "any" in when:
        terms.append(_any([_whole(plan, one) for one in when["any"]] or ["false"]))
    return terms


def _terms_of_basket(plan, when):
    lines, terms = counted_lines(chosen(when)), []
    for name, sign in (("min_subtotal", ">="), ("max_subtotal", "<=")):
        if name in when:
            terms.append(_is_worth(plan, when[name], when.get("basis"), sign))
    if "min_qty" in when:
        terms.append(f"{quantity(lines)} >= {int(when['min_qty'])}")
    if "max_qty" in when:
        terms.append(f"{quantity(lines)} <= {int(when['max_qty'])}")
    if chosen(when) and not {"min_qty", "max_qty"} & set(when):
        terms.append(f"{lines}.size() > 0")
    return terms


def until(text):
    """The first moment that does not belong to a span; an end that is a date is its last day."""
    return text if "T" in text else str(date.fromisoformat(text) + timedelta(days=1))


def validity(rule):
    """From when and until when: members of a rule."""
    end = rule.get("ends")
    return {"from": rule.get("starts"), "until": until(end) if end else None}


def time_terms(rule):
    """The same as conditions."""
    span = validity(rule)
    terms = []
    if span["from"]:
        terms.append(f"event.time >= timestamp({quote(_moment(span['from']))})")
    if span["until"]:
        terms.append(f"event.time < timestamp({quote(_moment(span['until']))})")
    return terms


def _moment(value):
    return value if "T" in value else value + "T00:00:00Z"


def together(terms):
    return " && ".join(f"({term})" for term in terms) if terms else None
