"""Loyalty programs inside your own process: what does this customer get, and why?

    from libloyalty import Engine, Program, Store

    with Program.from_file("cafe.json") as program, Store.sqlite("cafe.db") as store:
        with Engine(program, store) as engine:
            outcome = engine.apply({"source": "till-3", "id": "r-1001", "type": "purchase",
                                    "time": "2026-03-02T09:15:00+01:00", "customer": "c42",
                                    "lines": [{"sku": "LATTE", "unit_price": "4.50"}]})

All of it exists since version 0.1; what comes later will say so. Calls that fail
raise a LoyaltyError (``errors`` has the classes): any call may raise OutOfMemoryError,
and ClosedError where its object was closed; the others are named with each call.
Points are ints where their currency has no decimals, else Decimals; money is Decimal in
major units; moments are aware datetimes.

Importing the package loads the core library, from beside the package, from the
folder or file that LIBLOYALTY_PATH names, or from where the system looks.
"""

from . import _abi
from .columns import APPLIED, REFUSED, CodedText, ColumnResults, OffsetText
from .customers import (
    Customer,
    Expiring,
    Lot,
    Measure,
    Membership,
    Outlook,
    Status,
    Voucher,
)
from .draft import Draft, Ladder, Node, Rule
from .engine import Engine
from .errors import (
    ClosedError,
    ConflictError,
    CorruptError,
    DocumentError,
    EventError,
    InternalError,
    InvalidError,
    LibraryError,
    LoyaltyError,
    MismatchError,
    NotFoundError,
    OutOfMemoryError,
    ProgramError,
    StoreError,
    UnknownResultError,
    VersionError,
)
from .events import (
    EarlierPurchases,
    Event,
    Line,
    Opening,
    OpeningCredit,
    OpeningPoints,
    OpeningStage,
    OpeningVouchers,
    Receipt,
    ReturnedLine,
)
from .outcomes import Balance, Effect, Entry, Explanation, Outcome, Reason, Why
from .program import Problem, Program
from .reports import Budget, Flow, Liability, Report, Totals
from .stores import KIND_CUSTOMER, KIND_EVENT, KIND_MESSAGES, Backend, Store, Write
from .verification import Finding, Verified

__version__: str = "0.1.0"
"""The version of this package."""

library_version: str = _abi.core.loy_version()
"""The version of the library that was loaded."""

__all__ = [
    "APPLIED",
    "KIND_CUSTOMER",
    "KIND_EVENT",
    "KIND_MESSAGES",
    "REFUSED",
    "Backend",
    "Balance",
    "Budget",
    "ClosedError",
    "CodedText",
    "ColumnResults",
    "ConflictError",
    "CorruptError",
    "Customer",
    "DocumentError",
    "Draft",
    "EarlierPurchases",
    "Effect",
    "Engine",
    "Entry",
    "Event",
    "EventError",
    "Expiring",
    "Explanation",
    "Finding",
    "Flow",
    "InternalError",
    "InvalidError",
    "Ladder",
    "Liability",
    "LibraryError",
    "Line",
    "Lot",
    "LoyaltyError",
    "Measure",
    "Membership",
    "MismatchError",
    "Node",
    "NotFoundError",
    "OffsetText",
    "Opening",
    "OpeningCredit",
    "OpeningPoints",
    "OpeningStage",
    "OpeningVouchers",
    "OutOfMemoryError",
    "Outcome",
    "Outlook",
    "Problem",
    "Program",
    "ProgramError",
    "Reason",
    "Receipt",
    "Report",
    "ReturnedLine",
    "Rule",
    "Status",
    "Store",
    "StoreError",
    "Totals",
    "UnknownResultError",
    "Verified",
    "VersionError",
    "Voucher",
    "Why",
    "Write",
    "library_version",
]
