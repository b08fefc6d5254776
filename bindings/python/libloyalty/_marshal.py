"""Events as C reads them: a loy_event that owns everything it points at.

The same document gives the same loy_event here and in the JSON component, so
an event may be applied by one and replayed by the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ctypes import sizeof
from datetime import date
from typing import Any, Optional

from . import _structs
from ._amounts import to_day, to_instant, to_int64, to_moment, to_span, to_units
from ._text import put
from ._units import RATE_DIGITS, Units
from .errors import DocumentError
from .events import (
    Attribute,
    EarlierPurchases,
    Event,
    Line,
    Moment,
    Opening,
    ReturnedLine,
    build,
    each,
)

_TEXT, _INTEGER, _BOOLEAN, _DATE = 1, 2, 3, 4
_POINTS, _PAY, _LADDER, _COUNTER, _PURCHASES, _REFUND, _RETURNED = 1, 2, 3, 4, 5, 6, 7
_ENROLLED, _STAGE, _SPEND, _VOUCHER = 8, 9, 10, 11
_QUANTITY_DIGITS = 3
_PERCENT_DIGITS = 4


def _members(value: Any, path: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DocumentError(f"a map is wanted, not {type(value).__name__}", path=path)
    return value


def _texts(values: Sequence[str], path: str) -> Any:
    listed = each(values, path, lambda value, _: value)
    array = (_structs.Text * len(listed))()
    for index, value in enumerate(listed):
        put(array[index], value, f"{path}/{index}")
    return array


def _put_attribute(target: _structs.Attribute, value: Attribute, path: str) -> None:
    if isinstance(value, bool):
        target.kind, target.number = _BOOLEAN, int(value)
    elif isinstance(value, int):
        target.kind, target.number = _INTEGER, to_int64(value, path)
    elif isinstance(value, (str, date)):
        text = value if isinstance(value, str) else value.isoformat()
        target.kind = _TEXT
        put(target.text, text, path)
        if isinstance(value, date) or _is_date(text):
            target.kind, target.number = _DATE, to_day(value, path)
    else:
        raise DocumentError(
            f"an attribute is a text, a whole number, a truth value or a date, "
            f"not {type(value).__name__}",
            path=path,
        )


def _is_date(text: str) -> bool:
    """Whether a text is a date: then it is passed on as both, as documents are read."""
    try:
        to_day(text, "")
    except DocumentError:
        return False
    return True


def _attributes(values: Mapping[str, Attribute], path: str) -> Any:
    array = (_structs.Attribute * len(_members(values, path)))()
    for target, (name, value) in zip(array, values.items()):
        put(target.name, name, path)
        _put_attribute(target, value, f"{path}/{name}")
    return array


def _put_line(
    target: _structs.Line, line: Line, number: int, type: str, digits: int, path: str
) -> None:
    returned = type == "return"
    if returned and (line.id is None or line.quantity is None):
        raise DocumentError("a line that comes back has an id and a quantity", path=path)
    if type in ("purchase", "exchange") and line.unit_price is None:
        raise DocumentError('member "unit_price" is missing', path=path)
    put(target.id, str(number) if line.id is None else line.id, f"{path}/id")
    put(target.sku, line.sku, f"{path}/sku")
    put(target.category, line.category, f"{path}/category")
    quantity = 1 if line.quantity is None else line.quantity
    target.quantity = to_units(quantity, _QUANTITY_DIGITS, f"{path}/quantity")
    price = 0 if line.unit_price is None else line.unit_price
    target.unit_price = to_units(price, digits, f"{path}/unit_price")
    target.discount = to_units(line.discount, digits, f"{path}/discount")
    target.tax = to_units(line.tax, digits, f"{path}/tax")
    target.tax_rate = to_units(line.tax_percent, _PERCENT_DIGITS, f"{path}/tax_percent")
    target.fixed_tax = to_units(line.fixed_tax, digits, f"{path}/fixed_tax")
    target.minimum_price = to_units(line.minimum_price, digits, f"{path}/minimum_price")
    target.flags = (_structs.LINE_TAX_ON_TOP if line.tax_on_top else 0) | (
        0 if line.reducible else _structs.LINE_NOT_REDUCED
    )
    if line.tags:
        target.tags = _texts(line.tags, f"{path}/tags")
        target.tag_count = len(line.tags)
    if line.attributes:
        target.attributes = _attributes(line.attributes, f"{path}/attributes")
        target.attribute_count = len(line.attributes)


def _item(kind: int, name: str, amount: int, time: int, path: str) -> _structs.Item:
    item = _structs.Item(kind=kind, amount=amount, time=time)
    put(item.name, name or None, path)
    return item


def _whole(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise DocumentError(f"a whole number is wanted, not {type(value).__name__}", path=path)
    return to_int64(value, path)


def _point_items(kind: int, values: Any, units: Units, path: str) -> list[_structs.Item]:
    return [
        _item(
            kind,
            name,
            to_units(value, units.scale(name), f"{path}/{name}"),
            _structs.TIME_NONE,
            path,
        )
        for name, value in _members(values, path).items()
    ]


def _opening_items(opening: Opening, units: Units) -> list[_structs.Item]:
    items: list[_structs.Item] = []
    for index, lot in enumerate(opening.points):
        path = f"/opening/points/{index}"
        amount = to_units(lot.points, units.scale(lot.currency), f"{path}/points")
        time = to_instant(lot.time, f"{path}/time")
        items.append(_item(_POINTS, lot.currency, amount, time, path))
        items[-1].until = _end(lot.until, f"{path}/until")
    for index, credit in enumerate(opening.ladders):
        path = f"/opening/ladders/{index}"
        amount = _whole(credit.amount, f"{path}/amount")
        time = to_instant(credit.time, f"{path}/time")
        items.append(_item(_LADDER, credit.ladder, amount, time, path))
    for name, value in _members(opening.counters, "/opening/counters").items():
        path = f"/opening/counters/{name}"
        items.append(_item(_COUNTER, name, _whole(value, path), _structs.TIME_NONE, path))
    if opening.purchases is not None:
        path = "/opening/purchases"
        amount = _whole(opening.purchases.count, f"{path}/count")
        time = to_instant(opening.purchases.last, f"{path}/last")
        items.append(_item(_PURCHASES, "", amount, time, path))
        items += _spend_items(opening.purchases, units, path)
    if opening.enrolled is not None:
        path = "/opening/enrolled"
        items.append(_item(_ENROLLED, "", 0, to_instant(opening.enrolled, path), path))
    if opening.stage is not None:
        path = "/opening/stage"
        time = to_instant(opening.stage.since, f"{path}/since")
        items.append(_item(_STAGE, opening.stage.name, 0, time, path))
    for index, voucher in enumerate(opening.vouchers):
        path = f"/opening/vouchers/{index}"
        amount = _whole(voucher.count, f"{path}/count")
        items.append(_item(_VOUCHER, voucher.voucher, amount, _structs.TIME_NONE, path))
        items[-1].until = _end(voucher.until, f"{path}/until")
    return items


def _spend_items(purchases: EarlierPurchases, units: Units, path: str) -> list[_structs.Item]:
    if purchases.first is None and purchases.spend is None:
        return []
    spend = 0 if purchases.spend is None else purchases.spend
    amount = to_units(spend, units.money_digits, f"{path}/spend")
    return [_item(_SPEND, "", amount, to_instant(purchases.first, f"{path}/first"), path)]


def _end(until: Optional[Moment], path: str) -> int:
    return 0 if until is None else to_instant(until, path)


def _put_items(native: _structs.Event, event: Event, units: Units) -> None:
    items = _point_items(_POINTS, event.points, units, "/points") if event.points else []
    if event.pay:
        items += _point_items(_PAY, event.pay, units, "/pay")
    if event.amount is not None:
        amount = to_units(event.amount, units.digits(event.currency), "/amount")
        items.append(_item(_REFUND, "", amount, _structs.TIME_NONE, "/amount"))
    for index, line in enumerate(event.returned):
        path = f"/returned/{index}"
        returned = build(ReturnedLine, line, path)
        amount = to_units(returned.quantity, _QUANTITY_DIGITS, f"{path}/quantity")
        items.append(_item(_RETURNED, returned.id, amount, _structs.TIME_NONE, path))
    if event.opening is not None:
        items += _opening_items(build(Opening, event.opening, "/opening"), units)
    if items:
        native.items = (_structs.Item * len(items))(*items)
        native.item_count = len(items)


def _put_lines(native: _structs.Event, event: Event, units: Units) -> None:
    lines = each(event.lines, "/lines", lambda line, path: build(Line, line, path))
    array = (_structs.Line * len(lines))()
    digits = units.digits(event.currency)
    for index, line in enumerate(lines):
        _put_line(array[index], line, index + 1, event.type, digits, f"/lines/{index}")
    native.lines = array
    native.line_count = len(lines)


_TEXTS = (
    "source", "id", "type", "customer", "store", "channel", "currency", "reward", "voucher",
    "reason", "action", "ladder", "tier", "plan", "approver",
)  # fmt: skip


def _put_other(native: _structs.Event, event: Event) -> None:
    """The other customer, whom one member at most names."""
    named = [name for name in ("household", "referrer", "to") if getattr(event, name) is not None]
    if len(named) > 1:
        raise DocumentError(
            "the event names another customer already",
            path=f"/{named[1]}",
            hint='write one of "household", "referrer" and "to"',
        )
    for name in named:
        put(native.other, getattr(event, name), f"/{name}")


def to_native(event: Event, units: Units) -> _structs.Event:
    """The event as a loy_event, which keeps alive everything that it points at."""
    native = _structs.Event(
        size=_SIZES[0], line_size=_SIZES[1], attribute_size=_SIZES[2], item_size=_SIZES[3]
    )
    for name in _TEXTS:
        put(getattr(native, name), getattr(event, name), f"/{name}")
    native.flags = (_structs.EVENT_OFFLINE if event.offline else 0) | (
        _structs.EVENT_OVERDRAW if event.overdraw else 0
    )
    _put_other(native, event)
    if event.receipt is not None:
        put(native.receipt_id, event.receipt.id, "/receipt/id")
        put(native.receipt_source, event.receipt.source, "/receipt/source")
    native.time, native.offset = to_moment(event.time, "/time")
    native.rate = to_units(event.rate, RATE_DIGITS, "/rate")
    native.fee = to_units(event.fee, units.digits(event.currency), "/fee")
    native.until = to_instant(event.until, "/until")
    native.accepted = to_instant(event.accepted, "/accepted")
    native.business_day = (
        _structs.DAY_NONE
        if event.business_day is None
        else to_day(event.business_day, "/business_day")
    )
    native.ttl = 0 if event.ttl is None else to_span(event.ttl, "/ttl")
    if event.lines:
        _put_lines(native, event, units)
    if event.codes:
        native.codes = _texts(event.codes, "/codes")
        native.code_count = len(event.codes)
    if event.attributes:
        native.attributes = _attributes(event.attributes, "/attributes")
        native.attribute_count = len(event.attributes)
    _put_items(native, event, units)
    return native


_SIZES = tuple(
    sizeof(struct)
    for struct in (_structs.Event, _structs.Line, _structs.Attribute, _structs.Item)
)
