"""Ends of points that depend on more than their day: on tiers, on a date from which they count, on a
condition under which they have none, on what the rule that gives them says."""
from datetime import date

from civil import NEVER


class Lives:
    """What a purse knows of them. Its tiers are those that its points live by."""

    def latest_end(self, currency, day):
        """Of all ends that points of a day have now. They count from when expiry is switched on."""
        rule = self.lives(currency)
        if "since" in rule:
            day = max(day, self.day(currency, self.zone.moment(date.fromisoformat(rule["since"]))))
        mine = [spans.get(self.tiers[ladder]) for ladder, spans in rule.get("by_tier", {}).items()]
        return max(self.day_end(currency, day, span) for span in [rule["after"], *mine] if span)

    def own_end(self, currency, text, time):
        """The end that a rule gives: a duration after the event, or a date."""
        if text[0] != "P":
            return self.zone.moment(date.fromisoformat(text))
        return self.expiry(currency, time, text)

    def retier(self, tiers, now):
        """The customer has other tiers. What he has now prolongs at once; with what he has lost, points
        have what they would have from now on, and no more than they had."""
        before, self.tiers = self.tiers, tiers
        if tiers == before:
            return
        for currency in self.currencies:
            by_tier = self.lives(currency).get("by_tier", {})
            lost = any(before[ladder] in of and before[ladder] != tiers[ladder] for ladder, of in by_tier.items())
            for part in [*self.lots, *self.holds]:
                if by_tier and part.currency == currency and not part.own:
                    self.relive(part, self.lived(part, now), lost, now)

    def begin(self, now):
        """Where expiry was switched on, points without an end have one unless a tier keeps them from it."""
        for currency in self.currencies:
            mine = [part for part in [*self.lots, *self.holds] if part.currency == currency and not part.own]
            for part in mine if "since" in self.lives(currency) else []:
                if part.expires == NEVER:
                    self.live_until(part, self.lived(part, now), now)

    def lived(self, part, now):
        """The end of points by the tiers that there are now."""
        return self.shared(part.currency, now) or self.latest_end(part.currency, part.earned_on)

    def relive(self, part, end, lost, now):
        if end <= part.expires:
            end = min(part.expires, max(end, self.expiry(part.currency, now))) if lost else part.expires
        self.live_until(part, end, now)

    def live_until(self, part, end, now):
        if part in self.lots:
            self.give_end(part, part.points, end, now)
        else:
            part.expires = end
