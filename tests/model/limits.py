"""How often rules and rewards are used, what all customers together are given, and what makes room again."""
from collections import Counter
from copy import copy
from types import SimpleNamespace as Record

from civil import bounds
from earning import amount_of
from refused import Refused
from tallies import Tally


class Uses:
    """Of something that is counted, for each text by itself."""

    def __init__(self, per="lifetime"):
        self.per, self.tallies = per, {}

    def copy(self):
        other = copy(self)
        other.tallies = {text: copy(tally) for text, tally in self.tallies.items()}
        return other

    def at(self, text, day):
        return self.tallies[text].at(day) if text in self.tallies else 0

    def add(self, text, amount, day):
        """What is given back was used."""
        tally = self.tallies.setdefault(text, Tally(self.per))
        tally.add(max(amount, -tally.at(day)), day)

    def absorb(self, other):
        for text, tally in other.tallies.items():
            self.tallies.setdefault(text, Tally(self.per)).absorb(tally, False)

    def part(self, other):
        for text, tally in other.tallies.items():
            if text in self.tallies:
                self.tallies[text].part(tally)


class Shares(Uses):
    """Of all customers: each period by itself, also one that is past."""

    def __init__(self, per="lifetime"):
        self.per, self.used = per, Counter()

    def copy(self):
        other = copy(self)
        other.used = Counter(self.used)
        return other

    def at(self, text, day):
        return self.used[text, bounds(day, self.per)[0]]

    def add(self, text, amount, day):
        self.used[text, bounds(day, self.per)[0]] += max(amount, -self.at(text, day))

    def all_at(self, day):
        return sum(used for (_, first), used in self.used.items() if first == bounds(day, self.per)[0])


def limited(program):
    """Rules, rewards and promotions that have a limit, by what counts them."""
    return {(part, one["id"]): one["limit"] for part in ("rules", "rewards", "promotions")
            for one in program.get(part, []) if "limit" in one}


def own_uses(program):
    """Those of one customer."""
    return {key: Uses(limit.get("per", "lifetime")) for key, limit in limited(program).items() if "customer" in limit}


def shared_uses(program):
    """Those of all customers."""
    found = {key: Shares() for key, limit in limited(program).items() if "all" in limit}
    for budget in program.get("budgets", []):
        found["budgets", budget["id"]] = Shares(budget.get("per", "lifetime"))
    return found


class Endless(Shares):
    """Where a sale is judged again there is room for all."""

    def at(self, text, day):
        return float("-inf")

    def add(self, text, amount, day):
        pass


def endless(program):
    return {key: Endless() for key in shared_uses(program)}


def copies(shared):
    return {key: uses.copy() for key, uses in shared.items()}


class Limits:
    """What the rules know of them."""

    def caps(self, rule, currency):
        return [cap for cap in self.program.get("caps", [])
                if cap["currency"] == currency and rule["id"] in cap.get("rules", [rule["id"]])]

    def budgets(self, rule, kind):
        """Of points of a currency, or of uses, that a rule draws on."""
        return [budget for budget in self.program.get("budgets", [])
                if rule["id"] in budget["rules"] and budget.get("currency", "times") == kind]

    def room_of_caps(self, customer, scene, rule, currency):
        day = scene.local.date()
        return [(cap, max(0, cap["limit"] - customer.caps[cap["id"]].at(day))) for cap in self.caps(rule, currency)]

    def room_of_budgets(self, facts, rule, currency):
        return [(budget, self.left(budget, facts)) for budget in self.budgets(rule, currency)]

    @staticmethod
    def text(of, facts):
        return of["by"].of(facts) if "by" in of else ""

    def used_up(self, customer, key, limit, facts, day):
        text = self.text(limit, facts)
        return ("customer" in limit and customer.limits[key].at(text, day) >= limit["customer"]
                or "all" in limit and self.shared[key].at(text, facts.scene.day) >= limit["all"])

    def usable(self, customer, rules, scene, facts):
        """The rules that may be used now."""
        def may(rule):
            if "limit" in rule and self.used_up(customer, ("rules", rule["id"]), rule["limit"], facts,
                                                scene.local.date()):
                return False
            return all(self.left(budget, facts) > 0 for budget in self.budgets(rule, "times"))

        return [rule for rule in rules if may(rule)]

    def in_turn(self, rules, earning, facts):
        """Those for whom others of the event leave uses of their budgets."""
        kept, taken = [], Counter()
        for rule in rules:
            mine = self.budgets(rule, "times")
            if not mine or not self.may_give(rule, earning, facts):
                kept.append(rule)
            elif all(self.left(budget, facts) > taken[budget["id"]] for budget in mine):
                kept.append(rule)
                taken.update(budget["id"] for budget in mine)
        return kept

    @staticmethod
    def may_give(rule, earning, facts):
        counts = any(amount_of(amount, facts)[0] for amount in rule.get("count", {}).values())
        return counts or {"issue", "stage"} & set(rule) or earning.gives(rule)

    def left(self, budget, facts):
        most = budget["times"] if "times" in budget else budget["limit"]
        return most - self.shared["budgets", budget["id"]].at(self.text(budget, facts), facts.scene.day)

    def take_reward(self, customer, reward, facts, day):
        key, limit = ("rewards", reward["id"]), reward.get("limit", {})
        if self.used_up(customer, key, limit, facts, day):
            raise Refused("usage-limit-reached")
        self.use_limit(customer, key, limit, facts, day)

    # -- Counting --

    def count_caps(self, customer, earned, scene, facts):
        for one in earned:
            for cap in self.caps(one.rule, one.currency) if one.points else ():
                if cap["per"] != "event":
                    customer.caps[cap["id"]].add(one.points, scene.local.date())
            for budget in self.budgets(one.rule, one.currency):
                self.shared["budgets", budget["id"]].add(self.text(budget, facts), one.points, facts.scene.day)

    def note_room(self, earned, scene, facts):
        """What points use of caps and budgets goes with them when the sale comes back."""
        for cap in self.caps(earned.rule, earned.currency):
            if cap.get("freed", True) and cap["per"] != "event":
                self.note("room", (("caps", cap["id"]),), earned.points, earned.over, scene.local.date())
        for budget in self.budgets(earned.rule, earned.currency):
            if budget.get("freed", True):
                key = ("budgets", budget["id"]), self.text(budget, facts)
                self.note("room", key, earned.points, earned.over, facts.scene.day)

    def make_room(self, customer, award, points):
        of, *text = award.key
        if of[0] == "caps":
            tally = customer.caps[of[1]]
            tally.add(-min(points, tally.at(award.day)), award.day)
        else:
            self.shared[of].add(*text, -points, award.day)

    def use(self, customer, rule, facts, day):
        """A rule has given something."""
        limit = rule.get("limit", {})
        self.use_limit(customer, ("rules", rule["id"]), limit, facts, day)
        for budget in self.budgets(rule, "times"):
            self.count_use(None, ("budgets", budget["id"]), self.text(budget, facts), facts.scene.day,
                           budget.get("freed", True))

    def use_limit(self, customer, key, limit, facts, day):
        text, freed = self.text(limit, facts), limit.get("freed", True)
        if "customer" in limit:
            self.count_use(customer, key, text, day, freed)
        if "all" in limit:
            self.count_use(None, key, text, facts.scene.day, freed)

    def kept(self, customer):
        """Uses by key: a customer's, who may have another account by the time they are given back, or all's."""
        return customer.limits if customer else self.shared

    def count_use(self, customer, key, text, day, freed):
        self.kept(customer)[key].add(text, 1, day)
        if self.used is not None and freed:
            self.used.append(Record(own=customer is not None, key=key, text=text, day=day))

    def free(self, customer, used):
        """The sale has come back."""
        for use in used:
            self.kept(customer if use.own else None)[use.key].add(use.text, -1, use.day)

    def told(self, day):
        """What is used of budgets in the period of a day."""
        return {budget["id"]: self.shared["budgets", budget["id"]].all_at(day)
                for budget in self.program.get("budgets", [])}
