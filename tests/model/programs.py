"""Random programs: documents whose expressions know what they mean.

Strategies are made once: making one costs more than drawing from it.
"""
from hypothesis import strategies as st

from choices import few, lists, maps, some, with_some
from formulas import PLAIN_AMOUNTS, SALE_AMOUNTS, SALE_EXPRESSIONS, STAGES, conditions, waited
from periods import has_periods
from topic import ADD, LAST

CURRENCIES, LADDERS, COUNTERS, VOUCHERS = ["a", "b"], ["l", "m"], ["c", "d"], ["v", "w"]
PERIODS = ["day", "week", "month", "quarter", "half-year", "year", "lifetime"]
NEVER_OFTEN = st.sampled_from([False] * 4 + [True])


# ---- Currencies ----

EXPIRES = st.one_of(
    st.just("never"),
    with_some({"after": few("P1D", "P30D", "P1M", "P3M", "P12M", "P2Y")},
              round_up=few("day", "month", "quarter", "half-year", "year", "march"), edge=few("end-of-day", "start-of-day")),
    st.fixed_dictionaries({"after": few("PT5H", "P1D", "P1M", "P12M"), "edge": st.just("instant")}))
ROUNDING = few("floor", "half-up", "half-even", "ceil")
PAYMENT = with_some({"step": few(1, 10, 50)}, value=few(1, 50, "1.00"), minimum=few(0, 20, 100),
                    requires=few(0, 60, 200), short=few("refuse", "clamp"))
CURRENCY = some(scale=few(0, 2), pending=few("PT2H", "P1D", "P14D", "P1M"), expires=EXPIRES,
                spend_order=few("soonest-expiry", "oldest"), floor=few("debt", "zero", "pending"),
                rounding=ROUNDING, payment=PAYMENT)
FRACTIONS = st.sampled_from([{}, {}, {}, {"round_at": "rule"}, {"round_at": "line"}, {"round_at": "event"},
                             {"round_at": "ledger"}, {"fractions": "keep"}, {"fractions": "drop"}])


@st.composite
def currencies(draw):
    currency = {**draw(CURRENCY), **draw(FRACTIONS)}
    if keeps(currency) == "ledger":
        currency.pop("rounding", None)
    return currency


def keeps(currency):
    """Where its points are rounded."""
    return currency.get("round_at", "ledger" if currency.get("fractions") == "keep" else "rule")


# ---- Ladders ----

WINDOWS = st.one_of(
    st.just("lifetime"), st.fixed_dictionaries({"calendar": few("year", "half-year", "quarter", "month")}),
    with_some({"rolling": few("P1M", "P3M", "P12M")}, by=few("day", "month")), st.just({"rolling": "P10D"}))
COUNTS = st.one_of(few("a earned", "b earned", "spend", "purchases", "visits"),
                   st.fixed_dictionaries({"amount": SALE_EXPRESSIONS, "on": st.just("purchase")}))
SMALL_STARTS, STARTS = lists((1, 2, 3, 5), 3), lists((1, 20, 50, 300, 1000, 4000), 3)
GRACE = some(grace=few("P1D", "P1M", "P3M"))


@st.composite
def ladders(draw, names):
    ladder = {"counts": draw(COUNTS), "window": draw(WINDOWS), "tiers": [{"id": "t0", "from": 0}]}
    if ladder["counts"] == "b earned" and "b" not in names:
        ladder["counts"] = "a earned"
    starts = draw(SMALL_STARTS if ladder["counts"] in ("purchases", "visits") else STARTS)
    for number, start in enumerate(sorted(starts), 1):
        tier = {"id": f"t{number}", "from": start, **draw(GRACE)}
        keep = draw(few(None, 0, 1, 2))
        if keep is not None:
            tier["keep_from"] = start * keep // 2
        ladder["tiers"].append(tier)
    return ladder


# ---- Rules ----

KINDS = few(*["purchase"] * 8, "visit", "redeem", "adjust", "return", "hold", "transfer", "timer", "enter")
WAITED = st.builds(waited, few(">", ">="), few(1, 30, 60, 90, 100), st.one_of(st.none(), few(*STAGES)))
FORMULAS = st.one_of(
    st.fixed_dictionaries({"of": SALE_EXPRESSIONS, "step": few(1, 100, "10.00"), "points": few(1, 3)}),
    with_some({"of": SALE_EXPRESSIONS, "rate": few("1", "1.25", "0.333", "12.5")}, rounding=ROUNDING,
              round_at=few("rule", "line", "event", "ledger")))
SALE_EARNINGS = st.one_of(SALE_AMOUNTS, SALE_AMOUNTS, FORMULAS)
FACTORS = few("2", "1.5", "0.5", "1.25", "3", "0")
EFFECTS = ["earn"] * 6 + ["multiply", "multiply", "count", "count", "issue", "issue", "stage", "stage"]


@st.composite
def rules(draw, program, number):
    on = draw(KINDS)
    sale = on == "purchase"
    rule = {"id": f"r{number}", "on": on if on != "enter" else "enter:" + draw(few(*STAGES))}
    if on == "timer":
        rule["when"] = draw(WAITED)
    elif draw(st.booleans()):
        rule["when"] = draw(conditions(program))
    names = tuple(program["currencies"])
    chosen = draw(few(*EFFECTS))
    if chosen == "multiply":
        rule["multiply"] = draw(maps(names, FACTORS, 1))
    elif chosen == "count" and program["counters"]:
        rule["count"] = draw(maps(tuple(program["counters"]), SALE_AMOUNTS if sale else PLAIN_AMOUNTS, 1))
    elif chosen == "issue" and program["vouchers"]:
        rule["issue"] = draw(few(*program["vouchers"]))
    elif chosen == "stage" and on not in ("enter", "timer"):
        rule["stage"] = draw(few(*STAGES))
    if not {"multiply", "count", "issue", "stage"} & set(rule) or draw(NEVER_OFTEN):
        rule["earn"] = draw(maps(names, SALE_EARNINGS if sale else PLAIN_AMOUNTS))
        if draw(NEVER_OFTEN):
            rule["bonus"] = True
        if on != "timer" and draw(NEVER_OFTEN):
            rule["pending"] = draw(few("P0D", "PT5H", "P2D", "P1M"))
    if on != "timer" and draw(NEVER_OFTEN):
        rule["from"] = draw(few("2023-01-01", "2024-01-25", "2024-06-01"))
    return tidy(rule, program)


def tidy(rule, program):
    """Only what is rounded by itself may say how."""
    for currency, formula in rule.get("earn", {}).items():
        if isinstance(formula, dict):
            at = formula.get("round_at", keeps(program["currencies"][currency]))
            if at in ("event", "ledger"):
                formula.pop("rounding", None)
    return rule


GROUP_MODES = few("all", "first", "highest", "lowest", "newest")


@st.composite
def groups(draw, program):
    """Of rules that only earn and multiply."""
    plain = {"id", "on", "when", "from", "earn", "multiply", "bonus"}
    names = tuple(rule["id"] for rule in program["rules"] if set(rule) <= plain)
    found = []
    for number in range(draw(few(1, 2)) if names else 0):
        group = {"id": f"g{number}", "rules": draw(lists(names)), "mode": draw(GROUP_MODES)}
        if group["mode"] in ("highest", "lowest"):
            group["within"] = draw(few(*program["currencies"]))
        found.append(group)
    return found


COUNTER = some(every=st.integers(1, 4), window=few(*PERIODS))


@st.composite
def counters(draw, program):
    counter = draw(COUNTER)
    if "every" in counter and program["vouchers"] and draw(st.booleans()):
        counter["issue"] = draw(few(*program["vouchers"]))
    return counter


CAP = with_some({"limit": few(0, 10, 60, 500), "per": few("event", *PERIODS)}, partial=st.booleans())


@st.composite
def caps(draw, program):
    earning = tuple(rule["id"] for rule in program["rules"] if "earn" in rule)
    found = []
    for number in range(draw(few(0, 0, 1, 2)) if earning else 0):
        cap = {"id": f"k{number}", "currency": draw(few(*program["currencies"])), **draw(CAP)}
        if draw(st.booleans()):
            cap["rules"] = draw(lists(earning, 2))
        if cap["per"] != "event":
            cap["freed"] = False  # what comes back leaves it used: the model keeps no uses of a sale
        found.append(cap)
    return found


# ---- The whole ----

ORDER = st.lists(few("pending", "lot", "newest", "oldest"), unique=True, min_size=1, max_size=3)
SETTINGS = some(
    time_zone=st.just("CET-1CEST,M3.5.0,M10.5.0/3"), multipliers=few("sum", "product", "max", "newest"),
    multiply_on=few("base", "total"), join=few("first-event", "enrol"),
    transfers=some(minimum=st.fixed_dictionaries({"a": few(2, 30)}), fee=st.fixed_dictionaries({"a": few(1, 10)}),
                   currencies=st.just(["a"]), expiry=few("keep", "new"), age=few("P1D", "P1M")),
    merges=some(tiers=few("sum", "best"), counters=few("sum", "max"), old=few("follow", "refuse"),
                vouchers=few("sum", "once")),
    holds=st.fixed_dictionaries({"after": few("PT15M", "P2D", "never")}),
    returns=some(window=few("P14D", "P1M", "P1Y"), method=few("line", "proportion"),
                 refunds=few("cumulative", "each"), burns=few("full", "share", "never"),
                 tier=few("now", "never"), order=ORDER))
VOUCHER = some(expires=few("never", "P1D", "P30D", "P6M"))
PRICES = few(1, 25, 100)


@st.composite
def programs(draw, topics=()):
    names = CURRENCIES[: draw(few(1, 1, 2))]
    program = {"loyalty": 1, "program": "random", "version": 1, "money": "EUR", **draw(SETTINGS),
               "currencies": {name: draw(currencies()) for name in names},
               "ladders": {name: draw(ladders(names)) for name in LADDERS[: draw(few(0, 1, 1, 2))]},
               "vouchers": {name: draw(VOUCHER) for name in VOUCHERS[: draw(few(0, 1, 2))]}}
    program["counters"] = {name: draw(counters(program)) for name in COUNTERS[: draw(few(0, 1, 2))]}
    program["rules"] = [draw(rules(program, number)) for number in range(draw(st.integers(1, 5)))]
    program["groups"] = draw(groups(program)) if draw(NEVER_OFTEN) else []
    program["caps"] = draw(caps(program))
    program["rewards"] = [{"id": f"p{number}", "price": draw(maps(tuple(names), PRICES)), "give": {"text": "a treat"}}
                          for number in range(2)]
    if draw(st.booleans()):
        program["rewards"][1]["when"] = draw(conditions(program))
    for topic in sorted(topics, key=LAST.get):
        ADD[topic](draw, program)
    leave_reviews(program)
    return program


def leave_reviews(program):
    """The model does not know when a tier would have fallen that lasts while enough is counted."""
    if program.get("returns", {}).get("tier") == "review" and any(map(is_while, program["ladders"].values())):
        program["returns"]["tier"] = "now"


def is_while(ladder):
    return ladder.get("lasts", "next-period" if has_periods(ladder) else "while") == "while"
