"""Customers who come from another system: a topic of random programs."""
from hypothesis import strategies as st

from choices import few, some, with_some
from formulas import STAGES
from topic import BUY, topic

DAY = 86400
AGO = few(0, 3600, DAY, 10 * DAY, 31 * DAY, 100 * DAY, 400 * DAY)
"""Seconds before the import."""
POINTS = st.lists(with_some({"currency": few("a", "b"), "points": few(1, 20, 300)}, time=AGO,
                            until=few(-40 * DAY, -DAY, 0, DAY)), max_size=3)
OPENING = some(
    enrolled=AGO, points=POINTS,
    vouchers=st.lists(with_some({"voucher": few("v", "w"), "count": few(1, 2)}, until=few(-20 * DAY, 0, DAY)),
                      max_size=2),
    stage=with_some({"name": few(*STAGES)}, since=AGO), purchases=with_some({"count": few(1, 2, 4)}, last=few(
        0, DAY, 60 * DAY, 100 * DAY, 400 * DAY), first=few(0, 100 * DAY, 400 * DAY), spend=few("0.01", "50.00")),
    ladders=st.lists(with_some({"ladder": few("l", "m"), "amount": few(1, 3, 50, 1000)}, time=AGO), max_size=2),
    counters=st.dictionaries(few("c", "d"), few(1, 3)))
IMPORT = st.fixed_dictionaries({"type": st.just("import"), "opening": OPENING})
WAIT = st.fixed_dictionaries({"type": st.just("advance")})


@topic(IMPORT, scripts=[st.tuples(IMPORT, BUY), st.tuples(IMPORT, WAIT, WAIT)] * 2)
def opening(draw, program):
    """A rule for who moves in."""
    if draw(st.booleans()):
        program["rules"].append({"id": "in", "on": "import", "earn": {"a": 3}})
