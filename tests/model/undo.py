"""What a void undoes that is no sale: redemptions, captures, adjustments and transfers never were."""
from contextlib import contextmanager
from types import SimpleNamespace as Record

from refused import Refused


class Undo:
    """What the model does with them."""

    @contextmanager
    def undoable(self, customer, event, scene):
        """What happens inside can be undone. `paid` is what it took, lot by lot; `given` the points of
        an adjustment, `bought` the vouchers of a reward, `used` those that bought it."""
        deed = Record(buyer=event["customer"], time=scene.time, day=scene.day, awards=[], paid=[], given=[],
                      bought=[], used=[], uses=[], closed=False, posted=customer.now)
        self.rules.awards, self.rules.used = deed.awards, deed.uses
        try:
            yield deed
        finally:
            self.rules.awards = self.rules.used = None
        self.deeds[event["source"], event["id"]] = deed
        self.unpark(customer, (event["source"], event["id"]))

    @staticmethod
    def paid(currency, taken, giver=None, comes="restore"):
        """What was taken of a currency, as it can be put back, and the kind of entry by which it comes."""
        return [Record(currency=currency, points=points, expires=expires, earned_on=earned_on, own=own, restored=0,
                       giver=giver, comes=comes) for points, expires, earned_on, own in taken]

    def undoable_by(self, customer, event, deed, scene):
        self.own(customer, event, deed)
        if scene.kind != "void":
            raise Refused("no-sale")
        if deed.closed:
            raise Refused("return-too-much")

    def undo(self, customer, event, deed, scene):
        self.undoable_by(customer, event, deed, scene)
        if any(deed.bought.count(one) > customer.vouchers.count(one) for one in deed.bought):
            raise Refused("no-voucher")
        deed.closed = True
        for voucher, end in deed.bought:
            self.take_vouchers(customer, voucher, end, 1)
        for currency, points, lot in deed.given:
            customer.purse.reverse(currency, points, lot, self.policy.get("order"), customer.now)
        whole = Record(whole=True)
        self.take_awards(customer, deed, whole, scene)
        self.rules.free(customer, deed.uses)
        self.recall(deed, event["customer"], scene)
        self.reuse(customer, deed.used, scene)
        self.give_back(customer, deed, whole, scene)
