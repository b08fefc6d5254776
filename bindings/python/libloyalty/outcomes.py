"""What was decided: outcomes and explanations, copied out of the library's memory.

Points are ints where their currency has no decimals, else Decimals; money is
Decimal; moments are aware datetimes in UTC, None where one never comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Optional, Union

from ._abi import core, to_str
from ._amounts import Points, from_instant, from_units
from ._units import RATE_DIGITS, Units

_VERDICTS = {0: "none", 1: "applied", 2: "refused"}
# Effects whose amount is points of the currency they name.
_OF_POINTS = frozenset((
    "earn", "multiply", "pay", "clawback", "write-off", "adjust", "restore", "recover", "hold",
    "capture", "release", "send", "receive", "fee", "extend", "reinstate", "activate", "draw",
    "forfeit", "convert", "recall",
))  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """Why an event was refused."""

    code: str
    """For programs to test, e.g. "insufficient-points"."""
    text: str
    """In words, with what to do instead."""
    path: str
    """JSON pointer to the field that was refused; "" where there is none."""


@dataclass(frozen=True)
class Effect:
    """One thing that was decided."""

    kind: str
    """As documents write it: "earn", "multiply", "issue", "stage", "tier", ..."""
    rule: str
    """Id of the rule, cap, reward or setting that caused it."""
    name: str
    """What it is about: the currency, counter, voucher, stage, tier, reward or text."""
    amount: Union[Points, Decimal]
    """Granted: points of the currency, else a number (a reward: units of its currency; a rate:
    what one of other money was worth).
    """
    wanted: Union[Points, Decimal]
    """What would have been granted without caps; a discount: money without the budget that
    cut it, 0 where none did."""
    money: Decimal
    """What points paid, also those given back; or what to keep of the money paid back; else 0."""
    time: Optional[datetime]
    """The moment it took effect."""


@dataclass(frozen=True)
class Entry:
    """One row of the ledger: points moved in or out of one lot, or of the debt."""

    kind: str
    """"earn", "mature", "burn", "expire", "reverse", "restore", "adjust", ..."""
    currency: str
    points: Points
    """Positive; adjust: signed."""
    time: Optional[datetime]
    matures: Optional[datetime]
    """Of the lot; None once it is spendable."""
    expires: Optional[datetime]
    """Of the lot; None: never."""
    debt: bool
    """Whether the points fill or deepen the debt, with no lot touched."""
    was: Optional[datetime] = None
    """Extend: when the lot expired before; otherwise as expires. None: never."""


@dataclass(frozen=True)
class Balance:
    """What a customer has of one currency."""

    available: Points
    pending: Points
    held: Points
    debt: Points
    """0 or more; later earnings fill it first."""


@dataclass(frozen=True)
class Outcome:
    """The answer to an event, and the customer after it."""

    verdict: str
    """"applied" or "refused"."""
    replayed: bool
    """Whether the event had been applied before and this is its stored answer."""
    reason: Optional[Reason]
    """Why it was refused; None when applied."""
    effects: tuple[Effect, ...]
    """In the order in which they took place."""
    entries: tuple[Entry, ...]
    """In the order in which they took place."""
    balances: dict[str, Balance]
    """One for each currency."""
    tiers: dict[str, str]
    """The tier on each ladder."""
    stage: str
    """The stage; "" for a customer who does not exist."""
    customer: str = ""
    """Whom it shows, where the account that the event names went into another; "" nearly always."""

    @property
    def applied(self) -> bool:
        """Whether the event was applied, now or before."""
        return self.verdict == "applied"


@dataclass(frozen=True)
class Why:
    """Why one rule did or did not fire."""

    rule: str
    why: str
    """"fired", "condition", "trigger", "validity", "error", "capped", "nothing", "refused",
    "excluded", "limited", "budget"."""
    term: str
    """The part of the condition that decided."""
    values: str
    """The facts in it, e.g. "event.local.hour = 11"."""
    change: str
    """The smallest change that makes the term true; "" where unknown."""
    granted: int
    """In units of the currency."""
    wanted: int
    """Without caps and budgets; likewise."""


@dataclass(frozen=True)
class Explanation:
    """A quote with the reasons: one Why for each rule, in the program's order."""

    outcome: Outcome
    rules: tuple[Why, ...]

    def __getitem__(self, rule: str) -> Why:
        """The Why of a rule, by its id."""
        for why in self.rules:
            if why.rule == rule:
                return why
        raise KeyError(rule)


def _reason(outcome: Any) -> Optional[Reason]:
    code = core.loy_outcome_reason(outcome)
    if not code:
        return None
    return Reason(
        code,
        core.loy_outcome_reason_text(outcome) or "",
        core.loy_outcome_reason_path(outcome) or "",
    )


def _effect(item: Any, units: Units) -> Effect:
    name = to_str(item.name)
    kind = core.loy_effect_kind_name(item.kind) or str(item.kind)
    of_points = kind in _OF_POINTS
    amount: Union[Points, Decimal] = item.amount
    wanted: Union[Points, Decimal] = item.wanted
    if of_points:
        amount, wanted = units.points(name, item.amount), units.points(name, item.wanted)
    elif kind == "rate":
        rate = from_units(item.amount, RATE_DIGITS).normalize()
        amount = wanted = Decimal(f"{rate:f}")  # 160, not 1.6E+2
    elif kind == "discount":
        wanted = units.money(item.wanted)
    return Effect(
        kind,
        to_str(item.rule),
        name,
        amount,
        wanted,
        units.money(item.money),
        from_instant(item.time),
    )


def _entry(item: Any, units: Units) -> Entry:
    currency = to_str(item.currency)
    return Entry(
        core.loy_entry_kind_name(item.kind) or str(item.kind),
        currency,
        units.points(currency, item.points),
        from_instant(item.time),
        from_instant(item.matures) if item.matures else None,
        from_instant(item.expires),
        bool(item.debt),
        from_instant(item.was),
    )


def add_balance(balances: dict[str, Balance], pointer: Any, units: Units) -> None:
    """Copies a lent loy_balance under its currency."""
    item = pointer.contents
    currency = to_str(item.currency)
    balances[currency] = Balance(
        units.points(currency, item.available),
        units.points(currency, item.pending),
        units.points(currency, item.held),
        units.points(currency, item.debt),
    )


def add_standing(tiers: dict[str, str], pointer: Any) -> None:
    """Copies a lent loy_standing under its ladder."""
    item = pointer.contents
    tiers[to_str(item.ladder)] = to_str(item.tier)


def read_outcome(outcome: Any, units: Units) -> Outcome:
    """Everything in a loy_outcome, copied."""
    balances: dict[str, Balance] = {}
    for index in range(core.loy_outcome_balance_count(outcome)):
        add_balance(balances, core.loy_outcome_balance(outcome, index), units)
    tiers: dict[str, str] = {}
    for index in range(core.loy_outcome_tier_count(outcome)):
        add_standing(tiers, core.loy_outcome_tier(outcome, index))
    return Outcome(
        _VERDICTS[core.loy_outcome_verdict(outcome)],
        bool(core.loy_outcome_replayed(outcome)),
        _reason(outcome),
        tuple(
            _effect(core.loy_outcome_effect(outcome, index).contents, units)
            for index in range(core.loy_outcome_effect_count(outcome))
        ),
        tuple(
            _entry(core.loy_outcome_entry(outcome, index).contents, units)
            for index in range(core.loy_outcome_entry_count(outcome))
        ),
        balances,
        tiers,
        core.loy_outcome_stage(outcome) or "",
        core.loy_outcome_customer(outcome) or "",
    )


def read_explanation(explanation: Any, outcome: Outcome) -> Explanation:
    """Everything in a loy_explanation, copied."""
    rules = []
    for index in range(core.loy_explanation_count(explanation)):
        item = core.loy_explanation_at(explanation, index).contents
        rules.append(
            Why(
                to_str(item.rule),
                core.loy_why_name(item.why) or str(item.why),
                to_str(item.term),
                to_str(item.values),
                to_str(item.change),
                item.granted,
                item.wanted,
            )
        )
    return Explanation(outcome, tuple(rules))
