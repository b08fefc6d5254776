"""A customer: what he has, and what time does to him, moment by moment."""
import re
from collections import Counter
from copy import copy
from types import SimpleNamespace as Record

from birthdays import Born
from civil import DAY, NEVER, PAST
from conversions import Converts
from erasure import Forgotten
from limits import copies, own_uses
from measured import Balance
from memberships import Member
from purse import Purse
from stages import PATIENCE, Stages
from tallies import Tally
from tiers import ladder_of
from unmerges import Parts


class Customer(Stages, Converts, Member, Born, Forgotten, Parts):
    def __init__(self, program, zone, now):
        self.program, self.zone = program, zone
        self.now = now
        self.timers_from = now
        self.purse = Purse(program, zone)
        self.ladders = {name: ladder_of(program, name, zone, now) for name in program.get("ladders", {})}
        self.came = set()  # accounts that went into this one
        self.vouchers = []  # (id, expires)
        self.lapsed = Counter()  # vouchers that ended unused, of which none was asked for yet
        self.memberships = {}  # by plan
        self.parked = []  # returns that wait for their sale
        self.household = None  # its name, and since when
        self.frozen = ""  # why
        self.brought = None  # by whom, and when
        self.brought_others = Tally(program.get("referrals", {}).get("limit", {}).get("per", "lifetime"))
        self.waiting = {}  # fractions of points, by currency
        self.counters = {name: Tally(rule.get("window", "lifetime"))
                         for name, rule in program.get("counters", {}).items()}
        self.caps = {cap["id"]: Tally(cap["per"]) for cap in program.get("caps", [])}
        self.limits = own_uses(program)
        self.begin_stages(now)
        self.purchases = self.visits = self.spend = 0
        self.enrolled_on = zone.day(now)
        self.follow_balances()
        self.purse.tiers = {name: self.tier_name(name) for name in self.ladders}

    def copy(self):
        other = copy(self)
        other.purse = self.purse.copy()
        other.steps, other.sales = list(self.steps), list(self.sales)
        other.ladders = {name: ladder.copy() for name, ladder in self.ladders.items()}
        other.follow_balances()
        other.counters, other.caps = ({name: copy(tally) for name, tally in tallies.items()}
                                      for tallies in (self.counters, self.caps))
        other.limits = copies(self.limits)
        other.memberships = {name: copy(member) for name, member in self.memberships.items()}
        other.brought_others = copy(self.brought_others)
        other.came, other.vouchers, other.lapsed = set(self.came), list(self.vouchers), Counter(self.lapsed)
        other.waiting, other.parked = dict(self.waiting), list(self.parked)
        return other

    def follow_balances(self):
        for ladder in self.ladders.values():
            if isinstance(ladder, Balance):
                ladder.follow(self.purse)

    # -- What conditions see --

    def facts(self, day, **scene):
        """The customer on a day, with what is said of the scene."""
        since = max(0, (day - self.zone.day(self.last_purchase)).days) if self.last_purchase else -1
        customer = Record(
            purchases=self.purchases, visits=self.visits, spend=self.spend, stage=self.stage,
            days_since_purchase=since, is_birthday=self.is_birthday(scene["local_day"]),
            tiers={name: self.tier_name(name) for name in self.ladders},
            membership={name: name in self.memberships for name in self.program.get("memberships", {})},
            points={name: self.purse.available(name) for name in self.program["currencies"]},
            counters={name: tally.at(scene["local_day"]) for name, tally in self.counters.items()})
        return Record(customer=customer, day=day, **scene)

    # -- Time --

    def timer_rules(self):
        return [rule for rule in self.program["rules"] if rule["on"] == "timer"]

    def timer(self, rule, bought=None):
        """When the rule is judged: as many days after the last purchase, or after that one."""
        sign, days = re.search(r"days_since_purchase (>=?) (\d+)", rule["when"]).groups()
        return self.zone.moment(self.zone.day(bought or self.last_purchase) + DAY * (int(days) + (sign == ">")))

    def timed(self, moment):
        """The rules that a moment fires: those of groups together, the others one by one."""
        due = [rule for rule in self.timer_rules() if self.timer(rule) == moment and not self.has_run(rule)]
        names = {name for group in self.program.get("groups", []) for name in group["rules"]}
        grouped = [rule for rule in due if rule["id"] in names]
        return [grouped if rule in grouped else [rule] for rule in due if rule not in grouped[1:]]

    def timers(self):
        """Moments of timers that have not been judged."""
        if self.last_purchase is None or self.erased:
            return []
        found = [self.timer(rule) for rule in self.timer_rules()]
        # Every deadline of the table counts, whatever the stage will be then.
        if self.stage in PATIENCE:
            found.append(self.patience())
        return [moment for moment in found if moment > self.timers_from]

    def moments(self):
        """All moments at which time alone does something."""
        return self.all_moments("moments")

    def due(self):
        """The next moment at which time alone changes him, progress on a ladder left aside."""
        return min(self.all_moments("deadlines"), default=NEVER)

    def all_moments(self, of_ladder):
        found = self.purse.moments() + [end for _, end in self.vouchers]
        found += self.conversion_moments()
        found += [member.until for member in self.memberships.values()] + [item.until for item in self.parked]
        for ladder in self.ladders.values():
            found += getattr(ladder, of_ladder)(self.now)
        return [m for m in found if self.now < m < NEVER] + self.timers()

    def settle(self, target, rules):
        """Lives through every moment up to the target; `rules` runs the rules of a scene."""
        self.purse.begin(self.now)
        while True:
            moment = min(self.moments(), default=NEVER)
            if moment > target:
                break
            self.live(moment, rules)
        self.now = max(self.now, target)
        self.timers_from = max(self.timers_from, target)

    def live(self, moment, rules):
        self.now = max(self.now, moment)
        turned = self.turn_expiring(moment)
        self.purse.settle(moment, self.now)
        self.purse.lapse(moment, self.now)
        self.parked = [item for item in self.parked if item.until > moment]
        self.end_plans(moment)
        turned = self.turn(moment) or turned
        self.lapsed.update(name for name, end in self.vouchers if end <= moment)
        self.vouchers = [v for v in self.vouchers if v[1] > moment]
        for ladder in self.ladders.values():
            ladder.settle(self.now)
        turned = self.count_matured(moment) or turned
        if turned:
            self.review()
        self.retier()
        if moment in self.timers():
            if self.stage in PATIENCE and self.patience() == moment:
                self.lose_patience(moment, rules)
            for together in self.timed(moment):
                rules.run(self, together, rules.clock(self, moment))
            self.timers_from = max(self.timers_from, moment)
            self.turn()
            self.review()

    def tier_name(self, ladder):
        return self.ladders[ladder].shown(self.ladders[ladder].tier, self.floor(ladder))

    def review(self, returned=None):
        for ladder in self.ladders.values():
            ladder.review(self.now, returned)
        self.retier()

    def retier(self):
        """Points live by the tiers that he has."""
        self.purse.retier({name: self.tier_name(name) for name in self.ladders}, self.now)

    def spared(self, currency, facts):
        """The end of points that come now and never expire, or none."""
        exempt = self.purse.lives(currency).get("exempt")
        return NEVER if exempt and exempt.of(facts) else None

    def waits(self, currency, facts):
        """How long points that come now wait where that is not as for others, or None."""
        cases = self.purse.pending_rule(currency).get("cases", [])
        return next((case for case in cases if case["when"].of(facts)), None)

    def credit(self, counts, amount, day, sold=None):
        """Counts on every ladder that counts this; of what comes back, it is known when it was sold. Points that
        wait are counted later by those that count matured ones."""
        matures = self.purse.last_matures if counts.endswith(" earned") else PAST
        for ladder in self.ladders.values():
            if not ladder.of_matured or matures <= self.now:
                self.count(ladder, counts, amount, self.counted_on(ladder, matures, day), sold)

    def uncredit(self, currency, points, waited, matures, sale):
        """Of points that come back; some waited still, and had not been counted as matured."""
        for ladder in self.ladders.values():
            self.count(ladder, f"{currency} earned", waited * ladder.of_matured - points,
                       self.counted_on(ladder, matures, sale.day), sale.time)

    def counted_on(self, ladder, matures, day):
        return self.zone.day(matures) if ladder.of_matured and matures > PAST else day

    def count(self, ladder, counts, amount, day, sold=None):
        for name, counted in ladder.counts().items():
            if counted == counts:
                ladder.credit_of(name, amount, day, self.now, sold)

    def count_matured(self, moment):
        """Whether there was any."""
        matured, self.purse.matured = self.purse.matured, []
        for currency, points in matured:
            for ladder in [ladder for ladder in self.ladders.values() if ladder.of_matured]:
                self.count(ladder, f"{currency} earned", points, self.zone.day(moment))
        return bool(matured)

    # -- Another account that comes in --

    def absorb(self, other, policy):
        self.purse.absorb(other.purse, self.now)
        for currency, waits in other.waiting.items():
            self.waiting[currency] = self.waiting.get(currency, 0) + waits
        for name, tally in self.counters.items():
            tally.absorb(other.counters[name], policy.get("counters") == "max")
        for name, tally in self.caps.items():
            tally.absorb(other.caps[name], False)
        for key, uses in self.limits.items():
            uses.absorb(other.limits[key])
        self.enrolled_on = min(self.enrolled_on, other.enrolled_on)
        self.sales = sorted(self.sales + other.sales)
        self.first_purchase = min(filter(None, (self.first_purchase, other.first_purchase)), default=None)
        self.purchases += other.purchases
        self.visits += other.visits
        self.spend += other.spend
        for name, ladder in self.ladders.items():
            ladder.absorb(other.ladders[name], policy, other.now, self.now)
        self.absorb_vouchers([voucher for voucher in other.vouchers if voucher[1] > self.now],
                             policy.get("vouchers") == "once")
        self.lapsed.update(other.lapsed)
        self.absorb_plans(other)
        self.absorb_birthday(other)
        self.parked += other.parked
        self.brought = self.brought or other.brought
        self.brought_others.absorb(other.brought_others, False)

    def absorb_vouchers(self, brought, once):
        """All of them; or of each kind as many as who has more, and those that end first stay behind."""
        for name in {name for name, _ in brought}:
            more = sorted((one for one in brought if one[0] == name), key=lambda one: one[1])
            self.vouchers += more[sum(one[0] == name for one in self.vouchers) if once else 0:]

    # -- Vouchers --

    def issue(self, voucher, count=1):
        """Returns their end."""
        end = self.end_of(voucher)
        self.vouchers += [(voucher, end)] * count
        return end

    def end_of(self, voucher):
        lasts = self.program["vouchers"][voucher].get("expires", "never")
        return NEVER if lasts == "never" else self.zone.add(self.now, lasts)

    def use(self, voucher):
        """The one that expires first; None when there is none."""
        mine = sorted((v for v in self.vouchers if v[0] == voucher), key=lambda v: v[1])
        if mine:
            self.vouchers.remove(mine[0])
        return mine[0] if mine else None
