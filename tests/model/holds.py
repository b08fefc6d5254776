"""Points set aside while the customer pays."""
from datetime import timedelta
from types import SimpleNamespace as Record

from civil import NEVER
from refused import Refused

NO_HOLD = Record(key=None, pledged=[])
"""What a purchase has that names none."""


class Holds:
    """What the model does with holds."""

    def hold(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        if not event.get("points"):
            raise Refused("missing-points")
        amounts = self.amounts(event)
        givers = self.givers(customer, event["customer"], scene)
        if any(sum(giver.purse.available(c) for _, giver in givers) < points for c, points in amounts.items()):
            raise Refused("insufficient-points")
        key, lapses = (event["source"], event["id"]), self.lapse(customer, event)
        self.pledges[key] = [name for name, _ in givers]
        for currency, points in amounts.items():
            parts = self.draw(givers, points, lambda giver: giver.purse.ready(currency))
            for (name, giver), part in zip(givers, parts):
                if part:
                    self.act(customer, name, giver, scene, lambda own, part=part, currency=currency: own.purse.hold(
                        key, currency, part, self.lapse_with(own, customer, lapses), own.now))
        self.run_rules(customer, scene, facts)

    def act(self, customer, name, giver, scene, what):
        """Does something to the customer at once, and to others once the event is answered."""
        what(giver)
        if giver is customer:
            return

        def arrive():
            own = self.arrival(name, scene)
            what(own)
            own.review()

        self.mail.append(arrive)

    def pledged(self, customer, hold, scene):
        """Those who have set something aside for a hold; none where there is no hold."""
        names = dict.fromkeys(self.present(name) for name in self.pledges.get(hold, []))
        others = [(name, self.customers[name]) for name in names]
        return [(name, other if other is customer else self.seen(name, scene.time)) for name, other in others]

    @staticmethod
    def held(hold, currency):
        return sum(giver.purse.held(currency, hold.key) for _, giver in hold.pledged)

    def capture_all(self, customer, hold, currency, points, scene):
        """Spends of what is held; what was taken of whom."""
        taken = []
        parts = self.draw(hold.pledged, points, lambda giver: [
            held for held in giver.purse.holds if held.currency == currency and held.hold == hold.key])
        for (name, giver), part in zip(hold.pledged, parts):
            if part:
                before = giver.copy()
                taken += [(None if giver is customer else name, *lot)
                          for lot in before.purse.capture(hold.key, currency, part, giver.now)]
                self.act(customer, name, giver, scene, lambda own, part=part: own.purse.capture(
                    hold.key, currency, part, own.now))
        return taken

    def release_all(self, customer, hold, scene):
        for name, giver in hold.pledged:
            if any(held.hold == hold.key for held in giver.purse.holds):
                self.act(customer, name, giver, scene, lambda own: own.purse.release(hold.key, own.now))

    def lapse(self, customer, event):
        """By its own time, or the program's."""
        if "ttl" in event:
            return customer.now + timedelta(minutes=int(event["ttl"][2:-1]))
        after = self.program.get("holds", {}).get("after", "PT15M")
        return NEVER if after == "never" else self.zone.add(customer.now, after)

    @staticmethod
    def lapse_with(member, customer, lapses):
        """A member who is ahead in time has as long as the customer who holds."""
        return lapses if lapses == NEVER else lapses + max(timedelta(), member.now - customer.now)

    def named_hold(self, customer, event, scene):
        """The hold that an event names, if it is still open."""
        name = self.named(event)
        found = self.events.get(name)
        if found is None or found["type"] != "hold":
            raise Refused("unknown-hold")
        if self.accounts[name][0] not in customer.came | {event["customer"]}:
            raise Refused("wrong-customer")
        pledged = self.pledged(customer, name, scene)
        if not any(held.hold == name for _, giver in pledged for held in giver.purse.holds):
            raise Refused("hold-over")
        return Record(key=name, pledged=pledged)

    def capture(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        hold = self.named_hold(customer, event, scene)
        held = {c: self.held(hold, c) for c in self.program["currencies"]}
        wanted = {c: self.points(c, points) for c, points in event.get("points", {}).items()}
        if any(points > held[currency] for currency, points in wanted.items()):
            raise Refused("capture-too-much")
        with self.undoable(customer, event, scene) as deed:
            for currency, points in (wanted or held).items():
                for giver, *lot in self.capture_all(customer, hold, currency, points, scene):
                    deed.paid += self.paid(currency, [lot], giver)
            self.release_all(customer, hold, scene)
            self.run_rules(customer, scene, facts)

    def release(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        self.release_all(customer, self.named_hold(customer, event, scene), scene)
        self.run_rules(customer, scene, facts)
