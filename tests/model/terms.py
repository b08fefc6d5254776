"""Ladders whose tiers are reached later, last for a time of their own, are guaranteed or lost one by one,
and ladders that count since the tier changed. What the plain ones do is in ladder.py.
"""
from civil import DAY, plus
from ladder import Ladder
from lowering import LoweredTerms

SETTINGS = ("up", "lasts", "guarantee", "fall", "pay", "measures")


def is_plain(definition):
    if "balance" in definition.get("counts", ()) or "best_of" in definition.get("window", ()):
        return False
    return not any(map(definition.get, SETTINGS)) and "since_change" not in definition.get("window", ())


def can_join(definition):
    """Whether it is known what two of them come to together."""
    return is_plain(definition) and "anniversary" not in definition.get("window", ())


class Terms(LoweredTerms, Ladder):
    def __init__(self, program, name, zone, now):
        self.changed = zone.day(now)  # where counting since the last change begins
        self.has_changed = False
        self.rose = False  # it has changed for the better
        super().__init__(program, name, zone, now)
        self.up = self.definition.get("up", "now")
        self.lasts = self.definition.get("lasts", "next-period" if self.calendar else "while")
        if (self.lasts, self.up) == ("period", "next-period"):  # each period gives the tier of the next one
            self.lasts = "next-period"
        self.judged_by = None  # what counted at a moment at which it is judged again
        self.ended = None  # what a period has counted that ends just now
        self.term = None  # until when it lasts, where that is a duration
        self.short = None  # since when too little is counted
        self.rises = None  # when what is reached is entered
        self.again = False  # it has been earned anew

    # -- Counting since the last change --

    def enrol(self, day, now):
        """As long as it has not changed, counting begins with the day of the enrolment."""
        if self.anew and not self.has_changed:
            self.changed = day
            if self.anew is not True:
                self.period = self.first_of(self.zone.day(now))
        super().enrol(day, now)

    @property
    def anew(self):
        """For how long it counts from the last change on; True: for ever; None: it does not."""
        return self.of_window("since_change")

    @property
    def own(self):
        return self.anew if isinstance(self.anew, str) else super().own

    @property
    def anchor(self):
        return self.changed if self.anew else super().anchor

    def counts_day(self, day, now):
        if self.anew and day < self.changed:
            return False
        return self.anew is True or super().counts_day(day, now)

    def leaves(self, day):
        return (plus(self.changed, "P7000Y") if self.anew is True else super().leaves(day))

    def bucket(self, day):
        if not self.anew:
            return super().bucket(day)
        if day < self.changed:
            return day
        return self.changed if self.anew is True else self.first_of(day)

    def value(self, today):
        if self.judged_by is not None:
            return self.judged_by
        if self.anew is True:
            return self.carried + sum(amount for _, amount in self.credits)
        return super().value(today)

    def credit(self, amount, day, now, sold=None):
        if self.is_older(day, sold):
            self.count_then(amount, day, sold)
            return
        today = self.zone.day(now)
        before = self.value(today)
        super().credit(amount, day, now, sold)
        self.again = self.again or before < self.keeps[self.tier] <= self.value(today)

    # -- Entering --

    def enter(self, tier, now):
        changes, value = tier != self.tier, self.value(self.zone.day(now))
        self.rose = tier > self.tier if changes else self.rose
        super().enter(tier, now)
        self.rises = None
        self.last_from(now)
        if self.anew and changes:
            self.carry_on(value if self.ended is None else self.ended)
            self.changed, self.has_changed, self.credits = self.zone.day(now), True, []
            self.period = self.changed
        if self.lasts == "while" and tier and self.ended is None:  # it may be one that he would not keep
            self.fall(self.value(self.zone.day(now)), now)

    def last_from(self, now):
        self.drop = None
        self.term = self.zone.add(now, self.lasts) if self.tier and self.lasts[0] == "P" else None

    def leads_to(self, value):
        """The tier that an event leads to which makes so much of what is counted."""
        return super().leads_to(value) if self.up == "now" else self.tier

    def reaches(self, value):
        return self.tier_for(value, len(self.starts))

    def later(self, now):
        """When a tier is entered that is reached now; where it is with the next period, that decides."""
        day = self.zone.day(now)
        if self.up == "next-month":
            return self.zone.moment(plus(day.replace(day=1), "P1M"))
        return self.zone.moment(day + DAY) if self.up == "next-day" else None

    def review(self, now, returned=None):
        self.judge_again(now, returned)
        value = self.value(self.zone.day(now))
        reached = self.reaches(value)
        if reached > self.tier and self.up == "now":
            self.climb(reached, now)
        else:
            self.rises = (self.rises or self.later(now)) if reached > self.tier else None
            self.hold(value, now)
        self.again = False

    def climb(self, tier, now):
        self.keep_entry(now)
        self.enter(tier, now)

    def hold(self, value, now):
        """Whether the tier is earned anew, made up for, or lost."""
        if self.tier == 0:
            return
        if self.lasts == "while":
            self.fall(value, now)
        elif self.again and self.term or self.makes_up(value):
            self.keep(now)
            self.last_from(now)

    def makes_up(self, value):
        """For what was missing before a term. Where periods decide, that is looked at when the grace is over."""
        return self.drop and value >= self.keeps[self.tier] and self.lasts[0] == "P"

    # -- Losing --

    def fall(self, value, now):
        if value >= self.keeps[self.tier]:
            self.drop = None
        elif not self.protect(now):
            self.lose(value, now)

    @property
    def guaranteed(self):
        return self.zone.add(self.since, self.definition.get("guarantee", "P0D"))

    def is_protected(self, now):
        return super().is_protected(now) or self.drop is not None or self.guaranteed > now

    def protect(self, now):
        ends = self.zone.add(max(now, self.guaranteed), self.grace(self.tier) or "P0D")
        if self.drop is None and ends > now:
            self.drop, self.short = ends, now
        return self.drop is not None

    def lose(self, value, now):
        self.term = self.entry = None
        if self.definition.get("fall") != "one":
            self.leave_to(max(self.base if self.secures else 0, self.tier_for(value, self.tier)), now)
            return
        self.enter(self.tier - 1, now)
        if self.secures:  # what time leaves is his for the rest of the period
            self.base = self.tier

    def settle(self, moment):
        self.status = {how: given for how, given in self.status.items() if given[1] > moment}
        if self.rises and self.rises <= moment:
            self.rise(moment)
        if self.drop is not None and self.drop <= moment:
            self.end_grace(moment)
        if self.term and self.term <= moment and self.drop is None:
            self.end_term(moment)
        if not self.calendar:
            self.review(moment)
            return
        while self.zone.moment(self.next_period(self.period)) <= moment:
            self.end_period(moment)

    def rise(self, moment):
        self.rises = None
        reached = self.reaches(self.value(self.zone.day(moment)))
        if reached > self.tier:
            self.climb(reached, moment)

    def end_term(self, moment):
        value = self.value(self.zone.day(moment))
        if value >= self.keeps[self.tier]:
            self.keep(moment)
            self.term = self.zone.add(self.term, self.lasts)
        else:
            self.fall(value, moment)

    def end_period(self, moment):
        self.last = None
        last, value = self.copy(), self.deciding()
        self.base, self.rises = 0, None
        self.entry = self.entry if self.lasts[0] == "P" else None
        reached = self.reaches(value)
        climbs = self.up == "next-period" and reached > self.tier
        if climbs:
            self.keep_entry(moment)
        self.over, self.period, self.ended = self.period, self.next_period(self.period), value
        if climbs:
            self.enter(reached, moment)
        elif self.tier and self.lasts == "next-period":
            self.judge(value, moment)
        elif self.tier and self.lasts == "period":
            self.drop = self.drop if last.value(None) < self.keeps[self.tier] else None
            self.fall(-1, moment)
        if self.lasts == "period":
            self.base = self.tier if self.drop is None else 0
        elif self.lasts[0] != "P":
            self.base = self.tier if self.drop is None else self.tier_for(value, self.tier + 1)
        self.last = last if self.tier and not self.entry and self.lasts[0] != "P" else None
        self.carried_before, self.carried, self.ended = last.carried, self.surplus(self.ended), None
        if self.carried or self.lasts == "while":
            self.review(moment)

    def deciding(self):
        """What the period that ends has counted."""
        return self.value(None)

    def judge(self, value, moment):
        """By a period that is over."""
        self.fall(value, moment)

    def keep(self, now):
        """It goes on, and begins anew to last."""
        if self.term or self.lasts[0] == "P":
            self.keep_entry(now, True)

    def end_grace(self, moment):
        """Who has not made up for what was missing falls to what he deserves, also by a period that was over
        meanwhile: without the grace it would have given him that."""
        value = self.value(self.zone.day(moment))
        if value >= self.keeps[self.tier]:
            self.keep(moment)
            self.last_from(moment)
            return
        if self.calendar and self.lasts != "period" and self.over_meanwhile():
            value = self.with_before(value)
        self.lose(value, moment)

    def with_before(self, value):
        """Also by what the period before had counted."""
        before = [amount for day, amount in self.credits if self.next_period(day) == self.period]
        return max(value, self.carried_before + sum(before))

    def over_meanwhile(self):
        """Whether a period was; the one that has judged the tier is where periods do."""
        began = self.zone.moment(self.period)
        return began > self.short if self.lasts == "while" else began >= self.short

    # -- Moments --

    def moments(self, now):
        return super().moments(now) + [moment for moment in (self.term, self.rises) if moment]

    def deadlines(self, now):
        ends = self.status_ends() + [moment for moment in (self.term, self.rises) if moment]
        if self.tier == 0 and not (self.calendar and self.up != "now" and self.value(None)):
            return ends
        if self.calendar:
            return self.moments(now)
        if self.drop:
            return [self.drop] + ends
        if self.lasts != "while":
            return ends
        return ends + [m for m in self.moments(now) if self.value(self.zone.day(m)) < self.keeps[self.tier]]
