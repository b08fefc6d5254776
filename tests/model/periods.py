"""The periods that a ladder counts in: those of the calendar, and those of a customer's own, which begin with the
day on which he enrolled, or on which his tier changed.
"""
import re

from civil import bounds, plus


def has_periods(definition):
    window = definition.get("window", "lifetime")
    return isinstance(window, dict) and bool(
        {"calendar", "anniversary"} & set(window) or isinstance(window.get("since_change"), str))


def times(duration, count):
    return re.sub(r"\d+", lambda number: str(int(number[0]) * count), duration)


class Periods:
    """What a ladder knows of them. Its window may have none."""

    def of_window(self, member):
        return self.window.get(member) if isinstance(self.window, dict) else None

    @property
    def own(self):
        """How long those of the customer's own are; None: there are none."""
        return self.of_window("anniversary")

    @property
    def anchor(self):
        """The day with which these begin."""
        return self.enrolled

    @property
    def calendar(self):
        """Whether there are periods."""
        return bool(self.of_window("calendar") or self.own)

    def begins(self, count):
        """The day on which so many of his own are over."""
        return plus(self.anchor, times(self.own, count))

    def first_of(self, day):
        if not self.own:
            return bounds(day, self.window["calendar"])[0]
        count = 0
        while self.begins(count + 1) <= day:
            count += 1
        return self.begins(count) if day >= self.anchor else day

    def next_period(self, first):
        if not self.own:
            return bounds(first, self.window["calendar"])[1]
        count = 0
        while self.begins(count) <= first:
            count += 1
        return self.begins(count)
