"""Objects that own something in C: closed once, and never under a call or a child that uses them.

A handle counts its users: children made from it and calls in progress. After
close() nothing new can use it; what it owns is freed when the last user is
gone, so the order in which a host closes things, or the collector does, never
matters. `close()` and `with` come first; `__del__` is the net.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from ctypes import POINTER, Structure
from types import TracebackType
from typing import Any, Optional, TypeVar

from . import _structs
from .errors import ClosedError

Self = TypeVar("Self", bound="Handle")

# Reentrant, because the collector may run a __del__ inside the locked lines.
_counting = threading.RLock()

# Where C takes its memory from: None for the C library's. Tests count with it.
memory: Optional[_structs.Memory] = None


def create(struct: type[Structure], new: Callable[..., Any], *arguments: Any) -> Any:
    """Calls a C constructor and returns the pointer that it fills; the allocator comes last."""
    out = POINTER(struct)()
    new(out, *arguments, memory)
    return out


class Handle:
    """An open object of the library. Use it with ``with``, or call ``close()``."""

    _pointer: Any = None
    _free: Optional[Callable[[Any], Any]] = None
    _parents: tuple["Handle", ...] = ()
    _users: int = 0
    _closed: bool = True

    def _own(self, pointer: Any, free: Callable[[Any], Any], *parents: "Handle") -> None:
        """Takes over what C made, freed by ``free``; the parents live as long."""
        self._pointer = pointer
        self._free = free
        self._parents = parents
        for parent in parents:
            parent._enlist()
        self._closed = False

    def _enlist(self) -> None:
        with _counting:
            if self._closed:
                raise ClosedError(f"the {type(self).__name__} is closed")
            self._users += 1

    def _dismiss(self) -> None:
        with _counting:
            self._users -= 1
        self._free_if_unused()

    def _free_if_unused(self) -> None:
        with _counting:
            if not self._closed or self._users > 0 or self._free is None:
                return
            free, self._free = self._free, None
        free(self._pointer)
        self._pointer = None
        for parent in self._parents:
            parent._dismiss()
        self._parents = ()

    @contextmanager
    def _using(self) -> Generator[Any, None, None]:
        """The pointer, which stays valid inside the ``with`` even if somebody closes the object."""
        self._enlist()
        try:
            yield self._pointer
        finally:
            self._dismiss()

    @property
    def closed(self) -> bool:
        """Whether ``close()`` was called."""
        return self._closed

    def close(self) -> None:
        """Gives back what the object holds; closing again does nothing.

        What others still use (an engine its program and store) is freed when
        they are closed too.
        """
        self._closed = True
        self._free_if_unused()

    def __enter__(self: Self) -> Self:
        if self._closed:
            raise ClosedError(f"the {type(self).__name__} is closed")
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()


class Owned(Handle):
    """An object of the library that is filled again and again: an outcome, a view, a report."""

    def __init__(
        self, struct: type[Structure], new: Callable[..., Any], free: Callable[[Any], Any]
    ) -> None:
        """Makes it with its C constructor."""
        self._own(create(struct, new), free)

    @property
    def pointer(self) -> Any:
        """The C object."""
        return self._pointer
