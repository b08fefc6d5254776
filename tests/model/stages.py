"""Where a customer stands in the lifecycle: every purchase and every stage of his whole life, so that a
purchase that comes back can be left out and the rest lived through again."""
from types import SimpleNamespace as Record

BOUGHT = {"prospect": "first-purchase", "first-purchase": "repeat", "repeat": "loyal",
          "at-risk": "repeat", "lost": "won-back", "won-back": "repeat"}
"""The usual stages: where a purchase leads; from repeat only the fifth."""
PATIENCE = {"first-purchase": ("at-risk", "P90D"), "repeat": ("at-risk", "P90D"),
            "loyal": ("at-risk", "P90D"), "won-back": ("at-risk", "P90D"), "at-risk": ("lost", "P180D")}
"""Where time leads, and how long after the last purchase."""


def bought_from(stage, purchases):
    """Where a purchase leads after so many."""
    return None if stage == "repeat" and purchases < 4 else BOUGHT.get(stage)


class Stages:
    """A customer's stages."""

    def begin_stages(self, now):
        self.steps = [Record(stage="prospect", since=now, told=False)]
        self.sales = []  # moments, in their order; of those brought from elsewhere the last alone
        self.first_purchase = None
        self.moved = None  # when the event at hand moved the stage last
        self.undone = None  # when the last purchase was, before it came back

    @property
    def stage(self):
        return self.steps[-1].stage

    @property
    def stage_since(self):
        return self.steps[-1].since

    @property
    def last_purchase(self):
        return self.sales[-1] if self.sales else None

    def step(self, stage, since, told=False):
        if stage != self.stage:
            self.steps.append(Record(stage=stage, since=since, told=told))

    def stand(self, stage, since):
        """Comes from elsewhere in a stage."""
        if stage == self.stage:
            self.steps.pop()
        self.steps.append(Record(stage=stage, since=since, told=True))

    def bought(self, moment):
        """One more purchase, which is counted. Late ones leave the stage, but what they would have led to
        counts once others come back."""
        self.sales = sorted(self.sales + [moment])
        self.first_purchase = min(self.first_purchase or self.zone.day(moment), self.zone.day(moment))
        if self.last_purchase == moment:
            self.timers_from = min(self.timers_from, moment)
            return
        actual = self.steps[-1]
        self.wait(self.sales, self.live_again(moment, None), self.now)
        if (self.stage, self.stage_since) != (actual.stage, actual.since):
            self.steps.append(actual)

    # -- Time --

    def patience(self):
        """When time moves him to the next stage."""
        return self.zone.add(self.last_purchase, PATIENCE[self.stage][1])

    def lose_patience(self, moment, rules):
        """What was to happen by a purchase that has come back has happened, if its time was over; then
        the stage alone follows."""
        stage, after = PATIENCE[self.stage]
        if self.undone and self.zone.add(self.undone, after) <= self.now:
            self.step(stage, moment)
        else:
            rules.enter(self, stage, rules.clock(self, moment), since=moment if self.undone else None)

    def has_run(self, rule):
        """Whether a rule on time ran by a purchase that has come back."""
        return self.undone is not None and self.timer(rule, self.undone) <= self.now

    # -- A purchase that never was --

    def unbuy(self, moment, moved):
        """Leaves a purchase out, unless it was made in another account; `moved`: when it moved the stage,
        come late."""
        if moment not in self.sales:
            return
        last = self.last_purchase
        self.unbuy_days(moment)
        self.purse.unprolong(self.last_purchase, self.now)
        lived = self.live_again(moment, moved)
        if last == self.last_purchase:
            self.wait(self.sales, lived, self.now)
        else:
            self.undone, self.timers_from = last, self.wait(self.sales, lived, moment)

    def unbuy_days(self, moment):
        """Of the first and the last purchase."""
        if moment in self.sales:
            self.sales.remove(moment)
        if len(self.sales) == self.purchases:
            self.first_purchase = self.zone.day(self.sales[0]) if self.sales else None

    def live_again(self, moment, moved):
        """All purchases and what was told from a moment on, but for what was told then."""
        before = [n for n, step in enumerate(self.steps) if step.since < moment]
        kept = before[-1] if before else 0
        told = [step for step in self.steps[kept + 1:]
                if step.told and step.since > moment and step.since != moved]
        del self.steps[kept + 1:]
        later = [(sale, False, None) for sale in self.sales if sale >= moment]
        later += [(step.since, True, step.stage) for step in told]
        number = self.purchases - len(later) + len(told)
        past = [sale for sale in self.sales if sale < moment]
        now = max(past[-1:] + [self.stage_since])
        for at, by_hand, stage in sorted(later, key=lambda one: one[:2]):
            now = self.wait(past, now, at)
            if by_hand:
                self.step(stage, at, True)
            else:
                self.step(bought_from(self.stage, number) or self.stage, at)
                number += 1
                past.append(at)
        return now

    def wait(self, past, now, until):
        """Time alone, from one moment to another; the later of the two."""
        while past and self.stage in PATIENCE:
            moment = self.zone.add(past[-1], PATIENCE[self.stage][1])
            if not now < moment <= until:
                break
            self.step(PATIENCE[self.stage][0], moment)
            now = moment
        return max(now, until)
