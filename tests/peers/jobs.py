"""Jobs of a host that give rewards or points to everybody who deserves them.

A job is an event that each customer is sent; what a job gives is a rule on that event, whose
condition the case writes in a few words.
"""
import limits
import merits
from amounts import identifier
from plan import POINTS
from verdicts import NotYet


def event_of(job):
    return identifier(f"job.{job}")


def of(plan):
    """The jobs of a case."""
    return sorted({str(step["job"]) for step in plan.steps_that("run-job")})


def _limit(grant):
    once = grant.get("once_per")
    if once is None:
        return None
    return {"customer": 1, "per": limits.period(once, "grant.once_per")}


def grants(plan):
    """Rewards that a job gives."""
    return [reward for reward in plan.program.get("rewards", []) if "grant" in reward]


def bonuses(plan):
    """Points that a job gives: what earns under a condition in words."""
    return [rule for rule in plan.program.get("earn", []) if isinstance(rule.get("when"), str)]


def _on(plan, rule):
    """The events of the jobs that give it, all of them where none is named."""
    if not of(plan):
        return ["purchase"]
    return [event_of(job) for job in of(plan) if rule.get("job", job) == job]


def _give(plan, grant, name, jobs, **gives):
    terms = merits.condition(plan, grant.get("when", ""))
    plan.rule(id=name, on=jobs, when=" && ".join(terms) or None, limit=_limit(grant), **gives)


def _reward(plan, reward):
    grant = reward["grant"]
    unknown = set(grant) - {"when", "qty", "once_per", "points"}
    if unknown:
        raise NotYet(f"grant with {', '.join(sorted(unknown))}")
    name = identifier(reward["id"])
    if "points" in grant:
        _give(plan, grant, f"grant.{name}", _on(plan, {}),
              earn={POINTS: str(plan.points(grant["points"]))})
        return
    for number in range(int(grant.get("qty", 1))):
        _give(plan, grant, f"grant.{name}.{number}", _on(plan, {}), issue=name)


def _bonus(plan, rule, number):
    unknown = set(rule) - {"id", "kind", "points", "when", "once_per", "job", "stackable"}
    if unknown:
        raise NotYet(f"points of a job with {', '.join(sorted(unknown))}")
    _give(plan, rule, identifier(rule.get("id", f"bonus-{number}")), _on(plan, rule),
          earn={POINTS: str(plan.points(rule["points"]))})


def gives(plan):
    """Whether jobs give something."""
    return bool(grants(plan) or bonuses(plan))


def translate(plan):
    known = set(plan.document["ladders"])
    for reward in grants(plan):
        _reward(plan, reward)
    for number, rule in enumerate(bonuses(plan), 1):
        _bonus(plan, rule, number)
    if not of(plan):
        for name in set(plan.document["ladders"]) - known:
            plan.document["ladders"][name]["crossing"] = "after"
    if gives(plan):
        plan.document["events"] += [event_of(job) for job in of(plan)]
