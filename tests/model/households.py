"""Customers who collect together: in a pool of points, or each his own with rewards drawn on all."""
from types import SimpleNamespace as Record

from civil import PAST, shares
from customer import Customer
from purse import Lot
from refused import Refused

HIS_OWN = "household", "enrol", "profile", "import", "freeze", "unfreeze", "erase", "rekey"
"""What is said of a member himself, also where he is one of a pool."""


class Households:
    """What the model does with household events. Points go to and fro once the event is answered."""

    @property
    def together(self):
        return self.program.get("households")

    def heads(self, name, household):
        """Whether a member may spend what is the household's."""
        return self.together.get("spend") != "head" or self.members[household][:1] == [name]

    def may_spend(self, member, household, event):
        """Of a pool, as somebody does who was a member."""
        pays = event["type"] == "purchase" and event.get("pay")
        if (pays or event["type"] in ("redeem", "hold", "transfer")) and not self.heads(member, household):
            raise Refused("not-head")

    def is_pool(self):
        return self.together is not None and self.together["kind"] == "pool"

    def pooled(self, name, event, time):
        """Whose account an event is about: in a pool, what members do happens to the household, and what
        they did there they undo there, also when they have left."""
        kind, customer = event["type"], self.customers.get(name)
        if kind in HIS_OWN or customer is None:
            return name
        if kind in ("return", "void") or (
                kind in ("exchange", "capture", "release", "activate") and not customer.erased):
            account, member = self.accounts.get(self.named(event), (None, None))
            if member in customer.came | {name}:
                return account
        if customer.household is None or not self.is_pool() or time < customer.household.since:
            return name
        return customer.household.name

    def home(self, name, time):
        """Where what others send to a customer arrives: with the pool that he is a member of."""
        name = self.present(name)
        household = self.customers[name].household
        return household.name if household and self.is_pool() and time >= household.since else name

    @staticmethod
    def named(event):
        """The key of the event that this one names."""
        receipt = event.get("receipt", {})
        return receipt.get("source", event["source"]), receipt.get("id")

    def household(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        if self.together is None:
            raise Refused("no-households")
        if event["action"] == "leave":
            self.leave(customer, event, scene)
        else:
            self.join(customer, event, scene)
        self.run_rules(customer, scene, facts)

    # -- Coming --

    def join(self, customer, event, scene):
        name = event["household"]
        if customer.household:
            raise Refused("in-household")
        if self.is_pool() and customer.purse.holds:
            raise Refused("open-holds")
        if self.is_pool() and any(customer.purse.debt.values()):
            raise Refused("in-debt")
        if event["action"] == "create" and name in self.customers:
            raise Refused("already-enrolled")
        if event["action"] == "join" and not self.members.get(name):
            raise Refused("unknown-household")
        if event["action"] == "join" and len(self.members[name]) >= self.together.get("most", 16):
            raise Refused("household-full")
        if event["action"] == "create":
            self.customers[name] = Customer(self.program, self.zone, scene.time)
        self.members.setdefault(name, []).append(event["customer"])
        customer.household = Record(name=name, since=scene.time)
        if self.is_pool():
            self.customers[name].came.add(event["customer"])
            self.send(customer, customer.purse.lots, name, scene)

    def send(self, customer, lots, name, scene):
        """Lots leave an account, and arrive in another as they are."""
        lots = sorted(lots, key=customer.purse.order)
        for lot in lots:
            customer.purse.post("transfer", lot, -lot.points, customer.now)
            customer.purse.totals[lot.currency, "issued"] -= lot.points
        customer.purse.lots = [lot for lot in customer.purse.lots if lot not in lots]

        def arrive():
            receiver = self.arrival(name, scene)
            for lot in lots:
                lot.matures = lot.matures if lot.matures > receiver.now else PAST
                receiver.purse.arrive(lot, receiver.now)
            receiver.review()

        self.mail.append(arrive)

    # -- Leaving --

    def leave(self, customer, event, scene):
        if customer.household is None:
            raise Refused("no-household")
        self.may_leave(customer.household, scene)
        name, customer.household = customer.household.name, None
        others = self.members[name]
        place, count = others.index(event["customer"]), len(others)
        others.remove(event["customer"])
        if self.is_pool():
            self.customers[name].came.discard(event["customer"])
            self.mail.append(lambda: self.give_share(name, event["customer"], place, count, scene))

    def may_leave(self, household, scene):
        if "stay" in self.together and scene.time < self.zone.add(household.since, self.together["stay"]):
            raise Refused("too-soon")

    def give_share(self, name, to, place, count, scene):
        """The last one gets all; before, if the program says so, an equal share of what can be spent."""
        pool = self.arrival(name, scene)
        if count == 1:
            self.send(pool, pool.purse.lots, to, scene)
        elif self.together.get("leave") == "share":
            parcels = []
            for currency in self.program["currencies"]:
                points = shares(pool.purse.available(currency), [1] * count)[place]
                if points:
                    parcels += [Lot(currency, part, PAST, *rest)
                                for part, *rest in pool.purse.burn(currency, points, pool.now, "transfer")]
            receiver = self.arrival(to, scene)
            for lot in parcels:
                receiver.purse.arrive(lot, receiver.now)
            receiver.review()
        pool.review()

    # -- Drawing on all --

    def givers(self, customer, name, scene):
        """Those who pay together, as they came; by himself, who is in no view."""
        if customer.household is None or self.is_pool() or not self.heads(name, customer.household.name):
            return [(name, customer)]
        found = []
        for member in self.members[customer.household.name]:
            if self.customers[member].frozen:
                continue
            found.append((member, customer if member == name else self.seen(member, scene.time)))
        return found

    def draw(self, givers, points, lots_of):
        """How many points each gives of his lots."""
        how = self.together.get("draw", "pro-rata") if self.together and len(givers) > 1 else "head-first"
        have = [sum(lot.points for lot in lots_of(giver)) for _, giver in givers]
        if how == "pro-rata":
            return shares(points, have) if sum(have) else [0] * len(have)
        if how == "head-first":
            order = [(number, part) for number, part in enumerate(have)]
        else:
            order = sorted(((number, lot.points, lot.expires) for number, (_, giver) in enumerate(givers)
                            for lot in lots_of(giver)),
                           key=lambda found: found[2])
        parts = [0] * len(have)
        for number, part, *_ in order:
            part = min(part, points)
            parts[number] += part
            points -= part
        return parts

    def burn_all(self, givers, currency, points, customer, scene):
        """Takes points from all; what was taken of whom. From others it is once the event is answered."""
        taken = []
        parts = self.draw(givers, points, lambda giver: giver.purse.ready(currency))
        for (name, giver), part in zip(givers, parts):
            if part:
                other = None if giver is customer else name
                taken += [(other, *lot) for lot in giver.purse.burn(currency, part, giver.now)]
                if other:
                    self.mail.append(self.drawn(name, currency, part, scene))
        return taken

    def drawn(self, name, currency, points, scene):
        def arrive():
            giver = self.arrival(name, scene)
            giver.purse.burn(currency, points, giver.now)
            giver.review()

        return arrive
