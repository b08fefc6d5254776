"""A case on its way to a program: the document so far, and the settings that
the case leaves open.

A setting is open where no field of the case says it. The runner takes the
library's default first and tells when only another value gives what the peer
expects.
"""
import amounts
import facts
import vocabulary

POINTS = "points"
CREDIT = "credit"
LADDER = "tiers"


class Plan:
    def __init__(self, case, fixed):
        self.case = case
        self.program = case["program"]
        self.steps = case["steps"]
        self.fixed = fixed
        self.open = {}
        self.facts = vocabulary.facts_of(case)
        self.digits = amounts.money_digits(case)
        self.scale = amounts.point_decimals(case, self.digits)
        self.currency = {"scale": self.scale}
        self.takes_reward_as_money = False
        self.balance_has = ["pending"]
        """What a balance has beside what can be spent."""
        self.document = {
            "loyalty": 1, "program": "peer", "version": 1,
            "money": self.program.get("currency", amounts.MONEY_BY_DIGITS[self.digits]),
            "time_zone": "UTC0",
            "attributes": {"event": {"points": "integer", "end": "integer",
                                     "posted": "boolean", "disabled": "boolean",
                                     **{facts.attribute(name): "text" for name in self.facts}},
                           "line": {"brand": "text", "credits_card": "text",
                                    "tax_on_top": "boolean"}},
            "events": [CREDIT], "currencies": {POINTS: self.currency},
            "ladders": {}, "rules": [], "rewards": [], "vouchers": {},
            "returns": {"window": "P100Y"}}
        if any("return" in step["do"] or step["do"] == "exchange" for step in self.steps):
            self.document["returns"].update(
                method=self.choose("returns.method", "line", "proportion", "re-evaluate"),
                burns=self.choose("returns.burns", "full", "share", "never"))

    def choose(self, setting, *options):
        """The value of a setting that the case leaves open; the default comes first."""
        self.open[setting] = options
        return self.fixed.get(setting, options[0])

    def steps_that(self, *kinds):
        return [step for step in self.steps if step["do"] in kinds]

    def points(self, value):
        """Points in smallest units."""
        return amounts.units(value, self.scale)

    def money(self, value):
        """Money in smallest units."""
        return amounts.units(value, self.digits)

    def rule(self, **members):
        self.document["rules"].append({k: v for k, v in members.items() if v is not None})
