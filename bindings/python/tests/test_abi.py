"""The declarations against the library that is loaded and against the C headers."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from libloyalty import LibraryError, _abi, _structs
from libloyalty._units import RATE_DIGITS

HEADERS = Path(__file__).resolve().parents[3] / "include" / "loyalty"
needs_headers = pytest.mark.skipif(not HEADERS.is_dir(), reason="the C headers are not here")


def headers() -> str:
    text = "".join(path.read_text() for path in sorted(HEADERS.glob("*.h")))
    return re.sub(r"/\*.*?\*/|^#.*?$", "", text, flags=re.S | re.M)


def struct_members(text: str) -> Iterator[tuple[str, list[str]]]:
    for name, body in re.findall(r"typedef struct \w+ \{(.*?)\n\} (\w+);", text, flags=re.S):
        members = []
        for declaration in name.split(";"):
            callback = re.search(r"\(\*(\w+)\)", declaration)
            if callback:
                members.append(callback.group(1))
            elif declaration.strip():
                names = re.sub(r"\[\w+\]", "", declaration).split(",")
                members += [re.findall(r"\w+", part)[-1] for part in names]
        yield body, members


def test_every_struct_has_the_size_that_the_library_says() -> None:
    sizes = {which: ctypes.sizeof(struct) for which, struct in _structs.STRUCTS.items()}
    assert sizes == {which: _abi.core.loy_struct_size(which) for which in _structs.STRUCTS}
    assert _abi.core.loy_struct_size(max(_structs.STRUCTS) + 1) == 0, "a struct is not checked"


@needs_headers
def test_every_struct_has_the_members_of_its_header_in_their_order() -> None:
    in_headers = dict(struct_members(headers()))
    declared = {
        (struct.__doc__ or "").split(":")[0]: [field[0] for field in struct._fields_]
        for struct in _structs.STRUCTS.values()
    }
    assert declared == {name: in_headers[name] for name in declared}


@needs_headers
def test_every_function_takes_as_many_arguments_as_its_header_says() -> None:
    found: dict[str, int] = {}
    for name, arguments in re.findall(r"LOY_API [^;(]*?(\w+)\(([^;]*)\);", headers()):
        found[name] = 0 if arguments.strip() == "void" else arguments.count(",") + 1
    tables = {**_abi.CORE, **_abi.JSON, **_abi.SQLITE}
    declared = {name: len(argtypes) for name, (argtypes, _, _) in tables.items()}
    assert declared == {name: found.get(name) for name in declared}


@needs_headers
def test_a_rate_has_the_decimals_of_its_header() -> None:
    header = (HEADERS / "loyalty.h").read_text()
    found = dict(re.findall(r"#define (LOY_RATE_\w+) (?:INT64_C\()?(\d+)", header))
    assert {name: int(value) for name, value in found.items()} == {
        "LOY_RATE_DIGITS": RATE_DIGITS,
        "LOY_RATE_ONE": 10**RATE_DIGITS,
    }


def test_a_struct_of_another_size_is_refused() -> None:
    class Other(ctypes.Structure):
        """loy_error"""

        _fields_ = [("size", ctypes.c_uint32)]

    with pytest.raises(LibraryError, match="loy_error has 656 bytes there and 4 here"):
        _abi.verify(_abi.core, {1: Other})


def test_another_abi_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_abi, "ABI", 99)
    with pytest.raises(LibraryError, match="has ABI 1, this package was made for ABI 99"):
        _abi.verify(_abi.core)


def test_a_library_without_a_function_is_refused() -> None:
    with pytest.raises(LibraryError, match="has no function loy_fly"):
        _abi.declare(_abi.core, {"loy_fly": ([], None, None)})


def test_a_lent_text_need_not_end_with_a_nul() -> None:
    text = _structs.Text(data=b"drinks/coffee", size=6)
    assert _abi.lent_text(text) == "drinks"
    assert _abi.lent_text(_structs.Text()) == ""
