"""One ladder of a customer: all that it counted, added up anew whenever it is looked at."""
from copy import copy
from datetime import date

from carries import Carries
from civil import plus, units
from entries import Entered
from lowering import Lowered
from periods import Periods


class Ladder(Carries, Lowered, Entered, Periods):
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
        self.enrolled = zone.day(now)
        self.period = self.first_of(zone.day(now)) if self.calendar else None
        self.last = None  # how all this stood when the period before ended, while there is a tier to lose
        self.took = False  # something of that has come back
        self.since = now  # when the tier was entered
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
        other.entry = self.entry and copy(self.entry)
        return other

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

    def is_older(self, day, sold):
        """Whether what was sold on the first day that counts was sold before it counted."""
        return False

    def credit(self, amount, day, now, sold=None):
        self.count_then(amount, day, sold)
        if not self.counts_day(self.bucket(day), now):
            self.credit_last(amount, day, now, sold)
            return
        day = self.bucket(day)
        have = sum(n for d, n in self.credits if d == day)
        self.credits = [c for c in self.credits if c[0] != day]
        self.credits.append([day, max(0, have + amount) if amount < 0 else have + amount])

    def credit_last(self, amount, day, now, sold):
        """What is of the period before: it is looked at when something comes back."""
        if not self.last or self.last.bucket(day) != self.last.period or self.last.is_older(day, sold):
            return
        day = self.last.period
        self.last.credit(amount, day, now, sold)
        self.took = self.took or amount < 0
        left = self.last.value(None) - self.last.carried
        self.credits = [[d, min(n, left) if d == day else n] for d, n in self.credits]

    def tier_for(self, value, below):
        """The highest tier below one that the value enters."""
        return max(i for i in range(max(below, 1)) if i == 0 or value >= self.starts[i])

    def grace(self, tier):
        return self.definition["tiers"][tier].get("grace")

    def is_protected(self, now):
        return self.grace(self.tier) is not None

    def protect(self, now):
        """Whether a grace begins, or runs, once too little is counted."""
        if self.grace(self.tier) is not None and self.drop is None:
            self.drop = self.zone.add(now, self.grace(self.tier))
        return self.drop is not None

    def enter(self, tier, now):
        self.base = min(self.base, tier)
        self.since = self.since if tier == self.tier else now
        self.tier, self.drop = tier, None

    def leads_to(self, value):
        """The tier that an event leads to which makes so much of what is counted."""
        return max(self.tier, self.tier_for(value, len(self.starts)))

    def enrol(self, day, now):
        """The customer is here since that day."""
        self.enrolled = day
        if self.of_window("anniversary"):
            self.period = self.first_of(self.zone.day(now))

    def review(self, now, returned=None):
        """After each event: up at once; down at once, too, but where a calendar decides: there only a
        return takes what the running period has earned, or the one before.
        """
        self.judge_again(now, returned)
        value = self.value(self.zone.day(now))
        reached = self.tier_for(value, len(self.starts))
        if reached > self.tier:
            self.keep_entry(now)
            self.enter(reached, now)
        elif self.tier and not self.calendar:
            self.fall(value, now)

    def fall(self, value, now):
        """Below what keeps the tier: the grace begins, or the tier is lost."""
        if value >= self.keeps[self.tier]:
            self.drop = None
        elif not self.protect(now):
            self.leave_to(max(self.base if self.calendar else 0, self.tier_for(value, self.tier)), now)

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
                self.tier, self.drop, self.since = other.tier, other.drop, other.since
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
