"""By whose clock the days of points begin and end: the program's, a store's, or the customer's."""
from civil import Zone


class Clocks:
    """What a purse knows of them."""

    home = store = None
    """Where the customer lives; where what happens now happens; None: where the program is."""

    def clock(self, currency):
        whose = self.lives(currency).get("clock", "program")
        return {"store": self.store, "customer": self.home}.get(whose) or self.zone

    def day(self, currency, moment):
        return self.clock(currency).day(moment)


class Places:
    """What the model knows of them."""

    def enter(self, customer, event):
        """An event happens to a customer in a store, and may say where he lives."""
        stores = self.program.get("stores", {})
        customer.purse.store = Zone(stores[event["store"]]["time_zone"]) if event.get("store") in stores else None
        if event["type"] in ("enrol", "profile") and "home" in event.get("attributes", {}):
            customer.purse.home = Zone(event["attributes"]["home"])

    @staticmethod
    def leave_store(customer):
        customer.purse.store = None
