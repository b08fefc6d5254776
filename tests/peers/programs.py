"""From a case to a program: each topic adds its part of the document."""
import accounts
import coupons
import currencies
import earn
import expiry
import jobs
import payments
import promotions
import rewards
import tiers
from plan import Plan
from verdicts import Missing

_TOPICS = (accounts, expiry, earn, tiers, payments, rewards, jobs, coupons, promotions,
           currencies)


def translate(case, fixed):
    """The plan of a case with these settings fixed, and what is missing in it."""
    missing = Missing()
    plan = None

    def begin():
        nonlocal plan
        plan = Plan(case, fixed)

    missing.attempt(begin)
    if plan is not None:
        for topic in _TOPICS:
            missing.attempt(topic.translate, plan)
    return plan, missing.verdict()
