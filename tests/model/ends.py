"""When points are lost: by the day they were earned or matured, or by the last activity; by hand, with
an end of their own; and points that come back after their end."""
from civil import DAY, NEVER, PAST, bounds, plus
from clocks import Clocks
from lives import Lives
from refused import Refused

ACTIVITY = ["purchase", "redeem", "capture"]


class Ends(Lives, Clocks):
    """What a purse knows of the ends of points."""

    def lives(self, currency):
        rule = self.currencies[currency].get("expires", "never")
        return {} if rule == "never" else rule

    def expiry(self, currency, earned, after=None):
        """The end of a duration, or of the time that the currency's points live, by its edge of a day."""
        rule = self.lives(currency)
        if not rule and not after:
            return NEVER
        if earned == NEVER:  # not before an event
            return NEVER
        if rule.get("edge") == "instant":
            return self.clock(currency).add(earned, after or rule["after"])
        day = self.day(currency, earned)
        return self.day_end(currency, day, after) if after else self.latest_end(currency, day)

    def day_end(self, currency, day, span):
        if span == "never":
            return NEVER
        rule, clock = self.lives(currency), self.clock(currency)
        if rule.get("edge") == "instant":
            return self.expiry(currency, clock.moment(day), span)
        last = bounds(plus(day, span), rule.get("round_up", "day"))[1] - DAY
        return clock.moment(last if rule.get("edge") == "start-of-day" else last + DAY)

    def end(self, currency, earned, matures, now):
        """The end of points that come."""
        rule = self.lives(currency)
        if rule.get("from") == "activity":
            return self.shared(currency, now) or self.expiry(currency, earned)
        return self.expiry(currency, self.counted_from(currency, earned, matures))

    def counted_from(self, currency, earned, matures):
        return max(earned, matures) if self.lives(currency).get("from") == "matured" else earned

    # -- Activity --

    def moves(self, currency):
        return self.lives(currency).get("from") == "activity"

    def shared(self, currency, now):
        """The end that activity gave, unless it is past."""
        if not self.moves(currency) or currency not in self.active:
            return None
        end = self.expiry(currency, self.active[currency])
        return end if end > now else None

    def activity(self, kind, time, now):
        """An event that counts as activity gives all points the same end, never an earlier one."""
        for currency in self.currencies:
            if self.moves(currency) and kind in self.lives(currency).get("activity", ACTIVITY):
                self.active[currency] = max(time, self.active.get(currency, time))
                if kind != "purchase":
                    self.acted[currency] = max(time, self.acted.get(currency, time))
                self.prolong(currency, now)

    def unprolong(self, bought, now):
        """A purchase was none; the last one that is left. Points that had their end by it have another one."""
        for currency, active in list(self.active.items()):
            left = [time for time in (bought, self.acted.get(currency)) if time]
            if "purchase" not in self.lives(currency).get("activity", ACTIVITY) or active in left:
                continue
            if not left or max(left) < active:
                end = self.expiry(currency, active)
                self.active.pop(currency)
                self.active.update({currency: max(left)} if left else {})
                self.live_without(currency, end, now)

    def live_without(self, currency, end, now):
        mine = [part for part in [*self.lots, *self.holds] if part.currency == currency and not part.own]
        for part in [part for part in mine if part.expires == end]:
            if part in self.lots:
                self.give_end(part, part.points, self.lived(part, now), now)
            else:
                part.expires = self.lived(part, now)

    def absorb_ends(self, other, now):
        """The later activity of two accounts is that of all points, unless its end is past."""
        self.expired += other.expired
        for currency, time in other.active.items():
            self.active[currency] = max(time, self.active.get(currency, time))
        for currency, time in other.acted.items():
            self.acted[currency] = max(time, self.acted.get(currency, time))
        for currency in self.active:
            self.prolong(currency, now)

    def prolong(self, currency, now):
        end = self.shared(currency, now)
        if end is None:
            return
        for held in self.holds:
            if held.currency == currency and not held.own:
                held.expires = max(held.expires, end)
        for lot in [lot for lot in self.lots if lot.currency == currency and not lot.own and lot.expires < end]:
            self.give_end(lot, lot.points, end, now)

    def give_end(self, lot, points, end, now):
        """Points of a lot have another end."""
        if end == lot.expires:
            return
        other = type(lot)(lot.currency, points, lot.matures, end, lot.earned_on, lot.own)
        self.post("extend", other, points, now, was=lot.expires)
        lot.points -= points
        self.lots = [lot for lot in self.lots if lot.points]
        if end <= now:
            self.expire(other, now)
        else:
            self.keep(other)

    def ends_move(self, currency):
        """Whether its points may have another end by now than they were given."""
        rule = self.lives(currency)
        return self.moves(currency) or "by_tier" in rule or "since" in rule

    def came_back(self, currency, expires, own, now):
        """The end of points that were spent and come back."""
        if not own:
            expires = max(expires, self.shared(currency, now) or expires)
        lapsed = self.lives(currency).get("lapsed", "expire")
        if expires > now or lapsed == "expire":
            return expires
        if lapsed == "new":
            return self.expiry(currency, now)
        return self.expiry(currency, now, lapsed["grace"])

    # -- What a sale gave that comes back --

    def excuse(self, currency, points, end, sold):
        """How many of its points have expired unspent since: nobody owes those. Where ends move, all that
        has expired since counts, the first of it first.
        """
        mine = [item for item in self.expired if item[0] == currency and item[2] == end]
        if self.ends_move(currency):
            others = [item for item in self.expired if item[0] == currency and item[2] >= sold and item[2] != end]
            mine += sorted(others, key=lambda item: item[2])
        left = points
        for item in mine:
            part = min(left, item[1])
            left -= part
            self.expired.remove(item)
            if part < item[1]:
                self.expired.append((currency, item[1] - part, item[2]))
        return points - left

    # -- By hand --

    def extend(self, currency, points, until, by, now):
        """Points that are not held get another end, those first that expire first."""
        mine = [(lot, lot.points) for lot in self.lots if lot.currency == currency]
        if sum(has for _, has in mine) < points:
            raise Refused("insufficient-points")
        for lot, has in sorted(mine, key=lambda pair: (pair[0].expires, self.order(pair[0]))):
            part = min(points, has)
            if part:
                self.give_end(lot, part, until or self.later(lot, by), now)
            points -= part

    def later(self, lot, by):
        return NEVER if lot.expires == NEVER else self.clock(lot.currency).add(lot.expires, by)

    def reinstate(self, currency, points, until, now):
        """Points that have expired lately are there again, those first that expired last."""
        rule = self.lives(currency).get("reinstate")
        if rule is None:
            raise Refused("no-reinstatement")
        within, fee = (rule["within"], rule.get("fee", 0)) if isinstance(rule, dict) else (rule, 0)
        clock = self.clock(currency)
        mine = [item for item in self.expired if item[0] == currency and clock.add(item[2], within) >= now]
        if not mine:
            raise Refused("too-late")
        if sum(item[1] for item in mine) < points:
            raise Refused("insufficient-points")
        end = until or self.end(currency, now, PAST, now)
        left = points
        for item in sorted(mine, key=lambda item: item[2], reverse=True):
            part = min(left, item[1])
            self.expired.remove(item)
            if part < item[1]:
                self.expired.append((currency, item[1] - part, item[2]))
            left -= part
        self.totals[currency, "expired"] -= points
        return end, fee
