"""Tiers that are paid for out of what was counted, to enter them and to keep them."""
from terms import Terms


class Paid(Terms):
    knows_entry = False

    def is_older(self, day, sold):
        """What came of it is of use still."""
        return False

    def credit(self, amount, day, now, sold=None):
        over = -amount - sum(n for d, n in self.credits if d == self.bucket(day))
        super().credit(amount, day, now, sold)
        if over > 0 and self.bucket(day) == self.period:
            self.carried = max(0, self.carried - over)

    def judge_again(self, now, returned):
        """It is judged at its end."""

    def reaches(self, value):
        """One tier after the other, as far as it pays for them."""
        tier = self.tier
        while tier + 1 < len(self.starts) and value >= self.starts[tier + 1]:
            tier += 1
            value -= self.starts[tier]
        return tier

    def leads_to(self, value):
        return self.reaches(value) if self.up == "now" else self.tier

    def take(self, amount, now):
        """Out of what counts, the oldest first, and no more than there is."""
        if self.ended is not None:
            self.ended -= min(amount, self.ended)
            return
        amount = min(amount, self.value(self.zone.day(now)))
        part = min(amount, self.carried)
        self.carried, amount = self.carried - part, amount - part
        for credit in sorted(self.credits):
            if amount and self.counts_day(credit[0], now):
                part = min(amount, credit[1])
                credit[1], amount = credit[1] - part, amount - part
        self.credits = [credit for credit in self.credits if credit[1]]

    def surplus(self, value):
        """All that payments leave, but in the lowest tier."""
        return self.no_more(value) if self.tier else 0

    # -- Paying --

    def enter(self, tier, now):
        """A tier that he falls to has its price, too, but where that is one step."""
        if tier > self.tier:
            self.take(sum(self.starts[self.tier + 1:tier + 1]), now)
        elif self.definition.get("fall") != "one":
            self.take(self.starts[tier], now)
        super().enter(tier, now)

    def keep(self, now):
        self.take(self.keeps[self.tier], now)

    def hold(self, value, now):
        """Within its time it is not earned anew."""
        if self.tier and self.makes_up(value):
            self.keep(now)
            self.last_from(now)

    def judge(self, value, now):
        """What was paid for in a period lasts for the next one, too."""
        if self.up != "next-period" and self.anew is None and self.since >= self.zone.moment(self.over):
            return
        if value >= self.keeps[self.tier]:
            self.keep(now)
            self.last_from(now)
        else:
            self.fall(value, now)
