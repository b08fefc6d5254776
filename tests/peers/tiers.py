"""Tiers: thresholds in money count what was spent, thresholds in points what
was earned, or what there is of them where losing points lowers the tier.

A job that decides tiers goes by whole periods.
"""
import conditions
import levels
import windows
from amounts import identifier
from plan import CREDIT, LADDER, POINTS
from verdicts import NotYet

NO_TIER = "none"
_JOBS = ("tier", "level")
_TAKES_POINTS = ("debit", "redeem", "expire", "redeem-reward", "redeem-on-order")
_GIVES_BY_HAND = ("adjust", "set-balance")
_SPENT = ("set-total-spent", "recompute-tier")


# ---- What is counted ----

_BASES = (("purchases", ("order", "purchase", "transaction", "visit", "number of")),
          ("spend", ("spen", "amount", "money", "revenue", "turnover", "sales")),
          (f"{POINTS} balance", ("balance", "current")), (f"{POINTS} earned", ("earn", "lifetime")))


def _said(plan):
    """What tiers count, where a case says more of it than points."""
    said = str(plan.program.get("tier_basis", POINTS)).lower()
    found = next((counts for counts, words in _BASES if any(word in said for word in words)), None)
    if found is None and POINTS not in said:
        raise NotYet(f"tier_basis {said!r}")
    return found


def _counts_points(plan, tiers):
    """Whole numbers are points, texts are money; of both the steps tell."""
    if "tier_basis" in plan.program:
        return True
    kinds = {isinstance(tier["from"], int) for tier in tiers}
    if len(kinds) == 1:
        return kinds.pop()
    return not plan.steps_that(*_SPENT)


def _points_counted(plan):
    """What points that are spent, taken or given by hand do to a tier. The library can count
    what is earned and what comes back with a sale, or follow the balance.
    """
    demotion = plan.program.get("tier_demotion")
    takes = plan.steps_that(*_TAKES_POINTS)
    if plan.steps_that(*_GIVES_BY_HAND) or (demotion and takes):
        return "balance"
    if takes and demotion is None:
        return plan.choose("tiers follow points", "earned", "balance")
    return "earned"


# ---- When ----

def has_job(plan):
    return any(word in str(step.get("job")) for word in _JOBS
               for step in plan.steps_that("run-job"))


def _earn_by_tier(plan):
    """Whether rules ask for the tier of a customer."""
    rules = plan.program.get("earn", []) + plan.program.get("multipliers", [])
    return any(isinstance(rule.get("when"), dict) and "tier" in rule["when"] for rule in rules)


# ---- The whole ----

def _expects_none(plan):
    return any("tier" in one and one["tier"] is None for one in plan.case["expect"])


def _rung(tier, amount):
    rung = {"id": identifier(tier["id"]), "from": amount(tier["from"])}
    if "keep_from" in tier:
        rung["keep_from"] = amount(tier["keep_from"])
    if "grace_days" in tier:
        rung["grace"] = f"P{int(tier['grace_days'])}D"
    return rung


def _rungs(plan, tiers, amount):
    grace = {"grace_days": plan.program["tier_grace_days"]} if (
        "tier_grace_days" in plan.program) else {}
    rungs = [_rung({**grace, **tier}, amount) for tier in tiers]
    rungs.sort(key=lambda rung: rung["from"])
    if plan.program.get("tier_demotion") is False:
        for rung in rungs:
            rung["keep_from"] = 0
        plan.document["returns"]["tier"] = "review"
    if rungs[0]["from"] > 0:
        rungs.insert(0, {"id": NO_TIER, "from": 0})
    elif _expects_none(plan) and plan.choose(
            "the lowest tier is of", "everybody", "those who had something") != "everybody":
        rungs[0].update({"from": 1, "keep_from": 0})
        rungs.insert(0, {"id": NO_TIER, "from": 0})
    return rungs


def count_imports(plan):
    """Whether points that a customer brings along count up to his tier."""
    counts = plan.document["ladders"].get(LADDER, {}).get("counts")
    return counts == f"{POINTS} earned" and plan.choose(
        "points brought along", "do not count for tiers", "count") == "count"


_REACHED = "reached"


def _bonuses(plan, tiers, ladder):
    """Points for who reaches a tier, once; what he earns with it counts up to it."""
    for tier in tiers:
        if "bonus_points" not in tier:
            continue
        plan.document["ladders"][_REACHED] = {**ladder, "crossing": "after"}
        names = [rung["id"] for rung in ladder["tiers"]]
        above = names[names.index(identifier(tier["id"])):]
        plan.rule(id=identifier(f"reached.{tier['id']}"), on=["purchase", CREDIT], bonus=True,
                  when=f"customer.tiers.{_REACHED} in {conditions.listed(above)}",
                  limit={"customer": 1}, earn={POINTS: str(plan.points(tier["bonus_points"]))})


def translate(plan):
    tiers = plan.program.get("tiers")
    if not tiers:
        if has_job(plan):
            raise NotYet("run-job tiers without tiers")
        return
    counts = _said(plan) or (f"{POINTS} {_points_counted(plan)}" if _counts_points(plan, tiers)
                             else "spend")
    amount = {"spend": plan.money, "purchases": int}.get(counts, plan.points)
    ladder = {"counts": counts, "tiers": _rungs(plan, tiers, amount)}
    ladder.update(windows.of(plan, has_job(plan)))
    if _earn_by_tier(plan):
        ladder["crossing"] = plan.choose("ladders.crossing", "before", "after", "split")
    plan.document["ladders"][LADDER] = ladder
    _bonuses(plan, tiers, ladder)
    if plan.steps_that("import"):
        count_imports(plan)
    if plan.steps_that("set-tier"):
        levels.set_alone(plan)
