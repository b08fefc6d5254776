"""How random programs get what they have beside the usual: each topic adds its members to a program,
and the choices for events of its own to its histories."""
from hypothesis import strategies as st

from choices import few
from formulas import CATEGORIES

ADD, EVENTS, SCRIPTS, LAST = {}, {}, {}, {}


def topic(*events, scripts=(), last=0):
    """Registers what adds a topic to a program, with its events and with some that follow each other.
    What takes out of a program what it cannot stand beside it comes last, what takes out most at the very end."""
    def register(add):
        ADD[add.__name__], EVENTS[add.__name__], SCRIPTS[add.__name__] = add, events, scripts
        LAST[add.__name__] = last
        return add
    return register


LINES = st.lists(st.fixed_dictionaries({
    "category": few(*CATEGORIES), "quantity": few(1, 1, 2, 3, "0.5", "1.25"),
    "unit_price": few("0.01", "1.00", "4.50", "9.99", "10.00", "33.33", "0")},
    optional={"discount": few("0.01", "0")}), max_size=3)
BUY = st.fixed_dictionaries({"type": st.just("purchase"), "lines": LINES})
BACK = st.lists(st.tuples(few(0, 1), few(1, 2, "0.5")), max_size=2, unique_by=lambda pair: pair[0])
SOME_BACK = st.one_of(st.fixed_dictionaries({"type": few("return", "return", "return", "void"),
                                             "receipt": st.just(0), "back": BACK}),
                      st.fixed_dictionaries({"type": st.just("return"), "receipt": st.just(0),
                                             "amount": few("0.01", "1.00", "10.00")}))
EARLY = st.one_of(st.fixed_dictionaries({"type": few("return", "return", "void"), "early": st.just(True),
                                         "back": BACK}),
                  st.fixed_dictionaries({"type": st.just("return"), "early": st.just(True),
                                         "amount": few("0.01", "1.00")}))
VISIT = st.fixed_dictionaries({"type": few("visit", "enrol"), "customer": few("bob", "cy")})
