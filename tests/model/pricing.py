"""Promotions: what is taken off the basket, one after the other, before anything is earned on it."""
from baskets import on_top, tax
from contest import contest
from offers import Basket


class Pricing:
    """What the model does with them."""

    def price(self, customer, scene):
        """Takes off; what was taken: promotion, line, money."""
        scene.taken, scene.used, scene.vouchers, scene.gifts = [], [], [], []
        scene.off, scene.payments = [], []
        promotions = self.in_order(self.program.get("promotions", []))
        if not promotions:
            return
        self.shelf = Basket(scene.lines, self.program, self.rules.facts(customer, scene))
        alone = self.first_that_gives([one for one in promotions if one.get("exclusive") is True], customer, scene)
        if alone:
            self.take_off(*alone, scene, customer)
        else:
            self.all_but_exclusive(promotions, customer, scene)
        for line in scene.lines:
            line.amount = self.shelf.left[line.number]
        scene.total = sum(line.amount for line in scene.lines)
        tax(scene.lines, self.program)
        scene.sums = self.sums(scene)
        scene.taxes = [(line.id, line.tax + line.fixed) for line in scene.lines if line.tax + line.fixed]

    def in_order(self, promotions):
        if self.program.get("pricing", {}).get("order") == "priority":
            return sorted(promotions, key=lambda one: -one.get("priority", 0))
        return promotions

    def sums(self, scene):
        """What a till shows under the lines."""
        lines = scene.lines
        net = sum(line.amount - (0 if line.on_top else line.tax) for line in lines)
        taxes = sum(line.tax + line.fixed for line in lines)
        assert net + taxes == scene.total + on_top(lines)
        return {"discount": sum(line.given - line.amount for line in lines), "subtotal": net, "tax": taxes,
                "total": net + taxes}

    # -- How they go together --

    def mode(self, promotion):
        """Gifts take part in no contest for lines."""
        mode = self.program.get("pricing", {}).get("groups", {}).get(promotion.get("group"), "all")
        return "all" if mode == "best-line" and "gift" in promotion else mode

    def all_but_exclusive(self, promotions, customer, scene):
        """A group is tried as a whole, in the place of its first promotion."""
        done = set()
        for promotion in promotions:
            if self.shelf.over:
                return
            if promotion.get("exclusive") is True:
                continue
            if self.mode(promotion) == "all":
                offers = [self.first_that_gives([promotion], customer, scene)]
            elif promotion["group"] in done:
                continue
            else:
                done.add(promotion["group"])
                group = [one for one in promotions if one.get("group") == promotion["group"]
                         and self.mode(one) != "all" and one.get("exclusive") is not True]
                offers = self.of_group(self.mode(promotion), group, customer, scene)
            for offer in offers:
                if offer:
                    self.take_off(*offer, scene, customer)

    def of_group(self, mode, group, customer, scene):
        offers = [(one, self.offer(one, customer, scene)) for one in group]
        offers = [(one, offer) for one, offer in offers if offer and offer.gives()]
        if mode == "best-line":
            return contest(offers, scene.lines, customer)
        if mode == "best":
            return [max(offers, key=lambda offer: offer[1].total)] if offers else []
        return offers[:1]

    def first_that_gives(self, promotions, customer, scene):
        for promotion in promotions:
            offer = self.offer(promotion, customer, scene)
            if offer and offer.gives():
                return promotion, offer
        return None

    # -- One of them --

    def offer(self, promotion, customer, scene):
        if self.may_apply(promotion, customer, scene) and self.shelf.has(promotion):
            return self.shelf.offer(promotion)
        return None

    def may_apply(self, promotion, customer, scene):
        if "code" in promotion and promotion["code"] not in scene.codes:
            return False
        if "voucher" in promotion and not self.has_shown(promotion["voucher"], customer, scene):
            return False
        if "when" in promotion and not promotion["when"].of(self.shelf.facts):
            return False
        key, limit = ("promotions", promotion["id"]), promotion.get("limit", {})
        return not self.rules.used_up(customer, key, limit, self.shelf.facts, scene.day)

    @staticmethod
    def has_shown(voucher, customer, scene):
        return voucher in scene.codes and not customer.frozen and any(name == voucher for name, _ in customer.vouchers)

    def take_off(self, promotion, offer, scene, customer):
        for line in scene.lines:
            if offer.taken[line.number]:
                scene.taken.append((promotion["id"], line.id, offer.taken[line.number]))
        self.shelf.take_off(promotion, offer)
        if offer.gifts:
            scene.gifts.append((promotion["id"], promotion["gift"]["sku"], offer.gifts))
        if "voucher" in promotion:
            scene.vouchers.append((promotion["voucher"], customer.use(promotion["voucher"])[1]))
        self.rules.used = scene.used
        self.rules.use_limit(customer, ("promotions", promotion["id"]), promotion.get("limit", {}), self.shelf.facts,
                             scene.day)
        self.rules.used = None
