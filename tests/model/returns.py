"""What comes back of a sale: what it gave is taken back, what paid for it is given back."""
from copy import copy
from math import floor
from types import SimpleNamespace as Record

from again import OF_WHOLE, Again
from civil import scaled, shares
from parked import Parked
from refused import Refused
from undo import Undo


class Returns(Again, Parked, Undo):
    """What the model does with returns and voids."""

    @property
    def policy(self):
        return self.program.get("returns", {})

    def lowers(self):
        """Whether a return takes a tier at once, or when it is judged next; None: it leaves it."""
        policy = self.policy.get("tier", "now")
        return None if policy == "never" else policy

    def returns(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        if self.named(event) not in {**self.sales, **self.deeds}:
            if self.may_park(event) and not customer.erased:
                return self.park(customer, event, scene)
            raise Refused("unknown-receipt")
        if customer.erased:
            return self.take_of_erased(customer, event, scene)
        sale = self.take(customer, event, scene)
        return self.run_rules(customer, scene, facts, lambda: sale and customer.unbuy(sale.bought, sale.moved))

    def take(self, customer, event, scene):
        """The sale, when nothing is left of it and no other goes on."""
        if self.named(event) in self.deeds:
            return self.undo(customer, event, self.deeds[self.named(event)], scene)
        sale = self.admitted(customer, event, scene)
        back = self.mark(event, sale)
        sale.closed = back.whole or scene.kind == "void"
        if sale.closed:  # first, so that what it gave can be taken of them
            self.reuse(customer, sale.vouchers, scene)
        self.take_awards(customer, sale, back, scene)
        money = back.after - back.before
        customer.spend -= money
        self.uncount(customer, "spend", money, sale)
        if back.whole and not sale.scene.part:
            if scene.kind != "exchange":
                customer.purchases = max(0, customer.purchases - 1)
                customer.visits = max(0, customer.visits - 1)
            self.uncount(customer, "purchases", 1, sale)
            self.uncount(customer, "visits", 1, sale)
        if sale.closed:
            self.revoke(customer, sale.brought, scene)
            self.rules.free(customer, sale.used + sale.uses)
        self.give_back(customer, sale, back, scene)
        return sale if back.whole and not sale.scene.part else None

    def admitted(self, customer, event, scene):
        """The sale that is named, when something of it may come back."""
        sale = self.sales[self.named(event)]
        self.own(customer, event, sale)
        if scene.kind != "void" and scene.time > self.zone.add(sale.time, self.policy.get("window", "P1Y")):
            raise Refused("return-too-late")
        if sale.closed:
            raise Refused("return-too-much")
        return sale

    @staticmethod
    def own(customer, event, sale):
        if sale.buyer not in customer.came | {event["customer"]}:
            raise Refused("wrong-customer")

    # -- What of the receipt it is --

    def mark(self, event, sale):
        """Marks what comes back: lines, or money for no line in particular."""
        amount = 0
        left = {line.id: line.quantity - line.back for line in sale.lines}
        if event["type"] == "exchange":
            event = {**event, "type": "return", "lines": event["returned"]}
        if "amount" in event and event["type"] == "return":
            amount, lines = scaled(event["amount"], 2), dict.fromkeys(left, 0)
            if amount > sum(line.amount - self.money(line) for line in sale.lines) - sale.refunded:
                raise Refused("return-too-much")
        elif not event.get("lines") or event["type"] == "void":
            lines = left
        else:
            lines = self.asked(event, left)
        total = sum(line.amount for line in sale.lines)
        before = min(total, sum(map(self.money, sale.lines)) + sale.refunded)
        sale.refunded += amount
        for line in sale.lines:
            line.back += lines[line.id]
        after = min(total, sum(map(self.money, sale.lines)) + sale.refunded)
        whole = all(line.back == line.quantity for line in sale.lines) or after == total > 0
        return Record(amount=amount, lines=lines, total=total, before=before, after=after, whole=whole)

    @staticmethod
    def money(line):
        return line.amount * line.back // line.quantity

    @staticmethod
    def asked(event, left):
        asked = dict.fromkeys(left, 0)
        for line in event["lines"]:
            if line["id"] not in left:
                raise Refused("unknown-line")
            asked[line["id"]] = scaled(line["quantity"], 3)
            if asked[line["id"]] > left[line["id"]]:
                raise Refused("return-too-much")
        return asked

    # -- Taking back --

    @staticmethod
    def is_like(one, other):
        """Whether they went to one place: points that mature and expire together are in one lot."""
        def place(award):
            return (award.key[0], *award.key[1][:2]) if award.kind == "points" else (award.key, award.day)

        return one.kind == other.kind and place(one) == place(other)

    def take_awards(self, customer, sale, back, scene):
        """Points that went into one lot are taken back at once."""
        taken = []
        for award, to in zip(sale.awards, self.dues(sale, back, customer.now)):
            if award.kind == "voucher" and self.keeps_vouchers(scene):
                continue
            same = [t for t in taken if award.kind == "points" == t.award.kind and self.is_like(t.award, award)]
            if not same:
                taken.append(Record(award=award, amount=0))
                same = taken[-1:]
            same[0].amount += to - award.gone
            award.gone = to
        for item in taken:
            if item.amount > 0 or (item.award.kind == "waiting" and item.amount):
                self.take_back(customer, item.award, item.amount, scene, sale)

    def dues(self, sale, back, now):
        """Of each award, what is to be taken back in all."""
        if back.whole:
            return [award.gone if award.kind == "card" else award.amount for award in sale.awards]
        how = self.policy.get("method", "line")
        if how == "re-evaluate":
            return self.again(sale, back, now)
        method = self.proportions if how == "proportion" else self.lines
        present = self.policy.get("rules") == "current"
        return self.by_present_rules(sale, back, method, now) if present else method(sale, back, now)

    def lines(self, sale, back, now):
        due = []
        for parts in self.wholes(sale):
            due += self.spread_due(parts, self.by_line(self.joined(parts), sale, back), now)
        return due

    @staticmethod
    def wholes(sale):
        """The awards, each with the parts of it that were activated: it goes as it would have as a whole."""
        found = [[]]
        for award in sale.awards:
            found[-1].append(award)
            if not getattr(award, "released", False):
                found.append([])
        return found[:-1]

    @staticmethod
    def joined(parts):
        whole = copy(parts[-1])
        whole.amount, whole.gone = (sum(getattr(part, what) for part in parts) for what in ("amount", "gone"))
        return whole

    def due(self, amount, gone, part):
        """What this return accounts for comes on top where each counts by itself."""
        if self.policy.get("refunds") == "each":
            part += gone
        return min(amount, max(gone, part))

    def by_line(self, award, sale, back):
        """Each line's share of an award is fixed by the sale; of it goes what came back."""
        weights = [line.amount if award.over and line.number in award.over else 0 for line in sale.lines]
        if not any(weights):
            return award.gone
        each = self.policy.get("refunds") == "each"
        part = award.amount * (back.amount if each else sale.refunded) // back.total if back.total else 0
        for share, line in zip(shares(award.amount, weights), sale.lines):
            part += share * (back.lines[line.id] if each else line.back) // line.quantity
        return self.due(award.amount, award.gone, part)

    def proportions(self, sale, back, now):
        """Of all that went into one lot, the share of the money."""
        money = back.after - (back.before if self.policy.get("refunds") == "each" else 0)
        wholes = self.wholes(sale)
        due = {}
        for parts in wholes:
            if parts[-1].kind in OF_WHOLE:
                due[id(parts[-1])] = parts[-1].gone
            if id(parts[-1]) in due:
                continue
            same = [award for other in wholes if self.is_like(other[-1], parts[-1]) for award in other]
            joined = self.joined(same)
            part = joined.amount * money // back.total if back.total else 0
            to = self.due(joined.amount, joined.gone, part)
            due.update(zip(map(id, same), self.spread_due(same, to, now)))
        return [due[id(award)] for award in sale.awards]

    def uncount(self, customer, counts, amount, sale):
        if self.policy.get("tier") != "never":
            customer.credit(counts, -amount, sale.day, sale.time)

    def take_back(self, customer, award, amount, scene, sale):
        if award.kind == "points":
            currency, lot = award.key
            gone = 0
            if customer.now <= self.zone.add(sale.time, self.policy.get("window", "P1Y")):
                gone = customer.purse.excuse(currency, amount, lot[1], sale.time)
            if lot[1] <= sale.posted:  # they never were his
                gone = amount
            self.reverse(customer, currency, amount, gone, lot, sale)
        elif award.kind == "waiting":
            self.take_waiting(customer, award, amount, sale)
        elif award.kind == "ladder":
            if self.policy.get("tier") != "never":
                ladder, name = award.key
                customer.ladders[ladder].credit_of(name, -amount, award.day, customer.now, sale.time)
        elif award.kind == "room":
            self.rules.make_room(customer, award, amount)
        elif award.kind == "voucher":
            self.take_issued(customer, award, amount)
        else:
            self.take_count(customer, award, amount, scene, sale)

    def reverse(self, customer, currency, points, gone, lot, sale):
        """Points that are of no use any more, but for those that are gone, and what they counted for tiers."""
        waited = customer.purse.pending(currency)
        customer.purse.reverse(currency, points - gone, lot, self.policy.get("order"), customer.now)
        waited -= customer.purse.pending(currency)
        if self.policy.get("tier") != "never":
            customer.uncredit(currency, points, waited, lot[0], sale)

    def take_waiting(self, customer, award, amount, sale):
        """What has become a point meanwhile is taken with it; what is a point again comes with the next ones."""
        currency, lot = award.key
        left = customer.waiting.get(currency, 0) - amount
        customer.waiting[currency] = left - min(floor(left), 0)
        if left < 0:
            self.reverse(customer, currency, -floor(left), 0, lot, sale)

    # -- Giving back --

    def give_back(self, customer, sale, back, scene):
        """Points that paid: with all of the sale, in the share of its money, or never but by a void.
        What was taken last comes back first."""
        burns = self.policy.get("burns", "full")
        if (burns == "never" and scene.kind != "void") or (burns != "share" and not back.whole):
            return
        for currency in dict.fromkeys(paid.currency for paid in sale.paid):
            mine = [paid for paid in sale.paid if paid.currency == currency]
            to = sum(paid.points for paid in mine)
            if not back.whole:
                to = to * back.after // back.total if back.total else 0
            for paid in reversed(mine):
                part = min(to, paid.points)
                to -= part
                if part > paid.restored:
                    more, paid.restored = part - paid.restored, part
                    self.put_back(customer, paid, more, scene, sale.buyer)

    def put_back(self, customer, paid, points, scene, buyer):
        """To whoever gave them: the buyer himself, where it is not said. What he gave before he came to a pool,
        he gets where he is now; what was taken of him by hand is given by hand again."""
        def arrive(giver):
            if not giver.erased:
                giver.purse.restore(paid.currency, points, paid.expires, paid.earned_on, paid.own, giver.now,
                                    paid.comes)

        gave = paid.giver or self.present(buyer)
        if self.customers[gave] is customer or paid.comes == "adjust":
            arrive(customer)
        else:
            self.mail.append(lambda: arrive(self.arrival(self.home(gave, scene.time), scene)))
