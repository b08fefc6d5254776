"""What was counted above the tier that it reaches, and begins the next period."""
from civil import units


class Carries:
    """What a ladder knows of it."""

    carried = 0  # what the running period began with
    carried_before = 0  # and the one before

    def surplus(self, value):
        """What goes on of so much."""
        reached = self.tier_for(value, len(self.starts))
        return self.no_more(value - self.starts[reached]) if reached else 0

    def no_more(self, over):
        rule = self.definition.get("surplus", {})
        if not rule.get("carry"):
            return 0
        return min(over, units(rule["most"], self.digits)) if "most" in rule else over

    def carry_on(self, value):
        """So much was counted in the period that is over."""
        self.carried_before, self.carried = self.carried, self.surplus(value)

    def absorb_carried(self, other):
        self.carried += other.carried
        self.carried_before += other.carried_before

    def part_carried(self, other):
        if other.period == self.period:
            self.carried = max(0, self.carried - other.carried)
