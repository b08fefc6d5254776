"""The steps of cases as events. Each function carries out one kind of step."""
import baskets
import clock
import expiry
import payments
import promotions
import rewards
from plan import CREDIT, LADDER, POINTS
from session import SOMEBODY, Session
from amounts import exact, from_units, identifier, text
from vocabulary import events_of
from verdicts import NotYet

_MOST_FREE = 10000


# ---- Sales ----

def _asked(session, step):
    """The points and cards that a basket is to be paid with."""
    pay = {}
    if "redeem_points" in step:
        pay[POINTS] = text(step["redeem_points"])
    if "redeem" in step:
        if step["redeem"] != "max" or "redeem_points" in step:
            raise NotYet(f"redeeming {step['redeem']} points")
        pay[POINTS] = session.balance()
    expired = payments.expired_cards(session.plan, session.now.at)
    for card in step.get("pay_with", []):
        if card in expired:
            session.now.refusal = "card-expired"
        pay[payments.card_currency(card)] = session.balance(
            payments.card_currency(card), SOMEBODY)
    if step.get("pay_with") and session.now.customer != SOMEBODY:
        raise NotYet("cards that several customers use")
    return {currency: points for currency, points in pay.items() if exact(points) > 0}


def _take(session, step):
    for reward in step.get("take", []):
        session.apply("redeem", reward=identifier(reward))


def _basket(session, step, quote=False):
    lines = baskets.lines_of(session.plan, step["lines"] + promotions.delivery_line(step))
    session.now.basket = baskets.total(session.plan, lines)
    members = {"lines": lines, "codes": step.get("codes", []), "pay": _asked(session, step),
               "attributes": promotions.attributes(session.plan, step, len(session.done))}
    if quote:
        return session.apply("purchase", quote=True, **members)
    session.baskets += 1
    order = step.get("order", f"order-{session.baskets}")
    outcome = session.apply_order("purchase", order, **members)
    if outcome is not None:
        session.name_lot(order, outcome)
    return outcome


def _purchase(session, step):
    """Points of the order itself buy a reward only where the case says so."""
    at_once = session.plan.program.get("conventions", {}).get(
        "points_of_this_order_spendable_now", False)
    if not at_once:
        _take(session, step)
    _basket(session, step)
    if at_once:
        _take(session, step)


def _cart(session, step):
    if "take" in step:
        raise NotYet("rewards taken in a basket that is only priced")
    _basket(session, step, quote=True)


def _post_order(session, step):
    spent = exact(step.get("spent", 0))
    session.apply_order("purchase", step["order"],
                        attributes={"points": session.plan.points(step.get("earned", 0))},
                        pay={POINTS: text(step["spent"])} if spent else {})


def _come_back(session, step, kind, **members):
    if step["order"] not in session.receipts:
        raise NotYet("an order that was never placed")
    who = next(one.customer for one in session.done if one.step.get("order") == step["order"])
    for receipt in session.receipts[step["order"]]:
        session.apply(kind, customer=step.get("customer", who), receipt={"id": receipt}, **members)


def _return(session, step):
    if not step.get("lines"):
        raise NotYet("a return that names no lines")
    lines = [{"id": str(line.get("line", line.get("sku"))), "quantity": text(line["qty"])}
             for line in step["lines"]]
    _come_back(session, step, "return", lines=lines)


# ---- Points ----

def _credit(session, step):
    points = session.plan.points(step["points"])
    if points <= 0:
        raise NotYet("a credit of no points")
    attributes = {"points": points}
    if expiry.credits_say(session.plan):
        more = {} if step.get("expires") is None else {"until": step["expires"]}
        outcome = session.apply("adjust", points={POINTS: text(step["points"])},
                                reason="as the case says", **more)
    elif "order" in step:
        outcome = session.apply_order("purchase", step["order"], attributes=attributes)
    else:
        outcome = session.apply(CREDIT, attributes=attributes)
    name = step.get("lot", step.get("order"))
    if name and outcome is not None:
        session.name_lot(name, outcome)


def _adjust_by(session, points, currency=POINTS, customer=None, until=None):
    if exact(points) == 0:
        return
    more = {} if until is None else {"until": until}
    outcome = session.apply("adjust", customer=customer, points={currency: text(points)},
                            reason="as the case says", **more)
    if session.now.step["do"].startswith("set-") and not outcome.applied:
        raise NotYet(f"{session.now.step['do']}: {outcome.reason.text}")


def _debit(session, step):
    _adjust_by(session, -exact(step["points"]))


def _adjust(session, step):
    _adjust_by(session, step["points"])


def _set_balance(session, step):
    _adjust_by(session, exact(step["points"]) - exact(session.balance()))


def _set_card(session, card, amount, until=None):
    currency = payments.card_currency(card)
    _adjust_by(session, exact(amount) - exact(session.balance(currency, SOMEBODY)), currency,
               SOMEBODY, until)


def _set_card_balance(session, step):
    _set_card(session, step["card"], step["balance"])


def _redeem(session, step):
    if "order" in step:
        session.apply_order("purchase", step["order"], pay={POINTS: text(step["points"])})
    else:
        session.apply("redeem", reward=rewards.price_id(session.plan.points(step["points"])))


def _redeem_on_order(session, step):
    members = {"lines": [{"unit_price": step["order_total"]}],
               "pay": {POINTS: text(step["points"])}}
    if step.get("commit", True):
        session.apply_order("purchase", step.get("order", f"order-at-{len(session.done)}"),
                            **members)
    else:
        session.apply("purchase", quote=True, **members)


def _convert_points(session, step):
    """What so many points are worth: a stranger who has them pays a basket as dear as needed."""
    payment = session.plan.currency["payment"]
    points = session.plan.points(step["points"])
    worth = -(-points // payment["step"]) * payment["value"]
    _adjust_by(session, step["points"], customer="converter")
    session.apply("purchase", customer="converter", quote=True,
                  lines=[{"unit_price": from_units(worth, session.plan.digits)}],
                  pay={POINTS: text(step["points"])})


# ---- Tiers ----

def _total_spent(session, amount):
    counts = session.plan.document["ladders"].get(LADDER, {}).get("counts")
    if counts != "spend":
        raise NotYet("a total spent without tiers by what was spent")
    outcome = session.apply("import", opening={
        "ladders": [{"ladder": LADDER, "amount": session.plan.money(amount)}]})
    if not outcome.applied:
        raise NotYet(f"{session.now.step['do']}: {outcome.reason.text}")


def _set_total_spent(session, step):
    _total_spent(session, step["amount"])


def _recompute_tier(session, step):
    _total_spent(session, step["total_amount"])


def _set_tier(session, step):
    """The level of the moment, and the one that is a floor under it from now on."""
    if "manual_tier" in step:
        session.apply("status", ladder=LADDER, tier=identifier(step["manual_tier"]))
    session.apply("status", ladder=LADDER, tier=identifier(step["tier"]), action="enter")


# ---- Rewards ----

def _redeem_reward(session, step):
    session.apply("redeem", reward=identifier(step["reward"]))


def _cost(session, reward):
    """The points that a reward costs."""
    found = [one for one in session.plan.program.get("rewards", []) if one["id"] == reward]
    if not found or "cost_points" not in found[0]:
        raise NotYet(f"the cost of {reward}")
    return {POINTS: text(found[0]["cost_points"])}


def _request_reward(session, step):
    """A reward that is not handed out yet holds its price."""
    name = f"request/{step['reward']}"
    outcome = session.apply("hold", id=name, points=_cost(session, step["reward"]), ttl="P3650D")
    if outcome is not None and not outcome.applied:
        session.now.refusal = outcome.reason.code


def _fulfil_reward(session, step):
    session.apply("capture", receipt={"id": f"request/{step['reward']}"})


def _cancel_reward(session, step):
    session.apply("release", receipt={"id": f"request/{step['reward']}"})


def _query_max_free(session, step):
    """As often as a copy of the customer can buy it."""
    copy = Session(session.plan)
    run(copy, session.plan.steps[:len(session.done) - 1])
    copy.begin(step)
    free = 0
    while free < _MOST_FREE and copy.apply("redeem", reward=identifier(step["reward"])).applied:
        free += 1
    session.now.found["max_free"] = free


def _grant_reward(session, step):
    for _ in range(int(step.get("qty", 1))):
        session.apply(rewards.grant_kind(step["reward"]))


def _claim(session, step):
    """All or nothing."""
    wanted = int(step.get("qty", 1))
    found = session.customer(session.now.customer)
    held = 0 if found is None else sum(
        one.count for one in found.vouchers if one.voucher == identifier(step["reward"]))
    for _ in range(wanted if held >= wanted else 1):
        session.apply("redeem", voucher=identifier(step["reward"]), quote=held < wanted)
    if held < wanted:
        session.now.refusal = session.now.refusal or "no-voucher"


# ---- People and time ----

def _customer(session, step):
    attributes = {"birthday": step["birthday"]} if "birthday" in step else {}
    session.apply("enrol", customer=step["id"], attributes=attributes)


def _run_job(session, step):
    """A job of the host: it sends everybody the event that the job is about, once a day."""
    job = step["job"]
    if job not in events_of(session.plan.program):
        raise NotYet(f"run-job {job}")
    for customer in list(session.customers):
        session.apply(identifier(job), customer=customer,
                      id=f"{job}/{customer}/{session.now.at.date()}")


def _expire(session, _step):
    session.now.found["expired"] = session.settle()


_STEPS = {
    "cart": _cart, "purchase": _purchase, "post-order": _post_order, "return": _return,
    "return-all": lambda session, step: _come_back(session, step, "return"),
    "cancel-sale": lambda session, step: _come_back(session, step, "void"),
    "reverse-sale": lambda session, step: _come_back(session, step, "void"),
    "credit": _credit, "award": _credit, "debit": _debit, "adjust": _adjust,
    "set-balance": _set_balance, "set-card-balance": _set_card_balance,
    "set-total-spent": _set_total_spent, "recompute-tier": _recompute_tier,
    "set-tier": _set_tier,
    "redeem": _redeem, "redeem-on-order": _redeem_on_order, "convert-points": _convert_points,
    "request-reward": _request_reward, "fulfil-reward": _fulfil_reward,
    "cancel-reward": _cancel_reward, "redeem-reward": _redeem_reward, "query-max-free": _query_max_free,
    "grant-reward": _grant_reward, "claim": _claim, "customer": _customer, "run-job": _run_job,
    "expire": _expire,
}


def _first_balances(session):
    """What the program's cards hold when the case begins."""
    for card in session.plan.program.get("cards", []):
        until = card.get("expires")
        if "balance" in card and (until is None or clock.moment(until) > session.now.at):
            _set_card(session, card["id"], card["balance"], until)


def run_step(session, step):
    done = session.begin(step)
    if len(session.done) == 1:
        _first_balances(session)
        done.outcomes.clear()
    if step["do"] in _STEPS:
        _STEPS[step["do"]](session, step)
    else:
        session.apply(identifier(step["do"]))


def run(session, steps):
    for step in steps:
        run_step(session, step)
