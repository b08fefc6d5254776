"""Units of a basket: those that a promotion reduces, and those that sets take up."""
from fractions import Fraction

from civil import units


class Sets:
    """What promotions of units take off. A unit is bought or given once."""

    def unused(self, line):
        return self.units(line) - self.used[line.number]

    def unused_value(self, line, percent=False):
        """What the units that are not used cost."""
        if percent and self.settings.get("base") == "original":
            return line.amount * self.unused(line) // self.units(line)
        return self.left[line.number] - self.held[line.number]

    def in_order(self, lines, pick, percent=False):
        """The cheapest, or the dearest, first."""
        lines = [line for line in lines if self.unused(line)]
        sign = -1 if pick == "dearest" else 1
        return sorted(lines, key=lambda line: sign * (self.unused_value(line, percent) // self.unused(line)))

    def cost(self, line, count):
        return self.unused_value(line) * count // self.unused(line)

    def off_units(self, promotion, line, count):
        """Money off some units of a line. Those that cost alike are rounded each by itself."""
        rate, amount = self.off(promotion)
        number = self.unused(line)
        value = self.unused_value(line, rate is not None)
        alike = value % number == 0
        if rate is not None:
            return self.percent(rate, value // number) * count if alike else self.percent(
                rate, Fraction(value * count, number))
        cost = self.cost(line, count)
        if "price" in promotion:
            return max(0, cost - self.entered(promotion, line, units(promotion["price"], 2)) * count)
        first = self.entered(promotion, line, amount)
        other = self.entered(promotion, line, units(promotion["next"], 2)) if "next" in promotion else first
        if alike:  # never more than a unit costs
            first, other = min(first, value // number), min(other, value // number)
        return min(cost, first + other * (count - 1))

    def take_units(self, promotion, out):
        left = promotion.get("units", 10**9)
        lines = self.open(self.chosen(promotion.get("lines")))
        for line in self.in_order(lines, promotion.get("pick"), self.off(promotion)[0] is not None):
            count = min(left, self.unused(line))
            if count:
                self.give(promotion, line, self.off_units(promotion, line, count), out)
                left -= count

    # -- So many bought give so many --

    def bought(self, promotion):
        return self.chosen(promotion["set"].get("buy_lines", promotion.get("lines")))

    def take_set(self, promotion, out):
        rule, buys = promotion["set"], self.bought(promotion)
        gets = self.open(self.chosen(rule["get_lines"]) if "get_lines" in rule else buys)
        sets, gives = self.most_given(rule, buys, gets)
        bought = rule["buy"] * sets
        percent = self.off(promotion)[0] is not None
        if not rule.get("shared"):
            self.take_up_bought(rule, buys, gets, bought, out, percent)
        for line in self.in_order(gets, rule.get("pick"), percent):
            count = self.take_up(line, gives, out)
            if count:
                gives -= count
                off = self.off_units(promotion, line, count)
                out.held[line.number] -= self.give(promotion, line, off, out)
                bought -= count if rule.get("shared") else 0
        if rule.get("shared") and bought > 0:
            self.take_up_bought(rule, buys, gets, bought, out, percent)

    def most_given(self, rule, buys, gets):
        """The fewest sets that give most, and what they give."""
        only_buy = sum(self.unused(line) for line in buys if line not in gets)
        both = sum(self.unused(line) for line in buys if line in gets)
        only_get = sum(self.unused(line) for line in gets if line not in buys)
        most = (only_buy + both) // rule["buy"]
        found = []
        for sets in range(min(most, 1 if rule.get("repeat") is False else most) + 1):
            kept = 0 if rule.get("shared") else max(0, rule["buy"] * sets - only_buy)
            gives = min(rule.get("get", 1) * sets, only_get + both - kept, rule.get("most", 10**9))
            found.append((gives, -sets))
        gives, sets = max(found)
        return -sets, gives

    def take_up_bought(self, rule, buys, gets, count, out, percent):
        """Those that cannot be given first, then those that would be given last."""
        for line in buys:
            if line not in gets:
                count -= self.take_up(line, count, out)
        for line in reversed(self.in_order(gets, rule.get("pick"), percent)):
            if line in buys:
                count -= self.take_up(line, count, out)

    def take_up(self, line, count, out):
        count = min(count, self.unused(line) - out.used[line.number])
        if count:
            out.used[line.number] += count
            out.held[line.number] += self.cost(line, count)
        return count

    # -- So many bought cost so much, or bring something --

    def number(self, promotion, lines, most):
        count = sum(self.unused(line) for line in lines)
        sets = min(count, most) // promotion["set"]["buy"]
        return min(sets, 1) if promotion["set"].get("repeat") is False else sets

    def take_bundles(self, promotion, out):
        rule, lines = promotion["set"], self.open(self.bought(promotion))
        bundles = self.number(promotion, lines, rule.get("most", 10**9))
        left = bundles * rule["buy"]
        mine, weights, rooms = [], [], []
        for line in self.in_order(lines, rule.get("pick")):
            count = min(left, self.unused(line))
            if count:
                cost = self.cost(line, count)
                mine.append(line)
                out.used[line.number], out.held[line.number] = count, cost
                left -= count
                weights.append(self.counted(promotion, line, cost))
                rooms.append(self.counted(promotion, line, min(cost, self.room(line))))
        by_number = sorted(range(len(mine)), key=lambda n: mine[n].number)
        mine, weights, rooms = ([some[n] for n in by_number] for some in (mine, weights, rooms))
        off = max(0, sum(weights) - units(rule["price"], 2) * bundles)
        parts = self.spread(self.limited(promotion, out, off), weights, rooms)
        self.take_parts(promotion, mine, parts, out)
        for line in mine:
            out.held[line.number] -= min(out.taken[line.number], out.held[line.number])

    def gifts(self, promotion):
        gift, sets = promotion["gift"].get("quantity", 1), 1
        if "set" in promotion:
            sets = self.number(promotion, self.bought(promotion), 10**9)
        return min(gift * sets, promotion.get("set", {}).get("most", 10**9))
