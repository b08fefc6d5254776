"""Purchases as a table: columns in, columns out, nothing copied that C can read as it is.

A table maps the names below to columns of equal length with one basket line a
row; rows of one event stand together. Columns hold the library's own units:

========== ======= =====================================================
name       kind    meaning
========== ======= =====================================================
source     text    who says so; required
id         text    of the event, unique for its source; required
customer   text    required
time       number  milliseconds since 1970, or datetimes; required
offset     number  minutes of local clock from UTC; default 0
store      text
channel    text
line       text    id of the line; default "1", "2", ... in the basket
sku        text
category   text
quantity   number  thousandths (two pieces are 2000); default 1000
unit_price number  minor units (4.50 is 450); required
discount   number  minor units off the line; default 0
accepted   number  when the host took the purchase, as time; for programs
                   that bound clocks, which refuse those without
========== ======= =====================================================

A number column is anything with the buffer protocol and shape (rows,): int64
and int32 are read in place, narrower integers are widened; datetime64[ms] is
read in place, other units are converted; lists of ints or, for time and
accepted, of aware datetimes (those of time also give the offset) are copied; an
int stands for all rows. A text column is a NumPy 'S' array of shape (rows,) or an OffsetText,
both read in place; a CodedText or a pandas Categorical (int32 codes in place);
a list, an object array or a NumPy 'U' array, which is copied; a str stands for
all rows. Money in columns is whole minor units: a Decimal is refused here,
because an int would mean another amount beside it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from ctypes import sizeof
from dataclasses import dataclass
from types import ModuleType
from typing import Any, NamedTuple, Optional

from . import _structs
from ._buffers import Buffer

APPLIED = 1
"""A verdict in ColumnResults.verdict."""
REFUSED = 2
"""A verdict in ColumnResults.verdict."""


class OffsetText(NamedTuple):
    """Texts in Arrow's layout: row i is data[offsets[i]:offsets[i + 1]]."""

    offsets: Any
    """int32, shape (rows + 1,)."""
    data: Any
    """UTF-8 bytes."""


class CodedText(NamedTuple):
    """Texts as codes into a dictionary."""

    codes: Any
    """Integers, shape (rows,); int32 is not copied."""
    dictionary: Sequence[str]


@dataclass(frozen=True)
class ColumnResults:
    """What became of a table: one value an event, in its order. NumPy arrays of shape
    (events,) where NumPy is installed, else array.array.
    """

    events: int
    """How many events the table held."""
    verdict: Any
    """uint32: APPLIED or REFUSED."""
    earned: Any
    """int64: points earned, in units of the currency's scale."""
    available: Any
    """int64: the balance after the event, in units of the currency's scale."""
    first_row: Any
    """uint64: the row at which the event begins."""


# Name of a result, its NumPy type and its array.array type code.
_RESULTS = (
    ("verdict", "uint32", "I"),
    ("earned", "int64", "q"),
    ("available", "int64", "q"),
    ("first_row", "uint64", "Q"),
)


def _numpy() -> Optional[ModuleType]:
    try:
        import numpy
    except ImportError:
        return None
    return numpy


class Results:
    """A loy_column_results with room for one value an event."""

    def __init__(self, rows: int, currency: Optional[bytes]) -> None:
        """Makes the arrays; ``currency`` is whose points, None for the program's first."""
        numpy = _numpy()
        self.native = _structs.ColumnResults(size=sizeof(_structs.ColumnResults), currency=currency)
        self._arrays: dict[str, Any] = {}
        self._pinned: list[Buffer] = []
        for name, dtype, code in _RESULTS:
            room = numpy.zeros(rows, dtype) if numpy else array(code, bytes(rows * _SIZE[dtype]))
            buffer = Buffer(room)
            self._arrays[name] = room
            self._pinned.append(buffer)
            setattr(self.native, name, buffer.address)

    def read(self) -> ColumnResults:
        """The arrays, cut to the events that were kept. Call it once."""
        for buffer in self._pinned:
            buffer.release()
        events = self.native.events
        return ColumnResults(events, **{name: a[:events] for name, a in self._arrays.items()})


_SIZE = {"uint32": 4, "int64": 8, "uint64": 8}
