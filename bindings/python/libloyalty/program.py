"""Programs: compiled, immutable, and shared by any number of engines and threads."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from ctypes import POINTER, byref, c_uint64, create_string_buffer
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union

from . import _abi, _handles, _structs
from ._abi import core
from ._text import encode
from .errors import InvalidError, ProgramError, error_for

_SEVERITIES = {1: "error", 2: "warning"}
_PARTS = {
    name: number
    for number, name in enumerate(
        ("currency", "ladder", "stage", "rule", "reward", "voucher", "counter"), 1
    )
}


@dataclass(frozen=True)
class Problem:
    """A mistake in a program, or a warning about it.

    ``code`` is for programs to test, ``path`` a JSON pointer, ``hint`` what to
    write instead. ``line`` and ``column`` are the place in the document (0 for
    a program built by objects), ``offset`` the 1-based character inside the
    text at ``path`` (0 where it is the whole).
    """

    severity: str
    """"error" or "warning"."""
    code: str
    path: str
    text: str
    hint: str
    line: int
    column: int
    offset: int

    def __str__(self) -> str:
        place = f"line {self.line}, column {self.column} " if self.line else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.path}: {self.severity}: {self.text} [{self.code}]{hint}"


def _read_problems(problems: Any) -> tuple[Problem, ...]:
    found: list[Problem] = []
    for index in range(core.loy_problems_count(problems, 0)):
        item = core.loy_problems_at(problems, index).contents
        found.append(
            Problem(
                _SEVERITIES.get(item.severity, str(item.severity)),
                _abi.to_str(item.code),
                _abi.to_str(item.path),
                _abi.to_str(item.text),
                _abi.to_str(item.hint),
                item.line,
                item.column,
                item.offset,
            )
        )
    return tuple(found)


class Program(_handles.Handle):
    """A compiled program. Make one with ``from_json``, ``from_file``, ``from_document``,
    ``from_image`` or ``Draft.compile``; each raises ProgramError with all mistakes at once.
    """

    id: str
    """The program's id."""
    version: int
    """The program's version."""
    digest: str
    """SHA-256 of the canonical form: equal for equal programs however they were written."""
    money: str
    """ISO 4217 code of the program's money."""
    money_digits: int
    """Decimals of the money: 2 for EUR, 0 for JPY."""
    currencies: dict[str, int]
    """The currencies, each with the number of decimals of its points."""
    ladders: dict[str, tuple[str, ...]]
    """The ladders, each with the ids of its tiers, lowest first."""
    stages: tuple[str, ...]
    """The stages of the lifecycle."""
    rules: tuple[str, ...]
    """The ids of the rules."""
    rewards: tuple[str, ...]
    """The ids of the rewards."""
    vouchers: tuple[str, ...]
    """The ids of the vouchers."""
    counters: tuple[str, ...]
    """The ids of the counters."""
    warnings: tuple[Problem, ...]
    """What the compiler warns of."""

    def __init__(self, pointer: Any, warnings: tuple[Problem, ...]) -> None:
        """For this package alone: takes over a compiled program."""
        self._own(pointer, core.loy_program_free)
        self.warnings = warnings
        self.id = core.loy_program_id(pointer)
        self.version = core.loy_program_version(pointer)
        self.digest = core.loy_program_digest(pointer)
        self.money = core.loy_program_money(pointer)
        self.money_digits = core.loy_program_money_digits(pointer)
        self.currencies = {
            name: core.loy_program_scale(pointer, name.encode()) for name in self._names("currency")
        }
        self.ladders = {
            name: tuple(
                core.loy_program_tier_name(pointer, ladder, tier)
                for tier in range(core.loy_program_tier_count(pointer, ladder))
            )
            for ladder, name in enumerate(self._names("ladder"))
        }
        self.stages = self._names("stage")
        self.rules = self._names("rule")
        self.rewards = self._names("reward")
        self.vouchers = self._names("voucher")
        self.counters = self._names("counter")

    def digits_of(self, currency: str) -> Optional[int]:
        """Decimals of money in a currency that events may be in: the program's own or one of
        its `other_money`; None for any other.
        """
        code = encode(currency, "/currency")
        digits = core.loy_program_digits_of(self._pointer, code, len(code))
        return None if digits < 0 else int(digits)

    def _names(self, part: str) -> tuple[str, ...]:
        number = _PARTS[part]
        count = core.loy_program_count(self._pointer, number)
        return tuple(core.loy_program_name(self._pointer, number, index) for index in range(count))

    @classmethod
    def from_json(cls, text: Union[str, bytes]) -> "Program":
        """Compiles a JSON document (UTF-8 where given as bytes). Needs the component json: a
        LibraryError where it is not found.
        """
        data = encode(text, "") if isinstance(text, str) else bytes(text)
        read = _abi.component("json").loy_json_program
        return cls.made_by(
            lambda out, problems: read(out, data, len(data), problems, _handles.memory)
        )

    @classmethod
    def from_file(cls, path: Union[str, "os.PathLike[str]"]) -> "Program":
        """Compiles the JSON document in a file, as ``from_json``. Raises OSError."""
        return cls.from_json(Path(path).read_bytes())

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Program":
        """Compiles a document held as a dict, as ``from_json``. Raises InvalidError for a value
        that JSON has not.
        """
        try:
            text = json.dumps(document, ensure_ascii=False, allow_nan=False)
        except (TypeError, ValueError) as reason:
            raise InvalidError(f"the document cannot be written as JSON: {reason}") from reason
        return cls.from_json(text)

    @classmethod
    def from_image(cls, image: bytes) -> "Program":
        """Compiles an image that ``image`` gave; needs no other component. Raises CorruptError
        for a damaged one, and VersionError for one of a later version.
        """
        data = bytes(image)
        return cls.made_by(
            lambda out, problems: core.loy_program_load(
                out, data, len(data), problems, _handles.memory
            )
        )

    def image(self) -> bytes:
        """The program as bytes that ``from_image`` reads on any platform."""
        size = c_uint64()
        core.loy_program_save(self._pointer, None, 0, byref(size))
        buffer = create_string_buffer(size.value)
        core.loy_program_save(self._pointer, buffer, size, byref(size))
        return buffer.raw

    @classmethod
    def made_by(cls, make: Callable[[Any, Any], int]) -> "Program":
        """For this package alone: a program from a C function that fills it and its problems."""
        problems = _handles.create(_structs.Problems, core.loy_problems_new)
        try:
            out = POINTER(_structs.Program)()
            result = make(out, problems)
            found = _read_problems(problems)
        finally:
            core.loy_problems_free(problems)
        if result == ProgramError.code:
            raise ProgramError(found)
        if result < 0:
            raise error_for(result, core.loy_result_text(result))
        return cls(out, found)

    def __repr__(self) -> str:
        return f"<Program {self.id} version {self.version}, {len(self.rules)} rules>"
