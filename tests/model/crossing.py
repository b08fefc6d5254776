"""By which tier an event earns that leads to a higher one: before, after, or each part by its own."""
from types import SimpleNamespace as Record

from civil import shares
from earning import amount_of


class Crossing:
    """What the ladders of a customer will say of an event, before it is counted."""

    def __init__(self, customer, scene, facts, points):
        self.customer, self.scene, self.facts = customer, scene, facts
        self.points = points  # what the event earns by the tiers before it, by currency

    def ladders(self, how):
        return [(name, ladder) for name, ladder in self.customer.ladders.items()
                if ladder.definition.get("crossing") == how]

    def adds(self, ladder):
        """What the event adds to what the ladder has counted."""
        counts, kind = ladder.definition["counts"], self.scene.kind
        if isinstance(counts, dict):
            amount = amount_of(counts["amount"], self.facts)[0] if counts["on"] == kind else 0
        elif counts.endswith(" earned"):
            amount = self.points.get(counts.removesuffix(" earned"), 0)
        else:
            amount = {"spend": self.scene.total, "purchases": 1, "visits": 1}[counts]
            amount *= kind in (["purchase", "visit"] if counts == "visits" else ["purchase"])
        return amount if ladder.counts_day(self.scene.day, self.customer.now) else 0

    def value(self, ladder):
        return ladder.value(self.customer.zone.day(self.customer.now))

    def reached(self, ladder):
        """The tier that it leads to, or the present one."""
        return ladder.leads_to(self.value(ladder) + self.adds(ladder))

    def seen_in(self, name, tier, facts):
        """The facts as if the ladder had led to a tier."""
        tiers = {**facts.customer.tiers, name: self.customer.ladders[name].shown(tier, self.customer.floor(name))}
        return Record(**{**vars(facts), "customer": Record(**{**vars(facts.customer), "tiers": tiers})})

    def after(self):
        """The facts with the tiers that are reached, of the ladders that say so."""
        facts = self.facts
        for name, ladder in self.ladders("after"):
            facts = self.seen_in(name, self.reached(ladder), facts)
        return facts

    def split(self, facts):
        """The facts of each part of the event and its share of an amount: up to every threshold by the
        tier below. Amounts stay whole, the largest remainders get what is left."""
        for name, ladder in self.ladders("split"):
            adds, value, top = self.adds(ladder), self.value(ladder), self.reached(ladder)
            if adds and top > ladder.tier:
                ends = [min(adds, max(0, ladder.starts[tier] - value)) for tier in range(ladder.tier + 1, top + 1)]
                lengths = [end - begin for begin, end in zip([0] + ends, ends + [adds])]
                return [(self.seen_in(name, ladder.tier + n, facts), self.share(lengths, n))
                        for n in range(len(lengths))]
        return [(facts, lambda amount: amount)]

    @staticmethod
    def share(lengths, number):
        return lambda amount: shares(amount, lengths)[number]
