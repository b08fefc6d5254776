"""Returns that come before their sale: they wait with the customer."""
from types import SimpleNamespace as Record

from refused import Refused


class Parked:
    """What the model does with them."""

    def may_park(self, event):
        """Whether its sale may still come; one that was refused does not."""
        return (event["type"] in ("return", "void") and self.policy.get("unknown") == "park"
                and self.named(event) not in self.answers)

    def park(self, customer, event, scene):
        until = self.zone.add(scene.time, self.policy.get("park", "P30D"))
        if until <= customer.now:
            raise Refused("unknown-receipt")
        scene.waits = True
        customer.parked.append(Record(sale=self.named(event), event=event, scene=scene, until=until))
        self.run_rules(customer, scene)

    def unpark(self, customer, sale):
        """The sale has come: what waited for it happens now, in its order."""
        for item in [item for item in customer.parked if item.sale == sale]:
            customer.parked.remove(item)
            try:
                gone = self.take(customer, item.event, item.scene)
            except Refused:
                continue
            if gone:
                customer.unbuy(gone.time, gone.moved)
            customer.review(self.lowers())
