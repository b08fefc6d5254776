"""What happens between customers: transfers, merges, households, referrals."""
import unittest
from decimal import Decimal

from libloyalty import DocumentError, Engine, Program, Store

DOCUMENT = {
    "loyalty": 1, "program": "t", "version": 1, "money": "EUR",
    "currencies": {"stars": {}, "gems": {"scale": 2}},
    "transfers": {"fee": {"gems": "0.10"}},
    "households": {"kind": "view"},
    "referrals": {"referrer": {"stars": 5}},
    "rewards": [{"id": "tea", "price": {"stars": 100}}],
    "rules": [{"id": "base", "on": "purchase", "earn": {"stars": "total / 100"}}],
}  # fmt: skip


class Accounts(unittest.TestCase):
    def setUp(self) -> None:
        self.number = 0
        self.program = Program.from_document(DOCUMENT)
        self.store = Store.memory()
        self.engine = Engine(self.program, self.store)
        self.addCleanup(self.program.close)
        self.addCleanup(self.store.close)
        self.addCleanup(self.engine.close)

    def apply(self, kind: str, customer: str, **members: object):
        self.number += 1
        return self.engine.apply({
            "source": "t", "id": str(self.number), "type": kind, "customer": customer,
            "time": "2026-03-02T10:00:00+00:00", **members})  # fmt: skip

    def buy(self, customer: str) -> None:
        self.apply("purchase", customer, lines=[{"unit_price": "80.00"}])

    def stars(self, customer: str) -> int:
        return int(self.engine.customer(customer).balances["stars"].available)

    def test_points_go_to_another_customer(self) -> None:
        self.buy("ann")
        self.buy("bob")
        outcome = self.apply("transfer", "ann", to="bob", points={"stars": 30})
        self.assertTrue(outcome.applied)
        self.assertEqual([entry.points for entry in outcome.entries], [-30])
        self.assertEqual((self.stars("ann"), self.stars("bob")), (50, 110))

    def test_points_with_decimals_are_told_as_such(self) -> None:
        self.buy("ann")
        self.buy("bob")
        self.apply("adjust", "ann", points={"gems": "5.00"}, reason="x")
        outcome = self.apply("transfer", "ann", to="bob", points={"gems": "1.50"})
        self.assertEqual(
            [(effect.kind, effect.amount) for effect in outcome.effects],
            [("send", Decimal("1.50")), ("fee", Decimal("0.10"))])  # fmt: skip

    def test_an_event_names_one_other_customer(self) -> None:
        with self.assertRaises(DocumentError) as caught:
            self.apply("transfer", "ann", to="bob", referrer="bob", points={"stars": 1})
        self.assertEqual(caught.exception.path, "/to")

    def test_what_follows_an_account_says_whom_it_shows(self) -> None:
        self.buy("ann")
        self.buy("bob")
        self.apply("merge", "ann", to="bob")
        self.assertEqual(self.apply("visit", "ann").customer, "bob")
        self.assertEqual(self.apply("visit", "bob").customer, "")

    def test_an_account_goes_into_another(self) -> None:
        self.buy("ann")
        self.buy("bob")
        self.apply("merge", "ann", to="bob")
        self.assertEqual(self.stars("bob"), 160)
        self.assertEqual(self.engine.customer("ann").moved_to, "bob")
        self.assertEqual(self.engine.customer("bob").moved_to, "")

    def test_a_household_spends_together(self) -> None:
        self.buy("ann")
        self.buy("bob")
        self.apply("household", "ann", action="create", household="home")
        self.apply("household", "bob", action="join", household="home")
        self.assertEqual(self.engine.customer("bob").household, "home")
        outcome = self.apply("redeem", "bob", reward="tea")
        self.assertEqual(
            [(e.rule, int(e.amount)) for e in outcome.effects if e.kind == "draw"],
            [("ann", 50), ("bob", 50)])

    def test_who_brings_others_is_rewarded(self) -> None:
        self.apply("enrol", "ann")
        self.apply("referral", "bob", referrer="ann")
        self.buy("bob")
        self.assertEqual(self.stars("ann"), 5)

    def test_a_frozen_account_says_why(self) -> None:
        self.buy("ann")
        self.apply("freeze", "ann", reason="stolen")
        self.assertEqual(self.engine.customer("ann").frozen, "stolen")
        self.assertEqual(self.apply("redeem", "ann", reward="tea").reason.code, "frozen")


if __name__ == "__main__":
    unittest.main()
