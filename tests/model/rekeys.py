"""Accounts that get another id, for a lost card."""
from civil import NEVER, PAST
from customer import Customer
from purse import Lot
from refused import Refused


class Rekeys:
    """What the model does with them. All of the account goes to the new id once the event is answered."""

    def rekey(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        name, to = event["customer"], event.get("to")
        if not to:
            raise Refused("missing-receiver")
        if to in self.customers:
            raise Refused("already-enrolled")
        brought = customer.copy()
        self.customers[name] = left = self.emptied(customer)
        self.moved[name] = to, scene.time, "rekeys"
        self.run_rules(left, scene, facts)
        self.customers[to] = self.renamed(brought)
        self.customers[to].came |= {name}
        if brought.household:
            self.mail.append(lambda: self.rename_member(brought.household.name, name, to, scene))

    def rename_member(self, household, name, to, scene):
        """A household learns the new id of its member."""
        members = self.members[household]
        members[members.index(name)] = to
        found = self.arrival(household, scene)
        if self.is_pool():
            found.came ^= {name, to}

    def emptied(self, customer):
        """What is left of an account that has gone: its books."""
        left = Customer(self.program, self.zone, customer.now)
        left.enrolled_on = customer.enrolled_on
        left.purse.ledger, left.purse.entries = customer.purse.ledger, customer.purse.entries
        self.post_all(left.purse, customer.purse, -1, customer.now)
        return left

    def renamed(self, brought):
        brought.purse.ledger, brought.purse.entries = [], []
        self.post_all(brought.purse, brought.purse, 1, brought.now)
        return brought

    @staticmethod
    def post_all(books, purse, sign, now):
        """The entries of a whole account that goes or comes."""
        for lot in purse.lots:
            books.post("transfer", lot, sign * lot.points, now)
        for held in purse.holds:
            books.post("transfer", held.lot(), sign * held.points, now)
        for currency, debt in purse.debt.items():
            books.post("transfer", Lot(currency, 0, PAST, NEVER, None), -sign * debt, now, True)
