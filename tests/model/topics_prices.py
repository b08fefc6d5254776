"""Prices: taxes and what counts as spend, points that pay, promotions: topics of random programs."""
from hypothesis import strategies as st

from choices import few, some
from formulas import CATEGORIES, line_of, total_from
from programs import PERIODS
from spends import amounts, base_from, line_from, tax_off
from topic import BACK, BUY, SOME_BACK, topic
from topics_limits import tidy

# ---- Lines with taxes ----

TAXED = st.lists(st.fixed_dictionaries({
    "category": few(*CATEGORIES), "quantity": few(1, 1, 2, 3, 4, "0.5", "1.25"),
    "unit_price": few("0.01", "1.00", "4.50", "9.99", "10.00", "33.33", "0")},
    optional={"discount": few("0.01", "0.50", "0"), "tax": few("0.01", "0.07", "0.50", "0.99"),
              "tax_percent": few(20, "7", "19.5", "0.0001", 1000), "tax_on_top": st.booleans(),
              "fixed_tax": few("0.25", "0.01"), "minimum_price": few("0.50", "4.00", "33.00"),
              "reducible": st.booleans()}), max_size=3)
CODES = st.lists(few("SPRING", "X", "v"), min_size=1, max_size=3, unique=True)
SALE = st.fixed_dictionaries({"type": st.just("purchase"), "lines": TAXED}, optional={"codes": CODES})
FULL = st.fixed_dictionaries({"type": st.just("purchase"), "lines": TAXED, "codes": CODES}, optional={
    "pay": st.dictionaries(few("a", "b"), few(1, 20, 50, 100, 300, 1000), min_size=1, max_size=2)})
GIVE = st.fixed_dictionaries({"type": st.just("adjust"), "reason": st.just("because"),
                              "points": st.just({"a": 300, "b": 1000})})
SOLD_AND_BACK = [st.tuples(SALE, SOME_BACK), st.tuples(SALE, SOME_BACK, SOME_BACK), st.tuples(GIVE, FULL, SOME_BACK),
                 st.tuples(GIVE, FULL, SOME_BACK, SOME_BACK)]

# ---- What counts as spend ----

PARTS = st.dictionaries(few("shipping", "tips", "fees", "gift_cards"),
                        st.one_of(few(*CATEGORIES), st.lists(few(*CATEGORIES), min_size=1, max_size=2, unique=True)),
                        min_size=1, max_size=2)
BASE = some(tax=st.booleans(), discounts=few("after", "before"), paid_with_points=st.booleans())


@topic(SALE, FULL, scripts=SOLD_AND_BACK)
def taxes(draw, program):
    """Taxes in prices or on top, bases, and what earns and counts by them."""
    if draw(st.booleans()):
        program["prices"] = draw(few("with-tax", "without-tax"))
    if draw(st.booleans()):
        program.setdefault("pricing", {})["tax"] = draw(few("line", "order"))
    program["parts"] = draw(PARTS)
    bases = program["bases"] = {}
    for name in ("x", "y"):
        bases[name] = {**draw(BASE), **{part: draw(st.booleans()) for part in program["parts"]}}
    amount = amounts(bases, program["parts"])
    for number in range(draw(few(1, 2, 3))):
        effect = {"earn": {"a": draw(amount)}}
        if draw(st.booleans()):
            formula = {"of": draw(amount), "rate": draw(few("1", "0.333"))}
            if draw(st.booleans()):
                formula["round_at"] = draw(few("rule", "line", "event"))
            effect = {"earn": {"a": formula}}
        if draw(st.booleans()):
            effect["when"] = draw(base_from(bases, program["parts"]))
        program["rules"].append({"id": f"x{number}", "on": "purchase", **effect})
    if program["counters"] and draw(st.booleans()):
        counter = draw(few(*program["counters"]))
        program["rules"].append({"id": "xc", "on": "purchase", "count": {counter: draw(amount)}})
    for ladder in program["ladders"].values():
        if ladder["counts"] == "spend" and draw(st.booleans()):
            ladder["counts"] = {"amount": draw(amount), "on": "purchase"}


# ---- Points that pay ----

SHARE = few("0.5", "0.1", "0.333")
TENDER = st.fixed_dictionaries({"step": few(1, 10)}, optional={
    "value": few(1, 7, "1.00"), "minimum": few(0, 20), "maximum": few(50, 100), "requires": few(0, 60),
    "share": SHARE,
    "as": few("tender", "discount", "discount", "money"), "last_step": few("fits", "over"),
    "short": few("refuse", "clamp", "clamp")})


@topic(FULL, FULL, scripts=SOLD_AND_BACK[2:] * 2)
def tenders(draw, program):
    """Points that pay as what they are."""
    for currency in program["currencies"].values():
        currency["payment"] = draw(TENDER)
        if "value" not in currency["payment"]:
            currency["payment"].pop("share", None)
            currency["payment"].pop("last_step", None)
            currency["payment"].pop("as", None)
    names = list(program["currencies"])
    scales = {currency.get("scale", 0) for currency in program["currencies"].values()}
    if len(names) > 1 and len(scales) == 1 and draw(st.booleans()):
        program["currencies"]["a"]["payment"]["currencies"] = draw(few(("b",), ("b", "a"), ("a", "b")))


# ---- Promotions ----

OF_CATEGORY = st.one_of(st.builds(line_of, st.sampled_from(CATEGORIES)), st.builds(line_from, few(100, 1000)))
UNITS = few(1, 2, 3)
TAX = few("as-entered", "with", "without")
NEEDS = some(amount=few("1.00", "10.00"), quantity=few(1, 3), at_most=few(2, 5), tax=TAX, lines=OF_CATEGORY)
TIMES = st.fixed_dictionaries({"customer": few(1, 2)}, optional={"per": few("day", "month", "lifetime")})
COMMON = some(code=few("SPRING", "X"), needs=NEEDS, group=few("g", "h", "i"), priority=few(-1, 1), limit=TIMES,
              exclusive=st.sampled_from([False, True, "later", "lines", "lines"]))
MONEY = few("0.01", "1.00", "10.00", 7)
PERCENT = few(20, "33.3", 100, "12.5")
MOST = few("0.10", "5.00")
STEPS = st.sampled_from([
    [{"from": 0, "percent": 10}, {"from": "10.00", "percent": 25}], [{"from": "1.00", "amount": "0.50"}],
    [{"from": "5.00", "amount": "0.50"}, {"from": "20.00", "amount": "4.00"}]])
BY_UNITS = st.sampled_from([[{"from": 2, "percent": 10}, {"from": 4, "percent": 50}], [{"from": 3, "amount": "2.00"}]])


def with_more(**members):
    return st.fixed_dictionaries(members, optional={"tax": TAX, "most": MOST})


ORDER = st.one_of(with_more(percent=PERCENT), with_more(amount=st.one_of(MONEY, st.builds(tax_off))),
                  with_more(steps=STEPS), with_more(steps=BY_UNITS, steps_by=st.just("quantity")))
ON_LINES = st.one_of(with_more(on=st.just("lines"), percent=PERCENT),
                     with_more(on=st.just("lines"), percent=PERCENT, units=UNITS),
                     with_more(on=st.just("lines"), amount=MONEY, units=UNITS),
                     with_more(on=st.just("lines"), amount=MONEY))
ON_UNITS = st.one_of(
    with_more(on=st.just("units"), percent=PERCENT), with_more(on=st.just("units"), amount=MONEY),
    with_more(on=st.just("units"), percent=PERCENT, units=UNITS, pick=few("cheapest", "dearest")),
    with_more(on=st.just("units"), amount=MONEY, next=MONEY, units=UNITS, pick=few("cheapest", "dearest")),
    with_more(price=few("0", "0.99", "4.00")), with_more(price=few("0.99", "4.00"), units=UNITS, on=st.just("units"),
                                                    pick=few("cheapest", "dearest")))
SET = st.fixed_dictionaries({"buy": UNITS}, optional={
    "get": UNITS, "buy_lines": OF_CATEGORY, "get_lines": OF_CATEGORY, "most": UNITS, "pick": few("cheapest", "dearest"),
    "repeat": st.booleans(), "shared": st.booleans()})
BUNDLE = st.fixed_dictionaries({"buy": UNITS, "price": few("2.00", "9.00")}, optional={
    "buy_lines": OF_CATEGORY, "most": UNITS, "pick": few("cheapest", "dearest"), "repeat": st.booleans()})
SETS = st.one_of(with_more(set=SET), with_more(set=SET, percent=PERCENT), with_more(set=SET, amount=MONEY),
                 with_more(set=SET, price=few("0.99", "4.00")), with_more(set=BUNDLE), with_more(set=BUNDLE))
GIFT = st.fixed_dictionaries({"sku": st.just("PEN")}, optional={"quantity": UNITS})
COUNTED = st.fixed_dictionaries({"buy": UNITS}, optional={"most": UNITS, "repeat": st.booleans(),
                                                          "buy_lines": OF_CATEGORY})
GIFTS = st.one_of(st.fixed_dictionaries({"gift": GIFT}), st.fixed_dictionaries({"gift": GIFT, "set": COUNTED}))
PRICING = some(order=few("document", "priority"), base=few("left", "original"), needs=few("left", "original"),
               rounding=few("half-up", "floor", "half-even", "ceil"), share=few("largest", "first", "last"),
               tax=few("line", "order"), carry=few("rounded", "exact", "exact"))
MODES = few("all", "first", "best", "best-line")


def promoted(draw, program, kinds):
    pricing = {**program.get("pricing", {}), **draw(PRICING)}
    program["pricing"] = {**pricing, "groups": {"g": draw(MODES), "h": draw(MODES), "i": "best-line"}}
    promotions = program.setdefault("promotions", [])
    for _ in range(draw(few(1, 2, 3, 4))):
        promotion = {"id": f"o{len(promotions)}", **draw(COMMON), **draw(kinds)}
        if draw(st.booleans()):
            promotion["lines"] = draw(OF_CATEGORY)
        if draw(st.booleans()):
            promotion["when"] = draw(st.builds(total_from, few(1, 500, 2500)))
        if not promotion.get("needs", True):
            promotion.pop("needs")
        if promotion.get("set", {}).get("repeat") and "price" in promotion["set"]:
            promotion["set"].pop("repeat")
        promotions.append(promotion)


HOW_OFTEN = some(customer=few(0, 1, 1, 2), all=few(1, 2, 3), per=few(*PERIODS), freed=st.booleans())


@topic(FULL, scripts=[st.tuples(SALE, SOME_BACK, SALE), st.tuples(SALE, SALE, SOME_BACK, SALE)] * 2)
def uses(draw, program):
    """Promotions that are used up, by each customer and by all, and again when a sale comes back."""
    promoted(draw, program, st.one_of(ORDER, ON_LINES, GIFTS))
    for promotion in program["promotions"]:
        promotion["limit"] = tidy({**draw(HOW_OFTEN)})


@topic(SALE, FULL, scripts=[*SOLD_AND_BACK, st.tuples(BUY, SOME_BACK)])
def promotions(draw, program):
    """Money off the basket."""
    promoted(draw, program, st.one_of(ORDER, ON_LINES))


@topic(SALE, FULL, scripts=SOLD_AND_BACK)
def sets(draw, program):
    """Promotions of units, and what units bring."""
    promoted(draw, program, st.one_of(ON_UNITS, SETS, SETS, GIFTS, ORDER, ON_LINES))


# ---- Exchanges ----

SWAP = st.fixed_dictionaries({"type": st.just("exchange"), "receipt": st.just(0), "back": BACK,
                              "lines": TAXED.filter(len)}, optional={"codes": CODES})


@topic(SWAP, scripts=[st.tuples(SALE, SWAP), st.tuples(SALE, SWAP, SOME_BACK), st.tuples(SALE, SWAP, SWAP, SOME_BACK),
                      st.tuples(SALE, SOME_BACK, SWAP, SOME_BACK), st.tuples(GIVE, FULL, SWAP, SOME_BACK)], last=2)
def exchanges(draw, program):
    """Lines for others. All points of a currency are alike, and no rule tells a stage."""
    for currency in program["currencies"].values():
        currency.pop("pending", None)
        if currency.pop("expires", None):
            currency.pop("convert", None)
    for rule in program["rules"]:
        rule.pop("pending", None)
        rule.pop("expires", None)
        if rule.pop("stage", None):
            rule["earn"] = {"a": 5}
    program["groups"] = []
