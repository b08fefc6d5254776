"""Accounts that are frozen for a while: a topic of random programs."""
from hypothesis import strategies as st

from choices import few
from topic import BUY, topic

FREEZE = st.fixed_dictionaries({"type": st.just("freeze")}, optional={"reason": st.just("stolen")})
THAW = st.fixed_dictionaries({"type": st.just("unfreeze"), "reason": st.just("found")})
SPEND = st.one_of(
    st.fixed_dictionaries({"type": st.just("redeem"), "reward": few("p0", "p1")}),
    st.fixed_dictionaries({"type": st.just("redeem"), "voucher": few("v", "w")}),
    st.fixed_dictionaries({"type": st.just("hold"), "points": st.just({"a": 1})}),
    st.fixed_dictionaries({"type": few("capture", "release"), "hold": st.just(0)}))
GIVE = st.fixed_dictionaries({"type": st.just("adjust"), "reason": st.just("because"),
                              "points": st.fixed_dictionaries({"a": few(1, 50, 300)})})


@topic(FREEZE, THAW, scripts=[st.tuples(GIVE, FREEZE, SPEND, THAW), st.tuples(FREEZE, BUY, SPEND, THAW),
                              st.tuples(SPEND, FREEZE, SPEND)])
def freezes(draw, program):
    """A rule for who is frozen or free again."""
    if draw(st.booleans()):
        program["rules"].append({"id": "ice", "on": draw(few("freeze", "unfreeze")), "earn": {"a": 3}})
