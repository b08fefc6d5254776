"""Events: the dict and dataclass forms, what they refuse, and equality with the JSON component."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from conftest import purchase

from libloyalty import (
    DocumentError,
    Engine,
    EarlierPurchases,
    Event,
    Line,
    Opening,
    OpeningCredit,
    OpeningPoints,
    Program,
    Receipt,
    Store,
    _abi,
    _structs,
)
from libloyalty._marshal import to_native
from libloyalty._units import Units

DOCUMENTS: list[dict[str, Any]] = [
    purchase(1),
    {
        "source": "till-3",
        "id": "r-2",
        "type": "purchase",
        "time": "2026-03-02T23:59:59.250-05:30",
        "customer": "Zoë",
        "store": "s1",
        "channel": "store",
        "currency": "EUR",
        "business_day": "2026-03-01",
        "codes": ["SPRING", "VIP"],
        "pay": {"stars": 10, "gems": "0.25"},
        "attributes": {"rain": True, "guests": 4, "table": "T1", "booked": "2026-02-28"},
        "lines": [
            {
                "id": "a",
                "sku": "BEANS",
                "category": "food/beans",
                "quantity": "0.125",
                "unit_price": "31.90",
                "discount": "0.40",
                "tax": "0.30",
                "tags": ["fair", "bio"],
                "attributes": {"roast": "dark", "not-a-date": "2026-02-30"},
            },
            {"sku": "CUP", "unit_price": 3, "quantity": 2},
        ],
    },
    {
        "source": "till-3",
        "id": "r-3",
        "type": "return",
        "time": "2026-03-03T09:00:00Z",
        "customer": "c42",
        "receipt": {"source": "till-9", "id": "r-1"},
        "lines": [{"id": "1", "quantity": 1}],
    },
    {
        "source": "office",
        "id": "a-7",
        "type": "adjust",
        "time": "2026-03-02T09:15:00+01:00",
        "customer": "c42",
        "points": {"stars": -50, "gems": "1.25", "unknown": "0.000001"},
        "reason": "goodwill",
        "overdraw": True,
    },
    {
        "source": "office",
        "id": "i-1",
        "type": "import",
        "time": "2026-03-02T09:15:00+01:00",
        "customer": "c43",
        "opening": {
            "points": [
                {"currency": "stars", "points": 120, "time": "2025-11-01T00:00:00+01:00"},
                {"currency": "gems", "points": "2.50"},
            ],
            "ladders": [{"ladder": "status", "amount": 80, "time": "2025-11-01T00:00:00Z"}],
            "counters": {"coffee-card": 2},
            "purchases": {"count": 12, "last": "2026-02-01T12:00:00+01:00"},
        },
    },
    {
        "source": "office",
        "id": "i-2",
        "type": "import",
        "time": "2026-03-02T09:15:00+01:00",
        "customer": "c44",
        "opening": {
            "points": [{"currency": "stars", "points": 7, "until": "2027-01-01T00:00:00+01:00"}],
            "purchases": {"count": 2, "first": "2025-02-01T12:00:00Z", "spend": "12.34"},
            "enrolled": "2024-02-01T12:00:00Z",
            "stage": {"name": "repeat", "since": "2025-06-01T12:00:00Z"},
            "vouchers": [{"voucher": "tea", "count": 2, "until": "2027-01-01T00:00:00Z"}],
        },
    },
    {
        "source": "till-3",
        "id": "r-9",
        "type": "purchase",
        "time": "2026-03-02T09:15:00+01:00",
        "customer": "c42",
        "currency": "KWD",
        "lines": [{"unit_price": "1.2345"}],
    },
    {
        "source": "till-3",
        "id": "r-10",
        "type": "purchase",
        "time": "2026-03-02T09:15:00+01:00",
        "customer": "c42",
        "currency": "",
        "lines": [{"unit_price": "4.50"}],
    },
    {
        "source": "till-3",
        "id": "r-4",
        "type": "return",
        "time": "2026-03-03T09:00:00Z",
        "customer": "c42",
        "receipt": {"id": "r-1"},
        "amount": "12.50",
    },
    {
        "source": "till-3",
        "id": "r-5",
        "type": "exchange",
        "time": "2026-03-03T09:00:00Z",
        "customer": "c42",
        "receipt": {"id": "r-1"},
        "returned": [{"id": "1", "quantity": "0.5"}, {"id": "2", "quantity": 2}],
        "lines": [{"id": "1", "unit_price": "3.00"}],
    },
]


def plain(value: Any) -> Any:
    """A C value as plain Python, with what its pointers point at left out."""
    if isinstance(value, _structs.Text):
        absent = not ctypes.c_void_p.from_buffer(value).value
        return None if absent else _abi.lent_text(value)
    if isinstance(value, ctypes.Structure):
        names = (field[0] for field in value._fields_)
        return {
            name: plain(getattr(value, name))
            for name in names
            if not isinstance(getattr(value, name), ctypes._Pointer)
        }
    return value


def tree(event: _structs.Event) -> dict[str, Any]:
    """A loy_event with its lists."""

    def listed(owner: Any, member: str, count: str) -> list[Any]:
        items = getattr(owner, member)
        return [plain(items[index]) for index in range(getattr(owner, count))]

    lines = [event.lines[index] for index in range(event.line_count)]
    return {
        **plain(event),
        "codes": listed(event, "codes", "code_count"),
        "items": listed(event, "items", "item_count"),
        "attributes": listed(event, "attributes", "attribute_count"),
        "lines": [
            {
                **plain(line),
                "tags": listed(line, "tags", "tag_count"),
                "attributes": listed(line, "attributes", "attribute_count"),
            }
            for line in lines
        ],
    }


@pytest.fixture
def reader(program: Program) -> Iterator[Any]:
    """The JSON component's own reader of events, as a function of a document."""
    library = _abi.component("json")
    new, read, free = (
        library["loy_json_reader_new"],
        library["loy_json_event"],
        library["loy_json_reader_free"],
    )
    pointer = ctypes.c_void_p()
    any_pointer = ctypes.c_void_p
    new.argtypes = [any_pointer, any_pointer, any_pointer]
    read.argtypes = [any_pointer, ctypes.c_char_p, ctypes.c_size_t, any_pointer, any_pointer]
    free.argtypes = [any_pointer]
    assert new(ctypes.byref(pointer), program._pointer, None) == 0

    def tree_of(document: dict[str, Any]) -> dict[str, Any]:
        text = json.dumps(document).encode()
        event = ctypes.POINTER(_structs.Event)()
        error = _abi.new_error()
        assert read(pointer, text, len(text), ctypes.byref(event), ctypes.byref(error)) == 0, (
            error.text
        )
        return tree(event.contents)

    yield tree_of
    free(pointer)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document["id"]))
def test_a_dict_is_the_event_that_the_json_component_reads(
    document: dict[str, Any], reader: Any, program: Program
) -> None:
    native = to_native(Event.from_document(document), Units.of(program))
    assert tree(native) == reader(document)


def test_dataclasses_are_the_event_of_their_document(program: Program) -> None:
    units = Units.of(program)
    cet = timezone(timedelta(hours=1))
    opening = Event(
        "office",
        "i-1",
        "import",
        "c43",
        datetime(2026, 3, 2, 9, 15, tzinfo=cet),
        opening=Opening(
            points=[
                OpeningPoints("stars", 120, datetime(2025, 11, 1, tzinfo=cet)),
                OpeningPoints("gems", Decimal("2.5")),
            ],
            ladders=[OpeningCredit("status", 80, datetime(2025, 11, 1, tzinfo=timezone.utc))],
            counters={"coffee-card": 2},
            purchases=EarlierPurchases(12, datetime(2026, 2, 1, 12, tzinfo=cet)),
        ),
    )
    assert tree(to_native(opening, units)) == tree(
        to_native(Event.from_document(DOCUMENTS[4]), units)
    )
    returned = Event(
        "till-3",
        "r-3",
        "return",
        "c42",
        datetime(2026, 3, 3, 9, tzinfo=timezone.utc),
        receipt=Receipt("r-1", "till-9"),
        lines=[Line(id="1", quantity=1)],
    )
    assert tree(to_native(returned, units)) == tree(
        to_native(Event.from_document(DOCUMENTS[2]), units)
    )


def test_a_date_is_a_date_attribute(program: Program) -> None:
    event = Event.from_document(purchase(1, attributes={"since": date(1970, 1, 3)}))
    attribute = to_native(event, Units.of(program)).attributes[0]
    assert (attribute.kind, attribute.number) == (4, 2)


def test_json_text_is_read_without_floats() -> None:
    event = Event.from_json('{"source":"s","id":"1","type":"purchase","customer":"c",'
                            '"time":"2026-03-02T09:15:00Z","lines":[{"unit_price":4.10}]}')
    assert event.lines[0].unit_price == Decimal("4.10")


def test_none_is_absent() -> None:
    assert Event.from_document(purchase(1, store=None)) == Event.from_document(purchase(1))


WRONG: list[Any] = [
    (purchase(1, 4.5), "/lines/0/unit_price", "a float is not exact"),
    (purchase(1, "4.505"), "/lines/0/unit_price", "more decimals"),
    (purchase(1, None), "/lines/0", "unit_price"),
    (purchase(1, colour="red"), "/colour", "no member"),
    (purchase(1, curency="EUR"), "/curency", 'did you mean "currency"'),
    (purchase(1, lines={"sku": "A"}), "/lines", "a list is wanted"),
    (purchase(1, lines=["A"]), "/lines/0", "a map is wanted"),
    (purchase(1, lines=[{"skuu": "A"}]), "/lines/0/skuu", "no member"),
    (purchase(1, codes="SPRING"), "/codes", "a list is wanted"),
    (purchase(1, codes=["A", 5]), "/codes/1", "a text is wanted"),
    (purchase(1, store=5), "/store", "a text is wanted"),
    (purchase(1, store="\ud800"), "/store", "not Unicode"),
    (purchase(1, time="2026-03-02T09:15:00"), "/time", "with its offset"),
    (purchase(1, time=None), "", '"time" is missing'),
    (purchase(1, pay={"stars": "0.5"}), "/pay/stars", "more decimals"),
    (purchase(1, pay=[1]), "/pay", "a map is wanted"),
    (purchase(1, attributes={"x": 1.5}), "/attributes/x", "an attribute is"),
    (purchase(1, attributes={"x": 2**63}), "/attributes/x", "64 bits"),
    (purchase(1, business_day="2026-02-30"), "/business_day", "not a date"),
    (purchase(1, opening={"counters": {"x": "2"}}), "/opening/counters/x", "whole number"),
    (purchase(1, type="return"), "/lines/0", "an id and a quantity"),
    ([], "", "a map is wanted"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "path", "said"), WRONG, ids=[f"{w[1]} {w[2]}" for w in WRONG])
def test_a_wrong_document_is_refused_with_the_path_of_its_mistake(
    document: Any, path: str, said: str, program: Program
) -> None:
    with pytest.raises(DocumentError) as caught:
        to_native(Event.from_document(document), Units.of(program))
    assert caught.value.path == path
    assert said in str(caught.value)


def test_what_is_not_json_is_a_document_error() -> None:
    with pytest.raises(DocumentError, match="not JSON"):
        Event.from_json("{")


def test_an_event_says_when_it_was_accepted() -> None:
    document = {
        "loyalty": 1, "program": "clocks", "version": 1, "money": "EUR", "clock": {},
        "rules": [{"id": "hello", "on": "visit", "notify": "hello"}],
    }  # fmt: skip
    visit = {"source": "t", "id": "1", "type": "visit", "customer": "c", "time": "2026-03-02T10:00:00Z"}
    with Program.from_document(document) as program, Store.memory() as store:
        with Engine(program, store) as engine:
            reason = engine.quote(Event(**visit)).reason
            assert reason is not None and reason.code == "missing-accepted"
            visit["accepted"] = "2026-03-09T10:00:00Z"
            told = [effect for effect in engine.apply(Event(**visit)).effects if effect.kind == "clock"]
            assert [(effect.name, effect.amount) for effect in told] == [("behind", 604800000)]
