"""The structs of the C interface, its callbacks and the numbers that stand for nothing.

Layouts follow loyalty.h, store.h, json.h and sqlite.h, member by member; what is
loaded is compared with them (``_abi.verify``).
"""

from __future__ import annotations

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
from typing import Any

NEVER = 2**63 - 1
TIME_NONE = -(2**63)
DAY_NONE = -(2**31)
EVENT_OFFLINE, EVENT_OVERDRAW = 1, 2
LINE_TAX_ON_TOP = 1
LINE_NOT_REDUCED = 2


def _all(kind: Any, *names: str) -> list[tuple[str, Any]]:
    """Members of one type that follow one another."""
    return [(name, kind) for name in names]


# ---- Structs -----------------------------------------------------------------
# fmt: off


class Error(Structure):
    """loy_error"""

    _fields_ = [
        ("size", c_uint32),
        ("code", c_int32),
        *_all(c_uint32, "line", "column"),
        ("path", c_char * 128),
        *_all(c_char * 256, "text", "hint"),
    ]


RESIZE = CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_size_t, c_size_t)


class Memory(Structure):
    """loy_memory"""

    _fields_ = [*_all(c_uint32, "size", "reserved"), ("context", c_void_p), ("resize", RESIZE)]


class Text(Structure):
    """loy_text: ``data`` is not NUL-terminated when C lends it; read it with ``lent_text``."""

    _fields_ = [("data", c_char_p), *_all(c_uint32, "size", "symbol")]


class Problem(Structure):
    """loy_problem"""

    _fields_ = [
        *_all(c_char_p, "code", "path", "text", "hint"),
        *_all(c_uint32, "severity", "offset", "line", "column"),
    ]


class Attribute(Structure):
    """loy_attribute"""

    _fields_ = [
        *_all(Text, "name", "text"),
        ("number", c_int64),
        *_all(c_uint32, "kind", "reserved"),
    ]


class Line(Structure):
    """loy_line"""

    _fields_ = [
        *_all(Text, "id", "sku", "category"),
        *_all(c_int64, "quantity", "unit_price", "discount", "tax"),
        ("tags", POINTER(Text)),
        ("attributes", POINTER(Attribute)),
        *_all(c_uint32, "tag_count", "attribute_count"),
        *_all(c_int64, "tax_rate", "fixed_tax", "minimum_price"),
        *_all(c_uint32, "flags", "reserved"),
    ]


class Item(Structure):
    """loy_item"""

    _fields_ = [
        ("name", Text),
        *_all(c_int64, "amount", "time"),
        *_all(c_uint32, "kind", "reserved"),
        ("until", c_int64),
    ]


class Event(Structure):
    """loy_event"""

    _fields_ = [
        *_all(c_uint32, "size", "line_size", "attribute_size", "item_size"),
        *_all(
            Text,
            "source", "id", "type", "customer", "store", "channel", "currency", "receipt_source",
            "receipt_id", "reward", "voucher", "reason",
        ),
        ("time", c_int64),
        ("lines", POINTER(Line)),
        ("codes", POINTER(Text)),
        ("items", POINTER(Item)),
        ("attributes", POINTER(Attribute)),
        *_all(c_uint32, "line_count", "code_count", "item_count", "attribute_count"),
        *_all(c_int32, "offset", "business_day"),
        *_all(Text, "action", "ladder", "tier"),
        *_all(c_int64, "until", "ttl"),
        ("other", Text),
        *_all(c_uint32, "flags", "spare"),
        ("plan", Text),
        ("fee", c_int64),
        ("approver", Text),
        ("rate", c_int64),
        ("accepted", c_int64),
    ]


class Effect(Structure):
    """loy_effect"""

    _fields_ = [
        *_all(c_char_p, "rule", "name"),
        *_all(c_int64, "amount", "wanted", "money", "time"),
        *_all(c_uint32, "kind", "reserved"),
    ]


class Entry(Structure):
    """loy_entry"""

    _fields_ = [
        ("currency", c_char_p),
        *_all(c_int64, "points", "time", "matures", "expires"),
        *_all(c_uint32, "kind", "debt"),
        ("was", c_int64),
    ]


class Balance(Structure):
    """loy_balance"""

    _fields_ = [("currency", c_char_p), *_all(c_int64, "available", "pending", "held", "debt")]


class Standing(Structure):
    """loy_standing"""

    _fields_ = _all(c_char_p, "ladder", "tier")


class Outlook(Structure):
    """loy_outlook"""

    _fields_ = [
        *_all(c_char_p, "ladder", "tier", "next", "then"),
        *_all(c_int64, "counted", "to_next", "to_keep", "keep_by", "lost", "enters"),
    ]


class Status(Structure):
    """loy_status"""

    _fields_ = [
        *_all(c_char_p, "ladder", "tier"),
        ("until", c_int64),
        *_all(c_uint32, "mode", "reserved"),
    ]


class Membership(Structure):
    """loy_membership"""

    _fields_ = [
        ("plan", c_char_p),
        *_all(c_int64, "since", "until"),
        *_all(c_uint32, "cancelled", "reserved"),
    ]


class Measure(Structure):
    """loy_measure"""

    _fields_ = [("measure", c_char_p), *_all(c_int64, "counted", "to_next", "to_keep")]


class Lot(Structure):
    """loy_lot"""

    _fields_ = [
        ("currency", c_char_p),
        *_all(c_int64, "points", "matures", "expires"),
        ("earned_on", c_int32),
        ("reserved", c_uint32),
    ]


class Voucher(Structure):
    """loy_voucher"""

    _fields_ = [("voucher", c_char_p), *_all(c_int64, "count", "expires")]


class Behaviour(Structure):
    """loy_behaviour"""

    _fields_ = [
        ("size", c_uint32),
        *_all(c_int32, "enrolled_on", "first_purchase_on", "last_purchase_on"),
        *_all(c_int64, "purchases", "visits", "spend", "stage_since"),
    ]


class Why(Structure):
    """loy_why"""

    _fields_ = [
        *_all(c_char_p, "rule", "term", "values", "change"),
        *_all(c_int64, "granted", "wanted"),
        *_all(c_uint32, "why", "reserved"),
    ]


class Totals(Structure):
    """loy_totals"""

    _fields_ = [
        ("currency", c_char_p),
        *_all(
            c_int64,
            "issued", "spent", "expired", "reversed", "available", "pending", "held", "debt",
        ),
    ]


class Budget(Structure):
    """loy_budget"""

    _fields_ = [*_all(c_char_p, "budget", "currency"), *_all(c_int64, "limit", "used"),
                *_all(c_uint32, "kind", "reserved")]


class Expiring(Structure):
    """loy_expiring"""

    _fields_ = [("currency", c_char_p), *_all(c_int64, "points", "expires")]


class Flow(Structure):
    """loy_flow"""

    _fields_ = [
        ("currency", c_char_p),
        *_all(
            c_int64,
            "opening", "issued", "redeemed", "expired", "reversed", "adjusted", "transferred",
            "closing",
        ),
    ]


class Assumption(Structure):
    """loy_assumption"""

    _fields_ = [
        *_all(c_uint32, "size", "rounding"),
        *_all(c_int64, "value", "per", "expected", "opening", "closing"),
    ]


class Liability(Structure):
    """loy_liability"""

    _fields_ = [
        ("currency", c_char_p),
        *_all(
            c_int64,
            "sales", "points", "expected", "redeemed", "opening", "deferred", "recognised",
            "breakage", "closing",
        ),
    ]


class Finding(Structure):
    """loy_finding"""

    _fields_ = [
        *_all(
            c_char_p,
            "what", "customer", "source", "event", "name", "by_source", "by_event", "text",
        ),
        *_all(c_uint32, "found", "reserved"),
    ]


class Verified(Structure):
    """loy_verified"""

    _fields_ = [
        *_all(c_uint32, "size", "reserved"),
        *_all(c_uint64, "customers", "events", "refusals", "findings", "digest"),
    ]


class Column(Structure):
    """loy_column"""

    _fields_ = [
        *_all(c_void_p, "data", "offsets", "bytes"),
        ("number", c_int64),
        *_all(c_uint32, "kind", "width"),
    ]


class Columns(Structure):
    """loy_columns"""

    _fields_ = [
        *_all(c_uint32, "size", "reserved"),
        ("rows", c_uint64),
        *_all(
            Column,
            "source", "id", "customer", "time", "offset", "store", "channel", "line", "sku",
            "category", "quantity", "unit_price", "discount", "accepted",
        ),
    ]


class ColumnResults(Structure):
    """loy_column_results"""

    _fields_ = [
        *_all(c_uint32, "size", "reserved"),
        ("currency", c_char_p),
        *_all(c_void_p, "verdict", "earned", "available", "first_row"),
        ("events", c_uint64),
    ]


class Fetch(Structure):
    """loy_fetch"""

    _fields_ = [*_all(c_void_p, "id", "reply"), *_all(c_uint32, "id_size", "kind")]


class Write(Structure):
    """loy_write"""

    _fields_ = [
        *_all(c_void_p, "id", "bytes", "owner"),
        *_all(c_uint64, "size", "seen"),
        ("due", c_int64),
        *_all(c_uint32, "id_size", "owner_size", "kind", "reserved"),
    ]


class Batch(Structure):
    """loy_batch"""

    _fields_ = [*_all(c_uint32, "size", "count"), ("writes", POINTER(Write)), ("engine", c_void_p)]


class RecordColumns(Structure):
    """loy_record_columns"""

    _fields_ = [
        *_all(c_uint32, "size", "kind"),
        *_all(c_char_p, "customer", "stage", "tiers", "balances"),
        ("settled", c_int64),
        *_all(c_char_p, "source", "event", "type", "verdict", "reason", "entries"),
        *_all(c_int64, "time", "version"),
    ]


# fmt: on
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
FINDING_EACH = CFUNCTYPE(c_int, c_void_p, POINTER(Finding))


class Store(Structure):
    """loy_store"""

    _fields_ = [
        *_all(c_uint32, "size", "shared"),
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


# In the order of the numbers that loy_struct_size() knows the structs by.
STRUCTS: dict[int, type[Structure]] = dict(enumerate((
    Error, Memory, Text, Problem, Attribute, Line, Item, Event, Effect, Entry, Balance, Standing,
    Lot, Voucher, Behaviour, Why, Totals, Column, Columns, ColumnResults, Fetch, Write, Batch,
    Store, RecordColumns, Expiring, Flow, Assumption, Liability, Outlook, Measure, Membership,
    Status, Budget, Finding, Verified,
), 1))  # fmt: skip
