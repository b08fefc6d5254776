#!/usr/bin/env python3
"""A program that writes out its defaults decides like one that leaves them out.

    defaults_test.py

The program below says every setting it has in the value that the schema calls the default. Without
those members the same events must have the same outcomes and leave the same customers. The library is
found through LIBLOYALTY_PATH.
"""
import json
import sys
from copy import deepcopy
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "bindings" / "python"))

from libloyalty import Engine, Program, Store  # noqa: E402

PROGRAM = json.loads("""
{ "loyalty": 1, "program": "defaults", "version": 1, "money": "EUR",
  "currencies": {
    "stars": { "pending": "P1D", "expires": { "after": "P12M" }, "payment": { "step": 1, "value": "0.10" } },
    "gems": { "scale": 2 } },
  "parts": { "shipping": "shipping", "tips": "tips", "fees": "fees", "gift_cards": "gift-card" },
  "bases": { "goods": {} },
  "ladders": {
    "status": { "counts": "stars earned", "window": { "rolling": "P12M" },
      "tiers": [ { "id": "green", "from": 0 }, { "id": "gold", "from": 20 } ] } },
  "counters": { "card": { "every": 2, "issue": "treat" }, "all": {} },
  "caps": [ { "id": "month", "currency": "stars", "limit": 55, "per": "month" } ],
  "rules": [
    { "id": "base", "on": "purchase", "earn": { "stars": { "of": "base.goods", "rate": "1.33" } } },
    { "id": "more", "on": "purchase", "when": "total >= money('10.00')", "multiply": { "stars": "1.5", "gems": "1.25" } },
    { "id": "most", "on": "purchase", "when": "customer.tiers.status == 'gold'", "multiply": { "stars": "2" } },
    { "id": "part", "on": "purchase", "earn": { "gems": "spend(lines) * 7 / 3" } },
    { "id": "stamp", "on": "purchase", "count": { "card": 1, "all": 1 } } ],
  "rewards": [ { "id": "free", "price": { "stars": 5 }, "give": { "text": "a treat" } } ],
  "vouchers": { "treat": { "reward": "free" } },
  "memberships": { "club": { "lasts": "P1M" } },
  "promotions": [
    { "id": "tenth", "percent": "10", "lines": "l.category == 'food'" },
    { "id": "cent", "amount": "0.10", "needs": { "amount": "5.00" } },
    { "id": "much", "steps": [ { "from": "20.00", "percent": "5" } ] },
    { "id": "third", "set": { "buy": 2 }, "lines": "l.sku == 'MUG'" } ],
  "pricing": {} }
""")

DEFAULTS = json.loads("""
{ "join": "first-event", "multipliers": "sum", "multiply_on": "base", "prices": "with-tax", "time_zone": "UTC0",
  "birthday": { "leap_day": "feb-28" }, "holds": { "after": "PT15M" },
  "returns": { "window": "P1Y", "method": "line", "refunds": "cumulative", "rules": "sale", "rewards": "keep", "vouchers": "restore",
    "burns": "full", "stage": "restore", "tier": "now", "order": ["pending", "lot", "newest"], "unknown": "refuse" },
  "currencies": {
    "stars": { "scale": 0, "spend_order": "soonest-expiry", "floor": "debt", "rounding": "floor", "round_at": "rule",
      "fractions": "drop", "payment": { "minimum": 0, "short": "refuse" },
      "expires": { "round_up": "day", "edge": "end-of-day", "from": "earned", "clock": "program", "restored": "lot" } },
    "gems": { "expires": "never" } },
  "bases": { "goods": { "tax": true, "shipping": true, "tips": true, "fees": true, "gift_cards": true,
    "discounts": "after", "paid_with_points": true } },
  "ladders": { "status": { "window": { "by": "day" }, "crossing": "before" } },
  "counters": { "card": { "window": "lifetime" } },
  "caps": [ { "partial": true } ],
  "rules": [ { "bonus": false } ],
  "vouchers": { "treat": { "expires": "never", "lapsed": "expire" } },
  "memberships": { "club": { "cancel": "end" } },
  "promotions": [ { "on": "order", "exclusive": false },
    { "needs": { "amount": "5.00", "tax": "as-entered" } }, { "steps_by": "amount" },
    { "set": { "buy": 2, "get": 1, "repeat": true, "shared": false } } ],
  "pricing": { "order": "document", "base": "left", "needs": "left", "rounding": "half-up", "share": "largest",
    "tax": "line" } }
""")

LINES = [{"id": "1", "sku": "MUG", "category": "goods/mugs", "quantity": 3, "unit_price": "7.77", "tax": "1.24"},
         {"id": "2", "sku": "CAKE", "category": "food", "quantity": "1.5", "unit_price": "3.33", "discount": "0.10"},
         {"id": "3", "category": "shipping", "unit_price": "2.90"}, {"id": "4", "category": "gift-card", "unit_price": "5"}]
EVENTS = [
    {"type": "purchase", "time": "2026-01-10T10:00:00Z", "lines": LINES},
    {"type": "purchase", "time": "2026-01-20T10:00:00Z", "lines": LINES[:2], "pay": {"stars": 9}},
    {"type": "membership", "time": "2026-01-20T11:00:00Z", "plan": "club", "action": "start"},
    {"type": "membership", "time": "2026-01-20T12:00:00Z", "plan": "club", "action": "cancel"},
    {"type": "redeem", "time": "2026-01-21T10:00:00Z", "voucher": "treat"},
    {"type": "redeem", "time": "2026-01-21T10:01:00Z", "reward": "free"},
    {"type": "redeem", "time": "2026-01-22T10:00:00Z", "reward": "free"},
    {"type": "hold", "time": "2026-01-22T11:00:00Z", "points": {"stars": 3}},
    {"type": "return", "time": "2026-01-22T12:00:00Z", "receipt": {"id": "2"}, "lines": [{"id": "1", "quantity": 1}]},
    {"type": "return", "time": "2026-01-23T12:00:00Z", "receipt": {"id": "1"}, "lines": [{"id": "1", "quantity": 2}]},
    {"type": "return", "time": "2026-01-24T12:00:00Z", "receipt": {"id": "2"}},
    {"type": "return", "time": "2026-01-24T12:00:00Z", "receipt": {"id": "99"}},
    {"type": "purchase", "time": "2026-06-24T12:00:00Z", "lines": LINES, "pay": {"stars": 500}},
    {"type": "purchase", "time": "2026-12-24T12:00:00Z", "lines": LINES},
    {"type": "visit", "time": "2027-12-30T12:00:00Z"}]


def merged(program, more):
    """The program with more members; lists are merged item by item, texts and numbers must be new."""
    for key, value in more.items() if isinstance(more, dict) else enumerate(more):
        own = program.get(key) if isinstance(program, dict) else program[key]
        if isinstance(own, (dict, list)) and key != "order":
            merged(own, value)
        else:
            assert own in (None, value), key
            program[key] = value
    return program


def told(document):
    """Every outcome, and the customer after it."""
    with Program.from_document(document) as program, Store.memory() as store:
        with Engine(program, store) as engine:
            for number, event in enumerate(EVENTS, 1):
                outcome = engine.apply({"source": "till", "id": str(number), "customer": "ann", **event})
                yield event, outcome, engine.customer("ann")


def main():
    written = merged(deepcopy(PROGRAM), DEFAULTS)
    failed = 0
    applied = 0
    for (event, outcome, customer), (_, other, same) in zip(told(PROGRAM), told(written)):
        applied += outcome.applied
        if outcome != other or customer != same:
            failed += 1
            print(f"differs after {event}:\\n  {outcome}\\n  {other}\\n  {customer}\\n  {same}")
    print(f"{len(EVENTS)} events, {applied} applied, {failed} differ")
    return 1 if failed or applied < 8 else 0


if __name__ == "__main__":
    sys.exit(main())
