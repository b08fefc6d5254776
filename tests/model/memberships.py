"""Plans that customers pay for: what runs until when, the tiers that it keeps, the points lost with it."""
from types import SimpleNamespace as Record

from refused import Refused


class Plans:
    """What the model does with membership events."""

    def membership(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        name, action, running = event.get("plan"), event.get("action"), customer.memberships
        plan = self.program.get("memberships", {}).get(name)
        if plan is None:
            raise Refused("unknown-plan")
        if action == "start" and name in running:
            raise Refused("already-member")
        if action != "start" and name not in running:
            raise Refused("no-membership")
        if action != "cancel" and "until" not in event and "lasts" not in plan:
            raise Refused("missing-until")
        if action == "cancel" and "until" in event:
            raise Refused("conflicting-members")
        until = self.instant(event["until"]) if "until" in event else None
        if until and until <= scene.time:
            raise Refused("bad-time")
        if action == "start":
            end = until or self.zone.add(scene.time, plan["lasts"])
            running[name] = Record(since=scene.time, until=end, cancelled=False)
        elif action == "renew":
            member = running[name]
            member.until, member.cancelled = until or self.zone.add(member.until, plan["lasts"]), False
        elif plan.get("cancel") == "now":
            customer.end_plan(name)
        else:
            running[name].cancelled = True
        customer.end_plans(customer.now)
        customer.review()
        self.run_rules(customer, scene, facts)


class Member:
    """What a customer knows of his plans."""

    def end_plans(self, moment):
        for name in [name for name, member in self.memberships.items() if member.until <= moment]:
            self.end_plan(name)

    def end_plan(self, name):
        del self.memberships[name]
        lost = self.program["memberships"][name].get("forfeits", [])
        for currency in [lost] if isinstance(lost, str) else lost:
            self.purse.forfeit(currency, self.now)

    def absorb_plans(self, other):
        """Of a plan that runs for both, the longer one; one's own goes on."""
        for name, theirs in other.memberships.items():
            mine = self.memberships.get(name)
            if theirs.until <= self.now:
                continue  # it is over here
            if mine is None or theirs.until > mine.until:
                self.memberships[name] = Record(since=mine.since if mine else theirs.since, until=theirs.until,
                                                cancelled=theirs.cancelled)

    def floor(self, ladder):
        """The tier below which plans do not let him fall."""
        ids = [tier["id"] for tier in self.program["ladders"][ladder]["tiers"]]
        plans = [self.program["memberships"][name].get("tiers", {}) for name in self.memberships]
        return max((ids.index(tiers[ladder]) for tiers in plans if ladder in tiers), default=0)
