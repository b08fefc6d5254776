"""Kinds of refusal: what the library says, and how cases may name the same.

How exactly a system says no is its own; a name that stands nowhere here is known
by its words, or it makes a case "not yet".
"""
import prices
from verdicts import NotYet

_NAMES = {
    "insufficient-points": {"insufficient-balance", "not-enough-points", "insufficient-funds",
                            "exceeds-balance", "minimum-not-met", "below-minimum",
                            "exceeds-order", "exceeds-order-total", "too-many-points"},
    "below-threshold": {"minimum-not-met", "below-minimum", "insufficient-points",
                        "insufficient-balance", "minimum-balance-not-met"},
    "not-on-offer": {"not-valid-now", "not-available", "reward-not-available", "not-active",
                     "reward-not-active", "not-started", "reward-ended"},
    "no-voucher": {"reward-expired", "no-reward", "reward-used", "no-rewards-left",
                   "coupon-of-other-customer", "coupon-used", "coupon-already-used",
                   "already-claimed", "not-owner", "insufficient-rewards",
                   "insufficient-quantity", "quantity-exceeded", "not-enough-rewards"},
    "unknown-reward": {"reward-unknown", "no-such-reward", "reward-not-found"},
    "usage-limit-reached": {"no-coupons-left", "coupon-used", "coupon-already-used",
                            "limit-reached", "limit-exceeded", "coupon-limit-reached",
                            "per-customer-limit-reached", "limit-per-customer-exceeded",
                            "limit-per-customer-reached", "sold-out", "out-of-stock",
                            "already-used"},
    "unknown-receipt": {"unknown-order", "order-unknown", "order-not-found"},
    "return-too-much": {"already-reversed", "already-returned", "already-cancelled",
                        "exceeds-sold", "more-than-sold", "quantity-exceeded"},
    "unknown-hold": {"unknown-request", "no-request"},
    "hold-over": {"already-fulfilled", "already-cancelled"},
    "unknown-customer": {"customer-unknown", "no-customer"},
    "code-unknown": {"coupon-unknown", "unknown-code", "invalid-code", "code-invalid",
                     "code-not-valid", "coupon-not-found"},
    "code-expired": {"coupon-expired", "code-not-valid", "expired"},
    "code-not-valid": {"code-not-yet-valid", "not-started", "coupon-not-yet-valid"},
    "minimum-not-met": {"below-minimum", "min-subtotal-not-met", "not-eligible",
                        "not-applicable", "conditions-not-met"},
    "not-eligible": {"minimum-not-met", "not-applicable", "conditions-not-met",
                     "not-first-order", "tier-required", "tier-too-low",
                     "tier-requirement-not-met", "requirement-not-met"},
    "self-referral": {"referrer-is-friend"}, "already-referred": {"referred-before"},
    "not-new": {"not-a-new-customer", "existing-customer"},
    "unknown-referrer": {"referrer-unknown", "referrer-not-found"},
    "unknown-receiver": {"receiver-unknown", "receiver-not-found"},
    "better-discount-present": {"better-discount", "not-combinable", "exclusive-present"},
    "no-effect": {"nothing-to-discount", "not-applicable", "no-eligible-lines",
                  "no-matching-goods"},
    "card-expired": set(), "card-unknown": {"unknown-card"},
    "bad-amount": {"invalid-amount", "amount-not-positive", "negative-amount", "zero-amount",
                   "invalid-points"},
    "out-of-range": {"invalid-amount", "too-large", "overflow"},
    "same-customer": {"self-transfer", "same-account"},
    "below-minimum": {"minimum-not-met"},
    "over-limit": {"limit-exceeded", "limit-reached", "too-many-points"},
    "frozen": {"account-frozen", "account-disabled", "account-blocked", "account-suspended",
               "account-inactive", "customer-blocked"},
    "unknown-line": {"line-unknown", "line-not-found", "not-sold"},
    "unknown-voucher": {"no-reward", "unknown-reward", "reward-not-found", "no-such-reward"},
    "wrong-customer": {"not-owner", "order-of-other-customer", "other-customer"},
    "return-too-late": {"return-window-closed", "too-late"},
    "in-debt": {"negative-balance", "insufficient-points"},
    "capture-too-much": {"exceeds-hold", "more-than-held"},
    "duplicate-hold": {"already-held"},
    "already-enrolled": {"already-registered", "customer-exists"},
    "already-member": {"already-in-household"}, "in-household": {"already-in-household"},
    "household-full": {"too-many-members"}, "not-transferable": {"transfer-not-allowed"},
}
_KNOWN = set(_NAMES).union(*_NAMES.values())


_TOO_FEW = ("insufficient", "not enough", "too few", "too low", "lacking")
_UNKNOWN = ("unknown", "not found", "no such", "does not exist", "invalid", "missing")
_ENDED = ("expired", "lapsed", "ended", "over")
_LIMITED = ("limit", "used", "stock", "sold out", "exhausted", "left", "maximum")
_OFF = ("disabled", "blocked", "suspended", "inactive", "locked", "frozen")
_TOO_MUCH = ("already", "exceed", "more than", "too many", "too much")
_BAD = ("invalid", "negative", "positive", "zero", "bad")
_ASKED = ("eligible", "required", "requirement", "condition", "applicable")
_BELOW = ("minimum", "below", "threshold", "too small")
_WORDS = {
    "insufficient-points": (*_TOO_FEW, "exceeds balance", "balance exceeded"),
    "below-threshold": (*_BELOW, *_TOO_FEW), "minimum-not-met": _BELOW, "below-minimum": _BELOW,
    "not-on-offer": ("not active", "not available", "not valid", "not started", *_ENDED),
    "no-voucher": (*_ENDED, "used", "no reward", "owner", *_TOO_FEW),
    "usage-limit-reached": _LIMITED, "over-limit": _LIMITED,
    "unknown-reward": _UNKNOWN, "unknown-receipt": _UNKNOWN, "unknown-customer": _UNKNOWN,
    "unknown-voucher": (*_UNKNOWN, "no reward"), "unknown-line": _UNKNOWN, "unknown-hold": _UNKNOWN,
    "unknown-referrer": _UNKNOWN, "unknown-receiver": _UNKNOWN, "card-unknown": _UNKNOWN,
    "code-unknown": _UNKNOWN, "code-expired": _ENDED, "card-expired": _ENDED,
    "return-too-much": _TOO_MUCH, "hold-over": (*_TOO_MUCH, *_ENDED),
    "capture-too-much": _TOO_MUCH, "bad-amount": _BAD, "out-of-range": ("too large", "overflow"),
    "frozen": _OFF, "not-eligible": (*_ASKED, "tier", "level"),
    "same-customer": ("self", "same"), "self-referral": ("self", "same"),
    "already-referred": ("already",), "not-new": ("existing", "not new"),
    "better-discount-present": ("better", "combin", "exclusive"), "no-effect": _ASKED}
"""Words by which a name that stands nowhere above says the same."""


def is_known(code):
    """Whether it is a refusal that cases know too."""
    return code in _NAMES or code in _WORDS


def _says(code, expected):
    said = " ".join(str(expected).lower().replace("_", " ").replace("-", " ").split())
    return any(words in said for words in _WORDS.get(code, ()))


def error(_session, done, expected):
    """The refusal of a step, else why a code of its basket did nothing."""
    found = [done.refusal] if done.refusal else list(prices.declined(done).values())
    if expected is None or not found:
        return found[0] if found else None
    if any(expected == one or expected in _NAMES.get(one, ()) for one in found):
        return expected
    if expected in _KNOWN:
        return found[0]
    if any(_says(one, expected) for one in found):
        return expected
    raise NotYet(f"the refusal {expected}")
