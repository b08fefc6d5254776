#!/usr/bin/env python3
"""Makes up a year of receipts of a corner cafe, one event a line.

    receipts.py [--customers 300] [--days 365] [--seed 1] > events.jsonl

The same arguments give the same bytes on every machine: the numbers come from
the small generator below, not from Python's. Each guest has a habit (daily,
weekly, now and then, once), a favourite hour, perhaps a birthday on the card,
and perhaps a day after which he stays away for months. Guests buy, pay with
stars, ask for rewards, bring things back, check in, and write reviews; a till
now and then voids a receipt. The till does not know what a guest has: some
requests are refused, as in life.
"""
import argparse
import json
from datetime import date, datetime, timedelta

FIRST_DAY = date(2025, 1, 1)

# sku, category, price in cents, tags, how often it is taken
MENU = [
    ("ESPRESSO", "drinks/coffee", 260, ["hot"], 10),
    ("CAPPUCCINO", "drinks/coffee", 380, ["hot"], 16),
    ("LATTE", "drinks/coffee", 420, ["hot"], 14),
    ("ICED-LATTE", "drinks/coffee", 480, ["iced"], 5),
    ("TEA", "drinks/tea", 350, ["hot"], 8),
    ("LEMONADE", "drinks/cold", 390, ["iced"], 5),
    ("CROISSANT", "food/bakery", 240, [], 14),
    ("PRETZEL", "food/bakery", 190, [], 7),
    ("CHEESECAKE", "food/cake", 490, [], 6),
    ("CARROT-CAKE", "food/cake", 470, [], 4),
    ("BREAKFAST", "food/kitchen", 1180, [], 4),
    ("SOUP", "food/kitchen", 690, [], 4),
    ("BEANS-250G", "shop/beans", 950, [], 2),
    ("GIFT-CARD", "gift-card", 2500, [], 1),
]

# share of guests in 100, chance of coming on a day in 1000
HABITS = [(12, 330), (30, 110), (40, 26), (18, 4)]


class Random:
    """xorshift64*: small, good enough, and equal everywhere."""

    def __init__(self, seed):
        self.state = (seed * 0x9E3779B97F4A7C15 + 1) & (2**64 - 1)

    def below(self, n):
        x = self.state
        x ^= x >> 12
        x = (x ^ (x << 25)) & (2**64 - 1)
        x ^= x >> 27
        self.state = x
        return ((x * 0x2545F4914F6CDD1D) & (2**64 - 1)) * n >> 64

    def chance(self, in_thousand):
        return self.below(1000) < in_thousand

    def pick(self, rows):
        """One of rows, whose last member says how often."""
        at = self.below(sum(row[-1] for row in rows))
        for row in rows:
            if at < row[-1]:
                return row
            at -= row[-1]


class Till:
    """Collects events; numbers them when they are written, in order of time."""

    def __init__(self, end):
        self.events = []
        self.end = end

    def add(self, moment, type, customer, **members):
        event = dict(type=type, time=with_offset(moment), customer=customer, **members)
        if moment < self.end:
            self.events.append((moment, len(self.events), event))
        return event

    def write(self):
        self.events.sort(key=lambda x: x[:2])
        for number, (moment, order, event) in enumerate(self.events):
            event["source"] = event.pop("till", "till-1")
            event["id"] = "r-%05d" % (number + 1)
        for moment, order, event in self.events:
            if "sale" in event:  # a return or void names the sale by its number
                sale = event.pop("sale")
                event["receipt"] = dict(source=sale["source"], id=sale["id"])
            first = dict(source=event.pop("source"), id=event.pop("id"))
            event.update(first)
            print(json.dumps(dict(first, **event), separators=(",", ":")))


def with_offset(local):
    """RFC 3339; summer time is from the last Sunday of March to that of October."""
    def last_sunday(month):
        day = date(local.year, month, 31)
        return datetime.combine(day - timedelta((day.weekday() + 1) % 7), datetime.min.time())
    summer = last_sunday(3) + timedelta(hours=2) <= local < last_sunday(10) + timedelta(hours=3)
    return local.isoformat() + ("+02:00" if summer else "+01:00")


def basket(random):
    lines = []
    for number in range(1 + random.below(3)):
        sku, category, price, tags, weight = random.pick(MENU)
        line = dict(id=str(number + 1), sku=sku, category=category, quantity=1 + (random.below(5) == 0),
                    unit_price="%d.%02d" % divmod(price, 100))
        if tags:
            line["tags"] = tags
        lines.append(line)
    return lines


def one_visit(random, till, guest, moment, known):
    """What a guest does on a day he comes."""
    place = dict(till="till-%d" % (1 + random.below(2)), store="market-square")
    if random.chance(30):
        till.add(moment - timedelta(minutes=4), "visit", guest, channel="app")
    if known and random.chance(60):
        till.add(moment - timedelta(seconds=40), "redeem", guest, reward=random.pick(
            [("coffee", 6), ("cake", 3), ("brunch-for-two", 1)])[0], **place)
    elif known and random.chance(30):
        till.add(moment - timedelta(seconds=40), "redeem", guest, voucher="free-coffee", **place)
    extra = dict(pay=dict(stars=40 + 20 * random.below(4))) if random.chance(40) else {}
    sale = till.add(moment, "purchase", guest, lines=basket(random), **extra, **place)
    if random.chance(6):
        till.add(moment + timedelta(minutes=3), "void", guest, sale=sale, **place)
    elif random.chance(14):
        some = {} if random.chance(300) else dict(lines=[dict(id="1", quantity=1)])
        till.add(moment + timedelta(days=random.below(18), minutes=35), "return", guest, sale=sale, **some, **place)
    if random.chance(8):
        till.add(moment + timedelta(hours=3), "review", guest, channel="app")


def one_guest(random, till, guest, days):
    habit = random.pick([(chance, share) for share, chance in HABITS])[0]
    first = random.below(days * 3 // 4) if random.chance(500) else random.below(14)
    away = first + 40 + random.below(days)  # from then on ...
    back = away + 50 + random.below(120)    # ... until then he does not come
    hour = 7 + random.below(10)
    if random.chance(550):
        birthday = date(1955, 1, 1) + timedelta(random.below(50 * 365))
        joined = datetime.combine(FIRST_DAY + timedelta(first), datetime.min.time()) + timedelta(hours=6)
        till.add(joined, "enrol", guest, channel="app", attributes=dict(birthday=birthday.isoformat()))
    for day in range(first, days):
        if day == first or not away <= day < back and random.chance(habit):
            moment = datetime.combine(FIRST_DAY + timedelta(day), datetime.min.time())
            moment += timedelta(hours=hour + random.below(3), minutes=random.below(60), seconds=random.below(60))
            one_visit(random, till, guest, moment, day != first)


def main():
    options = argparse.ArgumentParser(description="A year of receipts of a corner cafe.")
    options.add_argument("--customers", type=int, default=300)
    options.add_argument("--days", type=int, default=365)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    till = Till(datetime.combine(FIRST_DAY + timedelta(chosen.days), datetime.min.time()))
    for number in range(chosen.customers):
        one_guest(Random(chosen.seed * 100003 + number), till, "c%03d" % (number + 1), chosen.days)
    till.write()


if __name__ == "__main__":
    main()
