#!/usr/bin/env python3
"""Runs the worked examples: published programs with the figures they publish.

    run.py [STORY.json ...]

A story has members "about", "source" (who published it), "program" and
"steps"; "choices" are more stories of the same program, each with what it
changes of the program (a JSON merge patch, RFC 7396) and steps of its own.
Steps are events in the form of event.schema.json, or moments:

    {"say": "...", "event": {...}, "expect": {...}}
    {"say": "...", "at": TIME, "customer": ID, "expect": {...}}

An event without source and id gets "shop" and the number of its step. It must
be applied unless "refused" expects otherwise. Every member of "expect" must
hold; what it does not name may be anything:

    refused   the code of the reason        replayed  whether it had been applied before
    earned    points of each currency       taken     points taken back, of each currency
    effects   effects that must be among those of the event, in this order
    balances  available points of each currency, or {"available", "pending", "debt"}
    lots      all lots, in spending order   expired   points that lapsed by now (all customers)
    outlook   where ladders lead: {"next", "to_next", "enters", "lost", "then", "to_keep"} of each
    statuses, memberships  all that there are, in their order, each with some of its members
    vouchers  how many of each unused       counters, progress, tiers, stage, purchases, spend
    liability what is owed for points: {"since", "assume": {currency, value, expected, ...}, "is": {...}}

Each story is run twice: time passes by itself, and it is settled at every
moment with Engine.advance; both must come to the same. The library is found
through LIBLOYALTY_PATH. Exit status 0, or 1 where a story failed.
"""
import json
import sys
from collections import Counter
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "bindings" / "python"))

from libloyalty import Engine, LoyaltyError, Program, ProgramError, Store  # noqa: E402

EARNED = ("earn", "multiply")
ASKED = ("refused", "replayed", "earned", "taken", "effects")
KNOWN = ASKED + ("outlook", "statuses", "memberships", "balances", "lots", "expired", "vouchers",
                 "counters", "progress", "tiers", "stage", "purchases", "spend", "liability")


class Wrong(Exception):
    """What was found is not what was expected, or the story is not well told."""


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def plain(value):
    """A value of an outcome, or of a story, so that equal things are equal."""
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc)
    if isinstance(value, str) and len(value) >= 20 and value[10] == "T":
        return instant(value).astimezone(timezone.utc)
    if isinstance(value, bool) or value is None:
        return value
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return value


def shown(value):
    """As stories write it."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {shown(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(shown, value)) + "]"
    return "never" if value is None else str(value)


def same(what, found, expected):
    if plain(found) != plain(expected):
        raise Wrong(f"{what} is {shown(found)}, expected {shown(expected)}")


def each(what, found, expected):
    """Every member that is expected; what is not found counts as none."""
    for key, value in expected.items():
        same(f"{what} {key}", found.get(key, 0), value)


def patched(document, patch):
    """The document after a JSON merge patch."""
    if not isinstance(patch, dict):
        return patch
    result = dict(document) if isinstance(document, dict) else {}
    for key, value in patch.items():
        result[key] = patched(result.get(key), value)
        if value is None:
            del result[key]
    return result


def effect_of(effect):
    return {"effect": effect.kind, "rule": effect.rule, "name": effect.name, "amount": effect.amount,
            "wanted": effect.wanted, "money": effect.money, "time": effect.time}


def fits(effect, wanted):
    strange = set(wanted) - set(effect)
    if strange:
        raise Wrong(f"an effect has no member {', '.join(sorted(strange))}")
    return all(plain(effect[key]) == plain(value) for key, value in wanted.items())


def check_effects(found, expected):
    remaining = iter([effect_of(effect) for effect in found])
    for wanted in expected:
        if not any(fits(effect, wanted) for effect in remaining):
            raise Wrong(f"no effect {shown(wanted)} among {shown([effect_of(e) for e in found])}")


def points_of(effects, kinds):
    total = Counter()
    for effect in effects:
        if effect.kind in kinds:
            total[effect.name] += effect.amount
    return total


def check_answer(outcome, expect):
    """What one event came to."""
    code = outcome.reason.code if outcome.reason else None
    if code != expect.get("refused"):
        said = f": {outcome.reason.text}" if outcome.reason else ""
        raise Wrong(f"refused is {shown(code)}{said}; expected {shown(expect.get('refused'))}")
    if "replayed" in expect:
        same("replayed", outcome.replayed, expect["replayed"])
    each("earned", points_of(outcome.effects, EARNED), expect.get("earned", {}))
    each("taken", points_of(outcome.effects, ("clawback",)), expect.get("taken", {}))
    check_effects(outcome.effects, expect.get("effects", []))


def check_balances(found, expected):
    for currency, wanted in expected.items():
        wanted = wanted if isinstance(wanted, dict) else {"available": wanted}
        for part, points in wanted.items():
            same(f"{currency} {part}", getattr(found[currency], part), points)


def check_lots(found, expected):
    if len(found) != len(expected):
        raise Wrong(f"there are {len(found)} lots, expected {len(expected)}")
    for number, (lot, wanted) in enumerate(zip(found, expected), 1):
        for key, value in wanted.items():
            same(f"lot {number} {key}", getattr(lot, key), None if value == "never" else value)


def check_given(what, found, expected):
    same(f"number of {what}", len(found), len(expected))
    for number, (one, wanted) in enumerate(zip(found, expected), 1):
        for key, value in wanted.items():
            same(f"{what} {number} {key}", getattr(one, key), None if value == "never" else value)


def check_customer(customer, expired, expect):
    """Where a customer stands."""
    check_balances(customer.balances, expect.get("balances", {}))
    if "lots" in expect:
        check_lots(customer.lots, expect["lots"])
    each("expired", expired, expect.get("expired", {}))
    vouchers = Counter()
    for voucher in customer.vouchers:
        vouchers[voucher.voucher] += voucher.count
    each("voucher", vouchers, expect.get("vouchers", {}))
    for member in ("statuses", "memberships"):
        if member in expect:
            check_given(member, getattr(customer, member), expect[member])
    for ladder, wanted in expect.get("outlook", {}).items():
        for key, value in wanted.items():
            same(f"outlook {ladder} {key}", getattr(customer.outlook[ladder], key),
                 None if value == "never" else value)
    for member in ("counters", "progress", "tiers"):
        each(member, getattr(customer, member), expect.get(member, {}))
    for member in ("stage", "purchases", "spend"):
        if member in expect:
            same(member, getattr(customer, member), expect[member])


def check_sums(customer):
    """A balance is the sum of what remains in lots, whatever the story."""
    for currency, balance in customer.balances.items():
        lots = sum(lot.points for lot in customer.lots if lot.currency == currency)
        same(f"sum of the lots of {currency}", lots, balance.available + balance.pending)


def expired_by(engine, moment):
    return {name: totals.expired for name, totals in engine.report(moment).totals.items()}


def check_liability(engine, moment, wanted):
    found = engine.liability(since=wanted["since"], until=moment, **wanted["assume"])
    for member, value in wanted["is"].items():
        same(f"liability {member}", getattr(found, member), value)


def take_step(engine, number, step, settle):
    expect = step.get("expect", {})
    strange = set(expect) - set(KNOWN)
    if strange or ("event" in step) == ("at" in step):
        raise Wrong(f"a step has an event or a moment, and expects no {', '.join(sorted(strange))}")
    if "event" in step:
        event = {"source": "shop", "id": str(number), **step["event"]}
        moment, name = instant(event["time"]), event["customer"]
        check_answer(engine.apply(event), expect)
    else:
        moment, name = instant(step["at"]), step["customer"]
        if settle:
            engine.advance(moment)
    if not set(expect) <= {"refused"}:
        customer = engine.customer(name, moment)
        check_sums(customer)
        check_customer(customer, expired_by(engine, moment), expect)
    if "liability" in expect:
        check_liability(engine, moment, expect["liability"])


def run(program, steps, settle):
    with Store.memory() as store, Engine(program, store) as engine:
        for number, step in enumerate(steps, 1):
            try:
                take_step(engine, number, step, settle)
            except (Wrong, LoyaltyError, KeyError) as error:
                said = f" ({step['say']})" if "say" in step else ""
                raise Wrong(f"step {number}{said}: {error}") from error


def try_story(document, steps):
    """None, or why the story failed."""
    try:
        with Program.from_document(document) as program:
            for settle in (False, True):
                run(program, steps, settle)
    except (Wrong, ProgramError) as error:
        return str(error)
    return None


def stories(path):
    """Name, program and steps of the story of a file and of its choices."""
    told = json.loads(path.read_text(encoding="utf-8"))
    strange = set(told) - {"about", "source", "program", "steps", "choices"}
    if strange or not told.get("about") or not told.get("source"):
        sys.exit(f"{path.name}: a story has about, source, program, steps and choices")
    yield path.stem, told["program"], told["steps"]
    for choice in told.get("choices", []):
        program = patched(told["program"], choice.get("program", {}))
        yield f"{path.stem}: {choice['choice']}", program, choice["steps"]


def main():
    paths = [Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("*.json"))
    counts = Counter()
    for path in paths:
        for name, program, steps in stories(path):
            failure = try_story(program, steps)
            counts["failed" if failure else "passed"] += 1
            print(f"failed   {name}: {failure}" if failure else f"passed   {name}")
    print(f"{counts['passed']} passed, {counts['failed']} failed")
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
