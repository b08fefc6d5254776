"""The life of handles: closing in any order, and nothing left behind."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import CAFE, DictBackend, purchase

from libloyalty import (
    ClosedError,
    Draft,
    Engine,
    LoyaltyError,
    Program,
    ProgramError,
    Store,
    _structs,
    _handles,
)


class Counting:
    """An allocator that knows how many bytes are out."""

    def __init__(self) -> None:
        self.bytes = 0
        self.calls = 0
        libc = ctypes.CDLL(None)
        libc.realloc.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
        libc.realloc.restype = ctypes.c_void_p
        libc.free.argtypes = [ctypes.c_void_p]
        libc.free.restype = None

        def resize(context: Any, old: Any, old_size: int, new_size: int) -> Any:
            self.calls += 1
            self.bytes += new_size - old_size
            if new_size == 0:
                libc.free(old)
                return None
            return libc.realloc(old, new_size)

        self.table = _structs.Memory(
            size=ctypes.sizeof(_structs.Memory), resize=_structs.RESIZE(resize)
        )


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counting]:
    gc.collect()
    counter = Counting()
    monkeypatch.setattr(_handles, "memory", counter.table)
    yield counter
    gc.collect()


def cafe(version: int = 7) -> Program:
    return Program.from_document({**CAFE, "version": version})


def work(engine: Engine) -> None:
    engine.apply(purchase(1))
    engine.apply_many([purchase(n) for n in range(2, 9)], group=3)
    engine.quote(purchase(9))
    engine.explain(purchase(9))
    engine.customer("c42")
    engine.report("2026-03-03T00:00:00Z")
    engine.advance("2027-03-03T00:00:00Z")
    with pytest.raises(LoyaltyError):
        engine.apply(purchase(1, "1.00"))


STORES: dict[str, Callable[[Any], Store]] = {
    "memory": lambda folder: Store.memory(),
    "sqlite": lambda folder: Store.sqlite(folder / "cafe.db"),
    "custom": lambda folder: Store.custom(DictBackend()),
}


@pytest.mark.parametrize("kind", STORES)
def test_all_memory_comes_back_when_closed(kind: str, counting: Counting, tmp_path: Any) -> None:
    program, store = cafe(), STORES[kind](tmp_path)
    engine = Engine(program, store)
    work(engine)
    assert counting.bytes > 0
    for handle in (engine, store, program):
        handle.close()
    assert counting.bytes == 0


def test_all_memory_comes_back_when_forgotten(counting: Counting) -> None:
    def forget() -> None:
        program = cafe()
        work(Engine(program, Store.custom(DictBackend())))
        work(Engine(program, Store.memory()))
        Draft("p", 1, "EUR").rule("r", "visit").earn("stars", 1)

    forget()
    gc.collect()
    assert counting.calls > 0 and counting.bytes == 0


def test_what_fails_to_be_made_leaves_nothing(counting: Counting) -> None:
    with pytest.raises(ProgramError):
        Program.from_json('{"loyalty": 1, "colour": "red"}')
    with Draft("p", 1, "EUR") as draft, pytest.raises(ProgramError):
        draft.rule("r", "no such kind").earn("moons", 1)
        draft.compile()
    program = cafe()
    with pytest.raises(LoyaltyError):
        Store.sqlite("/no/such/folder/cafe.db")
    store = Store.memory()
    store.close()
    with pytest.raises(ClosedError):
        Engine(program, store)
    program.close()
    gc.collect()
    assert counting.bytes == 0


def test_closing_again_does_nothing() -> None:
    program, store = cafe(), Store.memory()
    engine = Engine(program, store)
    for handle in (engine, store, program, Draft("p", 1, "EUR")):
        handle.close()
        handle.close()
        assert handle.closed
        with pytest.raises(ClosedError):
            handle.__enter__()


def test_an_engine_outlives_the_closing_of_its_program_and_store(counting: Counting) -> None:
    program, store = cafe(), Store.memory()
    engine = Engine(program, store)
    program.close()
    store.close()
    assert engine.apply(purchase(1)).balances["stars"].available == 4
    with pytest.raises(ClosedError):
        Engine(program, Store.memory())
    engine.close()
    gc.collect()
    assert counting.bytes == 0
    with pytest.raises(ClosedError):
        engine.apply(purchase(2))


def test_a_backend_is_closed_once_and_after_its_engine() -> None:
    backend = DictBackend()
    program, store = cafe(), Store.custom(backend)
    engine = Engine(program, store)
    store.close()
    store.close()
    assert backend.closed == 0
    engine.close()
    assert backend.closed == 1


def test_closing_inside_a_call_waits_for_its_end(counting: Counting) -> None:
    class Closing(DictBackend):
        def load(self, kind: int, id: bytes) -> Any:
            for handle in (engine, store, program):
                handle.close()
            return super().load(kind, id)

    program = cafe()
    store = Store.custom(Closing())
    engine = Engine(program, store)
    assert engine.apply(purchase(1)).balances["stars"].available == 4
    gc.collect()
    assert counting.bytes == 0


def test_a_backend_is_kept_while_its_engine_lives() -> None:
    program = cafe()
    engine = Engine(program, Store.custom(DictBackend()))
    gc.collect()
    assert engine.apply(purchase(1)).balances["stars"].available == 4
    program.close()
