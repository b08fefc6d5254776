"""Programs built object by object, without a document.

A draft is a document held in memory: what is built here and the same program
read from JSON compile to the same digest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Optional, Union

from . import _handles, _structs
from ._abi import core
from ._amounts import to_int64
from ._text import c_string, encode
from .errors import ClosedError, InvalidError
from .program import Program

Value = Union[str, int, bool, Decimal, Mapping[str, Any], Sequence[Any]]
"""What a member of a program may be: Decimal is written as text, maps and lists nest."""


def _put(node: Any, key: Optional[str], value: Value, path: str) -> None:
    """Sets ``key`` of a map, or adds to a list where key is None."""
    at = () if key is None else (c_string(key, path),)
    verb = "add" if key is None else "set"
    if isinstance(value, bool):
        getattr(core, f"loy_node_{verb}_boolean")(node, *at, int(value))
    elif isinstance(value, int):
        getattr(core, f"loy_node_{verb}_integer")(node, *at, to_int64(value, path))
    elif isinstance(value, (str, Decimal)):
        data = encode(format(value, "f") if isinstance(value, Decimal) else value, path)
        getattr(core, f"loy_node_{verb}_bytes")(node, *at, data, len(data))
    elif isinstance(value, Mapping):
        child = core.loy_node_map(node, *at) if at else core.loy_node_add_map(node)
        for name, member in value.items():
            _put(child, name, member, f"{path}/{name}")
    elif isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        child = core.loy_node_list(node, *at) if at else core.loy_node_add_list(node)
        for index, member in enumerate(value):
            _put(child, None, member, f"{path}/{index}")
    else:
        raise InvalidError(
            f"{type(value).__name__} has no place in a program",
            path=path,
            hint="use str, int, bool, Decimal, a dict or a list",
        )


class Node:
    """One map of a draft. It lives as long as its draft is open."""

    def __init__(self, draft: "Draft", pointer: Any, path: str) -> None:
        """For this package alone: a place in a draft."""
        self._draft = draft
        self._node = pointer
        self._path = path

    def set(self, key: str, value: Value) -> "Node":
        """Sets a member. A text or a number replaces what was there; a dict or a list goes
        into the map or list that was there. Returns the node. Raises InvalidError for a value
        that has no place in a program, and DocumentError for a number of more than 64 bits.
        """
        self._draft._check_open()
        _put(self._node, key, value, f"{self._path}/{key}")
        return self

    def map(self, key: str) -> "Node":
        """The map under ``key``, made when absent."""
        self._draft._check_open()
        path = f"{self._path}/{key}"
        return Node(self._draft, core.loy_node_map(self._node, c_string(key, path)), path)

    def _add(self, key: str, id: str, members: Mapping[str, Value]) -> tuple[Any, str]:
        """A map with an id at the end of the list under ``key``."""
        self._draft._check_open()
        path = f"{self._path}/{key}/{id}"
        node = core.loy_node_add_map(core.loy_node_list(self._node, key.encode()))
        _put(node, "id", id, path)
        for name, value in members.items():
            _put(node, name, value, f"{path}/{name}")
        return node, path


class Ladder(Node):
    """A ladder of a draft."""

    def tier(self, id: str, start: Union[int, str, Decimal], **members: Value) -> "Ladder":
        """Adds a tier, lowest first. ``start`` is what must be counted to enter it (0 for the
        lowest); members are ``keep_from`` and ``grace``. Returns the ladder.
        """
        self._add("tiers", id, {"from": start, **members})
        return self


class Rule(Node):
    """One rule of a draft: a trigger, a condition and effects. Every call returns the rule."""

    def _entry(self, effect: str, key: str, value: Value) -> "Rule":
        self.map(effect).set(key, value)
        return self

    def when(self, condition: str) -> "Rule":
        """The condition, a CEL expression of type bool."""
        self.set("when", condition)
        return self

    def earn(self, currency: str, amount: Union[str, int]) -> "Rule":
        """Earn points; ``amount`` is a CEL expression of type int, in units of the scale."""
        return self._entry("earn", currency, amount)

    def multiply(self, currency: str, factor: Union[str, Decimal]) -> "Rule":
        """Multiply what the event earns by an exact decimal, e.g. "1.25"."""
        return self._entry("multiply", currency, factor)

    def count(self, counter: str, amount: Union[str, int] = 1) -> "Rule":
        """Add to a counter; ``amount`` is a CEL expression of type int."""
        return self._entry("count", counter, amount)

    def issue(self, voucher: str) -> "Rule":
        """Issue a voucher."""
        self.set("issue", [voucher])
        return self

    def stage(self, stage: str) -> "Rule":
        """Move the customer to a stage."""
        self.set("stage", stage)
        return self

    def notify(self, text: str) -> "Rule":
        """Leave a message for the host to deliver."""
        self.set("notify", text)
        return self


class Draft(_handles.Handle):
    """A program being written; ``compile()`` makes the Program, after which it may be closed."""

    def __init__(
        self, id: str, version: int, money: str, time_zone: Optional[str] = None
    ) -> None:
        """Starts a program with its id, its version (1 or more), the ISO 4217 code of its
        money and a POSIX TZ string.
        """
        names = c_string(id, "/program"), c_string(money, "/money")
        number = to_int64(version, "/version")
        self._own(_handles.create(_structs.Draft, core.loy_draft_new), core.loy_draft_free)
        core.loy_draft_identify(self._pointer, names[0], number, names[1])
        if time_zone is not None:
            self.root.set("time_zone", time_zone)

    def _check_open(self) -> None:
        if self.closed:
            raise ClosedError("the Draft is closed")

    @property
    def root(self) -> Node:
        """The outermost map of the document."""
        self._check_open()
        return Node(self, core.loy_draft_root(self._pointer), "")

    def set(self, key: str, value: Value) -> "Draft":
        """Sets a member of the program that has no call of its own, e.g. ``let`` or ``caps``."""
        self.root.set(key, value)
        return self

    def currency(self, id: str, **members: Value) -> Node:
        """Defines a currency: scale, pending, expires, spend_order, floor, payment."""
        node = self.root.map("currencies").map(id)
        for key, value in members.items():
            node.set(key, value)
        return node

    def ladder(self, id: str, **members: Value) -> Ladder:
        """Defines a ladder: counts, window; then call ``tier`` for each of its tiers."""
        node = self.root.map("ladders").map(id)
        for key, value in members.items():
            node.set(key, value)
        return Ladder(self, node._node, node._path)

    def reward(self, id: str, **members: Value) -> Node:
        """Adds a reward: price, when, give."""
        return Node(self, *self.root._add("rewards", id, members))

    def rule(self, id: str, on: Union[str, Sequence[str]], when: Optional[str] = None) -> Rule:
        """Adds a rule that answers a kind of event ("purchase", "timer", "enter:STAGE") or
        several, under a condition. Its effects are calls on what this returns.
        """
        members: dict[str, Value] = {"on": on}
        if when is not None:
            members["when"] = when
        return Rule(self, *self.root._add("rules", id, members))

    def compile(self) -> Program:
        """Checks and compiles; raises ProgramError with all mistakes."""
        with self._using() as pointer:
            return Program.made_by(
                lambda out, problems: core.loy_program_new(out, pointer, problems)
            )
