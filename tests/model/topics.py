"""What random programs may have beside the usual; when points end and what vouchers do is beside it."""
from hypothesis import strategies as st

import topics_accounts  # noqa: F401: registers its topics
import topics_counts  # noqa: F401
import topics_ends  # noqa: F401
import topics_freezes  # noqa: F401
import topics_households  # noqa: F401
import topics_limits  # noqa: F401
import topics_opening  # noqa: F401
import topics_prices  # noqa: F401
import topics_terms  # noqa: F401
import topics_undo  # noqa: F401
import topics_vouchers  # noqa: F401
import topics_waits  # noqa: F401
from choices import few, with_some
from formulas import in_tier, member, on_birthday
from topic import ADD, BACK, BUY, EARLY, SOME_BACK, VISIT, topic

# ---- The tier of the event that reaches the next ----

CROSSING = few("after", "split", "split")
GIVEN = st.sampled_from([{"multiply": {"a": "2"}}, {"multiply": {"a": "1.25"}}, {"earn": {"a": 7}},
                         {"earn": {"a": 100}}])
CLOSE = few((1, 300), (50, 300), (300, 1000), (1000, 4000), (7, 333, 1000))


@topic()
def crossing(draw, program):
    """Ladders that say by which tier an event earns, and a rule by their tiers."""
    split = False
    for name, ladder in program["ladders"].items():
        ladder["crossing"] = draw(CROSSING)
        if ladder["crossing"] == "split" and (split or ladder["counts"] in ("purchases", "visits")):
            ladder["crossing"] = "after"
        split = split or ladder["crossing"] == "split"
        if ladder["counts"] not in ("purchases", "visits"):
            ladder["tiers"] = [{"id": f"t{n}", "from": start} for n, start in enumerate((0, *draw(CLOSE)))]
        for number in range(draw(few(1, 2))):
            tier = draw(few(*(tier["id"] for tier in ladder["tiers"])))
            program["rules"].append({
                "id": f"{name}{number}", "on": "purchase", "when": in_tier((name, tier)),
                **draw(GIVEN)})


# ---- Paid memberships ----

PLANS = few("club", "club", "pro")
PLAN = st.fixed_dictionaries({}, optional={"lasts": few("P1D", "P1M", "P1Y"), "cancel": few("end", "now"),
                                           "forfeits": st.sampled_from(["a", ["a"]])})


@topic(*[st.fixed_dictionaries({"type": st.just("membership"), "plan": PLANS, "action": few("start", "start", "renew",
                                                                                            "cancel")},
                               optional={"lasts": few(0, 86400, 40 * 86400), "fee": few("5.00", 0)})] * 2)
def memberships(draw, program):
    """Plans that customers pay for, their tiers, and a rule for members."""
    program["memberships"] = {}
    for name in ("club", "pro")[:draw(few(1, 2))]:
        plan = {**draw(PLAN)}
        for ladder, definition in program["ladders"].items():
            plan.setdefault("tiers", {})[ladder] = draw(few(*(tier["id"] for tier in definition["tiers"])))
        program["memberships"][name] = plan
        program["rules"].append({"id": name, "on": draw(few("purchase", "visit", "membership")), "when": member(name),
                                 **draw(GIVEN)})


# ---- Birthdays ----

BORN = st.fixed_dictionaries({"type": few("profile", "profile", "enrol"), "attributes": st.fixed_dictionaries(
    {"birthday": few("1990-01-20", "1990-01-21", "1992-02-29", "1990-02-20", "1990-12-31", "1990-03-01")})})
BIRTHDAY = st.fixed_dictionaries({}, optional={
    "leap_day": few("feb-28", "mar-1"), "lock": few("none", "forever", "P1D", "P1M"), "wait": few("P1D", "P30D"),
    "window": st.fixed_dictionaries({}, optional={"before": few("P1D", "P28D"), "after": few("P1D", "P7D", "P30D")})})


@topic(BORN, scripts=[st.tuples(BORN, BUY), st.tuples(BORN, BORN, BUY)])
def birthdays(draw, program):
    """Rules for birthdays, and what a changed one is worth."""
    program["birthday"] = draw(BIRTHDAY)
    program["rules"].append({"id": "born", "on": draw(few("purchase", "visit")), "when": on_birthday(), **draw(GIVEN)})


# ---- Returns ----

@topic(scripts=[st.tuples(BUY, SOME_BACK), st.tuples(BUY, SOME_BACK, SOME_BACK)], last=1)
def again(draw, program):
    """Returns by re-evaluation; by present rules, which are those of the sale, where nothing is shared, for
    re-evaluation finds room in all that is."""
    returns = program.setdefault("returns", {})
    returns["method"] = draw(few("re-evaluate", "re-evaluate", "line", "proportion"))
    if returns["method"] != "re-evaluate" or draw(st.booleans()):
        returns["rules"] = "current"
        program.pop("budgets", None)
        for rule in program["rules"]:
            if "all" in rule.get("limit", {}):
                rule.pop("limit")


AFTER = st.fixed_dictionaries({"type": few("return", "return", "void"), "receipt": few(0, 1, 1, 2), "back": BACK})
PERIOD = few("month", "month", "quarter")


@topic(AFTER, scripts=[st.tuples(BUY, AFTER), st.tuples(BUY, BUY, AFTER), st.tuples(BUY, BUY, AFTER, AFTER)])
def periods(draw, program):
    """Tiers by periods, and sales that come back in a later one."""
    program.setdefault("returns", {}).update(window="P1Y", tier=draw(few("now", "now", "now", "review", "never")))
    for ladder in program["ladders"].values():
        ladder["window"] = {"calendar": draw(PERIOD)}
        if ladder["counts"] not in ("purchases", "visits"):
            starts = draw(CLOSE)
            for tier, start in zip(ladder["tiers"][1:], (*starts, 2 * starts[-1], 4 * starts[-1])):
                tier["from"] = start
                if "keep_from" in tier:
                    tier["keep_from"] = start // 2


OPEN = st.one_of(st.sampled_from(["lifetime", {"rolling": "P3D"}, {"rolling": "P10D"}]),
                 with_some({"rolling": few("P1M", "P3M")}, by=few("day", "month")))


@topic(AFTER, scripts=[st.tuples(BUY, AFTER), st.tuples(BUY, BUY, AFTER, AFTER), st.tuples(BUY, BUY, BUY, AFTER)])
def entries(draw, program):
    """Tiers that less keeps than reaches them, and sales that come back."""
    program.setdefault("returns", {}).update(window="P1Y", tier="now")
    for ladder in program["ladders"].values():
        ladder["window"] = draw(OPEN)
        starts = draw(few((2, 3, 5), (1, 2, 3))) if ladder["counts"] in ("purchases", "visits") else draw(CLOSE)
        for tier, start in zip(ladder["tiers"][1:], (*starts, 2 * starts[-1], 4 * starts[-1])):
            tier.update({"from": start, "keep_from": draw(few(0, 1, start // 2))})
            tier.pop("grace", None)


@topic(EARLY, scripts=[st.tuples(EARLY, BUY)] * 2)
def parked(draw, program):
    """Returns that come before their sale."""
    returns = program.setdefault("returns", {})
    returns["unknown"] = "park"
    if draw(st.booleans()):
        returns["park"] = draw(few("P1D", "P14D"))


# ---- Referrals ----

REWARD = st.dictionaries(few("a", "b"), few(20, 300), min_size=1, max_size=2)


BRING = st.fixed_dictionaries({"type": st.just("referral"), "referrer": few("bob", "cy", "bob", "ann")})


@topic(BRING, scripts=[st.tuples(VISIT, BRING, BUY, SOME_BACK), st.tuples(BRING, BUY), st.tuples(BUY, SOME_BACK)])
def referrals(draw, program):
    """Customers who bring others."""
    policy = draw(st.fixed_dictionaries({}, optional={
        "on": few("first-purchase", "every-purchase", "registration"), "within": few("P1D", "P30D"),
        "minimum": few(0, 500, "20.00"), "revoke": few("return", "never"), "limit": st.fixed_dictionaries(
            {"times": few(1, 2)}, optional={"per": few("day", "month", "lifetime")})}))
    sides = draw(few(("referrer", "friend"), ("referrer",), ("friend",)))
    for side in sides:
        policy[side] = {c: n for c, n in draw(REWARD).items() if c in program["currencies"]} or {"a": 50}
    if policy.get("on") == "registration":
        for name in ("within", "minimum", "revoke"):
            policy.pop(name, None)
    if "referrer" not in sides:
        policy.pop("limit", None)
    program["referrals"] = policy


SOME_TOPICS = st.lists(st.sampled_from(sorted(ADD)), max_size=2, unique=True)
