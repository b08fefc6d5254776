"""Redemptions, captures and adjustments that are undone: a topic of random programs."""
from hypothesis import strategies as st

from choices import few
from formulas import conditions
from topic import BUY, topic

SOME = st.dictionaries(few("a", "b"), few(-300, -20, -1, 1, 20, 300), min_size=1, max_size=2)
REDEEM = st.fixed_dictionaries({"type": st.just("redeem"), "reward": few("p0", "p1")})
USE = st.fixed_dictionaries({"type": st.just("redeem"), "voucher": few("v", "w")})
ADJUST = st.fixed_dictionaries({"type": st.just("adjust"), "reason": st.just("because"), "points": SOME}, optional={
    "lasts": few(0, 86400, 40 * 86400), "overdraw": st.just(True)})
HOLD = st.fixed_dictionaries({"type": st.just("hold"), "points": st.just({"a": 20})})
CAPTURE = st.fixed_dictionaries({"type": st.just("capture"), "hold": st.just(0)},
                                optional={"points": st.just({"a": 7})})
SEND = st.fixed_dictionaries({"type": st.just("transfer"), "to": few("bob", "cy", "ann"), "points": st.dictionaries(
    few("a", "b"), few(1, 20, 50), min_size=1, max_size=2)})
FROM = st.fixed_dictionaries({"type": few("visit", "redeem"), "customer": few("bob", "cy"), "reward": few("p0", "p1")})
UNDO = st.fixed_dictionaries({"type": few(*["void"] * 5, "return"), "deed": few(0, 0, 0, 1, 3)})


@topic(REDEEM, ADJUST, SEND, UNDO, UNDO,
       scripts=[st.tuples(FROM, BUY, SEND, UNDO), st.tuples(BUY, SEND, FROM, UNDO), st.tuples(BUY, REDEEM, UNDO),
                st.tuples(ADJUST, UNDO), st.tuples(ADJUST, REDEEM, UNDO), st.tuples(BUY, HOLD, CAPTURE, UNDO),
                st.tuples(BUY, USE, UNDO), st.tuples(ADJUST, ADJUST, UNDO)])
def undo(draw, program):
    """Rules of what can be undone, and rewards that are vouchers."""
    vouchers = tuple(program["vouchers"])
    for number in range(draw(few(0, 1, 2))):
        rule = {"id": f"u{number}", "on": draw(few("redeem", "adjust", "capture", "void", "transfer"))}
        if draw(st.booleans()):
            rule["when"] = draw(conditions(program))
        effects = [{"earn": {"a": 5}}, {"earn": {"a": 60}}, *({"count": {c: 1}} for c in program["counters"]),
                   *({"issue": voucher} for voucher in vouchers)]
        program["rules"].append({**rule, **draw(st.sampled_from(effects))})
    if vouchers and draw(st.booleans()):
        program["rewards"][draw(few(0, 1))]["give"] = {"voucher": draw(few(*vouchers))}
    if vouchers and draw(st.booleans()):
        program["vouchers"][vouchers[0]]["reward"] = draw(few("p0", "p1"))
