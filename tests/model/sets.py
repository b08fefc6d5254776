"""Units of a basket: those that a promotion reduces, and those that sets take up."""
from fractions import Fraction

from civil import units


class Sets:
    """What promotions of units take off. A unit is bought or given once."""

    def unused(self, line):
        return self.units(line) - self.used[line.number]

    def run_value(self, run, percent=False):
        """What the units of a run cost."""
        if percent and self.settings.get("base") == "original":
            return run.line.amount * run.units // self.units(run.line)
        return run.left

    def in_order(self, lines, pick, percent=False):
        """Runs, the cheapest, or the dearest, first."""
        runs = [run for run in self.runs if run.units and run.line in lines]
        sign = -1 if pick == "dearest" else 1
        return sorted(runs, key=lambda run: (sign * (self.run_value(run, percent) // run.units), run.line.number))

    @staticmethod
    def cost(run, count):
        return run.left * count // run.units

    def off_units(self, promotion, run, count):
        """Money off some units of a run. Those that cost alike are rounded each by itself."""
        rate, amount = self.off(promotion)
        line, number = run.line, run.units
        value = self.run_value(run, rate is not None)
        alike = value % number == 0
        if rate is not None:
            return self.percent(rate, value // number) * count if alike else self.percent(
                rate, Fraction(value * count, number))
        cost = self.cost(run, count)
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
        for run in self.in_order(lines, promotion.get("pick"), self.off(promotion)[0] is not None):
            count = min(left, run.units)
            if count:
                off = self.give(promotion, run.line, self.off_units(promotion, run, count), out)
                out.cuts.append((run, count, off))
                left -= count

    # -- Which units cost alike, once it is taken off --

    def follow(self, offer):
        for run, count, cost in offer.up:
            if offer.used[run.line.number]:
                run.units, run.left = run.units - count, run.left - cost
        for run, count, off in offer.cuts:
            if off and offer.taken[run.line.number]:
                self.part(run, count, off)
        for line in self.lines:
            self.even_out(line)

    def part(self, run, count, off):
        """Units that cost less from now on are a run of their own, unless all of it do."""
        if count < run.units:
            cost = self.cost(run, count)
            run.units, run.left = run.units - count, run.left - cost
            run = type(run)(run.line, count, cost)
            self.runs.append(run)
        run.left = max(0, run.left - off)

    def even_out(self, line):
        """What reduced the line as a whole, or units by more than they cost, reduced all in proportion, the last
        by what is left over."""
        runs = [run for run in self.runs if run.line is line]
        left, sum_of = self.left[line.number] - self.held[line.number], sum(run.left for run in runs)
        if left == sum_of:
            return
        for run in runs:
            part = left * run.left // sum_of if sum_of != run.left else left
            left, sum_of, run.left = left - part, sum_of - run.left, part

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
        for run in self.in_order(gets, rule.get("pick"), percent):
            count = self.take_up(run, gives, out)
            if count:
                gives -= count
                off = self.off_units(promotion, run, count)
                out.held[run.line.number] -= self.give(promotion, run.line, off, out)
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
        for run in self.runs:
            if run.line in buys and run.line not in gets:
                count -= self.take_up(run, count, out)
        for run in reversed(self.in_order(gets, rule.get("pick"), percent)):
            if run.line in buys:
                count -= self.take_up(run, count, out)

    def take_up(self, run, count, out):
        count = min(count, run.units - sum(had for other, had, _ in out.up if other is run))
        if count:
            cost = self.cost(run, count)
            out.up.append((run, count, cost))
            out.used[run.line.number] += count
            out.held[run.line.number] += cost
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
        for run in self.in_order(lines, rule.get("pick")):
            left -= self.take_up(run, left, out)
        mine = [line for line in self.lines if out.used[line.number]]
        weights = [self.counted(promotion, line, out.held[line.number]) for line in mine]
        rooms = [self.counted(promotion, line, min(out.held[line.number], self.room(line))) for line in mine]
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
