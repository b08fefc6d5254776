"""What is found when all that a store holds is held against each other."""

from __future__ import annotations

from ctypes import byref, sizeof
from dataclasses import dataclass
from typing import Any

from . import _structs
from ._abi import core, new_error, to_str


@dataclass(frozen=True)
class Finding:
    """A record that is not as it should be. Texts that say nothing, or that no record knows
    any more, are empty.
    """

    found: str
    """``altered`` (it is not what was written), ``removed`` (it was written, and is gone) or
    ``put-back`` (it is what was written once: others know a later one)."""
    what: str
    """``customer``, ``event``, ``messages`` (of a customer, on their way) or ``uses`` (of what
    has a limit for all customers)."""
    text: str
    """Why, in a few words."""
    customer: str
    """Whose it is."""
    source: str
    """Of an event."""
    event: str
    """Its id."""
    name: str
    """Of uses: of what, as the store names it."""
    by_source: str
    """Of the event that says so."""
    by_event: str


@dataclass(frozen=True)
class Verified:
    """What a store holds, and what of it is not as it should be."""

    findings: tuple[Finding, ...]
    """In no particular order; the first of them where there are more than were asked for."""
    count: int
    """All that was found."""
    customers: int
    """Whose record can be read."""
    events: int
    """Applied, and those by which time was applied."""
    refusals: int
    digest: str
    """Of all that is stored: the same for equal stores. Sixteen hexadecimal digits."""


def _finding(item: _structs.Finding) -> Finding:
    return Finding(
        found=core.loy_found_name(item.found) or "",
        **{
            name: to_str(getattr(item, name))
            for name in Finding.__dataclass_fields__
            if name != "found"
        },
    )


def verify(engine: Any, most: int) -> Verified:
    """Verifies the store of a loy_engine and copies the first ``most`` findings."""
    findings: list[Finding] = []
    raised: list[BaseException] = []

    def tell(context: Any, item: Any) -> int:
        try:
            if len(findings) < most:
                findings.append(_finding(item.contents))
        except BaseException as error:  # nothing may unwind into C
            raised.append(error)
            return -1
        return 1

    told = _structs.Verified(size=sizeof(_structs.Verified))
    each = _structs.FINDING_EACH(tell)
    try:
        core.loy_engine_verify(engine, each, None, byref(told), new_error())
    finally:
        if raised:
            raise raised[0]
    return Verified(
        tuple(findings),
        told.findings,
        told.customers,
        told.events,
        told.refusals,
        f"{told.digest:016x}",
    )
