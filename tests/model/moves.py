"""What concerns two accounts: points that are sent, accounts that go into others."""

from collections import Counter
from copy import copy

from civil import NEVER, PAST, plus
from places import Shared
from purse import Lot
from refused import Refused
from rekeys import Rekeys
from unmerges import Unmerges


class Moves(Rekeys, Unmerges, Shared):
    """What the model does with transfers and merges. What is sent arrives once the event is answered,
    as an event of the receiver at the time of the sender's."""

    def other(self, event):
        """The account that an event names beside its own."""
        if not event.get("to"):
            raise Refused("missing-receiver")
        if event["to"] == event["customer"]:
            raise Refused("same-customer")
        if event["to"] not in self.customers:
            raise Refused("unknown-receiver")
        self.closed(self.customers[event["to"]], event)
        return event["to"]

    def arrival(self, name, scene):
        """The receiver, brought forward to the time of what was sent."""
        while name in self.moved:
            name = self.moved[name][0]
        receiver = self.customers[name]
        receiver.settle(max(receiver.now, scene.time), self.rules)
        return receiver

    # -- Transfers --

    def transfer(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        policy = self.program.get("transfers")
        if policy is None:
            raise Refused("no-transfers")
        name = self.other(event)
        if plus(customer.enrolled_on, policy.get("age", "P0D")) > scene.day:
            raise Refused("account-too-young")
        if not event.get("points"):
            raise Refused("missing-points")
        amounts = self.amounts(event)
        fees = {c: self.units(c, policy.get("fee", {}).get(c, 0)) for c in amounts}
        for currency, points in amounts.items():
            if currency not in policy.get("currencies", [currency]):
                raise Refused("not-transferable")
            if points < self.units(currency, policy.get("minimum", {}).get(currency, 1)):
                raise Refused("below-minimum")
            if customer.purse.available(currency) - fees[currency] < points:
                raise Refused("insufficient-points")
        with self.undoable(customer, event, scene) as deed:
            deed.sent, deed.to, deed.came = [], name, []
            for currency, points in amounts.items():
                for part in customer.purse.burn(currency, points, customer.now, "transfer"):
                    deed.sent.append((currency, *part))
                if fees[currency]:
                    deed.paid += self.paid(currency, customer.purse.burn(currency, fees[currency], customer.now))
            self.mail.append(lambda: self.receive(deed, policy.get("expiry") == "new", scene))
            self.run_rules(customer, scene, facts)

    def receive(self, deed, anew, scene):
        member = self.present(deed.to)
        deed.home = self.home(deed.to, scene.time)
        deed.pooled = member if deed.home != member else None
        receiver = self.arrival(deed.home, scene)
        if receiver.erased:  # whoever had gone into him did not say so
            sent, deed.sent = deed.sent, []
            self.mail.append(lambda: self.take_again(sent, deed.buyer, scene))
            return
        for currency, points, expires, earned_on, own in deed.sent:
            if anew:
                expires, earned_on, own = receiver.purse.end(currency, scene.time, PAST, receiver.now), None, False
            lot = Lot(currency, points, PAST, expires, earned_on or receiver.purse.day(currency, scene.time), own)
            deed.came.append(copy(lot))
            receiver.purse.arrive(lot, receiver.now)
        receiver.review()

    # -- Transfers that are undone --

    def recall(self, deed, to, scene):
        """The receiver gives back what he can of what came; so much goes back to its lots, what went last first."""
        if not getattr(deed, "sent", None):
            return

        def ask():
            receiver = self.arrival(self.keeper(deed, scene), scene)
            back = []
            for currency in self.program["currencies"]:
                points = sum(lot.points for lot in deed.came if lot.currency == currency)
                for lot in reversed(deed.came):
                    if lot.currency == currency:
                        points -= receiver.purse.recall(lot, self.policy.get("order"), receiver.now)
                for name, part, *rest in reversed(deed.sent):
                    if name == currency and points:
                        part = min(part, points)
                        points -= part
                        back.append((currency, part, *rest))
            receiver.review(self.lowers())
            if back:
                self.mail.append(lambda: self.take_again(back, to, scene))

        self.mail.append(ask)

    def take_again(self, lots, to, scene):
        """What was sent is with the sender again, unless he is forgotten."""
        sender = self.arrival(to, scene)
        for lot in lots if not sender.erased else ():
            sender.purse.restore(*lot, sender.now, "transfer")
        sender.review()

    def keeper(self, deed, scene):
        """Where it came, also when he has left that pool; or where he is by now."""
        name = self.present(deed.to)
        if deed.pooled and deed.pooled in self.customers[name].came | {name}:
            return deed.home
        return self.home(name, scene.time)

    # -- Accounts that go into others --

    def follow(self, event, time):
        """Whose account an event is about: it follows those that went into others, if the program says so."""
        name = event["customer"]
        while name in self.moved and event["type"] not in ("merge", "rekey", "unmerge"):
            to, since, how = self.moved[name]
            usual = "follow" if how == "merges" else "refuse"
            if time >= since and self.program.get(how, {}).get("old", usual) == "refuse":
                break
            name = to
        return name

    def merge(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        name = self.other(event)
        if name in self.moved:
            raise Refused("moved")
        self.admit_places(customer, self.customers[name], scene)
        brought = customer.copy()
        self.images[event["customer"]] = customer.copy()
        self.customers[event["customer"]] = left = self.emptied(customer)
        self.moved[event["customer"]] = name, scene.time, "merges"
        self.run_rules(left, scene, facts)

        def arrive():
            receiver = self.arrival(name, scene)
            receiver.settle(max(receiver.now, brought.now), self.rules)  # a whole account comes as it stands
            before, image = Counter(receiver.vouchers), self.images[event["customer"]]
            image.plans = set(image.memberships) - set(receiver.memberships)
            receiver.absorb(brought, self.program.get("merges", {}))
            image.behind = Counter(image.vouchers) - (Counter(receiver.vouchers) - before)
            receiver.came |= brought.came | {event["customer"]}
            self.give_place(event["customer"], self.present(name), brought, image)
            receiver.review()

        self.mail.append(arrive)

    # -- Tiers by hand --

    def status(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        ladder = customer.ladders[event["ladder"]]
        action = event.get("action", "floor")
        if action == "end":
            ladder.status = {}
        else:
            tiers = [tier["id"] for tier in ladder.definition["tiers"]]
            until = self.instant(event["until"]) if "until" in event else NEVER
            ladder.status[action] = tiers.index(event["tier"]), until
            ladder.settle(customer.now)  # it may be over already
        customer.retier()
        self.run_rules(customer, scene, facts)
