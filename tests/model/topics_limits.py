"""How often and how much: limits of rules and rewards, budgets of all customers, caps that returns free."""
from hypothesis import strategies as st

from choices import few, lists, some
from formulas import by_stage, by_store
from programs import PERIODS
from topic import BUY, LINES, SOME_BACK, topic

BY = st.sampled_from([by_store(), by_stage()])
LIMIT = some(customer=few(0, 1, 1, 2, 3), all=few(1, 2, 4), per=few(*PERIODS), freed=st.booleans(), by=BY)
BUDGET = some(per=few(*PERIODS), freed=st.booleans(), by=BY)
IN_STORE = st.fixed_dictionaries({"type": st.just("purchase"), "lines": LINES, "store": few("ny", "tokyo")})
REDEEM = st.fixed_dictionaries({"type": st.just("redeem"), "reward": few("p0", "p1")})


def tidy(limit):
    """One that says how often; `per` is about each customer."""
    if "customer" not in limit and "all" not in limit:
        limit["customer"] = 1
    if "customer" not in limit:
        limit.pop("per", None)
    return limit


def by_time(rule):
    """Such rules share nothing."""
    return rule["on"] == "timer" or rule["on"].startswith("enter:")


@topic(IN_STORE, REDEEM, scripts=[st.tuples(BUY, SOME_BACK, BUY), st.tuples(BUY, BUY, SOME_BACK, BUY)] * 2)
def limits(draw, program):
    """Rules and rewards that are used up."""
    for rule in program["rules"]:
        if draw(st.booleans()):
            rule["limit"] = tidy({**draw(LIMIT)})
            if by_time(rule):
                rule["limit"].pop("all", None)
                tidy(rule["limit"])
    for reward in program["rewards"]:
        if draw(st.booleans()):
            reward["limit"] = tidy({k: v for k, v in draw(LIMIT).items() if k != "by"})


@topic(IN_STORE, scripts=[st.tuples(BUY, SOME_BACK, BUY), st.tuples(BUY, IN_STORE, SOME_BACK, BUY)] * 2)
def budgets(draw, program):
    """What all customers share."""
    on_events = [rule["id"] for rule in program["rules"] if not by_time(rule)]
    program["budgets"] = []
    for number in range(draw(few(1, 2)) if on_events else 0):
        budget = {"id": f"z{number}", "rules": draw(lists(tuple(on_events), 3)), **draw(BUDGET)}
        if draw(st.booleans()):
            budget["times"] = draw(few(0, 1, 2, 5))
        else:
            budget.update(currency=draw(few(*program["currencies"])), limit=draw(few(0, 10, 100, 1000)),
                          partial=draw(st.booleans()))
        program["budgets"].append(budget)


@topic(scripts=[st.tuples(BUY, SOME_BACK, BUY), st.tuples(BUY, BUY, SOME_BACK, BUY)] * 2)
def freed(draw, program):
    """Caps under which returns make room."""
    earning = tuple(rule["id"] for rule in program["rules"] if "earn" in rule)
    if earning and draw(st.booleans()):
        program["caps"].append({
            "id": "f", "currency": draw(few(*program["currencies"])), "limit": draw(few(7, 60, 500)),
            "per": draw(few(*PERIODS)), "rules": draw(lists(earning, 2))})
    for cap in program["caps"]:
        if cap["per"] != "event":
            cap["freed"] = draw(few(True, True, False))
            if cap["freed"] and draw(st.booleans()):
                cap.pop("freed")  # the default
