"""Points that wait for an event, or otherwise for some customers: a topic of random programs."""
from hypothesis import strategies as st

from choices import few
from formulas import conditions_of_customers
from topic import BUY, SOME_BACK, topic

SOME = st.dictionaries(few("a", "b"), few(1, 20, 300), min_size=1, max_size=2)
ACTIVATE = st.fixed_dictionaries({"type": st.just("activate"), "receipt": few(0, 0, 0, 1, 2)},
                                 optional={"points": SOME})
PENDING = st.sampled_from([{"until": "activate"}, {"until": "activate"}, {"after": "P14D", "or": "activate"},
                           {"after": "P2D"}])
CASE = st.sampled_from([{"after": "P0D"}, {"after": "P3D"}, {"after": "P1M"}, {"until": "activate"}])


def ends_move(expires):
    return expires != "never" and (expires.get("from") == "activity" or {"by_tier", "since"} & set(expires))


@topic(ACTIVATE, scripts=[st.tuples(BUY, ACTIVATE), st.tuples(BUY, ACTIVATE, SOME_BACK),
                          st.tuples(BUY, BUY, ACTIVATE, SOME_BACK), st.tuples(BUY, SOME_BACK, ACTIVATE, SOME_BACK)])
def waits(draw, program):
    """Currencies that know activate events, and customers whose points wait otherwise."""
    for currency in program["currencies"].values():
        currency["pending"] = {**draw(PENDING)}
        if ends_move(currency.get("expires", {})):  # it is not said which points of an event's are whose then
            currency["pending"] = {"after": draw(few("P2D", "P14D"))}
        knows = {"until", "or"} & set(currency["pending"])
        cases = [{"when": draw(conditions_of_customers(program)), **draw(CASE)} for _ in range(draw(few(0, 0, 1, 2)))]
        for case in cases:
            if "until" in case and not knows:
                case.pop("until")
                case["after"] = "P5D"
        if cases:
            currency["pending"]["cases"] = cases
    for rule in program["rules"]:
        names = [name for name in rule.get("earn", {}) if {"until", "or"} & set(program["currencies"][name]["pending"])]
        if names == list(rule.get("earn", {})) and names and rule["on"] != "timer" and draw(few(False, False, True)):
            rule["pending"] = {"until": "activate"}
    if draw(st.booleans()):
        program["rules"].append({"id": "on", "on": "activate", "earn": {"a": 3}})
