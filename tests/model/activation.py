"""Points that wait for an event: the pending ones of a sale become spendable before their time."""
from collections import Counter
from copy import copy

from civil import NEVER, PAST
from refused import Refused


class Waits:
    """What a purse knows of them."""

    def pending_rule(self, currency):
        rule = self.currencies[currency].get("pending")
        return rule if isinstance(rule, dict) else {"after": rule or "P0D"}

    def knows_activate(self, currency):
        return bool({"until", "or"} & set(self.pending_rule(currency)))

    def matures(self, currency, earned, pending=None):
        """When points mature; as the currency says where nothing else is said."""
        pending = pending or self.pending_rule(currency)
        if isinstance(pending, dict):
            if "until" in pending:
                return NEVER
            pending = pending["after"]
        return PAST if pending == "P0D" else self.zone.add(earned, pending)

    def waiting_lots(self, currency, matures, expires, day):
        """The lot of a key, or else those to which its points may have moved."""
        mine = sorted((lot for lot in self.lots if lot.currency == currency and lot.matures == matures > PAST),
                      key=self.order)
        exact = sorted((lot for lot in mine if lot.expires == expires), key=lambda lot: lot.earned_on != day)
        moved = [lot for lot in mine if lot.expires != expires and not lot.own
                 and (matures != NEVER or lot.earned_on <= day)]
        return exact + moved

    def activate(self, currency, key, points, now):
        """Makes points spendable, with the end that they have from now on; which that is."""
        while points:
            lot = self.waiting_lots(currency, *key)[0]
            part = min(points, lot.points)
            points -= part
            lot.points -= part
            self.lots = [other for other in self.lots if other.points]
            ready = type(lot)(currency, part, PAST, lot.expires, lot.earned_on, lot.own)
            if self.lives(currency).get("from") == "matured" and not lot.own:
                ready.earned_on, ready.expires = self.day(currency, now), self.expiry(currency, now)
            told = copy(ready)
            told.matures = lot.matures
            if ready.expires != lot.expires:
                self.post("extend", told, part, now, was=lot.expires)
            end = ready.expires, ready.earned_on
            self.receive("mature", ready, now, told=told)
        return end


class Activation:
    """What the model does with activate events."""

    def activate(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        sale = self.sales.get(self.named(event))
        if "receipt" not in event:
            raise Refused("missing-receipt")
        if sale is None:
            raise Refused("unknown-receipt")
        self.own(customer, event, sale)
        waiting = self.waiting_of(customer.purse, sale)
        wanted = self.amounts(event) if event.get("points") else Counter(
            {currency: sum(points for award, points in waiting if award.key[0] == currency)
             for currency in self.program["currencies"]})
        if not waiting:
            raise Refused("nothing-pending")
        if any(sum(has for award, has in waiting if award.key[0] == currency) < points
               for currency, points in wanted.items()):
            raise Refused("insufficient-points")
        for award, has in waiting:
            part = min(wanted.get(award.key[0], 0), has)
            if part:
                wanted[award.key[0]] -= part
                self.release_part(customer, sale, award, part)
        customer.count_matured(scene.time)
        customer.review()
        self.run_rules(customer, scene, facts)

    @staticmethod
    def waiting_of(purse, sale):
        """What awards of a sale have that still waits: of a lot, those before have it first."""
        taken, found = Counter(), []
        for award in sale.awards:
            if award.kind != "points" or not purse.knows_activate(award.key[0]):
                continue
            lots = purse.waiting_lots(award.key[0], *award.key[1])
            points = min(award.amount - award.gone, sum(lot.points for lot in lots) - taken[award.key])
            if points > 0:
                taken[award.key] += points
                found.append((award, points))
        return found

    @staticmethod
    def release_part(customer, sale, award, points):
        """What is released of an award is one of its own, before it."""
        currency, key = award.key
        end = customer.purse.activate(currency, key, points, customer.now)
        part = copy(award)
        part.amount, part.gone, part.key = points, 0, (currency, (PAST, *end))
        part.released = award.amount > points
        award.amount -= points
        sale.awards.insert(next(n for n, one in enumerate(sale.awards) if one is award), part)
