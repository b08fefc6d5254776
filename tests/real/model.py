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

PAST = datetime.min.replace(tzinfo=timezone.utc)  # when a lot that can be spent has matured
BOUGHT = {"prospect": "first-purchase", "first-purchase": "repeat", "repeat": "loyal",
          "at-risk": "repeat", "lost": "won-back", "won-back": "repeat"}
WAITED = dict.fromkeys(["first-purchase", "repeat", "loyal", "won-back"], ("at-risk", "P90D"))
WAITED["at-risk"] = ("lost", "P180D")
PYTHON = [(r"&&", "and"), (r"\.(tiers|counters)\.(\w+)", r".\1['\2']"),
          (r"money\('(\d+)\.(\d\d)'\)", r"\1\2"), (r"\.per\((\d+)\)", r" // \1"),
          (r"(\S+)\.under\((\S+?)\)", r"(\1 + '/').startswith(\2 + '/')"),
          (r"lines\.(filter|exists)\(l, ((\([^()]*\)|[^()])*)\)", r"[l for l in lines if \2]"),
          (r"(\[.*\])\.size\(\)", r"len(\1)")]


@lru_cache(None)
def python(expression):
    """An expression of a program in Python, and that of the lines it is counted over."""
    text = str(expression)
    for pattern, words in PYTHON:
        text = re.sub(pattern, words, text)
    over = re.search(r"\[l for .*\]|\blines\b", text)
    return compile(text, text, "eval"), over[0] if over else "[]"


def spend(lines):
    return sum(l.amount for l in lines)


@lru_cache(None)
def scaled(value, digits):
    """A decimal text or a whole number in units of 10**-digits."""
    return int(Decimal(value).scaleb(digits))


@lru_cache(None)
def plus(day, duration):
    """A day later by months, clamped to the end of the month, then by days."""
    n = Counter({unit: int(n) for n, unit in re.findall(r"(\d+)([YMD])", duration)})
    year, month = divmod((day.year + n["Y"]) * 12 + day.month - 1 + n["M"], 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(n["D"])


@lru_cache(None)
def period(day, unit):
    """The first day of the period that a day is in, and of the next one."""
    if unit == "lifetime":
        return date.min, date(9000, 1, 1)
    if unit in ("day", "week"):
        first = day - timedelta(day.weekday() if unit == "week" else 0)
        return first, first + timedelta(7 if unit == "week" else 1)
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
    parts = [total * w // sum(weights) for w in weights]
    order = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % sum(weights)))
    more = order[:total - sum(parts)]
    return [part + (i in more) for i, part in enumerate(parts)]


class Model:
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
            stage="prospect", stage_since=now, enrolled=self.day(now), bought=None, purchases=0,
            visits=0, spend=0, first_purchase=None, last_purchase=None))
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
            points = {n: scaled(p, self.currencies[n].get("scale", 0)) for n, p in event["points"].items()}
            return self.burn(c, {n: -p for n, p in points.items()}, "reversed")
        c.visits += 1
        if kind == "purchase":
            sale = self.receipts[event["source"], event["id"]] = Record(
                customer=id, time=now, day=self.day(now), lines=lines, given=[], whole=False, voided=False,
                hour=local.hour, weekday=local.isoweekday())
            before, stage = self.facts(c, sale), c.stage
            c.purchases, c.spend, c.bought = c.purchases + 1, c.spend + spend(lines), now
            c.first_purchase, c.last_purchase = c.first_purchase or sale.day, sale.day
            c.counted += [("spend", sale.day, spend(lines)), ("purchases", sale.day, 1)]
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
        money = sum(l.amount * l.back // l.quantity for l in sale.lines)
        for id in back:
            sold[id].back += back[id]
        money -= sum(l.amount * l.back // l.quantity for l in sale.lines)
        whole = all(l.back == l.quantity for l in sale.lines)
        once = whole and not sale.whole
        sale.whole, sale.voided, c.spend, c.purchases = whole, void, c.spend + money, c.purchases - once
        c.counted += [("spend", sale.day, money), ("purchases", sale.day, -once)]
        for gift in sale.given:
            gone = gift.amount * whole
            if gift.shares:
                gone = sum(n * sold[id].back // sold[id].quantity for id, n in gift.shares.items())
            more, gift.gone = gone - gift.gone, gone
            if gift.key[0] in self.currencies:
                self.claw_back(c, gift.key, sale.day, more)
            else:
                c.counters[gift.key] = max(0, c.counters[gift.key] - more)
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

    def burn(self, c, price, total):
        """Takes a price, soonest expiry first; a negative one is given."""
        if any(self.balance(c, name)[0] < points for name, points in price.items()):
            return "insufficient-points"
        for name, points in price.items():
            self.totals[name, total if points > 0 else "issued"] += abs(points)
            if points > 0:
                self.take(c, sorted(k for k in c.lots if k[:2] == (name, PAST)), points)
            else:
                self.give(c, (name, PAST, self.lot_key(c, name)[2]), -points, self.day(c.now))

    def take(self, c, lots, points):
        """Takes points from lots in their order; returns what was missing."""
        for key in lots:
            have, earned = c.lots.pop(key)
            if have > points:
                c.lots[key] = have - points, earned
            points -= min(have, points)
        return points

    def give(self, c, key, points, earned):
        """Fills debt first, unless pending, then a lot."""
        fills = min(points, c.debt[key[0]]) if key[1] == PAST else 0
        c.debt[key[0]] -= fills
        have, first = c.lots.get(key, (0, earned))
        if points > fills:
            c.lots[key] = have + points - fills, min(first, earned)

    def lot_key(self, c, currency):
        """Currency, maturing and expiry of what is earned now."""
        how, expires = self.currencies[currency], self.currencies[currency]["expires"]
        matures = self.add(c.now, how["pending"]) if "pending" in how else PAST
        end = period(plus(self.day(c.now), expires["after"]), expires.get("round_up", "day"))[1]
        return currency, matures, self.moment(end - timedelta(expires.get("edge") == "start-of-day"))

    def value(self, c, ladder, day):
        counts, window = self.ladders[ladder]["counts"], self.ladders[ladder]["window"]
        return sum(n for what, d, n in c.counted if what == counts and d <= day < leaves(window, d))

    def review(self, c):
        """Moves tiers: up at once, down after the grace; a calendar window is judged as it ends."""
        day = self.day(c.now)
        for name, ladder in self.ladders.items():
            at, tier = c.tiers[name], ladder["tiers"][c.tiers[name]]
            digits = 2 if ladder["counts"] == "spend" else 0
            starts = [scaled(t["from"], digits) for t in ladder["tiers"]]
            keep, value = scaled(tier.get("keep_from", tier["from"]), digits), self.value(c, name, day)
            best, left = max(i for i, start in enumerate(starts) if value >= start), value
            if "calendar" in ladder["window"]:
                first = period(day, ladder["window"]["calendar"])[0]
                ended = self.value(c, name, first - timedelta(1))
                left = ended if self.moment(first) == c.now else keep
            if best > at or left >= keep:
                c.tiers[name], c.drops[name] = max(best, at), None
            else:
                drop = c.drops[name] = c.drops[name] or self.add(c.now, tier.get("grace", "P0D"))
                if drop <= c.now:
                    c.tiers[name] = max(i for i in range(at) if left >= starts[i])
                    c.drops[name] = None

    @lru_cache(None)
    def day(self, moment):
        return moment.astimezone(self.zone).date()

    @lru_cache(None)
    def moment(self, day, clock=time.min):
        """The instant of a local time: the first of two, and moved on out of a gap."""
        return datetime.combine(day, clock, self.zone).astimezone(timezone.utc)

    @lru_cache(None)
    def add(self, moment, duration):
        local = moment.astimezone(self.zone).replace(fold=0)
        return self.moment(plus(local.date(), duration), local.time())

    def timer(self, c, rule):
        sign, days = re.search(r"days_since_purchase (>=?) (\d+)", rule["when"]).groups()
        return self.moment(c.last_purchase + timedelta(int(days) + (sign == ">")))

    def moments(self, c):
        """Every moment at which time alone might change the customer."""
        found = [m for k in c.lots for m in k[1:]] + [v[1] for v in c.vouchers]
        days = {self.day(c.now)}.union(d for what, d, n in c.counted)
        found += [self.moment(leaves(l["window"], d)) for l in self.ladders.values() for d in days]
        found += [drop for drop in c.drops.values() if drop]
        if c.bought:
            found += [self.add(c.bought, after) for stage, after in WAITED.values()]
            found += [self.timer(c, r) for r in self.program["rules"] if r["on"] == "timer"]
        return found

    def settle(self, c, until):
        """Brings a customer forward, one moment after the other."""
        while c.now < until:
            c.now = min(m for m in self.moments(c) + [until] if m > c.now)
            for key in [k for k in c.lots if PAST < k[1] <= c.now]:
                self.give(c, (key[0], PAST, key[2]), *c.lots.pop(key))
            for key in [k for k in c.lots if k[2] <= c.now]:
                self.totals[key[0], "expired"] += c.lots.pop(key)[0]
            c.vouchers = [v for v in c.vouchers if v[1] > c.now]
            self.review(c)
            stage, after = WAITED.get(c.stage, (None, None))
            if stage and self.add(c.bought, after) == c.now:
                self.enter(c, stage)
            self.run(c, "timer")

    def enter(self, c, stage, sale=None):
        c.stage, c.stage_since = stage, c.now
        self.run(c, "enter:" + stage, sale)

    def facts(self, c, sale):
        idle = (self.day(c.now) - c.last_purchase).days if c.last_purchase else -1
        known = dict(customer=Record(days_since_purchase=idle, **self.document(c)), spend=spend,
                     mul_div=lambda a, b, c: a * b // c,
                     mul_div_half_up=lambda a, b, c: (2 * a * b + c) // (2 * c))
        if sale:
            known.update(lines=sale.lines, total=spend(sale.lines), event=Record(local=sale))
        return known

    def run(self, c, kind, sale=None, facts=None):
        """Runs the rules of a kind: what they earn in their order, then stamps and vouchers."""
        day, rules = self.day(c.now), [r for r in self.program["rules"] if r["on"] == kind]
        if kind == "timer":
            rules = [r for r in rules if c.bought and self.timer(c, r) == c.now]
        facts = facts or rules and self.facts(c, sale)
        fired = [r for r in rules if eval(python(r.get("when", True))[0], facts)]
        for rule in fired:
            for name, amount in rule.get("earn", {}).items():
                more = sum(scaled(r["multiply"][name], 2) - 100 for r in fired if "multiply" in r)
                points = eval(python(amount)[0], facts) * (100 + more) // 100
                caps = [(k["limit"], (k["id"], period(day, k["per"])[0]))
                        for k in self.program.get("caps", [])
                        if k["currency"] == name and rule["id"] in k.get("rules", [rule["id"]])]
                points = min([points] + [limit - c.used[key] for limit, key in caps])
                c.used.update({key: points for limit, key in caps})
                self.totals[name, "issued"] += points
                c.counted.append((name + " earned", day, points))
                self.give(c, self.lot_key(c, name), points, day)
                self.remember(sale, self.lot_key(c, name), points, amount, facts)
            vouchers = [rule["issue"]] if "issue" in rule else []
            for name, amount in rule.get("count", {}).items():
                how, stamps = self.program["counters"][name], eval(python(amount)[0], facts)
                key = name, period(day, how.get("window", "lifetime"))[0]
                full, c.counters[key] = divmod(c.counters[key] + stamps, how.get("every", 10**9))
                vouchers += full * [how.get("issue")]
                self.remember(sale, key, stamps, amount, facts)
            c.vouchers += [(v, self.add(c.now, self.program["vouchers"][v]["expires"])) for v in vouchers]
        self.review(c)

    def remember(self, sale, key, amount, expression, facts):
        """Keeps on the receipt what it gave, and the share of each line in it."""
        over = eval(python(expression)[1], facts) if sale else []
        if sale:
            parts = shares(amount, [l.amount for l in over]) if spend(over) else []
            sale.given.append(Record(key=key, amount=amount, gone=0,
                                     shares=dict(zip([l.id for l in over], parts))))

    def balance(self, c, currency):
        lots = [(k[1] == PAST, points) for k, (points, earned) in c.lots.items() if k[0] == currency]
        return [sum(p for ready, p in lots if ready == wanted) for wanted in (True, False)] + [c.debt[currency]]

    def document(self, c):
        """What the documents of a customer say, as plain data."""
        windows = {n: how.get("window", "lifetime") for n, how in self.program["counters"].items()}
        day, plain = self.day(c.now), "stage purchases visits spend stage_since enrolled first_purchase last_purchase"
        return dict(
            {k: getattr(c, k) for k in plain.split()},
            balances={n: self.balance(c, n) for n in self.currencies},
            lots=sorted(c.lots.items()), vouchers=sorted(Counter(c.vouchers).items()),
            tiers={n: l["tiers"][c.tiers[n]]["id"] for n, l in self.ladders.items()},
            progress={n: self.value(c, n, day) for n in self.ladders},
            counters={n: c.counters[n, period(day, window)[0]] for n, window in windows.items()})
