"""Members of households whose accounts become one, and two again. Views: of pools it is not known."""
from refused import Refused


class Shared:
    """What the model does with their places: the account that goes on has one of them."""

    def admit_places(self, customer, other, scene):
        """Whether one place will do."""
        mine, theirs = customer.household, other.household
        if not mine or not theirs or mine.name == theirs.name:
            return
        how = self.program.get("merges", {}).get("household", "survivor")
        if how == "refuse":
            raise Refused("in-household")
        self.may_leave(mine if how == "survivor" else theirs, scene)

    def give_place(self, name, to, brought, image):
        """What the merge does: `image` tells it."""
        image.place = image.left = None
        receiver, mine = self.customers[to], brought.household
        if not mine:
            return
        members, theirs = self.members[mine.name], receiver.household
        how = self.program.get("merges", {}).get("household", "survivor")
        if theirs and (theirs.name == mine.name or how == "survivor"):
            image.left = name, mine, theirs.name == mine.name
            members.remove(name)
            return
        if theirs:
            image.left = to, theirs, False
            self.members[theirs.name].remove(to)
        image.place = mine.name
        members[members.index(name)] = to
        receiver.household = mine

    def part_places(self, name, to, image):
        """Each has his own again, where he has not left it and there is room; who has left one that both were in
        has left it for both."""
        receiver = self.customers[to]
        present = receiver.household and receiver.household.name
        if image.place and present == image.place:
            members = self.members[image.place]
            members[members.index(to)] = name
            image.household, receiver.household = receiver.household, None
        else:
            image.household = None
        who, household, shared = image.left or (None, None, False)
        if who and (not shared or present == household.name):
            self.come_back(image if who == name else self.customers[self.present(who)],
                           name if who == name else self.present(who), household)

    def come_back(self, customer, who, household):
        """He has been there as long as before."""
        members = self.members[household.name]
        if not customer.household and len(members) < self.together.get("most", 16):
            members.append(who)
            customer.household = household
