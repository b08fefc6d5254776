#!/usr/bin/env python3
"""The naive model against cases worked out by hand from the documented meaning."""
import unittest
from datetime import date, datetime, time, timezone

from model import PAST, Model, plus, scaled, shares

BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"
TIERS = [{"id": "low", "from": 0}, {"id": "mid", "from": 10, "keep_from": 8},
         {"id": "top", "from": 20, "grace": "P10D"}]
SOLE = {"id": "base", "on": "purchase", "earn": {"p": "spend(lines).per(money('1.00'))"}}


def program(**members):
    made = {"currencies": {"p": {"expires": {"after": "P9Y"}}}, "ladders": {}, "counters": {}, "vouchers": {},
            "rewards": [], "rules": [SOLE]}
    return dict(made, **members)


def utc(text):
    return datetime.fromisoformat(text).astimezone(timezone.utc)


class Shop:
    """Events of one customer, briefly."""

    def __init__(self, **members):
        self.model = Model(program(**members))
        self.count = 0

    def event(self, type, time, **members):
        self.count += 1
        return self.model.apply(dict(source="s", id=str(self.count), type=type, time=time, customer="c", **members))

    def buy(self, time, *prices, quantity=1):
        lines = [dict(id=str(i), quantity=quantity, unit_price=p) for i, p in enumerate(prices)]
        return self.event("purchase", time, lines=lines)

    def at(self, time):
        c = self.model.customers["c"]
        self.model.settle(c, utc(time))
        return vars(self.model.facts(c)["customer"])


class Civil(unittest.TestCase):
    def test_months_clamp(self):
        for start, length, end in (("2024-01-31", "P1M", "2024-02-29"), ("2024-02-29", "P12M", "2025-02-28"),
                                   ("2025-12-31", "P2M", "2026-02-28"), ("2025-11-30", "P1Y1M1D", "2026-12-31")):
            self.assertEqual(str(plus(date.fromisoformat(start), length)), end)

    def test_local_time(self):
        model = Model(program(time_zone=BERLIN))
        for day, here in (("2025-03-30", "03:30:00+02:00"), ("2025-10-26", "02:30:00+02:00")):
            self.assertEqual(model.moment(date.fromisoformat(day), time(2, 30)), utc(day + "T" + here))
        self.assertEqual(model.add(utc("2025-03-29T12:00:00+01:00"), "P1D"), utc("2025-03-30T12:00:00+02:00"))
        self.assertEqual(model.add(utc("2025-10-26T02:30:00+01:00"), "P1D"), utc("2025-10-27T02:30:00+01:00"))

    def test_shares(self):
        self.assertEqual(shares(10, [1, 1, 1]), [4, 3, 3])
        self.assertEqual(shares(2, [1, 2, 2]), [0, 1, 1])
        self.assertEqual(scaled("-1.5", 2), -150)


class Points(unittest.TestCase):
    def test_pending_and_expiry(self):
        shop = Shop(time_zone=BERLIN,
                    currencies={"p": {"pending": "P14D", "expires": {"after": "P12M", "round_up": "month"}}})
        shop.buy("2025-01-31T10:00:00+01:00", "9.99")
        self.assertEqual(shop.at("2025-02-14T09:59:59+01:00")["balances"]["p"], [0, 9, 0])
        lot = shop.at("2025-02-14T10:00:00+01:00")["lots"]
        self.assertEqual(lot, [(("p", PAST, utc("2026-02-01T00:00:00+01:00")), (9, date(2025, 1, 31)))])
        self.assertEqual(shop.at("2026-02-01T00:00:00+01:00")["lots"], [])

    def test_debt_is_filled_first(self):
        shop = Shop(rewards=[{"id": "r", "price": {"p": 8}}])
        shop.buy("2025-01-01T10:00:00+00:00", "10.00")
        shop.event("redeem", "2025-01-02T10:00:00+00:00", reward="r")
        self.assertIsNone(shop.event("return", "2025-01-03T10:00:00+00:00", receipt={"id": "1"}))
        self.assertEqual(shop.at("2025-01-03T10:00:00+00:00")["balances"]["p"], [0, 0, 8])
        shop.buy("2025-01-04T10:00:00+00:00", "11.00")
        self.assertEqual(shop.at("2025-01-04T10:00:00+00:00")["balances"]["p"], [3, 0, 0])
        self.assertEqual(shop.event("redeem", "2025-01-05T10:00:00+00:00", reward="r"), "insufficient-points")

    def test_cap_and_later_window(self):
        shop = Shop(caps=[{"id": "k", "currency": "p", "limit": 15, "per": "month"}])
        for day in ("2025-01-05", "2025-01-31", "2025-02-01"):
            shop.buy(day + "T10:00:00+00:00", "10.00")
        self.assertEqual(shop.at("2025-02-01T10:00:00+00:00")["balances"]["p"], [25, 0, 0])


class Returns(unittest.TestCase):
    def test_units_come_back_cumulatively(self):
        shop = Shop()
        shop.buy("2025-01-01T10:00:00+00:00", "3.50", quantity=3)  # 10.50 earns 10
        one = {"receipt": {"id": "1"}, "lines": [{"id": "0", "quantity": 1}]}
        for day, left in ((2, 7), (3, 4), (4, 0)):
            self.assertIsNone(shop.event("return", "2025-01-0%dT10:00:00+00:00" % day, **one))
            self.assertEqual(shop.at("2025-01-0%dT10:00:00+00:00" % day)["balances"]["p"], [left, 0, 0])
        self.assertEqual(shop.event("return", "2025-01-05T10:00:00+00:00", **one), "return-too-much")
        self.assertEqual(shop.at("2025-01-05T10:00:00+00:00")["purchases"], 0)

    def test_refusals(self):
        shop = Shop(returns={"window": "P30D"})
        shop.buy("2025-01-01T10:00:00+00:00", "5.00")
        self.assertEqual(shop.event("return", "2025-01-02T10:00:00+00:00", receipt={"id": "x"}), "unknown-receipt")
        self.assertEqual(shop.event("return", "2025-02-01T10:00:00+00:00", receipt={"id": "1"}), "return-too-late")
        self.assertIsNone(shop.event("void", "2025-02-01T10:00:00+00:00", receipt={"id": "1"}))
        self.assertEqual(shop.at("2025-02-01T10:00:00+00:00")["spend"], 0)


class Ladders(unittest.TestCase):
    def ladder(self, window):
        return {"status": {"counts": "p earned", "window": window, "tiers": TIERS}}

    def test_rolling(self):
        shop = Shop(ladders=self.ladder({"rolling": "P12M"}))
        shop.buy("2025-03-10T15:00:00+00:00", "20.00")
        shop.buy("2025-06-10T15:00:00+00:00", "9.00")
        for time, tier in (("2026-03-09T23:59:59", "top"), ("2026-03-10T00:00:00", "top"),
                           ("2026-03-19T23:59:59", "top"), ("2026-03-20T00:00:00", "low")):
            self.assertEqual(shop.at(time + "+00:00")["tiers"]["status"], tier, time)

    def test_a_drop_is_called_off(self):
        shop = Shop(ladders=self.ladder({"rolling": "P12M", "by": "month"}))
        shop.buy("2025-03-10T15:00:00+00:00", "20.00")
        shop.buy("2026-03-05T15:00:00+00:00", "20.00")
        self.assertEqual(shop.at("2026-03-30T00:00:00+00:00")["tiers"]["status"], "top")

    def test_calendar(self):
        shop = Shop(ladders=self.ladder({"calendar": "quarter"}))
        shop.buy("2025-01-10T15:00:00+00:00", "10.00")
        for time, tier in (("2025-06-30T23:59:59", "mid"), ("2025-07-01T00:00:00", "low")):
            self.assertEqual(shop.at(time + "+00:00")["tiers"]["status"], tier, time)


class Stages(unittest.TestCase):
    def test_default_table(self):
        shop = Shop()
        steps = [("2025-01-01", "first-purchase"), ("2025-01-02", "repeat"), ("2025-01-03", "repeat"),
                 ("2025-01-04", "repeat"), ("2025-01-05", "loyal"), ("2025-04-10", "repeat"),
                 ("2025-10-20", "won-back"), ("2025-10-21", "repeat")]
        for day, stage in steps:
            shop.buy(day + "T12:00:00+00:00", "1.00")
            self.assertEqual(shop.at(day + "T12:00:00+00:00")["stage"], stage, day)
        self.assertEqual(shop.at("2026-01-19T12:00:00+00:00")["stage"], "at-risk")
        self.assertEqual(shop.at("2026-04-19T12:00:00+00:00")["stage"], "lost")

    def test_stamp_card(self):
        shop = Shop(counters={"card": {"every": 2, "issue": "v"}}, vouchers={"v": {"expires": "P10D"}},
                    rules=[{"id": "none", "on": "purchase", "count": {"card": 1}}])
        for day in (1, 2, 3):
            shop.buy("2025-01-0%dT12:00:00+00:00" % day, "1.00")
        self.assertEqual(shop.at("2025-01-03T12:00:00+00:00")["counters"], {"card": 1})
        self.assertEqual(shop.at("2025-01-03T12:00:00+00:00")["vouchers"],
                         [(("v", utc("2025-01-12T12:00:00+00:00")), 1)])
        self.assertEqual(shop.at("2025-01-12T12:00:00+00:00")["vouchers"], [])


if __name__ == "__main__":
    unittest.main()
