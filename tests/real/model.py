"""A naive model of libloyalty, written from its documented meaning alone.

Applies event documents to customers held in plain lists and says what became
of them. No code is shared with the library.
"""
from civil import instant, scaled
from customers import Customers


class Model(Customers):
    """Every answer is None (applied) or the code of a refusal."""

    def __init__(self, program, rules):
        super().__init__(program, rules)
        self.receipts = {}

    def apply(self, event):
        now, offset = instant(event["time"])
        lines = [self.line(l) for l in event.get("lines", [])]
        if any(l["quantity"] <= 0 for l in lines):
            return "bad-quantity"
        c = self.customers.get(event["customer"])
        if c is None and event["type"] in ("redeem", "adjust", "return", "void"):
            return "unknown-customer"
        known, c = c is not None, c or self.enrol(event["customer"], now)
        self.settle(c, now)
        if event["type"] == "enrol":
            return "already-enrolled" if known else self.other_(c, event, lines, now, offset)
        return getattr(self, event["type"] + "_", self.other_)(c, event, lines, now, offset)

    def line(self, l):
        quantity, price = scaled(l.get("quantity", 1), 3), scaled(l.get("unit_price", 0), 2)
        amount = (quantity * price + 500) // 1000 - scaled(l.get("discount", 0), 2)
        return dict(id=l["id"], category=l.get("category", ""), tags=l.get("tags", []), quantity=quantity,
                    pieces=quantity // 1000, amount=amount, back=0)

    # -- sales and what comes back -------------------------------------------

    def purchase_(self, c, event, lines, now, offset):
        day, total = self.zone.day(now), sum(l["amount"] for l in lines)
        minute = now // 60000 + offset
        local = dict(hour=minute // 60 % 24, weekday=(minute // 1440 + 3) % 7 + 1, day=minute // 1440)
        sale = dict(customer=c["id"], time=now, day=day, lines=lines, awards=[], counts=[], paid=[],
                    voided=False, whole=False, facts=dict(lines=lines, total=total, local=local))
        self.receipts[event["source"], event["id"]] = sale
        before = self.facts(c, sale, now)
        c["purchases"] += 1
        c["visits"] += 1
        c["spend"] += total
        c["first"] = day if c["first"] is None else c["first"]
        c["last"], c["last_moment"] = day, now
        for currency, points in event.get("pay", {}).items():
            how = self.program["currencies"][currency]["payment"]  # those with "short": "clamp" only
            worth = total // scaled(how["value"], 2) * how["step"]
            points = min(points, worth, self.available(c, currency))
            points -= points % how["step"]
            if points >= how.get("minimum", 0):
                sale["paid"] += self.burn(c, currency, points)
                self.totals[currency]["spent"] += points
        self.credit(c, "spend", day, total)
        self.credit(c, "purchases", day, 1)
        self.run(c, "purchase", sale, now, before)
        self.next_stage(c, before, sale, now)

    def return_(self, c, event, lines, now, offset):
        sale, refusal = self.find(event)
        if refusal:
            return refusal
        window = self.program.get("returns", {}).get("window", "P1Y")
        if now > self.zone.add(sale["time"], window):
            return "return-too-late"
        sold = {l["id"]: l for l in sale["lines"]}
        back = [(l["id"], l["quantity"]) for l in lines] or [(i, l["quantity"] - l["back"]) for i, l in sold.items()]
        if any(i not in sold for i, quantity in back):
            return "unknown-line"
        if sale["voided"] or any(sold[i]["back"] + quantity > sold[i]["quantity"] for i, quantity in back):
            return "return-too-much"
        return self.bring_back(c, sale, [(sold[i], quantity) for i, quantity in back])

    def void_(self, c, event, lines, now, offset):
        sale, refusal = self.find(event)
        if refusal:
            return refusal
        if sale["voided"]:
            return "return-too-much"
        self.bring_back(c, sale, [(l, l["quantity"] - l["back"]) for l in sale["lines"]])
        sale["voided"] = True

    def find(self, event):
        name = event["receipt"]
        sale = self.receipts.get((name.get("source", event["source"]), name["id"]))
        if sale is None:
            return None, "unknown-receipt"
        return sale, None if sale["customer"] == event["customer"] else "wrong-customer"

    def bring_back(self, c, sale, back):
        def returned():
            return sum(l["amount"] * l["back"] // l["quantity"] for l in sale["lines"])

        spent = returned()
        for line, quantity in back:
            line["back"] += quantity
        money = returned() - spent
        whole = all(l["back"] == l["quantity"] for l in sale["lines"])
        c["spend"] -= money
        self.credit(c, "spend", sale["day"], -money)
        first = whole and not sale["whole"]
        if first:
            sale["whole"] = True
            c["purchases"] -= 1
            self.credit(c, "purchases", sale["day"], -1)
        for award in sale["awards"]:
            self.claw_back(c, sale, award, self.gone(sale, award, whole))
        for count in sale["counts"]:
            window, value = c["counters"][count["counter"]]
            gone = self.gone(sale, count, whole)
            if window == count["window"]:
                c["counters"][count["counter"]] = (window, max(0, value - gone))
        for lot, points in sale["paid"] if first else []:
            self.totals[lot["currency"]]["spent"] -= points
            if c["now"] >= lot["expires"]:
                self.totals[lot["currency"]]["expired"] += points
            else:
                self.add_lot(c, lot["currency"], points, 0, lot["expires"], lot["earned"])
        for ladder in self.program["ladders"]:
            self.review(c, ladder, c["now"])

    def gone(self, sale, award, whole):
        """How much more of an award has gone with the lines that came back."""
        if award["shares"]:
            gone = sum(award["shares"].get(l["id"], 0) * l["back"] // l["quantity"] for l in sale["lines"])
        else:
            gone = award["amount"] if whole else 0
        more = gone - award["taken"]
        award["taken"] = gone
        return more

    def claw_back(self, c, sale, award, points):
        currency, (matures, expires) = award["currency"], award["key"]
        self.credit(c, currency + " earned", sale["day"], -points)
        how, mine = self.program["currencies"][currency], [x for x in c["lots"] if x["currency"] == currency]
        newest_first = sorted(mine, key=lambda x: (-x["expires"], -x["matures"], -x["earned"]))
        very = [x for x in newest_first if x["matures"] in (matures, 0) and x["expires"] == expires]
        missing, taken = self.take(c, points, very + [x for x in newest_first if x not in very])
        if how.get("floor", "debt") == "debt":
            c["debt"][currency] += missing
            missing = 0
        self.totals[currency]["reversed"] += points - missing

    # -- the other kinds -------------------------------------------------------

    def visit_(self, c, event, lines, now, offset):
        before = self.facts(c, None, now)
        c["visits"] += 1
        self.run(c, "visit", None, now, before)

    def other_(self, c, event, lines, now, offset):
        """enrol, profile and the kinds that the program declares."""
        before = self.facts(c, None, now)
        c["attributes"].update(event.get("attributes", {}))
        self.run(c, event["type"], None, now, before)

    def redeem_(self, c, event, lines, now, offset):
        if "voucher" in event:
            mine = sorted((v for v in c["vouchers"] if v["voucher"] == event["voucher"]), key=lambda v: v["expires"])
            if not mine:
                return "no-voucher"
            mine[0]["count"] -= 1
            c["vouchers"] = [v for v in c["vouchers"] if v["count"]]
            return None
        price = next(r for r in self.program["rewards"] if r["id"] == event["reward"])["price"]
        if not self.rules.get("reward " + event["reward"], lambda f: True)(self.facts(c, None, now)):
            return "not-eligible"
        if any(self.available(c, currency) < points for currency, points in price.items()):
            return "insufficient-points"
        for currency, points in price.items():
            self.burn(c, currency, points)
            self.totals[currency]["spent"] += points

    def adjust_(self, c, event, lines, now, offset):
        digits = {name: how.get("scale", 0) for name, how in self.program["currencies"].items()}
        points = {name: scaled(p, digits[name]) for name, p in event["points"].items()}
        if any(self.available(c, name) + p < 0 for name, p in points.items()):
            return "insufficient-points"
        for name, p in points.items():
            self.totals[name]["reversed" if p < 0 else "issued"] += abs(p)
            if p < 0:
                self.burn(c, name, -p)
            else:
                self.add_lot(c, name, p, 0, self.lot_key(name, now)[1], self.zone.day(now))

    # -- what a customer has ---------------------------------------------------

    def document(self, id, at):
        """The customer's figures once settled to a moment, as plain data."""
        c = self.customers[id]
        self.settle(c, at)
        return dict(
            self.standing(id),
            lots=sorted([x[k] for k in ("currency", "points", "earned", "matures", "expires")] for x in c["lots"]),
            progress={n: self.counted(c, n, self.zone.day(c["now"])) for n in self.program["ladders"]},
            counters={n: self.counter(c, n) for n in self.program["counters"]},
            vouchers=sorted([v["voucher"], v["count"], v["expires"]] for v in c["vouchers"]),
            purchases=c["purchases"], visits=c["visits"], spend=c["spend"], stage_since=c["since"],
            enrolled=c["enrolled"], first_purchase=c["first"], last_purchase=c["last"])

    def report(self):
        """The figures of all customers, settled before."""
        found = dict(customers=len(self.customers), stages={}, vouchers={}, tiers={n: {} for n in self.tiers},
                     points={n: list(t.values()) + [0, 0, 0] for n, t in self.totals.items()})
        for c in self.customers.values():
            standing = self.standing(c["id"])
            found["stages"][c["stage"]] = found["stages"].get(c["stage"], 0) + 1
            for ladder, tier in standing["tiers"].items():
                found["tiers"][ladder][tier] = found["tiers"][ladder].get(tier, 0) + 1
            for v in c["vouchers"]:
                found["vouchers"][v["voucher"]] = found["vouchers"].get(v["voucher"], 0) + v["count"]
            for name, figures in standing["balances"].items():
                for i in range(3):
                    found["points"][name][4 + i] += figures[i]
        return found

    def standing(self, id):
        """What the answer to an event says of its customer."""
        c, balances = self.customers[id], {}
        for name in self.program["currencies"]:
            pending = sum(x["points"] for x in c["lots"] if x["currency"] == name and x["matures"])
            balances[name] = [self.available(c, name), pending, c["debt"][name]]
        tiers = {n: l["tiers"][c["tiers"][n]]["id"] for n, l in self.program["ladders"].items()}
        return dict(balances=balances, tiers=tiers, stage=c["stage"])
