"""Random programs: documents whose expressions know what they mean."""
from hypothesis import strategies as st

from formulas import PLAIN_AMOUNTS, SALE_AMOUNTS, STAGES, conditions, waited

CURRENCIES, LADDERS, COUNTERS, VOUCHERS = ["a", "b"], ["l", "m"], ["c", "d"], ["v", "w"]
PERIODS = ["day", "week", "month", "year", "lifetime"]
few = st.sampled_from


@st.composite
def optional(draw, members):
    """A map with some of the members."""
    return {key: draw(value) for key, value in members.items() if draw(st.booleans())}


EXPIRES = st.one_of(st.just("never"), st.builds(
    lambda after, rest: {"after": after, **rest}, few(["P1D", "P30D", "P1M", "P3M", "P12M", "P2Y"]),
    optional({"round_up": few(["day", "month", "quarter", "half-year", "year"]),
              "edge": few(["end-of-day", "start-of-day"])})), st.builds(
    lambda after: {"after": after, "edge": "instant"}, few(["PT5H", "P1D", "P1M", "P12M"])))


@st.composite
def currencies(draw):
    scale = draw(few([0, 0, 2]))
    currency = draw(optional({"pending": few(["PT2H", "P1D", "P14D", "P1M"]), "expires": EXPIRES,
                              "spend_order": few(["soonest-expiry", "oldest"]),
                              "floor": few(["debt", "zero", "pending"])}))
    if scale:
        currency["scale"] = scale
    if draw(st.booleans()):
        currency["payment"] = {"step": draw(few([1, 10, 50])), **draw(optional(
            {"value": few([1, 50, "1.00"]), "minimum": few([0, 20, 100]), "short": few(["refuse", "clamp"])}))}
    return currency


@st.composite
def ladders(draw, names):
    counts = draw(st.one_of(
        few([f"{name} earned" for name in names] + ["spend", "purchases", "visits"]),
        st.builds(lambda amount: {"amount": amount, "on": "purchase"}, SALE_AMOUNTS.filter(
            lambda amount: not isinstance(amount, int)))))
    ladder = {"counts": counts, "window": draw(st.one_of(
        st.just("lifetime"), st.builds(lambda unit: {"calendar": unit},
                                       few(["year", "half-year", "quarter", "month"])),
        st.builds(lambda span, by: {"rolling": span, **by}, few(["P1M", "P3M", "P12M"]),
                  optional({"by": few(["day", "month"])})),
        st.just({"rolling": "P10D"})))}
    few_units = counts in ("purchases", "visits")
    starts = draw(st.lists(few([1, 2, 3, 5] if few_units else [1, 20, 50, 300, 1000, 4000]),
                           min_size=1, max_size=3, unique=True))
    ladder["tiers"] = [{"id": "t0", "from": 0}]
    for number, start in enumerate(sorted(starts), 1):
        tier = {"id": f"t{number}", "from": start, **draw(optional({"grace": few(["P1D", "P1M", "P3M"])}))}
        if draw(st.booleans()):
            tier["keep_from"] = draw(few([0, start // 2, start]))
        ladder["tiers"].append(tier)
    return ladder


@st.composite
def rules(draw, program, number):
    on = draw(few(["purchase"] * 8 + ["visit", "redeem", "adjust", "return", "timer", "enter"]))
    rule = {"id": f"r{number}", "on": on}
    amounts = SALE_AMOUNTS if on == "purchase" else PLAIN_AMOUNTS
    if on == "enter":
        rule["on"] = "enter:" + draw(few(STAGES))
    if on == "timer":
        rule["when"] = draw(st.builds(waited, few([">", ">="]), few([1, 30, 60, 90, 100]),
                                      st.one_of(st.none(), few(STAGES))))
    elif draw(st.booleans()):
        rule["when"] = draw(conditions(program))
    effects = {"earn": st.dictionaries(few(list(program["currencies"])), amounts, min_size=1, max_size=2),
               "multiply": st.dictionaries(few(list(program["currencies"])),
                                           few(["2", "1.5", "0.5", "1.25", "3", "0"]), min_size=1, max_size=1)}
    if program.get("counters"):
        effects["count"] = st.dictionaries(few(list(program["counters"])), st.one_of(
            st.integers(0, 4), amounts), min_size=1, max_size=1)
    if program.get("vouchers"):
        effects["issue"] = few(list(program["vouchers"]))
    if on not in ("enter", "timer"):
        effects["stage"] = few(STAGES)
    chosen = draw(few(["earn"] * 6 + [name for name in effects if name != "earn"] * 2))
    rule[chosen] = draw(effects[chosen])
    if chosen != "earn" and draw(few([True, False, False])):
        rule["earn"] = draw(effects["earn"])
    return rule


RETURNS = optional({"window": few(["P14D", "P1M", "P1Y"]), "method": few(["line", "proportion"]),
                    "refunds": few(["cumulative", "each"]), "burns": few(["full", "share", "never"]),
                    "tier": few(["now", "never"]), "order": st.lists(
                        few(["pending", "lot", "newest", "oldest"]), unique=True, min_size=1, max_size=3)})


@st.composite
def programs(draw):
    names = CURRENCIES[: draw(few([1, 1, 2]))]
    program = {"loyalty": 1, "program": "random", "version": 1, "money": "EUR",
               "currencies": {name: draw(currencies()) for name in names}}
    if draw(st.booleans()):
        program["time_zone"] = "CET-1CEST,M3.5.0,M10.5.0/3"
    program["ladders"] = {name: draw(ladders(names)) for name in LADDERS[: draw(few([0, 1, 1, 2]))]}
    program["vouchers"] = {name: draw(optional({"expires": few(["never", "P1D", "P30D", "P6M"])}))
                           for name in VOUCHERS[: draw(few([0, 1, 2]))]}
    program["counters"] = {name: draw(counters(program)) for name in COUNTERS[: draw(few([0, 1, 2]))]}
    program["rules"] = [draw(rules(program, number)) for number in range(draw(st.integers(1, 5)))]
    earning = [rule["id"] for rule in program["rules"] if "earn" in rule]
    if earning and draw(st.booleans()):
        program["caps"] = [draw(caps(names, earning, number)) for number in range(draw(st.integers(1, 2)))]
    program["rewards"] = [{"id": f"p{number}", "price": draw(st.dictionaries(
        few(names), few([1, 25, 100]), min_size=1, max_size=2)), "give": {"text": "a treat"},
        **draw(optional({"when": conditions(program)}))} for number in range(2)]
    program.update(draw(optional({"multipliers": few(["sum", "product", "max"]),
                                  "join": few(["first-event", "enrol"]),
                                  "holds": st.builds(lambda a: {"after": a}, few(["PT15M", "P2D", "never"])),
                                  "returns": RETURNS})))
    return program


@st.composite
def counters(draw, program):
    counter = draw(optional({"every": st.integers(1, 4), "window": few(PERIODS)}))
    if "every" in counter and program["vouchers"] and draw(st.booleans()):
        counter["issue"] = draw(few(list(program["vouchers"])))
    return counter


@st.composite
def caps(draw, names, earning, number):
    cap = {"id": f"k{number}", "currency": draw(few(names)), "limit": draw(few([0, 10, 60, 500])),
           "per": draw(few(PERIODS))}
    if draw(st.booleans()):
        cap["rules"] = draw(st.lists(few(earning), min_size=1, max_size=2, unique=True))
    return cap
