"""What vouchers buy and what a return does with them: a topic of random programs."""
from hypothesis import strategies as st

from choices import few
from topic import BUY, LINES, SOME_BACK, topic

LIFE = st.fixed_dictionaries({}, optional={
    "expires": few("never", "P1D", "P10D", "P1M"), "reward": few("p0", "p1", "gift"),
    "lapsed": st.sampled_from(["expire", "new", {"grace": "P3D"}])})
RETURNS = st.fixed_dictionaries({"rewards": few("void", "void", "recover", "keep")}, optional={
    "vouchers": few("restore", "keep")})
OFF = st.sampled_from([{"percent": 20}, {"amount": "1.00"}, {"amount": "10.00", "on": "lines"}])
SHOWN = st.fixed_dictionaries({"type": st.just("purchase"), "lines": LINES,
                               "codes": st.lists(few("v", "w", "v", "X"), min_size=1, max_size=2, unique=True)})
USED = st.fixed_dictionaries({"type": st.just("redeem"), "voucher": few("v", "v", "w")})


@topic(SHOWN, USED, scripts=[st.tuples(BUY, USED, SOME_BACK), st.tuples(BUY, SOME_BACK), st.tuples(BUY, BUY, SOME_BACK),
                             st.tuples(BUY, SHOWN, SOME_BACK), st.tuples(SHOWN, SOME_BACK, SHOWN)])
def vouchers(draw, program):
    """Vouchers that sales give and use; rewards that are vouchers."""
    program["vouchers"] = {name: draw(LIFE) for name in program["vouchers"] or ("v",)}
    names = few(*program["vouchers"])
    program["rewards"].append({"id": "gift", "give": {"voucher": draw(names)}})
    if draw(st.booleans()):
        program["rewards"][0]["give"] = {"voucher": draw(names)}
    program.setdefault("returns", {}).update(draw(RETURNS))
    program["rules"].append({"id": "give", "on": draw(few("purchase", "purchase", "visit")), "issue": draw(names)})
    program["counters"]["card"] = {"every": draw(few(2, 3)), "issue": draw(names),
                                   "window": draw(few("lifetime", "month"))}
    program["rules"].append({"id": "stamp", "on": "purchase", "count": {"card": draw(few(1, 1, 2, 4))}})
    program.get("pricing", {}).pop("base", None)  # what is off an order is spread by what is left
    for number in range(draw(few(0, 1, 2))):
        program.setdefault("promotions", []).append({"id": f"u{number}", "voucher": draw(names), **draw(OFF)})
