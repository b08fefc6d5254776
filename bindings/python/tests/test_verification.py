"""Whether what a store holds is what was written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import DictBackend, purchase

from libloyalty import KIND_CUSTOMER, KIND_EVENT, Engine, InvalidError, Program, Store, Verified

CUSTOMER = KIND_CUSTOMER, b"c42"
EVENT = KIND_EVENT, b"till-3\0r-2"


def lived(program: Program) -> DictBackend:
    """Three sales of one customer, one of another, and a refusal."""
    backend = DictBackend()
    with Store.custom(backend) as store, Engine(program, store) as engine:
        for number in (1, 2, 3):
            engine.apply(purchase(number))
        engine.apply(purchase(4, customer="c43"))
        engine.apply(purchase(5, type="redeem", reward="latte", lines=[], customer="c43"))
    return backend


def verified(program: Program, backend: Any, **more: Any) -> Verified:
    with Store.custom(backend) as store, Engine(program, store) as engine:
        return engine.verify(**more)


def test_a_store_that_is_as_it_was_written_has_no_findings(program: Program) -> None:
    found = verified(program, lived(program))
    assert (found.findings, found.count) == ((), 0)
    assert (found.customers, found.events, found.refusals) == (2, 4, 1)


def test_equal_stores_have_one_digest(program: Program) -> None:
    backend = lived(program)
    digest = verified(program, backend).digest
    assert digest == verified(program, lived(program)).digest
    assert len(digest) == 16 and int(digest, 16) > 0
    with Store.custom(backend) as store, Engine(program, store) as engine:
        engine.apply(purchase(9))
        assert engine.verify().digest != digest


def alter(backend: DictBackend) -> None:
    data, revision, due = backend.records[EVENT]
    backend.records[EVENT] = (data[:-3] + bytes([data[-3] ^ 1]) + data[-2:], revision, due)


def remove(backend: DictBackend) -> None:
    del backend.records[EVENT]


def put_back(backend: DictBackend) -> None:
    earlier = next(w for commit in backend.commits for w in commit if (w.kind, w.id) == CUSTOMER)
    backend.records[CUSTOMER] = (earlier.data, earlier.seen + 1, earlier.due)


@pytest.mark.parametrize(
    ("harm", "found", "what", "event"),
    [
        (alter, "altered", "event", "r-2"),
        (remove, "removed", "event", ""),
        (put_back, "put-back", "customer", ""),
    ],
)
def test_what_was_harmed_is_named(
    program: Program, harm: Callable[[DictBackend], None], found: str, what: str, event: str
) -> None:
    backend = lived(program)
    harm(backend)
    told = verified(program, backend)
    assert told.count == len(told.findings) > 0
    named = [item for item in told.findings if (item.found, item.what) == (found, what)]
    assert named and all(item.text for item in named), told
    assert event in [item.event for item in named]
    assert {item.customer for item in told.findings} <= {"c42", ""}


def test_more_than_was_asked_for_is_only_counted(program: Program) -> None:
    backend = lived(program)
    for key in list(backend.records):
        if key[0] == KIND_EVENT:
            del backend.records[key]
    everything = verified(program, backend)
    assert everything.count > 1
    first = verified(program, backend, most=1)
    assert (first.count, first.findings) == (everything.count, everything.findings[:1])
    assert verified(program, backend, most=0).findings == ()


def test_a_store_that_cannot_list_its_records_cannot_be_verified(program: Program) -> None:
    class Minimal:
        def __init__(self) -> None:
            self.inner = DictBackend()
            self.load, self.commit = self.inner.load, self.inner.commit

    with pytest.raises(InvalidError):
        verified(program, Minimal())


def test_what_a_backend_raises_comes_out(program: Program) -> None:
    class Failing(DictBackend):
        def walk(self, kind: int, after: Any) -> Any:
            raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        verified(program, Failing())


@pytest.mark.parametrize("most", [-1])
def test_how_many_are_told_has_bounds(program: Program, most: int) -> None:
    with pytest.raises(InvalidError):
        verified(program, DictBackend(), most=most)
