"""What ladders count, and what is over of it: topics of random programs."""
from hypothesis import strategies as st

from choices import few, lists, some
from programs import COUNTS
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


@topic(AFTER, scripts=[*AGAIN, st.tuples(BUY, BUY, WAIT, BUY)], last=1)
def pay(draw, program):
    """Ladders whose tiers are paid for."""
    for ladder in program["ladders"].values():
        if "balance" in ladder.get("counts", "balance"):
            continue
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


# ---- Several things, or none ----

NAMES = ("x", "y", "z")
NEED = {"few": few(1, 2, 3), "many": few(1, 20, 300, 1000)}


def needs(draw, measures):
    """One way, or several."""
    def way():
        return {name: draw(NEED["few" if measures[name] in ("purchases", "visits") else "many"])
                for name in draw(lists(tuple(measures), 2))}

    return way() if draw(st.booleans()) else [way() for _ in range(draw(few(1, 2)))]


@topic(AFTER, scripts=AGAIN, last=1)
def measures(draw, program):
    """Tiers that ask for several things. Windows since the last change begin with tiers."""
    for ladder in program["ladders"].values():
        if "since_change" in ladder.get("window", ()) or draw(few(False, False, True)):
            continue
        measures = {name: draw(COUNTS) for name in NAMES[:draw(few(1, 2, 2, 3))]}
        for name, counts in measures.items():
            if counts == "b earned" and "b" not in program["currencies"]:
                measures[name] = "a earned"
        for setting in ("counts", "surplus", "pay", "crossing"):
            ladder.pop(setting, None)
        ladder["measures"] = measures
        if not any(str(counts).endswith(" earned") for counts in measures.values()):
            ladder.pop("when", None)
        for tier in ladder["tiers"]:
            tier.pop("from"), tier.pop("keep_from", None)
        for tier in ladder["tiers"][1:]:
            tier["needs"] = needs(draw, measures)
            if draw(few(False, False, True)):  # for more, perhaps, but where what is lost is entered again
                tier["keep_needs"] = needs(draw, measures)
                if ladder.get("lasts", "while")[0] == "P":
                    tier["keep_needs"] = dict.fromkeys(measures, 0)


@topic(AFTER, scripts=AGAIN, last=1)
def follows(draw, program):
    """Tiers by what can be spent."""
    for ladder in program["ladders"].values():
        if draw(few(False, True, True)):
            for setting in ("surplus", "pay", "crossing", "window"):
                ladder.pop(setting, None)
            if ladder.get("up") == "next-period":
                ladder.pop("up")
            if ladder.get("lasts", "while")[0] != "P":
                ladder.pop("lasts", None)
                ladder.pop("fall", None)
            ladder["counts"] = draw(few(*program["currencies"])) + " balance"
            for tier, start in zip(ladder["tiers"][1:], draw(few((1, 20, 50, 300), (20, 60, 300, 1000)))):
                tier["from"] = start
                if "keep_from" in tier:
                    tier["keep_from"] = start // 2


# ---- Points that mature ----

@topic(AFTER, scripts=AGAIN, last=1)
def matured(draw, program):
    """Points that count when they mature."""
    for currency in program["currencies"].values():
        if draw(st.booleans()):
            currency.setdefault("pending", draw(few("PT2H", "P1D", "P14D", "P1M")))
    for ladder in program["ladders"].values():
        if "measures" not in ladder and not str(ladder["counts"]).endswith(" earned"):
            if ladder["counts"] in ("purchases", "visits") or "balance" in ladder["counts"]:
                continue
            ladder["counts"] = "a earned"
        if "measures" not in ladder or any(str(counts).endswith(" earned") for counts in ladder["measures"].values()):
            ladder["when"] = draw(few("matured", "matured", "earned"))
            if ladder["when"] == "matured":
                ladder.pop("crossing", None)
