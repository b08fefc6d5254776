"""The engine: a program and a store, and the calls that decide."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from ctypes import POINTER, byref, c_uint64, pointer
from itertools import islice
from typing import Any, Optional, Union

from . import _handles, _structs
from ._abi import core, new_error
from ._amounts import Moment, Number, to_instant
from ._marshal import to_native
from ._table import Table
from ._text import c_string, encode
from ._units import Units
from .columns import ColumnResults, Results
from .customers import Customer, read_customer
from .errors import InvalidError, LoyaltyError
from .events import Event, build
from .outcomes import Explanation, Outcome, read_explanation, read_outcome
from .program import Program
from .reports import (
    Flow,
    Liability,
    Report,
    assumption,
    read_flows,
    read_liability,
    read_report,
)
from .stores import Guard, Store
from .verification import Verified, verify

AnyEvent = Union[Event, Mapping[str, Any]]
"""An Event, or the dict of its JSON form."""

_MAX_GROUP = 10000


def _new_outcome() -> _handles.Owned:
    return _handles.Owned(_structs.Outcome, core.loy_outcome_new, core.loy_outcome_free)


def _new_report() -> _handles.Owned:
    return _handles.Owned(_structs.Report, core.loy_report_new, core.loy_report_free)


class Engine(_handles.Handle):
    """Applies events of customers in a store by the rules of a program.

    Threads may share an engine: their calls take turns. For real parallelism
    give each thread an engine and a store of its own. Program and store stay
    usable until the engine is closed, even if they are closed before it.

    Every call that reads or writes may raise StoreError, or what a backend in
    Python raised, and CorruptError or VersionError for a record that cannot be
    read. Calls that take an event raise DocumentError where it has not the form
    of events, with the path to what is wrong.
    """

    def __init__(self, program: Program, store: Store, former: Sequence[Program] = ()) -> None:
        """Joins a program and a store. ``former`` are earlier versions of the program: returns
        that are re-evaluated go by the rules of their sale, where its version is among them.

        Raises InvalidError for a former that is another program, or has other money.
        """
        self._program = program
        self._store = store
        self._units = Units.of(program)
        self._guard = store._guard or Guard()
        outcomes = [_new_outcome()]
        self._outcomes: list[_handles.Owned] = outcomes

        def free(made: Any) -> None:
            core.loy_engine_free(made)
            for outcome in outcomes:
                outcome.close()

        with program._using() as compiled, store._using() as opened:
            made = _handles.create(_structs.Engine, core.loy_engine_new, compiled, opened)
            self._own(made, free, program, store, *former)
        for version in former:
            with version._using() as lent, self._using() as own:
                core.loy_engine_lend(own, lent)

    @property
    def program(self) -> Program:
        """The program that decides."""
        return self._program

    @property
    def store(self) -> Store:
        """Where customers are kept."""
        return self._store

    @contextmanager
    def _call(self) -> Generator[Any, None, None]:
        """Around each call into C: the engine stays open, threads take turns, and what a
        backend in Python raised comes out.
        """
        with self._using() as opened, self._guard, self._store._relay():
            yield opened

    def _native(self, event: AnyEvent) -> _structs.Event:
        return to_native(build(Event, event, ""), self._units)

    def apply(self, event: AnyEvent) -> Outcome:
        """Applies one event to its customer. A refusal is an answer, found in the outcome.

        The same source and id applied again give the stored answer; with other
        content they raise MismatchError. Raises EventError where source, id, customer
        or time are missing, and ConflictError where others kept changing the
        customer. After UnknownResultError apply the same event again; any other
        exception means that nothing has changed.
        """
        native = self._native(event)
        with self._call() as opened:
            outcome = self._outcomes[0].pointer
            core.loy_engine_apply(opened, native, outcome, new_error())
            return read_outcome(outcome, self._units)

    def quote(self, event: AnyEvent) -> Outcome:
        """The outcome that an event would have, with nothing written. Raises EventError as
        ``apply`` does.
        """
        native = self._native(event)
        with self._call() as opened:
            outcome = self._outcomes[0].pointer
            core.loy_engine_quote(opened, native, outcome, new_error())
            return read_outcome(outcome, self._units)

    def explain(self, event: AnyEvent) -> Explanation:
        """A quote with the reasons: for every rule, whether it fires and why not. Raises
        EventError as ``apply`` does.
        """
        native = self._native(event)
        box = _handles.Owned(
            _structs.Explanation, core.loy_explanation_new, core.loy_explanation_free
        )
        with box, self._call() as opened:
            outcome = self._outcomes[0].pointer
            core.loy_engine_explain(opened, native, outcome, box.pointer, new_error())
            return read_explanation(box.pointer, read_outcome(outcome, self._units))

    def apply_many(self, events: Iterable[AnyEvent], group: int = 100) -> list[Outcome]:
        """Applies events in their order, with one commit for every ``group`` of them
        (1 .. 10000): when a commit fails, none of its events is kept.

        An event that is wrong by itself stops the batch; those before it are
        kept. Raises what ``apply`` does, and InvalidError where ``group`` is out of
        range. The exception's ``done`` says how many events were kept, and
        ``outcomes`` holds theirs.
        """
        if not 1 <= group <= _MAX_GROUP:
            raise InvalidError(f"a group has 1 to {_MAX_GROUP} events, not {group}")
        results: list[Outcome] = []
        remaining = iter(events)
        try:
            for chunk in iter(lambda: list(islice(remaining, group)), []):
                natives, mistake = self._natives(chunk, len(results))
                self._apply_group(natives, results)
                if mistake is not None:
                    raise mistake
        except LoyaltyError as error:
            error.done = len(results)
            error.outcomes = tuple(results)
            raise
        return results

    def _natives(
        self, events: list[AnyEvent], first: int
    ) -> tuple[list[_structs.Event], Optional[LoyaltyError]]:
        """The events of a group up to a wrong one, which is told with its number from 0."""
        natives: list[_structs.Event] = []
        for index, event in enumerate(events, first):
            try:
                natives.append(self._native(event))
            except LoyaltyError as error:
                error.path = f"/{index}{error.path}"
                return natives, error
        return natives, None

    def _apply_group(self, natives: list[_structs.Event], results: list[Outcome]) -> None:
        """Applies a group with one commit; the outcomes of what was kept join the results."""
        count = len(natives)
        done = c_uint64()
        with self._call() as opened:
            while len(self._outcomes) < count:
                self._outcomes.append(_new_outcome())
            outcomes = [owned.pointer for owned in self._outcomes[:count]]
            try:
                core.loy_engine_apply_batch(
                    opened,
                    (POINTER(_structs.Event) * count)(*(pointer(native) for native in natives)),
                    count,
                    max(count, 1),
                    (POINTER(_structs.Outcome) * count)(*outcomes),
                    byref(done),
                    new_error(),
                )
            finally:
                results += [read_outcome(o, self._units) for o in outcomes[: done.value]]

    def apply_columns(
        self, table: Any, currency: Optional[str] = None, group: int = 1000
    ) -> ColumnResults:
        """Applies a table of purchases, in its order, with one commit for every ``group`` of
        events (1 .. 10000). See the module ``columns`` for the table.

        ``currency`` is whose points the results hold; by default the program's
        first. When a commit fails none of its events is kept; an event that is
        wrong by itself stops the table and those before it are kept. The
        exception's ``done`` says how many events were kept; applying the same
        table again replays them and goes on. Raises what ``apply`` does, and InvalidError
        where ``group`` is out of range or the program has no such currency.
        """
        if not 1 <= group <= _MAX_GROUP:
            raise InvalidError(f"a group has 1 to {_MAX_GROUP} events, not {group}")
        if currency is not None and currency not in self._program.currencies:
            raise InvalidError(f"the program has no currency {currency!r}", path="currency")
        columns = Table(table)
        whose = None if currency is None else c_string(currency, "currency")
        results = Results(columns.rows, whose)
        with self._call() as opened:
            try:
                core.loy_engine_apply_columns(
                    opened, byref(columns.native), group, byref(results.native), new_error()
                )
            except LoyaltyError as error:
                error.done = results.native.events
                raise
        return results.read()

    def advance(self, until: Moment, limit: int = 0) -> int:
        """Settles every customer whose next deadline has come by ``until``, at most ``limit``
        (0: all), and says how many. Safe to stop and call again. Raises InvalidError where
        the store cannot list who is due, and ConflictError and UnknownResultError as ``apply``.
        """
        moment = to_instant(until, "until")
        if not 0 <= limit < 2**64:
            raise InvalidError("limit is 0 or more")
        count = c_uint64()
        with self._call() as opened:
            core.loy_engine_advance(opened, moment, limit, byref(count), new_error())
        return count.value

    def customer(self, id: str, at: Optional[Moment] = None) -> Customer:
        """A customer as of a moment (None: as stored), with nothing written. Raises
        NotFoundError, and InvalidError for an id that has not 1 to 255 bytes.
        """
        data = encode(id, "id")
        moment = to_instant(at, "at")
        box = _handles.Owned(_structs.Customer, core.loy_customer_new, core.loy_customer_free)
        with box, self._call() as opened:
            core.loy_engine_customer(
                opened, data, len(data), moment, box.pointer, new_error()
            )
            return read_customer(box.pointer, self._program, self._units)

    def report(self, at: Moment) -> Report:
        """Figures over all customers, each settled to ``at`` with nothing written. Raises
        InvalidError where the store cannot list its records.
        """
        moment = to_instant(at, "at")
        box = _new_report()
        with box, self._call() as opened:
            core.loy_engine_report(opened, moment, box.pointer, new_error())
            return read_report(box.pointer, self._program, self._units)

    def flows(self, since: Moment, until: Moment) -> dict[str, Flow]:
        """How the points of each currency came and went after ``since`` and up to ``until``,
        from the ledger. What lapses as a day ends belongs to the period which that day ends.
        Raises InvalidError where ``until`` comes before ``since`` or the store cannot list its
        records.
        """
        interval = to_instant(since, "since"), to_instant(until, "until")
        box = _new_report()
        with box, self._call() as opened:
            core.loy_engine_flows(opened, *interval, box.pointer, new_error())
            return read_flows(box.pointer, self._program, self._units)

    def liability(
        self,
        currency: str,
        since: Moment,
        until: Moment,
        value: Number,
        expected: Number,
        *,
        opening: Optional[Number] = None,
        closing: Optional[Number] = None,
        percent: bool = False,
    ) -> Liability:
        """What is owed for the points of a currency by IFRS 15, with what happened after
        ``since`` and up to ``until``.

        ``value`` is the money that a point is worth to who redeems it, ``expected`` the share
        of points ("0.97") that will ever be redeemed, as estimated when prices are allocated;
        ``opening`` and ``closing`` are later estimates, at the two ends of the interval.
        ``percent`` rounds the share of points in a price to whole percents. Raises
        InvalidError as ``flows``, for a currency that the program has not and a share that is
        not from 0 to 1, and DocumentError for a number that is not exact.
        """
        if currency not in self._program.currencies:
            raise InvalidError(f"the program has no currency {currency!r}", path="currency")
        assumed = assumption(currency, self._units, value, expected, opening, closing, percent)
        interval = to_instant(since, "since"), to_instant(until, "until")
        box = _new_report()
        with box, self._call() as opened:
            core.loy_engine_flows(opened, *interval, box.pointer, new_error())
            return read_liability(box.pointer, self._program, self._units, currency, assumed)

    def verify(self, most: int = 1000) -> Verified:
        """Holds all that is stored against each other: whether every record is whole and each
        customer has the events that were applied to him. It finds what was altered, removed or
        put back by accident, the first ``most`` findings in words and the others as a count;
        not what somebody does who knows how: note ``digest`` and ``events`` elsewhere for that.

        Reads every record of the store; nobody may write meanwhile. Any program will do that
        can read the customers. Raises InvalidError where the store cannot list its records
        and for a ``most`` below 0.
        """
        if most < 0:
            raise InvalidError(f"there are 0 findings or more, not {most}")
        with self._call() as opened:
            return verify(opened, most)

    def __repr__(self) -> str:
        return f"<Engine of {self._program!r}>"
