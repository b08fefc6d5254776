"""When a rule of a case holds and which lines it counts, as expressions."""
from verdicts import NotYet

DELIVERY = "kind:delivery"


def quote(value):
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def _listed(values):
    return "[" + ", ".join(quote(value) for value in values) + "]"


def _any(terms):
    return "(" + " || ".join(terms) + ")"


def _of_skus(values):
    return f"l.sku in {_listed(values)}"


def _of_categories(values):
    return _any([f"l.category.under({quote(value)})" for value in values])


def _of_tags(values):
    return _any([f"{quote(value)} in l.tags" for value in values])


def _of_brands(values):
    return f"l.attributes.brand in {_listed(values)}"


_TESTS = {"skus": _of_skus, "categories": _of_categories, "tags": _of_tags, "labels": _of_tags,
          "brands": _of_brands}


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
    if rule.get("include_delivery") is False:
        terms.append(f"!{_delivery(rule)}")
    return terms


def counted_lines(rule):
    """The lines that a rule counts."""
    terms = line_terms(rule)
    return f"lines.filter(l, {' && '.join(terms)})" if terms else "lines"


def quantity(lines):
    return f"{lines}.map(l, l.quantity).sum()"


def without_tax(lines):
    return f"(spend({lines}) - {lines}.map(l, l.tax).sum())"


def _order_is_worth(plan, value, basis):
    if basis not in (None, "including tax", "excluding tax"):
        raise NotYet(f"a minimum with the basis {basis!r}")
    if basis is None and any_tax(plan):
        raise NotYet("a minimum for taxed lines that does not say its basis")
    amount = without_tax("lines") if basis == "excluding tax" else "total"
    return f"{amount} >= {plan.money(value)}"


def any_tax(plan):
    return any("tax" in line for step in plan.steps for line in step.get("lines", []))


def terms_of(plan, rule):
    """The conditions of a rule, its time apart."""
    when = rule.get("when", {})
    lines = f"lines.filter(l, {_of_skus(when['skus'])})" if "skus" in when else "lines"
    terms = []
    if "code" in rule:
        terms.append(f"{quote(rule['code'])} in event.codes")
    if "min_order_value" in rule:
        terms.append(_order_is_worth(plan, rule["min_order_value"], None))
    if "min_subtotal" in when:
        terms.append(_order_is_worth(plan, when["min_subtotal"], when.get("basis")))
    if "min_qty" in when:
        terms.append(f"{quantity(lines)} >= {int(when['min_qty'])}")
    if "max_qty" in when:
        terms.append(f"{quantity(lines)} <= {int(when['max_qty'])}")
    if "skus" in when and not {"min_qty", "max_qty"} & set(when):
        terms.append(f"{lines}.size() > 0")
    return terms


def validity(rule):
    """From when and until when: members of a rule."""
    if "T" not in rule.get("ends", "T"):
        raise NotYet("an end that is a date")
    return {"from": rule.get("starts"), "until": rule.get("ends")}


def time_terms(rule):
    """The same as conditions."""
    span = validity(rule)
    terms = []
    if span["from"]:
        terms.append(f"event.time >= timestamp({quote(_moment(span['from']))})")
    if span["until"]:
        terms.append(f"event.time < timestamp({quote(span['until'])})")
    return terms


def _moment(value):
    return value if "T" in value else value + "T00:00:00Z"


def together(terms):
    return " && ".join(f"({term})" for term in terms) if terms else None
