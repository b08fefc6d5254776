"""Exceptions: one class for each result, with the words and places that came with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from libloyalty import ClosedError, LibraryError, LoyaltyError, Problem, ProgramError, _abi, errors

HEADER = Path(__file__).resolve().parents[3] / "include" / "loyalty" / "loyalty.h"


@pytest.mark.skipif(not HEADER.is_file(), reason="the C headers are not here")
def test_every_result_of_the_header_has_its_class() -> None:
    codes = [int(code) for code in re.findall(r"LOY_ERR_\w+ = (-\d+)", HEADER.read_text())]
    kinds = [type(errors.error_for(code)) for code in codes]
    assert [kind.code for kind in kinds] == codes
    assert len(set(kinds)) == len(codes) == 13


def test_a_result_of_a_later_library_keeps_its_code() -> None:
    error = errors.error_for(-99, "a new kind of failure")
    assert type(error) is LoyaltyError and error.code == -99


def test_the_words_of_c_become_the_words_of_the_exception() -> None:
    filled = _abi.new_error()
    filled.code, filled.line, filled.column = -12, 3, 7
    filled.path, filled.text, filled.hint = b"/lines/0", b"is no map", b"write { }"
    with pytest.raises(errors.DocumentError) as caught:
        _abi.checked(-12, None, (filled,))
    error = caught.value
    assert (error.path, error.text, error.hint) == ("/lines/0", "is no map", "write { }")
    assert (error.line, error.column) == (3, 7)
    assert str(error) == "line 3, column 7 /lines/0: is no map (write { })"


def test_without_words_the_name_of_the_result_is_told() -> None:
    with pytest.raises(errors.OutOfMemoryError) as caught:
        _abi.checked(-2, None, (_abi.new_error(),))
    assert str(caught.value) == _abi.core.loy_result_text(-2)


def test_what_is_also_an_error_of_python_can_be_caught_as_one() -> None:
    for kind, of_python in (
        (errors.InvalidError, ValueError),
        (ClosedError, ValueError),
        (errors.NotFoundError, LookupError),
        (errors.OutOfMemoryError, MemoryError),
        (LibraryError, ImportError),
    ):
        assert issubclass(kind, of_python)


def test_a_program_error_tells_mistakes_and_keeps_warnings() -> None:
    def problem(severity: str, path: str) -> Problem:
        return Problem(severity, "code", path, f"wrong at {path}", "", 0, 0, 0)

    found = [problem("warning", "/a"), problem("error", "/b"), problem("error", "/c")]
    error = ProgramError(found)
    assert error.problems == tuple(found)
    assert error.path == "/b"
    assert str(error).split("\n") == [str(found[1]), str(found[2])]
