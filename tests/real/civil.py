"""Calendar days, local time and decimals, naively: the model's own.

Times are milliseconds since 1970-01-01T00:00Z, days are counted from there,
durations are ISO 8601 texts of years, months and days.
"""
import functools
import re
from datetime import date, datetime, timedelta

DAY = 86400000


@functools.lru_cache(None)
def calendar(day):
    return date(1970, 1, 1) + timedelta(day)


def number(day):
    return (day - date(1970, 1, 1)).days


@functools.lru_cache(None)
def plus(day, duration):
    """A day later by months, clamped to the end of the month, then by days."""
    years, months, days = (int(x or 0) for x in re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", duration).groups())
    start = calendar(day)
    month = start.year * 12 + start.month - 1 + years * 12 + months
    last = (date(month // 12 + (month % 12 == 11), month % 12 + 2 if month % 12 < 11 else 1, 1) - timedelta(1)).day
    return number(date(month // 12, month % 12 + 1, min(start.day, last))) + days


@functools.lru_cache(None)
def period(day, unit):
    """The first day of the period that a day is in, and of the next one."""
    d = calendar(day)
    if unit == "lifetime":
        return None, None
    if unit == "day":
        return day, day + 1
    if unit == "week":
        return day - d.weekday(), day - d.weekday() + 7
    months = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}[unit]
    first = number(date(d.year, (d.month - 1) // months * months + 1, 1))
    return first, plus(first, "P%dM" % months)


class Zone:
    """A POSIX TZ text with rules of the form M3.5.0/2, or none."""

    def __init__(self, text):
        rule = r",M(\d+)\.(\d)\.(\d)(?:/(\d+))?"
        found = re.fullmatch(r"[A-Z]+([-+]?\d+)(?:[A-Z]+" + rule + rule + ")?", text)
        self.standard = -int(found[1]) * 3600000
        self.rules = [tuple(int(x if x else 2) for x in found.groups()[i:i + 4]) for i in (1, 5)] if found[2] else None
        self.years = {}

    def changes(self, year):
        if year not in self.years:
            made = []
            for (month, week, weekday, hour), offset in zip(self.rules, (self.standard, self.standard + 3600000)):
                first = number(date(year, month, 1))
                day = first + (weekday - 4 - first) % 7 + 7 * (week - 1)
                while calendar(day).month != month:
                    day -= 7
                made.append(day * DAY + hour * 3600000 - offset)
            self.years[year] = made
        return self.years[year]

    def offset(self, moment):
        if not self.rules:
            return self.standard
        begin, end = self.changes(calendar((moment + self.standard) // DAY).year)
        return self.standard + (3600000 if begin <= moment < end else 0)

    def local(self, moment):
        return divmod(moment + self.offset(moment), DAY)

    @functools.lru_cache(None)
    def moment(self, day, time=0):
        """The instant of a local time: the first of two, and moved on out of a gap."""
        wall = day * DAY + time
        for offset in (self.standard + 3600000, self.standard):
            if self.offset(wall - offset) == offset:
                return wall - offset
        return wall - self.standard

    @functools.lru_cache(None)
    def day(self, moment):
        return self.local(moment)[0]

    def add(self, moment, duration):
        day, time = self.local(moment)
        return self.moment(plus(day, duration), time)


def instant(text):
    """An RFC 3339 time as (milliseconds since 1970, minutes from UTC)."""
    t = datetime.fromisoformat(text)
    offset = int(t.utcoffset().total_seconds()) // 60
    return ((number(t.date()) * 1440 + t.hour * 60 + t.minute - offset) * 60 + t.second) * 1000, offset


def scaled(value, digits):
    """A decimal text or whole number in units of 10**-digits."""
    text = str(value)
    whole, _, part = text.lstrip("-").partition(".")
    units = int(whole + part.ljust(digits, "0"))
    return -units if text[0] == "-" else units
