#!/usr/bin/env python3
"""Turns two published purchase logs into events, one JSON document a line.

    events.py cdnow|retail FOLDER [--share N] > events.jsonl

FOLDER holds CDNOW_master.txt and online_retail_lines.csv.gz; compare.py
says where they come from. --share N keeps every Nth customer. What a log lacks
is added by fixed rules of the customer's number and purchase: redemptions,
adjustments, visits, voids and returns to the record shop. What was left out
is counted on standard error.
"""
import argparse
import csv
import gzip
import json
import os
import sys
from datetime import datetime, timedelta

from model import posix_zone

NEW_YORK = posix_zone("EST5EDT,M4.1.0,M10.5.0")
LONDON = posix_zone("GMT0BST,M3.5.0/1,M10.5.0")


def stamp(zone, local):
    """A local time as RFC 3339 with the offset of its zone, and as an instant."""
    here = local.replace(tzinfo=zone)
    return here.isoformat(), here.timestamp()


def money(cents):
    return "%d.%02d" % divmod(cents, 100)


def cdnow(folder, share):
    """Every purchase of CDNOW, with what such a club would see besides."""
    seen, day, found = {}, {}, []

    def add(local, type, customer, **members):
        text, moment = stamp(NEW_YORK, local)
        if local >= datetime(1998, 7, 1):
            return None
        found.append((moment, len(found), dict(source="cdnow", id=str(len(found) + 1), type=type, time=text,
                                               customer=customer, **members)))
        return found[-1][2]

    with open(os.path.join(folder, "CDNOW_master.txt")) as file:
        for row in list(file)[1:]:
            if not row.strip():
                continue
            customer, date, discs, dollars = row.split()
            if int(customer) % share:
                continue
            discs, cents = int(discs), int(dollars.replace(".", ""))
            nth = seen[customer] = seen.get(customer, 0) + 1
            minute = day[customer, date] = day.get((customer, date), -1) + 1
            local = datetime.strptime(date, "%Y%m%d") + timedelta(hours=12, minutes=minute)
            price = -(-cents // discs)
            line = dict(id="1", sku="CD", category="music", quantity=discs, unit_price=money(price))
            if price * discs != cents:
                line["discount"] = money(price * discs - cents)
            sale = add(local, "purchase", customer, channel="mail", lines=[line])
            besides(add, customer, int(customer), nth, local, sale["id"], discs)
    return [event for moment, order, event in sorted(found, key=lambda x: x[:2])]


def besides(add, customer, member, nth, local, sale, discs):
    """What the log does not have, by fixed rules."""
    receipt = dict(id=sale)
    if nth % 3 == 0:
        add(local + timedelta(days=20, hours=6), "redeem", customer, reward="disc")
    if nth % 4 == 1 and member % 3 == 0:
        add(local + timedelta(days=5, hours=6), "redeem", customer, reward="two-dollars")
    if nth % 6 == 0:
        add(local + timedelta(days=9, hours=7), "redeem", customer, voucher="free-single")
    if nth == 1 and member % 11 == 4:
        add(local + timedelta(days=40), "adjust", customer, points={"points": 30, "cash": "1.50"}, reason="goodwill")
    if nth == 2 and member % 11 == 5:
        add(local + timedelta(days=25), "adjust", customer, points={"points": -20}, reason="posted twice")
    if nth == 2 and member % 7 == 1:
        add(local + timedelta(hours=5), "visit", customer, store="kiosk")
    if member % 13 == 2 and nth % 2 == 0:
        add(local + timedelta(days=1), "void", customer, receipt=receipt)
    if member // 5 % 5 == 3 and nth % 3 == 1:
        add(local + timedelta(days=30), "return", customer, receipt=receipt, lines=[dict(id="1", quantity=1)])
        if discs > 2:
            add(local + timedelta(days=200), "return", customer, receipt=receipt)
    if member % 19 == 1 and nth == 1:
        wrong = dict(id="1") if member % 2 else receipt
        add(local + timedelta(days=3), "return", customer, receipt=wrong, lines=[dict(id="2", quantity=1)])
    if member % 17 == 3 and nth == 1:
        add(local + timedelta(days=370), "return", customer, receipt=receipt)


def hamper(sale, when):
    """A redemption five weeks after a sale; what is returned later leaves a debt."""
    local = datetime.strptime(when, "%Y-%m-%d %H:%M") + timedelta(days=35, seconds=30)
    return dict(source="shop", id=sale["id"] + "-hamper", type="redeem", customer=sale["customer"],
                time=stamp(LONDON, local)[0], reward="hamper")


def category(code):
    return "goods/" + code[:2] if code[0].isdigit() else "charges"


def retail(folder, share):
    """Invoices and cancellations; every cancelled line is looked for among earlier invoices."""
    invoices = {}
    with gzip.open(os.path.join(folder, "online_retail_lines.csv.gz"), "rt", newline="") as file:
        for row in csv.DictReader(file):
            if int(row["customer"]) % share == 0:
                invoices.setdefault(row["invoice"], []).append(row)
    left, nth, found, counts = {}, {}, [], dict(matched=0, unmatched=0)
    order = sorted(invoices.items(), key=lambda x: (x[1][0]["datetime"], x[0][0] == "C", x[0]))
    for invoice, rows in order:
        base = dict(source="shop", id=invoice, type="purchase", customer=rows[0]["customer"],
                    time=stamp(LONDON, datetime.strptime(rows[0]["datetime"], "%Y-%m-%d %H:%M"))[0])
        if invoice[0] == "C":
            found += cancellation(base, rows, left, counts)
        else:
            base["lines"] = [basket_line(i + 1, row) for i, row in enumerate(rows)]
            for line in base["lines"]:
                left.setdefault((base["customer"], line["sku"]), []).append([invoice, line["id"], line["quantity"]])
            found.append(base)
            nth[base["customer"]] = nth.get(base["customer"], 0) + 1
            if nth[base["customer"]] % 2 == 0:
                found.append(hamper(base, rows[0]["datetime"]))
    found.sort(key=lambda event: event["time"])
    print("retail: %(matched)d cancelled lines matched to a sale, %(unmatched)d not" % counts, file=sys.stderr)
    return found


def basket_line(nth, row):
    pounds, _, pence = row["unit_price"].partition(".")
    price = int(pounds) * 100 + int((pence + "00")[:2])  # four prices of 0.001 become 0.00
    return dict(id=str(nth), sku=row["stock_code"], category=category(row["stock_code"]),
                quantity=int(row["quantity"]), unit_price=money(price))


def cancellation(base, rows, left, counts):
    """One return for each receipt that a cancelled line is found on.

    A cancellation of nothing known is still sent, to be refused: as a return
    of an unknown receipt, every third one as the negative sale of the log.
    """
    returns = {}
    for row in rows:
        quantity = -int(row["quantity"])
        sales = left.get((base["customer"], row["stock_code"]), [])
        sale = next((s for s in reversed(sales) if s[2] >= quantity), None)
        counts["matched" if sale else "unmatched"] += 1
        if sale:
            sale[2] -= quantity
            lines = returns.setdefault(sale[0], {})
            lines[sale[1]] = lines.get(sale[1], 0) + quantity
    found = [dict(base, type="return", id="%s/%d" % (base["id"], i + 1), receipt=dict(id=receipt),
                  lines=[dict(id=id, quantity=q) for id, q in lines.items()])
             for i, (receipt, lines) in enumerate(returns.items())]
    if not found and int(base["id"][1:]) % 3 == 0:
        found = [dict(base, lines=[basket_line(i + 1, row) for i, row in enumerate(rows)])]
    elif not found:
        found = [dict(base, type="return", receipt=dict(id="none"))]
    return found


SETS = {"cdnow": cdnow, "retail": retail}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("set", choices=SETS)
    options.add_argument("folder")
    options.add_argument("--share", type=int, default=1)
    chosen = options.parse_args()
    for event in SETS[chosen.set](chosen.folder, chosen.share):
        print(json.dumps(event, separators=(",", ":")))


if __name__ == "__main__":
    main()
