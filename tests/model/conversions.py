"""Points that turn by themselves into vouchers or other points."""
from civil import PAST, bounds

PERIODS = ("month", "quarter", "half-year", "year")


class Converts:
    """What a customer knows of them."""

    def conversions(self, *ats):
        """Points of a frozen account do not turn."""
        if self.frozen:
            return
        for currency, rule in self.program["currencies"].items():
            if rule.get("convert", {}).get("at", "threshold" if "convert" in rule else None) in ats:
                yield currency, rule["convert"]

    def conversion_moments(self):
        """The ends of periods at which points that are there now turn."""
        return [self.zone.moment(bounds(self.zone.day(self.now), how["at"])[1])
                for currency, how in self.conversions(*PERIODS) if self.purse.available(currency) >= how["points"]]

    def turn_expiring(self, moment):
        """Whether any of those that end now turned."""
        found = False
        for currency, how in self.conversions("expiry"):
            lots = [lot for lot in self.purse.lots
                    if lot.currency == currency and lot.matures == PAST and lot.expires <= moment]
            points = sum(lot.points for lot in lots) // how["points"] * how["points"]
            if points:
                found = True
                self.purse.take("burn", sorted(lots, key=self.purse.order), points, self.now)
                self.turned(currency, how, points)
        return found

    def turn(self, moment=None):
        """Whether any turned: what there is enough of, and at the end of a period what there is."""
        found = False
        for currency, how in self.conversions("threshold", *PERIODS):
            at = how.get("at", "threshold")
            if at != "threshold" and (moment is None or not self.begins(moment, at)):
                continue
            points = self.purse.available(currency) // how["points"] * how["points"]
            if points:
                found = True
                self.purse.burn(currency, points, self.now)
                self.purse.totals[currency, "spent"] -= points  # turned() adds it
                self.turned(currency, how, points)
        return found

    def begins(self, moment, period):
        day = self.zone.day(moment)
        return bounds(day, period)[0] == day and self.zone.moment(day) == moment

    def turned(self, currency, how, points):
        self.purse.totals[currency, "spent"] += points
        count = points // how["points"]
        if "issue" in how:
            self.issue(how["issue"], count)
        for other, gives in how.get("into", {}).items():
            today = self.zone.day(self.now)
            facts = self.facts(today, local_day=today)
            self.purse.earn(other, count * gives, self.now, self.now, until=self.spared(other, facts),
                            pending=self.waits(other, facts))
            self.credit(f"{other} earned", count * gives, self.zone.day(self.now))
