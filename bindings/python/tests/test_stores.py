"""Stores: the library's own, and backends in Python that raise, conflict and list."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Optional

import pytest
from conftest import DictBackend, purchase

from libloyalty import (
    KIND_CUSTOMER,
    KIND_EVENT,
    ConflictError,
    CorruptError,
    Engine,
    InvalidError,
    Program,
    Store,
    StoreError,
    UnknownResultError,
    Write,
)

UNTIL = "2027-03-03T00:00:00+01:00"


def story(engine: Engine) -> list[Any]:
    """A short history and what can be seen of it."""
    outcomes = [engine.apply(purchase(n, f"{n}.50", f"c{n % 2}")) for n in range(8)]
    return [
        outcomes,
        [engine.customer(name) for name in ("c0", "c1")],
        engine.report("2026-03-03T00:00:00Z"),
        engine.advance(UNTIL),
        engine.customer("c1"),
        engine.apply(purchase(3, "3.50", "c1")),
    ]


def test_every_store_tells_the_same_story(program: Program, tmp_path: Path) -> None:
    stories = []
    for store in (
        Store.memory(),
        Store.sqlite(tmp_path / "full.db"),
        Store.sqlite(tmp_path / "normal.db", synchronous="normal", columns=False),
        Store.custom(DictBackend()),
    ):
        with store, Engine(program, store) as engine:
            stories.append(story(engine))
    assert stories[0][-1].replayed
    assert all(told == stories[0] for told in stories[1:])


def test_an_sqlite_file_is_kept_and_can_be_read_with_sql(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "cafe.db"
    with Store.sqlite(path) as store, Engine(program, store) as engine:
        engine.apply(purchase(1))
    with Store.sqlite(str(path)) as store, Engine(program, store) as engine:
        assert engine.customer("c42").balances["stars"].available == 4
        assert engine.apply(purchase(1)).replayed
    database = sqlite3.connect(path)
    assert database.execute("select count(*) from customers").fetchone() == (1,)
    database.close()


def test_a_file_that_is_no_store_cannot_be_opened(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to look at" * 40)
    with pytest.raises(StoreError):
        Store.sqlite(path)
    with pytest.raises(InvalidError):
        Store.sqlite(tmp_path / "x.db", synchronous="sometimes")


def test_a_backend_is_given_keys_revisions_and_dues(program: Program) -> None:
    backend = DictBackend()
    with Store.custom(backend) as store, Engine(program, store) as engine:
        engine.apply(purchase(1))
        engine.apply(purchase(2))
    keys = {(write.kind, write.id) for writes in backend.commits for write in writes}
    assert keys == {
        (KIND_CUSTOMER, b"c42"),
        (KIND_EVENT, b"till-3\0r-1"),
        (KIND_EVENT, b"till-3\0r-2"),
    }
    customers = [w for writes in backend.commits for w in writes if w.kind == KIND_CUSTOMER]
    assert [w.seen for w in customers] == [0, 1]
    assert all(w.owner == b"c42" for writes in backend.commits for w in writes)
    assert all(isinstance(w.due, int) for w in customers)


class Describing(DictBackend):
    """Keeps readable columns."""

    def __init__(self) -> None:
        super().__init__()
        self.described: list[Any] = []

    def commit(self, writes: Sequence[Write]) -> None:
        super().commit(writes)
        self.described += [write.columns() for write in writes]


def test_a_backend_can_keep_readable_columns(program: Program) -> None:
    backend = Describing()
    with Store.custom(backend) as store, Engine(program, store) as engine:
        engine.apply(purchase(1))
    customer = next(c for c in backend.described if "stage" in c)
    answer = next(c for c in backend.described if "verdict" in c)
    assert (customer["customer"], customer["stage"]) == ("c42", "first-purchase")
    assert json.loads(customer["tiers"]) == {"status": "green"}
    assert json.loads(customer["balances"])["stars"]["available"] == 4
    assert (answer["source"], answer["event"], answer["verdict"]) == ("till-3", "r-1", "applied")
    assert answer["version"] == 7
    assert json.loads(answer["entries"])[0]["kind"] == "earn"
    with pytest.raises(InvalidError, match="while commit runs"):
        backend.commits[0][0].columns()


class Failing(DictBackend):
    """Raises in one of its calls, as often as told."""

    def __init__(self, call: str, error: BaseException, times: int = 1_000_000) -> None:
        super().__init__()
        self.call, self.error, self.times = call, error, times

    def _maybe(self, call: str) -> None:
        if call == self.call and self.times > 0:
            self.times -= 1
            raise self.error

    def load(self, kind: int, id: bytes) -> Optional[tuple[bytes, int]]:
        self._maybe("load")
        return super().load(kind, id)

    def commit(self, writes: Sequence[Write]) -> None:
        self._maybe("commit")
        super().commit(writes)

    def walk(self, kind: int, after: Optional[bytes]) -> Iterator[tuple[bytes, bytes, int]]:
        self._maybe("walk")
        return super().walk(kind, after)

    def due(self, kind: int, before: int) -> Iterator[tuple[bytes, bytes, int]]:
        for number, record in enumerate(super().due(kind, before)):
            if number == 1:
                self._maybe("due")
            yield record


class Broken(Exception):
    """An error of a backend's own."""


@pytest.mark.parametrize("error", [Broken("disk"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("call", ["load", "commit", "walk", "due"])
def test_what_a_backend_raises_comes_out_of_the_engine(
    program: Program, call: str, error: BaseException
) -> None:
    backend = Failing(call, error, times=0)
    with Store.custom(backend) as store, Engine(program, store) as engine:
        for n in (1, 2, 3):
            engine.apply(purchase(n, customer=f"c{n}"))
        before = dict(backend.records)
        backend.times = 1
        with pytest.raises(type(error)) as caught:
            if call == "walk":
                engine.report(UNTIL)
            elif call == "due":
                engine.advance(UNTIL)
            else:
                engine.apply(purchase(4))
        assert caught.value is error
        if call in ("load", "commit"):
            assert backend.records == before
            assert not engine.apply(purchase(4)).replayed


def test_a_conflict_is_tried_again_by_the_engine(program: Program) -> None:
    backend = Failing("commit", ConflictError(), times=2)
    with Store.custom(backend) as store, Engine(program, store) as engine:
        assert engine.apply(purchase(1)).applied
        assert backend.times == 0
        assert engine.customer("c42").purchases == 1


def test_a_conflict_for_ever_is_told(program: Program) -> None:
    backend = Failing("commit", ConflictError("somebody is faster"))
    with Store.custom(backend) as store, Engine(program, store) as engine:
        with pytest.raises(ConflictError, match="somebody is faster"):
            engine.apply(purchase(1))
        assert backend.records == {}


def test_a_commit_that_fails_keeps_none_of_its_group(program: Program) -> None:
    backend = Failing("commit", StoreError("disk full"), times=0)
    with Store.custom(backend) as store, Engine(program, store) as engine:

        def fills_up() -> Iterator[Any]:
            for n in range(1, 10):
                if n == 5:
                    backend.times = 1
                yield purchase(n)

        with pytest.raises(StoreError, match="disk full") as caught:
            engine.apply_many(fills_up(), group=3)
        assert caught.value.done == 3
        assert engine.customer("c42").purchases == 3
        assert len(engine.apply_many((purchase(n) for n in range(1, 10)), group=3)) == 9
        assert engine.customer("c42").purchases == 9


class Forgetful(DictBackend):
    """Keeps a batch and then cannot say so."""

    def __init__(self) -> None:
        super().__init__()
        self.lost = 0

    def commit(self, writes: Sequence[Write]) -> None:
        super().commit(writes)
        if self.lost:
            self.lost -= 1
            raise UnknownResultError("the connection broke")


def test_an_unknown_result_is_told_and_the_same_event_is_safe(program: Program) -> None:
    backend = Forgetful()
    with Store.custom(backend) as store, Engine(program, store) as engine:
        backend.lost = 1
        with pytest.raises(UnknownResultError, match="the connection broke"):
            engine.apply(purchase(1))
        assert engine.apply(purchase(1)).replayed
        assert engine.customer("c42").purchases == 1


class Minimal:
    """The two required calls, with nothing to list."""

    def __init__(self) -> None:
        self._inner = DictBackend()

    def load(self, kind: int, id: bytes) -> Optional[tuple[bytes, int]]:
        return self._inner.load(kind, id)

    def commit(self, writes: Sequence[Write]) -> None:
        self._inner.commit(writes)


def test_what_a_backend_cannot_list_is_refused(program: Program) -> None:
    with Store.custom(Minimal()) as store, Engine(program, store) as engine:
        assert engine.apply(purchase(1)).applied
        with pytest.raises(InvalidError):
            engine.advance(UNTIL)
        with pytest.raises(InvalidError):
            engine.report(UNTIL)


def test_a_backend_cannot_call_the_engine_that_called_it(program: Program) -> None:
    class Calling(DictBackend):
        engine: Engine

        def load(self, kind: int, id: bytes) -> Optional[tuple[bytes, int]]:
            self.engine.customer("c42")
            return None

    backend = Calling()
    with Store.custom(backend) as store, Engine(program, store) as backend.engine:
        with pytest.raises(InvalidError, match="must not call"):
            backend.engine.apply(purchase(1))


def test_a_damaged_record_is_corrupt(program: Program) -> None:
    backend = DictBackend()
    with Store.custom(backend) as store, Engine(program, store) as engine:
        engine.apply(purchase(1))
        data, revision, due = backend.records[KIND_CUSTOMER, b"c42"]
        damaged = data[:10] + bytes([data[10] ^ 1]) + data[11:]
        backend.records[KIND_CUSTOMER, b"c42"] = (damaged, revision, due)
        with pytest.raises(CorruptError):
            engine.apply(purchase(2))


def test_what_load_gives_may_be_any_bytes(program: Program) -> None:
    class Views(DictBackend):
        def load(self, kind: int, id: bytes) -> Any:
            found = super().load(kind, id)
            return found and (memoryview(bytearray(found[0])), found[1])

    with Store.custom(Views()) as store, Engine(program, store) as engine:
        engine.apply(purchase(1))
        assert engine.apply(purchase(2)).balances["stars"].available == 8
