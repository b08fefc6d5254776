"""Lines that come back for others, in one event. Its receipt has the new lines; the sale's goes on with
what is kept of it. Where all points of a currency are alike, none have a lot to stay in.
"""
from types import SimpleNamespace as Record

from refused import Refused


class Exchanges:
    """What the model does with them. It is neither a purchase nor a visit more."""

    def exchange(self, customer, event, scene):
        before = customer.copy() if self.policy.get("method") == "re-evaluate" else None
        self.price(customer, scene)
        scene.paid = 0
        if self.named(event) not in self.sales:
            raise Refused("unknown-receipt")
        sale = self.admitted(customer, event, scene)
        scene.part = sale.scene.part or self.leaves_some(event, sale)
        facts = self.rules.facts(customer, scene)
        new = Record(buyer=event["customer"], time=scene.time, day=scene.day, lines=scene.lines, paid=[], awards=[],
                     uses=[], closed=False, refunded=0, scene=scene, customer=before, brought=None, used=scene.used,
                     vouchers=scene.vouchers, bought=sale.bought, moved=sale.moved,
                     posted=customer.now)

        def finish():
            self.rules.awards = self.rules.used = None
            customer.spend += scene.total
            customer.credit("spend", scene.total, scene.day)
            self.take(customer, event, scene)
            if not scene.part:
                customer.credit("purchases", 1, scene.day)
                customer.credit("visits", 1, scene.day)

        self.rules.awards, self.rules.used = new.awards, new.uses
        self.run_rules(customer, scene, facts, finish)
        self.sales[event["source"], event["id"]] = new

    def leaves_some(self, event, sale):
        """Whether anything of the sale is kept; then the new lines earn what they do, and no more."""
        left = {line.id: line.quantity - line.back for line in sale.lines}
        back = self.asked({"lines": event["returned"]}, left) if event.get("returned") else left
        return any(back[line] < left[line] for line in left)
