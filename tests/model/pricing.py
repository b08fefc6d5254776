"""Promotions: what is taken off the basket, one after the other, before anything is earned on it."""
from fractions import Fraction

from civil import shares, units
from earning import whole


class Pricing:
    """What the model does with them."""

    def price(self, customer, event, scene):
        """Takes off; what was taken: promotion, line, money."""
        promotions = self.program.get("promotions", [])
        scene.taken, scene.used, scene.vouchers = [], [], []
        if not promotions:
            return
        facts = self.rules.facts(customer, scene)
        settings = self.program.get("pricing", {})
        if settings.get("order") == "priority":
            promotions = sorted(promotions, key=lambda one: -one.get("priority", 0))
        basket = {line.number: line.amount for line in scene.lines}
        left, done = dict(basket), set()
        for promotion in promotions:
            group = promotion.get("group")
            mode = settings.get("groups", {}).get(group, "all")
            if group in done and mode != "all":
                continue
            together = [promotion]
            if mode != "all":
                together = [one for one in promotions if one.get("group") == group]
                done.add(group)
            offers = [(one, self.offer(one, customer, scene, facts, event, basket, left)) for one in together]
            offers = [offer for offer in offers if sum(offer[1].values())]
            if offers:
                best = max(offers, key=lambda offer: sum(offer[1].values())) if mode == "best" else offers[0]
                self.take_off(*best, scene, left, customer)
        for line in scene.lines:
            line.amount = left[line.number]
        scene.total = sum(left.values())

    def take_off(self, promotion, off, scene, left, customer):
        for number, money in off.items():
            if money:
                left[number] -= money
                scene.taken.append((promotion["id"], scene.lines[number].id, money))
        if "voucher" in promotion:
            scene.vouchers.append((promotion["voucher"], customer.use(promotion["voucher"])[1]))
        if "limit" in promotion:
            customer.uses[promotion["id"]].add(1, scene.day)
            scene.used.append(promotion["id"])

    def offer(self, promotion, customer, scene, facts, event, basket, left):
        """What it would take off each line."""
        if not self.may_apply(promotion, customer, scene, facts):
            return {}
        settings = self.program.get("pricing", {})
        lines = [line for line in scene.lines if "lines" not in promotion or promotion["lines"].of(line)]
        needs = promotion.get("needs", {})
        seen = basket if settings.get("needs") == "original" else left
        if sum(seen[line.number] for line in lines) < units(needs.get("amount", 0), 2):
            return {}
        if sum(self.pieces(line) for line in lines) < needs.get("quantity", 0):
            return {}
        rounding = settings.get("rounding", "half-up")
        numbers = [line.number for line in lines]
        most = units(promotion.get("most", 10**9), 2)
        base = basket if settings.get("base") == "original" else left
        rate = Fraction(promotion.get("percent", 0)) / 100

        def money(cost, still):
            """Off what costs so much, of which so much is left."""
            off = whole(cost * rate, rounding) if "percent" in promotion else units(promotion["amount"], 2)
            return min(off, still)

        if promotion.get("on") != "lines":
            total = money(sum(base[n] for n in numbers), sum(left[n] for n in numbers))
            return self.spread(min(total, most), numbers, left)
        off = {}
        for number in numbers:
            off[number] = min(money(base[number], left[number]), most - sum(off.values()))
        return off

    @staticmethod
    def pieces(line):
        """Units; what is weighed is one."""
        return line.quantity // 1000 if line.quantity % 1000 == 0 else 1

    def may_apply(self, promotion, customer, scene, facts):
        if "code" in promotion and promotion["code"] not in scene.codes:
            return False
        if "voucher" in promotion and not self.has_shown(promotion["voucher"], customer, scene):
            return False
        if "when" in promotion and not promotion["when"].of(facts):
            return False
        limit = promotion.get("limit")
        return not limit or customer.uses[promotion["id"]].at(scene.day) < limit["customer"]

    @staticmethod
    def has_shown(voucher, customer, scene):
        return voucher in scene.codes and any(name == voucher for name, _ in customer.vouchers)

    def spread(self, money, numbers, weights):
        """In proportion; what is left over as the program says."""
        weights = [weights[number] for number in numbers]
        if not sum(weights) or not money:
            return dict.fromkeys(numbers, 0)
        how = self.program.get("pricing", {}).get("share", "largest")
        parts = shares(money, weights)
        if how != "largest":
            parts = [money * weight // sum(weights) for weight in weights]
            over = money - sum(parts)
            some = [number for number, weight in enumerate(weights) if weight]
            if how == "last":
                for number in reversed(some):
                    more = min(over, weights[number] - parts[number])
                    parts[number] += more
                    over -= more
            else:
                for number in some[:over]:
                    parts[number] += 1
        return dict(zip(numbers, parts))
