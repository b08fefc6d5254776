"""The expressions of cdnow.json, retail.json and the cafe, said once more in Python.

An amount is a pair: how much, and the lines that it was counted over, or None
where it belongs to the receipt as a whole.
"""
from civil import calendar


def spend(lines):
    return sum(l["amount"] for l in lines)


def over(lines, figure):
    return figure(spend(lines)), lines


def under(line, path):
    return line["category"] == path or line["category"].startswith(path + "/")


def goods(f):
    return [l for l in f["lines"] if under(l, "goods")]


def dozens(f):
    return [l for l in f["lines"] if l["pieces"] >= 12 and under(l, "goods/22")]


def piles(f):
    return [l for l in f["lines"] if l["pieces"] >= 4]


CDNOW = {
    "base": {"earn": {"points": lambda f: over(f["lines"], lambda s: s // 100)}},
    "pile": {"when": piles, "earn": {"points": lambda f: over(piles(f), lambda s: s // 400)}},
    "cash-back": {"earn": {"cash": lambda f: over(f["lines"], lambda s: (s * 3 + 50) // 100)}},
    "weekend": {"when": lambda f: f["local"]["weekday"] >= 6},
    "gold-extra": {"when": lambda f: f["tiers"]["status"] == "gold" and f["total"] >= 2000,
                   "earn": {"points": lambda f: (5, None)}},
    "stamp": {"when": lambda f: f["total"] > 0},
    "third-this-month": {"when": lambda f: f["counters"]["month"] == 2},
    "thanks": {"earn": {"points": lambda f: (25, None)}},
    "welcome-back": {"earn": {"cash": lambda f: (250, None)}},
    "quiet": {"timer": 61, "when": lambda f: f["days_since_purchase"] > 60 and f["stage"] == "repeat"},
}

RETAIL = {
    "base": {"earn": {"points": lambda f: over(goods(f), lambda s: s // 100)}},
    "dozen": {"when": dozens, "earn": {"credit": lambda f: over(dozens(f), lambda s: s * 2 // 100)}},
    "early": {"when": lambda f: f["local"]["hour"] < 10},
    "gold-double": {"when": lambda f: f["tiers"]["status"] == "gold"},
    "card": {"when": lambda f: spend(goods(f)) >= 5000},
    "dozens": {"count": {"dozens": lambda f: (len(dozens(f)), dozens(f))}},
    "thanks": {"earn": {"points": lambda f: (100, None)}},
    "miss-you": {},
    "quiet": {"timer": 45, "when": lambda f: f["days_since_purchase"] >= 45 and f["purchases"] >= 2,
              "earn": {"credit": lambda f: (150, None)}},
}


def has(f, category):
    return any(under(l, category) for l in f["lines"])


def no_gift_cards(f):
    return [l for l in f["lines"] if l["category"] != "gift-card"]


def happy_hour(f):
    return f["local"]["weekday"] <= 5 and 14 <= f["local"]["hour"] < 17


def is_birthday(f):
    """On 29 February the year's other 28th of it serves."""
    today = calendar(f["local"]["day"])
    month, day = ([int(x) for x in f["attributes"].get("birthday", "0-0-0").split("-")])[1:]
    leap = today.year % 4 == 0 and (today.year % 100 != 0 or today.year % 400 == 0)
    return (today.month, today.day) == ((2, 28) if (month, day) == (2, 29) and not leap else (month, day))


CAFE = {
    "base": {"earn": {"stars": lambda f: over(no_gift_cards(f), lambda s: s // 100)}},
    "happy-hour": {"when": happy_hour},
    "gold-bonus": {"when": lambda f: f["tiers"]["status"] == "gold"},
    "breakfast": {"when": lambda f: f["local"]["hour"] < 10 and has(f, "drinks/coffee") and has(f, "food/bakery"),
                  "earn": {"stars": lambda f: (3, None)}},
    "summer-ice": {"when": lambda f: any("iced" in l["tags"] for l in f["lines"]),
                   "earn": {"stars": lambda f: (2, None)}},
    "stamp": {"when": lambda f: has(f, "drinks/coffee")},
    "birthday-cake": {"when": lambda f: is_birthday(f) and f["counters"]["birthday"] == 0},
    "welcome": {"earn": {"stars": lambda f: (20, None)}},
    "review": {"earn": {"stars": lambda f: (15, None)}},
    "third-week": {"timer": 22, "when": lambda f: f["stage"] == "loyal"},
    "come-back": {},
    "back-again": {"earn": {"stars": lambda f: (25, None)}},
    "reward brunch-for-two": lambda f: f["tiers"]["status"] != "green",
}
