"""What ladders count, and what is over of it: topics of random programs."""
from hypothesis import strategies as st

from choices import few, some
from topic import BUY, topic
from topics_terms import AFTER, AGAIN, TERMS, close, has_periods

WAIT = st.fixed_dictionaries({"type": st.just("advance")})
MOST = few(1, 5, 100, 1000)


@topic(AFTER, scripts=[*AGAIN, st.tuples(BUY, BUY, WAIT, AFTER)])
def surplus(draw, program):
    """Ladders that carry on what is over."""
    for ladder in program["ladders"].values():
        close(draw, ladder)
        if not has_periods(ladder):
            ladder["window"] = {"calendar": draw(few("month", "month", "quarter"))}
        ladder["surplus"] = {"carry": draw(few(True, True, True, False)), **draw(some(most=MOST))}
    program.setdefault("returns", {})["tier"] = draw(few("now", "now", "review", "never"))


@topic(AFTER, scripts=[*AGAIN, st.tuples(BUY, BUY, WAIT, BUY)], last=True)
def pay(draw, program):
    """Ladders whose tiers are paid for."""
    for ladder in program["ladders"].values():
        close(draw, ladder)
        if not has_periods(ladder) and draw(st.booleans()):
            ladder["window"] = draw(st.sampled_from([{"calendar": "month"}, {"since_change": "P1M"}]))
        if not has_periods(ladder):
            ladder["lasts"] = draw(TERMS)
        elif ladder.get("lasts") == "while":
            ladder.pop("lasts")
        if has_periods(ladder) and draw(st.booleans()):
            ladder["surplus"] = {"carry": draw(few(True, True, False)), **draw(some(most=MOST))}
        if ladder.get("crossing") == "split":
            ladder["crossing"] = "after"
        ladder["pay"] = draw(few(True, True, True, False))
