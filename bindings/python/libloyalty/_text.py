"""Text on its way into C: UTF-8, checked with the path of the field it stands in."""

from __future__ import annotations

from typing import Optional

from . import _structs
from .errors import DocumentError, InvalidError


def encode(value: str, path: str) -> bytes:
    """The text as UTF-8."""
    if not isinstance(value, str):
        raise DocumentError(f"a text is wanted, not {type(value).__name__}", path=path)
    try:
        return value.encode("utf-8")
    except UnicodeEncodeError as reason:
        raise DocumentError(f"the text is not Unicode: {reason.reason}", path=path) from None


def put(target: _structs.Text, value: Optional[str], path: str) -> None:
    """Fills a loy_text in place; None leaves it absent."""
    if value is None:
        return
    data = encode(value, path)
    target.data = data
    target.size = len(data)


def c_string(value: str, path: str) -> bytes:
    """The text for an argument that C reads up to a NUL: it may hold none."""
    data = encode(value, path)
    if b"\0" in data:
        raise InvalidError("the text holds a NUL character", path=path)
    return data
