"""How a tier of a rolling window was entered that less keeps than reaches it: when what had reached it comes
back, the customer has what he would have had without.
"""
from copy import copy
from dataclasses import dataclass


@dataclass
class Entry:
    amount: int  # what counted then, and has not come back
    first: object  # the first day that did
    at: object  # when that was
    tier: int  # what he has without
    drop: object  # the end of a grace that this tier had


class Entered:
    """What a ladder does with the entry of its present tier, `entry`, of which something has come back in the
    present event when it is `lessened`."""

    @property
    def outlasts(self):
        """Whether a tier may be kept when what had reached it is gone."""
        less = [n for n, keep in enumerate(self.keeps) if keep != self.starts[n] and self.grace(n) is None]
        return isinstance(self.window, dict) and "rolling" in self.window and bool(less)

    def counted(self, now):
        """The credits that count."""
        return [(day, amount) for day, amount in self.credits if self.leaves(day) > self.zone.day(now)]

    def keep_entry(self, tier, drop, now):
        """The present tier is entered: without, it would be that one."""
        before, today = self.entry, self.zone.day(now)
        if before and (before.at == now or self.leaves(before.first) > today):
            # All that had led to the tier before counts still.
            tier, drop = before.tier, before.drop
        counted = self.counted(now)
        first = min([day for day, _ in counted] + [today])
        self.entry = Entry(sum(amount for _, amount in counted), first, now, tier, drop)

    def leave_to(self, tier, now):
        """A lower tier is all that counts now."""
        self.enter(tier)
        self.entry = None
        if tier and self.outlasts:
            self.keep_entry(0, None, now)

    def count_then(self, amount, day, sold):
        """What counted already when the tier was entered; of that very day only what was sold before."""
        entry = self.entry
        if not entry or day < entry.first:
            return
        turn = self.zone.day(entry.at)
        if day < turn or (day == turn and sold and sold <= entry.at):
            entry.amount = max(0, entry.amount + amount)
            self.lessened = self.lessened or amount < 0

    def judge_entry(self, now):
        """The best tier that was reached then, or is now; or what he has without."""
        entry = self.entry
        then, present = (self.tier_for(amount, self.tier + 1)
                         for amount in (entry.amount, self.value(self.zone.day(now))))
        reached = max(then, present)
        if then < min(present, self.tier):
            self.keep_entry(0, None, now)
            self.entry.tier, self.entry.drop = entry.tier, entry.drop
            entry = self.entry
        if reached == self.tier or entry.tier > self.tier or self.grace(self.tier):
            return
        if reached > entry.tier:
            self.tier = reached
            return
        self.tier, self.drop, self.entry = entry.tier, entry.drop, None
        if self.drop and self.drop <= now:
            self.end_grace(now)

    def absorb_entry(self, other, now):
        """The entry of the better tier, with what the other one had counted by then; without, he has what
        either of them would have."""
        better, lesser = (other, self) if other.tier > self.tier else (self, other)
        entry = copy(better.entry)
        if entry:
            turn = self.zone.day(entry.at)
            entry.amount += sum(amount for day, amount in lesser.counted(now) if entry.first <= day < turn)
            without = lesser.entry and lesser.leaves(lesser.entry.first) > self.zone.day(now)
            tier = lesser.entry.tier if without else lesser.tier
            if tier > entry.tier:
                entry.tier, entry.drop = tier, None
        return entry
