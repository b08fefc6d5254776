"""Random histories: choices that become events as the model lives through them."""
from datetime import datetime, timedelta
from functools import lru_cache

from hypothesis import strategies as st

from baskets import cost
from civil import NEVER, UTC, scaled
from choices import few
from programs import VOUCHERS, programs
from openings import told as told_opening
from terms import can_join
from topic import EVENTS, LINES, SCRIPTS
from topics import SOME_TOPICS

START = datetime(2024, 1, 20, 9, 30, tzinfo=UTC)
CUSTOMERS = ["ann", "bob", "cy"]
SPANS = st.one_of(few(0, 1, 60, 3600, 86400, 14 * 86400, 30 * 86400, 90 * 86400, 200 * 86400),
                  st.integers(0, 40 * 86400))
WHEN = st.one_of(
    st.tuples(st.just("later"), SPANS), st.tuples(st.just("later"), SPANS),
    st.tuples(st.just("late"), few(1, 86400, 20 * 86400)),
    st.tuples(st.just("due"), few(-1, 0, 1)))
"""Seconds after the last event; before it; or seconds from the next moment that time brings."""
POINTS = few(1, 20, 50, 100, 300)
HELD = st.dictionaries(few("a", "b"), POINTS, min_size=1, max_size=2)
WHAT = [
    *[st.fixed_dictionaries({"type": st.just("purchase"), "lines": LINES}, optional={
        "pay": st.dictionaries(few("a", "b"), POINTS, max_size=2)})] * 4,
    st.fixed_dictionaries({"type": few("visit", "enrol", "visit")}),
    st.fixed_dictionaries({"type": st.just("adjust"), "reason": st.just("because"), "points": st.dictionaries(
        few("a", "b"), few(-300, -50, -1, 1, 50, 300), min_size=1, max_size=2)}),
    st.fixed_dictionaries({"type": st.just("redeem"), "reward": few("p0", "p1")}),
    st.fixed_dictionaries({"type": st.just("redeem"), "voucher": few(*VOUCHERS)}),
    *[st.fixed_dictionaries({"type": few("return", "return", "void"), "receipt": st.integers(0, 5),
                             "back": st.lists(st.tuples(st.integers(0, 3), few(1, 1, 2, "0.5")), max_size=2,
                                              unique_by=lambda pair: pair[0])})] * 2,
    st.fixed_dictionaries({"type": st.just("return"), "receipt": st.integers(0, 5),
                           "amount": few("0.01", "1.00", "10.00")}),
    *[st.fixed_dictionaries({"type": st.just("hold"), "points": HELD}, optional={
        "ttl": few("PT1M", "PT600M", "PT90000M")})] * 2,
    *[st.fixed_dictionaries({"type": few("capture", "release"), "hold": st.integers(0, 3)},
                            optional={"points": HELD})] * 2,
    st.fixed_dictionaries({"type": st.just("purchase"), "lines": LINES, "hold": st.integers(0, 3), "pay": HELD}),
    *[st.fixed_dictionaries({"type": st.just("transfer"), "to": few(*CUSTOMERS), "points": HELD})] * 2,
    st.fixed_dictionaries({"type": st.just("merge"), "to": few(*CUSTOMERS)}),
    st.fixed_dictionaries({"type": st.just("status"), "ladder": few("l", "m"), "tier": st.integers(0, 3)}, optional={
        "action": few("floor", "set", "end"), "lasts": few(60, 86400, 100 * 86400)}),
    st.fixed_dictionaries({"type": st.just("advance")}),
    st.fixed_dictionaries({"type": st.just("again"), "event": st.integers(0, 20)})]


@lru_cache(None)
def histories(topics):
    """Of a shop; every topic has events of its own, and some that follow each other."""
    who = few(*CUSTOMERS[:1] * 4, *CUSTOMERS[1:2] * 2, *CUSTOMERS[2:])
    offset = few(0, 0, 120, -300)
    events = [event for topic in topics for event in EVENTS[topic]]
    what = st.one_of(st.one_of(WHAT), st.one_of(WHAT), *events)
    steps = [st.tuples(st.tuples(WHEN, who, what, offset))] * 4
    for script in [script for topic in topics for script in SCRIPTS[topic]]:
        whens = st.tuples(WHEN, WHEN, WHEN, WHEN)
        steps.append(st.builds(lambda whens, who, script, offset: tuple(
            (when, who, what, offset) for when, what in zip(whens, script)), whens, who, script, offset))
    return st.integers(1, 20).flatmap(lambda most: st.lists(st.one_of(steps), min_size=most, max_size=most)).map(
        lambda found: [step for some in found for step in some])


@st.composite
def stories(draw, topics=None):
    """A program with a topic or two and a history; or with these topics."""
    if topics is None:
        topics = tuple(sorted(draw(SOME_TOPICS)))
    program = draw(programs(topics))
    return program, draw(histories(topics))


def keep_small(line):
    """Nothing off a line, and no tax of it, that is more than it costs."""
    price = cost(scaled(line["quantity"], 3), scaled(line["unit_price"], 2))
    if scaled(line.get("discount", 0), 2) > price:
        line.pop("discount")
    left = price - scaled(line.get("discount", 0), 2)
    if scaled(line.get("tax", 0), 2) > left or not left:
        line.pop("tax", None)


class Teller:
    """Makes events of choices; remembers what was told."""

    def __init__(self, program):
        self.program = program
        self.last = START
        self.events, self.sales, self.holds, self.deeds = [], [], [], []

    def moment(self, when, customer):
        how, seconds = when
        if how == "due":
            due = customer.due() if customer else NEVER
            if self.last <= due < self.last + timedelta(days=1200):
                return due + timedelta(milliseconds=seconds)
            return self.last
        return self.last + timedelta(seconds=-seconds if how == "late" else seconds)

    def event(self, step, model):
        """An event in its JSON form; a moment to advance to; or None where nothing can be told."""
        when, name, what, offset = step
        name = self.present(what.get("customer", name), model)
        moment = self.moment(when, model.customers.get(name))
        if what["type"] == "again":
            return self.events[what["event"] % len(self.events)] if self.events else None
        self.last = max(self.last, moment)
        if what["type"] == "advance":
            return self.last
        local = moment + timedelta(minutes=offset)
        event = {"source": "till", "id": str(len(self.events)), "customer": name, "type": what["type"],
                 "time": f"{local.strftime('%Y-%m-%dT%H:%M:%S')}.{local.microsecond // 1000:03}"
                         f"{'+' if offset >= 0 else '-'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"}
        if not self.fill(event, what):
            return None
        if event.get("to") == name and name in model.moved:
            return None  # to itself, when it is somebody else
        if event["type"] in ("unmerge", "return", "void") and self.many(model, name):
            return None  # no more of them are remembered
        self.events.append(event)
        if event["type"] in ("purchase", "exchange"):
            self.sales.append(event)
        if event["type"] == "hold":
            self.holds.append(event)
        if event["type"] in ("redeem", "capture", "adjust", "transfer"):
            self.deeds.append(event)
        return event

    def present(self, name, model):
        """Most events of a shop that re-keys cards are of the new ones."""
        return model.present(name) if "rekeys" in self.program and len(self.events) % 4 else name

    @staticmethod
    def many(model, name):
        """Whether an account has more purchases than are remembered of it: of those imported, but some days are."""
        account = model.customers.get(name) and model.customers[model.present(name)]
        return account and (account.purchases > 16 or account.purchases > len(account.sales))

    def fill(self, event, what):
        """The members of its kind; False where the program has nothing of the sort."""
        known = self.program["currencies"]
        together = self.program.get("households", {}).get("kind")
        if (event["type"], together) in (("merge", "pool"), ("referral", "pool"), ("referral", "view")):
            return False  # it is not said what they mean to members of a pool
        if event["type"] == "merge" and not all(map(can_join, self.program["ladders"].values())):
            return False  # the model does not know what two such ladders come to together
        if "lines" in what:
            event["lines"] = [{"id": str(n), **line} for n, line in enumerate(what["lines"])]
            for line in event["lines"]:
                keep_small(line)
        for member in ("pay", "points"):
            if member in what:
                event[member] = {c: n for c, n in what[member].items() if c in known}
        if event["type"] == "release":
            event.pop("points", None)
        if "hold" in what:
            if not self.holds:
                return False
            event["receipt"] = {"id": self.holds[-1 - what["hold"] % len(self.holds)]["id"]}
        for member in ("reason", "reward", "voucher", "ttl", "amount", "to", "plan", "action", "fee",
                       "referrer", "household", "codes", "store", "attributes", "overdraw"):
            if member in what:
                event[member] = what[member]
        if "lasts" in what:
            until = datetime.fromisoformat(event["time"]) + timedelta(seconds=what["lasts"])
            event["until"] = until.isoformat(timespec="milliseconds")
        if "opening" in what:
            event["opening"] = told_opening(self.known_of(what["opening"]), event["time"])
        if "ladder" in what:
            return self.fill_status(event, what)
        if "voucher" in what and what["voucher"] not in self.program["vouchers"]:
            return False
        if "early" in what:  # of the next sale, if that is the next event
            event["receipt"] = {"id": str(len(self.events) + 1)}
            if event["type"] == "return" and "back" in what:
                event["lines"] = [{"id": str(n), "quantity": q} for n, q in what["back"]]
        if "deed" in what:
            if not self.deeds:
                return False
            event["receipt"] = {"id": self.deeds[-1 - what["deed"] % len(self.deeds)]["id"]}
        if "receipt" in what:
            if not self.sales:
                return False
            sale = self.sales[-1 - what["receipt"] % len(self.sales)]
            event["receipt"] = {"id": sale["id"]}
            if event["type"] in ("return", "exchange") and "back" in what:
                back = [{"id": str(n), "quantity": q} for n, q in what["back"]]
                event["lines" if event["type"] == "return" else "returned"] = back
        return True

    def known_of(self, opening):
        """What of it the program has."""
        def known(item):
            return all(item[one] in self.program[many] for one, many in (
                ("currency", "currencies"), ("voucher", "vouchers"), ("ladder", "ladders")) if one in item)

        kept = {name: [item for item in part if known(item)] if isinstance(part, list) else part
                for name, part in opening.items()}
        if "counters" in kept:
            kept["counters"] = {name: n for name, n in kept["counters"].items() if name in self.program["counters"]}
        return kept

    def fill_status(self, event, what):
        if what["ladder"] not in self.program["ladders"]:
            return False
        tiers = self.program["ladders"][what["ladder"]]["tiers"]
        event["ladder"] = what["ladder"]
        if "action" in what:
            event["action"] = what["action"]
        if what.get("action") == "end":
            event.pop("until", None)
            return True
        event["tier"] = tiers[what["tier"] % len(tiers)]["id"]
        return True
