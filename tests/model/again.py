"""Returns by re-evaluation: what a sale gave beyond what the basket that is kept would have been given."""
from copy import copy

from baskets import cost, half_up, share_paid, tax
from civil import shares
from limits import endless

OF_WHOLE = "waiting", "voucher", "card"
"""What no part of the money has: fractions and vouchers go with the whole sale, cards with their counts."""


class Again:
    """The rules of a sale run again, on its event and its customer as they were."""

    def again(self, sale, back, now):
        """Of each award, what is to be taken back in all."""
        each = self.policy.get("refunds") == "each"
        basket = self.returned(sale, back) if each else self.kept(sale)
        given = self.given(sale, basket)

        def part(thing, amount):
            would = sum(other.amount for other in given if self.thing(other) == thing)
            return would if each else amount - would

        return self.by_thing(sale, part, now)

    def by_present_rules(self, sale, back, method, now):
        """By the present rules, which are those of the sale: what the method says of each thing in all."""
        new = copy(sale)
        new.awards = [copy(award) for award in sale.awards]
        for award in new.awards:
            award.gone = 0
        parts = list(zip(new.awards, method(new, back, now)))
        return self.by_thing(
            sale, lambda thing, _: sum(part for award, part in parts if self.thing(award) == thing), now)

    def by_thing(self, sale, part, now):
        """Takes so much of each thing in all."""
        due = [None] * len(sale.awards)
        for number, award in enumerate(sale.awards):
            if award.kind in ("waiting", "card"):
                due[number] = award.gone
            if due[number] is not None:
                continue
            same = [i for i, other in enumerate(sale.awards) if self.thing(other) == self.thing(award)]
            amount, gone = (sum(getattr(sale.awards[i], what) for i in same) for what in ("amount", "gone"))
            to = self.due(amount, gone, part(self.thing(award), amount))
            for i, part_due in zip(same, self.spread_due([sale.awards[i] for i in same], to, now)):
                due[i] = part_due
        return due

    def spread_due(self, awards, to, now):
        """Of each, so that they sum to that: what waits before what does not, or behind it."""
        if len(awards) == 1:  # also a fraction that waits, of which there may be less than before
            return [to]
        left, due = to - sum(award.gone for award in awards), [award.gone for award in awards]
        for i in sorted(range(len(due)), key=lambda i: self.waits(awards[i], now) != self.takes_waiting_first()):
            part = min(left, awards[i].amount - awards[i].gone)
            due[i] += part
            left -= part
        return due

    def takes_waiting_first(self):
        return self.policy.get("order", ["pending"])[0] in ("pending", "newest")

    @staticmethod
    def waits(award, now):
        return award.kind == "points" and award.key[1][0] > now

    @staticmethod
    def thing(award):
        return award.kind, award.key[0] if isinstance(award.key, tuple) else award.key

    def given(self, sale, lines):
        """What the sale would have given with these lines."""
        scene, customer = copy(sale.scene), sale.customer.copy()
        scene.lines, scene.total = lines, sum(line.amount for line in lines)
        whole = sum(line.amount for line in sale.lines)
        scene.paid = scene.paid * scene.total // whole if whole else scene.paid
        tax(lines, self.program)
        share_paid(lines, scene.paid)
        outer = self.rules.awards, self.rules.used, self.rules.shared
        self.rules.awards, self.rules.used, self.rules.shared = [], None, endless(self.program)
        self.sell(customer, scene)
        given = self.rules.awards
        self.rules.awards, self.rules.used, self.rules.shared = outer
        return given

    # -- Baskets --

    def kept(self, sale, refunded=None):
        """What was paid back for no line in particular is off all, in proportion."""
        return self.basket(sale, lambda line: line.quantity - line.back, lambda line: line.amount - self.money(line),
                           sale.refunded if refunded is None else refunded)

    def returned(self, sale, back):
        if back.amount:  # of what was kept until then
            lines = self.kept(sale, sale.refunded - back.amount)
            weights = [line.amount for line in lines]
            return self.at(lines, shares(back.amount, weights) if any(weights) else weights)

        def money(line):
            before = copy(line)
            before.back -= back.lines[line.id]
            return self.money(line) - self.money(before)

        return self.basket(sale, lambda line: back.lines[line.id], money, 0)

    def basket(self, sale, quantity, money, off):
        lines = []
        for line in sale.lines:
            if quantity(line):
                line, own = copy(line), line
                line.quantity, line.amount = quantity(own), money(own)
                line.list = max(cost(line.quantity, line.unit), line.amount)
                lines.append(line)
        weights = [line.amount for line in lines]
        parts = shares(off, weights) if any(weights) else weights
        return self.at(lines, [line.amount - part for line, part in zip(lines, parts)])

    @staticmethod
    def at(lines, amounts):
        """The lines at other amounts, and what they cost before anything was taken off in proportion."""
        for line, amount in zip(lines, amounts):
            if line.amount:
                line.list = half_up(line.list * amount, line.amount)
            line.amount = amount
        return lines
