"""Points set aside while the customer pays."""
from datetime import timedelta

from civil import NEVER
from refused import Refused


class Holds:
    """What the model does with holds."""

    def hold(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        if not event.get("points"):
            raise Refused("missing-points")
        amounts = {c: self.points(c, points) for c, points in event["points"].items()}
        if any(customer.purse.available(c) < points for c, points in amounts.items()):
            raise Refused("insufficient-points")
        lapses = self.lapse(customer, event)
        for currency, points in amounts.items():
            customer.purse.hold((event["source"], event["id"]), currency, points, lapses, customer.now)
        self.run_rules(customer, scene, facts)

    def lapse(self, customer, event):
        """By its own time, or the program's."""
        if "ttl" in event:
            return customer.now + timedelta(minutes=int(event["ttl"][2:-1]))
        after = self.program.get("holds", {}).get("after", "PT15M")
        return NEVER if after == "never" else self.zone.add(customer.now, after)

    def named_hold(self, customer, event):
        """The hold that an event names, if it is still open."""
        name = self.named(event)
        found = self.events.get(name)
        if found is None or found["type"] != "hold":
            raise Refused("unknown-hold")
        if self.accounts[name][0] not in customer.came | {event["customer"]}:
            raise Refused("wrong-customer")
        if not any(held.hold == name for held in customer.purse.holds):
            raise Refused("hold-over")
        return name

    def capture(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        hold = self.named_hold(customer, event)
        held = {c: customer.purse.held(c, hold) for c in self.program["currencies"]}
        wanted = {c: self.points(c, points) for c, points in event.get("points", {}).items()}
        if any(points > held[currency] for currency, points in wanted.items()):
            raise Refused("capture-too-much")
        with self.undoable(customer, event, scene) as deed:
            for currency, points in (wanted or held).items():
                deed.paid += self.paid(currency, customer.purse.capture(hold, currency, points, customer.now))
            customer.purse.release(hold, customer.now)
            self.run_rules(customer, scene, facts)

    def release(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        customer.purse.release(self.named_hold(customer, event), customer.now)
        self.run_rules(customer, scene, facts)
