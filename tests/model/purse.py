"""The points that a customer has: a list of lots, searched and sorted anew each time."""
from collections import Counter
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from activation import Waits
from civil import NEVER, PAST, plus
from ends import Ends
from unmerges import PartedPurse

ANYWHERE = PAST, PAST, date.min
"""The lot of points that are no sale's."""


@dataclass
class Lot:
    currency: str
    points: int
    matures: datetime
    """PAST once they can be spent."""
    expires: datetime
    earned_on: date
    own: bool = False
    """It has an end of its own, which activity does not move."""


@dataclass
class Held:
    hold: tuple
    """Source and id of the event."""
    currency: str
    points: int
    expires: datetime
    earned_on: date
    lapses: datetime
    own: bool

    def lot(self):
        return Lot(self.currency, self.points, PAST, self.expires, self.earned_on, self.own)


class Purse(Ends, Waits, PartedPurse):
    """All currencies of a customer, and the journal of what happened to them."""

    def __init__(self, program, zone):
        self.currencies, self.zone = program["currencies"], zone
        self.window = program.get("returns", {}).get("window", "P1Y")
        self.lots, self.debt = [], Counter()
        self.totals = Counter()
        self.holds = []
        self.entries = []
        self.ledger = []  # all of them, ever
        self.active = {}  # the last activity, by currency
        self.acted = {}  # the last that was no purchase
        self.tiers = {}  # those that points live by
        self.matured = []  # currency, points: what matures just now
        self.last_matures = PAST  # when what was earned last does
        self.expired = []  # what could be brought back: currency, points, when

    def copy(self):
        other = copy(self)
        other.lots = [copy(lot) for lot in self.lots]
        other.holds = [copy(held) for held in self.holds]
        other.debt, other.totals = Counter(self.debt), Counter(self.totals)
        other.entries, other.ledger = list(self.entries), list(self.ledger)
        other.active, other.acted, other.expired = dict(self.active), dict(self.acted), list(self.expired)
        other.matured = list(self.matured)
        return other

    def ready(self, currency):
        """Lots that can be spent."""
        return [lot for lot in self.lots if lot.currency == currency and lot.matures == PAST]

    def available(self, currency):
        return sum(lot.points for lot in self.ready(currency))

    def pending(self, currency):
        return sum(lot.points for lot in self.lots if lot.currency == currency and lot.matures > PAST)

    def post(self, kind, lot, points, now, debt=False, was=None):
        if points:
            entry = (kind, lot.currency, points, now, lot.matures, lot.expires, debt, was or lot.expires)
            self.entries.append(entry)
            self.ledger.append(entry)

    def order(self, lot):
        """Spending order."""
        oldest = self.currencies[lot.currency].get("spend_order") == "oldest"
        return (lot.currency, *([lot.earned_on] if oldest else []), lot.expires, lot.matures, lot.own)

    def keep(self, lot):
        """Points of one currency, maturing and expiry are one lot; the first day of earning counts.
        Where the oldest are spent first, days of earning stay apart."""
        oldest = self.currencies[lot.currency].get("spend_order") == "oldest"
        for other in self.lots:
            if (other.currency, other.matures, other.expires, other.own) == (
                    lot.currency, lot.matures, lot.expires, lot.own):
                if not oldest or other.earned_on == lot.earned_on:
                    other.points += lot.points
                    other.earned_on = min(other.earned_on, lot.earned_on)
                    break
        else:
            self.lots.append(lot)
        if oldest and lot.matures == PAST:
            self.merge_old(lot.currency)

    def merge_old(self, currency):
        """Until no sale of their time can come back: then the first lots are one, if they expire together
        and alike."""
        while True:
            ready = sorted((lot for lot in self.lots if lot.currency == currency and lot.matures == PAST),
                           key=self.order)
            if len(ready) < 2 or (ready[0].expires, ready[0].own) != (ready[1].expires, ready[1].own):
                return
            if plus(ready[1].earned_on, self.window) >= ready[-1].earned_on:
                return
            ready[0].points += ready[1].points
            self.lots.remove(ready[1])

    def receive(self, kind, lot, now, told=None):
        """What comes in: lapsed already, or fills the debt if it can be spent, or makes a lot. The
        journal may tell of another lot: points mature in the pending one, and mature before they
        expire where both have the same moment."""
        if kind == "mature":
            self.matured.append((lot.currency, lot.points))
        if lot.expires <= now and told is None:
            self.post(kind, told or lot, lot.points, now)
            self.expire(lot, now)
            return
        if lot.matures == PAST:
            fills = min(lot.points, self.debt[lot.currency])
            self.debt[lot.currency] -= fills
            self.post(kind, told or lot, fills, now, debt=True)
            lot.points -= fills
        self.post(kind, told or lot, lot.points, now)
        if lot.points:
            self.keep(lot)

    def earn(self, currency, points, earned, now, kind="earn", until=None, pending=None):
        """Returns the lot's key: when it matures and expires, and its day. Corrections do not wait. Until an
        end of their own, if there is one."""
        matures = self.matures(currency, earned, pending) if kind == "earn" else PAST
        expires = until or self.end(currency, earned, matures, now)
        self.totals[currency, "issued"] += points
        self.last_matures = matures
        day = self.day(currency, earned if until or matures == NEVER else self.counted_from(currency, earned, matures))
        lot = Lot(currency, points, matures if matures > now else PAST, expires, day, until is not None)
        self.receive(kind, lot, now)
        return matures, expires, day

    def earned_end(self, currency, earned, pending, now):
        """Of points of a day."""
        return self.end(currency, earned, self.matures(currency, earned, pending), now)

    def take(self, kind, lots, points, now):
        """Takes from lots as they stand in the list; returns what is missing and what was taken."""
        taken = []
        for lot in lots:
            part = min(lot.points, points)
            if part == 0:
                continue
            self.post(kind, lot, -part if kind in ("adjust", "transfer") else part, now)
            taken.append((part, lot.expires, lot.earned_on, lot.own))
            lot.points -= part
            points -= part
        self.lots = [lot for lot in self.lots if lot.points]
        return points, taken

    def burn(self, currency, points, now, kind="burn"):
        ready = [lot for lot in self.lots if lot.currency == currency and lot.matures == PAST]
        missing, taken = self.take(kind, sorted(ready, key=self.order), points, now)
        assert missing == 0
        if kind == "transfer":  # what was issued goes with them
            self.totals[currency, "issued"] -= points
        else:
            self.totals[currency, "spent" if kind == "burn" else "reversed"] += points
        return taken

    def deduct(self, currency, points, now):
        """Takes by hand: what is not there is owed."""
        there = min(points, self.available(currency))
        taken, owed = self.burn(currency, there, now, "adjust"), points - there
        if owed:
            self.debt[currency] += owed
            self.totals[currency, "reversed"] += owed
            end = self.end(currency, now, PAST, now)  # as if they were earned now, should they come back
            self.post("adjust", Lot(currency, 0, PAST, end, None), -owed, now, True)
            taken.append((owed, end, self.day(currency, now), False))
        return taken

    def arrive(self, lot, now):
        self.totals[lot.currency, "issued"] += lot.points
        self.receive("transfer", lot, now)

    def absorb(self, other, now):
        """The points of another account, its debts first: what can be spent here fills them."""
        for currency in self.currencies:
            owed = other.debt[currency]
            self.debt[currency] += owed
            self.post("transfer", Lot(currency, 0, PAST, NEVER, None), -owed, now, True)
            fills = min(self.debt[currency], self.available(currency))
            if fills:
                self.burn(currency, fills, now, "transfer")
                self.totals[currency, "issued"] += fills
                self.debt[currency] -= fills
                self.post("transfer", Lot(currency, 0, PAST, NEVER, None), fills, now, True)
        for key, value in other.totals.items():
            self.totals[key] += value
        for lot in sorted(other.lots, key=self.order):
            lot.matures = lot.matures if lot.matures > now else PAST
            self.receive("transfer", lot, now)
        for held in other.holds:
            self.post("transfer", held.lot(), held.points, now)
            self.holds.append(held)
        self.absorb_ends(other, now)
        self.home = self.home or other.home

    def pass_on(self, currency, owed, now):
        """A debt is another account's."""
        self.debt[currency] -= owed
        self.post("transfer", Lot(currency, 0, PAST, NEVER, None), owed, now, True)

    def reverse(self, currency, points, key, places, now):
        """Takes from one place after the other; the rest is owed where the floor says so, or written off."""
        missing = self.take_back("reverse", currency, points, key, places, now)
        owed = missing if self.floor(currency) == "debt" else 0
        self.debt[currency] += owed
        end = NEVER if key is ANYWHERE else key[1]
        self.post("reverse", Lot(currency, owed, PAST, end, None), owed, now, True)
        self.totals[currency, "reversed"] += points - missing + owed

    def recall(self, sent, places, now):
        """Takes back a lot that came by a transfer: what is there of it, whatever the floor, then as a return
        takes; returns what is written off."""
        currency, key = sent.currency, (PAST, sent.expires, sent.earned_on)
        missing, _ = self.take("transfer", self.place(currency, "lot", *key), sent.points, now)
        missing = self.take_back("transfer", currency, missing, key, places, now)
        owed = missing if self.floor(currency) == "debt" else 0
        self.debt[currency] += owed
        self.post("transfer", Lot(currency, owed, PAST, sent.expires, None), -owed, now, True)
        back = sent.points - missing + owed
        moved = min(back, self.totals[currency, "issued"])
        self.totals[currency, "issued"] -= moved
        self.totals[currency, "reversed"] += back - moved
        return missing - owed

    def floor(self, currency):
        return self.currencies[currency].get("floor", "debt")

    def take_back(self, kind, currency, points, key, places, now):
        """Takes from one place after the other; returns what is missing."""
        places = places or ["pending", "lot", "newest"]
        if "newest" not in places and "oldest" not in places:
            places = places + ["newest"]
        for place in places:
            lots = self.place(currency, place, *key)
            if self.floor(currency) == "pending":
                lots = [lot for lot in lots if lot.matures > PAST]
            points, _ = self.take(kind, lots, points, now)
        return points

    def place(self, currency, place, matures, expires, day):
        """The lots of a place where a claw-back takes from, in its order."""
        def age(lot):
            oldest = self.currencies[currency].get("spend_order") == "oldest"
            return *([lot.earned_on] if oldest else []), lot.expires, lot.matures > PAST, self.order(lot)

        mine = sorted((lot for lot in self.lots if lot.currency == currency), key=age,
                      reverse=place != "oldest")
        if place in ("newest", "oldest"):
            return mine
        if place == "pending":
            waiting = [lot for lot in mine if matures > PAST and lot.matures == matures]
            return [lot for lot in waiting if lot.expires == expires] + [
                lot for lot in waiting if lot.expires != expires and self.ends_move(currency)]
        ready = [lot for lot in mine if lot.matures == PAST]
        same_end = sorted((lot for lot in ready if lot.expires == expires), key=lambda lot: lot.earned_on != day)
        return same_end + self.moved_lot(ready, currency, expires, day)

    def moved_lot(self, lots, currency, expires, day):
        """Where ends move, the lot of that day, or of the last before."""
        mine = [lot for lot in lots if not lot.own and lot.expires != expires and lot.earned_on <= day]
        best = min(mine, key=lambda lot: (-lot.earned_on.toordinal(), lot.expires), default=None)
        return [best] if best and self.ends_move(currency) else []

    def restore(self, currency, points, expires, earned_on, own, now, kind="restore"):
        if kind in ("adjust", "transfer"):  # not spent, and given again
            self.totals[currency, "issued"] += points
        else:
            self.totals[currency, "spent"] -= points
        if self.lives(currency).get("restored") == "new" and kind == "restore":
            expires, earned_on, own = self.end(currency, now, PAST, now), self.day(currency, now), False
        else:
            expires = self.came_back(currency, expires, own, now)
        self.receive(kind, Lot(currency, points, PAST, expires, earned_on, own), now)

    # -- Holds --

    def hold(self, name, currency, points, lapses, now):
        _, taken = self.take("hold", sorted(self.ready(currency), key=self.order), points, now)
        for part, expires, earned_on, own in taken:
            self.holds.append(Held(name, currency, part, expires, earned_on, lapses, own))

    def held(self, currency, name=None):
        """Points held under a name."""
        return sum(held.points for held in self.holds if held.currency == currency and held.hold == name)

    def all_held(self, currency):
        return sum(held.points for held in self.holds if held.currency == currency)

    def capture(self, name, currency, points, now):
        """Of a hold, if there is one; what was taken, lot by lot."""
        taken = []
        for held in self.holds:
            if held.hold == name and held.currency == currency and points:
                part = min(points, held.points)
                self.post("capture", Lot(currency, part, PAST, held.expires, held.earned_on), part, now)
                self.totals[currency, "spent"] += part
                held.points -= part
                points -= part
                taken.append((part, held.expires, held.earned_on, held.own))
        assert points == 0
        self.holds = [held for held in self.holds if held.points]
        return taken

    def release(self, name, now):
        back = [held for held in self.holds if held.hold == name]
        self.holds = [held for held in self.holds if held.hold != name]
        for held in back:
            self.receive("release", Lot(held.currency, held.points, PAST, held.expires, held.earned_on,
                                        held.own), now)

    def lapse(self, moment, now):
        for name in dict.fromkeys(held.hold for held in self.holds if held.lapses <= moment):
            self.release(name, now)

    # -- Time --

    def settle(self, moment, now):
        """What matures and what expires at a moment."""
        for lot in sorted((lot for lot in self.lots if PAST < lot.matures <= moment), key=self.order):
            self.lots.remove(lot)
            ready = Lot(lot.currency, lot.points, PAST, lot.expires, lot.earned_on, lot.own)
            self.receive("mature", ready, now, told=lot)
        for lot in [lot for lot in self.lots if lot.expires <= moment]:
            self.lots.remove(lot)
            self.expire(lot, now)

    def expire(self, lot, now):
        self.lose(lot, now)
        self.expired.append((lot.currency, lot.points, lot.expires))

    def lose(self, lot, now):
        self.post("expire", lot, lot.points, now)
        self.totals[lot.currency, "expired"] += lot.points

    def forfeit(self, currency, now):
        """All that there is, but what is held. It has not expired by itself, and does not come back."""
        for lot in [lot for lot in self.lots if lot.currency == currency]:
            self.lots.remove(lot)
            self.lose(lot, now)

    def schedule(self, currency):
        """Points by when they expire."""
        found = Counter()
        for lot in self.lots + self.holds:
            if lot.currency == currency:
                found[lot.expires] += lot.points
        return found

    def moments(self):
        lots = [m for lot in self.lots for m in (lot.matures, lot.expires) if m > PAST]
        return lots + [held.lapses for held in self.holds]
