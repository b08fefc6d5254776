"""A shop with most of what concerns one customer alone, and random histories of its customer: what
random programs do not have (promotions, memberships, exchanges, holds that pay, points that wait)."""
from datetime import timedelta

from hypothesis import strategies as st

from choices import few
from histories import START

PROGRAM = {
    "loyalty": 1, "program": "shop", "version": 1, "money": "EUR", "time_zone": "CET-1CEST,M3.5.0,M10.5.0/3",
    "attributes": {"customer": {"plan": "text"}},
    "currencies": {
        "stars": {"pending": "P1D", "expires": {"after": "P1M", "round_up": "month"},
                  "payment": {"step": 10, "value": "0.10", "short": "clamp"}},
        "gems": {"scale": 2, "spend_order": "oldest", "floor": "zero", "pending": {"after": "P2D", "or": "activate"},
                 "expires": {"after": "P10D", "edge": "instant", "from": "matured",
                             "reinstate": {"within": "P20D", "fee": 3}}},
        "miles": {"pending": {"until": "activate"},
                  "expires": {"after": "P25D", "from": "activity", "by_tier": {"season": {"hot": "never"}},
                              "extend": "P1D", "lapsed": {"grace": "P2D"}}},
        "days": {"expires": {"after": "P1Y"}}},
    "ladders": {
        "status": {"counts": "spend", "window": {"rolling": "P12M"}, "crossing": "split", "tiers": [
            {"id": "green", "from": 0}, {"id": "gold", "from": "50.00", "keep_from": "20.00", "grace": "P1M"},
            {"id": "black", "from": "300.00"}]},
        "season": {"counts": "visits", "window": {"calendar": "quarter"},
                   "tiers": [{"id": "cold", "from": 0}, {"id": "hot", "from": 3, "grace": "P5D"}]}},
    "counters": {"card": {"every": 3, "issue": "free"}, "weekly": {"window": "week"}},
    "vouchers": {"free": {"reward": "coffee", "expires": "P1M"}, "hello": {}},
    "rewards": [{"id": "coffee", "price": {"stars": 20}, "give": {"free_item": {"category": "drinks"}}},
                {"id": "cake", "price": {"gems": 100, "miles": 1}, "when": "customer.purchases > 0",
                 "give": {"discount": "3.00"}, "limit": {"customer": 1, "per": "month"}}],
    "caps": [{"id": "day", "currency": "stars", "limit": 90, "per": "day", "freed": True}],
    "promotions": [{"id": "tenth", "percent": 10, "lines": "l.category.under('drinks')"},
                   {"id": "spring", "code": "SPRING", "amount": "3.00", "needs": {"amount": "20.00"},
                    "limit": {"customer": 2}},
                   {"id": "vop", "voucher": "hello", "price": "1.00"}],
    "memberships": {"plus": {"lasts": "P1M", "tiers": {"status": "gold"}, "forfeits": "miles"}},
    "returns": {"window": "P9M", "method": "re-evaluate", "unknown": "park", "rewards": "void", "burns": "share"},
    "rules": [
        {"id": "base", "on": "purchase", "earn": {"stars": "total.per(money('1.00'))"},
         "count": {"card": "lines.filter(l, l.sku == 'A').size()"}},
        {"id": "days", "on": ["purchase", "visit"], "earn": {"days": 1}},
        {"id": "gems", "on": ["purchase", "visit"], "when": "event.channel == 'app'", "earn": {"gems": 150}},
        {"id": "miles", "on": "purchase", "when": "total > 1000", "earn": {"miles": 20},
         "limit": {"customer": 2, "per": "week"}},
        {"id": "gold", "on": "purchase", "when": "customer.tiers.status != 'green'",
         "multiply": {"stars": "2", "gems": "1.25"}},
        {"id": "stamp", "on": "visit", "count": {"weekly": 1, "card": 1}, "issue": "hello"},
        {"id": "plan", "on": "purchase", "when": "customer.attributes.plan == 'b'", "earn": {"stars": 3}},
        {"id": "sad", "on": "enter:at-risk", "earn": {"stars": 30}, "notify": "come back"},
        {"id": "gone", "on": "timer", "when": "customer.days_since_purchase > 20", "earn": {"miles": 2}}]}

LINE = st.fixed_dictionaries({"sku": few("A", "B"), "category": few("drinks/coffee", "food"),
                              "quantity": few(1, 2, 12), "unit_price": few("1.00", "4.50", "20.00", "60.00")})
LINES = st.lists(LINE, min_size=1, max_size=3).map(lambda all: [{"id": str(n), **one} for n, one in enumerate(all)])
WHICH = st.integers(0, 3)
"""Of the sales, or holds, before; from the last."""
SOME = st.dictionaries(few("stars", "gems", "miles"), few(5, 50, 100), min_size=1, max_size=1)
SALE = st.fixed_dictionaries({"type": st.just("purchase"), "lines": LINES}, optional={
    "codes": st.lists(few("SPRING", "NONE"), min_size=1, max_size=2, unique=True), "channel": st.just("app"),
    "pay": st.dictionaries(st.just("stars"), few(10, 50), min_size=1)})


def kind(of, **members):
    return st.fixed_dictionaries({"type": of if isinstance(of, st.SearchStrategy) else st.just(of), **members})


WHAT = st.one_of(
    SALE, SALE, SALE, SALE, kind("visit", channel=few("app", "store")),
    kind("profile", attributes=st.fixed_dictionaries({"plan": few("a", "b")})),
    kind("adjust", reason=st.just("x"), points=SOME), kind("redeem", reward=few("coffee", "cake")),
    kind("redeem", voucher=few("free", "hello")), kind(few("return", "void"), sale=WHICH),
    kind("return", sale=WHICH, lines=st.just([{"id": "0", "quantity": 1}])),
    kind("exchange", sale=WHICH, lines=LINES, returned=st.just([{"id": "0", "quantity": 1}])),
    kind("activate", sale=WHICH), kind("hold", points=st.just({"stars": 20}), ttl=few("P3D", "P40D")),
    kind(few("capture", "release"), hold=WHICH),
    kind("membership", plan=st.just("plus"), action=few("start", "renew", "cancel"), fee=st.just("5.00")),
    kind("status", ladder=st.just("status"), tier=few("gold", "black")), kind(few("extend", "reinstate"), points=SOME),
    kind(few("freeze", "unfreeze"), reason=st.just("x")))
SPANS = few(60, 3600, 86400, 2 * 86400, 9 * 86400, 25 * 86400)
HISTORIES = st.integers(4, 16).flatmap(lambda most: st.lists(st.tuples(SPANS, WHAT), min_size=most, max_size=most))


def events_of(steps):
    """The events of a history, each after the one before."""
    found, named = [], {"sale": [], "hold": []}
    moment = START
    for seconds, what in steps:
        moment += timedelta(seconds=seconds)
        event = {"source": "till", "id": str(len(found)), "customer": "ann", **what,
                 "time": moment.isoformat(timespec="milliseconds")}
        for member, those in named.items():
            if member in event and those:
                event["receipt"] = {"id": those[-1 - event[member] % len(those)]}
            if event.pop(member, None) is not None and not those:
                break
        else:
            found.append(event)
            if event["type"] in ("purchase", "hold"):
                named["hold" if event["type"] == "hold" else "sale"].append(event["id"])
    return found
