"""What the tests share: a cafe's program, events, stores, and a backend in Python."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any, Optional

import pytest

from libloyalty import ConflictError, Engine, Program, Store, Write

CAFE: dict[str, Any] = {
    "loyalty": 1,
    "program": "corner-cafe",
    "version": 7,
    "money": "EUR",
    "time_zone": "CET-1CEST,M3.5.0,M10.5.0/3",
    "attributes": {"customer": {"plan": "text", "newsletter": "boolean", "since": "date"}},
    "currencies": {"stars": {"expires": {"after": "P12M"}}, "gems": {"scale": 2}},
    "ladders": {
        "status": {
            "counts": "stars earned",
            "window": {"rolling": "P12M"},
            "tiers": [{"id": "green", "from": 0}, {"id": "gold", "from": 50}],
        }
    },
    "counters": {"coffee-card": {"every": 3, "issue": "free-coffee"}},
    "vouchers": {"free-coffee": {}},
    "rules": [
        {"id": "base", "on": "purchase", "earn": {"stars": "spend(lines).per(money('1.00'))"}},
        {
            "id": "card",
            "on": "purchase",
            "when": "lines.exists(l, l.category == 'drinks')",
            "count": {"coffee-card": 1},
        },
        {"id": "gem", "on": "visit", "earn": {"gems": 150}},
    ],
    "rewards": [
        {"id": "latte", "price": {"stars": 10}, "give": {"free_item": {"sku": "LATTE"}}}
    ],
}


def purchase(
    number: int, price: Any = "4.50", customer: str = "c42", **more: Any
) -> dict[str, Any]:
    """A purchase of one drink on the number-th minute of a morning."""
    return {
        "source": "till-3",
        "id": f"r-{number}",
        "type": "purchase",
        "time": f"2026-03-02T{9 + number // 60:02}:{number % 60:02}:00+01:00",
        "customer": customer,
        "lines": [{"sku": "LATTE", "category": "drinks", "unit_price": price}],
        **more,
    }


class DictBackend:
    """A storage backend in Python: a dict, with every optional call."""

    def __init__(self) -> None:
        self.records: dict[tuple[int, bytes], tuple[bytes, int, Optional[int]]] = {}
        self.commits: list[Sequence[Write]] = []
        self.closed = 0

    def load(self, kind: int, id: bytes) -> Optional[tuple[bytes, int]]:
        found = self.records.get((kind, id))
        return None if found is None else found[:2]

    def commit(self, writes: Sequence[Write]) -> None:
        for write in writes:
            found = self.records.get((write.kind, write.id))
            if (found[1] if found else 0) != write.seen:
                raise ConflictError()
        self.commits.append(writes)
        for write in writes:
            self.records[write.kind, write.id] = (write.data, write.seen + 1, write.due)

    def walk(self, kind: int, after: Optional[bytes]) -> Iterator[tuple[bytes, bytes, int]]:
        for (of, id), (data, revision, _) in sorted(self.records.items()):
            if of == kind and (after is None or id > after):
                yield id, data, revision

    def due(self, kind: int, before: int) -> Iterator[tuple[bytes, bytes, int]]:
        found = sorted(
            (due, id, data, revision)
            for (of, id), (data, revision, due) in self.records.items()
            if of == kind and due is not None and due <= before
        )
        for _, id, data, revision in found:
            yield id, data, revision

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(CAFE)


@pytest.fixture(scope="session")
def program() -> Iterator[Program]:
    with Program.from_document(CAFE) as made:
        yield made


@pytest.fixture
def engine(program: Program) -> Iterator[Engine]:
    with Store.memory() as store, Engine(program, store) as made:
        yield made
