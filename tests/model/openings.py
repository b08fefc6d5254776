"""What a customer of another system brings along: it counts as if he had always been here."""
from datetime import datetime, timedelta

from civil import UTC, scaled
from refused import Refused


class Openings:
    """What the model does with imports. Only of a customer who has neither points nor purchases."""

    def bring(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        opening = event.get("opening", {})
        self.admit_opening(customer, opening, scene)
        if "enrolled" in opening:
            customer.enrolled_on = self.zone.day(self.instant(opening["enrolled"]))
            for ladder in customer.ladders.values():
                ladder.enrol(customer.enrolled_on, customer.now)
        self.bring_purchases(customer, opening.get("purchases"), scene)
        for item in opening.get("points", []):
            self.bring_points(customer, item, scene, facts)
        for item in opening.get("vouchers", []):
            end = self.instant(item["until"]) if "until" in item else customer.end_of(item["voucher"])
            if end > customer.now:
                customer.vouchers += [(item["voucher"], end)] * item["count"]
        for item in opening.get("ladders", []):
            day = self.zone.day(self.said(item, "time", scene))
            customer.ladders[item["ladder"]].credit(item["amount"], day, customer.now)
        for name, value in opening.get("counters", {}).items():
            customer.counters[name].add(value, scene.local.date())
        if "stage" in opening:
            customer.stand(opening["stage"]["name"], self.said(opening["stage"], "since", scene))
        self.run_rules(customer, scene, facts)

    def said(self, item, member, scene):
        """When it was; now, where that is not said."""
        return self.instant(item[member]) if member in item else scene.time

    def admit_opening(self, customer, opening, scene):
        purse, purchases = customer.purse, opening.get("purchases", {})
        if customer.purchases or purse.lots or purse.holds:
            raise Refused("not-empty")
        times = [opening.get("enrolled"), opening.get("stage", {}).get("since"), purchases.get("first"),
                 purchases.get("last"), *(item.get("time") for member in ("points", "ladders")
                                          for item in opening.get(member, []))]
        if any(time and self.instant(time) > scene.time for time in times):
            raise Refused("bad-time")
        if "first" in purchases and self.instant(purchases["first"]) > self.said(purchases, "last", scene):
            raise Refused("bad-time")

    def bring_points(self, customer, item, scene, facts):
        """What has expired is not brought."""
        currency, earned = item["currency"], self.said(item, "time", scene)
        end = self.instant(item["until"]) if "until" in item else customer.spared(currency, facts)
        wait = customer.waits(currency, facts)
        if (end or customer.purse.earned_end(currency, earned, wait, customer.now)) > customer.now:
            points = self.points(currency, item["points"])
            customer.purse.earn(currency, points, earned, customer.now, until=end, pending=wait)

    def bring_purchases(self, customer, purchases, scene):
        if purchases is None:
            return
        last = self.said(purchases, "last", scene)
        customer.purchases = purchases["count"]
        customer.visits += purchases["count"]  # each was one
        customer.sales.append(last)
        customer.first_purchase = self.zone.day(self.said(purchases, "first", scene) if "first" in purchases else last)
        customer.spend += scaled(purchases.get("spend", 0), 2)


# ---- As choices ----

def told(opening, time):
    """An opening whose moments are seconds before the event, as events write it."""
    def moment(ago):
        then = datetime.fromisoformat(time) - timedelta(seconds=ago)
        return then.astimezone(UTC).isoformat(timespec="milliseconds")

    def with_moments(part):
        if isinstance(part, dict):
            return {key: moment(value) if key in ("time", "until", "since", "enrolled", "first", "last")
                    else with_moments(value) for key, value in part.items()}
        return [with_moments(item) for item in part] if isinstance(part, list) else part

    return with_moments(opening)
