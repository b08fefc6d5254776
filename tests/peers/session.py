"""One run of a case: an engine on a store in memory, and what each step did."""
import itertools
from dataclasses import dataclass, field
from datetime import datetime

from libloyalty import Engine, MismatchError, NotFoundError, Program, Store

import amounts
import clock
import facts
import refusals
from forms import GUEST
from plan import CREDIT, POINTS
from verdicts import NotYet

SOMEBODY = "somebody"
SOURCE = "peer"
_EARNS = {"purchase", CREDIT}
_OF_KNOWN = ("adjust", "redeem", "status", "return", "void", "hold", "capture", "release")


@dataclass
class Done:
    """What a step did."""

    step: dict
    at: datetime
    outcomes: list = field(default_factory=list)
    order: str | None = None
    """The order that it placed."""
    redeemed: list = field(default_factory=list)
    """The redemptions of its rewards."""
    refusal: str = ""
    """The code of the last refusal."""
    copy: object = None
    """A session that went on with what this one only asked."""
    found: dict = field(default_factory=dict)
    """Other results, by the name of the expectation."""

    @property
    def customer(self):
        return str(self.step.get("customer", SOMEBODY))

    def entries(self, kind):
        """Points moved by entries of a kind; an answer given before moves nothing again, and
        nobody's points move for a guest.
        """
        if self.customer == GUEST:
            return 0
        return sum(entry.points for outcome in self.outcomes if not outcome.replayed
                   for entry in outcome.entries
                   if entry.kind == kind and entry.currency == POINTS)

    def effects(self, kind):
        return [effect for outcome in self.outcomes if not outcome.replayed
                for effect in outcome.effects if effect.kind == kind]


class Session:
    def __init__(self, plan):
        self.plan = plan
        self.times = clock.times(plan.case)
        self.done = []
        self.receipts = {}
        """The events of each order."""
        self.lots = {}
        """Expiry and day of the lots that have names."""
        self.facts = {}
        """What a step has said of each customer that rules ask for."""
        self.requests = {}
        """Rewards that were asked for and not handed out: the holds of each customer."""
        self.entered = {}
        """Who has a tier of the moment, and the one that is a floor under it."""
        self.disabled = set()
        """Customers whose accounts are switched off."""
        self.pools = {}
        """The household of each member, whose points are those of all its members."""
        self.bought = {}
        """The redemptions of each customer that stand."""
        self.holders = {}
        """Who has what is on a card that pays."""
        self.spent = {}
        """What each customer was said to have spent before, in smallest units."""
        self.totals = {}
        """The sales that stand for such a total."""
        self.baskets = 0
        self.customers = []
        self._ids = itertools.count()
        self._sent = {}
        """When an event of a name was sent first: it is sent again as it was."""
        self._told_expired = 0
        self._engine = Engine(Program.from_document(plan.document), Store.memory())

    @property
    def now(self):
        return self.done[-1]

    def begin(self, step):
        self.done.append(Done(step, self.times[len(self.done)]))
        return self.now

    def apply(self, kind, customer=None, id=None, quote=False, **members):
        """One event at the moment of the running step; its outcome joins the step's."""
        now = self.now
        who = customer or now.customer
        if kind in _OF_KNOWN:
            self.know(who)
        if self.plan.facts and kind in _EARNS:
            members["attributes"] = {**facts.stated({**self.facts.get(who, {}), **now.step},
                                                    self.plan.facts),
                                     **members.get("attributes", {})}
        if who in self.disabled and (kind in _EARNS or kind in self.plan.document["events"]):
            members["attributes"] = {**members.get("attributes", {}), "disabled": True}
        id = id or str(next(self._ids))
        event = {"source": SOURCE, "type": kind, "customer": who,
                 "time": self._sent.setdefault(id, now.at), "id": id, **members}
        try:
            outcome = self._engine.quote(event) if quote else self._engine.apply(event)
        except MismatchError:
            now.refusal = "mismatch"
            return None
        if who not in self.customers and not quote:
            self.customers.append(who)
        now.outcomes.append(outcome)
        if kind == "redeem" and outcome.applied and not quote:
            self.bought.setdefault(who, []).append(event["id"])
        if not outcome.applied:
            now.refusal = outcome.reason.code
            self._refuse_malformed(outcome.reason)
        return outcome

    def _refuse_malformed(self, reason):
        """What no peer would refuse was translated badly, unless a refusal is expected."""
        number = len(self.done)
        if not refusals.is_known(reason.code) and not any(
                one.get("error") and one["after_step"] == number
                for one in self.plan.case["expect"]):
            raise NotYet(f"an event that is refused: {reason.text} [{reason.code}]")

    def know(self, who):
        """A customer who is there from now on."""
        if self.customer(who) is None:
            self.apply("enrol", customer=who)

    def apply_order(self, kind, order, **members):
        """An event of an order; the order may come back later."""
        name = f"{order}/{self.now.step['do']}"
        self.now.order = order
        outcome = self.apply(kind, id=name, **members)
        if outcome is not None and outcome.applied and name not in self.receipts.get(order, []):
            self.receipts.setdefault(order, []).append(name)
        return outcome

    def name_lot(self, name, outcome):
        """Remembers where the points of an outcome went."""
        for entry in outcome.entries:
            if entry.kind in ("earn", "adjust") and entry.currency == POINTS and not entry.debt:
                self.lots[name] = (entry.expires, entry.time.date())

    def customer(self, name):
        """A customer at the moment of the running step, None when unknown."""
        if self.now.copy is not None:
            return self.now.copy.customer(name)
        try:
            return self._engine.customer(self.pools.get(name, name), self.now.at)
        except NotFoundError:
            return None

    def balance(self, currency=POINTS, customer=None):
        """What a customer has, less what he owes."""
        found = self.customer(customer or self.now.customer)
        if found is None:
            return 0
        balance = found.balances[currency]
        return (balance.available - balance.debt
                + sum(getattr(balance, part) for part in self.plan.balance_has))

    def card_balance(self, currency):
        return self.balance(currency, self.holders.get(currency, SOMEBODY))

    def hand_over(self, currency, until=None):
        """A card is with whoever pays with it or tops it up."""
        holder, payer = self.holders.get(currency, SOMEBODY), self.now.customer
        if holder == payer:
            return
        self.holders[currency] = payer
        points = self.balance(currency, holder)
        for who, moved in ((holder, -points), (payer, points)):
            if points:
                end = {"until": until} if until is not None and moved > 0 else {}
                self.apply("adjust", customer=who, points={currency: moved}, reason="handed over",
                           **end)

    def settle(self):
        """Brings everybody to the running step."""
        self._engine.advance(self.now.at)

    def report(self):
        """Points of all customers at the moment of the running step."""
        return self._engine.report(self.now.at).totals[POINTS]

    def expire(self):
        """The points that are gone since the last time that this was asked: they go by
        themselves, when a system with a job has them still.
        """
        self.settle()
        gone = self.report().expired
        new, self._told_expired = gone - self._told_expired, gone
        return new

    def money(self, number):
        return amounts.from_units(number, self.plan.digits)
