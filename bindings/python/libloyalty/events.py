"""Events: what happened, as dataclasses or as the dicts of the JSON form.

Amounts are exact and in major units: ``Decimal("4.50")``, ``"4.50"`` or ``4``.
A float is refused, because most decimals are not floats. Times are aware
datetimes or RFC 3339 text; their offset is the local clock that happy hours
and birthdays go by.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Optional, TypeVar, Union

from ._amounts import Moment, Number
from .errors import DocumentError

Attribute = Union[str, int, bool, date]
"""The value of an attribute: as the program declares it."""

T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """One position of a basket. It costs quantity * unit_price, half up, less discount."""

    id: Optional[str] = None
    """Unique in its event; by default its number in the basket, from "1"."""
    sku: Optional[str] = None
    category: Optional[str] = None
    """A path, e.g. "drinks/coffee"."""
    quantity: Optional[Number] = None
    """At most three decimals; by default 1. A return must say it."""
    unit_price: Optional[Number] = None
    """Money, tax included. A purchase must say it."""
    discount: Number = 0
    """Money off the whole line."""
    tax: Number = 0
    """Money contained in the line's price."""
    tags: Sequence[str] = ()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    tax_percent: Number = 0
    """Rate per cent of the price without tax, at most four decimals; 0: see tax."""
    tax_on_top: bool = False
    """True: unit_price is without the tax of tax_percent."""
    fixed_tax: Number = 0
    """Money a unit, on top and never reduced, e.g. a deposit."""
    minimum_price: Number = 0
    """Money: promotions leave a unit at no less."""
    reducible: bool = True
    """False: promotions neither reduce nor count the line."""


@dataclass(frozen=True)
class Receipt:
    """The sale that a return or a void is about."""

    id: str
    source: Optional[str] = None
    """By default the source of the event."""


@dataclass(frozen=True)
class OpeningPoints:
    """Points that an imported customer brings along."""

    currency: str
    points: Number
    time: Optional[Moment] = None
    """When they were earned; by default when the import occurs."""
    until: Optional[Moment] = None
    """Their own end; by default as if they had been earned here."""


@dataclass(frozen=True)
class OpeningCredit:
    """What a ladder has counted for an imported customer."""

    ladder: str
    amount: int
    """Points in units of the scale, money in minor units, or a number."""
    time: Optional[Moment] = None


@dataclass(frozen=True)
class EarlierPurchases:
    """Purchases of an imported customer."""

    count: int
    last: Optional[Moment] = None
    first: Optional[Moment] = None
    spend: Optional[Number] = None
    """What they came to."""


@dataclass(frozen=True)
class OpeningVouchers:
    """Unused vouchers of an imported customer."""

    voucher: str
    count: int
    until: Optional[Moment] = None
    """Their end; by default as if they were issued by the import."""


@dataclass(frozen=True)
class OpeningStage:
    """Where an imported customer stands in the lifecycle. Nothing is done that entering the
    stage would do.
    """

    name: str
    since: Optional[Moment] = None


@dataclass(frozen=True)
class Opening:
    """What an imported customer starts with."""

    points: Sequence[OpeningPoints] = ()
    ladders: Sequence[OpeningCredit] = ()
    counters: Mapping[str, int] = field(default_factory=dict)
    purchases: Optional[EarlierPurchases] = None
    enrolled: Optional[Moment] = None
    """Since when he has been a customer; by default since the import."""
    stage: Optional[OpeningStage] = None
    vouchers: Sequence[OpeningVouchers] = ()


@dataclass(frozen=True)
class ReturnedLine:
    """Exchange: how much of a line of the sale comes back."""

    id: str
    quantity: Number


@dataclass(frozen=True)
class Event:
    """Something that happened. (source, id) names it for ever: applying the same event
    again gives the stored answer.
    """

    source: str
    """Who says so, e.g. the till."""
    id: str
    """Unique for its source."""
    type: str
    """"purchase", "return", "redeem", ... or a kind that the program declares."""
    customer: str
    time: Moment
    """When it occurred, with its offset."""
    store: Optional[str] = None
    channel: Optional[str] = None
    currency: Optional[str] = None
    """Of the money in the event; by default the program's."""
    lines: Sequence[Line] = ()
    """The basket; in a return the id and quantity of what comes back (none: everything)."""
    codes: Sequence[str] = ()
    """Coupon codes shown at the till."""
    receipt: Optional[Receipt] = None
    """Return, void, exchange, activate: the sale. Capture, release, or a purchase that it pays:
    the hold.
    """
    reward: Optional[str] = None
    """Redeem: what is bought with points."""
    voucher: Optional[str] = None
    """Redeem: the voucher to use instead of points."""
    points: Mapping[str, Number] = field(default_factory=dict)
    """Adjust: signed points of each currency. Transfer, hold, capture, extend, reinstate,
    activate: points of each currency.
    """
    pay: Mapping[str, Number] = field(default_factory=dict)
    """Purchase: points to pay with."""
    ttl: Optional[Union[timedelta, str]] = None
    """Hold: how long, e.g. "PT15M"; by default as the program says."""
    reason: Optional[str] = None
    """Adjust, freeze, unfreeze, status: why."""
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    business_day: Optional[Union[date, str]] = None
    """By default the local date."""
    opening: Optional[Opening] = None
    """Import: what the customer starts with."""
    action: Optional[str] = None
    """Status: "floor" (the default), "set", "enter" or "end"; membership: "start", "renew" or
    "cancel"; household: "create", "join" or "leave".
    """
    ladder: Optional[str] = None
    """Status: whose tier."""
    tier: Optional[str] = None
    """Status: which."""
    until: Optional[Moment] = None
    """Status: when it ends; by default never. Membership: when the plan ends. Adjust, extend,
    reinstate: when the points expire. By default as the program says.
    """
    plan: Optional[str] = None
    """Membership: which plan."""
    fee: Number = 0
    """Membership: money that was paid for it."""
    rate: Number = 0
    """What one of `currency` was worth in the program's money, where that is another one."""
    approver: Optional[str] = None
    """Adjust: who approved it, another than `source`."""
    accepted: Optional[Moment] = None
    """When you took the event, by a clock that you trust: where the program bounds clocks."""
    amount: Optional[Number] = None
    """Return: money paid back for no line in particular, instead of lines."""
    household: Optional[str] = None
    """Household: which one."""
    referrer: Optional[str] = None
    """Referral: who brought the customer."""
    returned: Sequence[ReturnedLine] = ()
    """Exchange: what of the sale comes back (none: everything); lines are the new goods."""
    to: Optional[str] = None
    """Transfer, merge: the customer who receives; rekey: the new id."""
    offline: bool = False
    """Decided where the balance could not be seen: see `offline` of the program."""
    overdraw: bool = False
    """Adjust: takes more than is available, and the rest is owed."""

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Event":
        """The event of a document as a dict; unknown and missing members are refused."""
        return build(cls, document, "")

    @classmethod
    def from_json(cls, text: Union[str, bytes]) -> "Event":
        """The event of a JSON document. Fractions must stand in quotes or have few digits:
        they are read as decimals, never as floats.
        """
        try:
            return cls.from_document(json.loads(text, parse_float=Decimal))
        except (json.JSONDecodeError, UnicodeDecodeError) as reason:
            raise DocumentError(f"not JSON: {reason}") from reason


# How the members that are not plain values are made: (class, whether a list of them).
_PARTS: dict[type, dict[str, tuple[type, bool]]] = {
    Event: {
        "lines": (Line, True),
        "receipt": (Receipt, False),
        "returned": (ReturnedLine, True),
        "opening": (Opening, False),
    },
    Opening: {
        "points": (OpeningPoints, True),
        "ladders": (OpeningCredit, True),
        "purchases": (EarlierPurchases, False),
        "stage": (OpeningStage, False),
        "vouchers": (OpeningVouchers, True),
    },
}


def _shape(kind: type) -> tuple[dict[str, bool], dict[str, tuple[type, bool]]]:
    """Of a class: whether each member is required, and which members are parts."""
    required = {
        member.name: member.default is MISSING and member.default_factory is MISSING
        for member in fields(kind)
    }
    return required, _PARTS.get(kind, {})


_SHAPES: dict[type, tuple[dict[str, bool], dict[str, tuple[type, bool]]]] = {
    kind: _shape(kind)
    for kind in (
        Event, Line, Receipt, ReturnedLine, Opening, OpeningPoints, OpeningCredit, OpeningStage,
        OpeningVouchers, EarlierPurchases,
    )
}


def each(value: Any, path: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    """Reads each element of a list, with its path."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Sequence):
        raise DocumentError(f"a list is wanted, not {type(value).__name__}", path=path)
    return tuple(read(element, f"{path}/{index}") for index, element in enumerate(value))


def build(kind: type[T], document: Any, path: str) -> T:
    """An object of a class of this module from its document; one already made is returned.

    A member that is None is absent.
    """
    if isinstance(document, kind):
        return document
    if not isinstance(document, Mapping):
        raise DocumentError(f"a map is wanted, not {type(document).__name__}", path=path)
    required, parts = _SHAPES[kind]
    values: dict[str, Any] = {}
    for name, value in document.items():
        if name not in required:
            near = difflib.get_close_matches(str(name), required, 1)
            hint = f'did you mean "{near[0]}"?' if near else "known are: " + ", ".join(required)
            raise DocumentError(
                f'there is no member "{name}" here', path=f"{path}/{name}", hint=hint
            )
        if value is None:
            continue
        if name in parts:
            part, many = parts[name]
            where = f"{path}/{name}"
            value = each(value, where, lambda v, p: build(part, v, p)) if many else build(
                part, value, where
            )
        values[name] = value
    for name, needed in required.items():
        if needed and name not in values:
            raise DocumentError(f'member "{name}" is missing', path=path)
    return kind(**values)
