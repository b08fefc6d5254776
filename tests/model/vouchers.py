"""Vouchers: what they buy, and what becomes of those that a returned sale gave or had used."""
from civil import NEVER
from purse import ANYWHERE
from refused import Refused


class Vouchers:
    """What the model does with them. Those of a kind are alike."""

    def redeem_voucher(self, customer, voucher, deed):
        used = customer.use(voucher)
        if used is None:
            raise Refused("no-voucher")
        deed.used = [used]
        deed.bought = self.give(customer, self.reward_of(voucher))

    def reward_of(self, voucher):
        name = self.program["vouchers"][voucher].get("reward")
        return next((reward for reward in self.program["rewards"] if reward["id"] == name), {})

    @staticmethod
    def give(customer, reward):
        """The voucher that it is, if it is one, with its end."""
        voucher = reward.get("give", {}).get("voucher")
        return [(voucher, customer.issue(voucher))] if voucher else []

    # -- Those that a sale gave --

    def take_issued(self, customer, award, amount):
        """Of a rule; one that has lapsed is not asked for."""
        voucher, end = award.key
        if end > customer.now:
            self.take_vouchers(customer, voucher, end, amount)

    def keeps_vouchers(self, scene):
        """Of a sale that never was nothing is kept."""
        return self.policy.get("rewards", "keep") == "keep" and scene.kind != "void"

    def take_vouchers(self, customer, voucher, end, count):
        """Takes so many, first those of that end, then those that end last; how many are settled."""
        taken = 0
        for _ in range(count):
            mine = sorted((v for v in customer.vouchers if v[0] == voucher), key=lambda v: (v[1] == end, v[1]))
            if mine:
                customer.vouchers.remove(mine[-1])
                taken += 1
        self.voided.append((voucher, taken, count))
        if self.policy.get("rewards") != "recover":
            return taken
        for currency, points in self.reward_of(voucher).get("price", {}).items():
            points = self.units(currency, points) * (count - taken)
            if points:
                customer.purse.reverse(currency, points, ANYWHERE, self.policy.get("order"), customer.now)
        return count

    def take_count(self, customer, award, amount, scene, sale):
        """Counts, in the window in which they counted. A card that would be less than empty is full again
        for each voucher that it gave and that is settled."""
        definition, tally = self.program["counters"][award.key], customer.counters[award.key]
        day = scene.local.date()
        if tally.first(award.day) != tally.first(day):
            return
        left = tally.at(day) - amount
        full = -(left // definition["every"]) if left < 0 and "every" in definition else 0
        if full and "issue" not in definition:
            left += full * definition["every"]
        elif full and not self.keeps_vouchers(scene):
            left += definition["every"] * self.take_cards(customer, definition["issue"], full, sale)
        tally.add(max(left, 0) - tally.at(day), day)

    def take_cards(self, customer, voucher, count, sale):
        """Those of the sale first; one that has lapsed is not asked for."""
        settled = 0
        for card in [card for card in sale.awards if card.kind == "card" and card.key[0] == voucher]:
            part = min(count, card.amount - card.gone)
            if part:
                lapsed = card.key[1] <= customer.now
                if lapsed:
                    customer.lapsed[voucher] -= min(part, customer.lapsed[voucher])
                settled += part if lapsed else self.take_vouchers(customer, *card.key, part)
                card.gone += part
                count -= part
        has = sum(mine == voucher for mine, _ in customer.vouchers)
        lapsed = min(count - min(count, has), customer.lapsed[voucher])
        if self.policy.get("rewards") == "recover":  # what lapsed unused is not charged
            customer.lapsed[voucher] -= lapsed
            settled, count = settled + lapsed, count - lapsed
        return settled + (self.take_vouchers(customer, voucher, NEVER, count) if count else 0)

    # -- Those that it had used --

    def reuse(self, customer, used, scene):
        """They can be used again: until the end that they had, or as the voucher says when that is past."""
        if self.policy.get("vouchers") == "keep" and scene.kind != "void":
            return
        for voucher, end in used:
            lapsed = self.program["vouchers"][voucher].get("lapsed", "expire")
            if end <= customer.now and lapsed == "new":
                end = customer.end_of(voucher)
            elif end <= customer.now and lapsed != "expire":
                end = self.zone.add(customer.now, lapsed["grace"])
            if end > customer.now:
                customer.vouchers.append((voucher, end))
