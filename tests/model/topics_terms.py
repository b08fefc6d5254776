"""How long tiers last, and what is counted since they changed: topics of random programs."""
from hypothesis import strategies as st

from choices import few, some
from periods import has_periods
from topic import BACK, BUY, topic

AFTER = st.fixed_dictionaries({"type": few("return", "return", "void"), "receipt": few(0, 1, 1, 2), "back": BACK})
AGAIN = [st.tuples(BUY, BUY), st.tuples(BUY, BUY, AFTER), st.tuples(BUY, BUY, BUY, AFTER)]
STARTS = few((1, 300, 1000, 4000), (20, 300, 2000, 4000), (300, 1000, 2000, 8000))
TERMS = few("P5D", "P1M", "P45D", "P3M")


def close(draw, ladder):
    """Tiers that one or two sales reach."""
    if ladder["counts"] in ("purchases", "visits"):
        return
    for tier, start in zip(ladder["tiers"][1:], draw(STARTS)):
        tier["from"] = start
        if "keep_from" in tier:
            tier["keep_from"] = start // 2


@topic(AFTER, scripts=AGAIN)
def anew(draw, program):
    """Ladders that count since the last change."""
    for ladder in program["ladders"].values():
        close(draw, ladder)
        ladder["window"] = {"since_change": draw(few("P10D", "P1M", "P3M", True))}
        if ladder["window"]["since_change"] is True:
            ladder["lasts"] = draw(TERMS)


def lost_at_once(ladder):
    """Whether a tier may be lost when it is entered, which programs must not say."""
    usual = "next-period" if has_periods(ladder) else "while"
    anew = "since_change" in ladder["window"]
    return ladder.get("lasts", usual) == "while" and (anew or ladder.get("fall") == "one")


@topic(AFTER, scripts=[*AGAIN, st.tuples(BUY, BUY, AFTER, AFTER)])
def anniversaries(draw, program):
    """Ladders with periods of each customer's own."""
    for ladder in program["ladders"].values():
        close(draw, ladder)
        ladder["window"] = {"anniversary": draw(few("P10D", "P1M", "P1M", "P3M", "P1Y"))}
    program.setdefault("returns", {})["tier"] = draw(few("now", "now", "review", "never"))


@topic(AFTER, scripts=[*AGAIN, st.tuples(BUY, BUY, AFTER, AFTER)], last=2)
def best(draw, program):
    """Ladders of which the best of several periods decides."""
    for ladder in program["ladders"].values():
        if "measures" in ladder or "balance" in ladder["counts"]:
            continue
        close(draw, ladder)
        ladder["window"] = {"calendar": draw(few("month", "month", "quarter")), "best_of": draw(few(2, 2, 3))}
        ladder.pop("surplus", None), ladder.pop("pay", None)
    program.setdefault("returns", {})["tier"] = draw(few("now", "now", "review", "never"))


LASTS = some(up=few("now", "next-day", "next-month", "next-period"), guarantee=few("P5D", "P1M", "P70D"),
             fall=few("deserved", "one"))


@topic(AFTER, scripts=AGAIN)
def terms(draw, program):
    """Tiers that are reached later, last otherwise, are guaranteed or lost one by one."""
    for ladder in program["ladders"].values():
        close(draw, ladder)
        ladder.update(draw(LASTS))
        if draw(st.booleans()):
            ladder["lasts"] = draw(few("period", "next-period", "while", "P5D", "P1M", "P45D", "P3M"))
        if not has_periods(ladder):
            if ladder.get("lasts") in ("period", "next-period") or "since_change" in ladder["window"]:
                ladder["lasts"] = draw(TERMS)
            if ladder.get("up") == "next-period":
                ladder["up"] = "next-day"
        if lost_at_once(ladder) and "guarantee" not in ladder:
            for tier in ladder["tiers"][1:]:
                tier.setdefault("grace", "P1D")
