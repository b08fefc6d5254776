"""Numbers that are counted in periods."""
from civil import bounds


class Tally:
    """A number that goes back to 0 with its window, and never back to an earlier one."""

    def __init__(self, window):
        self.window, self.start, self.value = window, None, 0

    def first(self, day):
        return bounds(day, self.window)[0]

    def at(self, day):
        return 0 if self.start is None or self.first(day) > self.start else self.value

    def add(self, amount, day):
        if self.start is not None and self.first(day) < self.start and amount < 0:
            return
        if self.start is None or self.first(day) > self.start:
            self.start, self.value = self.first(day), 0
        self.value += amount

    def absorb(self, other, highest):
        """Of one window both together, or the higher; else that of the later window."""
        if other.start is None or (self.start is not None and other.start < self.start):
            return
        if self.start is None or other.start > self.start:
            self.start, self.value = other.start, other.value
        else:
            self.value = max(self.value, other.value) if highest else self.value + other.value

    def part(self, other):
        """What another one had counted in this window."""
        if self.start == other.start is not None:
            self.value = max(0, self.value - other.value)
