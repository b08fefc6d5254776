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


SOME_TOPICS = st.lists(st.sampled_from(sorted(ADD)), max_size=2, unique=True)
