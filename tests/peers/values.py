"""Other words for values that are one of a few, as the ones that this runner knows.

Small letters and capitals, blanks, hyphens and underlines make no difference. What stands
nowhere here stays as it is, and whoever reads it says whether it is known.
"""

def _table(**words):
    return {other: known.replace("_", "-") for known, others in words.items()
            for other in others.split()}


_ROUNDING = _table(
    floor="floor down round-down rounded-down drop dropped truncate truncated",
    ceil="ceil up round-up rounded-up ceiling",
    half_up="half-up nearest round round-half-up commercial mathematical",
    half_even="half-even banker bankers bankers-rounding banker's round-half-even",
    kept="kept keep exact fractions-kept none no-rounding unrounded")
_STACKING = _table(
    compound="compound multiply multiplied multiplicative product",
    additive="additive add added sum summed",
    highest="highest best largest max maximum highest-only best-only")
_LOT_ORDER = _table(
    oldest_credit_first="oldest-credit-first fifo oldest oldest-first first-in-first-out",
    earliest_expiry_first="earliest-expiry-first earliest-expiry soonest-expiry-first "
                          "soonest-expiring-first expiring-first fefo nearest-expiry-first",
    newest_credit_first="newest-credit-first newest-first lifo last-in-first-out")
_CLAWBACK = _table(
    clamp_to_zero="clamp-to-zero clamp zero floor-at-zero stop-at-zero clamp-at-zero "
                  "never-negative no-negative within-balance",
    allow_negative="allow-negative negative debt negative-allowed go-negative may-go-negative "
                   "negative-balance unlimited")
_EXPIRY = _table(
    fixed="fixed fixed-days relative duration after-earning since-earning since-credit",
    inactivity="inactivity activity since-last-activity last-activity",
    never="never none unlimited no-expiry", calendar_year="calendar-year",
    calendar_quarter="calendar-quarter", calendar_month="calendar-month",
    end_of_year="end-of-year", end_of_quarter="end-of-quarter", end_of_month="end-of-month")
_BASIS = {"gross": "including tax", "with-tax": "including tax", "tax-included": "including tax",
          "incl.-tax": "including tax", "net": "excluding tax", "without-tax": "excluding tax",
          "before-tax": "excluding tax", "tax-excluded": "excluding tax",
          "excl.-tax": "excluding tax", "before-discount": "before discounts",
          "undiscounted": "before discounts", "after-discount": "after discounts",
          "discounted": "after discounts"}
_PER = _table(day="day daily calendar-day", week="week weekly calendar-week",
              month="month monthly calendar-month", quarter="quarter quarterly calendar-quarter",
              year="year yearly annual annually calendar-year",
              order="order purchase transaction basket cart event",
              customer="customer user member ever lifetime total")

_VALUES = {"partial_units": _ROUNDING, "multiplier_stacking": _STACKING, "lot_order": _LOT_ORDER,
           "basis": _BASIS, "amount_basis": _BASIS, "once_per": _PER}
_WITHIN = {"rounding": {"points": _ROUNDING}, "redeem": {"rounding": _ROUNDING},
           "clawback": {"policy": _CLAWBACK}, "expiry": {"kind": _EXPIRY},
           "limit": {"per": _PER}, "cap": {"per": _PER}}
"""What a member means only inside another one."""


def _key(said):
    return "-".join(said.strip().lower().replace("_", " ").split())


def _value(said, words):
    """Of several parts with commas each by itself."""
    if not isinstance(said, str) or words is None:
        return said
    return ", ".join(words.get(_key(part), part.strip()) for part in said.split(","))


def known(value, within=None):
    """A program with the words that this runner knows."""
    if isinstance(value, list):
        return [known(one, within) for one in value]
    if not isinstance(value, dict):
        return value
    words = {**_VALUES, **_WITHIN.get(within, {})}
    return {name: known(_value(one, words.get(name)), name) for name, one in value.items()}
