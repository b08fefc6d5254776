"""Customers who bring others: who is rewarded, when, how often, and what takes the rewards back."""
from types import SimpleNamespace as Record

from civil import units
from refused import Refused


class Referrals:
    """What the model does with referrals. What the referrer gets arrives once the event is answered."""

    @property
    def bringing(self):
        return self.program.get("referrals")

    def referral(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        if self.bringing is None:
            raise Refused("no-referrals")
        if not event.get("referrer"):
            raise Refused("missing-referrer")
        name = self.present(event["referrer"])
        if name == event["customer"]:
            raise Refused("self-referral")
        if name not in self.customers:
            raise Refused("unknown-referrer")
        if customer.brought:
            raise Refused("already-referred")
        if customer.purchases:
            raise Refused("not-new")
        customer.brought = Record(by=event["referrer"], time=scene.time)
        reward = self.bringing.get("on") == "registration"
        self.run_rules(customer, scene, facts, lambda: reward and self.reward(customer, scene, facts))

    def present(self, name):
        """The account that an account has gone into, or itself."""
        while name in self.moved:
            name = self.moved[name][0]
        return name

    def bought(self, customer, scene, facts):
        """What a purchase is worth to both; what may be taken back of it."""
        first = customer.purchases == 0
        policy, brought = self.bringing, customer.brought
        on = policy.get("on", "first-purchase") if policy else None
        if not policy or not brought or on == "registration" or (on == "first-purchase" and not first):
            return None
        if scene.total < units(policy.get("minimum", 0), 2):
            return None
        if "within" in policy and scene.time > self.zone.add(brought.time, policy["within"]):
            return None
        return self.reward(customer, scene, facts)

    def reward(self, customer, scene, facts):
        given = Record(friend=self.earn_all(customer, self.bringing.get("friend", {}), scene, facts),
                       referrer=[], by=customer.brought.by, day=scene.day, time=scene.time)
        if "referrer" in self.bringing:
            self.mail.append(lambda: self.reward_referrer(given, scene))
        return given

    def reward_referrer(self, given, scene):
        referrer = self.arrival(given.by, scene)
        limit = self.bringing.get("limit")
        if referrer.erased:
            return
        if limit and referrer.brought_others.at(scene.day) >= limit["times"]:
            return
        referrer.brought_others.add(1, scene.day)
        given.referrer = self.earn_all(referrer, self.bringing["referrer"], scene,
                                       self.rules.facts(referrer, scene))
        referrer.review()

    def earn_all(self, customer, points, scene, facts):
        found = []
        for currency in self.program["currencies"]:
            amount = self.units(currency, points.get(currency, 0))
            if amount:
                key = customer.purse.earn(currency, amount, scene.time, customer.now,
                                          until=customer.spared(currency, facts),
                                          pending=customer.waits(currency, facts))
                customer.credit(f"{currency} earned", amount, scene.day)
                found.append((currency, amount, key))
        return found

    # -- When the sale comes back --

    def revoke(self, customer, given, scene):
        """Nothing is left of the sale."""
        if given is None or self.bringing.get("revoke") == "never":
            return
        self.take_all(customer, given.friend, given)
        if "referrer" in self.bringing:
            self.mail.append(lambda: self.revoke_referrer(given, scene))

    def revoke_referrer(self, given, scene):
        """By then the reward of a sale whose return was waiting for it has arrived, if there was any."""
        referrer = self.arrival(given.by, scene)
        if not given.referrer:
            return
        referrer.brought_others.add(-1, given.day)
        self.take_all(referrer, given.referrer, given)
        referrer.review(self.lowers())

    def take_all(self, customer, points, given):
        for currency, amount, key in points:
            self.reverse(customer, currency, amount, 0, key, given)
