"""Accounts that are frozen: they earn, but spend nothing until they are free again."""
from refused import Refused

SPENDING = ("redeem", "hold", "capture", "transfer", "merge")


class Freezes:
    """What the model does with them."""

    def freeze(self, customer, event, scene):
        facts = self.rules.facts(customer, scene)
        if not event.get("reason"):
            raise Refused("missing-reason")
        if event["type"] == "freeze" and customer.frozen:
            raise Refused("already-frozen")
        if event["type"] == "unfreeze" and not customer.frozen:
            raise Refused("not-frozen")
        customer.frozen = event["reason"] if event["type"] == "freeze" else ""
        self.run_rules(customer, scene, facts)

    unfreeze = freeze

    @staticmethod
    def thaw(customer, event):
        """Nobody spends what is his while his account is frozen."""
        pays = event["type"] == "purchase" and (event.get("pay") or "receipt" in event)
        if customer is not None and customer.frozen and (pays or event["type"] in SPENDING):
            raise Refused("frozen")
