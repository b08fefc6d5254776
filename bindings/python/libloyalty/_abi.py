"""The C interface: one table of every function that is used, and what loads and checks it.

When the core is loaded its ABI number and the size of each struct (``_structs``)
are compared with those here, so that a library that does not fit is refused, not
misread.

A declaration is (argtypes, restype, errcheck). ``checked`` raises for negative
results; ``words`` turns lent NUL-terminated text into str at once, so nothing
borrowed is kept.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import (
    POINTER,
    Structure,
    c_char_p,
    c_int,
    c_int32,
    c_int64,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any, Optional

from . import _find
from ._structs import (
    Assumption, Attribute, Balance, Batch, Behaviour, Budget, ColumnResults, Columns, Customer,
    Draft, Effect, Engine, Entry, Error, Event, Expiring, Explanation, FINDING_EACH, Fetch, Flow, Liability,
    Lot, Measure, Membership, Memory, Node, Outcome, Outlook, Problem, Problems, Program,
    RecordColumns, Report, STRUCTS, Sink, Standing, Status, Store, Text, Totals, Verified, Voucher, Why,
)  # fmt: skip
from .errors import LibraryError, error_for

ABI = 1

# ---- Results ----------------------------------------------------------------------


def new_error() -> Error:
    """An empty loy_error for a call to fill."""
    error = Error()
    error.size = ctypes.sizeof(Error)
    return error


def to_str(data: Optional[bytes]) -> str:
    """Text from C as str; NULL is empty."""
    return data.decode("utf-8", "replace") if data else ""


def checked(result: int, function: Any, arguments: tuple[Any, ...]) -> int:
    """Raises for a negative result, with the words of the loy_error among the arguments."""
    if result >= 0:
        return result
    for argument in arguments:
        if isinstance(argument, Error) and argument.text:
            raise error_for(
                result,
                to_str(argument.text),
                to_str(argument.path),
                to_str(argument.hint),
                argument.line,
                argument.column,
            )
    raise error_for(result, core.loy_result_text(result))


def words(result: Optional[bytes], function: Any, arguments: tuple[Any, ...]) -> Optional[str]:
    """Lent text as str, NULL as None."""
    return None if result is None else result.decode("utf-8", "replace")


def lent_text(text: Text) -> str:
    """The content of a loy_text that C lent, which may lack a terminating NUL."""
    address = c_void_p.from_buffer(text, Text.data.offset).value
    if not address:
        return ""
    return ctypes.string_at(address, text.size).decode("utf-8", "replace")


# ---- Functions -----------------------------------------------------------------------

Declaration = tuple[list[Any], Any, Optional[Callable[..., Any]]]

_draft = POINTER(Draft)
_node = POINTER(Node)
_program = POINTER(Program)
_problems = POINTER(Problems)
_outcome = POINTER(Outcome)
_customer = POINTER(Customer)
_engine = POINTER(Engine)
_explanation = POINTER(Explanation)
_report = POINTER(Report)
_sink = POINTER(Sink)
_store = POINTER(Store)
_memory = POINTER(Memory)
_error = POINTER(Error)
_event = POINTER(Event)

CORE: dict[str, Declaration] = {
    "loy_version": ([], c_char_p, words),
    "loy_abi": ([], c_uint32, None),
    "loy_struct_size": ([c_uint32], c_uint32, None),
    "loy_result_text": ([c_int], c_char_p, words),
    # programs being written
    "loy_draft_new": ([POINTER(_draft), _memory], c_int, checked),
    "loy_draft_free": ([_draft], None, None),
    "loy_draft_root": ([_draft], _node, None),
    "loy_node_map": ([_node, c_char_p], _node, None),
    "loy_node_list": ([_node, c_char_p], _node, None),
    "loy_node_add_map": ([_node], _node, None),
    "loy_node_add_list": ([_node], _node, None),
    "loy_node_set_bytes": ([_node, c_char_p, c_char_p, c_size_t], None, None),
    "loy_node_set_integer": ([_node, c_char_p, c_int64], None, None),
    "loy_node_set_boolean": ([_node, c_char_p, c_int32], None, None),
    "loy_node_add_bytes": ([_node, c_char_p, c_size_t], None, None),
    "loy_node_add_integer": ([_node, c_int64], None, None),
    "loy_node_add_boolean": ([_node, c_int32], None, None),
    "loy_draft_identify": ([_draft, c_char_p, c_int64, c_char_p], None, None),
    # problems
    "loy_problems_new": ([POINTER(_problems), _memory], c_int, checked),
    "loy_problems_free": ([_problems], None, None),
    "loy_problems_count": ([_problems, c_uint32], c_uint32, None),
    "loy_problems_at": ([_problems, c_uint32], POINTER(Problem), None),
    # programs
    "loy_program_save": ([_program, c_void_p, c_uint64, POINTER(c_uint64)], c_int, checked),
    "loy_program_load": ([POINTER(_program), c_char_p, c_uint64, _problems, _memory], c_int, None),
    "loy_program_new": ([POINTER(_program), _draft, _problems], c_int, None),
    "loy_program_free": ([_program], None, None),
    "loy_program_id": ([_program], c_char_p, words),
    "loy_program_version": ([_program], c_int64, None),
    "loy_program_digest": ([_program], c_char_p, words),
    "loy_program_money": ([_program], c_char_p, words),
    "loy_program_money_digits": ([_program], c_uint32, None),
    "loy_program_digits_of": ([_program, c_char_p, c_uint32], c_int32, None),
    "loy_program_count": ([_program, c_uint32], c_uint32, None),
    "loy_program_name": ([_program, c_uint32, c_uint32], c_char_p, words),
    "loy_program_scale": ([_program, c_char_p], c_uint32, None),
    "loy_program_tier_count": ([_program, c_uint32], c_uint32, None),
    "loy_program_tier_name": ([_program, c_uint32, c_uint32], c_char_p, words),
    # outcomes
    "loy_entry_kind_name": ([c_uint32], c_char_p, words),
    "loy_effect_kind_name": ([c_uint32], c_char_p, words),
    "loy_outcome_new": ([POINTER(_outcome), _memory], c_int, checked),
    "loy_outcome_free": ([_outcome], None, None),
    "loy_outcome_verdict": ([_outcome], c_uint32, None),
    "loy_outcome_replayed": ([_outcome], c_uint32, None),
    "loy_outcome_reason": ([_outcome], c_char_p, words),
    "loy_outcome_reason_text": ([_outcome], c_char_p, words),
    "loy_outcome_reason_path": ([_outcome], c_char_p, words),
    "loy_outcome_effect_count": ([_outcome], c_uint32, None),
    "loy_outcome_effect": ([_outcome, c_uint32], POINTER(Effect), None),
    "loy_outcome_entry_count": ([_outcome], c_uint32, None),
    "loy_outcome_entry": ([_outcome, c_uint32], POINTER(Entry), None),
    "loy_outcome_balance_count": ([_outcome], c_uint32, None),
    "loy_outcome_balance": ([_outcome, c_uint32], POINTER(Balance), None),
    "loy_outcome_tier_count": ([_outcome], c_uint32, None),
    "loy_outcome_tier": ([_outcome, c_uint32], POINTER(Standing), None),
    "loy_outcome_customer": ([_outcome], c_char_p, words),
    "loy_outcome_stage": ([_outcome], c_char_p, words),
    # customers
    "loy_customer_new": ([POINTER(_customer), _memory], c_int, checked),
    "loy_customer_free": ([_customer], None, None),
    "loy_customer_id": ([_customer], c_char_p, words),
    "loy_customer_balance": ([_customer, c_uint32], POINTER(Balance), None),
    "loy_customer_tier": ([_customer, c_uint32], POINTER(Standing), None),
    "loy_customer_progress": ([_customer, c_uint32], c_int64, None),
    "loy_customer_outlook": ([_customer, c_uint32], POINTER(Outlook), None),
    "loy_customer_measure_count": ([_customer, c_uint32], c_uint32, None),
    "loy_customer_measure": ([_customer, c_uint32, c_uint32], POINTER(Measure), None),
    "loy_customer_status_count": ([_customer], c_uint32, None),
    "loy_customer_status": ([_customer, c_uint32], POINTER(Status), None),
    "loy_customer_membership_count": ([_customer], c_uint32, None),
    "loy_customer_membership": ([_customer, c_uint32], POINTER(Membership), None),
    "loy_customer_counter": ([_customer, c_uint32], c_int64, None),
    "loy_customer_waiting": ([_customer, c_uint32], c_int64, None),
    "loy_customer_stage": ([_customer], c_char_p, words),
    "loy_customer_lot_count": ([_customer], c_uint32, None),
    "loy_customer_lot": ([_customer, c_uint32], POINTER(Lot), None),
    "loy_customer_expiring_count": ([_customer], c_uint32, None),
    "loy_customer_expiring": ([_customer, c_uint32], POINTER(Expiring), None),
    "loy_customer_voucher_count": ([_customer], c_uint32, None),
    "loy_customer_voucher": ([_customer, c_uint32], POINTER(Voucher), None),
    "loy_customer_behaviour": ([_customer, POINTER(Behaviour)], c_int, checked),
    "loy_customer_due": ([_customer], c_int64, None),
    "loy_customer_frozen": ([_customer], c_char_p, None),
    "loy_customer_moved_to": ([_customer], c_char_p, None),
    "loy_customer_household": ([_customer], c_char_p, None),
    "loy_customer_attribute_count": ([_customer], c_uint32, None),
    "loy_customer_attribute": ([_customer, c_uint32], POINTER(Attribute), None),
    # explanations and reports
    "loy_explanation_new": ([POINTER(_explanation), _memory], c_int, checked),
    "loy_explanation_free": ([_explanation], None, None),
    "loy_explanation_count": ([_explanation], c_uint32, None),
    "loy_explanation_at": ([_explanation, c_uint32], POINTER(Why), None),
    "loy_why_name": ([c_uint32], c_char_p, words),
    "loy_report_new": ([POINTER(_report), _memory], c_int, checked),
    "loy_report_free": ([_report], None, None),
    "loy_report_customers": ([_report], c_uint64, None),
    "loy_report_stage": ([_report, c_uint32], c_uint64, None),
    "loy_report_tier": ([_report, c_uint32, c_uint32], c_uint64, None),
    "loy_report_totals": ([_report, c_uint32], POINTER(Totals), None),
    "loy_report_vouchers": ([_report, c_uint32], c_int64, None),
    "loy_report_budget_count": ([_report], c_uint32, None),
    "loy_report_budget": ([_report, c_uint32], POINTER(Budget), None),
    "loy_report_expiring_count": ([_report], c_uint64, None),
    "loy_report_expiring": ([_report, c_uint64, POINTER(Expiring)], c_int, checked),
    "loy_report_flow": ([_report, c_uint32], POINTER(Flow), None),
    "loy_report_liability": (
        [_report, c_uint32, POINTER(Assumption), POINTER(Liability)],
        c_int,
        checked,
    ),
    # engine
    "loy_engine_new": ([POINTER(_engine), _program, _store, _memory], c_int, checked),
    "loy_engine_free": ([_engine], None, None),
    "loy_engine_lend": ([_engine, _program], c_int, checked),
    "loy_engine_apply": ([_engine, _event, _outcome, _error], c_int, checked),
    "loy_engine_apply_batch": (
        [
            _engine,
            POINTER(_event),
            c_uint64,
            c_uint32,
            POINTER(_outcome),
            POINTER(c_uint64),
            _error,
        ],
        c_int,
        checked,
    ),
    "loy_engine_quote": ([_engine, _event, _outcome, _error], c_int, checked),
    "loy_engine_explain": ([_engine, _event, _outcome, _explanation, _error], c_int, checked),
    "loy_engine_advance": ([_engine, c_int64, c_uint64, POINTER(c_uint64), _error], c_int, checked),
    "loy_engine_customer": (
        [_engine, c_char_p, c_size_t, c_int64, _customer, _error],
        c_int,
        checked,
    ),
    "loy_engine_report": ([_engine, c_int64, _report, _error], c_int, checked),
    "loy_engine_flows": ([_engine, c_int64, c_int64, _report, _error], c_int, checked),
    "loy_engine_verify": (
        [_engine, FINDING_EACH, c_void_p, POINTER(Verified), _error],
        c_int,
        checked,
    ),
    "loy_found_name": ([c_uint32], c_char_p, words),
    "loy_engine_apply_columns": (
        [_engine, POINTER(Columns), c_uint32, POINTER(ColumnResults), _error],
        c_int,
        checked,
    ),
    # stores; what callbacks call reports by its result, never by an exception
    "loy_fetch_give": ([POINTER(Fetch), c_char_p, c_uint64, c_uint64], c_int, None),
    "loy_fetch_lend": ([POINTER(Fetch), c_void_p, c_uint64, c_uint64], c_int, None),
    "loy_sink_give": ([_sink, c_char_p, c_uint32, c_char_p, c_uint64, c_uint64], c_int, None),
    "loy_batch_columns": ([POINTER(Batch), c_uint32, POINTER(RecordColumns)], c_int, checked),
    "loy_memory_store_open": ([POINTER(_store), _memory], c_int, checked),
    "loy_store_close": ([_store], None, None),
}

JSON: dict[str, Declaration] = {
    "loy_json_program": (
        [POINTER(_program), c_char_p, c_size_t, _problems, _memory],
        c_int,
        None,
    ),
}

SQLITE: dict[str, Declaration] = {
    "loy_sqlite_open": ([POINTER(_store), c_char_p, c_uint32, _memory, _error], c_int, checked),
}


def declare(library: ctypes.CDLL, table: dict[str, Declaration]) -> ctypes.CDLL:
    """Gives the functions of a library their types; a function it lacks is a LibraryError."""
    for name, (argtypes, restype, errcheck) in table.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise LibraryError(
                f"{library._name} has no function {name}: it is older than this package"
            ) from None
        function.argtypes = argtypes
        function.restype = restype
        if errcheck is not None:
            function.errcheck = errcheck
    return library


def verify(library: ctypes.CDLL, structs: dict[int, type[Structure]] = STRUCTS) -> None:
    """Refuses a library whose ABI number or struct sizes are not those declared here."""
    abi = library.loy_abi()
    if abi != ABI:
        raise LibraryError(
            f"{library._name} has ABI {abi}, this package was made for ABI {ABI}: "
            "install the library and the package of the same release"
        )
    for which, struct in structs.items():
        size = library.loy_struct_size(which)
        if size != ctypes.sizeof(struct):
            raise LibraryError(
                f"{library._name}: {struct.__doc__} has {size} bytes there and "
                f"{ctypes.sizeof(struct)} here: install the library and the package "
                "of the same release"
            )


_components: dict[str, ctypes.CDLL] = {}


def component(name: str) -> ctypes.CDLL:
    """An optional component, loaded when first asked for: "json" or "sqlite"."""
    if name not in _components:
        table = {"json": JSON, "sqlite": SQLITE}[name]
        _components[name] = declare(_find.load(name), table)
    return _components[name]


core = declare(_find.load("core"), CORE)
verify(core)
