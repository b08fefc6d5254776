"""Points that are held, that wait for an event, and whose end moves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from conftest import purchase

from libloyalty import DocumentError, Engine, Event, Expiring, Program, Store

PROGRAM: dict[str, Any] = {
    "loyalty": 1,
    "program": "lifetimes",
    "version": 1,
    "money": "EUR",
    "currencies": {
        "stars": {"expires": {"after": "P10D"}},
        "gems": {"scale": 2, "pending": {"until": "activate"}},
    },
    "rules": [{"id": "base", "on": "purchase", "earn": {"stars": 9, "gems": 150}}],
}


@pytest.fixture
def engine() -> Iterator[Engine]:
    with (
        Program.from_document(PROGRAM) as program,
        Store.memory() as store,
        Engine(program, store) as engine,
    ):
        yield engine


def event(kind: str, number: int, **members: Any) -> dict[str, Any]:
    made = {**purchase(number), "type": kind, **members}
    del made["lines"]
    return made


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=timezone.utc)


@pytest.mark.parametrize("ttl", ["PT20M", "PT1200S", timedelta(minutes=20)])
def test_a_hold_lasts_as_long_as_it_says(engine: Engine, ttl: Any) -> None:
    engine.apply(purchase(1))
    outcome = engine.apply(event("hold", 2, points={"stars": 4}, ttl=ttl))
    assert [(e.kind, e.points) for e in outcome.entries] == [("hold", 4)]
    assert (outcome.balances["stars"].available, outcome.balances["stars"].held) == (5, 4)
    lapses = datetime(2026, 3, 2, 8, 22, tzinfo=timezone.utc)
    assert engine.customer("c42", lapses - timedelta(seconds=1)).balances["stars"].held == 4
    assert engine.customer("c42", lapses).balances["stars"].held == 0


@pytest.mark.parametrize("ttl", ["20 minutes", "P", "PT", "P1M", 5, timedelta.max])
def test_a_hold_says_how_long_in_a_way_that_can_be_read(engine: Engine, ttl: Any) -> None:
    engine.apply(purchase(1))
    if ttl is timedelta.max:
        assert engine.apply(event("hold", 2, points={"stars": 4}, ttl=ttl)).reason is not None
        return
    with pytest.raises(DocumentError) as caught:
        engine.apply(event("hold", 2, points={"stars": 4}, ttl=ttl))
    assert caught.value.path == "/ttl"


def test_points_wait_for_an_event(engine: Engine) -> None:
    engine.apply(purchase(1))
    gems = [lot for lot in engine.customer("c42").lots if lot.currency == "gems"]
    assert [(lot.waits, lot.matures) for lot in gems] == [(True, None)]
    outcome = engine.apply(
        event("activate", 2, receipt={"source": "till-3", "id": "r-1"})
    )
    assert [(e.kind, e.name, e.amount) for e in outcome.effects] == [
        ("activate", "gems", Decimal("1.50"))
    ]
    assert not any(lot.waits for lot in engine.customer("c42").lots)


def test_the_schedule_sums_to_what_there_is(engine: Engine) -> None:
    engine.apply(purchase(1))
    engine.apply(event("hold", 2, points={"stars": 4}, ttl="P20D"))
    customer = engine.customer("c42")
    assert customer.expiring["stars"] == (Expiring(9, day(13)),)
    (gems,) = customer.expiring["gems"]
    assert (str(gems.points), gems.expires) == ("1.50", None)


def test_an_entry_says_when_its_lot_expired_before(engine: Engine) -> None:
    engine.apply(purchase(1))
    outcome = engine.apply(
        Event(
            "office", "1", "extend", "c42", day(3), points={"stars": 9}, until=day(20)
        )
    )
    (entry,) = outcome.entries
    assert (entry.kind, entry.was, entry.expires) == ("extend", day(13), day(20))


@pytest.mark.parametrize("clock, hour", [("program", 0), ("store", 5), ("customer", 15)])
def test_points_end_with_the_day_of_the_clock_that_counts(clock: str, hour: int) -> None:
    document = {
        **PROGRAM,
        "stores": {"ny": {"time_zone": "EST5"}},
        "attributes": {"customer": {"home": "time-zone"}},
        "currencies": {"stars": {"expires": {"after": "P10D", "clock": clock}}, "gems": {"scale": 2}},
    }
    with (
        Program.from_document(document) as program,
        Store.memory() as store,
        Engine(program, store) as engine,
    ):
        engine.apply(event("enrol", 1, attributes={"home": "JST-9"}))
        engine.apply({**purchase(2), "store": "ny"})
        lot = next(lot for lot in engine.customer("c42").lots if lot.currency == "stars")
        assert lot.expires is not None and lot.expires.hour == hour
        refused = engine.apply(event("profile", 3, attributes={"home": "Tokyo"}))
        assert refused.reason is not None and refused.reason.code == "bad-zone"
