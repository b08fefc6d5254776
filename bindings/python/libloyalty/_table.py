"""A table of purchases as C reads it: a loy_columns over the caller's own memory.

Nothing here may let C read past what Python holds: lengths are compared, and
offsets and codes are proved to lie within their data before C sees them.
"""

from __future__ import annotations

import operator
import re
from array import array
from collections.abc import Sequence
from ctypes import c_char_p, c_void_p, cast, sizeof
from datetime import datetime
from itertools import accumulate
from typing import Any, Optional

from . import _structs
from ._amounts import to_int64, to_moment
from ._buffers import Buffer
from ._text import encode
from .columns import CodedText, OffsetText
from .errors import InvalidError

_INT64, _FIXED, _OFFSETS, _CONSTANT, _CODES, _INT32 = 1, 2, 3, 4, 5, 6
_TEXTS = ("source", "id", "customer", "store", "channel", "line", "sku", "category")
_MOMENTS = ("time", "accepted")
_NUMBERS = (*_MOMENTS, "offset", "quantity", "unit_price", "discount")
_SIGNED = frozenset("bhilq")
_UNSIGNED = frozenset("BHILQ")


def _array_like(column: Any) -> Any:
    """A pandas column as what it is made of; anything else as it is."""
    inner = getattr(column, "array", column)
    if _is_categorical(inner):
        return inner
    if not (hasattr(column, "to_numpy") and hasattr(column, "dtype")):
        return column
    if getattr(column.dtype, "tz", None) is not None:
        return column.to_numpy(dtype="datetime64[ms]")
    return column.to_numpy()


def _is_categorical(column: Any) -> bool:
    return hasattr(column, "codes") and hasattr(column, "categories")


def _kind(column: Any) -> str:
    """NumPy's letter for the kind of elements, "" for what is not an array of NumPy's."""
    return str(getattr(getattr(column, "dtype", None), "kind", ""))


class Table:
    """A loy_columns over a table, with everything that it points at."""

    def __init__(self, table: Any) -> None:
        """Reads the columns of a mapping, or of a pandas DataFrame."""
        self.native = _structs.Columns(size=sizeof(_structs.Columns))
        self._kept: list[Any] = []
        self._rows: Optional[int] = None
        self._offsets: Optional[array[int]] = None
        given = {str(name): table[name] for name in table.keys() if table[name] is not None}
        for name in given:
            if name not in _TEXTS and name not in _NUMBERS:
                raise InvalidError(
                    "there is no column of this name",
                    path=f"/{name}",
                    hint="known are: " + ", ".join(_TEXTS + _NUMBERS),
                )
        for name, column in given.items():
            read = self._text if name in _TEXTS else self._number
            read(getattr(self.native, name), _array_like(column), name)
        if self._offsets is not None and "offset" not in given:
            self._numbers_of(self.native.offset, self._offsets, "offset")
        if self._rows is None:
            raise InvalidError("no column has rows: each is a value for all rows")
        self.native.rows = self._rows

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return self._rows or 0

    def _count(self, count: int, name: str) -> None:
        if self._rows is None:
            self._rows = count
        elif self._rows != count:
            raise InvalidError(
                f"the column has {count} rows, another has {self._rows}", path=f"/{name}"
            )

    def _pin(self, exporter: Any, name: str) -> Buffer:
        try:
            buffer = Buffer(exporter)
        except (TypeError, ValueError, BufferError) as reason:
            raise InvalidError(f"not a column: {reason}", path=f"/{name}") from reason
        self._kept.append(buffer)
        return buffer

    # ---- Numbers ----

    def _number(self, target: _structs.Column, column: Any, name: str) -> None:
        if type(column) is int:
            self._constant_number(target, to_int64(column, f"/{name}"))
        elif _kind(column) == "M":
            moments = column.astype("datetime64[ms]", copy=False)
            self._numbers_of(target, moments.view("int64"), name)
        elif isinstance(column, (list, tuple)) or _kind(column) == "O":
            self._numbers_of(target, self._listed_numbers(list(column), name), name)
        else:
            self._numbers_of(target, column, name)

    @staticmethod
    def _constant_number(target: _structs.Column, number: int) -> None:
        target.kind, target.number = _CONSTANT, number

    def _listed_numbers(self, values: list[Any], name: str) -> array[int]:
        if name in _MOMENTS and values and isinstance(values[0], datetime):
            moments = [to_moment(value, f"/{name}/{row}") for row, value in enumerate(values)]
            if name == "time":
                self._offsets = array("q", (minutes for _, minutes in moments))
            return array("q", (milliseconds for milliseconds, _ in moments))
        return array("q", (_whole(value, f"/{name}/{row}") for row, value in enumerate(values)))

    def _numbers_of(self, target: _structs.Column, column: Any, name: str) -> None:
        buffer = self._pin(column, name)
        width = buffer.itemsize
        if buffer.format not in _SIGNED | _UNSIGNED:
            raise InvalidError(
                f"whole numbers are wanted, not elements of format {buffer.format!r}",
                path=f"/{name}",
                hint=_UNITS.get(name, "use int64"),
            )
        if buffer.format in _UNSIGNED or width < 4:
            widened = array("q", (to_int64(v, f"/{name}") for v in memoryview(column).tolist()))
            buffer = self._pin(widened, name)
            width = 8
        self._count(buffer.count, name)
        target.kind = _INT64 if width == 8 else _INT32
        target.data = buffer.address

    # ---- Texts ----

    def _text(self, target: _structs.Column, column: Any, name: str) -> None:
        if isinstance(column, str):
            data = encode(column, f"/{name}")
            target.kind, target.width = _CONSTANT, len(data)
            target.data = self._keep_bytes(data)
        elif isinstance(column, OffsetText):
            self._offset_text(target, column, name)
        elif isinstance(column, CodedText):
            self._coded_text(target, column.codes, column.dictionary, name)
        elif _is_categorical(column):
            self._coded_text(target, column.codes, list(column.categories), name)
        elif isinstance(column, (list, tuple)) or _kind(column) in ("O", "U"):
            self._offset_text(target, _listed_texts(list(column), f"/{name}"), name)
        else:
            self._fixed_text(target, column, name)

    def _keep_bytes(self, data: bytes) -> Optional[int]:
        self._kept.append(data)
        return cast(c_char_p(data), c_void_p).value

    def _fixed_text(self, target: _structs.Column, column: Any, name: str) -> None:
        buffer = self._pin(column, name)
        if not re.fullmatch(r"\d*s", buffer.format):
            raise InvalidError(
                f"texts are wanted, not elements of format {buffer.format!r}", path=f"/{name}"
            )
        self._count(buffer.count, name)
        target.kind, target.width = _FIXED, buffer.itemsize
        target.data = buffer.address

    def _offset_text(self, target: _structs.Column, column: OffsetText, name: str) -> None:
        offsets, data = self._pin(column.offsets, name), self._pin(column.data, name)
        if offsets.format not in _SIGNED or offsets.itemsize != 4 or offsets.count == 0:
            raise InvalidError("offsets are int32 of shape (rows + 1,)", path=f"/{name}")
        if not _ascending(column.offsets, data.size):
            raise InvalidError("the offsets do not ascend within the data", path=f"/{name}")
        self._count(offsets.count - 1, name)
        target.kind = _OFFSETS
        target.data, target.offsets = data.address, offsets.address

    def _coded_text(
        self, target: _structs.Column, codes: Any, dictionary: Sequence[str], name: str
    ) -> None:
        if not (_kind(codes) == "i" and codes.dtype.itemsize == 4):
            codes = array("i", _listed_codes(codes, name))
        buffer = self._pin(codes, name)
        if not _within(codes, len(dictionary)):
            raise InvalidError(
                "a code lies outside the dictionary (a missing value is not a text)",
                path=f"/{name}",
            )
        texts = _listed_texts(dictionary, f"/{name}")
        offsets, data = self._pin(texts.offsets, name), self._pin(texts.data, name)
        self._count(buffer.count, name)
        target.kind, target.number = _CODES, len(dictionary)
        target.data = buffer.address
        target.offsets, target.bytes = offsets.address, data.address


_UNITS = {
    "time": "use int64 milliseconds since 1970 or datetime64[ms]",
    "accepted": "use int64 milliseconds since 1970 or datetime64[ms]",
    "quantity": "use int64 thousandths: two pieces are 2000",
    "unit_price": "use int64 minor units: 4.50 is 450",
    "discount": "use int64 minor units: 4.50 is 450",
}


def _whole(value: Any, path: str) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise InvalidError(
            f"a whole number is wanted, not {type(value).__name__}",
            path=path,
            hint=_UNITS.get(path.split("/")[1], "use an int"),
        )
    return to_int64(int(value), path)


def _listed_texts(values: Sequence[Any], path: str) -> OffsetText:
    encoded = [encode(value, f"{path}/{row}") for row, value in enumerate(values)]
    data = b"".join(encoded)
    if len(data) >= 2**31:
        raise InvalidError("the texts have 2 GiB or more", path=path, hint="use smaller tables")
    return OffsetText(array("i", accumulate(map(len, encoded), initial=0)), data)


def _listed_codes(codes: Any, name: str) -> list[int]:
    try:
        return [int(code) for code in codes]
    except (TypeError, ValueError) as reason:
        raise InvalidError(f"codes are whole numbers: {reason}", path=f"/{name}") from reason


def _ascending(offsets: Any, size: int) -> bool:
    """Whether int32 offsets start at 0 or later, never fall and end within ``size`` bytes."""
    if offsets[0] < 0 or offsets[-1] > size:
        return False
    if hasattr(offsets, "dtype"):
        return bool((offsets[1:] >= offsets[:-1]).all())
    view = memoryview(offsets)
    return all(map(operator.le, view, view[1:]))


def _within(codes: Any, count: int) -> bool:
    """Whether all codes are 0 or more and below ``count``."""
    if len(codes) == 0:
        return True
    if hasattr(codes, "dtype"):
        return bool(codes.min() >= 0 and codes.max() < count)
    return min(codes) >= 0 and max(codes) < count
