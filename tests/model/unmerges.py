"""Merges that are undone: each account has again what it brought, as far as that is still there."""
from collections import Counter

from civil import PAST
from refused import Refused


class Unmerges:
    """What the model does with them. The account goes back once the event is answered."""

    def unmerge(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        name = event["customer"]
        image = self.images.get(name)
        if image is None or name not in self.moved:
            raise Refused("not-merged")
        self.images.pop(name)
        self.run_rules(customer, scene, facts)

        def part():
            other, to = self.arrival(name, scene), self.present(name)
            del self.moved[name]
            other.part(image, self.program.get("merges", {}))
            other.came -= image.came | {name}
            self.part_places(name, to, image)
            other.review()
            self.mail.append(lambda: self.hand_back(name, image, scene))

        self.mail.append(part)

    def hand_back(self, name, image, scene):
        left = self.customers[name]
        image.purse.ledger, image.purse.entries = left.purse.ledger, left.purse.entries
        self.post_all(image.purse, image.purse, 1, left.now)
        self.customers[name] = image
        image.settle(max(left.now, scene.time), self.rules)
        image.review()


class Parts:
    """What a customer gives back of an account that came into his. The image of it is what it brought, and
    then what it gets."""

    def part(self, image, policy):
        self.purse.part(image.purse, self.now)
        if policy.get("counters") != "max":
            for name, tally in self.counters.items():
                tally.part(image.counters[name])
        for name, tally in self.caps.items():
            tally.part(image.caps[name])
        for key, uses in self.limits.items():
            uses.part(image.limits[key])
        self.purchases = max(0, self.purchases - image.purchases)
        for moment in image.sales:
            self.unbuy_days(moment)
        self.visits = max(0, self.visits - image.visits)
        self.spend -= image.spend
        for name, ladder in self.ladders.items():
            if policy.get("tiers") != "best":  # else it is the one's or the other's
                ladder.part(image.ladders[name], self.now)
            ladder.part_status(image.ladders[name])
        both = Counter(self.vouchers) & (Counter(image.vouchers) - image.behind)
        image.vouchers = list((both + image.behind).elements())
        self.vouchers = list((Counter(self.vouchers) - both).elements())
        for plan in image.plans:
            self.memberships.pop(plan, None)
        if self.brought is image.brought:
            self.brought = None
        self.brought_others.part(image.brought_others)
        for key, amount in image.purse.totals.items():
            self.purse.totals[key] -= amount
        for currency, waits in image.waiting.items():
            image.waiting[currency] = min(waits, self.waiting.get(currency, 0))
            self.waiting[currency] = self.waiting.get(currency, 0) - image.waiting[currency]


class PartedPurse:
    """What his purse gives back."""

    def part(self, image, now):
        for lot, points in self.part_holds(image, now):
            self.part_lot(image, lot, points, now)
        for currency in self.currencies:
            owed = min(self.debt[currency], image.debt[currency])
            self.pass_on(currency, owed, now)
            image.debt[currency] = owed

    def part_holds(self, image, now):
        """What is held still goes along; what is to be found among lots, where else it has gone back to."""
        sought = [(lot, lot.points) for lot in sorted(image.lots, key=image.order)]
        image.lots = []
        for held in list(image.holds):
            mine = [own for own in self.holds if (own.hold, own.currency, own.expires) == (
                held.hold, held.currency, held.expires)]
            points = min(held.points, sum(own.points for own in mine))
            for own in mine:
                self.post("transfer", own.lot(), -own.points, now)
                self.holds.remove(own)
            if held.points > points:
                sought.append((held.lot(), held.points - points))
            held.points = points
        image.holds = [held for held in image.holds if held.points]
        return sought

    def part_lot(self, image, lot, points, now):
        """The very points, or others that wait and end as they do, or whose end may have moved."""
        matures = lot.matures if lot.matures > now else PAST
        moves = self.ends_move(lot.currency) and not lot.own
        mine = [own for own in self.lots if (own.currency, own.matures) == (lot.currency, matures)
                and (own.expires == lot.expires or (moves and not own.own))]
        mine.sort(key=lambda own: (own.expires != lot.expires,
                                   (own.earned_on, own.own) != (lot.earned_on, lot.own), self.order(own)))
        for part, expires, _, own in self.take("transfer", mine, points, now)[1]:
            image.keep(type(lot)(lot.currency, part, matures, expires, lot.earned_on, own))
