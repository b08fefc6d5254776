"""The steps of cases as events. Each function carries out one kind of step."""
import accounts
import clock
import coupons
import earn
import expiry
import jobs
import levels
import looking
import payments
import rewards
import sales
import tiers
from amounts import exact, from_units, identifier, text
from forms import GUEST
from plan import CREDIT, LADDER, POINTS
from session import SOMEBODY, Session
from vocabulary import FREEZE, QUERY, UNFREEZE, events_of
from verdicts import NotYet


# ---- Sales ----

def _copy(session, step):
    """Another session that has come to the step."""
    copy = Session(session.plan)
    run(copy, session.plan.steps[:len(session.done) - 1])
    _begin(copy, step)
    return copy


def _purchase(session, step):
    """What nobody buys is priced, and no event of a customer."""
    if step.get("customer") == GUEST:
        sales.basket(session, step, quote=True)
    else:
        levels.reckon(session)
        sales.purchase(session, step)


def _cart(session, step):
    """A copy of the customer buys the rewards of a basket that is only priced."""
    if "take" not in step:
        sales.basket(session, step, quote=True)
        return
    copy = _copy(session, step)
    sales.with_rewards(copy, step, quote=True)
    session.now.copy = copy
    session.now.outcomes, session.now.refusal = copy.now.outcomes, copy.now.refusal


# ---- Points ----

def _key(step):
    """The name that a step gives its event, so that it counts once; None: a name of its own."""
    return f"key/{step['key']}" if "key" in step else None


def _credit(session, step):
    points = session.plan.points(step["points"])
    if points < 0:
        raise NotYet("a credit of less than nothing")
    if points == 0 or expiry.never_lives(step):
        return
    terms = expiry.terms(session.plan)
    attributes = {"points": points, "end": terms.index(expiry.term(session.plan, step))}
    order = step.get("order", step.get("lot") if session.plan.steps_that("cancel-credit") else None)
    if order is not None:
        outcome = session.apply_order("purchase", order, attributes=attributes)
    else:
        outcome = session.apply(CREDIT, id=_key(step), attributes=attributes)
    name = step.get("lot", step.get("order"))
    if name and outcome is not None:
        session.name_lot(name, outcome)


def _debit(session, step):
    """Whether it may leave a debt is open."""
    sales.adjust_by(session, -exact(step["points"]), overdraw=expiry.debits_overdraw(session.plan))


def _cancel_credit(session, step):
    sales.come_back(session, {**step, "order": step["lot"]}, "void")


def _schedule_expiry(session, step):
    """Some of the points that are there get an end."""
    sales.adjust_by(session, -exact(step["points"]))
    sales.adjust_by(session, step["points"], until=step["expires"])


def _adjust(session, step):
    sales.adjust_by(session, step["points"], until=step.get("expires"))


def _import(session, step):
    """What a customer of another system brings along."""
    points = {"currency": POINTS, "points": text(step["points"])}
    if "expires" in step:
        points["until"] = step["expires"]
    opening = {"points": [points]}
    if tiers.count_imports(session.plan):
        opening["ladders"] = [{"ladder": LADDER, "amount": session.plan.points(step["points"])}]
    session.apply("import", opening=opening)


# ---- Points set aside ----

_LONG = "P3650D"


def _hold(session, step):
    """A hold that has no name is the one that is asked for next."""
    name = f"hold/{step.get('hold', step.get('order', ''))}"
    life = expiry.life(step)
    session.apply("hold", id=name, points={POINTS: text(step["points"])},
                  ttl=_LONG if life is None else expiry.iso_duration(life))


def _end_hold(session, step, kind):
    members = {"points": {POINTS: text(step["points"])}} if "points" in step else {}
    name = f"hold/{step.get('hold', step.get('order', ''))}"
    session.apply(kind, receipt={"id": name}, **members)


def _set_balance(session, step):
    sales.adjust_by(session, exact(step["points"]) - exact(session.balance()))


def _set_card(session, card, amount, until=None):
    currency = payments.card_currency(card)
    sales.adjust_by(session, exact(amount) - exact(session.card_balance(currency)), currency,
                    session.holders.get(currency, SOMEBODY), until)


def _set_card_balance(session, step):
    _set_card(session, step["card"], step["balance"])


def _redeem(session, step):
    """What an order comes to that only says its points is as much as they are worth."""
    if "order" in step:
        session.apply_order("purchase", step["order"], pay={POINTS: text(step["points"])},
                            lines=looking.as_dear(session, step["points"]),
                            attributes={"posted": True})
    elif exact(step["points"]) <= 0:
        session.apply("hold", points={POINTS: text(step["points"])})
    else:
        session.apply("redeem", reward=rewards.price_id(session.plan.points(step["points"])))


def _redeem_on_order(session, step):
    members = {"lines": [{"unit_price": step["order_total"]}],
               "pay": {POINTS: text(step["points"])} if exact(step["points"]) else {}}
    if step.get("commit", True):
        session.apply_order("purchase", step.get("order", f"order-at-{len(session.done)}"),
                            **members)
    else:
        session.apply("purchase", quote=True, **members)


def _pay_with_points(session, step):
    """Points pay an order; a step that does not say how many means as many as it takes."""
    asked = {"redeem_points": step["points"]} if "points" in step else {"redeem": "max"}
    if "lines" in step:
        sales.basket(session, {**step, **asked}, quote=not step.get("commit", True))
        return
    if "amount" in step:
        points = looking.needed(session, step["amount"])
        step = {**step, "order_total": step["amount"],
                "points": from_units(points, session.plan.scale)}
    _redeem_on_order(session, {**step, "points": step.get("points", session.balance())})


def _cancel_redemption(session, step):
    """Of an order, or the last one that still stands."""
    if "order" in step:
        sales.come_back(session, step, "void")
        return
    bought = session.bought.get(session.now.customer, [])
    session.apply("void", receipt={"id": bought.pop() if bought else "nothing"})


# ---- Rewards ----

def _redeem_reward(session, step):
    for _ in range(rewards.times(session.plan, step)):
        session.apply("redeem", reward=identifier(step["reward"]))


def _cost(session, reward):
    """The points that a reward costs."""
    found = [one for one in session.plan.program.get("rewards", []) if one["id"] == reward]
    if not found or "cost_points" not in found[0]:
        raise NotYet(f"the cost of {reward}")
    return {POINTS: text(found[0]["cost_points"])}


def _request_reward(session, step):
    """A reward that is not handed out yet holds its price."""
    requests = session.requests.setdefault((session.now.customer, step["reward"]), [])
    name = f"request/{len(session.done)}"
    outcome = session.apply("hold", id=name, points=_cost(session, step["reward"]), ttl=_LONG)
    if outcome is not None and outcome.applied:
        requests.append(name)


def _settle_request(session, step, kind):
    """The oldest request of the reward that is not settled."""
    requests = session.requests.get((session.now.customer, step["reward"]), [])
    name = requests.pop(0) if requests else "request/none"
    session.apply(kind, receipt={"id": name})


def _query_max_free(session, step):
    looking.max_free(session, step, _copy(session, step))


def _end(voucher):
    return (voucher.expires is None, voucher.expires)


def _grant_reward(session, step):
    kinds = rewards.vouchers(session.plan, step["reward"])
    for _ in range(int(step.get("qty", 1))):
        session.apply(rewards.grant_kind(kinds[expiry.life(step)]))


def _claim(session, step):
    """All or nothing; those that end first go first."""
    wanted = int(step.get("qty", 1))
    kinds = [*rewards.vouchers(session.plan, step["reward"]).values()]
    found = session.customer(session.now.customer)
    held = [one.voucher for one in sorted(found.vouchers if found else (), key=_end)
            if one.voucher in kinds for _ in range(one.count)]
    for name in held[:wanted] if len(held) >= wanted else kinds[:1]:
        session.apply("redeem", voucher=name, quote=len(held) < wanted)
    if len(held) < wanted:
        session.now.refusal = session.now.refusal or "no-voucher"


# ---- People and time ----

def _customer(session, step):
    attributes = {"birthday": step["birthday"]} if "birthday" in step else {}
    session.facts[str(step.get("id", SOMEBODY))] = {
        name: step[name] for name in session.plan.facts if name in step}
    session.apply("enrol", customer=step.get("id"), attributes=attributes)
    accounts.bring(session, step)


def _erase(session, _step):
    session.apply("erase")


def _freeze(session, step, kind):
    session.apply(kind, reason=str(step.get("reason", "as the case says")))
    if earn.of_disabled(session.plan) == "nothing":
        (set.add if kind == "freeze" else set.discard)(session.disabled, session.now.customer)


def _event(session, step):
    """Something that a customer does, by its name."""
    session.apply(earn.event_of(step.get("event", step["do"])), id=_key(step))


def _work_of_time(session, job):
    """What a job does that the library does by itself when its time comes."""
    if tiers.has_job(session.plan) or "expiry" in session.plan.program or "expir" in job:
        session.now.found["expired"] = session.expire()
    else:
        raise NotYet(f"run-job {job}")


def _run_job(session, step):
    """A job of the host: it sends everybody the event that the job is about, once a day."""
    job = step["job"]
    events = [identifier(job)] if job in events_of(session.plan.program) else []
    if jobs.gives(session.plan):
        events.append(jobs.event_of(job))
    if not events:
        _work_of_time(session, job)
    for event in events:
        for customer in list(session.customers):
            session.apply(event, customer=customer,
                          id=f"{event}/{customer}/{session.now.at.date()}")


def _expire(session, _step):
    session.now.found["expired"] = session.expire()


_STEPS = {
    "cart": _cart, "purchase": _purchase, "post-order": sales.post_order,
    "return": sales.return_lines,
    "return-all": lambda session, step: sales.come_back(session, step, "return"),
    "cancel-sale": lambda session, step: sales.come_back(session, step, "void"),
    "reverse-sale": lambda session, step: sales.come_back(session, step, "void"),
    "credit": _credit, "award": _credit, "debit": _debit, "adjust": _adjust,
    "set-balance": _set_balance, "set-card-balance": _set_card_balance,
    "set-total-spent": levels.set_total_spent, "recompute-tier": levels.recompute,
    "set-tier": levels.set_tier, "set-order-count": levels.set_orders,
    "set-points": _set_balance,
    "pay-with-points": _pay_with_points,
    "redeem": _redeem, "redeem-on-order": _redeem_on_order,
    "convert-points": looking.convert_points, "convert-amount": looking.convert_amount,
    "cancel-credit": _cancel_credit, "schedule-expiry": _schedule_expiry,
    "exchange": sales.exchange,
    "import": _import, "hold": _hold, "reserve": _hold, "authorize": _hold,
    "capture": lambda session, step: _end_hold(session, step, "capture"),
    "release": lambda session, step: _end_hold(session, step, "release"),
    "referral": accounts.refer, "join-household": accounts.join,
    "leave-household": accounts.leave,
    **dict.fromkeys(FREEZE, lambda session, step: _freeze(session, step, "freeze")),
    **dict.fromkeys(UNFREEZE, lambda session, step: _freeze(session, step, "unfreeze")),
    "transfer": accounts.transfer, "merge": accounts.merge, "event": _event,
    "query-expiring": looking.expiring, "query-expiring-points": looking.expiring,
    "cancel-redemption": _cancel_redemption,
    "request-reward": _request_reward,
    "fulfil-reward": lambda session, step: _settle_request(session, step, "capture"),
    "cancel-reward": lambda session, step: _settle_request(session, step, "release"),
    "redeem-reward": _redeem_reward,
    "query-max-free": _query_max_free,
    "grant-reward": _grant_reward, "claim": _claim, "customer": _customer, "run-job": _run_job,
    "expire": _expire,
    "erase": _erase, "erase-customer": _erase,
}


def _hand_out_cards(session):
    """What the program's cards hold when the case begins, and who has its coupons."""
    accounts.found_households(session)
    for card in payments.stored(session.plan):
        until = card.get("expires")
        if "balance" in card and (until is None or clock.moment(until) > session.now.at):
            _set_card(session, card["id"], card["balance"], until)
    for card in payments.loyalty(session.plan):
        sales.adjust_by(session, card.get("points", card.get("balance", 0)),
                        customer=str(card.get("owner", SOMEBODY)))
    for card in coupons.owned(session.plan):
        for _ in range(coupons.uses(card)):
            session.apply(coupons.grant(card), customer=str(card["owner"]))


def _begin(session, step):
    done = session.begin(step)
    if len(session.done) == 1:
        _hand_out_cards(session)
        done.outcomes.clear()


def run_step(session, step):
    _begin(session, step)
    if step["do"] in _STEPS:
        _STEPS[step["do"]](session, step)
    elif not step["do"].startswith(QUERY):
        _event(session, step)
    elif "order_total" in step:
        looking.redeemable(session, step)


def run(session, steps):
    for step in steps:
        run_step(session, step)
