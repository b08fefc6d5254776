"""The units of one program: the decimals of its money and of each currency of points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Optional

from ._amounts import Points, from_units, to_points
from .program import Program

# What the program does not take is for the engine to refuse: read it with as many
# decimals as ISO 4217 knows, or as points can have.
_OTHER_MONEY = 4
_OTHER_POINTS = 6

RATE_DIGITS = 12
"""Decimals of what one of other money is worth."""


@dataclass(frozen=True)
class Units:
    """Decimals of the money, and of the points of each currency."""

    program: Program
    money_digits: int
    scales: Mapping[str, int]

    @classmethod
    def of(cls, program: Program) -> "Units":
        """The units of a program."""
        return cls(program, program.money_digits, program.currencies)

    def digits(self, currency: Optional[str]) -> int:
        """Decimals of money in an event that names this currency, or none."""
        if not currency or currency == self.program.money:
            return self.money_digits
        digits = self.program.digits_of(currency)
        return _OTHER_MONEY if digits is None else digits

    def scale(self, currency: str) -> int:
        """Decimals of points of a currency."""
        return self.scales.get(currency, _OTHER_POINTS)

    def money(self, minor: int) -> Decimal:
        """Minor units as an amount of money."""
        return from_units(minor, self.money_digits)

    def points(self, currency: str, units: int) -> Points:
        """Units of a currency as points."""
        return to_points(units, self.scales.get(currency, 0))
