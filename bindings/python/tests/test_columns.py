"""Tables of purchases, in every kind of column, against the same events one by one."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from conftest import CAFE

from libloyalty import (
    APPLIED,
    REFUSED,
    CodedText,
    DocumentError,
    Engine,
    InvalidError,
    LoyaltyError,
    MismatchError,
    OffsetText,
    Program,
    Store,
    _buffers,
)
from libloyalty._table import Table

START = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1)))
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def rows() -> list[dict[str, Any]]:
    """40 purchases of 1 to 3 lines by 5 customers."""
    made = []
    for number in range(40):
        for line in range(number % 3 + 1):
            made.append(
                {
                    "id": f"r-{number}",
                    "customer": f"c{number % 5}",
                    "time": START + timedelta(minutes=number),
                    "category": "drinks" if line == 0 and number % 2 else "food/buns",
                    "sku": "LATTE" if line == 0 else "ÉCLAIR",
                    "quantity": 1000 + 500 * line,
                    "unit_price": 199 + 37 * number,
                    "discount": line,
                }
            )
    return made


ROWS = rows()


def column(name: str) -> list[Any]:
    return [row[name] for row in ROWS]


def milliseconds() -> list[int]:
    return [(moment - EPOCH) // timedelta(milliseconds=1) for moment in column("time")]


def listed() -> dict[str, Any]:
    """The table as lists."""
    names = ("id", "customer", "time", "category", "sku", "quantity", "unit_price", "discount")
    return {"source": "till-3", **{name: column(name) for name in names}}


def events() -> list[dict[str, Any]]:
    """The same purchases as event documents."""
    made = []
    for id, group in itertools.groupby(ROWS, key=lambda row: row["id"]):
        lines = list(group)
        made.append(
            {
                "source": "till-3",
                "id": id,
                "type": "purchase",
                "time": lines[0]["time"],
                "customer": lines[0]["customer"],
                "lines": [
                    {
                        "sku": line["sku"],
                        "category": line["category"],
                        "quantity": Decimal(line["quantity"]) / 1000,
                        "unit_price": Decimal(line["unit_price"]) / 100,
                        "discount": Decimal(line["discount"]) / 100,
                    }
                    for line in lines
                ],
            }
        )
    return made


def arrays() -> dict[str, Any]:
    """The table as array.array, with texts in Arrow's layout and as codes."""
    table = listed()
    data = "".join(table["id"]).encode()
    offsets = array("i", itertools.accumulate(map(len, table["id"]), initial=0))
    names = sorted(set(table["category"]))
    return {
        **table,
        "id": OffsetText(offsets, data),
        "category": CodedText(array("i", map(names.index, table["category"])), names),
        "time": array("q", milliseconds()),
        "offset": array("b", [60] * len(ROWS)),
        "quantity": array("i", table["quantity"]),
        "unit_price": array("Q", table["unit_price"]),
        "discount": memoryview(bytearray(table["discount"])),
    }


def numpy_table() -> dict[str, Any]:
    numpy = pytest.importorskip("numpy")
    table = listed()
    texts = numpy.char.encode(numpy.array(table["sku"]), "utf-8")
    utc = [moment.astimezone(timezone.utc).replace(tzinfo=None) for moment in table["time"]]
    price = numpy.zeros(2 * len(ROWS), "int64")
    price[::2] = table["unit_price"]
    customer = numpy.array(table["customer"], "S")
    customer.flags.writeable = False
    return {
        **table,
        "customer": customer,
        "sku": texts,
        "category": numpy.array(table["category"]),
        "id": numpy.array(table["id"], object),
        "time": numpy.array(utc, "datetime64[ms]"),
        "offset": numpy.full(len(ROWS), 60, "int32"),
        "quantity": numpy.array(table["quantity"], "uint16"),
        "unit_price": price[::2],
        "discount": numpy.array(table["discount"], "int8"),
    }


def pandas_table() -> Any:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(listed())
    frame["category"] = frame["category"].astype("category")
    frame["time"] = pandas.to_datetime(frame["time"], utc=True)
    frame["offset"] = 60
    return frame


def one_by_one(program: Program) -> list[Any]:
    with Store.memory() as store, Engine(program, store) as engine:
        return [engine.apply(event) for event in events()]


@pytest.mark.parametrize("make", [listed, arrays, numpy_table, pandas_table])
@pytest.mark.parametrize("group", [1, 7, 1000])
def test_a_table_is_its_events_one_by_one(
    program: Program, engine: Engine, make: Callable[[], Any], group: int
) -> None:
    expected = one_by_one(program)
    results = engine.apply_columns(make(), group=group)
    assert results.events == len(expected)
    assert list(results.verdict) == [APPLIED] * len(expected)
    assert list(results.available) == [o.balances["stars"].available for o in expected]
    assert list(results.earned) == [o.effects[0].amount for o in expected]
    firsts = [next(i for i, row in enumerate(ROWS) if row["id"] == e["id"]) for e in events()]
    assert list(results.first_row) == firsts
    assert [engine.apply(event) for event in events()] == [
        type(outcome)(**{**outcome.__dict__, "replayed": True}) for outcome in expected
    ]


@pytest.mark.parametrize(
    ("accepted", "refused"),
    [
        (None, 40),
        ([moment + timedelta(minutes=5) for moment in column("time")], 0),
        ([moment + timedelta(days=4) for moment in column("time")], 40),
        (array("q", [m - 4 * 60_000 for m in milliseconds()]), 0),
        (milliseconds()[0] + 20 * 60_000, 14),
    ],
)
def test_a_program_that_bounds_clocks_reads_when_rows_were_accepted(
    accepted: Any, refused: int
) -> None:
    bounded = Program.from_document({**CAFE, "clock": {"beyond": "refuse"}})
    with bounded, Store.memory() as store, Engine(bounded, store) as engine:
        results = engine.apply_columns({**listed(), "accepted": accepted})
        assert list(results.verdict).count(REFUSED) == refused


def test_the_points_of_a_currency_can_be_asked_for(engine: Engine) -> None:
    results = engine.apply_columns(listed(), currency="gems")
    assert set(results.available) == {0}
    with pytest.raises(LoyaltyError):
        engine.apply_columns(listed(), currency="moons")


def test_results_are_numpy_arrays_where_there_is_numpy(engine: Engine) -> None:
    numpy = pytest.importorskip("numpy")
    results = engine.apply_columns(listed())
    assert [results.verdict.dtype, results.earned.dtype] == [numpy.uint32, numpy.int64]


def test_results_are_arrays_where_there_is_no_numpy(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("libloyalty.columns._numpy", lambda: None)
    results = engine.apply_columns(listed())
    assert isinstance(results.earned, array) and len(results.earned) == results.events


def test_nothing_is_copied_that_c_can_read() -> None:
    numpy = pytest.importorskip("numpy")
    n = 8
    table = {
        "source": numpy.full(n, b"till-3"),
        "id": OffsetText(numpy.arange(0, 2 * n + 2, 2, "int32"), b"00112233445566778899"[: 2 * n]),
        "customer": CodedText(numpy.zeros(n, "int32"), ["c1"]),
        "time": numpy.zeros(n, "datetime64[ms]"),
        "offset": numpy.zeros(n, "int32"),
        "unit_price": array("q", range(n)),
    }
    native = Table(table).native
    assert native.source.data == table["source"].ctypes.data
    assert native.id.offsets == table["id"].offsets.ctypes.data
    assert native.customer.data == table["customer"].codes.ctypes.data
    assert native.time.data == table["time"].ctypes.data
    assert native.offset.data == table["offset"].ctypes.data
    assert native.unit_price.data == table["unit_price"].buffer_info()[0]


def test_memory_is_let_go_after_the_call(engine: Engine) -> None:
    price = array("q", column("unit_price"))
    engine.apply_columns({**listed(), "unit_price": price})
    price.append(1)  # a BufferError while it is pinned


def test_a_table_that_fails_is_told_with_what_was_kept(engine: Engine) -> None:
    engine.apply({**events()[10], "lines": [{"unit_price": 1}]})
    with pytest.raises(MismatchError) as caught:
        engine.apply_columns(listed(), group=4)
    assert caught.value.done == 10


def without(name: str) -> dict[str, Any]:
    table = listed()
    del table[name]
    return table


N = len(ROWS)
WRONG: list[Any] = [
    ({**listed(), "colour": "red"}, "colour", "no column of this name"),
    ({**listed(), "unit_price": [4.5] * N}, "unit_price", "minor units"),
    ({**listed(), "unit_price": [Decimal("4.50")] * N}, "unit_price", "minor units"),
    ({**listed(), "unit_price": array("d", [4.5] * N)}, "unit_price", "minor units"),
    ({**listed(), "unit_price": [True] * N}, "unit_price", "whole number"),
    ({**listed(), "unit_price": array("q", [1])}, "unit_price", "1 rows"),
    ({**listed(), "time": [datetime(2026, 3, 2)] * N}, "time", "no time zone"),
    ({**listed(), "sku": ["A", None]}, "sku", "a text is wanted"),
    ({**listed(), "sku": array("q", [1] * N)}, "sku", "texts are wanted"),
    ({**listed(), "sku": 5}, "sku", "not a column"),
    ({**listed(), "sku": CodedText(array("i", [0, -1] * (N // 2)), ["A"])}, "sku", "outside"),
    ({**listed(), "sku": CodedText(array("i", [1] * N), ["A"])}, "sku", "outside"),
    ({**listed(), "sku": OffsetText(array("i", [0, 2, 1]), b"abc")}, "sku", "ascend"),
    ({**listed(), "sku": OffsetText(array("i", [0, 1, 9]), b"abc")}, "sku", "ascend"),
    ({**listed(), "sku": OffsetText(array("i", [-1, 1, 2]), b"abc")}, "sku", "ascend"),
    ({**listed(), "sku": OffsetText(array("i"), b"")}, "sku", "rows + 1"),
    ({**listed(), "sku": OffsetText(array("q", [0, 1]), b"a")}, "sku", "int32"),
    ({"source": "s", "unit_price": 5}, "", "no column has rows"),
]


@pytest.mark.parametrize(("table", "name", "said"), WRONG, ids=[f"{w[1]} {w[2]}" for w in WRONG])
def test_a_wrong_column_is_refused_with_its_name(
    engine: Engine, table: Any, name: str, said: str
) -> None:
    with pytest.raises((InvalidError, DocumentError)) as caught:
        engine.apply_columns(table)
    assert caught.value.path.startswith(f"/{name}" if name else "")
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["source", "id", "customer", "time", "unit_price"])
def test_a_required_column_is_asked_for(engine: Engine, name: str) -> None:
    with pytest.raises(LoyaltyError) as caught:
        engine.apply_columns(without(name))
    assert name in caught.value.path


def test_numpy_codes_and_offsets_are_proved_to_lie_within() -> None:
    numpy = pytest.importorskip("numpy")
    table = listed()
    for wrong in (
        CodedText(numpy.full(N, 3, "int32"), ["A", "B"]),
        OffsetText(numpy.array([0, 2, 1], "int32"), b"abc"),
    ):
        with pytest.raises(InvalidError):
            Table({**table, "sku": wrong})


def test_a_missing_value_of_a_categorical_is_refused() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(InvalidError, match="missing value"):
        Table({**listed(), "sku": pandas.Categorical(["A", None] * (N // 2))})


def test_an_empty_table_is_no_event(engine: Engine) -> None:
    empty = {name: [] for name in listed() if name != "source"}
    assert engine.apply_columns({**empty, "source": "s"}).events == 0


def test_a_buffer_of_two_dimensions_is_refused() -> None:
    with pytest.raises(TypeError):
        _buffers.Buffer(memoryview(bytes(4)).cast("B", (2, 2)))
