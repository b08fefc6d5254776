"""Figures over all customers: copies, not views.

Points, money and moments are as in ``outcomes``.
"""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, sizeof
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Optional, Union

from . import _structs
from ._abi import core, to_str
from ._amounts import Number, Points, to_units
from ._units import Units
from .customers import Expiring, by_currency
from .errors import InvalidError
from .program import Program

_SHARE_DIGITS = 6


@dataclass(frozen=True)
class Totals:
    """Points of one currency over all customers:
    issued - spent - expired - reversed = available + pending + held - debt.
    """

    issued: Points
    """Earned, adjusted upwards, imported."""
    spent: Points
    """Burned less restored."""
    expired: Points
    reversed: Points
    """Taken back by returns and voids, adjusted downwards."""
    available: Points
    pending: Points
    held: Points
    debt: Points


@dataclass(frozen=True)
class Flow:
    """How the points of one currency came and went, over all customers: opening + issued -
    redeemed - expired - reversed + adjusted + transferred = closing.
    """

    opening: Points
    """Available + pending + held - debt, as closing."""
    issued: Points
    """Earned, imported."""
    redeemed: Points
    """Burned or captured, less what was restored."""
    expired: Points
    reversed: Points
    """Taken back by returns and voids."""
    adjusted: Points
    """By hand, and what late events changed of others; signed."""
    transferred: Points
    """Received less sent: 0 but for what is on its way. Fees are redeemed."""
    closing: Points


@dataclass(frozen=True)
class Liability:
    """What is owed for the points of a currency by IFRS 15: opening + deferred - recognised =
    closing.
    """

    sales: Decimal
    """Charged in the interval: without what points paid and came back."""
    points: Points
    """Issued up to its end, less those taken back."""
    expected: Points
    """Of them, to be redeemed in all."""
    redeemed: Points
    opening: Decimal
    deferred: Decimal
    """Of the interval's sales, the part that paid for points."""
    recognised: Decimal
    """Became revenue in the interval."""
    breakage: Decimal
    """Of that, for points that are never redeemed."""
    closing: Decimal


@dataclass(frozen=True)
class Budget:
    """What all customers may be given together: points of a currency, uses, or money."""

    kind: str
    """"uses", "points" or "money"."""
    currency: Optional[str]
    """Of points; else None."""
    limit: Union[Points, int, Decimal]
    """Of each text, where the budget is kept by one, e.g. of each store."""
    used: Union[Points, int, Decimal]
    """In the period that holds the report's moment, of all texts together."""


@dataclass(frozen=True)
class Report:
    """Figures over all customers, as of a moment."""

    customers: int
    stages: dict[str, int]
    """Customers in each stage."""
    tiers: dict[str, dict[str, int]]
    """Customers in each tier of each ladder."""
    totals: dict[str, Totals]
    """Points of each currency."""
    vouchers: dict[str, int]
    """Unused vouchers of each kind."""
    expiring: dict[str, tuple[Expiring, ...]]
    """When the points of each currency expire, soonest first: available, pending and held
    points. Held ones stand at the expiry they will have when they are given back.
    """
    budgets: dict[str, Budget]
    """What has been used of each budget."""


def _totals(item: Any, currency: str, units: Units) -> Totals:
    names = ("issued", "spent", "expired", "reversed", "available", "pending", "held", "debt")
    return Totals(*(units.points(currency, getattr(item, name)) for name in names))


def _expiring(report: Any) -> Iterator[_structs.Expiring]:
    """Each until the next."""
    item = _structs.Expiring()
    for index in range(core.loy_report_expiring_count(report)):
        core.loy_report_expiring(report, index, byref(item))
        yield item


def _budgets(report: Any, units: Units) -> dict[str, Budget]:
    found = {}
    for index in range(core.loy_report_budget_count(report)):
        item = core.loy_report_budget(report, index).contents
        kind = ("uses", "points", "money")[item.kind - 1]
        currency = to_str(item.currency) or None
        amounts: tuple[Any, ...] = (item.limit, item.used)
        if kind == "points":
            amounts = tuple(units.points(currency, n) for n in amounts)
        elif kind == "money":
            amounts = tuple(units.money(n) for n in amounts)
        found[to_str(item.budget)] = Budget(kind, currency, *amounts)
    return found


def read_report(report: Any, program: Program, units: Units) -> Report:
    """Everything in a loy_report, copied."""
    return Report(
        customers=core.loy_report_customers(report),
        stages={
            name: core.loy_report_stage(report, index) for index, name in enumerate(program.stages)
        },
        tiers={
            ladder: {
                tier: core.loy_report_tier(report, index, place) for place, tier in enumerate(tiers)
            }
            for index, (ladder, tiers) in enumerate(program.ladders.items())
        },
        totals={
            currency: _totals(core.loy_report_totals(report, index).contents, currency, units)
            for index, currency in enumerate(program.currencies)
        },
        vouchers={
            name: core.loy_report_vouchers(report, index)
            for index, name in enumerate(program.vouchers)
        },
        expiring=by_currency(_expiring(report), program, units),
        budgets=_budgets(report, units),
    )


def read_flows(report: Any, program: Program, units: Units) -> dict[str, Flow]:
    """The flows of a loy_report, copied."""
    names = [member.name for member in fields(Flow)]
    flows = {}
    for index, currency in enumerate(program.currencies):
        item = core.loy_report_flow(report, index).contents
        flows[currency] = Flow(*(units.points(currency, getattr(item, n)) for n in names))
    return flows


def assumption(
    currency: str,
    units: Units,
    value: Number,
    expected: Number,
    opening: Optional[Number],
    closing: Optional[Number],
    percent: bool,
) -> _structs.Assumption:
    """What is assumed, in units of the library."""

    def share(number: Optional[Number], name: str) -> int:
        if number is None:
            return -1
        parts = to_units(number, _SHARE_DIGITS, name)
        if not 0 <= parts <= 10**_SHARE_DIGITS:
            raise InvalidError("a share is from 0 to 1", path=name)
        return parts

    made = _structs.Assumption(size=sizeof(_structs.Assumption), rounding=int(percent))
    # Of a million points, so that a point may be worth less than the smallest money.
    made.value = to_units(value, units.money_digits + _SHARE_DIGITS, "value")
    made.per = 10 ** (units.scale(currency) + _SHARE_DIGITS)
    made.expected = share(expected, "expected")
    made.opening = share(opening, "opening")
    made.closing = share(closing, "closing")
    return made


def read_liability(
    report: Any, program: Program, units: Units, currency: str, assumed: _structs.Assumption
) -> Liability:
    """A liability of a loy_report that has flows."""
    item = _structs.Liability()
    index = list(program.currencies).index(currency)
    core.loy_report_liability(report, index, byref(assumed), byref(item))
    points = {"points", "expected", "redeemed"}
    return Liability(
        *(
            units.points(currency, getattr(item, member.name))
            if member.name in points
            else units.money(getattr(item, member.name))
            for member in fields(Liability)
        )
    )
