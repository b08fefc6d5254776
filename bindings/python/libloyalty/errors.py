"""What can go wrong, as exceptions: one class for each result code of the library.

A refusal of an event is not among them: it is an answer, found in the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Optional

if TYPE_CHECKING:
    from .outcomes import Outcome
    from .program import Problem


class LibraryError(ImportError):
    """The shared library is missing, or is not the one this package was made for."""


class LoyaltyError(Exception):
    """A call that failed. Unless its class says otherwise, nothing has changed.

    ``code`` is the library's result, ``text`` says what is wrong, ``path`` is a
    JSON pointer to the field ("" where there is none), ``hint`` says what to
    write instead, ``line`` and ``column`` are the place in a document (0 where
    there is none). ``done`` is how many events of a batch were kept before the
    failure, and ``outcomes`` their outcomes where the call collects them.
    """

    code: int = 0
    """The library's result code."""

    summary: ClassVar[str] = "loyalty error"

    def __init__(
        self,
        text: str = "",
        *,
        path: str = "",
        hint: str = "",
        line: int = 0,
        column: int = 0,
        code: Optional[int] = None,
    ) -> None:
        self.text = text or self.summary
        self.path = path
        self.hint = hint
        self.line = line
        self.column = column
        self.done: Optional[int] = None
        self.outcomes: Optional[Sequence[Outcome]] = None
        if code is not None:
            self.code = code
        super().__init__(self.text)

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place = f"line {self.line}, column {self.column} {place}".rstrip()
        words = f"{place}: {self.text}" if place else self.text
        return f"{words} ({self.hint})" if self.hint else words


class InvalidError(LoyaltyError, ValueError):
    """An argument breaks the documented contract."""

    code = -1
    summary = "invalid argument"


class ClosedError(InvalidError):
    """The object was closed and cannot be used any more."""

    summary = "the object is closed"


class OutOfMemoryError(LoyaltyError, MemoryError):
    """The allocator said no."""

    code = -2
    summary = "out of memory"


class VersionError(LoyaltyError):
    """A struct or record of a version that this library does not know."""

    code = -3
    summary = "unknown version"


class ProgramError(LoyaltyError):
    """A program has mistakes. ``problems`` holds all of them, and the warnings."""

    code = -4
    summary = "the program has mistakes"

    def __init__(self, problems: Sequence[Problem] = (), text: str = "") -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        """Mistakes and warnings, in the order of the document."""
        mistakes = [problem for problem in self.problems if problem.severity == "error"]
        first = mistakes[0] if mistakes else None
        words = text or self.summary
        if len(mistakes) > 1:
            words = f"{len(mistakes)} mistakes, the first: {mistakes[0].text}"
        elif first is not None:
            words = first.text
        super().__init__(
            words,
            path=first.path if first else "",
            hint=first.hint if first else "",
            line=first.line if first else 0,
            column=first.column if first else 0,
        )

    def __str__(self) -> str:
        mistakes = [problem for problem in self.problems if problem.severity == "error"]
        return "\n".join(str(problem) for problem in mistakes) or super().__str__()


class EventError(LoyaltyError):
    """An event that cannot be kept: it lacks its source, id, customer or time."""

    code = -5
    summary = "the event cannot be kept"


class MismatchError(LoyaltyError):
    """This source and id were applied before, with other content."""

    code = -6
    summary = "this source and id were applied with other content"


class ConflictError(LoyaltyError):
    """Others kept changing the customer: nothing was done, try again.

    A storage backend raises it from ``commit`` when a record is no longer at
    the revision it was read at; the engine then starts again by itself.
    """

    code = -7
    summary = "a record has changed since it was read"


class StoreError(LoyaltyError):
    """The store failed: nothing was done, try again."""

    code = -8
    summary = "the store failed"


class UnknownResultError(LoyaltyError):
    """The store cannot say whether it kept the event: apply the same event again, and only that."""

    code = -9
    summary = "the store cannot say whether the event was kept"


class CorruptError(LoyaltyError):
    """A stored record fails its checksum or format."""

    code = -10
    summary = "a stored record is damaged"


class NotFoundError(LoyaltyError, LookupError):
    """There is no such customer."""

    code = -11
    summary = "not found"


class DocumentError(LoyaltyError):
    """A document, or a value given in its place, is not what its schema says."""

    code = -12
    summary = "the document is not what its schema says"


class InternalError(LoyaltyError):
    """An invariant of the library is broken; nothing was written. Please report it."""

    code = -13
    summary = "an invariant of the library is broken"


_CLASSES: dict[int, type[LoyaltyError]] = {
    kind.code: kind
    for kind in (
        InvalidError,
        OutOfMemoryError,
        VersionError,
        EventError,
        MismatchError,
        ConflictError,
        StoreError,
        UnknownResultError,
        CorruptError,
        NotFoundError,
        DocumentError,
        InternalError,
    )
}


def error_for(
    code: int, text: str = "", path: str = "", hint: str = "", line: int = 0, column: int = 0
) -> LoyaltyError:
    """The exception of a result code; an unknown code is a plain LoyaltyError with that code."""
    if code == ProgramError.code:
        return ProgramError(text=text)
    kind = _CLASSES.get(code, LoyaltyError)
    return kind(text, path=path, hint=hint, line=line, column=column, code=code)
