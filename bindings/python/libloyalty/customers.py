"""One customer as of a moment: copies, not views.

Points, money and moments are as in ``outcomes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from ctypes import byref, sizeof
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Optional, Union

from . import _abi, _structs
from ._abi import core, to_str
from ._amounts import Points, from_day, from_instant
from ._units import Units
from .outcomes import Balance, add_balance, add_standing
from .program import Program

_TEXT, _INTEGER, _BOOLEAN, _DATE = 1, 2, 3, 4
_WAITING_DIGITS = 16


@dataclass(frozen=True)
class Lot:
    """Points earned together that are not spent yet."""

    currency: str
    points: Points
    matures: Optional[datetime]
    """None once they are spendable."""
    expires: Optional[datetime]
    """None: never."""
    earned_on: Optional[date]
    """By the clock of the currency: the program's, the store's or the customer's."""
    waits: bool = False
    """Whether only an activate event makes them spendable."""


@dataclass(frozen=True)
class Expiring:
    """Points that expire at one moment: of a customer, or of all (``Report``)."""

    points: Points
    expires: Optional[datetime]
    """None: never."""


@dataclass(frozen=True)
class Voucher:
    """Vouchers of one kind and one end."""

    voucher: str
    count: int
    expires: Optional[datetime]
    """None: never."""


@dataclass(frozen=True)
class Status:
    """A tier that was given by hand."""

    ladder: str
    tier: str
    mode: str
    """"floor": no lower tier; "set": this very tier."""
    until: Optional[datetime]
    """None: for ever."""


@dataclass(frozen=True)
class Membership:
    """A plan that a customer has paid for, and that runs."""

    plan: str
    since: datetime
    until: datetime
    cancelled: bool
    """It is not to go on after its end."""


@dataclass(frozen=True)
class Measure:
    """One of the measures of a ladder; amounts are as in ``Customer.progress``."""

    counted: int
    to_next: int
    """Still missing by it for the nearest way to the next tier."""
    to_keep: int
    """Likewise to keep the present one."""


@dataclass(frozen=True)
class Outlook:
    """Where a ladder leads if nothing more happens. Amounts are as in ``progress``; of a
    ladder with measures they are those of the first.
    """

    tier: str
    next: Optional[str]
    """The tier above; None for the highest."""
    to_next: int
    enters: Optional[datetime]
    """When the next tier, which is reached, is entered."""
    lost: Optional[datetime]
    """When the tier is lost; None: never."""
    then: Optional[str]
    """The tier that it is lost to."""
    to_keep: int
    """Still to be counted by ``keep_by`` so that the tier is kept then."""
    keep_by: Optional[datetime]
    """When too little is counted, before any grace."""
    measures: dict[str, Measure]


@dataclass(frozen=True)
class Customer:
    """A customer, read as of a moment."""

    id: str
    balances: dict[str, Balance]
    tiers: dict[str, str]
    """The tier on each ladder."""
    progress: dict[str, int]
    """What each ladder has counted in its present window: money in minor units, points in
    units of their scale, else a number.
    """
    statuses: tuple[Status, ...]
    memberships: tuple[Membership, ...]
    outlook: dict[str, Outlook]
    """Where each ladder leads."""
    counters: dict[str, int]
    waiting: dict[str, Decimal]
    """What is earned of a point and not there yet, of currencies that keep fractions."""
    stage: str
    stage_since: Optional[datetime]
    lots: tuple[Lot, ...]
    """By currency and in spending order."""
    expiring: dict[str, tuple[Expiring, ...]]
    """When the points of each currency expire; their sum is available + pending + held."""
    vouchers: tuple[Voucher, ...]
    attributes: dict[str, Union[str, int, bool, date, None]]
    """Those that are set."""
    enrolled_on: Optional[date]
    first_purchase_on: Optional[date]
    last_purchase_on: Optional[date]
    purchases: int
    """Sales less those returned completely."""
    visits: int
    spend: Decimal
    """Less returns."""
    due: Optional[datetime]
    """The next moment at which time alone changes this customer; None: never."""
    frozen: str
    """Why the account is frozen; "" when it is not."""
    moved_to: str
    """The account that this one went into by a merge or a re-key; "" for most."""
    household: str
    """The household that the customer is a member of; "" for most."""


def _lot(item: Any, units: Units) -> Lot:
    currency = to_str(item.currency)
    return Lot(
        currency,
        units.points(currency, item.points),
        from_instant(item.matures) if item.matures else None,
        from_instant(item.expires),
        from_day(item.earned_on),
        item.matures == _structs.NEVER,
    )


def _attribute(item: Any) -> Union[str, int, bool, date, None]:
    if item.kind == _TEXT:
        return _abi.lent_text(item.text)
    if item.kind == _BOOLEAN:
        return bool(item.number)
    if item.kind == _DATE:
        return from_day(item.number)
    return int(item.number)


def _items(customer: Any, part: str, *place: int) -> Iterator[Any]:
    """The structs of a list that a loy_customer lends, each until the next."""
    count = getattr(core, f"loy_customer_{part}_count")(customer, *place)
    at = getattr(core, f"loy_customer_{part}")
    return (at(customer, *place, index).contents for index in range(count))


def by_currency(
    items: Iterable[Any], program: Program, units: Units
) -> dict[str, tuple[Expiring, ...]]:
    """Copies lent loy_expiring structs under their currencies."""
    found: dict[str, list[Expiring]] = {currency: [] for currency in program.currencies}
    for item in items:
        currency = to_str(item.currency)
        found[currency].append(
            Expiring(units.points(currency, item.points), from_instant(item.expires))
        )
    return {currency: tuple(listed) for currency, listed in found.items()}


def _balances(customer: Any, program: Program, units: Units) -> dict[str, Balance]:
    balances: dict[str, Balance] = {}
    for index in range(len(program.currencies)):
        add_balance(balances, core.loy_customer_balance(customer, index), units)
    return balances


def _tiers(customer: Any, program: Program) -> dict[str, str]:
    tiers: dict[str, str] = {}
    for index in range(len(program.ladders)):
        add_standing(tiers, core.loy_customer_tier(customer, index))
    return tiers


def _vouchers(customer: Any) -> tuple[Voucher, ...]:
    return tuple(
        Voucher(to_str(item.voucher), item.count, from_instant(item.expires))
        for item in _items(customer, "voucher")
    )


def _attributes(customer: Any) -> dict[str, Union[str, int, bool, date, None]]:
    items = _items(customer, "attribute")
    return {_abi.lent_text(item.name): _attribute(item) for item in items}


def _measures(customer: Any, ladder: int) -> dict[str, Measure]:
    return {
        to_str(item.measure): Measure(item.counted, item.to_next, item.to_keep)
        for item in _items(customer, "measure", ladder)
    }


def _statuses(customer: Any) -> tuple[Status, ...]:
    return tuple(
        Status(
            to_str(item.ladder),
            to_str(item.tier),
            "set" if item.mode == 2 else "floor",
            from_instant(item.until),
        )
        for item in _items(customer, "status")
    )


def _memberships(customer: Any) -> tuple[Membership, ...]:
    return tuple(
        Membership(
            to_str(item.plan),
            from_instant(item.since),
            from_instant(item.until),
            bool(item.cancelled),
        )
        for item in _items(customer, "membership")
    )


def _outlook(customer: Any, ladder: int) -> Outlook:
    item = core.loy_customer_outlook(customer, ladder).contents
    return Outlook(
        tier=to_str(item.tier),
        next=None if item.next is None else to_str(item.next),
        to_next=item.to_next,
        enters=from_instant(item.enters),
        lost=from_instant(item.lost),
        then=None if item.then is None else to_str(item.then),
        to_keep=item.to_keep,
        keep_by=from_instant(item.keep_by),
        measures=_measures(customer, ladder),
    )


def read_customer(customer: Any, program: Program, units: Units) -> Customer:
    """Everything in a loy_customer, copied."""
    behaviour = _structs.Behaviour(size=sizeof(_structs.Behaviour))
    core.loy_customer_behaviour(customer, byref(behaviour))
    return Customer(
        id=core.loy_customer_id(customer) or "",
        balances=_balances(customer, program, units),
        tiers=_tiers(customer, program),
        progress={
            name: core.loy_customer_progress(customer, index)
            for index, name in enumerate(program.ladders)
        },
        statuses=_statuses(customer),
        memberships=_memberships(customer),
        outlook={name: _outlook(customer, index) for index, name in enumerate(program.ladders)},
        counters={
            name: core.loy_customer_counter(customer, index)
            for index, name in enumerate(program.counters)
        },
        waiting={
            name: Decimal(waiting).scaleb(-_WAITING_DIGITS - units.scale(name)).normalize()
            for index, name in enumerate(program.currencies)
            if (waiting := core.loy_customer_waiting(customer, index)) != 0
        },
        stage=core.loy_customer_stage(customer) or "",
        stage_since=from_instant(behaviour.stage_since),
        lots=tuple(_lot(item, units) for item in _items(customer, "lot")),
        expiring=by_currency(_items(customer, "expiring"), program, units),
        vouchers=_vouchers(customer),
        attributes=_attributes(customer),
        enrolled_on=from_day(behaviour.enrolled_on),
        first_purchase_on=from_day(behaviour.first_purchase_on),
        last_purchase_on=from_day(behaviour.last_purchase_on),
        purchases=behaviour.purchases,
        visits=behaviour.visits,
        spend=units.money(behaviour.spend),
        due=from_instant(core.loy_customer_due(customer)),
        frozen=to_str(core.loy_customer_frozen(customer)),
        moved_to=to_str(core.loy_customer_moved_to(customer)),
        household=to_str(core.loy_customer_household(customer)),
    )
