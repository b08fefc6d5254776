"""Accounts that get another id, merges that are undone, and customers who are forgotten: topics of random
programs."""
from hypothesis import strategies as st

from choices import few
from topic import BUY, LINES, SOME_BACK, topic

REKEY = st.fixed_dictionaries({"type": st.just("rekey"), "to": few("dee", "eve", "dee", "eve", "bob")})
HOLD = st.fixed_dictionaries({"type": st.just("hold"), "points": st.just({"a": 1})})
OF_HOLD = st.fixed_dictionaries({"type": few("capture", "release"), "hold": st.just(0)})
SEND = st.fixed_dictionaries({"type": st.just("transfer"), "to": few("ann", "dee"), "points": st.just({"a": 20})})


@topic(REKEY, SEND, scripts=[st.tuples(BUY, REKEY, BUY, SOME_BACK), st.tuples(BUY, REKEY, SOME_BACK),
                             st.tuples(BUY, HOLD, REKEY, OF_HOLD), st.tuples(REKEY, REKEY)])
def rekeys(draw, program):
    """Cards that are lost."""
    program["rekeys"] = draw(st.sampled_from([{}, {"old": "refuse"}, {"old": "follow"}]))


ERASE = st.fixed_dictionaries({"type": st.just("erase")})


@topic(ERASE, scripts=[st.tuples(BUY, ERASE), st.tuples(BUY, BUY, ERASE, SOME_BACK),
                       st.tuples(BUY, HOLD, ERASE, OF_HOLD), st.tuples(BUY, SEND, ERASE, BUY)])
def erasure(draw, program):
    """Customers who ask to be forgotten."""
    program["erasure"] = draw(st.sampled_from([{}, {"points": "forfeit"}, {"points": "keep"}]))


FROM = st.fixed_dictionaries({"type": few("visit", "purchase"), "customer": few("bob", "cy"), "lines": LINES})
MERGE = st.fixed_dictionaries({"type": st.just("merge"), "to": few("bob", "cy", "ann")})
PART = st.fixed_dictionaries({"type": st.just("unmerge")})


@topic(MERGE, PART, PART, scripts=[st.tuples(BUY, FROM, MERGE, PART)] * 2 + [st.tuples(BUY, MERGE, FROM, PART)])
def unmerges(draw, program):
    """Merges that are undone."""
    program.setdefault("merges", {})
