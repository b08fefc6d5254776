"""A naive model of libloyalty, written from its documented meaning alone.

Applies event documents to customers kept in plain lists and works out what follows from them. It
shares no code with the library and knows what cdnow.json and retail.json use, no more. Instants are
datetimes in UTC, days are dates in the program's zone, money and points count smallest units.
"""
import io
import re
import struct
from calendar import monthrange
from collections import Counter
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace as Record
from zoneinfo import ZoneInfo

PAST, NEVER = (t.replace(tzinfo=timezone.utc) for t in (datetime.min, datetime.max))
BOUGHT = {"prospect": "first-purchase", "first-purchase": "repeat", "repeat": "loyal",
          "at-risk": "repeat", "lost": "won-back", "won-back": "repeat"}
WAITED = dict.fromkeys(["first-purchase", "repeat", "loyal", "won-back"], ("at-risk", "P90D"))
WAITED["at-risk"] = ("lost", "P180D")
PYTHON = [(r"&&", "and"), (r"\.size\(\)", ""), (r"money\('(\d+)\.(\d\d)'\)", r"\1\2"),
          (r"\.per\((\d+)\)", r" // \1"), (r"(\S+)\.under\((\S+?)\)", r"(\1 + '/').startswith(\2 + '/')"),
          (r"lines\.(filter|exists)\(l, ((\([^()]*\)|[^()])*)\)", r"[l for l in lines if \2]")]


def spend(lines):
    return sum(l.amount for l in lines)


FUNCTIONS = dict(spend=spend, mul_div=lambda a, b, c: a * b // c,
                 mul_div_half_up=lambda a, b, c: (2 * a * b + c) // (2 * c))


@lru_cache(None)
def python(text):
    """An expression in Python, and that of the lines it is counted over; a list is its size."""
    for pattern, words in PYTHON:
        text = re.sub(pattern, words, text)
    over = re.search(r"\[.*\]|\blines\b|$", text)[0] or "[]"
    return compile(text, text, "eval"), compile(over, over, "eval")


def scaled(value, digits):
    """A decimal text or a whole number in units of 10**-digits."""
    return int(Decimal(value).scaleb(digits))


@lru_cache(None)
def plus(day, duration):
    """A day later by months, clamped to the end of the month, then by days."""
    parts = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?", duration).groups()
    years, months, days = (int(n or 0) for n in parts)
    year, month = divmod((day.year + years) * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days)


@lru_cache(None)
def period(day, unit):
    """The first day of the period that a day is in, and of the next one."""
    if unit == "lifetime":
        return date.min, date(9000, 1, 1)
    if unit == "day":
        return day, day + timedelta(1)
    if unit == "week":
        return day - timedelta(day.weekday()), day + timedelta(7 - day.weekday())
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, plus(first, "P%dM" % months)


def leaves(window, day):
    """The first day on which what a ladder counted on a day counts no more."""
    if "rolling" not in window:
        return period(day, window if window == "lifetime" else window["calendar"])[1]
    end = plus(day, window["rolling"])
    return period(end, "month")[0] if window.get("by") == "month" else end


def posix_zone(text):
    """Python's own reading of a POSIX TZ text, as the footer of an otherwise empty TZif file."""
    part = b"TZif2" + struct.pack(">15x6llbb4s", 0, 0, 0, 0, 1, 4, 0, 0, 0, b"UTC")
    return ZoneInfo.from_file(io.BytesIO(part * 2 + b"\n" + text.encode() + b"\n"))


def shares(total, weights):
    """Splits a total by weights: largest remainder, ties to the first."""
    whole = sum(weights)
    parts = [total * w // whole for w in weights]
    order = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % whole))
    more = order[:total - sum(parts)]
    return [part + (i in more) for i, part in enumerate(parts)]


class Model:
    """Customers by id, receipts by source and id, and what points came to in all."""

    def __init__(self, program):
        self.program, self.zone = program, posix_zone(program.get("time_zone", "UTC0"))
        self.currencies, self.ladders = program["currencies"], program["ladders"]
        self.customers, self.receipts, self.totals = {}, {}, Counter()

    def apply(self, event):
        """Returns None (applied) or the code of a refusal."""
        local, lines = datetime.fromisoformat(event["time"]), []
        for l in event.get("lines", []):
            price, discount = (scaled(l.get(k, 0), 2) for k in ("unit_price", "discount"))
            lines.append(Record(id=l["id"], category=l.get("category", ""), quantity=l["quantity"],
                                amount=l["quantity"] * price - discount, back=0))
        if any(l.quantity <= 0 for l in lines):
            return "bad-quantity"
        id, kind, now = event["customer"], event["type"], local.astimezone(timezone.utc)
        if id not in self.customers and kind not in ("purchase", "visit"):
            return "unknown-customer"
        c = self.customers.setdefault(id, Record(
            now=now, lots={}, debt=Counter(), vouchers=[], used=Counter(), counters=Counter(),
            counted=[], tiers=dict.fromkeys(self.ladders, 0), drops=dict.fromkeys(self.ladders),
            stage="prospect", since=now, enrolled=self.day(now), purchases=0, visits=0, spend=0,
            first=None, last=None, bought=None))
        self.settle(c, now)
        if kind in ("return", "void"):
            sale = self.receipts.get((event["source"], event["receipt"]["id"]))
            if sale is None or sale.customer != id:
                return "wrong-customer" if sale else "unknown-receipt"
            return self.bring_back(c, sale, kind == "void", {l.id: l.quantity for l in lines})
        if kind == "redeem" and "voucher" in event:
            mine = sorted(v for v in c.vouchers if v[0] == event["voucher"])
            return c.vouchers.remove(mine[0]) if mine else "no-voucher"
        if kind == "redeem":
            price = next(r["price"] for r in self.program["rewards"] if r["id"] == event["reward"])
            return self.burn(c, price, "spent")
        if kind == "adjust":
            scale = {n: how.get("scale", 0) for n, how in self.currencies.items()}
            return self.burn(c, {n: -scaled(p, scale[n]) for n, p in event["points"].items()}, "reversed")
        c.visits += 1
        if kind == "purchase":
            sale = Record(customer=id, time=now, day=self.day(now), lines=lines, local=local,
                          given=[], whole=False, voided=False)
            self.receipts[event["source"], event["id"]] = sale
            self.purchase(c, sale)

    def purchase(self, c, sale):
        before, stage = self.facts(c, sale), c.stage
        c.purchases, c.spend = c.purchases + 1, c.spend + spend(sale.lines)
        c.first, c.last, c.bought = c.first or sale.day, sale.day, sale.time
        c.counted += [("spend", sale.day, spend(sale.lines)), ("purchases", sale.day, 1)]
        self.run(c, "purchase", sale, before)
        if stage in BOUGHT and (stage != "repeat" or c.purchases >= 5):
            self.enter(c, BOUGHT[stage], sale)

    def bring_back(self, c, sale, void, back):
        sold = {l.id: l for l in sale.lines}
        back = back or {l.id: l.quantity - l.back for l in sale.lines}
        if not void and c.now > self.add(sale.time, self.program.get("returns", {}).get("window", "P1Y")):
            return "return-too-late"
        if any(id not in sold for id in back):
            return "unknown-line"
        if sale.voided or any(sold[id].back + n > sold[id].quantity for id, n in back.items()):
            return "return-too-much"
        money = -sum(l.amount * l.back // l.quantity for l in sale.lines)
        for id in back:
            sold[id].back += back[id]
        money += sum(l.amount * l.back // l.quantity for l in sale.lines)
        whole = all(l.back == l.quantity for l in sale.lines)
        once = whole and not sale.whole
        sale.whole, sale.voided, c.spend, c.purchases = whole, void, c.spend - money, c.purchases - once
        c.counted += [("spend", sale.day, -money), ("purchases", sale.day, -once)]
        for gift in sale.given:
            parts = gift.shares.items() or [(None, 0)]
            gone = sum(n * sold[id].back // sold[id].quantity for id, n in gift.shares.items())
            more = (gone if gift.shares else gift.amount * whole) - gift.gone
            gift.gone += more
            if gift.stamps:
                c.counters[gift.key] = max(0, c.counters[gift.key] - more)
            else:
                self.claw_back(c, gift.key, sale.day, more)
        self.review(c)

    def claw_back(self, c, key, day, points):
        """From the lots of the sale, pending ones first, then from the others, newest first."""
        currency, matures, expires = key
        lots = [k for k in c.lots if k[0] == currency]
        lots.sort(reverse=True, key=lambda k: (k[2] == expires and k[1] in (matures, PAST), k[2], k[1]))
        missing = self.take(c, lots, points)
        written_off = missing if self.currencies[currency].get("floor") == "zero" else 0
        c.debt[currency] += missing - written_off
        self.totals[currency, "reversed"] += points - written_off
        c.counted.append((currency + " earned", day, -points))

    def spendable(self, c, currency):
        """The lots that can be spent, soonest expiry first."""
        return sorted(k for k in c.lots if k[:2] == (currency, PAST))

    def burn(self, c, price, total):
        """Takes a price; a negative one, of an adjustment, is given."""
        if any(sum(c.lots[k][0] for k in self.spendable(c, n)) < p for n, p in price.items()):
            return "insufficient-points"
        for name, points in price.items():
            if points > 0:
                self.take(c, self.spendable(c, name), points)
            else:
                self.give(c, (name, PAST, self.lot_key(name, c.now)[2]), -points, self.day(c.now))
            self.totals[name, total if points > 0 else "issued"] += abs(points)

    def take(self, c, lots, points):
        """Takes points from lots in their order; returns what was missing."""
        for key in lots:
            have, earned = c.lots.pop(key)
            if have > points:
                c.lots[key] = have - points, earned
            points -= min(have, points)
        return points

    def give(self, c, key, points, earned):
        """Fills debt first, then a lot, that of the same key if there is one."""
        fills = min(points, c.debt[key[0]]) if key[1] == PAST else 0
        c.debt[key[0]] -= fills
        have, first = c.lots.get(key, (0, earned))
        if points > fills:
            c.lots[key] = have + points - fills, min(first, earned)
