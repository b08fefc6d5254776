"""The engine's calls and what they answer."""

from __future__ import annotations

import threading
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
from conftest import purchase

from libloyalty import (
    Balance,
    DocumentError,
    Engine,
    Event,
    InvalidError,
    MismatchError,
    NotFoundError,
    Program,
    Store,
)


def event(kind: str, number: int, **members: Any) -> dict[str, Any]:
    made = {**purchase(number), "type": kind, **members}
    if kind != "purchase" and "lines" not in members:
        del made["lines"]
    return made


def test_a_purchase_earns_and_says_so(engine: Engine) -> None:
    outcome = engine.apply(purchase(1, "9.99"))
    assert outcome.applied and not outcome.replayed and outcome.reason is None
    assert [(e.kind, e.rule, e.name, e.amount) for e in outcome.effects][:2] == [
        ("earn", "base", "stars", 9),
        ("count", "card", "coffee-card", 1),
    ]
    (entry,) = outcome.entries
    assert (entry.kind, entry.currency, entry.points, entry.debt) == ("earn", "stars", 9, False)
    assert entry.time == datetime(2026, 3, 2, 8, 1, tzinfo=timezone.utc)
    assert entry.matures is None
    assert entry.expires == datetime(2027, 3, 2, 23, 0, tzinfo=timezone.utc)
    assert outcome.balances["stars"] == Balance(9, 0, 0, 0)
    assert outcome.tiers == {"status": "green"}
    assert outcome.stage == "first-purchase"


def test_an_event_object_is_the_same_as_its_dict(engine: Engine) -> None:
    first = engine.apply(Event.from_document(purchase(1)))
    again = engine.apply(purchase(1))
    assert again.replayed and again.entries == first.entries


def test_points_with_decimals_are_decimals(engine: Engine) -> None:
    outcome = engine.apply(event("visit", 1))
    assert outcome.effects[0].amount == Decimal("1.50")
    assert str(outcome.balances["gems"].available) == "1.50"
    assert type(outcome.balances["stars"].available) is int


def test_other_content_under_the_same_id_is_a_mismatch(engine: Engine) -> None:
    engine.apply(purchase(1))
    with pytest.raises(MismatchError) as caught:
        engine.apply(purchase(1, "5.00"))
    assert caught.value.code == -6


def test_a_refusal_is_an_answer_that_stays(engine: Engine) -> None:
    engine.apply(purchase(1))
    redeem = event("redeem", 2, reward="latte")
    refused = engine.apply(redeem)
    assert refused.verdict == "refused" and not refused.applied
    assert refused.reason is not None and refused.reason.code == "insufficient-points"
    assert refused.reason.text
    engine.apply(purchase(3, "100.00"))
    again = engine.apply(redeem)
    assert again.verdict == "refused" and again.replayed
    assert engine.apply(event("redeem", 4, reward="latte")).balances["stars"].available == 94


def test_a_quote_writes_nothing(engine: Engine) -> None:
    quoted = engine.quote(purchase(1))
    assert quoted.balances["stars"].available == 4
    with pytest.raises(NotFoundError):
        engine.customer("c42")
    assert not engine.apply(purchase(1)).replayed


def test_an_explanation_says_why_for_every_rule(engine: Engine, program: Program) -> None:
    lines = [{"sku": "BUN", "category": "food", "unit_price": "3.00"}]
    explained = engine.explain(event("purchase", 1, lines=lines))
    assert tuple(why.rule for why in explained.rules) == program.rules
    assert explained["base"].why == "fired" and explained["base"].granted == 3
    assert explained["card"].why == "condition"
    assert "drinks" in explained["card"].term
    assert explained["gem"].why == "trigger"
    assert explained.outcome.balances["stars"].available == 3
    with pytest.raises(KeyError):
        explained["moon"]


def test_many_events_are_as_one_by_one(program: Program, engine: Engine) -> None:
    events = [purchase(n, f"{n}.75", f"c{n % 3}") for n in range(1, 30)]
    one_by_one = [engine.apply(e) for e in events]
    for group in (1, 7, 100):
        with Store.memory() as store, Engine(program, store) as other:
            assert other.apply_many(iter(events), group=group) == one_by_one


def test_an_event_that_fails_is_told_with_what_was_kept_before(engine: Engine) -> None:
    events: list[Any] = [purchase(n) for n in range(1, 6)]
    events.append(purchase(1, "7.00"))
    with pytest.raises(MismatchError) as caught:
        engine.apply_many(events, group=2)
    assert caught.value.done == 5
    kept = caught.value.outcomes
    assert kept is not None
    assert [o.balances["stars"].available for o in kept] == [4, 8, 12, 16, 20]
    assert engine.customer("c42").purchases == 5


@pytest.mark.parametrize("group", [1, 2, 100])
def test_a_wrong_event_in_a_group_is_told_with_its_number(engine: Engine, group: int) -> None:
    with pytest.raises(DocumentError) as caught:
        engine.apply_many([purchase(1), purchase(2), purchase(3, 1.5)], group=group)
    assert caught.value.path == "/2/lines/0/unit_price"
    assert caught.value.done == 2
    assert engine.customer("c42").purchases == 2


@pytest.mark.parametrize("group", [0, 10001, -1])
def test_the_size_of_a_group_has_bounds(engine: Engine, group: int) -> None:
    with pytest.raises(InvalidError):
        engine.apply_many([], group=group)
    with pytest.raises(InvalidError):
        engine.apply_columns({}, group=group)


def test_a_customer_is_read_as_of_a_moment(engine: Engine) -> None:
    for number in (1, 2, 3):
        engine.apply(purchase(number, "20.00"))
    given = {"plan": "yearly", "newsletter": True, "since": "2020-02-29"}
    engine.apply(event("profile", 4, attributes=given))
    engine.apply(event("visit", 5))
    customer = engine.customer("c42")
    assert customer.id == "c42"
    assert customer.balances["stars"] == Balance(60, 0, 0, 0)
    assert customer.balances["gems"].available == Decimal("1.50")
    assert customer.tiers == {"status": "gold"}
    assert customer.progress == {"status": 60}
    assert customer.counters == {"coffee-card": 0}
    assert [(v.voucher, v.count, v.expires) for v in customer.vouchers] == [
        ("free-coffee", 1, None)
    ]
    assert customer.stage == "repeat"
    assert (customer.purchases, customer.visits, customer.spend) == (3, 4, Decimal("60.00"))
    assert customer.first_purchase_on == customer.enrolled_on == date(2026, 3, 2)
    assert customer.attributes == {
        "plan": "yearly",
        "newsletter": True,
        "since": date(2020, 2, 29),
    }
    (stars,) = (lot for lot in customer.lots if lot.currency == "stars")
    assert (stars.points, stars.matures, stars.earned_on) == (60, None, date(2026, 3, 2))
    assert customer.due is not None and customer.due > datetime(2026, 3, 2, tzinfo=timezone.utc)
    later = engine.customer("c42", at="2027-03-03T00:00:00+01:00")
    assert later.balances["stars"].available == 0
    assert later.tiers == {"status": "green"}
    assert engine.customer("c42") == customer


def test_a_customer_who_does_not_exist_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFoundError) as caught:
        engine.customer("nobody")
    assert isinstance(caught.value, LookupError) and caught.value.code == -11


def test_time_passes_for_all(engine: Engine) -> None:
    for n in range(5):
        engine.apply(purchase(n, customer=f"c{n}"))
    until = "2027-03-03T00:00:00+01:00"
    assert engine.advance(until, limit=2) == 2
    assert engine.advance(until) >= 3
    assert engine.advance(until) == 0
    assert engine.customer("c3").balances["stars"].available == 0


def test_a_report_tells_what_is_used_of_budgets() -> None:
    document = {
        "loyalty": 1, "program": "p", "version": 1, "money": "EUR",
        "currencies": {"stars": {"scale": 2}},
        "budgets": [{"id": "points", "rules": ["r"], "currency": "stars", "limit": "50.00"},
                    {"id": "uses", "rules": ["r"], "times": 3},
                    {"id": "money", "promotions": ["p"], "money": "5.00"}],
        "promotions": [{"id": "p", "percent": 10}],
        "rules": [{"id": "r", "on": "visit", "earn": {"stars": "30.00"}}],
    }  # fmt: skip
    with Program.from_document(document) as program, Store.memory() as store:
        with Engine(program, store) as engine:
            for name in ("ann", "bob"):
                engine.apply({"source": "s", "id": name, "type": "visit", "customer": name,
                              "time": "2026-01-01T10:00:00Z"})  # fmt: skip
            budgets = engine.report(None).budgets
    assert (budgets["points"].currency, budgets["uses"].currency) == ("stars", None)
    assert str(budgets["points"].used) == "50.00" and budgets["uses"].used == 2
    assert [budgets[b].kind for b in ("points", "uses", "money")] == ["points", "uses", "money"]
    assert str(budgets["money"].limit) == "5.00" and str(budgets["money"].used) == "0.00"


def test_a_report_adds_up(engine: Engine, program: Program) -> None:
    for n in range(4):
        engine.apply(purchase(n, "60.00" if n == 0 else "4.50", customer=f"c{n}"))
    engine.apply(event("redeem", 10, customer="c0", reward="latte"))
    report = engine.report(datetime(2026, 3, 3, tzinfo=timezone.utc))
    assert report.customers == 4
    assert report.stages["first-purchase"] == 4 and sum(report.stages.values()) == 4
    assert report.tiers == {"status": {"green": 3, "gold": 1}}
    totals = report.totals["stars"]
    assert (totals.issued, totals.spent, totals.available) == (72, 10, 62)
    assert str(report.totals["gems"].issued) == "0.00"
    assert report.vouchers == {"free-coffee": 0}
    assert sum(item.points for item in report.expiring["stars"]) == 62
    first, last = datetime(2026, 3, 1, tzinfo=timezone.utc), datetime(2026, 4, 1, tzinfo=timezone.utc)
    flow = engine.flows(first, last)["stars"]
    assert (flow.opening, flow.issued, flow.redeemed, flow.closing) == (0, 72, 10, 62)
    with pytest.raises(InvalidError):
        engine.flows(last, first)


def test_what_is_owed_for_points() -> None:
    """The figures of a published example; engine_liability_test.c has all of it."""
    yen = {
        "loyalty": 1, "program": "t", "version": 1, "money": "JPY", "currencies": {"points": {}},
        "rules": [{"id": "base", "on": "purchase", "earn": {"points": "total / 10"}}],
        "rewards": [{"id": "much", "price": {"points": 4500}, "give": {"text": "x"}}],
    }  # fmt: skip
    years = [datetime(2026 + n, 1, 1, tzinfo=timezone.utc) for n in range(3)]
    with Program.from_document(yen) as program, Store.memory() as store:
        with Engine(program, store) as engine:
            line = {"quantity": 1, "unit_price": 100000}
            engine.apply({**purchase(1), "time": "2026-05-01T10:00:00Z", "lines": [line]})
            engine.apply({**event("redeem", 2, reward="much"), "time": "2027-05-01T10:00:00Z"})
            first = engine.liability("points", *years[:2], "1", "0.97", percent=True)
            second = engine.liability("points", *years[1:], 1, Decimal("0.97"), percent=True)
            assert (first.sales, first.points, first.expected) == (100000, 10000, 9700)
            assert (first.opening, first.deferred, first.recognised, first.closing) == (0, 9000, 0, 9000)
            assert (second.opening, second.recognised, second.closing) == (9000, 4175, 4825)
            for wrong in ({"opening": "-0.5"}, {"closing": "1.01"}):
                with pytest.raises(InvalidError, match="from 0 to 1"):
                    engine.liability("points", *years[:2], 1, "0.97", **wrong)
            with pytest.raises(InvalidError, match="no currency"):
                engine.liability("gems", *years[:2], 1, "0.97")


def test_threads_take_turns(program: Program) -> None:
    """Two engines on one store that cannot be shared, four threads."""
    with Store.memory() as store, Engine(program, store) as a, Engine(program, store) as b:
        failures: list[BaseException] = []

        def work(engine: Engine, name: str) -> None:
            try:
                for n in range(60):
                    engine.apply({**purchase(n), "source": name})
            except BaseException as error:
                failures.append(error)

        threads = [
            threading.Thread(target=work, args=(engine, f"till-{n}"))
            for n, engine in enumerate((a, a, b, b))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert a.customer("c42").balances["stars"].available == 4 * 60 * 4


def test_promotions_reduce_the_lines_of_a_basket():
    program = Program.from_document(
        {
            "loyalty": 1,
            "program": "shop",
            "version": 1,
            "money": "EUR",
            "promotions": [{"id": "tenth", "percent": 10}],
        }
    )
    line = {
        "sku": "A",
        "unit_price": "100.00",
        "tax_percent": "20",
        "tax_on_top": True,
        "fixed_tax": "1.00",
        "minimum_price": "95.00",
    }
    kept = {"sku": "B", "unit_price": "10.00", "reducible": False}
    outcome = Engine(program, Store.memory()).quote(
        {
            "source": "till",
            "id": "1",
            "type": "purchase",
            "customer": "ann",
            "time": "2026-03-02T09:15:00Z",
            "lines": [line, kept],
        }
    )
    money = {(e.kind, e.name): e.money for e in outcome.effects}
    assert money["discount", "1"] == Decimal("5.00")
    assert ("discount", "2") not in money
    assert money["tax", "1"] == Decimal("20.00")
    assert money["price", "total"] == Decimal("125.00")


def test_returns_go_by_the_rules_of_a_former_version():
    def version(number: int, rate: int) -> Program:
        return Program.from_document(
            {
                "loyalty": 1,
                "program": "shop",
                "version": number,
                "money": "EUR",
                "currencies": {"stars": {}},
                "returns": {"method": "re-evaluate"},
                "rules": [
                    {"id": "base", "on": "purchase", "earn": {"stars": f"spend(lines).per(100) * {rate}"}},
                    {"id": "big", "on": "purchase", "when": "total >= 2000", "earn": {"stars": 50}},
                ],
            }
        )

    store = Store.memory()
    sold, present = version(1, 2), version(2, 7)
    event = {"source": "t", "customer": "ann", "time": "2026-03-02T09:15:00Z"}
    lines = [{"id": "a", "unit_price": "12.00"}, {"id": "b", "unit_price": "8.00"}]
    Engine(sold, store).apply({**event, "id": "1", "type": "purchase", "lines": lines})
    back = {
        **event,
        "id": "2",
        "type": "return",
        "receipt": {"id": "1"},
        "lines": [{"id": "b", "quantity": 1}],
    }
    with Engine(present, store) as engine:
        assert [effect.amount for effect in engine.quote(back).effects] == [16]
    with Engine(present, store, former=[sold]) as engine:
        assert [effect.amount for effect in engine.quote(back).effects] == [66]


def test_money_of_another_currency_is_converted() -> None:
    document = {
        "loyalty": 1, "program": "p", "version": 1, "money": "EUR",
        "other_money": {"currencies": ["JPY"]}, "currencies": {"stars": {}},
        "rules": [{"id": "r", "on": "purchase", "earn": {"stars": "total"}}],
    }  # fmt: skip
    with Program.from_document(document) as program, Store.memory() as store:
        assert [program.digits_of(code) for code in ("EUR", "JPY", "USD")] == [2, 0, None]
        with Engine(program, store) as engine:
            sale = engine.apply(purchase(1, 1234, currency="JPY", rate="0.00612"))
            refused = engine.apply(purchase(2, 1234, currency="JPY"))
    (rate,) = (e for e in sale.effects if e.kind == "rate")
    assert (rate.name, str(rate.amount), str(rate.money)) == ("JPY", "0.00612", "7.55")
    assert refused.reason is not None and refused.reason.code == "missing-rate"


def test_a_rate_is_told_with_the_decimals_that_it_has() -> None:
    document = {
        "loyalty": 1, "program": "p", "version": 1, "money": "JPY",
        "other_money": {"currencies": ["EUR"]},
    }  # fmt: skip
    with Program.from_document(document) as program, Store.memory() as store:
        with Engine(program, store) as engine:
            told = [
                str(effect.amount)
                for rate in ("160", "160.50")
                for effect in engine.quote(purchase(1, "4.50", currency="EUR", rate=rate)).effects
                if effect.kind == "rate"
            ]
    assert told == ["160", "160.5"]


def test_an_adjustment_says_who_approved_it(engine: Engine) -> None:
    engine.apply(purchase(1))
    outcome = engine.apply(
        event("adjust", 2, points={"stars": 5}, reason="goodwill", approver="bob")
    )
    assert [(e.kind, e.name) for e in outcome.effects] == [("approve", "bob"), ("adjust", "stars")]


def test_a_discount_tells_what_a_budget_cut() -> None:
    document = {
        "loyalty": 1, "program": "p", "version": 1, "money": "EUR",
        "promotions": [{"id": "p", "percent": 10}],
        "budgets": [{"id": "b", "promotions": ["p"], "money": "1.00"}],
    }  # fmt: skip
    with Program.from_document(document) as program, Store.memory() as store:
        with Engine(program, store) as engine:
            sale = engine.apply(purchase(1, "25.00"))
            budget = engine.report(None).budgets["b"]
    (cut,) = (e for e in sale.effects if e.kind == "discount")
    assert (str(cut.money), str(cut.wanted)) == ("1.00", "2.50")
    assert (budget.kind, str(budget.used)) == ("money", "1.00")
