"""Where customers and answers are kept: in memory, in an SQLite file, or in a backend of yours.

A backend in Python implements Backend. An exception that it raises never
crosses C: it is kept, the engine hears of a failure, and the engine's call
raises the very exception.
"""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from ctypes import byref, sizeof, string_at
from dataclasses import dataclass, field
from typing import Any, Optional, Protocol, Union

from . import _abi, _handles, _structs
from ._abi import core, to_str
from ._text import c_string
from .errors import (
    ConflictError,
    InvalidError,
    OutOfMemoryError,
    StoreError,
    UnknownResultError,
)

KIND_CUSTOMER = 1
"""Records of customers; the id is the customer's id in UTF-8."""
KIND_EVENT = 2
"""Answers to events; the id is the source, a NUL byte and the event's id."""
KIND_MESSAGES = 3
"""What a customer has sent that has not arrived; the id is the customer's."""

Record = tuple[bytes, bytes, int]
"""A record that a walk delivers: (id, bytes, revision)."""

_SYNCHRONOUS = {"full": 0, "normal": 1}
_NO_COLUMNS = 2


@dataclass(frozen=True)
class Write:
    """One record that the engine wants kept."""

    kind: int
    id: bytes
    data: bytes
    seen: int
    """The revision it was read at; 0: it must not exist. Keep it with revision seen + 1."""
    due: Optional[int]
    """When it wants to be settled, in milliseconds since 1970; None: never."""
    owner: bytes
    """Id of the customer it belongs to: what to shard by."""
    _describe: Callable[[], dict[str, Any]] = field(repr=False, compare=False)

    def columns(self) -> dict[str, Any]:
        """The record in readable columns, for backends that keep some beside the bytes.

        Only while ``commit`` runs. A customer has customer, stage, tiers and
        balances (JSON) and settled; an event has customer, source, event, type,
        verdict, reason, entries (JSON), time and version.
        """
        return self._describe()


class Backend(Protocol):
    """What a storage backend in Python implements.

    It may also have ``walk(kind, after)``, which yields every Record of a kind
    in ascending bytes of the ids, those after ``after`` (None: from the first);
    ``due(kind, before)``, which yields those with due <= before in ascending
    order of (due, id); and ``close()``. Without the first there is no report,
    without the second no advance.
    """

    def load(self, kind: int, id: bytes) -> Optional[tuple[bytes, int]]:
        """The bytes and the revision (1 or more) of a record, or None."""
        ...

    def commit(self, writes: Sequence[Write]) -> None:
        """Keeps all writes, each with revision seen + 1, if every record still has the
        revision ``seen`` (0: does not exist); otherwise keeps none and raises
        ConflictError. Raises UnknownResultError where it cannot say whether it
        kept them.
        """
        ...


def _code_for(error: BaseException) -> int:
    for kind in (ConflictError, UnknownResultError):
        if isinstance(error, kind):
            return kind.code
    return OutOfMemoryError.code if isinstance(error, MemoryError) else StoreError.code


class _Callbacks:
    """A loy_store over a Python backend. Keeps what it hands to C, and the last exception."""

    def __init__(self, backend: Backend, shared: bool) -> None:
        self._backend = backend
        self._local = threading.local()
        self.table = _structs.Store(size=sizeof(_structs.Store), shared=int(shared))
        self.table.load = _structs.LOAD(self._load)
        self.table.commit = _structs.COMMIT(self._commit)
        if hasattr(backend, "walk"):
            self.table.walk = _structs.WALK(self._walk)
        if hasattr(backend, "due"):
            self.table.due = _structs.DUE(self._due)

    def take_raised(self) -> Optional[BaseException]:
        """The exception of this thread's last callback that failed, once."""
        raised = getattr(self._local, "raised", None)
        self._local.raised = None
        return raised

    def _guarded(self, work: Callable[[], int]) -> int:
        self._local.raised = None
        try:
            return work()
        except BaseException as error:  # nothing may unwind into C
            self._local.raised = error
            return _code_for(error)

    def _load(self, context: Any, fetches: Any, count: int) -> int:
        def work() -> int:
            for index in range(count):
                fetch = fetches[index]
                found = self._backend.load(fetch.kind, string_at(fetch.id, fetch.id_size))
                if found is None:
                    continue
                data, revision = bytes(found[0]), found[1]
                result: int = core.loy_fetch_give(byref(fetch), data, len(data), revision)
                if result < 0:
                    return result
            return 0

        return self._guarded(work)

    def _commit(self, context: Any, batch: Any) -> int:
        alive = [True]

        def work() -> int:
            listed = batch.contents
            self._backend.commit(
                [_read_write(batch, listed.writes[i], i, alive) for i in range(listed.count)]
            )
            return 0

        try:
            return self._guarded(work)
        finally:
            alive[0] = False

    def _walk(self, context: Any, kind: int, after: Any, after_size: int, sink: Any) -> int:
        def work() -> int:
            start = string_at(after, after_size) if after else None
            return _deliver(self._backend.walk(kind, start), sink)  # type: ignore[attr-defined]

        return self._guarded(work)

    def _due(self, context: Any, kind: int, before: int, sink: Any) -> int:
        return self._guarded(
            lambda: _deliver(self._backend.due(kind, before), sink)  # type: ignore[attr-defined]
        )


def _deliver(records: Iterable[Record], sink: Any) -> int:
    for id, data, revision in records:
        id, data = bytes(id), bytes(data)
        more: int = core.loy_sink_give(sink, id, len(id), data, len(data), revision)
        if more <= 0:
            return more
    return 0


def _read_write(batch: Any, write: Any, index: int, alive: Sequence[bool]) -> Write:
    def describe() -> dict[str, Any]:
        if not alive[0]:
            raise InvalidError("columns() can only be called while commit runs")
        return _read_columns(batch, index)

    return Write(
        write.kind,
        string_at(write.id, write.id_size),
        string_at(write.bytes, write.size),
        write.seen,
        None if write.due == _structs.NEVER else write.due,
        string_at(write.owner, write.owner_size),
        describe,
    )


_CUSTOMER_COLUMNS = ("customer", "stage", "tiers", "balances", "settled")
_EVENT_COLUMNS = (
    "customer", "source", "event", "type", "verdict", "reason", "entries", "time", "version",
)  # fmt: skip


def _read_columns(batch: Any, index: int) -> dict[str, Any]:
    columns = _structs.RecordColumns(size=sizeof(_structs.RecordColumns))
    core.loy_batch_columns(batch, index, byref(columns))
    names = _CUSTOMER_COLUMNS if columns.kind == KIND_CUSTOMER else _EVENT_COLUMNS
    values = ((name, getattr(columns, name)) for name in names)
    return {name: v if isinstance(v, int) else to_str(v) for name, v in values}


class Guard:
    """One call at a time: other threads wait, a call from inside a call is refused."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner: Optional[int] = None

    def __enter__(self) -> None:
        me = threading.get_ident()
        if self._owner == me:
            raise InvalidError("a storage backend must not call an engine on its own store")
        self._lock.acquire()
        self._owner = me

    def __exit__(self, *unused: Any) -> None:
        self._owner = None
        self._lock.release()


class Store(_handles.Handle):
    """An open store. Make one with ``Store.memory()``, ``Store.sqlite(path)`` or
    ``Store.custom(backend)``. Engines on several threads may share it: their calls
    take turns where the store cannot serve several at once.
    """

    def __init__(self, pointer: Any, free: Callable[[Any], Any], callbacks: Any = None) -> None:
        """For this package alone: takes over an open store."""
        self._own(pointer, free)
        self._callbacks = callbacks
        # What calls of all engines take turns by; each engine has its own where
        # the store serves several at once.
        self._guard = None if pointer.contents.shared else Guard()

    @classmethod
    def memory(cls) -> "Store":
        """A store in memory, gone when it is closed."""
        return cls(
            _handles.create(_structs.Store, core.loy_memory_store_open), core.loy_store_close
        )

    @classmethod
    def sqlite(
        cls,
        path: Union[str, "os.PathLike[str]"],
        synchronous: str = "full",
        columns: bool = True,
    ) -> "Store":
        """Opens or makes a store in an SQLite file on a local disk. Needs the component sqlite: a
        LibraryError where it is not found. Raises StoreError where the file cannot be opened,
        and InvalidError for another ``synchronous``.

        ``synchronous`` "full": a commit survives a power cut; "normal": a crash
        of the process only. ``columns`` False leaves the readable columns empty,
        for speed.
        """
        if synchronous not in _SYNCHRONOUS:
            raise InvalidError(
                f"synchronous is {synchronous!r}", hint='write "full" or "normal"'
            )
        flags = _SYNCHRONOUS[synchronous] | (0 if columns else _NO_COLUMNS)
        out = ctypes.POINTER(_structs.Store)()
        _abi.component("sqlite").loy_sqlite_open(
            byref(out), c_string(os.fspath(path), "path"), flags, _handles.memory, _abi.new_error()
        )
        return cls(out, core.loy_store_close)

    @classmethod
    def custom(cls, backend: Backend, shared: bool = False) -> "Store":
        """A store over a backend in Python. ``shared``: engines on several threads may call
        the backend at once. Closing the store calls ``backend.close()`` where there is one.
        """
        callbacks = _Callbacks(backend, shared)

        def free(pointer: Any) -> None:
            close = getattr(backend, "close", None)
            if close is not None:
                close()

        return cls(ctypes.pointer(callbacks.table), free, callbacks)

    @contextmanager
    def _relay(self) -> Generator[None, None, None]:
        """Around a call of an engine: raises what the backend raised."""
        if self._callbacks is None:
            yield
            return
        self._callbacks.take_raised()
        try:
            yield
            return
        except Exception as error:
            failure = error
        raise self._callbacks.take_raised() or failure
