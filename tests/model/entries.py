"""How a tier was reached that may outlast what had reached it: when something of that comes back, the customer
has what he would have had without.
"""
from copy import copy
from dataclasses import dataclass
from datetime import date


@dataclass
class Entry:
    at: object  # when it was entered, or began anew to last
    amount: object  # what counted then, and has not come back
    first: object  # the first day that did
    without: object  # how the ladder stood before
    keeps: bool  # it only began anew


class Entered:
    """What a ladder does with the entry of its present tier, `entry`, of which something has come back in the
    present event when it is `lessened`."""

    @property
    def outlasts(self):
        """Whether a tier may be kept when what had reached it has left a rolling window."""
        less = [n for n, keep in enumerate(self.keeps) if keep != self.starts[n] and self.grace(n) is None]
        return isinstance(self.window, dict) and "rolling" in self.window and bool(less)

    @property
    def knows_entry(self):
        return self.outlasts

    def first_day(self, now):
        """The first day that counts."""
        today = self.zone.day(now)
        if self.calendar:
            return self.period
        if self.window == "lifetime":
            return date.min
        return min([day for day, _ in self.all_credits() if self.leaves(day) > today] + [today])

    def all_credits(self):
        return self.credits

    def keep_entry(self, now, keeps=False):
        """The tier is entered just now, or begins anew to last."""
        if not self.knows_entry:
            return
        before, without = self.entry, self.copy()
        without.entry = None
        if before and (before.at == now or self.counts_on(before, now)):
            # All that had led to the tier before counts still.
            without, keeps = before.without, keeps and before.keeps
        self.entry = Entry(now, copy(self.value(self.zone.day(now))), self.first_day(now), without, keeps)
        self.last = None

    def counts_on(self, entry, now):
        return self.outlasts and self.leaves(entry.first) > self.zone.day(now)

    def leave_to(self, tier, now):
        """A lower tier is all that counts now."""
        self.entry = None
        if tier and self.outlasts:
            self.keep_entry(now)
            self.entry.without.enter(0, now)
        self.enter(tier, now)

    def counted_then(self, day, sold):
        """Whether what happened on a day counted when the tier was entered; of that very day only what was sold
        before."""
        entry = self.entry
        turn = entry and self.zone.day(entry.at)
        return entry and day >= entry.first and (day < turn or (day == turn and sold and sold <= entry.at))

    def count_then(self, amount, day, sold):
        if self.counted_then(day, sold):
            self.entry.amount = max(0, self.entry.amount + amount)
            self.lessened = self.lessened or amount < 0

    # -- Something has come back --

    def reached_by(self, value):
        """The best tier up to the present one that an amount reaches, or keeps where it only began anew."""
        return self.tier if self.entry.keeps and value >= self.keeps[self.tier] else self.tier_for(value, self.tier + 1)

    def judge_entry(self, now, stays=False):
        """The best tier that was reached then, or is now; or what he has without."""
        entry, value = self.entry, self.counted_since(now)
        then, present = self.reached_by(entry.amount), self.reached_by(value)
        self.carry_less(entry, then)
        reached = max(then, present)
        if then < present and self.outlasts:
            self.entry = Entry(now, copy(value), self.first_day(now), entry.without, entry.keeps)
        if stays or reached == self.tier or entry.without.tier > self.tier or self.is_protected(now):
            return
        if reached > entry.without.tier:
            self.tier = reached
        else:
            self.go_back(entry, now)

    def counted_since(self, now):
        return self.value(self.zone.day(now))

    def carry_less(self, entry, reached):
        """What was carried on as the tier was entered goes with what had reached it."""

    def go_back(self, entry, now):
        self.tier, self.drop, self.entry = entry.without.tier, entry.without.drop, None
        if self.drop and self.drop <= now:
            self.end_grace(now)

    # -- Two accounts --

    def absorb_entry(self, other, now):
        """The entry of the better tier, with what the other one had counted by then; without, he has what
        either of them would have."""
        better, lesser = (other, self) if other.tier > self.tier else (self, other)
        entry = copy(better.entry)
        if entry:
            today, turn = self.zone.day(now), self.zone.day(entry.at)
            entry.amount += sum(amount for day, amount in lesser.credits
                                if lesser.leaves(day) > today and entry.first <= day < turn)
            tier = lesser.entry.without.tier if lesser.entry and lesser.counts_on(lesser.entry, now) else lesser.tier
            if tier > entry.without.tier:
                entry.without = copy(entry.without)
                entry.without.tier, entry.without.drop = tier, None
        return entry
