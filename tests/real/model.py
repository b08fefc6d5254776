"""A naive model of libloyalty, written from its documented meaning alone.

It shares no code with the library and knows what cdnow.json and retail.json use, no more. Instants
are in UTC, days in the program's zone, money and points in smallest units. Lots are kept by their
currency, maturing (PAST once mature) and expiry, as points and the first day they were earned.
"""
import re
from calendar import monthrange
from collections import Counter
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from functools import lru_cache, reduce
from io import BytesIO
from types import SimpleNamespace as Record
from zoneinfo import ZoneInfo

UTC, PAST = timezone.utc, datetime.min.replace(tzinfo=timezone.utc)
BOUGHT = {"prospect": "first-purchase", "first-purchase": "repeat", "repeat": "loyal",
          "at-risk": "repeat", "lost": "won-back", "won-back": "repeat"}
WAITED = dict.fromkeys(["first-purchase", "repeat", "loyal", "won-back"], ("at-risk", "P90D"))
WAITED["at-risk"] = ("lost", "P180D")
PYTHON = [(r"money\('(\d+)\.(\d\d)'\)", r"\1\2"), (r"\.per\((\d+)\)", r" // \1"), ("&&", "and"),
          (r"(\S+)\.under\((\S+?)\)", r"(\1 + '/').startswith(\2 + '/')"),
          (r"lines\.(filter|exists)\(l, ((\([^()]*\)|[^()])*)\)", r"[l for l in lines if \2]"),
          (r"(\[.*\])\.size\(\)", r"len(\1)"), (r"\.(tiers|counters)\.(\w+)", r".\1['\2']")]
FUNCTIONS = dict(spend=lambda lines: sum(l.amount for l in lines),
                 mul_div=lambda a, b, c: a * b // c,
                 mul_div_half_up=lambda a, b, c: (2 * a * b + c) // (2 * c))


@lru_cache(None)
def python(expression):
    """An expression of a program in Python, and that of the lines it is counted over."""
    text = reduce(lambda text, how: re.sub(*how, text), PYTHON, str(expression))
    over = re.findall(r"\[l for .*\]|\blines\b", text) or ["[]"]
    return [compile(each, each, "eval") for each in (text, over[0])]


def scaled(value, digits):
    """A decimal text or a whole number in units of 10**-digits."""
    return int(Decimal(value).scaleb(digits))


@lru_cache(None)
def plus(day, duration):
    """A day later by months, clamped to the end of the month, then by days."""
    n = Counter({unit: int(n) for n, unit in re.findall(r"(\d+)([YMD])", duration)})
    year, month = divmod((day.year + n["Y"]) * 12 + day.month - 1 + n["M"], 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) + timedelta(n["D"])


@lru_cache(None)
def period(day, unit):
    """The first day of the period that a day is in, and of the next one."""
    first, length = {
        "day": (day, "P1D"), "month": (day.replace(day=1), "P1M"), "lifetime": (date.min, "P8000Y"),
        "week": (day - timedelta(day.weekday()), "P7D"), "year": (date(day.year, 1, 1), "P1Y"),
        "quarter": (date(day.year, (day.month - 1) // 3 * 3 + 1, 1), "P3M")}[unit]
    return first, plus(first, length)


def leaves(window, day):
    """The first day on which what a ladder counted on a day counts no more."""
    if "rolling" not in window:
        return period(day, window if window == "lifetime" else window["calendar"])[1]
    end = plus(day, window["rolling"])
    return period(end, "month")[0] if window.get("by") == "month" else end


def posix_zone(text):
    """Python's own reading of a POSIX TZ text, as the end of an otherwise empty TZif file."""
    part = b"TZif2%b\1\0\0\0\4%bUTC\0" % (bytes(34), bytes(6))
    return ZoneInfo.from_file(BytesIO(part + part + b"\n%b\n" % text.encode()))


def shares(total, weights):
    """Splits a total by weights: largest remainder, ties to the first."""
    parts = [total * w // sum(weights) for w in weights]
    order = sorted(range(len(weights)), key=lambda i: -(total * weights[i] % sum(weights)))
    return [part + (i in order[:total - sum(parts)]) for i, part in enumerate(parts)]


class Model:
    def __init__(self, program):
        self.program, self.rules, self.caps = program, program["rules"], program.get("caps", [])
        self.points, self.ladders = program["currencies"], program["ladders"]
        self.counters, self.vouchers = program["counters"], program["vouchers"]
        self.windows = {n: how.get("window", "lifetime") for n, how in self.counters.items()}
        self.customers, self.receipts, self.totals = {}, {}, Counter()
        self.zone = zone = posix_zone(program.get("time_zone", "UTC0"))
        self.day = lambda moment: moment.astimezone(zone).date()
        self.moment = lambda day, clock=time.min: datetime.combine(day, clock, zone).astimezone(UTC)

    def add(self, moment, duration):
        local = moment.astimezone(self.zone).replace(fold=0)
        return self.moment(plus(local.date(), duration), local.time())

    def apply(self, event):
        """Returns None (applied) or the code of a refusal."""
        local, lines = datetime.fromisoformat(event["time"]), []
        for l in event.get("lines", []):
            price, discount = (scaled(l.get(k, 0), 2) for k in ("unit_price", "discount"))
            lines.append(Record(**l, amount=l["quantity"] * price - discount, back=0))
        if any(l.quantity <= 0 for l in lines):
            return "bad-quantity"
        id, kind, now = event["customer"], event["type"], local.astimezone(UTC)
        if id not in self.customers and kind not in ("purchase", "visit"):
            return "unknown-customer"
        c = self.customers.setdefault(id, Record(
            now=now, lots={}, debt=Counter(), vouchers=[], figures=Counter(), counted=[], credits=[], visits=0,
            expired=Counter(), tiers=dict.fromkeys(self.ladders, 0), drops=dict.fromkeys(self.ladders),
            bought=None, sales=[], joined=now,
            stage="prospect", stage_since=now, enrolled=self.day(now), first=None, last=None))
        self.settle(c, now)
        if kind in ("return", "void"):
            sale = self.receipts.get((event["source"], event["receipt"]["id"]))
            if sale is None or sale.buyer != id:
                return "wrong-customer" if sale else "unknown-receipt"
            return self.bring_back(c, sale, kind == "void", {l.id: l.quantity for l in lines})
        if kind == "redeem" and "voucher" in event:
            mine = sorted(v for v in c.vouchers if v[0] == event["voucher"])
            return c.vouchers.remove(mine[0]) if mine else "no-voucher"
        if kind == "redeem":
            rewards = {r["id"]: r["price"] for r in self.program["rewards"]}
            return self.burn(c, rewards[event["reward"]], "spent")
        if kind == "adjust":
            asked = event["points"].items()
            price = {n: -scaled(p, self.points[n].get("scale", 0)) for n, p in asked}
            return self.burn(c, price, "reversed")
        c.visits += 1
        if kind == "purchase":
            sale = self.receipts[event["source"], event["id"]] = Record(
                buyer=id, time=now, lines=lines, total=sum(l.amount for l in lines), given=[],
                voided=False, cards=[], gifts=[], local=Record(hour=local.hour, weekday=local.isoweekday()))
            facts, stage, c.bought = self.facts(c, sale), c.stage, now
            c.first, c.last = c.first or self.day(now), self.day(now)
            c.sales.append(now)
            self.count(c, sale, ("spend",), sale.total, lines)
            self.count(c, sale, ("purchases",), 1, [])
            self.run(c, "purchase", sale, facts)
            if stage in BOUGHT and (stage != "repeat" or c.figures["purchases",] >= 5):
                self.run(c, "enter:" + BOUGHT[stage], sale)

    def count(self, c, sale, key, amount, over):
        """Adds to a figure; the receipt keeps the share of every line that it is counted over."""
        c.figures[key] += amount
        c.counted.append((key[0], self.day(c.now), amount))
        c.credits.append(Record(moment=c.now, what=key[0], amounts=dict.fromkeys(self.ladders, amount)))
        if sale:
            parts = shares(amount, [l.amount for l in over]) if any(l.amount for l in over) else []
            sale.given.append(Record(key=key, amount=amount, gone=0, shares=list(zip(over, parts)),
                                     credit=c.credits[-1]))

    def bring_back(self, c, sale, void, back):
        window = self.program.get("returns", {}).get("window", "P1Y")
        sold = {l.id: l for l in sale.lines}
        back = back or {l.id: l.quantity - l.back for l in sale.lines}
        if not void and c.now > self.add(sale.time, window):
            return "return-too-late"
        if any(id not in sold for id in back):
            return "unknown-line"
        if sale.voided or any(sold[id].back + n > sold[id].quantity for id, n in back.items()):
            return "return-too-much"
        sale.voided = void
        for id in back:
            sold[id].back += back[id]
        whole = all(l.back == l.quantity for l in sale.lines)
        if whole:
            c.visits -= 1
        for gift in sale.given:
            gone = sum(part * l.back // l.quantity for l, part in gift.shares)
            more = (gone if gift.shares else gift.amount * whole) - gift.gone
            gift.gone += more
            left = c.figures[gift.key] - more
            if void and left < 0 and gift.key[0] in self.counters:
                left += self.take_cards(c, sale, gift.key, -left)
            c.figures[gift.key] = max(0, left)
            c.counted.append((gift.key[0], self.day(sale.time), -more))
            self.uncount(c, gift.credit, more)
            if gift.key[0] in self.points:  # from lots of the sale, then others, newest first
                currency, matures, expires = gift.key
                if c.now <= self.add(sale.time, window):  # what nobody used is not owed
                    unused = min(more, c.expired[currency, expires])
                    c.expired[currency, expires] -= unused
                    more -= unused
                missing = self.take(c, currency, more, reverse=True, key=lambda k: (
                    k[2] == expires and k[1] in (matures, PAST), k[2], k[1]))
                owed = 0 if self.points[currency].get("floor") == "zero" else missing
                c.debt[currency] += owed
                self.totals[currency, "reversed"] += more - missing + owed
        for voucher, end in sale.gifts if void else []:
            self.unissue(c, voucher, end)
        self.review(c)
        self.relive(c)
        if whole:
            self.unbuy(c, sale.time)

    def unbuy(self, c, sold):
        """The stages as if a sale had never been. What time would have done since is done now, unless it was."""
        was, now = c.bought, c.now
        c.sales.remove(sold)
        c.first, c.bought = (of(c.sales) if c.sales else None for of in (min, max))
        c.first, c.last = c.first and self.day(c.first), c.bought and self.day(c.bought)
        c.stage, c.stage_since = self.path(c, now if c.bought == was else sold)
        due = [(self.add(c.bought, after), self.add(was, after), stage) for stage, after in dict(
            WAITED.values()).items()] if c.bought else []
        due += [(self.timer(c, r), self.timer(Record(last=self.day(was)), r), r) for r in self.rules
                if r["on"] == "timer" and c.bought]
        for moment, done, what in sorted((x for x in due if sold < x[0] <= now), key=lambda x: x[0]):
            if c.bought != was and isinstance(what, dict) and done > now:
                self.run(c, "timer", moment=moment)
            elif c.bought != was and c.stage in WAITED and WAITED[c.stage][0] == what:
                if done > now:
                    self.run(c, "enter:" + what, moment=moment)
                c.stage, c.stage_since = what, moment

    def path(self, c, until):
        """The stage at a moment, by the purchases up to there, and since when."""
        stage, since, bought = "prospect", c.joined, None
        for nth, moment in enumerate([m for m in c.sales if m <= until] + [until]):
            while stage in WAITED and self.add(bought, WAITED[stage][1]) <= moment:
                stage, since = WAITED[stage][0], self.add(bought, WAITED[stage][1])
            if nth < len(c.sales) and c.sales[nth] == moment and stage in BOUGHT and (stage != "repeat" or nth >= 4):
                stage, since = BOUGHT[stage], moment
            bought = moment
        return stage, since

    def take_cards(self, c, sale, key, missing):
        """Vouchers for cards that what is left does not fill; what they are worth on the card."""
        how = self.counters[key[0]]
        if "issue" not in how or key[1] != period(self.day(c.now), self.windows[key[0]])[0]:
            return 0
        given = [end for name, end in sale.cards if name == key[0]]
        count = -(-missing // how["every"])
        return how["every"] * sum(self.unissue(c, how["issue"], end) for end in (given + count * [None])[:count])

    @staticmethod
    def unissue(c, voucher, end):
        """Takes a voucher, the very one or the latest, unless that one's time is over; whether it is done with."""
        mine = sorted((v for v in c.vouchers if v[0] == voucher), key=lambda v: (v[1] == end, v[1]))
        if mine and not (end and end <= c.now):
            c.vouchers.remove(mine[-1])
        return bool(mine) or bool(end and end <= c.now)

    def burn(self, c, price, total):
        """Takes a price from lots that are mature, soonest expiry first; gives a negative one."""
        if any(self.balance(c, name)[0] < points for name, points in price.items()):
            return "insufficient-points"
        for name, points in price.items():
            self.totals[name, total if points > 0 else "issued"] += abs(points)
            self.take(c, name, points, key=lambda k: k[1:])
            self.give(c, (name, PAST, self.lot(c, name)[2]), max(0, -points), self.day(c.now))

    def take(self, c, currency, points, **order):
        """Takes points from the lots of a currency in an order; returns what was missing."""
        for lot in sorted((k for k in c.lots if k[0] == currency and points > 0), **order):
            have, earned = c.lots.pop(lot)
            if have > points:
                c.lots[lot] = have - points, earned
            points -= min(have, points)
        return points

    def give(self, c, lot, points, earned):
        """Fills debt first, unless the points are pending, then a lot."""
        fills = min(points, c.debt[lot[0]]) if lot[1] == PAST else 0
        c.debt[lot[0]] -= fills
        have, first = c.lots.get(lot, (0, earned))
        if points > fills:
            c.lots[lot] = have + points - fills, min(first, earned)

    def lot(self, c, name):
        how, rule = self.points[name], self.points[name]["expires"]
        matures = self.add(c.now, how["pending"]) if "pending" in how else PAST
        end = period(plus(self.day(c.now), rule["after"]), rule.get("round_up", "day"))[1]
        return name, matures, self.moment(end - timedelta(rule.get("edge") == "start-of-day"))

    def balance(self, c, name):
        lots = [(k[1] > PAST, n) for k, (n, earned) in c.lots.items() if k[0] == name]
        return [*(sum(n for p, n in lots if p == want) for want in (False, True)), c.debt[name]]

    def value(self, c, name, day):
        """What a ladder counts on a day."""
        counts, window = self.ladders[name]["counts"].split()[0], self.ladders[name]["window"]
        return sum(n for what, d, n in c.counted if what == counts and d <= day < leaves(window, d))

    def review(self, c):
        """Moves tiers: up at once, down after the grace; a calendar window is judged as it ends."""
        for n, ladder in self.ladders.items():
            at, tiers, digits = c.tiers[n], ladder["tiers"], 2 * (ladder["counts"] == "spend")
            starts = [scaled(t["from"], digits) for t in tiers]
            keep = scaled(tiers[at].get("keep_from", tiers[at]["from"]), digits)
            value = left = self.value(c, n, self.day(c.now))
            if "calendar" in ladder["window"]:
                new = period(self.day(c.now), ladder["window"]["calendar"])[0]
                left = self.value(c, n, new - timedelta(1)) if self.moment(new) == c.now else keep
            drop = c.drops[n] or self.add(c.now, tiers[at].get("grace", "P0D"))
            if left < keep and drop <= c.now:
                at, left = max(i for i in range(at) if left >= starts[i]), keep
            c.drops[n] = drop if left < keep else None
            c.tiers[n] = max([at] + [i for i, start in enumerate(starts) if value >= start])

    def uncount(self, c, credit, amount):
        """For tiers; of a calendar only what is of the running period or of the one before."""
        for n, ladder in self.ladders.items():
            if "calendar" in ladder["window"]:
                first, unit = self.day(c.now), ladder["window"]["calendar"]
                first = period(period(first, unit)[0] - timedelta(1), unit)[0]
            if "calendar" not in ladder["window"] or self.day(credit.moment) >= first:
                credit.amounts[n] -= amount

    def relive(self, c):
        """Takes the tiers that he would not have without what has come back, but for those with a grace."""
        for n, ladder in self.ladders.items():
            if not c.tiers[n] or "grace" in ladder["tiers"][c.tiers[n]]:
                continue
            life = Record(now=c.joined, counted=[], tiers=dict.fromkeys(c.tiers, 0), drops=dict.fromkeys(c.tiers))
            for credit in c.credits:
                self.pass_time(life, credit.moment)
                life.counted.append((credit.what, self.day(credit.moment), credit.amounts[n]))
                self.review(life)
            self.pass_time(life, c.now)
            c.tiers[n] = min(c.tiers[n], life.tiers[n])

    def pass_time(self, life, until):
        """What time alone does to tiers."""
        while life.now < until:
            days = {self.day(life.now)}.union(day for what, day, n in life.counted)
            due = [self.moment(leaves(l["window"], d)) for l in self.ladders.values() for d in days]
            due += list(life.drops.values())
            life.now = min(m for m in due + [until] if m and m > life.now)
            self.review(life)

    def timer(self, c, rule):
        sign, days = re.search(r"days_since_purchase (>=?) (\d+)", rule["when"]).groups()
        return self.moment(c.last + timedelta(int(days) + (sign == ">")))

    def settle(self, c, until):
        """Brings a customer forward through all moments at which time alone might change him."""
        while c.now < until:
            days = {self.day(c.now)}.union(day for what, day, n in c.counted)
            due = [self.moment(leaves(l["window"], d)) for l in self.ladders.values() for d in days]
            due += [m for x in [*c.lots, *c.vouchers] for m in x[1:]] + list(c.drops.values())
            due += [self.add(c.bought, after) for stage, after in WAITED.values() if c.bought]
            due += [self.timer(c, r) for r in self.rules if r["on"] == "timer" and c.bought]
            c.now = min(m for m in due + [until] if m and m > c.now)
            for lot in [k for k in c.lots if PAST < k[1] <= c.now]:
                self.give(c, (lot[0], PAST, lot[2]), *c.lots.pop(lot))
            for lot in [k for k in c.lots if k[2] <= c.now]:
                points = c.lots.pop(lot)[0]
                self.totals[lot[0], "expired"] += points
                c.expired[lot[0], lot[2]] += points
            c.vouchers = [v for v in c.vouchers if v[1] > c.now]
            self.review(c)
            if c.stage in WAITED and self.add(c.bought, WAITED[c.stage][1]) == c.now:
                self.run(c, "enter:" + WAITED[c.stage][0])
            self.run(c, "timer")

    def run(self, c, kind, sale=None, facts=None, moment=None):
        """Runs the rules of a kind, on the facts before the event, and enters a stage; of a moment that
        has passed."""
        posted, c.now = c.now, moment or c.now
        if kind.startswith("enter:"):
            c.stage, c.stage_since = kind[6:], c.now
        rules = [r for r in self.rules if r["on"] == kind and (
            kind != "timer" or c.bought and self.timer(c, r) == c.now)]
        facts, day = facts or rules and self.facts(c, sale), self.day(c.now)
        fired = [r for r in rules if eval(python(r.get("when", True))[0], facts)]
        for rule in fired:
            for name, text in rule.get("earn", {}).items():
                points, over = (eval(x, facts) for x in python(text))
                factors = [scaled(r["multiply"].get(name, 1), 2) for r in fired if "multiply" in r]
                points = points * (100 + sum(f - 100 for f in factors)) // 100
                caps = [(k["limit"], ("cap", k["id"], period(day, k["per"])[0])) for k in self.caps
                        if k["currency"] == name and rule["id"] in k.get("rules", [rule["id"]])]
                points = min([points] + [limit - c.figures[cap] for limit, cap in caps])
                c.figures.update({cap: points for limit, cap in caps})
                self.totals[name, "issued"] += points
                self.give(c, self.lot(c, name), points, day)
                self.count(c, sale, self.lot(c, name), points, over)
            vouchers = [rule["issue"]] if "issue" in rule else []
            if vouchers and sale:
                sale.gifts.append((rule["issue"], self.add(posted, self.vouchers[rule["issue"]]["expires"])))
            for name, text in rule.get("count", {}).items():
                how, key = self.counters[name], (name, period(day, self.windows[name])[0])
                self.count(c, sale, key, *(eval(x, facts) for x in python(text)))
                full, c.figures[key] = divmod(c.figures[key], how.get("every", 10**9))
                vouchers += full * [how.get("issue")]
                if full and sale:
                    sale.cards += full * [(name, self.add(posted, self.vouchers[how["issue"]]["expires"]))]
            c.vouchers += [(v, self.add(posted, self.vouchers[v]["expires"])) for v in vouchers]
        c.now = posted
        self.review(c)

    def facts(self, c, sale=None):
        """What expressions see; all that is known of the customer is in `customer`."""
        day = self.day(c.now)
        customer = dict(
            vars(c), lots=sorted(c.lots.items()), vouchers=sorted(Counter(c.vouchers).items()),
            spend=c.figures["spend",], purchases=c.figures["purchases",],
            days_since_purchase=(day - c.last).days if c.last else -1,
            tiers={n: ladder["tiers"][c.tiers[n]]["id"] for n, ladder in self.ladders.items()},
            balances={n: self.balance(c, n) for n in self.points},
            progress={n: self.value(c, n, day) for n in self.ladders},
            counters={n: c.figures[n, period(day, w)[0]] for n, w in self.windows.items()})
        return dict(FUNCTIONS, customer=Record(**customer), event=sale, **vars(sale or Record()))
