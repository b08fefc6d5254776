"""Customers who collect together, and members who become one: a topic of random programs."""
from hypothesis import strategies as st

from choices import few
from topic import BUY, SOME_BACK, VISIT, topic
from topics_accounts import MERGE, PART

COME = st.fixed_dictionaries({"type": st.just("household"), "action": few("create", "join", "join"),
                              "household": few("home", "home", "hut")})
FOUND = st.fixed_dictionaries({"type": st.just("household"), "action": st.just("create"), "customer": few("bob", "cy"),
                               "household": st.just("home")})
OTHERS = st.fixed_dictionaries({"type": st.just("household"), "action": few("create", "join"),
                                "customer": few("bob", "cy"), "household": few("home", "hut")})
LEAVE = st.fixed_dictionaries({"type": st.just("household"), "action": st.just("leave")})


HOLD = st.fixed_dictionaries({"type": st.just("hold"), "points": st.just({"a": 1})})
OF_HOLD = st.fixed_dictionaries({"type": few("capture", "release"), "hold": st.just(0)})


@topic(COME, LEAVE, scripts=[st.tuples(VISIT, FOUND, COME, LEAVE), st.tuples(FOUND, COME, BUY), st.tuples(
    BUY, st.fixed_dictionaries({"type": st.just("redeem"), "reward": few("p0", "p1")})),
    st.tuples(COME, BUY, LEAVE, SOME_BACK), st.tuples(BUY, HOLD, LEAVE, OF_HOLD),
    st.tuples(COME, OTHERS, MERGE, PART), st.tuples(OTHERS, MERGE, LEAVE, PART), st.tuples(BUY, OTHERS, MERGE, SOME_BACK),
    st.tuples(HOLD, OTHERS, MERGE, OF_HOLD)])
def households(draw, program):
    """Customers who collect together, and members who become one."""
    program["households"] = {"kind": draw(few("pool", "view"))}
    if program["households"]["kind"] == "view":
        program["households"]["draw"] = draw(few("pro-rata", "head-first", "soonest-expiry"))
        if program.get("returns", {}).get("burns") == "share":
            program["returns"].pop("burns")
    else:
        program["households"]["leave"] = draw(few("keep", "share"))
    if draw(st.booleans()):
        program["households"]["most"] = 2
    if draw(few(False, False, True)):
        program["households"]["spend"] = draw(few("all", "head", "head"))
    if draw(few(False, False, True)):
        program["households"]["stay"] = draw(few("P1D", "P30D"))
    program.setdefault("merges", {})["household"] = draw(few("survivor", "brought", "refuse"))
