"""Exact numbers, times and dates on their way in and out."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from libloyalty import DocumentError, _amounts

CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("value", "digits", "units"),
    [
        ("4.50", 2, 450),
        ("4.5", 2, 450),
        ("-0.05", 2, -5),
        (Decimal("4.500"), 2, 450),
        (Decimal("1E+3"), 2, 100000),
        (Decimal(0), 0, 0),
        (4, 2, 400),
        (-7, 0, -7),
        ("0.125", 3, 125),
        ("92233720368547758.07", 2, 2**63 - 1),
        (-(2**63), 0, -(2**63)),
    ],
)
def test_a_number_becomes_units_exactly(value: Any, digits: int, units: int) -> None:
    assert _amounts.to_units(value, digits, "/x") == units


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (4.5, 2, "a float is not exact"),
        ("4.505", 2, "more decimals than are kept here"),
        (Decimal("1E-400000"), 2, "more decimals"),
        (Decimal("1E+400000"), 2, "does not fit in 64 bits"),
        ("92233720368547758.08", 2, "does not fit in 64 bits"),
        (2**63, 0, "does not fit in 64 bits"),
        (Decimal("NaN"), 2, "not finite"),
        (Decimal("Infinity"), 2, "not finite"),
        ("1e3", 2, "not a decimal number"),
        (" 1", 2, "not a decimal number"),
        ("١", 2, "not a decimal number"),
        ("", 2, "not a decimal number"),
        (True, 2, "not bool"),
        (None, 2, "not NoneType"),
    ],
)
def test_a_number_that_is_not_exact_is_refused(value: Any, digits: int, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        _amounts.to_units(value, digits, "/lines/0/unit_price")
    assert caught.value.path == "/lines/0/unit_price"


@pytest.mark.parametrize(
    ("units", "digits", "text"),
    [(450, 2, "4.50"), (-5, 2, "-0.05"), (0, 2, "0.00"), (7, 0, "7"), (-(2**63), 0, str(-(2**63)))],
)
def test_units_become_a_decimal_with_all_its_decimals(units: int, digits: int, text: str) -> None:
    assert str(_amounts.from_units(units, digits)) == text


@pytest.mark.parametrize(
    ("value", "milliseconds", "minutes"),
    [
        ("1970-01-01T00:00:00Z", 0, 0),
        ("2026-03-02T09:15:00+01:00", 1772439300000, 60),
        ("2026-03-02t09:15:00.1239-03:30", 1772455500123, -210),
        ("0001-01-01T00:00:00+00:00", -62135596800000, 0),
        ("0001-01-01T00:00:00+01:00", -62135600400000, 60),
        (datetime(2026, 3, 2, 9, 15, tzinfo=CET), 1772439300000, 60),
        (datetime(1969, 12, 31, 23, 59, 59, 999999, timezone.utc), -1, 0),
    ],
)
def test_a_time_becomes_milliseconds_and_its_offset(
    value: Any, milliseconds: int, minutes: int
) -> None:
    assert _amounts.to_moment(value, "/time") == (milliseconds, minutes)


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-02T09:15:00",
        "2026-03-02 09:15:00Z",
        "2026-02-30T09:15:00Z",
        "2026-03-02T09:15:00+24:00",
        "2026-03-02T09:15:00+01:75",
        "2026-03-02",
        datetime(2026, 3, 2, 9, 15),
        date(2026, 3, 2),
        1772439300000,
    ],
)
def test_a_time_without_its_offset_is_refused(value: Any) -> None:
    with pytest.raises(DocumentError) as caught:
        _amounts.to_moment(value, "/time")
    assert caught.value.path == "/time"


def test_moments_that_never_come_are_none() -> None:
    assert _amounts.from_instant(2**63 - 1) is None
    assert _amounts.from_instant(-(2**63)) is None
    assert _amounts.from_instant(10**17) is None
    assert _amounts.from_instant(1) == datetime(1970, 1, 1, 0, 0, 0, 1000, timezone.utc)


@pytest.mark.parametrize(("value", "day"), [("1970-01-02", 1), (date(2000, 2, 29), 11016)])
def test_a_date_becomes_a_day_and_back(value: Any, day: int) -> None:
    assert _amounts.to_day(value, "/x") == day
    assert str(_amounts.from_day(day)) == str(value)


@pytest.mark.parametrize(
    "value", ["2026-02-30", "20260302", "2026-W10-1", datetime(2026, 1, 1), 5]
)
def test_what_is_no_date_is_refused(value: Any) -> None:
    with pytest.raises(DocumentError):
        _amounts.to_day(value, "/x")
