"""Points that pay within a purchase: as a tender, as a discount, or as money."""
from fractions import Fraction
from types import SimpleNamespace as Record

from baskets import on_top, share_paid, tax
from civil import shares, units
from refused import Refused


class Payments:
    """What the model does with them."""

    def payments(self, customer, event, scene, hold, givers):
        """Decides what each currency pays; takes off what is a discount, then the others pay what is left."""
        asked = {currency: self.points(currency, points) for currency, points in event.get("pay", {}).items()}
        found, scene.off = {}, []
        for as_discount in (True, False):
            for currency, points in asked.items():
                if self.is_discount(currency) == as_discount:
                    found[currency] = self.payment(currency, points, scene, found, (customer, hold, givers))
            if as_discount:
                self.discount(scene, sum(one.money for one in found.values()))
        scene.paid = sum(one.money for one in found.values() if one.how == "tender")
        share_paid(scene.lines, scene.paid)
        scene.payments = [(currency, found[currency].points, found[currency].money) for currency in asked]
        return scene.payments

    def paying(self, currency):
        return self.program["currencies"][currency].get("payment", {})

    def is_discount(self, currency):
        return self.paying(currency).get("as") == "discount"

    def sources(self, currency):
        """Whose points pay for it, one after the other."""
        names = self.paying(currency).get("currencies", [])
        return names if currency in names else [*names, currency]

    def payment(self, currency, asked, scene, found, who):
        rule = self.paying(currency)
        if not rule:
            raise Refused("no-payment")
        step, minimum, maximum = (self.units(currency, rule.get(k, 0)) for k in ("step", "minimum", "maximum"))
        value = units(rule.get("value", 0), 2)
        needed, there_is = self.units(currency, rule.get("requires", 0)), self.there_is(currency, who)
        points, left = min(asked, there_is), 0
        if value:
            left = self.left(rule, scene, found)
            steps = left // value
            if rule.get("last_step") == "over" and left % value:
                steps += 1
            points = min(points, steps * step)
        points = min(points, maximum or points)
        points -= points % step
        if there_is < needed and asked and rule.get("short") != "clamp":
            raise Refused("below-threshold")
        if points < minimum or there_is < needed:
            points = 0
        if points != asked and rule.get("short") != "clamp":
            raise Refused("insufficient-points")
        return Record(points=points, money=min(points // step * value, left), how=rule.get("as", "tender"))

    def there_is(self, currency, who):
        _, hold, givers = who
        return sum(giver.purse.available(name) for name in self.sources(currency) for _, giver in givers) + sum(
            self.held(hold, name) for name in self.sources(currency))

    @staticmethod
    def left(rule, scene, found):
        """What of the basket a currency may pay. A discount is of what lines cost, without taxes on top."""
        discount = rule.get("as") == "discount"
        basket = scene.total + (0 if discount else on_top(scene.lines))
        paid = sum(one.money for one in found.values() if (one.how == "discount") == discount)
        left = max(0, basket - paid)
        return min(left, int(basket * Fraction(rule["share"]))) if "share" in rule else left

    def discount(self, scene, money):
        """Off all lines, in proportion to what they cost."""
        if money:
            for line, part in zip(scene.lines, shares(money, [line.amount for line in scene.lines])):
                line.amount -= part
                if part:
                    scene.off.append(("payment", line.id, part))
            tax(scene.lines, self.program)
            scene.total -= money

    def pay(self, customer, payments, scene, hold, givers):
        """Takes the points: those held first, currency by currency."""
        paid = []
        for currency, points, _ in payments:
            if self.there_is(currency, (customer, hold, givers)) < points:
                raise Refused("insufficient-points")
            for name in self.sources(currency):
                part = min(points, self.there_is_of(name, hold, givers))
                points -= part
                first = min(part, self.held(hold, name))
                taken = self.capture_all(customer, hold, name, first, scene)
                taken += self.burn_all(givers, name, part - first, customer, scene)
                for giver, *lot in taken:
                    paid += self.paid(name, [lot], giver)
        return paid

    def there_is_of(self, name, hold, givers):
        return self.held(hold, name) + sum(giver.purse.available(name) for _, giver in givers)
