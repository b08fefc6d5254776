"""One ladder of a customer: all that it counted, added up anew whenever it is looked at."""
from copy import copy
from datetime import date

from carries import Carries
from civil import bounds, plus, units
from entries import Entered


class Ladder(Carries, Entered):
    def __init__(self, program, name, zone, now):
        self.definition, self.zone = program["ladders"][name], zone
        self.window = self.definition.get("window", "lifetime")
        counts = self.definition.get("counts")
        digits = 2 if counts == "spend" else 0
        for currency, rule in program["currencies"].items():
            if counts in (f"{currency} earned", f"{currency} balance"):
                digits = rule.get("scale", 0)
        bounds_of = [(units(t.get("from", 0), digits), units(t.get("keep_from", t.get("from", 0)), digits))
                     for t in self.definition["tiers"]]
        self.digits = digits
        self.starts = [start for start, _ in bounds_of]
        self.keeps = [keep for _, keep in bounds_of]
        self.tier, self.drop = 0, None
        self.base = 0  # the tier that the running period of a calendar cannot take away
        self.status = {}  # floor and set, given by hand: tier and end
        self.lent = set()  # those of them that came with another account
        self.credits = []  # [day, amount]: what counts and what is taken back meet by their day
        self.period = self.first_of(zone.day(now)) if self.calendar else None
        self.last = None  # how all this stood when the period before ended, while there is a tier to lose
        self.took = False  # something of that has come back
        self.entered = None  # the period in which the tier was entered
        self.entry, self.lessened = None, False

    def counts(self):
        """What it counts, by names of its own."""
        return {"": self.definition["counts"]}

    @property
    def of_matured(self):
        return self.definition.get("when") == "matured"

    def credit_of(self, name, *credit):
        self.credit(*credit)

    def shown_value(self, today):
        return self.value(today)

    def copy(self):
        other = copy(self)
        other.credits = [list(credit) for credit in self.credits]
        other.status = dict(self.status)
        other.last = self.last and self.last.copy()
        other.entry = copy(self.entry)
        return other

    @property
    def calendar(self):
        return isinstance(self.window, dict) and "calendar" in self.window

    def first_of(self, day):
        return bounds(day, self.window["calendar"])[0]

    def next_period(self, first):
        return bounds(first, self.window["calendar"])[1]

    def leaves(self, day):
        """The day on which a credit of a day counts no more."""
        if self.window == "lifetime":
            return date.max
        if self.calendar:
            return self.next_period(day)
        end = plus(day, self.window["rolling"])
        return end.replace(day=1) if self.window.get("by") == "month" else end

    def bucket(self, day):
        """Credits of these days are one: what is taken back does not go below it."""
        if self.window == "lifetime":
            return date.min
        if self.calendar:
            return self.first_of(day)
        return day.replace(day=1) if self.by_month else day

    @property
    def by_month(self):
        return isinstance(self.window, dict) and self.window.get("by") == "month"

    def value(self, today):
        if self.calendar:
            return self.carried + sum(n for day, n in self.credits if day == self.period)
        return sum(n for day, n in self.credits if self.leaves(day) > today)

    def counts_day(self, day, now):
        """Whether what happens on a day still counts."""
        if self.calendar:
            return self.bucket(day) >= self.period
        return self.leaves(self.bucket(day)) > self.zone.day(now)

    def credit(self, amount, day, now, sold=None):
        self.count_then(amount, day, sold)
        day = self.bucket(day)
        if not self.counts_day(day, now):
            self.credit_last(amount, day, now)
            return
        have = sum(n for d, n in self.credits if d == day)
        self.credits = [c for c in self.credits if c[0] != day]
        self.credits.append([day, max(0, have + amount) if amount < 0 else have + amount])

    def credit_last(self, amount, day, now):
        """What is of the period before: it is looked at when something comes back."""
        if not self.last or self.last.period != day:
            return
        self.last.credit(amount, day, now)
        self.took = self.took or amount < 0
        left = self.last.value(None) - self.last.carried
        self.credits = [[d, min(n, left) if d == day else n] for d, n in self.credits]

    def tier_for(self, value, below):
        """The highest tier below one that the value enters."""
        return max(i for i in range(max(below, 1)) if i == 0 or value >= self.starts[i])

    def grace(self, tier):
        return self.definition["tiers"][tier].get("grace")

    def enter(self, tier):
        self.base = min(self.base, tier)
        self.tier, self.drop, self.entered = tier, None, self.period

    def leads_to(self, value):
        """The tier that an event leads to which makes so much of what is counted."""
        return max(self.tier, self.tier_for(value, len(self.starts)))

    def enrol(self, day, now):
        """The customer is here since that day."""

    def gives(self, value):
        """Whether so much in the running period gives the tier: it reaches it, or keeps it where he had it
        before, or where a grace protects it.
        """
        if value >= self.starts[self.tier]:
            return True
        return value >= self.keeps[self.tier] and (self.entered != self.period or self.grace(self.tier) is not None)

    def take_back(self, value, now):
        """What the running period has given, and does not give any more."""
        if value >= self.keeps[self.tier]:
            self.enter(max(self.base, self.tier_for(value, self.tier)))
        elif self.calendar:
            self.fall(value, now)

    def review(self, now, returned=None):
        """After each event: up at once; down at once, too, but where a calendar decides: there only a
        return takes what the running period has earned, or the one before.
        """
        if returned and self.took:
            self.end_again(now, returned == "review")
        if returned == "now":
            self.come_back(now)
        self.took = self.lessened = False
        value = self.value(self.zone.day(now))
        reached = self.tier_for(value, len(self.starts))
        if reached > self.tier:
            tier, drop = self.tier, self.drop
            self.enter(reached)
            if self.outlasts:
                self.keep_entry(tier, drop, now)
        elif self.tier and not self.calendar:
            self.fall(value, now)

    def come_back(self, now):
        """Whether the tier is what it was without what has come back."""
        value = self.value(self.zone.day(now))
        if self.entry and self.lessened:
            self.judge_entry(now)
        elif not self.outlasts and self.tier > self.base and not self.gives(value):
            self.take_back(value, now)

    def end_again(self, now, stays):
        """The period before ends once more, with what is left of it; never for the better. Or the tier
        stays, but not what it falls to."""
        then, running = self.last.copy(), self.value(None) - self.carried
        climbed = self.tier > self.base and self.entered == self.period
        if then.tier > then.base and not then.gives(then.value(None)):
            then.take_back(then.value(None), self.zone.moment(self.period))
        then.end_period(self.zone.moment(self.period))
        self.last, self.base = then.last, min(self.base, then.base) if stays else then.base
        self.carried = min(self.carried, then.carried) if stays else then.carried
        if stays:
            return
        if running:
            then.credits.append([self.period, running])
        running += self.carried
        if climbed and (self.drop or self.gives(running)):
            return
        if then.drop and then.drop <= now:
            then.end_grace(now)
        reached = self.tier_for(running, self.tier + 1)
        if reached > then.tier:
            then.enter(reached)
            self.entered = self.period
        if then.tier < self.tier:
            self.entered = then.entered
        if then.tier <= self.tier:
            self.tier, self.drop = then.tier, then.drop

    def fall(self, value, now):
        """Below what keeps the tier: the grace begins, or the tier is lost."""
        if value >= self.keeps[self.tier]:
            self.drop = None
        elif self.grace(self.tier) is None:
            self.leave_to(max(self.base if self.calendar else 0, self.tier_for(value, self.tier)), now)
        elif self.drop is None:
            self.drop = self.zone.add(now, self.grace(self.tier))

    def settle(self, moment):
        """What time does at a moment: a status ends, a grace ends, a period ends, credits leave."""
        self.status = {how: given for how, given in self.status.items() if given[1] > moment}
        if self.drop is not None and self.drop <= moment:
            self.end_grace(moment)
        if not self.calendar:
            self.review(moment)
            return
        while self.zone.moment(self.next_period(self.period)) <= moment:
            self.end_period(moment)

    def end_period(self, moment):
        """It decides about the tier; how things stood is kept for what may come back of it."""
        self.last = None
        last, value = self.copy(), self.value(None)
        self.base = 0
        self.fall(value, moment)
        self.base = self.tier if self.drop is None else self.tier_for(value, self.tier + 1)
        self.last = last if self.tier else None
        self.period = self.next_period(self.period)
        self.carry_on(value)

    def end_grace(self, moment):
        value = self.value(self.zone.day(moment))
        if value >= self.keeps[self.tier]:
            self.drop = None
            return
        if self.calendar:
            last = [n for d, n in self.credits if self.next_period(d) == self.period]
            value = max(value, self.carried_before + sum(last))
        self.leave_to(max(self.base if self.calendar else 0, self.tier_for(value, self.tier)), moment)

    def moments(self, now):
        if self.calendar:
            found = [self.zone.moment(self.next_period(self.period))]
        else:
            found = [self.zone.moment(self.leaves(d)) for d, _ in self.credits if self.leaves(d) != date.max]
        return found + ([self.drop] if self.drop else []) + self.status_ends()

    def deadlines(self, now):
        """Those of them at which the tier is judged and may fall."""
        ends = self.status_ends()
        if self.tier == 0:
            return ends
        if self.calendar:
            return self.moments(now)
        if self.drop:
            return [self.drop] + ends
        return ends + [m for m in self.moments(now) if self.value(self.zone.day(m)) < self.keeps[self.tier]]

    def status_ends(self):
        return [until for _, until in self.status.values()]

    def shown(self, tier, floor=0):
        """The tier that is shown: what was given by hand goes before what was counted, and there is one
        below which plans do not let him fall."""
        shown = max(tier, floor, self.status.get("floor", (0,))[0])
        shown = self.status.get("set", (shown,))[0]
        return self.definition["tiers"][shown]["id"]

    def run(self, since, now):
        """All that time does from one moment to another."""
        while later := [moment for moment in self.moments(now) if since < moment <= now]:
            since = min(later)
            self.settle(since)

    def absorb(self, other, policy, since, now):
        """Both counts together and the better tier, or all of the one that stands higher; by what time has
        made of both.
        """
        other.run(since, now)
        if policy.get("tiers") == "best":
            today = self.zone.day(now)
            if (other.tier, other.value(today)) > (self.tier, self.value(today)):
                status = self.status
                self.__dict__.update(vars(other))
                self.status = status
        else:
            entry = self.absorb_entry(other, now)
            for day, amount in other.credits:
                if self.counts_day(day, now):
                    self.credit(amount, day, now)
            self.absorb_carried(other)
            self.entry = entry
            self.absorb_last(other)
            self.base = max(self.base, other.base)
            if other.tier > self.tier:
                self.tier, self.drop, self.entered = other.tier, other.drop, other.entered
        self.lent |= {how for how in other.status if how not in self.status}
        given = {**other.status, **self.status}
        self.status = {how: one for how, one in given.items() if one[1] > now}  # some may be over here

    def absorb_last(self, other):
        """What both had counted in the period before, and what the one of the better tier had then."""
        if not other.last or not self.last:
            self.last = self.last or other.last
            return
        amounts = sum(last.value(None) - last.carried for last in (self.last, other.last))
        carried = self.last.carried + other.last.carried
        if other.tier > self.tier:
            self.last = other.last
        self.last.credits, self.last.carried = [[self.last.period, amounts]], carried

    def part(self, other, now):
        """What another one had counted goes again."""
        for day, amount in other.credits:
            self.credit(-amount, day, now)
        self.part_carried(other)

    def part_status(self, other):
        """What was given by hand goes with the one who brought it."""
        for how, given in other.status.items():
            if how in self.lent and self.status.get(how) == given:
                del self.status[how]
