"""Days, durations and zones, as the documentation of libloyalty has them.

A moment is an aware datetime in UTC; a day is a date in the program's zone.
"""
import re
import sys
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from real.model import period, plus, posix_zone, scaled, shares  # noqa: E402

UTC = timezone.utc
PAST = datetime(1, 1, 1, tzinfo=UTC)
"""When points that can be spent matured."""
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
DAY = timedelta(days=1)
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")

__all__ = ["DAY", "NEVER", "PAST", "UTC", "Zone", "bounds", "plus", "scaled", "shares", "units"]


def units(value, digits):
    """As programs write points and money: a text is in whole ones, a number in smallest units."""
    return scaled(value, digits) if isinstance(value, str) else value


def bounds(day, unit):
    """The first day of the period that a day is in, and of the next one; the name of a month stands for
    years that end with it."""
    if unit in MONTHS:
        month = MONTHS.index(unit) + 1
        end = plus(date(day.year + (day.month > month), month, 1), "P1M")
        return end.replace(year=end.year - 1), end
    if unit != "half-year":
        return period(day, unit)
    first = date(day.year, 1 if day.month < 7 else 7, 1)
    return first, plus(first, "P6M")


class Zone:
    """The program's zone."""

    def __init__(self, text):
        self.zone = posix_zone(text)

    def day(self, moment):
        return moment.astimezone(self.zone).date()

    def moment(self, day, clock=time.min):
        """A local time in a gap moves forward by it; of two, it is the first."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def add(self, moment, duration):
        """Months (clamped), then days, then hours and minutes, all by the local clock."""
        local = moment.astimezone(self.zone).replace(fold=0, tzinfo=None)
        days, _, clock = duration.partition("T")
        local = datetime.combine(plus(local.date(), days), local.time())
        for number, unit in re.findall(r"(\d+)([HM])", clock):
            local += timedelta(minutes=int(number) * (60 if unit == "H" else 1))
        return self.moment(local.date(), local.time())
