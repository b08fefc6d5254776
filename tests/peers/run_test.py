"""The runner of peer cases judges small cases as they are to be judged.

Each row is a case of a few fields and the verdict it must get, so that a case
that does not hold is called wrong and nothing unknown is passed over.
"""
import sys

import run
from verdicts import EQUAL, NOT_OFFERED, NOT_YET, SETTING, WRONG

FULL_ONE = {"kind": "points-per-amount", "points": 1, "per": "1.00", "partial_units": "floor"}
NEXT_YEAR = "2027-01-01T00:00:00Z"
TIERS = [{"id": "low", "from": "0"}, {"id": "high", "from": "50"}]


def buy(price, **members):
    return {"do": "purchase", "lines": [{"sku": "A", "qty": 1, "unit_price": price}], **members}


def credit(points, **members):
    return {"do": "credit", "points": points, **members}


def case(program, steps, *expect):
    """Each step two hours after the one before unless it says when."""
    steps = [{"at": f"2026-03-02T{8 + 2 * number:02}:00:00Z", **step}
             for number, step in enumerate(steps)]
    return {"id": "own", "source": "own", "needs": [], "program": {"about": "", **program},
            "steps": steps, "expect": list(expect)}


def after(step, **expected):
    return {"after_step": step, **expected}


ROWS = [
    ("whole points of a price", EQUAL,
     case({"earn": [FULL_ONE]}, [buy("19.99")], after(1, earned=19, balance=19))),
    ("an expectation that does not hold", WRONG,
     case({"earn": [FULL_ONE]}, [buy("19.99")], after(1, earned=20))),
    ("a deviation that is allowed", EQUAL,
     case({"earn": [FULL_ONE]}, [buy("19.99")], after(1, earned=20, tolerance={"earned": "1"}))),
    ("fractions of points are kept", EQUAL,
     case({"earn": [{"kind": "points-per-amount", "points": 1, "per": "2"}]}, [buy("4.99")],
          after(1, earned="2.495"))),
    ("the sum is multiplied, then rounded", EQUAL,
     case({"earn": [FULL_ONE, FULL_ONE, {"kind": "multiplier", "factor": "1.25"}],
           "rounding": {"points": "floor"}}, [buy("3")], after(1, earned=7))),
    ("multipliers that add up plainly", EQUAL,
     case({"multipliers": [{"factor": "2"}, {"factor": "5"}], "multiplier_stacking": "additive"},
          [credit(10)], after(1, earned=70))),
    ("multipliers that say nothing of each other", SETTING,
     case({"multipliers": [{"factor": "2"}, {"factor": "5"}]}, [credit(10)], after(1, earned=50))),
    ("promotions that say nothing of each other", SETTING,
     case({"promotions": [{"kind": "percent-off", "percent": "10", "on": "order"},
                          {"kind": "percent-off", "percent": "10", "on": "order"}]},
          [buy("100")], after(1, discount="20", total="80"))),
    ("a promotion that holds in one step", EQUAL,
     case({"promotions": [{"kind": "amount-off", "amount": "5", "on": "order",
                           "enabled_in_steps": [2]}]},
          [buy("9"), buy("9")], after(1, total="9"), after(2, total="4"))),
    ("a discount that is another", WRONG,
     case({"promotions": [{"kind": "percent-off", "percent": "10", "on": "order"}]},
          [buy("100")], after(1, discount="11"))),
    ("another promotion that applied", WRONG,
     case({"promotions": [{"id": name, "kind": "percent-off", "percent": "10", "on": "order"}
                          for name in ("P", "Q")]}, [buy("100")], after(1, applied=["P"]))),
    ("a promotion that is not there", NOT_YET,
     case({"promotions": [{"id": "P", "kind": "percent-off", "percent": "10", "on": "order"}]},
          [buy("100")], after(1, not_applied=["Q"]))),
    ("a gift where none is expected", WRONG,
     case({"promotions": [{"kind": "gift", "get": {"sku": "B", "qty": 1}}]}, [buy("100")],
          after(1, free_items={}))),
    ("a promotion of a kind that is not known", NOT_YET,
     case({"promotions": [{"kind": "loop-hole"}]}, [buy("100")], after(1, discount="11"))),
    ("a rule that stands alone only while it holds", EQUAL,
     case({"earn": [FULL_ONE, {"kind": "fixed-per-order", "points": 5, "stackable": False,
                               "priority": 1, "code": "X"}]},
          [buy("9"), buy("9", codes=["X"])], after(1, earned=9), after(2, earned=5))),
    ("tax on top counts where the basis says so", EQUAL,
     case({"earn": [{**FULL_ONE, "basis": "including tax"}]},
          [{"do": "purchase", "lines": [{"sku": "A", "qty": 3, "unit_price": "1.01", "tax": [
              {"rate_percent": "10", "included_in_price": False}]}]}],
          after(1, earned=3, total="3.33"))),
    ("tax without a basis", SETTING,
     case({"earn": [{**FULL_ONE, "per": "1.10"}]},
          [{"do": "purchase", "lines": [{"sku": "A", "qty": 1, "unit_price": "1", "tax": [
              {"rate_percent": "10", "included_in_price": False}]}]}], after(1, earned=1))),
    ("half of a line comes back", EQUAL,
     case({"earn": [FULL_ONE]},
          [{"do": "purchase", "order": "O", "lines": [{"sku": "A", "qty": 2, "unit_price": "5"}]},
           {"do": "return", "order": "O", "lines": [{"sku": "A", "qty": 1}]},
           {"do": "return-all", "order": "O"}],
          after(2, balance=5, clawed_back=5), after(3, balance=0))),
    ("what is spent leaves a debt", SETTING,
     case({"earn": [FULL_ONE]},
          [buy("9", order="O"), {"do": "debit", "points": 4}, {"do": "cancel-sale", "order": "O"}],
          after(3, balance=0))),
    ("an order that is cancelled falls out of the tier", EQUAL,
     case({"tiers": TIERS}, [buy("60", order="O"), {"do": "cancel-sale", "order": "O"}],
          after(1, tier="high"), after(2, tier="low"))),
    ("a tier that is kept", EQUAL,
     case({"tiers": TIERS, "tier_demotion": False},
          [buy("60", order="O"), {"do": "cancel-sale", "order": "O"}], after(2, tier="high"))),
    ("a tier by the balance", EQUAL,
     case({"tiers": [{"id": "low", "from": 0}, {"id": "high", "from": 50}], "tier_demotion": True},
          [credit(60), {"do": "debit", "points": 20}], after(2, tier="low"))),
    ("the oldest lot goes first", EQUAL,
     case({"expiry": {"lot_order": "oldest-credit-first"}},
          [credit(50, lot="A"), credit(30, lot="B"), {"do": "redeem", "points": 60}],
          after(3, lots={"A": 0, "B": 20}))),
    ("a wrong number where not all settings go together", WRONG,
     case({"earn": [FULL_ONE], "tier_basis": "orders",
           "tiers": [{"id": "low", "from": 0}, {"id": "high", "from": 2, "multiplier": "2"}]},
          [buy("5"), buy("5")], after(2, earned=7))),
    ("lots in the wrong order", WRONG,
     case({"expiry": {"lot_order": "oldest-credit-first"}},
          [credit(50, lot="A"), credit(30, lot="B"), {"do": "redeem", "points": 60}],
          after(3, lots={"A": 20, "B": 0}))),
    ("points expire after their days", EQUAL,
     case({"expiry": {"days": 10}},
          [credit(5), {"do": "expire", "at": "2026-03-12T07:59:59Z"},
           {"do": "expire", "at": "2026-03-12T08:00:00Z"}],
          after(2, balance=5, expired=0), after(3, balance=0, expired=5))),
    ("credits that live differently long", EQUAL,
     case({}, [credit(5, expires="2027-01-01T00:00:00Z"), credit(5, expires=None)],
          after(2, balance=10))),
    ("more points than there are", EQUAL,
     case({}, [credit(5), {"do": "redeem", "points": 6}],
          after(2, error="insufficient-points", balance=5))),
    ("a refusal of another kind in words", NOT_YET,
     case({}, [credit(5), {"do": "redeem", "points": 6}], after(2, error="moon-in-the-way"))),
    ("a refusal of another kind by its name", WRONG,
     case({}, [credit(5), {"do": "redeem", "points": 6}], after(2, error="coupon-expired"))),
    ("a refusal that does not come", WRONG,
     case({}, [credit(5), {"do": "redeem", "points": 5}], after(2, error="insufficient-points"))),
    ("a voucher is used once", EQUAL,
     case({"rewards": [{"id": "tea"}]},
          [{"do": "grant-reward", "reward": "tea", "qty": 1},
           {"do": "claim", "reward": "tea", "qty": 1}, {"do": "claim", "reward": "tea", "qty": 1}],
          after(1, rewards={"tea": 1}), after(2, error=None), after(3, error="reward-used"))),
    ("a birthday is given for once", EQUAL,
     case({"earn": [{"kind": "fixed-on-event", "event": "birthday", "points": 7}]},
          [{"do": "customer", "id": "C", "birthday": "2000-03-02"},
           {"do": "run-job", "job": "birthday"}, {"do": "run-job", "job": "birthday"}],
          after(3, balances={"C": 7, "nobody": 0}))),
    ("cards pay one after the other", EQUAL,
     case({"cards": [{"id": "G", "kind": "gift-card", "balance": "5"},
                     {"id": "H", "kind": "gift-card", "balance": "5"}]},
          [buy("7.50", pay_with=["G", "H"])],
          after(1, amount_due="0", cards={"G": "0", "H": "2.50"}))),
    ("lots that the library cannot tell apart make nothing wrong", NOT_YET,
     case({}, [credit(5, lot="A", expires=NEXT_YEAR), credit(5, lot="B", expires=NEXT_YEAR),
               {"do": "debit", "points": 5}],
          after(3, balance=5, lots={"A": 0, "B": 5}))),
    ("lots that only the order of their days tells apart", SETTING,
     case({}, [credit(5, lot="A"), credit(5, lot="B"), {"do": "debit", "points": 5}],
          after(3, balance=5, lots={"A": 0, "B": 5}))),
    ("a weekday that is not one", NOT_YET,
     case({"earn": [{**FULL_ONE, "when": {"weekdays": ["Caturday"]}}]}, [buy("1")],
          after(1, earned=1))),
    ("a fact that no step states", NOT_YET,
     case({"earn": [{**FULL_ONE, "when": {"region": "north"}}]}, [buy("1")], after(1, earned=1))),
    ("a fact that the sale does not have", EQUAL,
     case({"earn": [{**FULL_ONE, "when": {"region": "north"}}]},
          [buy("1", region="north"), buy("1", region="south"), buy("1")],
          after(1, earned=1), after(2, earned=0), after(3, earned=0))),
    ("a cap of another time", NOT_YET,
     case({"earn": [{**FULL_ONE, "cap": {"points": 5, "per": "moon"}}]}, [buy("9")],
          after(1, earned=5))),
    ("merits in words that are not known", NOT_YET,
     case({"rewards": [{"id": "tea", "grant": {"when": "mostly harmless"}}]},
          [{"do": "run-job", "job": "daily"}], after(1, rewards={"tea": 0}))),
    ("an event that the library refuses and no peer would", NOT_YET,
     case({"earn": [FULL_ONE]}, [buy("1"), {"do": "import", "points": 5}], after(2, earned=0))),
    ("an order of less than nothing", NOT_OFFERED,
     case({}, [{"do": "purchase", "lines": [{"sku": "A", "qty": 1, "unit_price": "-3"}]}],
          after(1, total="-3"))),
    ("days in a row", NOT_OFFERED,
     case({"earn": [{"kind": "streak", "event": "visit", "length": 3, "points": 5}]},
          [{"do": "event", "event": "visit"}], after(1, balance=0))),
    ("points rounded somewhere else", NOT_YET,
     case({"earn": [{**FULL_ONE, "rounded_on": "shelf"}]}, [buy("1")], after(1, earned=1))),
    ("a step of another kind", NOT_YET, case({}, [{"do": "dance"}], after(1, balance=0))),
    ("a field of another kind", NOT_YET,
     case({"earn": [{**FULL_ONE, "on_mondays": True}]}, [buy("1")], after(1, earned=1))),
    ("an expectation of another kind", NOT_YET, case({}, [buy("1")], after(1, mood="good"))),
    ("an expectation behind the last step", NOT_YET,
     case({"earn": [FULL_ONE]}, [buy("1")], after(1, earned=1), after(2, earned=7))),
    ("a value of another kind", NOT_YET,
     case({"earn": [{**FULL_ONE, "partial_units": "sometimes"}]}, [buy("1")], after(1, earned=1))),
    ("a field of another form", NOT_YET,
     case({"expiry": "never"}, [credit(5)], after(1, balance=5))),
]


def main():
    failed = 0
    for name, wanted, row in ROWS:
        verdict = run.judge_safely(row)
        if verdict.kind != wanted:
            failed += 1
            print(f"{name}: {verdict.kind} instead of {wanted}: {'; '.join(verdict.notes)}")
    print(f"{len(ROWS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
