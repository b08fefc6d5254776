#!/usr/bin/env python3
"""Prints till receipts with their loyalty lines.

    receipt.py EVENTS OUTCOMES SOURCE ID [SOURCE ID ...]

EVENTS and OUTCOMES are the two files of a run, line by line of one another:
what the till sent, and what `loyalty run` answered.
"""
import json
import sys
from datetime import datetime
from decimal import Decimal

WIDTH = 42
NAMES = {"happy-hour": "Happy hour", "gold-bonus": "Gold guest", "base": "Stars", "breakfast": "Breakfast"}


def row(left, right=""):
    return (left.ljust(WIDTH - len(right)) + right).rstrip()


def product(line):
    amount = Decimal(line["unit_price"]) * line["quantity"]
    return row("%2d %s" % (line["quantity"], line["sku"].replace("-", " ").title()), "%.2f" % amount), amount


def effect(e):
    """One effect of an answer as a line for the guest, or None.

    What time did to the guest since his last visit is part of the answer, too:
    it has a time of its own, and is not the till's news.
    """
    if "time" in e or e.get("points") == 0:
        return None
    kind, rule = e["effect"], NAMES.get(e["rule"], e["rule"].replace("-", " ").capitalize())
    if kind in ("earn", "multiply"):
        return row(rule, "+%s %s" % (e["points"], e["currency"]))
    if kind == "pay":
        return row("Paid with %s %s" % (e["points"], e["currency"]), "-" + e.get("money", "0.00"))
    if kind == "count" and e["counter"].endswith("card"):
        return row("Stamp on the " + e["counter"].replace("-", " "))
    if kind == "issue":
        return row("For you: " + e["voucher"].replace("-", " "))
    if kind == "tier":
        return row("Welcome to %s!" % e["tier"])
    return e["text"] if kind == "notify" else None


def receipt(event, outcome):
    time = datetime.fromisoformat(event["time"])
    lines = ["THE CORNER CAFE".center(WIDTH).rstrip(),
             row("%(source)s  %(id)s" % event, time.strftime("%d.%m.%Y %H:%M")), "-" * WIDTH]
    total = Decimal(0)
    for line in event["lines"]:
        text, amount = product(line)
        lines.append(text)
        total += amount
    lines += [row("TOTAL EUR", "%.2f" % total), "-" * WIDTH]
    if outcome["verdict"] == "refused":
        lines.append(outcome["reason"]["text"])
    lines += [text for text in map(effect, outcome["effects"]) if text]
    guest = outcome["customer"]
    for name, balance in guest["balances"].items():
        lines.append(row("Your %s" % name, "%s, %s more soon" % (balance["available"], balance["pending"])))
    lines.append(row("Guest %s" % guest["id"], ", ".join(guest["tiers"].values())))
    return "\n".join("  | %s |" % line.ljust(WIDTH) for line in lines)


def main():
    if len(sys.argv) < 5 or len(sys.argv) % 2 == 0:
        sys.exit(__doc__)
    wanted = list(zip(sys.argv[3::2], sys.argv[4::2]))
    with open(sys.argv[1]) as events, open(sys.argv[2]) as outcomes:
        for event, outcome in zip(events, outcomes):
            event = json.loads(event)
            if (event["source"], event["id"]) in wanted:
                print(receipt(event, json.loads(outcome)) + "\n")


if __name__ == "__main__":
    main()
