"""A naive model of libloyalty, written from its documented meaning: plain lists, everything searched
and added up anew each time. It knows the events of a shop; what time and rules do is beside it.
"""
from datetime import datetime
from types import SimpleNamespace as Record

from activation import Activation
from baskets import basket
from birthdays import Birthdays
from civil import PAST, UTC, Zone, scaled, units
from clocks import Places
from customer import Customer
from erasure import Erasure
from exchanges import Exchanges
from freezes import Freezes
from holds import NO_HOLD, Holds
from households import Households
from limits import copies
from memberships import Plans
from moves import Moves
from openings import Openings
from payments import Payments
from pricing import Pricing
from purse import Lot
from referrals import Referrals
from refused import Refused
from returns import Returns
from rules import Rules
from vouchers import Vouchers

UNKNOWN_TO = ("redeem", "adjust", "return", "exchange", "void", "hold", "capture", "release", "transfer", "merge",
              "unmerge", "rekey", "erase", "status", "extend", "reinstate", "membership", "household", "freeze",
              "unfreeze", "activate")
"""Events that do not make a customer."""


class Model(Returns, Exchanges, Holds, Moves, Plans, Referrals, Households, Pricing, Payments, Vouchers,
            Openings, Freezes, Activation, Places, Birthdays, Erasure):
    def __init__(self, program):
        self.program = program
        self.zone = Zone(program.get("time_zone", "UTC0"))
        self.rules = Rules(program)
        self.customers, self.answers, self.events = {}, {}, {}
        self.sales, self.deeds = {}, {}  # what can come back, and what a void alone undoes
        self.members = {}  # of households, as they came
        self.pledges = {}  # who set something aside for a hold
        self.accounts = {}  # to which events happened, and the member of a pool who did them
        self.took = {}  # vouchers that events took back: which, how many, of how many
        self.moved = {}  # accounts that went into others: which, when, and how
        self.images = {}  # what those had that were merged

    def points(self, currency, value):
        """Points as events write them: whole points."""
        return scaled(value, self.scale(currency))

    def units(self, currency, value):
        """Points as programs write them: a number is in smallest units, a text in whole points."""
        return units(value, self.scale(currency))

    def scale(self, currency):
        return self.program["currencies"][currency].get("scale", 0)

    def advance(self, until):
        """Settles those for whom time has done something."""
        for customer in self.customers.values():
            if customer.due() <= until:
                customer.settle(until, self.rules)

    def seen(self, name, at):
        """A customer as he will be at a moment."""
        customer = self.customers[name].copy()
        customer.settle(max(at, customer.now), self.rules)
        return customer

    def apply(self, event):
        """The code of a refusal, or None, and the journal of what happened; a retry gets the answer
        that there was."""
        key = event["source"], event["id"]
        if key not in self.answers:
            self.events[key] = event
            before = {name: customer.copy() for name, customer in self.customers.items()}
            shared = copies(self.rules.shared)
            moved, members = dict(self.moved), {name: list(them) for name, them in self.members.items()}
            try:
                self.answers[key] = None, self.run(event)
            except Refused as refusal:
                self.customers, self.moved, self.members = before, moved, members
                self.rules.shared = shared
                self.answers[key] = str(refusal), []
        return self.answers[key]

    def run(self, event):
        self.mail = []  # what others receive of this event
        self.voided = self.took[event["source"], event["id"]] = []
        time = datetime.fromisoformat(event["time"])
        kind = event["type"]
        own = self.follow(event, time.astimezone(UTC))
        name = self.pooled(own, event, time.astimezone(UTC))
        self.accounts[event["source"], event["id"]] = name, own if name != own else None
        event = {**event, "customer": name} | ({"to": name} if event.get("to") == event["customer"] else {})
        customer = self.customers.get(event["customer"])
        if customer is not None:
            customer.purse.entries = []
            customer.moved = None
            customer.settle(max(customer.now, time.astimezone(UTC)), self.rules)
        elif kind in UNKNOWN_TO and not self.may_park(event):
            raise Refused("unknown-customer")
        elif self.program.get("join") == "enrol" and kind not in ("enrol", "import"):
            raise Refused("unknown-customer")
        self.closed(self.customers.get(own), event)
        self.thaw(self.customers.get(own), event)
        if own in self.moved and kind != "unmerge":
            raise Refused("moved")
        if name != own:
            self.may_spend(own, name, event)
        if customer is None:
            customer = self.customers[event["customer"]] = Customer(
                self.program, self.zone, time.astimezone(UTC))
        elif kind == "enrol":
            raise Refused("already-enrolled")
        scene = self.scene(event, kind, time)
        self.enter(customer, event)
        self.say_birthday(customer, event, scene)
        customer.purse.activity(kind, scene.time, customer.now)
        getattr(self, kind, self.nothing)(customer, event, scene)
        self.turn(customer)
        customer.settle(customer.now, self.rules)  # what came late may have had its moment
        customer.undone = None
        self.leave_store(customer)
        entries = list(customer.purse.entries)
        for arrive in self.mail:
            arrive()
        for other in self.customers.values():
            self.turn(other)
        return entries

    @staticmethod
    def turn(customer):
        """There may be points enough now."""
        if customer.turn():
            customer.review()

    @staticmethod
    def instant(text):
        return datetime.fromisoformat(text).astimezone(UTC)

    def scene(self, event, kind, time):
        lines = basket(event, self.program)
        moment = time.astimezone(UTC)
        return Record(kind=kind, time=moment, local=time, day=self.zone.day(moment), lines=lines, part=False,
                      waits=False, total=sum(line.amount for line in lines), paid=0,
                      channel=event.get("channel", ""), store=event.get("store", ""), codes=event.get("codes", []))

    def nothing(self, customer, event, scene):
        self.run_rules(customer, scene)

    enrol = profile = nothing

    def run_rules(self, customer, scene, facts=None, finish=None):
        facts = facts or self.rules.facts(customer, scene)
        stage = customer.stage
        leads = self.rules.transition(customer, facts) if scene.kind == "purchase" else None
        self.rules.run(customer, self.rules.of(scene.kind), scene, facts, crosses=True)
        if finish:
            finish()
        back = scene.kind in ("return", "void", "exchange") and not scene.waits
        customer.review(self.lowers() if back else None)
        if leads and customer.stage == stage:
            self.rules.enter(customer, leads, scene)
            customer.review()

    # -- Purchases and visits --

    def purchase(self, customer, event, scene):
        hold = self.named_hold(customer, event, scene) if "receipt" in event else NO_HOLD
        before = customer.copy() if self.policy.get("method") == "re-evaluate" else None
        self.price(customer, scene)
        givers = self.givers(customer, event["customer"], scene)
        payments = self.payments(customer, event, scene, hold, givers)
        facts = self.rules.facts(customer, scene)
        paid = self.pay(customer, payments, scene, hold, givers)
        if hold is not NO_HOLD:
            self.release_all(customer, hold, scene)
        self.rules.awards, self.rules.used = [], []
        given = self.sell(customer, scene, facts, True)
        self.sales[event["source"], event["id"]] = Record(
            buyer=event["customer"], time=scene.time, day=scene.day, lines=scene.lines, paid=paid,
            awards=self.rules.awards, closed=False, refunded=0, scene=scene, customer=before,
            brought=given, used=scene.used, vouchers=scene.vouchers, uses=self.rules.used,
            bought=scene.time, moved=customer.moved, posted=customer.now)
        self.rules.awards = self.rules.used = None
        self.unpark(customer, (event["source"], event["id"]))

    def sell(self, customer, scene, facts=None, for_good=False):
        """What a purchase gives; returns what it gave for a referral."""
        brought = []

        def finish():
            if for_good:
                brought.append(self.bought(customer, scene, facts))
            customer.purchases += 1
            customer.visits += 1
            customer.spend += scene.total
            customer.bought(scene.time)
            customer.credit("spend", scene.total, scene.day)
            customer.credit("purchases", 1, scene.day)
            customer.credit("visits", 1, scene.day)

        self.run_rules(customer, scene, facts, finish)
        return brought[0] if brought else None

    def visit(self, customer, event, scene):
        def finish():
            customer.visits += 1
            customer.credit("visits", 1, scene.day)

        self.run_rules(customer, scene, finish=finish)

    # -- Spending and correcting --

    def redeem(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        with self.undoable(customer, event, scene) as deed:
            if "voucher" in event:
                self.redeem_voucher(customer, event["voucher"], deed)
            else:
                reward = next(r for r in self.program["rewards"] if r["id"] == event["reward"])
                if "price" not in reward or ("when" in reward and not reward["when"].of(facts)):
                    raise Refused("not-eligible")
                self.rules.take_reward(customer, reward, facts, scene.day)
                givers = self.givers(customer, event["customer"], scene)
                deed.paid = self.spend(customer, reward["price"], givers, scene)
                deed.bought = self.give(customer, reward)
            self.run_rules(customer, scene, facts)

    def spend(self, customer, price, givers, scene):
        """What was taken."""
        amounts = {currency: self.units(currency, points) for currency, points in price.items()}
        if any(sum(giver.purse.available(currency) for _, giver in givers) < points
               for currency, points in amounts.items()):
            raise Refused("insufficient-points")
        paid = []
        for currency in self.program["currencies"]:
            for giver, *lot in self.burn_all(givers, currency, amounts.get(currency, 0), customer, scene):
                paid += self.paid(currency, [lot], giver)
        return paid

    def adjust(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        if not event.get("reason"):
            raise Refused("missing-reason")
        if not event.get("points"):
            raise Refused("missing-points")
        amounts, until = self.amounts(event), self.until(event, scene)
        if not event.get("overdraw") and any(customer.purse.available(c) < -points for c, points in amounts.items()):
            raise Refused("insufficient-points")
        with self.undoable(customer, event, scene) as deed:
            for currency, points in amounts.items():
                if points > 0:
                    end = until or customer.spared(currency, facts)
                    lot = customer.purse.earn(currency, points, scene.time, customer.now, "adjust", end)
                    deed.given.append((currency, points, lot))
                elif points < 0:
                    taken = customer.purse.deduct(currency, -points, customer.now)
                    deed.paid += self.paid(currency, taken, comes="adjust")
            self.run_rules(customer, scene, facts)

    # -- Ends by hand --

    def amounts(self, event):
        return {c: self.points(c, points) for c, points in event["points"].items()}

    def until(self, event, scene):
        """The end that the event names."""
        until = self.instant(event["until"]) if "until" in event else None
        if until and until < scene.time:
            raise Refused("bad-time")
        return until

    def extend(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        until, amounts = self.until(event, scene), self.amounts(event)
        if not amounts:
            raise Refused("missing-points")
        for currency, points in [(c, amounts[c]) for c in self.program["currencies"] if c in amounts]:
            by = event.get("ttl") or customer.purse.lives(currency).get("extend")
            if not until and not by:
                raise Refused("missing-until")
            customer.purse.extend(currency, points, until, by, customer.now)
        self.run_rules(customer, scene, facts)

    def reinstate(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        until = self.until(event, scene)
        if not event.get("points"):
            raise Refused("missing-points")
        purse = customer.purse
        for currency, points in self.amounts(event).items():
            end, fee = purse.reinstate(currency, points, until, customer.now)
            lot = Lot(currency, points, PAST, end, purse.day(currency, customer.now), until is not None)
            purse.receive("reinstate", lot, customer.now)
            fee = self.units(currency, fee)
            if purse.available(currency) < fee:
                raise Refused("insufficient-points")
            if fee:
                purse.burn(currency, fee, customer.now)
        self.run_rules(customer, scene, facts)


setattr(Model, "return", Model.returns)
setattr(Model, "import", Model.bring)
Model.void = Model.returns
