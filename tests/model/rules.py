"""What rules give: judged all together on the facts before, then given one after the other."""
from collections import Counter
from types import SimpleNamespace as Record

from civil import NEVER, PAST
from crossing import Crossing
from earning import Earning, amount_of, decide
from limits import Limits, shared_uses
from stages import bought_from


def whole(amount):
    """The share of an event that is not split."""
    return amount


class Rules(Limits):
    def __init__(self, program):
        self.program = program
        self.awards = self.used = None  # of the sale at hand, and what it uses
        self.shared = shared_uses(program)
        self.part = False  # only what lines earn, of an exchange that leaves some of a sale

    # -- Scenes --

    def clock(self, customer, moment):
        """The scene when time alone acts, by the program's zone."""
        day = customer.zone.day(moment)
        return Record(time=moment, day=day, local=moment.astimezone(customer.zone.zone), lines=[],
                      total=0, paid=0, channel="", store="", codes=[])

    def facts(self, customer, scene):
        return customer.facts(scene.day, local_day=scene.local.date(), scene=scene, lines=scene.lines,
                              total=scene.total, paid=scene.paid)

    # -- The rules of a kind --

    def of(self, kind):
        kind = "purchase" if kind == "exchange" else kind
        return [rule for rule in self.program["rules"] if kind in self.kinds(rule)]

    @staticmethod
    def kinds(rule):
        return rule["on"] if isinstance(rule["on"], list) else [rule["on"]]

    def run(self, customer, rules, scene, facts=None, crosses=False):
        facts = facts or self.facts(customer, scene)
        parts, rules = [(facts, whole)], self.usable(customer, rules, scene, facts)
        self.part = getattr(scene, "part", False)
        if crosses:
            facts, parts = self.crossed(customer, rules, scene, facts)
        parts = [self.fired(rules, scene, facts, share) for facts, share in parts]
        earned, waiting = decide(self.program, parts, customer.waiting, self.part)
        cut = self.capped(customer, earned, scene, facts)
        self.give_points(customer, earned, waiting, cut, scene, facts)
        self.count_caps(customer, earned, scene, facts)
        counted = self.ladder_amounts(customer, scene, facts)
        first = self.fired(rules, scene, facts)[0]
        for rule in [rule for rule in rules if any(rule in fired for fired, _ in parts + [(first, None)])]:
            gave = rule in first and self.give_others(customer, rule, scene, facts)
            if gave or self.gave(rule, earned):
                self.use(customer, rule, facts, scene.local.date())
        for ladder, name, amount, over in counted:
            customer.ladders[ladder].credit_of(name, amount, scene.day, customer.now)
            self.note("ladder", (ladder, name), amount, over, scene.day)

    def gave(self, rule, earned):
        """Whether it has earned points, or multiplied some."""
        multiplies, how = rule.get("multiply", {}), Earning(self.program, None)
        return any(one.points and (one.rule is rule or one.currency in multiplies and how.is_multiplied(one.rule))
                   for one in earned)

    def fired(self, rules, scene, facts, share=whole):
        """The rules that hold and win, and how they earn."""
        fired = [rule for rule in rules if "when" not in rule or rule["when"].of(facts)]
        fired = [rule for rule in fired if rule.get("from", "") <= scene.day.isoformat()]
        earning = Earning(self.program, facts)
        return self.in_turn(earning.winners(fired), earning, facts), Earning(self.program, facts, share)

    def crossed(self, customer, rules, scene, facts):
        """The facts by which rules are judged, and those of each part of the event."""
        earned, _ = decide(self.program, [self.fired(rules, scene, facts)], customer.waiting, self.part)
        self.capped(customer, earned, scene, facts)
        points = Counter()
        for one in earned:
            points[one.currency] += one.points
        crossing = Crossing(customer, scene, facts, points)
        facts = crossing.after()
        return facts, crossing.split(facts)

    def capped(self, customer, earned, scene, facts):
        """Cuts what is earned to caps, then to budgets; the currencies that were cut."""
        together, cut = {}, set()
        for one in earned:
            together.setdefault((one.rule["id"], one.currency), []).append(one)
        for limits in (lambda *of: self.room_of_caps(customer, scene, *of),
                       lambda *of: self.room_of_budgets(facts, *of)):
            used = Counter()
            for lines in together.values():
                if self.cut(lines, limits(lines[0].rule, lines[0].currency), used):
                    cut.add(lines[0].currency)
        return cut

    def give_points(self, customer, earned, waiting, cut, scene, facts):
        for currency in self.program["currencies"]:
            mine = [one for one in earned if one.currency == currency]
            key = PAST, NEVER, scene.day
            for end, wait, alike in self.apart(customer, mine, scene, facts) if mine else ():
                points = sum(one.points for one in alike)
                if points:
                    key = customer.purse.earn(currency, points, scene.time, customer.now, until=end, pending=wait)
                    customer.credit(f"{currency} earned", points, scene.day)
                for one in alike:
                    self.note("points", (currency, key), one.points, one.over, scene.day)
                    self.note_room(one, scene, facts)
            if currency in waiting and currency not in cut:
                self.wait(customer, currency, key, waiting[currency], scene.day)

    @staticmethod
    def apart(customer, earned, scene, facts):
        """Each earning that ends or waits in a way of its own; then those that do as the currency says,
        together."""
        currency = earned[0].currency
        spared, waits, plain = customer.spared(currency, facts), customer.waits(currency, facts), []
        for one in earned:
            end = spared
            if "expires" in one.rule:
                end = customer.purse.own_end(currency, one.rule["expires"], scene.time)
            if end or waits or "pending" in one.rule:
                yield end, one.rule.get("pending", waits), [one]
            else:
                plain.append(one)
        if plain:
            yield None, None, plain

    @staticmethod
    def cut(lines, limits, used):
        """Cuts what a rule earns, on all its lines, to what limits leave, or gives nothing of it. Whether it did."""
        wanted = granted = sum(one.points for one in lines)
        for limit, room in limits:
            if room - used[limit["id"]] < granted:
                granted = room - used[limit["id"]] if limit.get("partial", True) else 0
        for limit, _ in limits:
            used[limit["id"]] += granted
        left = granted
        for one in lines:
            one.points = min(one.points, left)
            left -= one.points
        return granted < wanted

    def wait(self, customer, currency, key, after, day):
        """A fraction waits on the customer; by how much it grew goes back with the whole sale."""
        grown = after - customer.waiting.get(currency, 0)
        customer.waiting[currency] = after
        if self.awards is not None and grown:
            self.awards.append(Record(kind="waiting", key=(currency, key), amount=grown, over=None, day=day,
                                      gone=0))

    def ladder_amounts(self, customer, scene, facts):
        """What ladders count of an amount of their own on this kind of event."""
        kind = getattr(scene, "kind", None)
        kind = "purchase" if kind == "exchange" else kind
        found = []
        for ladder in customer.ladders:
            for name, counts in customer.ladders[ladder].counts().items():
                if isinstance(counts, dict) and counts["on"] == kind:
                    found.append((ladder, name, *amount_of(counts["amount"], facts)))
        return [one for one in found if one[3] or not self.part]

    def give_others(self, customer, rule, scene, facts):
        """Whether there was anything."""
        gave = False
        for name in self.program.get("counters", {}):
            if name in rule.get("count", {}):
                amount, over = amount_of(rule["count"][name], facts)
                if amount and (over or not self.part):
                    gave = True
                    self.count(customer, name, amount, scene)
                    self.note("counter", name, amount, over, scene.local.date())
        if self.part:
            return gave
        issued = rule.get("issue", [])
        for voucher in issued if isinstance(issued, list) else [issued]:
            gave = True
            self.note("voucher", (voucher, customer.issue(voucher)), 1, None, scene.day)
        if "stage" in rule:
            gave = gave or rule["stage"] != customer.stage
            self.enter(customer, rule["stage"], scene, told=True)
        return gave

    def count(self, customer, name, amount, scene):
        """A full card is exchanged at once; what is over stands on the next one."""
        definition, tally = self.program["counters"][name], customer.counters[name]
        tally.add(amount, scene.local.date())
        if "every" in definition:
            full, tally.value = divmod(tally.value, definition["every"])
            if "issue" in definition:
                voucher = definition["issue"]
                self.note("card", (voucher, customer.issue(voucher, full)), full, None, scene.day)

    def note(self, kind, key, amount, over, day):
        if self.awards is not None and amount > 0:
            self.awards.append(Record(kind=kind, key=key, amount=amount, over=over, day=day, gone=0))

    # -- Stages --

    def transition(self, customer, facts):
        """Where a purchase leads, judged before it."""
        return bought_from(customer.stage, facts.customer.purchases)

    def enter(self, customer, stage, scene, told=False, since=None):
        if stage == customer.stage:
            return
        customer.moved = since or customer.now
        customer.step(stage, customer.moved, told)
        entered = Record(**{**vars(scene), "kind": "enter:" + stage})
        self.run(customer, self.of("enter:" + stage), entered)
