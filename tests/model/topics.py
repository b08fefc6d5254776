"""What random programs may have beside the usual: each topic adds its members to a program, and the
choices for events of its own to its histories."""
from hypothesis import strategies as st

from choices import few
from formulas import in_tier

ADD, EVENTS = {}, {}


def topic(*events):
    """Registers what adds a topic to a program, with its events."""
    def register(add):
        ADD[add.__name__], EVENTS[add.__name__] = add, events
        return add
    return register


# ---- The tier of the event that reaches the next ----

CROSSING = few("after", "split", "split")
GIVEN = st.sampled_from([{"multiply": {"a": "2"}}, {"multiply": {"a": "1.25"}}, {"earn": {"a": 7}},
                         {"earn": {"a": 100}}])
CLOSE = few((1, 300), (50, 300), (300, 1000), (1000, 4000), (7, 333, 1000))


@topic()
def crossing(draw, program):
    """Ladders that say by which tier an event earns, and a rule by their tiers."""
    split = False
    for name, ladder in program["ladders"].items():
        ladder["crossing"] = draw(CROSSING)
        if ladder["crossing"] == "split" and (split or ladder["counts"] in ("purchases", "visits")):
            ladder["crossing"] = "after"
        split = split or ladder["crossing"] == "split"
        if ladder["counts"] not in ("purchases", "visits"):
            ladder["tiers"] = [{"id": f"t{n}", "from": start} for n, start in enumerate((0, *draw(CLOSE)))]
        for number in range(draw(few(1, 2))):
            tier = draw(few(*(tier["id"] for tier in ladder["tiers"])))
            program["rules"].append({
                "id": f"{name}{number}", "on": "purchase", "when": in_tier((name, tier)),
                **draw(GIVEN)})


# ---- Ends of points ----

LIFE = st.fixed_dictionaries({"after": few("P10D", "P30D", "P3M")}, optional={
    "from": few("activity", "activity", "matured", "earned"), "extend": few("P1D", "P1M"),
    "lapsed": st.sampled_from(["expire", "new", {"grace": "P5D"}]),
    "reinstate": st.sampled_from(["P30D", "P90D", {"within": "P30D", "fee": 2}]),
    "round_up": few("day", "month"), "edge": few("end-of-day", "start-of-day", "instant")})
KINDS = st.lists(few("visit", "redeem", "purchase", "adjust", "return"), min_size=1, max_size=2, unique=True)
SOME = st.dictionaries(few("a", "b"), few(1, 20, 50, 300), min_size=1, max_size=2)
UNTIL = few(-1, 0, 86400, 40 * 86400)


@topic(st.fixed_dictionaries({"type": few("extend", "reinstate"), "points": SOME}, optional={"lasts": UNTIL}),
       st.fixed_dictionaries({"type": st.just("extend"), "points": SOME, "ttl": few("PT600M", "PT90000M")}),
       st.fixed_dictionaries({"type": st.just("adjust"), "reason": st.just("because"), "points": SOME, "lasts": UNTIL}),
       st.fixed_dictionaries({"type": few("extend", "reinstate"), "points": SOME}))
def ends(draw, program):
    """Currencies whose points live by activity, and what is done by hand."""
    for currency in program["currencies"].values():
        currency["expires"] = draw(LIFE)
        if currency["expires"].get("edge") == "instant":
            currency["expires"].pop("round_up", None)
        if currency["expires"].get("from") == "activity" and draw(st.booleans()):
            currency["expires"]["activity"] = draw(KINDS)


SOME_TOPICS = st.lists(st.sampled_from(sorted(ADD)), max_size=2, unique=True)
