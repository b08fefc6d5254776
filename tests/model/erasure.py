"""Customers who are forgotten: what was theirs goes, the books stay, and sales may still come back."""
from refused import Refused


class Forgotten:
    """What a customer knows of it."""

    erased = False

    def forget(self, keeps_points):
        self.erased = True
        self.vouchers, self.parked, self.memberships = [], [], {}
        self.birthday = self.told = self.brought = None
        self.frozen = ""
        if not keeps_points:
            self.forfeit()

    def forfeit(self):
        """All points, also those that are held."""
        for hold in dict.fromkeys(held.hold for held in self.purse.holds):
            self.purse.release(hold, self.now)
        for currency in self.program["currencies"]:
            self.purse.forfeit(currency, self.now)
        self.review()  # tiers may follow what there is


class Erasure:
    """What the model does with it."""

    def erase(self, customer, event, scene):
        keeps = self.program.get("erasure", {}).get("points") == "keep"
        customer.forget(keeps)
        for name in customer.came:
            self.images.pop(name, None)
        if customer.household:
            self.quit(customer, event["customer"], keeps, scene)

    def quit(self, customer, name, keeps, scene):
        """What a pool has stays with the others, and goes with the last of them."""
        household, customer.household = customer.household.name, None
        self.members[household].remove(name)
        if self.is_pool() and not self.members[household] and not keeps:
            self.mail.append(lambda: self.arrival(household, scene).forfeit())

    @staticmethod
    def closed(customer, event):
        if customer is not None and customer.erased and event["type"] not in ("return", "void"):
            raise Refused("erased")

    def take_of_erased(self, customer, event, scene):
        """His counts go by what is left of his sales, and what others gave or share comes back; nothing else of
        his moves, and no rules run."""
        if self.named(event) in self.deeds:
            return self.undo_of_erased(customer, event, scene)
        sale = self.admitted(customer, event, scene)
        back = self.mark(event, sale)
        sale.closed = back.whole or scene.kind == "void"
        self.make_room_of(customer, sale, back)
        customer.spend -= back.after - back.before
        if back.whole and not sale.scene.part:
            customer.purchases = max(0, customer.purchases - 1)
            customer.visits = max(0, customer.visits - 1)
            customer.unbuy_days(sale.bought)
        if sale.closed:
            self.revoke(customer, sale.brought, scene)
            self.rules.free(customer, [use for use in sale.used + sale.uses if not use.own])

    def make_room_of(self, customer, sale, back):
        """In budgets, which are not his alone."""
        for award, to in zip(sale.awards, self.dues(sale, back, customer.now)):
            if award.kind == "room" and award.key[0][0] == "budgets" and to > award.gone:
                self.rules.make_room(customer, award, to - award.gone)
                award.gone = to

    def undo_of_erased(self, customer, event, scene):
        deed = self.deeds[self.named(event)]
        self.undoable_by(customer, event, deed, scene)
        deed.closed = True
        self.rules.free(customer, [use for use in deed.uses if not use.own])
        self.recall(deed, event["customer"], scene)
