"""Ladders that count several things, and those that follow what can be spent."""
from copy import copy

from civil import units
from ladder import Ladder
from terms import Terms


class Needs(list):
    """Ways to a tier: of each, so much of some measures; without one there is no way."""

    def __le__(self, less_than_nothing):
        return False


class Amounts(dict):
    """What is counted by each measure. It is as much as needs that it meets, and else less."""

    def __ge__(self, needs):
        return any(all(self[name] >= amount for name, amount in need.items()) for need in needs)

    def __lt__(self, needs):
        return not self >= needs

    def __bool__(self):
        return any(self.values())


class Either(list):
    """Amounts of which some are enough, or others."""

    def __ge__(self, needs):
        return any(amounts >= needs for amounts in self)


class Measured(Terms):
    """Each measure is counted by a ladder without tiers."""

    def __init__(self, program, name, zone, now):
        self.measures = program["ladders"][name]["measures"]
        self.tracks = {}
        super().__init__(program, name, zone, now)
        for measure, counts in self.measures.items():
            definition = {"counts": counts, "window": self.window, "tiers": [{"id": "t", "from": 0}]}
            self.tracks[measure] = Ladder({**program, "ladders": {measure: definition}}, measure, zone, now)
        tiers = self.definition["tiers"]
        self.starts = [self.ways(tier.get("needs", {})) for tier in tiers]
        self.keeps = [self.ways(tier.get("keep_needs", tier.get("needs", {}))) for tier in tiers]
        if self.lasts == "while":  # what enters a tier does not lose it
            self.keeps = [Needs(keep + enter) for keep, enter in zip(self.keeps, self.starts)]

    def ways(self, needs):
        return Needs({name: units(amount, self.tracks[name].digits) for name, amount in need.items()}
                     for need in (needs if isinstance(needs, list) else [needs]))

    def copy(self):
        other = super().copy()
        other.tracks = {measure: track.copy() for measure, track in self.tracks.items()}
        return other

    def value(self, today):
        if self.judged_by is not None:
            return self.judged_by
        for track in self.tracks.values():
            track.period = self.period
        return Amounts({measure: track.value(today) for measure, track in self.tracks.items()})

    def shown_value(self, today):
        """That of the first."""
        return next(iter(self.value(today).values()))

    def counts(self):
        return self.measures

    def credit(self, *credit):
        self.credit_of(next(iter(self.tracks)), *credit)

    def credit_of(self, measure, amount, day, now, sold=None):
        before = self.value(self.zone.day(now))
        if self.counted_then(day, sold):
            self.entry.amount[measure] = max(0, self.entry.amount[measure] + amount)
            self.lessened = self.lessened or amount < 0
        track = self.tracks[measure]
        track.last = self.last and self.last.tracks[measure]
        track.credit(amount, day, now, sold)
        self.took, track.took, track.last = self.took or track.took, False, None
        keep = self.keeps[self.tier]
        self.again = self.again or (before < keep and self.value(self.zone.day(now)) >= keep)

    def all_credits(self):
        return [credit for track in self.tracks.values() for credit in track.credits]

    def let_go(self, now):
        for track in self.tracks.values():
            track.credits = [credit for credit in track.credits if track.counts_day(credit[0], now)]

    def go_on_with(self, present):
        for measure, track in self.tracks.items():
            track.credits.append([self.period, present.value(None)[measure]])

    def surplus(self, value):
        return 0

    def moments(self, now):
        return super().moments(now) + [moment for track in self.tracks.values() for moment in track.moments(now)]

    def with_before(self, value):
        """Also by the period before."""
        before = copy(self)
        before.tracks = {measure: copy(track) for measure, track in self.tracks.items()}
        days = {day for track in self.tracks.values() for day, _ in track.credits
                if self.next_period(day) == self.period}
        before.period = max(days, default=None)
        return Either([value, before.value(None)])


class Balance(Terms):
    """What can be spent, whatever was counted."""

    purse = currency = None

    def follow(self, purse):
        self.purse, self.currency = purse, self.definition["counts"].removesuffix(" balance")

    def value(self, today):
        return self.purse.available(self.currency) if self.purse else 0

    def credit(self, *credit):
        """It counts nothing."""

    def judge_again(self, now, returned):
        """It goes by what there is."""
