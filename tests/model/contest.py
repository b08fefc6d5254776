"""A group of promotions of which on each line the one applies that takes off most of it."""
from collections import Counter


def contest(offers, lines, customer):
    """What each winner takes off its lines. What finds no voucher left gives way to the next best."""
    holders, out = [], []
    while True:
        owners = owners_of(lines, [one for one in offers if one not in out])
        winners = [one for one in offers if one in owners.values()]
        more = [one for one in winners if "voucher" in one[0] and one not in holders]
        late = []
        for one in more:
            (holders if has_one(one, holders, customer) else late).append(one)
        if not late:
            return [(one[0], keep(one[1], [n for n in owners if owners[n] is one])) for one in winners]
        gone = {one[0]["voucher"] for one in late}
        out += [one for one in offers if one[0].get("voucher") in gone and one not in holders and one not in out]


def has_one(offer, holders, customer):
    voucher = offer[0]["voucher"]
    given = Counter(one[0]["voucher"] for one in holders)
    return given[voucher] < sum(name == voucher for name, _ in customer.vouchers)


def owners_of(lines, offers):
    """Of equals the first."""
    owners = {}
    for line in lines:
        best = max(offers, key=lambda one: one[1].taken[line.number], default=None)
        if best and best[1].taken[line.number]:
            owners[line.number] = best
    return owners


def keep(offer, numbers):
    """What is taken off these lines alone."""
    for number in offer.taken:
        if number not in numbers:
            offer.taken[number] = offer.used[number] = offer.held[number] = 0
            offer.more.pop(number, None)
    return offer
