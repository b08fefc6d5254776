"""The naive model's customers: what they hold and what time and rules do to it.

One customer is a handful of plain lists; every figure is computed anew from
them whenever it is asked for. Nothing is shared with the library: programs
are read from their JSON document, and their CEL expressions are replaced by
the Python functions of rules.py. Money and points are whole numbers of
their smallest unit.
"""
import re
from datetime import date

from civil import Zone, number, period, plus, scaled

NEVER = 2**63 - 1
STAGES = [  # from, to, after so long or None, with at least so many purchases before
    (["prospect"], "first-purchase", None, 0), (["first-purchase"], "repeat", None, 0), (["repeat"], "loyal", None, 4),
    (["at-risk"], "repeat", None, 0), (["lost"], "won-back", None, 0), (["won-back"], "repeat", None, 0),
    (["first-purchase", "repeat", "loyal", "won-back"], "at-risk", "P90D", 0), (["at-risk"], "lost", "P180D", 0)]


def stage_table(document):
    """The transitions of a program in the form of STAGES."""
    found = []
    for t in document["transitions"]:
        least = re.fullmatch(r"customer\.purchases >= (\d+)", t["when"])[1] if "when" in t else 0
        found.append(([t["from"]] if isinstance(t["from"], str) else t["from"], t["to"], t.get("after"), int(least)))
    return found


def shares(total, weights):
    """Splits a total by weights: largest remainder, ties to the first."""
    whole = sum(weights)
    parts = [total * w // whole for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[:total - sum(parts)]:
        parts[i] += 1
    return parts


class Customers:
    """The customers of a program; `rules` are the Python forms of its expressions."""

    def __init__(self, program, rules):
        self.program, self.rules = program, rules
        self.zone = Zone(program.get("time_zone", "UTC0"))
        self.customers = {}
        self.totals = {x: dict(issued=0, spent=0, expired=0, reversed=0) for x in program["currencies"]}
        self.stages = stage_table(program["stages"]) if "stages" in program else STAGES
        self.tiers = {}
        for name, ladder in program["ladders"].items():
            counts = ladder["counts"].split()[0]
            digits = 2 if counts == "spend" else program["currencies"].get(counts, {}).get("scale", 0)
            self.tiers[name] = [(scaled(t["from"], digits), scaled(t.get("keep_from", t["from"]), digits),
                                 t.get("grace")) for t in ladder["tiers"]]

    # -- one customer ------------------------------------------------------

    def enrol(self, id, now):
        names = self.program
        c = self.customers[id] = dict(
            id=id, now=now, lots=[], debt={x: 0 for x in names["currencies"]}, vouchers=[], attributes={}, used={},
            credits={x: [] for x in names["ladders"]}, tiers={x: 0 for x in names["ladders"]},
            drops={x: None for x in names["ladders"]}, counters={x: (None, 0) for x in names["counters"]},
            stage="prospect", since=now, enrolled=self.zone.day(now), purchases=0, visits=0, spend=0,
            first=None, last=None, last_moment=None)
        return c

    def available(self, c, currency):
        return sum(x["points"] for x in c["lots"] if x["currency"] == currency and x["matures"] == 0)

    def counter(self, c, name):
        window = self.program["counters"][name].get("window", "lifetime")
        now = period(self.zone.day(c["now"]), window)[0]
        return c["counters"][name][1] if c["counters"][name][0] == now else 0

    def days_since_purchase(self, c, day):
        return -1 if c["last"] is None else day - c["last"]

    def add_lot(self, c, currency, points, matures, expires, earned):
        if matures == 0:
            fills = min(points, c["debt"][currency])
            c["debt"][currency] -= fills
            points -= fills
        if points == 0:
            return
        oldest = self.program["currencies"][currency].get("spend_order") == "oldest"
        for x in c["lots"]:
            if (x["currency"], x["matures"], x["expires"]) == (currency, matures, expires):
                if not oldest or x["earned"] == earned:
                    x["points"] += points
                    x["earned"] = min(x["earned"], earned)
                    return
        c["lots"].append(dict(currency=currency, points=points, matures=matures, expires=expires, earned=earned))

    def take(self, c, points, lots):
        """Takes points from lots in their order; returns what was missing, and from which how many."""
        taken = []
        for x in lots:
            part = min(points, x["points"])
            x["points"] -= part
            points -= part
            taken.append((x, part))
        c["lots"] = [x for x in c["lots"] if x["points"]]
        return points, taken

    def burn(self, c, currency, points):
        oldest = self.program["currencies"][currency].get("spend_order") == "oldest"
        order = (lambda x: (x["earned"], x["expires"])) if oldest else (lambda x: (x["expires"], x["earned"]))
        mine = [x for x in c["lots"] if x["currency"] == currency and x["matures"] == 0]
        return self.take(c, points, sorted(mine, key=order))[1]

    def lot_key(self, currency, now):
        how = self.program["currencies"][currency]
        matures = self.zone.add(now, how["pending"]) if "pending" in how else 0
        if how.get("expires", "never") == "never":
            return matures, NEVER
        day = plus(self.zone.day(now), how["expires"]["after"])
        if how["expires"].get("edge") == "instant":
            return matures, self.zone.add(now, how["expires"]["after"])
        day = period(day, how["expires"].get("round_up", "day"))[1] - 1
        return matures, self.zone.moment(day + (how["expires"].get("edge") != "start-of-day"))

    def issue(self, c, voucher, count, now):
        life = self.program["vouchers"][voucher].get("expires", "never")
        expires = NEVER if life == "never" else self.zone.add(now, life)
        for v in c["vouchers"]:
            if (v["voucher"], v["expires"]) == (voucher, expires):
                v["count"] += count
                return
        c["vouchers"].append(dict(voucher=voucher, expires=expires, count=count))

    # -- ladders -----------------------------------------------------------

    def counted(self, c, ladder, day):
        window = self.program["ladders"][ladder]["window"]
        if window == "lifetime":
            return sum(p for d, p in c["credits"][ladder])
        if "calendar" in window:
            first, end = period(day, window["calendar"])
            return sum(p for d, p in c["credits"][ladder] if first <= d < end)
        return sum(p for d, p in c["credits"][ladder] if self.leaves(window, d) > day)

    def leaves(self, window, day):
        end = plus(day, window["rolling"])
        return period(end, "month")[0] if window.get("by") == "month" else end

    def review(self, c, ladder, now):
        tiers = self.tiers[ladder]
        window = self.program["ladders"][ladder]["window"]
        day = self.zone.day(now)
        value = target = self.counted(c, ladder, day)
        at, dropping, judged = c["tiers"][ladder], c["drops"][ladder], True
        if "calendar" in window:  # a period is judged when it has ended
            first = period(day, window["calendar"])[0]
            ended = self.counted(c, ladder, first - 1)
            target = max(value, ended)
            judged = dropping is not None or self.zone.moment(first) == now
            if dropping is None and judged:
                value = ended
        best = max(i for i, t in enumerate(tiers) if value >= t[0])
        start, keep, grace = tiers[at]
        if best > at:
            c["tiers"][ladder], c["drops"][ladder] = best, None
        elif value >= keep:
            c["drops"][ladder] = None
        elif judged:
            end = dropping or (self.zone.add(now, grace) if grace else now)
            c["drops"][ladder] = end
            if end <= now:
                c["tiers"][ladder] = max(i for i, t in enumerate(tiers[:at]) if target >= t[0])
                c["drops"][ladder] = None

    def credit(self, c, counts, day, amount):
        for name, ladder in self.program["ladders"].items():
            if ladder["counts"] == counts and amount:
                c["credits"][name].append((day, amount))

    # -- time --------------------------------------------------------------

    def moments(self, c):
        """Every moment at which time alone might change the customer."""
        found = [x[k] for x in c["lots"] for k in ("matures", "expires")] + [v["expires"] for v in c["vouchers"]]
        for name, ladder in self.program["ladders"].items():
            if "rolling" in ladder["window"]:
                found += [self.zone.moment(self.leaves(ladder["window"], d)) for d, p in c["credits"][name]]
            elif "calendar" in ladder["window"]:
                found.append(self.zone.moment(period(self.zone.day(c["now"]), ladder["window"]["calendar"])[1]))
            found.append(c["drops"][name] or 0)
        if c["last"] is not None:
            found += [self.zone.add(c["last_moment"], after) for here, to, after, least in self.stages if after]
            found += [self.timer(c, r) for r in self.program["rules"] if r["on"] == "timer"]
        return [m for m in found if m > c["now"]]

    def timer(self, c, rule):
        return self.zone.moment(c["last"] + self.rules[rule["id"]]["timer"])

    def settle(self, c, until):
        while True:
            now = min(self.moments(c), default=NEVER)
            if now > until or now == NEVER:
                c["now"] = max(c["now"], until)
                return
            c["now"] = now
            for x in [x for x in c["lots"] if 0 < x["matures"] <= now]:
                c["lots"].remove(x)
                self.add_lot(c, x["currency"], x["points"], 0, x["expires"], x["earned"])
            for x in [x for x in c["lots"] if x["expires"] <= now]:
                c["lots"].remove(x)
                self.totals[x["currency"]]["expired"] += x["points"]
            c["vouchers"] = [v for v in c["vouchers"] if v["expires"] > now]
            for ladder in self.program["ladders"]:
                self.review(c, ladder, now)
            for here, there, after, least in self.stages:
                if after and c["last"] is not None and c["stage"] in here:
                    if self.zone.add(c["last_moment"], after) == now:
                        self.enter(c, there, None, now)
                        break
            self.run(c, "timer", None, now)

    # -- rules -------------------------------------------------------------

    def enter(self, c, stage, sale, now):
        c["stage"], c["since"] = stage, now
        self.run(c, "enter:" + stage, sale, now)

    def next_stage(self, c, before, sale, now):
        for here, there, after, least in self.stages:
            if not after and before["stage"] in here and before["purchases"] >= least:
                return self.enter(c, there, sale, now)

    def facts(self, c, sale, now):
        day = self.zone.day(now)
        f = dict(stage=c["stage"], purchases=c["purchases"], spend=c["spend"],
                 attributes=c["attributes"], days_since_purchase=self.days_since_purchase(c, day),
                 tiers={n: l["tiers"][c["tiers"][n]]["id"] for n, l in self.program["ladders"].items()},
                 counters={n: self.counter(c, n) for n in self.program["counters"]},
                 points={n: self.available(c, n) for n in self.program["currencies"]})
        return dict(f, **sale["facts"]) if sale else f

    def date(self, text, otherwise):
        return otherwise if text is None else self.zone.moment(number(date.fromisoformat(text)))

    def run(self, c, kind, sale, now, f=None):
        asked = [r for r in self.program["rules"] if r["on"] == kind]
        if kind == "timer":
            asked = [r for r in asked if c["last"] is not None and self.timer(c, r) == now]
        asked = [r for r in asked if self.date(r.get("from"), 0) <= now < self.date(r.get("until"), NEVER)]
        f = f or (self.facts(c, sale, now) if asked else None)
        fired = [r for r in asked if self.rules[r["id"]].get("when", lambda f: True)(f)]
        awards = [[r["id"], currency, *self.rules[r["id"]]["earn"][currency](f)]
                  for r in fired for currency in r.get("earn", {})]
        for award in awards:
            more = sum(scaled(r["multiply"][award[1]], 2) - 100 for r in fired if award[1] in r.get("multiply", {}))
            self.earn(c, sale, now, award[0], award[1], award[2] * (100 + more) // 100, award[3])
        for r in fired:
            for name, amount in dict(r.get("count", {}), **self.rules[r["id"]].get("count", {})).items():
                how = self.program["counters"][name]
                amount, lines = amount(f) if callable(amount) else (amount, None)
                value = self.counter(c, name) + amount
                full = value // how["every"] if "every" in how else 0
                if full and "issue" in how:
                    self.issue(c, how["issue"], full, now)
                window = period(self.zone.day(now), how.get("window", "lifetime"))[0]
                c["counters"][name] = (window, value % how["every"] if "every" in how else value)
                self.remember(sale, "counts", amount, lines, counter=name, window=window)
            for voucher in [r["issue"]] if isinstance(r.get("issue"), str) else r.get("issue", []):
                self.issue(c, voucher, 1, now)
        for ladder in self.program["ladders"]:
            self.review(c, ladder, now)

    def earn(self, c, sale, now, rule, currency, points, lines):
        day = self.zone.day(now)
        for cap in self.program.get("caps", []):
            if cap["currency"] == currency and rule in cap.get("rules", [rule]):
                key = (cap["id"], period(day, cap["per"])[0])
                points = min(points, max(0, cap["limit"] - c["used"].get(key, 0)))
        for cap in self.program.get("caps", []):
            if cap["currency"] == currency and rule in cap.get("rules", [rule]):
                key = (cap["id"], period(day, cap["per"])[0])
                c["used"][key] = c["used"].get(key, 0) + points
        if points <= 0:
            return
        matures, expires = self.lot_key(currency, now)
        self.totals[currency]["issued"] += points
        self.add_lot(c, currency, points, matures, expires, day)
        self.credit(c, currency + " earned", day, points)
        self.remember(sale, "awards", points, lines, currency=currency, key=(matures, expires))

    def remember(self, sale, what, amount, lines, **members):
        """Keeps on the receipt what it gave, and the share of each line in it."""
        if sale and amount:
            weights = [l["amount"] for l in lines or []]
            split = dict(zip([l["id"] for l in lines], shares(amount, weights))) if sum(weights) else None
            sale[what].append(dict(members, amount=amount, shares=split, taken=0))
