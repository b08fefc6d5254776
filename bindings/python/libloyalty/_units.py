"""The units of one program: the decimals of its money and of each currency of points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Optional

from ._amounts import Points, from_units, to_points
from .program import Program

# What is not the program's is for the engine to refuse: read it with as many
# decimals as ISO 4217 knows, or as points can have.
_OTHER_MONEY = 4
_OTHER_POINTS = 6


@dataclass(frozen=True)
class Units:
    """Decimals of the money, and of the points of each currency."""

    money_code: str
    money_digits: int
    scales: Mapping[str, int]

    @classmethod
    def of(cls, program: Program) -> "Units":
        """The units of a program."""
        return cls(program.money, program.money_digits, program.currencies)

    def digits(self, currency: Optional[str]) -> int:
        """Decimals of money in an event that names this currency, or none."""
        own = currency is None or currency == self.money_code
        return self.money_digits if own else _OTHER_MONEY

    def scale(self, currency: str) -> int:
        """Decimals of points of a currency."""
        return self.scales.get(currency, _OTHER_POINTS)

    def money(self, minor: int) -> Decimal:
        """Minor units as an amount of money."""
        return from_units(minor, self.money_digits)

    def points(self, currency: str, units: int) -> Points:
        """Units of a currency as points."""
        return to_points(units, self.scales.get(currency, 0))
