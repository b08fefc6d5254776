"""Sales in money of other currencies, at the rate that a step or the program says."""
import amounts
import baskets
from verdicts import NotOffered, NotYet

_RATES = ("exchange_rate", "rate")


def _own(plan):
    return plan.document["money"]


def _others(plan):
    """The currencies of steps that are not the program's."""
    said = {str(step["currency"]) for step in plan.steps if "currency" in step}
    return sorted(said - {_own(plan)})


def members(plan, step):
    """What a basket's event says of its money."""
    currency = str(step.get("currency", _own(plan)))
    if currency == _own(plan):
        return {}
    said = [step[name] for name in _RATES if name in step]
    rate = said[0] if said else plan.program.get("exchange_rates", {}).get(currency)
    if rate is None:
        raise NotYet(f"money of {currency} without a rate")
    return {"currency": currency, "rate": amounts.text(rate)}


def translate(plan):
    """Nothing is taken off baskets in such a program."""
    if not _others(plan):
        return
    if len(plan.document["promotions"]) > 1 or baskets.reduced_by_hand(plan):
        raise NotOffered("promotions beside money of other currencies")
    del plan.document["promotions"]
    plan.document["other_money"] = {
        "currencies": _others(plan),
        "rounding": plan.choose("other_money.rounding", "half-up", "floor", "half-even", "ceil")}
