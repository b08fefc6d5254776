"""When points end: topics of random programs."""
from hypothesis import strategies as st

from choices import few
from formulas import conditions_of_customers
from topic import BUY, LINES, SOME_BACK, topic

LIFE = st.fixed_dictionaries({"after": few("P10D", "P30D", "P3M")}, optional={
    "from": few("activity", "activity", "matured", "earned"), "extend": few("P1D", "P1M"),
    "lapsed": st.sampled_from(["expire", "new", {"grace": "P5D"}]), "restored": few("lot", "new"),
    "reinstate": st.sampled_from(["P30D", "P90D", {"within": "P30D", "fee": 2}]),
    "round_up": few("day", "month"), "edge": few("end-of-day", "start-of-day", "instant")})
KINDS = st.lists(few("visit", "redeem", "purchase", "adjust", "return"), min_size=1, max_size=2, unique=True)
SOME = st.dictionaries(few("a", "b"), few(1, 20, 50, 300), min_size=1, max_size=2)
UNTIL = few(-1, 0, 86400, 40 * 86400)
GIVE = st.fixed_dictionaries({"type": st.just("adjust"), "reason": st.just("because"), "points": SOME, "lasts": UNTIL})


@topic(st.fixed_dictionaries({"type": few("extend", "reinstate"), "points": SOME}, optional={"lasts": UNTIL}),
       st.fixed_dictionaries({"type": st.just("extend"), "points": SOME, "ttl": few("PT600M", "PT90000M")}),
       GIVE,
       st.fixed_dictionaries({"type": few("extend", "reinstate"), "points": SOME}),
       scripts=[st.tuples(BUY, GIVE, BUY, SOME_BACK)])
def ends(draw, program):
    """Currencies whose points live by activity, and what is done by hand."""
    for currency in program["currencies"].values():
        currency["expires"] = draw(LIFE)
        if currency["expires"].get("restored") == "new":
            currency["expires"].pop("lapsed", None)
        if currency["expires"].get("edge") == "instant":
            currency["expires"].pop("round_up", None)
        if currency["expires"].get("from") == "activity" and draw(st.booleans()):
            currency["expires"]["activity"] = draw(KINDS)


# ---- Ends that are not those of the currency ----

OWN = few("PT0S", "P1D", "P10D", "P1M", "P1Y", "2024-01-20", "2024-03-01", "2024-12-31")


@topic()
def own(draw, program):
    """Rules whose points have ends of their own. It is not said what fractions that wait have."""
    for rule in program["rules"]:
        if "earn" in rule and draw(st.booleans()):
            rule["expires"] = draw(OWN)


SPAN = few("never", "P5D", "P20D", "P2M", "P1Y")


@topic()
def lives(draw, program):
    """Currencies whose points live by tiers, from a date on, or for ever."""
    for currency in program["currencies"].values():
        if currency.get("expires", "never") == "never" or currency["expires"].get("edge") == "instant":
            currency["expires"] = {"after": draw(few("P3D", "P30D", "P3M"))}
        expires = currency["expires"]
        if expires.get("clock") == "store":  # these ends are computed anew
            expires["clock"] = "customer"
        for name, ladder in program["ladders"].items():
            spans = {tier["id"]: draw(SPAN) for tier in ladder["tiers"] if draw(st.booleans())}
            if spans:
                expires.setdefault("by_tier", {})[name] = spans
        if draw(few(False, False, True)):
            expires["since"] = draw(few("2024-01-20", "2024-02-10", "2024-06-01"))
        if draw(few(False, False, True)):
            expires["exempt"] = draw(conditions_of_customers(program))


# ---- Points that turn by themselves ----

@topic(st.fixed_dictionaries({"type": st.just("adjust"), "reason": st.just("because"), "points": SOME}))
def conversions(draw, program):
    """Points of the first currency, or of the last, turn into vouchers or into those of the last."""
    names = list(program["currencies"])
    for name in names[:draw(few(1, 2))]:
        way = draw(few("issue", "into")) if program["vouchers"] else "into"
        how = {"points": draw(few(1, 7, 30, 100)), "at": draw(few("threshold", "expiry", "month", "quarter"))}
        if how["at"] == "expiry" and program["currencies"][name].get("expires", "never") == "never":
            how["at"] = "threshold"
        if way == "into" and name == names[-1]:
            continue
        how[way] = {names[-1]: draw(few(1, 3, 50))} if way == "into" else draw(few(*program["vouchers"]))
        program["currencies"][name]["convert"] = how


# ---- By whose clock ----

ZONES = few("EST5EDT,M3.2.0,M11.1.0", "JST-9", "CET-1CEST,M3.5.0,M10.5.0/3")
STORES = few("ny", "tokyo", "rome")
LIVES_AT = st.fixed_dictionaries({"type": few("profile", "enrol"),
                                  "attributes": st.fixed_dictionaries({"home": ZONES})})


@topic(LIVES_AT, st.fixed_dictionaries({"type": st.just("purchase"), "lines": LINES, "store": STORES}),
       st.fixed_dictionaries({"type": st.just("visit"), "store": STORES}),
       st.fixed_dictionaries({"type": st.just("adjust"), "reason": st.just("because"), "points": SOME,
                              "store": STORES}),
       scripts=[st.tuples(LIVES_AT, BUY)])
def clock(draw, program):
    """Points whose days are those of stores or of customers."""
    program["stores"] = {"ny": {"time_zone": "EST5EDT,M3.2.0,M11.1.0"}, "tokyo": {"time_zone": "JST-9"}}
    program["attributes"] = {"customer": {"home": "time-zone"}}
    for currency in program["currencies"].values():
        if currency.get("expires", "never") == "never":
            currency["expires"] = {"after": draw(few("P1D", "P10D", "P1M"))}
        currency["expires"]["clock"] = draw(few("store", "customer"))
        if currency["expires"].get("from") == "activity":
            currency["expires"]["clock"] = "customer"
