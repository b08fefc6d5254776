"""The C interface: every struct, and one table of every function that is used.

Layouts and declarations follow loyalty.h, store.h, json.h and sqlite.h. When
the core is loaded its ABI number and the size of each struct are compared with
those here, so that a library that does not fit is refused, not misread.

A declaration is (argtypes, restype, errcheck). ``checked`` raises for negative
results; ``words`` turns lent NUL-terminated text into str at once, so nothing
borrowed is kept.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char,
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
from .errors import LibraryError, error_for

ABI = 1
NEVER = 2**63 - 1
TIME_NONE = -(2**63)
DAY_NONE = -(2**31)
EVENT_OFFLINE, EVENT_OVERDRAW = 1, 2
LINE_TAX_ON_TOP = 1
LINE_NOT_REDUCED = 2

# ---- Structs -----------------------------------------------------------------


class Error(Structure):
    """loy_error"""

    _fields_ = [
        ("size", c_uint32),
        ("code", c_int32),
        ("line", c_uint32),
        ("column", c_uint32),
        ("path", c_char * 128),
        ("text", c_char * 256),
        ("hint", c_char * 256),
    ]


RESIZE = CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_size_t, c_size_t)


class Memory(Structure):
    """loy_memory"""

    _fields_ = [
        ("size", c_uint32),
        ("reserved", c_uint32),
        ("context", c_void_p),
        ("resize", RESIZE),
    ]


class Text(Structure):
    """loy_text: ``data`` is not NUL-terminated when C lends it; read it with ``lent_text``."""

    _fields_ = [("data", c_char_p), ("size", c_uint32), ("symbol", c_uint32)]


class Problem(Structure):
    """loy_problem"""

    _fields_ = [
        ("code", c_char_p),
        ("path", c_char_p),
        ("text", c_char_p),
        ("hint", c_char_p),
        ("severity", c_uint32),
        ("offset", c_uint32),
        ("line", c_uint32),
        ("column", c_uint32),
    ]


class Attribute(Structure):
    """loy_attribute"""

    _fields_ = [
        ("name", Text),
        ("text", Text),
        ("number", c_int64),
        ("kind", c_uint32),
        ("reserved", c_uint32),
    ]


class Line(Structure):
    """loy_line"""

    _fields_ = [
        ("id", Text),
        ("sku", Text),
        ("category", Text),
        ("quantity", c_int64),
        ("unit_price", c_int64),
        ("discount", c_int64),
        ("tax", c_int64),
        ("tags", POINTER(Text)),
        ("attributes", POINTER(Attribute)),
        ("tag_count", c_uint32),
        ("attribute_count", c_uint32),
        ("tax_rate", c_int64),
        ("fixed_tax", c_int64),
        ("minimum_price", c_int64),
        ("flags", c_uint32),
        ("reserved", c_uint32),
    ]


class Item(Structure):
    """loy_item"""

    _fields_ = [
        ("name", Text),
        ("amount", c_int64),
        ("time", c_int64),
        ("kind", c_uint32),
        ("reserved", c_uint32),
        ("until", c_int64),
    ]


class Event(Structure):
    """loy_event"""

    _fields_ = [
        ("size", c_uint32),
        ("line_size", c_uint32),
        ("attribute_size", c_uint32),
        ("item_size", c_uint32),
        ("source", Text),
        ("id", Text),
        ("type", Text),
        ("customer", Text),
        ("store", Text),
        ("channel", Text),
        ("currency", Text),
        ("receipt_source", Text),
        ("receipt_id", Text),
        ("reward", Text),
        ("voucher", Text),
        ("reason", Text),
        ("time", c_int64),
        ("lines", POINTER(Line)),
        ("codes", POINTER(Text)),
        ("items", POINTER(Item)),
        ("attributes", POINTER(Attribute)),
        ("line_count", c_uint32),
        ("code_count", c_uint32),
        ("item_count", c_uint32),
        ("attribute_count", c_uint32),
        ("offset", c_int32),
        ("business_day", c_int32),
        ("action", Text),
        ("ladder", Text),
        ("tier", Text),
        ("until", c_int64),
        ("ttl", c_int64),
        ("other", Text),
        ("flags", c_uint32),
        ("spare", c_uint32),
        ("plan", Text),
        ("fee", c_int64),
    ]


class Effect(Structure):
    """loy_effect"""

    _fields_ = [
        ("rule", c_char_p),
        ("name", c_char_p),
        ("amount", c_int64),
        ("wanted", c_int64),
        ("money", c_int64),
        ("time", c_int64),
        ("kind", c_uint32),
        ("reserved", c_uint32),
    ]


class Entry(Structure):
    """loy_entry"""

    _fields_ = [
        ("currency", c_char_p),
        ("points", c_int64),
        ("time", c_int64),
        ("matures", c_int64),
        ("expires", c_int64),
        ("kind", c_uint32),
        ("debt", c_uint32),
        ("was", c_int64),
    ]


class Balance(Structure):
    """loy_balance"""

    _fields_ = [
        ("currency", c_char_p),
        ("available", c_int64),
        ("pending", c_int64),
        ("held", c_int64),
        ("debt", c_int64),
    ]


class Standing(Structure):
    """loy_standing"""

    _fields_ = [("ladder", c_char_p), ("tier", c_char_p)]


class Outlook(Structure):
    """loy_outlook"""

    _fields_ = [
        ("ladder", c_char_p),
        ("tier", c_char_p),
        ("next", c_char_p),
        ("then", c_char_p),
        ("counted", c_int64),
        ("to_next", c_int64),
        ("to_keep", c_int64),
        ("keep_by", c_int64),
        ("lost", c_int64),
        ("enters", c_int64),
    ]


class Status(Structure):
    """loy_status"""

    _fields_ = [
        ("ladder", c_char_p),
        ("tier", c_char_p),
        ("until", c_int64),
        ("mode", c_uint32),
        ("reserved", c_uint32),
    ]


class Membership(Structure):
    """loy_membership"""

    _fields_ = [
        ("plan", c_char_p),
        ("since", c_int64),
        ("until", c_int64),
        ("cancelled", c_uint32),
        ("reserved", c_uint32),
    ]


class Measure(Structure):
    """loy_measure"""

    _fields_ = [
        ("measure", c_char_p),
        ("counted", c_int64),
        ("to_next", c_int64),
        ("to_keep", c_int64),
    ]


class Lot(Structure):
    """loy_lot"""

    _fields_ = [
        ("currency", c_char_p),
        ("points", c_int64),
        ("matures", c_int64),
        ("expires", c_int64),
        ("earned_on", c_int32),
        ("reserved", c_uint32),
    ]


class Voucher(Structure):
    """loy_voucher"""

    _fields_ = [("voucher", c_char_p), ("count", c_int64), ("expires", c_int64)]


class Behaviour(Structure):
    """loy_behaviour"""

    _fields_ = [
        ("size", c_uint32),
        ("enrolled_on", c_int32),
        ("first_purchase_on", c_int32),
        ("last_purchase_on", c_int32),
        ("purchases", c_int64),
        ("visits", c_int64),
        ("spend", c_int64),
        ("stage_since", c_int64),
    ]


class Why(Structure):
    """loy_why"""

    _fields_ = [
        ("rule", c_char_p),
        ("term", c_char_p),
        ("values", c_char_p),
        ("change", c_char_p),
        ("granted", c_int64),
        ("wanted", c_int64),
        ("why", c_uint32),
        ("reserved", c_uint32),
    ]


class Totals(Structure):
    """loy_totals"""

    _fields_ = [
        ("currency", c_char_p),
        ("issued", c_int64),
        ("spent", c_int64),
        ("expired", c_int64),
        ("reversed", c_int64),
        ("available", c_int64),
        ("pending", c_int64),
        ("held", c_int64),
        ("debt", c_int64),
    ]


class Budget(Structure):
    """loy_budget"""

    _fields_ = [
        ("budget", c_char_p),
        ("currency", c_char_p),
        ("limit", c_int64),
        ("used", c_int64),
    ]


class Expiring(Structure):
    """loy_expiring"""

    _fields_ = [("currency", c_char_p), ("points", c_int64), ("expires", c_int64)]


class Flow(Structure):
    """loy_flow"""

    _fields_ = [
        ("currency", c_char_p),
        ("opening", c_int64),
        ("issued", c_int64),
        ("redeemed", c_int64),
        ("expired", c_int64),
        ("reversed", c_int64),
        ("adjusted", c_int64),
        ("transferred", c_int64),
        ("closing", c_int64),
    ]


class Assumption(Structure):
    """loy_assumption"""

    _fields_ = [
        ("size", c_uint32),
        ("rounding", c_uint32),
        ("value", c_int64),
        ("per", c_int64),
        ("expected", c_int64),
        ("opening", c_int64),
        ("closing", c_int64),
    ]


class Liability(Structure):
    """loy_liability"""

    _fields_ = [
        ("currency", c_char_p),
        ("sales", c_int64),
        ("points", c_int64),
        ("expected", c_int64),
        ("redeemed", c_int64),
        ("opening", c_int64),
        ("deferred", c_int64),
        ("recognised", c_int64),
        ("breakage", c_int64),
        ("closing", c_int64),
    ]


class Column(Structure):
    """loy_column"""

    _fields_ = [
        ("data", c_void_p),
        ("offsets", c_void_p),
        ("bytes", c_void_p),
        ("number", c_int64),
        ("kind", c_uint32),
        ("width", c_uint32),
    ]


class Columns(Structure):
    """loy_columns"""

    _fields_ = [
        ("size", c_uint32),
        ("reserved", c_uint32),
        ("rows", c_uint64),
        ("source", Column),
        ("id", Column),
        ("customer", Column),
        ("time", Column),
        ("offset", Column),
        ("store", Column),
        ("channel", Column),
        ("line", Column),
        ("sku", Column),
        ("category", Column),
        ("quantity", Column),
        ("unit_price", Column),
        ("discount", Column),
    ]


class ColumnResults(Structure):
    """loy_column_results"""

    _fields_ = [
        ("size", c_uint32),
        ("reserved", c_uint32),
        ("currency", c_char_p),
        ("verdict", c_void_p),
        ("earned", c_void_p),
        ("available", c_void_p),
        ("first_row", c_void_p),
        ("events", c_uint64),
    ]


class Fetch(Structure):
    """loy_fetch"""

    _fields_ = [
        ("id", c_void_p),
        ("reply", c_void_p),
        ("id_size", c_uint32),
        ("kind", c_uint32),
    ]


class Write(Structure):
    """loy_write"""

    _fields_ = [
        ("id", c_void_p),
        ("bytes", c_void_p),
        ("owner", c_void_p),
        ("size", c_uint64),
        ("seen", c_uint64),
        ("due", c_int64),
        ("id_size", c_uint32),
        ("owner_size", c_uint32),
        ("kind", c_uint32),
        ("reserved", c_uint32),
    ]


class Batch(Structure):
    """loy_batch"""

    _fields_ = [
        ("size", c_uint32),
        ("count", c_uint32),
        ("writes", POINTER(Write)),
        ("engine", c_void_p),
    ]


class RecordColumns(Structure):
    """loy_record_columns"""

    _fields_ = [
        ("size", c_uint32),
        ("kind", c_uint32),
        ("customer", c_char_p),
        ("stage", c_char_p),
        ("tiers", c_char_p),
        ("balances", c_char_p),
        ("settled", c_int64),
        ("source", c_char_p),
        ("event", c_char_p),
        ("type", c_char_p),
        ("verdict", c_char_p),
        ("reason", c_char_p),
        ("entries", c_char_p),
        ("time", c_int64),
        ("version", c_int64),
    ]


# ---- Opaque objects, each a type of its own -----------------------------------


class Draft(Structure):
    """loy_draft"""


class Node(Structure):
    """loy_node"""


class Program(Structure):
    """loy_program"""


class Problems(Structure):
    """loy_problems"""


class Outcome(Structure):
    """loy_outcome"""


class Customer(Structure):
    """loy_customer"""


class Engine(Structure):
    """loy_engine"""


class Explanation(Structure):
    """loy_explanation"""


class Report(Structure):
    """loy_report"""


class Sink(Structure):
    """loy_sink"""


# ---- Callbacks ------------------------------------------------------------------

LOAD = CFUNCTYPE(c_int, c_void_p, POINTER(Fetch), c_uint32)
COMMIT = CFUNCTYPE(c_int, c_void_p, POINTER(Batch))
WALK = CFUNCTYPE(c_int, c_void_p, c_uint32, c_void_p, c_uint32, POINTER(Sink))
DUE = CFUNCTYPE(c_int, c_void_p, c_uint32, c_int64, POINTER(Sink))
FAILURE = CFUNCTYPE(c_void_p, c_void_p)
CLOSE = CFUNCTYPE(None, c_void_p)
HINT = CFUNCTYPE(None, c_void_p, c_uint32, c_void_p, c_uint32)
HOLD = CFUNCTYPE(None, c_void_p, c_uint32)


class Store(Structure):
    """loy_store"""

    _fields_ = [
        ("size", c_uint32),
        ("shared", c_uint32),
        ("context", c_void_p),
        ("load", LOAD),
        ("commit", COMMIT),
        ("walk", WALK),
        ("due", DUE),
        ("failure", FAILURE),
        ("close", CLOSE),
        ("hint", HINT),
        ("hold", HOLD),
    ]


# The numbers that loy_struct_size() knows the structs by.
STRUCTS: dict[int, type[Structure]] = {
    1: Error,
    2: Memory,
    3: Text,
    4: Problem,
    5: Attribute,
    6: Line,
    7: Item,
    8: Event,
    9: Effect,
    10: Entry,
    11: Balance,
    12: Standing,
    13: Lot,
    14: Voucher,
    15: Behaviour,
    16: Why,
    17: Totals,
    18: Column,
    19: Columns,
    20: ColumnResults,
    21: Fetch,
    22: Write,
    23: Batch,
    24: Store,
    25: RecordColumns,
    26: Expiring,
    27: Flow,
    28: Assumption,
    29: Liability,
    30: Outlook,
    31: Measure,
    32: Membership,
    33: Status,
    34: Budget,
}

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
