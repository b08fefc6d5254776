"""What a return does to tiers: it takes those that the running period has given, or the one before, or that what
has come back had reached. What is remembered of that is in entries.py.
"""


class Lowered:
    """What all ladders do."""

    @property
    def always(self):
        """Whether a tier lasts while enough is counted."""
        return not self.calendar

    @property
    def secures(self):
        """Whether what a period begins with is his until its end."""
        return self.calendar

    def is_new(self):
        """Whether the tier was entered in the running period."""
        return not self.calendar or self.since >= self.zone.moment(self.period)

    def gives(self, value, now):
        """Whether so much in the running period gives the tier: it reaches it, or keeps it where he had it
        before, or where something protects it.
        """
        if value >= self.starts[self.tier]:
            return True
        return value >= self.keeps[self.tier] and (not self.is_new() or self.is_protected(now))

    def take_back(self, value, now):
        """What the running period has given, and does not give any more, whatever it would fall to by time."""
        if value < self.keeps[self.tier] and (self.always or self.protect(now)):
            return
        reached = self.tier_for(value, self.tier)
        if reached > self.base:
            self.enter(reached, self.since)
        else:
            self.enter(self.base, self.zone.moment(self.period) if self.calendar else now)

    def judge_again(self, now, returned):
        """Whether the tier is what it was without what has come back."""
        if returned and self.took:
            self.end_again(now, returned == "review")
        if returned and self.entry and self.lessened:
            self.judge_entry(now, returned == "review")
        elif returned == "now":
            self.come_back(now)
        self.took = self.lessened = False

    def come_back(self, now):
        """Of the running period."""
        value = self.value(self.zone.day(now))
        if not self.knows_entry and self.tier > self.base and not self.gives(value, now):
            self.take_back(value, now)

    def end_again(self, now, stays):
        """The period before ends once more, with what is left of it; never for the better. Or the tier
        stays, but not what it falls to."""
        then = self.last.copy()
        start = self.zone.moment(then.next_period(then.period))
        gives = not self.of_window("since_change")
        stands = gives and self.tier > self.base and self.is_new()
        if gives and then.tier > then.base and not then.gives(then.value(None), start):
            then.take_back(then.value(None), start)
        then.end_period(start)
        then.go_on_with(self)
        self.last, self.base = then.last, min(self.base, then.base) if stays else then.base
        self.carried = min(self.carried, then.carried) if stays else then.carried
        if stays:
            return
        running = then.value(None)
        if stands and (self.drop or self.gives(running, now)):
            return
        if then.drop and then.drop <= now:
            then.end_grace(then.drop)
            self.base = then.base
        self.stand_by(then, running, start)

    def go_on_with(self, present):
        """What has been counted since."""
        running = present.value(None) - present.carried
        if running:
            self.credits.append([self.period, running])

    def given_by(self, running):
        """The tier up to the present one that the running period gives."""
        return self.tier_for(running, self.tier + 1)

    def stand_by(self, then, running, start):
        """As after the end of that period, or by what the running one reaches."""
        reached = self.given_by(running)
        if reached > then.tier:
            then.enter(reached, max(start, self.since))
        elif then.tier == self.tier:
            then.since = self.since
        if then.tier <= self.tier:
            self.tier, self.drop, self.since = then.tier, then.drop, then.since


class LoweredTerms:
    """What those do, before that, whose tiers have terms of their own, and those that count since a change."""

    @property
    def always(self):
        return self.lasts == "while"

    @property
    def secures(self):
        return self.calendar and self.anew is None and self.lasts in ("period", "next-period")

    @property
    def knows_entry(self):
        return self.anew is not None or self.lasts[0] == "P" or self.outlasts

    @property
    def outlasts(self):
        return self.always and super().outlasts

    def first_day(self, now):
        return self.changed if self.anew is True else super().first_day(now)

    def counted_then(self, day, sold):
        older = self.entry and self.entry.without.is_older(day, sold)
        return not older and super().counted_then(day, sold)

    def is_older(self, day, sold):
        """Of a window since the change."""
        begins = self.anew and self.has_changed and day == self.changed == self.period
        return bool(begins and sold and (sold < self.since or sold == self.since and (self.rose or self.entry)))

    def counted_since(self, now):
        value = super().counted_since(now)
        return value - self.carried + self.entry.amount if self.anew and not self.entry.keeps else value

    def carry_less(self, entry, reached):
        if self.anew and not entry.keeps:
            self.carried = min(self.carried, self.surplus(entry.amount) if reached == self.tier else 0)

    def go_back(self, entry, now):
        """He has what he had, until the end that it had; a window since the change goes on."""
        if self.outlasts:
            super().go_back(entry, now)
            return
        before, value = entry.without, self.counted_since(now)
        present, ends = self.tier, self.drop or self.term
        for what in ("tier", "base", "drop", "short", "term", "since"):
            setattr(self, what, getattr(before, what))
        if self.anew and not entry.keeps:
            self.changed, self.has_changed, self.period = before.changed, before.has_changed, before.period
            self.carried, self.credits = 0, [[before.period or before.changed, value]]
        self.entry = None
        if not self.calendar:
            self.let_go(now)
        self.end_as_then(entry)
        self.run(entry.at, now)
        if self.tier == present and self.term and ends:
            self.term = min(self.term, ends)

    def end_as_then(self, entry):
        """What ended at that moment, by what is left of what counted."""
        self.judged_by = entry.amount if entry.keeps and not self.anew else None
        self.settle(entry.at)
        self.judged_by = None

    def let_go(self, now):
        """What counts no more."""
        self.credits = [credit for credit in self.credits if self.counts_day(credit[0], now)]

    def given_by(self, running):
        return 0 if self.up == "next-period" else super().given_by(running)

    def stand_by(self, then, running, start):
        if self.anew:
            self.changed, self.has_changed, self.period = then.changed, then.has_changed, then.period
            self.credits, self.carried, self.carried_before = then.credits, then.carried, then.carried_before
        if then.tier <= self.tier:
            self.short = then.short
        super().stand_by(then, running, start)
