"""Ladders whose tiers the best of several periods decides."""
from terms import Terms


class Best(Terms):
    def before(self, periods):
        """The first day of a period so many before the running one; as far as his own go."""
        first = self.period
        for _ in range(periods):
            day = first.fromordinal(max(1, first.toordinal() - 1))
            first = min(first, self.first_of(day))
        return first

    @property
    def others(self):
        """How many periods decide beside the one that ends."""
        return self.window["best_of"] - 1

    def amounts(self, since):
        """What periods have counted from one on."""
        periods = {day for day, _ in self.credits if since <= day <= self.period}
        return [sum(n for d, n in self.credits if d == day) for day in periods]

    def deciding(self):
        return max(self.amounts(self.before(self.others)), default=0)

    def with_before(self, value):
        return max(value, self.deciding())

    def over_meanwhile(self):
        return True

    def credit_last(self, amount, day, now, sold):
        """Those before are looked at again, and at the end of the running one."""
        day = self.bucket(day)
        if day < self.before(self.others + (amount < 0)):
            return
        before = self.amounts(day)
        self.put(amount, day)
        if self.last and day == self.last.period:
            self.last.credit(amount, day, now)
            self.took = self.took or amount < 0
        elif self.last:
            self.last.put(amount, day)
            self.took = self.took or amount < 0 and self.amounts(day) != before

    def put(self, amount, day):
        have = sum(n for d, n in self.credits if d == day)
        self.credits = [c for c in self.credits if c[0] != day] + [[day, max(0, have + amount)]]

    def deadlines(self, now):
        if self.tier == 0 and any(self.amounts(self.before(self.others + 1))):
            return self.moments(now)
        return super().deadlines(now)
