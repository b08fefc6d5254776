"""The library and the model side by side: one program, one history, equal after every step."""
import sys
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bindings" / "python"))

from libloyalty import Engine, Program, Store  # noqa: E402

from civil import NEVER, PAST  # noqa: E402
from naive import Model  # noqa: E402


class Different(AssertionError):
    """The library and the model say different things."""


SIGNS = {"earn": 1, "adjust": 1, "restore": 1, "reinstate": 1,
         "transfer": 1, "burn": -1, "capture": -1, "expire": -1, "reverse": -1}
COLUMNS = {"issued": "earn", "redeemed": "burn", "expired": "expire", "reversed": "reverse", "adjusted": "adjust",
           "transferred": "transfer"}


def flow_of(entries, since, until):
    """A roll-forward, from the entries of a currency."""
    inside = [e for e in entries if since < e[3] <= until]
    told = {column: sum(e[2] for e in inside if e[0] == kind)
            for column, kind in COLUMNS.items()}
    told["redeemed"] += sum(e[2] for e in inside if e[0] == "capture")
    told["redeemed"] -= sum(e[2] for e in inside if e[0] == "restore")
    told["expired"] -= sum(e[2] for e in inside if e[0] == "reinstate")
    told["opening"] = sum(SIGNS.get(e[0], 0) * e[2] for e in entries if e[3] <= since)
    told["closing"] = sum(SIGNS.get(e[0], 0) * e[2] for e in entries if e[3] <= until)
    return told


def cents(money):
    return int(money.scaleb(2))


class Pair:
    """The library beside the model."""

    def __init__(self, program):
        self.document = program
        self.program = Program.from_document(program)
        self.store = Store.memory()
        self.engine = Engine(self.program, self.store)
        self.model = Model(program)

    def close(self):
        self.engine.close()
        self.store.close()
        self.program.close()

    def take(self, event, at):
        """One step: an event, or a moment to advance to. Customers are looked at as of `at`."""
        if isinstance(event, datetime):
            self.engine.advance(event)
            self.model.advance(event)
        else:
            refusal, entries = self.model.apply(event)
            outcome = self.engine.apply(event)
            self.equal(event, "verdict", outcome.reason.code if outcome.reason else None, refusal)
            if refusal is None and event["type"] in ("purchase", "exchange"):
                self.prices(event, outcome, self.model.sales[event["source"], event["id"]].scene)
            self.equal(event, "vouchers taken back", sorted((e.name, e.amount, e.wanted)
                                                            for e in outcome.effects if e.kind == "void"),
                       sorted(self.model.took.get((event["source"], event["id"]), [])))
            self.equal(event, "entries", self.journal(outcome.entries), sorted(map(self.told, entries)))
        for name in self.model.customers:
            self.compare(event, name, self.engine.customer(name, at), self.model.seen(name, at))

    def prices(self, event, outcome, scene):
        """What was taken off, given on top, and what the basket comes to."""
        def told(kind):
            return sorted((e.rule, e.name, cents(e.money)) for e in outcome.effects if e.kind == kind)

        self.equal(event, "money off", told("discount"), sorted(scene.taken + scene.off))
        self.equal(event, "gifts", sorted((e.rule, e.name, e.amount) for e in outcome.effects if e.kind == "gift"),
                   sorted(scene.gifts))
        if self.document.get("promotions"):
            self.equal(event, "taxes", told("tax"), sorted(("basket", line, tax) for line, tax in scene.taxes))
            self.equal(event, "sums", {name: money for _, name, money in told("price")}, scene.sums)
        self.equal(event, "payments", sorted((e.name, self.units(e.name, e.amount), cents(e.money))
                                             for e in outcome.effects if e.kind == "pay"), sorted(scene.payments))

    def units(self, currency, points):
        return int(Decimal(points).scaleb(self.model.scale(currency)))

    @staticmethod
    def told(entry):
        """As the library tells it: what waits for an event has no moment."""
        return (*entry[:4], PAST if entry[4] == NEVER else entry[4], *entry[5:])

    def journal(self, entries):
        return sorted((e.kind, e.currency, self.units(e.currency, e.points), e.time, e.matures or PAST,
                       e.expires or NEVER, e.debt, e.was or NEVER) for e in entries)

    def compare(self, event, name, found, customer):
        for what, told, expected in (
                *self.standing(found, customer), *self.behaviour(found, customer)):
            self.equal(event, f"{name}'s {what}", told, expected)

    def standing(self, found, customer):
        purse = customer.purse
        for currency, balance in found.balances.items():
            yield (f"balance of {currency}",
                   [self.units(currency, getattr(balance, part)) for part in ("available", "pending", "held", "debt")],
                   [purse.available(currency), purse.pending(currency), purse.all_held(currency),
                    purse.debt[currency]])
        yield ("lots", sorted((lot.currency, NEVER if lot.waits else lot.matures or PAST, lot.expires or NEVER,
                               lot.earned_on, self.units(lot.currency, lot.points)) for lot in found.lots),
               sorted((lot.currency, lot.matures, lot.expires, lot.earned_on, lot.points) for lot in purse.lots))
        yield ("vouchers", Counter({(v.voucher, v.expires or NEVER): v.count for v in found.vouchers}),
               Counter(customer.vouchers))
        yield "tiers", found.tiers, {n: customer.tier_name(n) for n in customer.ladders}
        yield ("memberships", sorted((m.plan, m.since, m.until, m.cancelled) for m in found.memberships),
               sorted((name, m.since, m.until, m.cancelled) for name, m in customer.memberships.items()))
        today = customer.zone.day(customer.now)
        yield "progress", found.progress, {n: ladder.shown_value(today) for n, ladder in customer.ladders.items()}
        yield "counters", found.counters, {n: tally.at(today) for n, tally in customer.counters.items()}

    def behaviour(self, found, customer):
        yield "frozen", found.frozen, customer.frozen
        yield "due", found.due or NEVER, customer.due()
        yield "stage", (found.stage, found.stage_since), (customer.stage, customer.stage_since)
        yield ("counts", (found.purchases, found.visits, int(found.spend.scaleb(2))),
               (customer.purchases, customer.visits, customer.spend))
        day = customer.zone.day(customer.last_purchase) if customer.last_purchase else None
        yield ("days", (found.enrolled_on, found.first_purchase_on, found.last_purchase_on),
               (customer.enrolled_on, customer.first_purchase, day))

    def totals(self, began, at):
        """Figures over everybody at the end, and over thirds of the whole time."""
        report = self.engine.report(at)
        purses = [self.model.seen(name, at).purse for name in self.model.customers]
        for currency, totals in report.totals.items():
            for part in ("issued", "spent", "expired", "reversed"):
                self.equal(None, f"{part} of {currency}", self.units(currency, getattr(totals, part)),
                           sum(purse.totals[currency, part] for purse in purses))
            self.equal(None, f"schedule of {currency}",
                       [(e.expires or NEVER, self.units(currency, e.points)) for e in report.expiring[currency]],
                       sorted(self.schedule(currency, purses).items()))
        self.equal(None, "budgets", {name: b.used if b.kind == "uses" else self.units(b.currency, b.used)
                                     for name, b in report.budgets.items() if b.kind != "money"},
                   self.model.rules.told(self.model.zone.day(at)))
        third = (at - began) // 3000 * 1000  # milliseconds
        for since, until in ((began, began + third), (began + third, at), (began - third, at + third)):
            self.flows(since, until)

    @staticmethod
    def schedule(currency, purses):
        found = Counter()
        for purse in purses:
            found.update(purse.schedule(currency))
        return found

    def flows(self, since, until):
        found = self.engine.flows(since, until)
        ledgers = [self.model.seen(name, until).purse.ledger for name in self.model.customers]
        for currency, flow in found.items():
            told = flow_of([entry for ledger in ledgers for entry in ledger if entry[1] == currency],
                           since, until)
            self.equal(f"{since} to {until}", f"flow of {currency}",
                       {part: self.units(currency, getattr(flow, part)) for part in told}, told)

    @staticmethod
    def equal(event, what, found, expected):
        if found != expected:
            raise Different(f"{what}\n  the library: {found}\n  the model:   {expected}\n  after {event}")
