"""What rules earn: exact amounts, multiplied, made whole, and capped."""
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from civil import units


@dataclass
class Earned:
    """What a rule, or one line by it, earns of a currency."""
    rule: dict
    currency: str
    exact: Fraction
    """Before multipliers, later with them."""
    over: Any
    """The numbers of the lines that it is counted over; None: of none."""
    rounding: str
    round_at: str
    points: int = 0

    def is_like(self, other):
        return (self.rule["id"], self.currency, self.over) == (other.rule["id"], other.currency, other.over)


def whole(exact, how):
    if how == "floor":
        return floor(exact)
    if how == "ceil":
        return ceil(exact)
    low = floor(exact)
    twice = 2 * (exact - low)
    return low + (twice > 1 or (twice == 1 and (how == "half-up" or low % 2 == 1)))


def amount_of(value, facts):
    """An amount and the lines that it is counted over; a negative one gives nothing."""
    if isinstance(value, int):
        return value, None
    return max(0, value.of(facts)), value.over(facts)


class Earning:
    """The earnings of the rules that fired."""

    def __init__(self, program, facts, share=lambda amount: amount):
        """Of a part of an event: `share` is what of an amount it has."""
        self.program, self.facts, self.share = program, facts, share

    def of(self, rule, currency):
        """One earning, or one for each line."""
        settings = self.program["currencies"][currency]
        value = rule["earn"][currency]
        kept = "ledger" if settings.get("fractions") == "keep" else "rule"
        how = dict(rounding=settings.get("rounding", "floor"), round_at=settings.get("round_at", kept))
        if not isinstance(value, dict):
            amount, over = amount_of(value, self.facts)
            return [Earned(rule, currency, Fraction(self.share(amount)), over, **how)]
        amount, over = amount_of(value["of"], self.facts)
        scale = settings.get("scale", 0)
        if "step" in value:
            points = amount // units(value["step"], 2) * units(value["points"], scale)
            return [Earned(rule, currency, Fraction(self.share(points)), over, **how)]
        how.update({k: value[k] for k in ("rounding", "round_at") if k in value})
        rate = Fraction(value["rate"]) * 10**scale / 100
        if how["round_at"] != "line" or not self.facts.lines:
            return [Earned(rule, currency, self.share(amount) * rate, over, **how)]
        parts = [(value["of"].of(alone), line.number) for line, alone in self.alone()]
        if sum(part for part, _ in parts) != amount:
            return []  # what earns is not a sum over lines
        return [Earned(rule, currency, self.share(part) * rate, [number], **how) for part, number in parts]

    def alone(self):
        """The facts of each line as if it were the basket."""
        for line in self.facts.lines:
            alone = type(self.facts)(**{**vars(self.facts), "lines": [line], "total": line.amount})
            yield line, alone

    def all(self, fired):
        return [earned for rule in fired for currency in self.program["currencies"]
                if currency in rule.get("earn", {}) for earned in self.of(rule, currency) if earned.exact]

    # -- Multipliers --

    def factor(self, fired, currency):
        rules = [rule for rule in fired if currency in rule.get("multiply", {})]
        how = self.program.get("multipliers", "sum")
        if how == "newest" and rules:
            latest = max(rule.get("from", "") for rule in rules)
            rules = [rule for rule in rules if rule.get("from", "") == latest][-1:]
        factors = [Fraction(rule["multiply"][currency]) for rule in rules]
        if not factors:
            return Fraction(1)
        if how == "max":
            return max(factors)
        if how == "product":
            product = Fraction(1)
            for factor in factors:
                product *= factor
            return product
        return max(Fraction(0), 1 + sum(factor - 1 for factor in factors))

    def multiplied(self, fired):
        earned = self.all(fired)
        for one in earned:
            if self.is_multiplied(one.rule):
                one.exact *= self.factor(fired, one.currency)
        return earned

    def is_multiplied(self, rule):
        return not rule.get("bonus") or self.program.get("multiply_on") == "total"

    # -- Groups --

    def winners(self, fired):
        """The rules that are left when each group has chosen."""
        for group in self.program.get("groups", []):
            mode = group.get("mode", "all")
            mine = [rule for rule in fired if rule["id"] in group["rules"] and self.gives(rule)]
            if mode == "all" or not mine:
                continue
            if mode == "newest":
                latest = max(rule.get("from", "") for rule in mine)
                best = [rule for rule in mine if rule.get("from", "") == latest][-1]
            else:
                order = {"first": lambda worth: 0, "highest": lambda worth: -worth, "lowest": lambda worth: worth}
                worth = {rule["id"]: self.worth(rule, group, fired) if "within" in group else 0 for rule in mine}
                best = min(mine, key=lambda rule: (order[mode](worth[rule["id"]]),
                                                   group["rules"].index(rule["id"])))
            fired = [rule for rule in fired if rule is best or rule not in mine]
        return fired

    def gives(self, rule):
        return "multiply" in rule or any(earned.exact for earned in self.all([rule]))

    def worth(self, rule, group, fired):
        """What it gives by itself; a multiplier, on what rules outside of the group earn."""
        currency = group["within"]
        worth = sum(floor(e.exact) for e in self.all([rule]) if e.currency == currency)
        if currency in rule.get("multiply", {}):
            others = [r for r in fired if r["id"] not in group["rules"] and self.is_multiplied(r)]
            base = sum(floor(e.exact) for e in self.all(others) if e.currency == currency)
            worth += floor(base * (Fraction(rule["multiply"][currency]) - 1))
        return worth


# -- Whole points --

def decide(program, parts, waiting, part=False):
    """What is earned in whole points, and the fractions that wait then. Each part of an event has rules
    of its own; what a rule gives in all of them is one earning."""
    earned = []
    for fired, earning in parts:
        for one in [one for one in earning.multiplied(fired) if one.over or not part]:
            same = [other for other in earned if other.is_like(one)]
            if same:
                same[0].exact += one.exact
            else:
                earned.append(one)
    order = [rule["id"] for rule in program["rules"]], list(program["currencies"])
    earned.sort(key=lambda one: (order[0].index(one.rule["id"]), order[1].index(one.currency)))
    for one in earned:
        one.points = whole(one.exact, one.rounding) if one.round_at in ("rule", "line") else floor(one.exact)
    after = {}
    for currency, settings in program["currencies"].items():
        mine = [one for one in earned if one.currency == currency]
        at_event = [one for one in mine if one.round_at == "event"]
        total = sum(one.exact for one in at_event)
        hand_out(at_event, whole(total, settings.get("rounding", "floor")))
        at_ledger = [one for one in mine if one.round_at == "ledger"]
        if at_ledger:
            total = sum(one.exact for one in at_ledger) + waiting.get(currency, 0)
            hand_out(at_ledger, floor(total))
            after[currency] = total - floor(total)
    return earned, after


def hand_out(earned, total):
    """To the largest fractions, one each; what waited may make the first one's more."""
    left = total - sum(one.points for one in earned)
    for one in sorted(earned, key=lambda one: floor(one.exact) - one.exact)[:left]:
        one.points += 1
        left -= 1
    if left:
        earned[0].points += left
