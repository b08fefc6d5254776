"""What one promotion would take off a basket as it stands."""
from fractions import Fraction

from baskets import MILLION, tax_of
from civil import shares, units
from earning import whole
from sets import Sets


class Offer:
    """Money off each line, the units that a set takes up, and what is on top."""

    def __init__(self, lines):
        self.taken, self.used, self.held = ({line.number: 0 for line in lines} for _ in range(3))
        self.cuts = []  # run, units, money off: units that cost less than others from then on
        self.up = []  # run, units, what they cost: units that a set takes up
        self.gifts = 0
        self.counted = 0  # as the promotion counts money, with or without tax
        self.more = {}  # of lines, by how much more is left from then on before rounding

    @property
    def total(self):
        return sum(self.taken.values())

    def gives(self):
        return self.total or self.gifts


class Run:
    """Units of a line that are not used and cost alike."""

    def __init__(self, line, units, left):
        self.line, self.units, self.left = line, units, left


class Basket(Sets):
    """Lines while promotions are taken off them."""

    def __init__(self, lines, program, facts):
        self.lines, self.program, self.facts = lines, program, facts
        self.settings = program.get("pricing", {})
        self.left = {line.number: line.amount for line in lines}
        self.more = {line.number: 0 for line in lines}  # how much more is left before percentages are rounded
        self.used = {line.number: 0 for line in lines}  # units that sets took up
        self.held = {line.number: 0 for line in lines}  # what is left of them
        self.runs = [Run(line, self.units(line), line.amount) for line in lines]
        self.closed = set()  # lines that a promotion keeps others from
        self.over = False  # a promotion keeps out all after it

    # -- Lines --

    def chosen(self, test):
        return [line for line in self.lines if line.reducible and (test is None or test.of(line))]

    def open(self, lines):
        return [line for line in lines if line.number not in self.closed]

    @staticmethod
    def units(line):
        """What is weighed is one."""
        return line.quantity // 1000 if line.quantity % 1000 == 0 else 1

    def value(self, line, which="base"):
        return line.amount if self.settings.get(which) == "original" else self.left[line.number]

    def room(self, line):
        return max(0, self.left[line.number] - line.minimum)

    # -- With or without tax --

    @staticmethod
    def above(promotion, line):
        """How much larger the promotion counts money of a line than it is entered."""
        rate = 1 + Fraction(line.rate, MILLION)
        if promotion.get("tax") == "with" and line.on_top:
            return rate
        return 1 / rate if promotion.get("tax") == "without" and not line.on_top else Fraction(1)

    def counted(self, promotion, line, money):
        return whole(money * self.above(promotion, line), "half-up")

    def entered(self, promotion, line, money):
        return whole(money / self.above(promotion, line), "half-up")

    # -- What must be in it --

    def has(self, promotion):
        needs = promotion.get("needs", {})
        lines = self.chosen(needs.get("lines", promotion.get("lines")))
        money = sum(self.needed(line, needs.get("tax")) for line in lines)
        pieces = sum(self.units(line) for line in lines)
        return (money >= units(needs.get("amount", 0), 2) and pieces >= needs.get("quantity", 0)
                and pieces <= needs.get("at_most", pieces))

    def needed(self, line, how):
        money = self.value(line, "needs")
        if how == "with" and line.on_top:
            return money + tax_of(line, money)
        return money - tax_of(line, money) if how == "without" and not line.on_top else money

    # -- What it takes off --

    def offer(self, promotion):
        out = Offer(self.lines)
        if "gift" in promotion:
            out.gifts = self.gifts(promotion)
        elif "price" in promotion.get("set", {}):
            self.take_bundles(promotion, out)
        elif "set" in promotion:
            self.take_set(promotion, out)
        elif self.is_of_units(promotion):
            self.take_units(promotion, out)
        elif promotion.get("on") == "lines":
            self.take_lines(promotion, out)
        else:
            self.take_order(promotion, out)
        return out

    @staticmethod
    def is_of_units(promotion):
        return promotion.get("on") == "units" or "price" in promotion

    def off(self, promotion):
        """Per cent or money; by steps, the last that is reached."""
        step = promotion
        if "steps" in promotion:
            lines = self.chosen(promotion.get("lines"))
            by_units = promotion.get("steps_by") == "quantity"
            reached = sum(self.units(line) if by_units else self.value(line) for line in lines)
            steps = [s for s in promotion["steps"] if units(s["from"], 0 if by_units else 2) <= reached]
            if not steps:
                return None, 0
            step = steps[-1]
        if "percent" in step or ("set" in promotion and not {"amount", "price"} & set(step)):
            return Fraction(step.get("percent", 100)) / 100, None
        amount = step.get("amount", 0)
        return None, max(0, amount.of(self.facts)) if hasattr(amount, "of") else units(amount, 2)

    def percent(self, rate, money, more=0):
        """Of so much, which was more before rounding."""
        return max(0, whole(self.exactly(rate, money, more), self.settings.get("rounding", "half-up")))

    @staticmethod
    def exactly(rate, money, more):
        """To the millionth of what was more."""
        return money * rate + Fraction(int(more * rate * MILLION), MILLION)

    def carry(self, rate, line, is_whole, out):
        """What the next percentage is of; one that is cut leaves what it leaves."""
        if self.settings.get("carry") == "exact" and self.settings.get("base") != "original":
            more, taken = self.more[line.number], out.taken[line.number]
            out.more[line.number] = more + taken - self.exactly(rate, self.value(line), more) if is_whole else 0

    @staticmethod
    def limited(promotion, out, money):
        return min(money, units(promotion["most"], 2) - out.counted) if "most" in promotion else money

    def give(self, promotion, line, money, out):
        """So much off a line, or what it and the promotion have room for."""
        money = min(money, self.room(line) - out.taken[line.number])
        counted = self.counted(promotion, line, money)
        most = self.limited(promotion, out, counted)
        if most < counted:
            money = min(money, self.entered(promotion, line, most))
        out.taken[line.number] += money
        out.counted += most
        return money

    def take_lines(self, promotion, out):
        rate, amount = self.off(promotion)
        for line in self.open(self.chosen(promotion.get("lines"))):
            some = min(self.units(line), promotion["units"]) if "units" in promotion else None
            if rate is not None:
                part = Fraction(some, self.units(line)) if some else 1
                money = self.percent(rate * part, self.value(line), self.more[line.number] if part == 1 else 0)
                given = self.give(promotion, line, money, out)
                self.carry(rate, line, part == 1 and given == money, out)
            else:
                self.give(promotion, line, self.entered(promotion, line, amount) * (some or 1), out)

    def take_order(self, promotion, out):
        lines = self.open(self.chosen(promotion.get("lines")))
        rate, amount = self.off(promotion)
        values = [self.counted(promotion, line, self.value(line)) for line in lines]
        rooms = [self.counted(promotion, line, self.room(line)) for line in lines]
        if rate is not None:
            amount = self.percent(rate, sum(values), sum(self.more[line.number] for line in lines))
        parts = self.spread(self.limited(promotion, out, amount), values, rooms)
        self.take_parts(promotion, lines, parts, out)
        for line in lines if rate is not None else ():
            self.carry(rate, line, sum(parts) == amount, out)

    def take_parts(self, promotion, lines, parts, out):
        for line, part in zip(lines, parts):
            out.taken[line.number] += min(self.entered(promotion, line, part), self.room(line))

    # -- A sum over lines --

    def spread(self, money, weights, rooms):
        """In proportion; what a full line cannot take goes over the others again."""
        parts, rooms = [0] * len(weights), list(rooms)
        while money:
            weights = [weight if room else 0 for weight, room in zip(weights, rooms)]
            if not sum(weights):
                break
            for number, part in enumerate(self.split(money, weights)):
                part = min(part, rooms[number])
                parts[number] += part
                rooms[number] -= part
                money -= part
        return parts

    def split(self, money, weights):
        """What is left over as the program says."""
        how = self.settings.get("share", "largest")
        if how == "largest":
            return shares(money, weights)
        parts = [money * weight // sum(weights) for weight in weights]
        over = money - sum(parts)
        some = [number for number, weight in enumerate(weights) if weight]
        if how == "last":
            parts[some[-1]] += over
        else:
            for number in some[:over]:
                parts[number] += 1
        return parts

    # -- Taking it off --

    def take_off(self, promotion, offer):
        whole_lines = "set" not in promotion and not self.is_of_units(promotion)
        for line in self.lines:
            number, money = line.number, offer.taken[line.number]
            if whole_lines and self.left[number]:  # units that are used are reduced like others
                self.held[number] = self.held[number] * (self.left[number] - money) // self.left[number]
            self.held[number] = min(self.held[number], self.left[number] - money) + offer.held[number]
            self.used[number] += offer.used[number]
            self.left[number] -= money
            self.more[number] = offer.more.get(number, self.more[number])
            if money and promotion.get("exclusive") == "lines":
                self.closed.add(number)
        self.follow(offer)
        self.over = self.over or promotion.get("exclusive") == "later"
