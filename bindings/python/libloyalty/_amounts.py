"""Exact numbers and times between Python and the library.

Money and points are Decimal, str or int in major units outside and int64 in
minor units inside. A float never enters: 0.1 + 0.2 is not 0.3, and a ledger
must not inherit that. Times are aware datetimes or RFC 3339 text.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Optional, Union

from . import _structs
from .errors import DocumentError

Number = Union[int, str, Decimal]
"""An exact number: a Decimal, a decimal text such as "4.50", or a whole number."""

Points = Union[int, Decimal]
"""Points in whole units of their currency: int where it has no decimals, else Decimal."""

Moment = Union[datetime, str]
"""An aware datetime, or RFC 3339 text with its offset."""

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECOND = timedelta(milliseconds=1)
_MINUTE = timedelta(minutes=1)
_DAY_ONE = date(1970, 1, 1)
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_SPAN = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_RFC3339 = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?"
    r"(?:([Zz])|([+-])(\d{2}):(\d{2}))",
    re.ASCII,
)


def to_int64(value: int, path: str) -> int:
    """The number itself when C can hold it."""
    if not -(2**63) <= value < 2**63:
        raise DocumentError("the number does not fit in 64 bits", path=path)
    return value


def _decimal(value: Number, path: str) -> Decimal:
    if isinstance(value, float):
        raise DocumentError(
            "a float is not exact",
            path=path,
            hint=f'write Decimal("{value}"), "{value}" or an int; '
            "json.loads() has parse_float=Decimal",
        )
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        raise DocumentError(
            f"a number is wanted, not {type(value).__name__}",
            path=path,
            hint="write a Decimal, a decimal text or an int",
        )
    if isinstance(value, str) and not _DECIMAL.fullmatch(value):
        raise DocumentError(
            f"{value!r} is not a decimal number", path=path, hint='write it as "4.50"'
        )
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise DocumentError("the number is too long", path=path) from None
    if not number.is_finite():
        raise DocumentError("the number is not finite", path=path)
    return number


def to_units(value: Number, digits: int, path: str) -> int:
    """A number in major units as a whole number of 10^-digits, exactly."""
    if type(value) is int:
        return to_int64(value * 10**digits, path)
    number = _decimal(value, path)
    if number.adjusted() > 18:
        raise DocumentError("the number does not fit in 64 bits", path=path)
    if not number or number.adjusted() >= -digits:
        numerator, denominator = number.as_integer_ratio()
        scaled, rest = divmod(numerator * 10**digits, denominator)
        if rest == 0:
            return to_int64(scaled, path)
    raise DocumentError(
        f"{number} has more decimals than are kept here ({digits})",
        path=path,
        hint="round it first, as you mean it",
    )


@lru_cache(maxsize=4096)
def from_units(units: int, digits: int) -> Decimal:
    """Units of 10^-digits as a Decimal with that many decimals."""
    sign = 1 if units < 0 else 0
    return Decimal((sign, tuple(int(digit) for digit in str(abs(units))), -digits))


def to_points(units: int, scale: int) -> Points:
    """Units of a currency as the number of points."""
    return units if scale == 0 else from_units(units, scale)


def _parse(text: str, path: str) -> datetime:
    found = _RFC3339.fullmatch(text)
    if found is None:
        raise DocumentError(
            f"{text!r} is not a time with its offset",
            path=path,
            hint='write RFC 3339, e.g. "2026-03-02T09:15:00+01:00"',
        )
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    fraction, zulu, sign, offset_hours, offset_minutes = found.groups()[6:]
    try:
        if zulu:
            zone = timezone.utc
        else:
            if int(offset_minutes) > 59:
                raise ValueError("the offset has more than 59 minutes")
            offset = timedelta(hours=int(offset_hours), minutes=int(offset_minutes))
            zone = timezone(-offset if sign == "-" else offset)
        microsecond = int((fraction or "0").ljust(6, "0")[:6])
        return datetime(year, month, day, hour, minute, second, microsecond, zone)
    except ValueError as reason:
        raise DocumentError(f"{text!r} is not a time: {reason}", path=path) from None


def to_moment(value: Moment, path: str) -> tuple[int, int]:
    """A time as (milliseconds since 1970, UTC offset in minutes), cut to whole milliseconds."""
    moment = _parse(value, path) if isinstance(value, str) else value
    if not isinstance(moment, datetime):
        raise DocumentError(
            f"a time is wanted, not {type(value).__name__}",
            path=path,
            hint="write an aware datetime or RFC 3339 text",
        )
    offset = moment.utcoffset()
    if offset is None:
        raise DocumentError(
            "the datetime has no time zone",
            path=path,
            hint="give it one, e.g. tzinfo=ZoneInfo('Europe/Berlin')",
        )
    return (moment - _EPOCH) // _MILLISECOND, offset // _MINUTE


def to_instant(value: Optional[Moment], path: str) -> int:
    """A time as milliseconds, None as LOY_TIME_NONE."""
    return _structs.TIME_NONE if value is None else to_moment(value, path)[0]


def from_instant(milliseconds: int) -> Optional[datetime]:
    """A moment in UTC; None for one that never comes or lies outside the years 1 to 9999."""
    if milliseconds in (_structs.NEVER, _structs.TIME_NONE):
        return None
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return None


def to_day(value: Union[date, str], path: str) -> int:
    """A date, or "YYYY-MM-DD", as days since 1970-01-01."""
    if isinstance(value, str):
        try:
            if not _DATE.fullmatch(value):
                raise ValueError
            value = date.fromisoformat(value)
        except ValueError:
            raise DocumentError(
                f"{value!r} is not a date", path=path, hint='write it as "2026-03-02"'
            ) from None
    if isinstance(value, datetime) or not isinstance(value, date):
        raise DocumentError(
            f"a date is wanted, not {type(value).__name__}", path=path, hint="write a date"
        )
    return (value - _DAY_ONE).days


def from_day(days: int) -> Optional[date]:
    """Days since 1970-01-01 as a date, LOY_DAY_NONE as None."""
    if days == _structs.DAY_NONE:
        return None
    return _DAY_ONE + timedelta(days=days)


def to_span(value: Union[timedelta, str], path: str) -> int:
    """A length of time, or ISO 8601 text without months, as milliseconds."""
    if isinstance(value, str):
        found = _SPAN.fullmatch(value)
        if found is None or value[-1] in "PT":
            raise DocumentError(
                f"{value!r} is not a duration without months", path=path, hint='write e.g. "PT15M"'
            )
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        try:
            value = timedelta(days, seconds, 0, 0, minutes, hours, weeks)
        except OverflowError:
            raise DocumentError("the duration is too long", path=path) from None
    if not isinstance(value, timedelta):
        raise DocumentError(
            f"a duration is wanted, not {type(value).__name__}", path=path, hint="write a timedelta"
        )
    return value // _MILLISECOND
