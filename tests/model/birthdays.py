"""Birthdays: on which days they are claimed, and what changing one is worth."""
from calendar import isleap
from datetime import date

from civil import plus
from refused import Refused


class Born:
    """What is known of a customer's."""

    birthday = told = None
    """The date, and when he said so."""

    def is_birthday(self, day):
        policy = self.program.get("birthday", {})
        if self.birthday is None:
            return False
        if "wait" in policy and plus(self.zone.day(self.told), policy["wait"]) > day:
            return False
        before, after = (policy.get("window", {}).get(part, "P0D") for part in ("before", "after"))
        found = [self.birthday_in(year) for year in (day.year - 1, day.year, day.year + 1)]
        return any(day <= plus(found_on, after) and plus(day, before) >= found_on for found_on in found)

    def birthday_in(self, year):
        if (self.birthday.month, self.birthday.day) != (2, 29) or isleap(year):
            return self.birthday.replace(year=year)
        return date(year, 3, 1) if self.program.get("birthday", {}).get("leap_day") == "mar-1" else date(year, 2, 28)

    def absorb_birthday(self, other):
        """One's own goes on."""
        if self.birthday is None:
            self.birthday, self.told = other.birthday, other.told


class Birthdays:
    """What the model does when one is said."""

    def say_birthday(self, customer, event, scene):
        text = event.get("attributes", {}).get("birthday")
        if event["type"] not in ("enrol", "profile") or text is None:
            return
        born, lock = date.fromisoformat(text), self.program.get("birthday", {}).get("lock", "none")
        if born == customer.birthday:
            return
        if customer.birthday and lock != "none":
            if lock == "forever" or scene.time < self.zone.add(customer.told, lock):
                raise Refused("birthday-locked")
        customer.birthday, customer.told = born, scene.time
