/*
 * read_accounts.c -- settings about accounts: adjustments by hand, transfers,
 * erasure, events from where the balance cannot be seen.
 */
#include <string.h>

#include "base/macros.h"
#include "program/read.h"

/* Points by currency, -1 where nothing is said; NULL where the member is absent. */
static const int64_t *
read_by_currency(loy__reader *reader, const loy_node *node)
{
    uint32_t count = reader->program->currency_count;
    int64_t *points;

    if (node == NULL)
        return NULL;
    points = loy__keep(reader, count + 1u, sizeof(*points));
    if (points == NULL)
        return NULL;
    for (uint32_t i = 0; i < count; i++)
        points[i] = -1;
    for (const loy_node *item = node->first; item != NULL; item = item->next) {
        uint32_t currency = loy__part_of_key(reader, item, LOY_PART_CURRENCY);

        if (currency < count &&
            loy__expect(reader, item, LOY__A_TEXT | LOY__AN_INTEGER, "a number of points"))
            points[currency] =
                loy__read_points(reader, item, reader->program->currencies[currency].scale, 0);
    }
    return points;
}

/* The period of an allowance; each event by itself where it is absent. */
static void
read_per(loy__reader *reader, const loy_node *node, loy__allowance *out)
{
    out->per = loy__read_period_or_event(reader, node, &out->each);
}

static void
read_reasons(loy__reader *reader, const loy_node *node, loy__adjusts *out)
{
    loy__reason *reasons;

    if (node == NULL)
        return;
    if (node->count == 0) {
        loy__fault(reader, node, "missing-member", "no reason at all would be allowed", NULL,
                   "list the reasons, or leave \"reasons\" out for any");
        return;
    }
    reasons = loy__keep(reader, node->count, sizeof(*reasons));
    for (const loy_node *item = node->first; item != NULL && reasons != NULL; item = item->next)
        if (loy__expect(reader, item, LOY__A_TEXT, "a reason, as events write it"))
            reasons[out->reason_count++] = (loy__reason){.text = loy__read_text(reader, item),
                                                         .size = (uint32_t)item->text_size};
    out->reasons = reasons;
}

static void
read_adjusts(loy__reader *reader, const loy_node *node)
{
    static const loy__member members[] = {
        {"most", LOY__A_MAP, "the most points by currency, e.g. {\"stars\": 500}"},
        {"per", LOY__A_TEXT, "\"event\", " LOY__SAY_PERIODS},
        {"reasons", LOY__A_LIST, "the reasons that are allowed, e.g. [\"goodwill\"]"},
        {"by", LOY__A_TEXT, "\"customer\" or \"source\""},
        {"approval", LOY__A_MAP, "what is moved without an approver, e.g. {\"stars\": 100}"},
    };
    static const loy__choice movers[] = {{"customer", 0}, {"source", 1}};
    loy__adjusts *out = &reader->program->accounts.adjusts;
    const loy_node *values[LOY_COUNT(members)];

    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->allowance.most = read_by_currency(reader, values[0]);
    read_per(reader, values[1], &out->allowance);
    read_reasons(reader, values[2], out);
    out->alone = read_by_currency(reader, values[4]);
    if (values[4] != NULL && values[4]->count == 0)
        loy__fault(reader, values[4], "missing-member", "an approval of nothing", NULL,
                   "write the points by currency from which one is needed, or leave \"approval\" "
                   "out");
    out->by_source = loy__read_choice(reader, values[3], movers, LOY_COUNT(movers), 0) == 1;
    if (out->by_source && out->allowance.each)
        loy__fault(reader, values[3], "missing-member",
                   "each event by itself has one source and one customer", NULL,
                   "add \"per\": the time in which a source may move so much, e.g. \"day\"");
    if (values[1] != NULL && values[0] == NULL)
        loy__fault(reader, values[1], "missing-member", "a period of no limit", NULL,
                   "add \"most\": the points that may be moved in it");
}

/* A bitset of currencies; NULL where the member is absent. */
static const uint64_t *
read_currency_set(loy__reader *reader, const loy_node *node)
{
    uint32_t count = reader->program->currency_count;
    uint64_t *set;

    if (node == NULL)
        return NULL;
    set = loy__keep(reader, (count + 64u) / 64, sizeof(*set));
    for (const loy_node *item = node->first; item != NULL && set != NULL; item = item->next) {
        uint32_t currency = loy__read_part(reader, item, LOY_PART_CURRENCY);

        if (currency < count)
            set[currency >> 6] |= UINT64_C(1) << (currency & 63);
    }
    return set;
}

static void
read_transfers(loy__reader *reader, const loy_node *node)
{
    static const loy__choice expiries[] = {{"keep", LOY__TRANSFER_KEEP},
                                           {"new", LOY__TRANSFER_NEW}};
    static const loy__member members[] = {
        {"currencies", LOY__A_LIST, "ids of currencies, e.g. [\"stars\"]"},
        {"minimum", LOY__A_MAP, "the least points by currency, e.g. {\"stars\": 1000}"},
        {"most_out", LOY__A_MAP, "the most points sent by currency, e.g. {\"stars\": 500000}"},
        {"most_in", LOY__A_MAP, "the most points received, e.g. {\"stars\": 2000000}"},
        {"per", LOY__A_TEXT, "\"event\", " LOY__SAY_PERIODS},
        {"fee", LOY__A_MAP, "points that a transfer costs, e.g. {\"stars\": 50}"},
        {"age", LOY__A_TEXT, "how old an account must be to send, e.g. \"P30D\""},
        {"expiry", LOY__A_TEXT, "\"keep\" or \"new\""},
    };
    loy__transfers *out = &reader->program->accounts.transfers;
    const loy_node *values[LOY_COUNT(members)];

    out->expiry = LOY__TRANSFER_KEEP;
    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->allowed = true;
    out->currencies = read_currency_set(reader, values[0]);
    out->minimum = read_by_currency(reader, values[1]);
    out->out.most = read_by_currency(reader, values[2]);
    out->in.most = read_by_currency(reader, values[3]);
    read_per(reader, values[4], &out->out);
    read_per(reader, values[4], &out->in);
    out->fee = read_by_currency(reader, values[5]);
    if (values[4] != NULL && values[2] == NULL && values[3] == NULL)
        loy__fault(reader, values[4], "missing-member", "a period of no limit", NULL,
                   "add \"most_out\" or \"most_in\": the points that may be moved in it");
    loy__read_duration(reader, values[6], LOY__DURATION_DAYS, &out->age);
    out->expiry =
        loy__read_choice(reader, values[7], expiries, LOY_COUNT(expiries), LOY__TRANSFER_KEEP);
}

/* What becomes of later events for an account that went into another. */
static bool
read_old(loy__reader *reader, const loy_node *node, bool fallback)
{
    static const loy__choice olds[] = {{"follow", 1}, {"refuse", 0}};

    return loy__read_choice(reader, node, olds, LOY_COUNT(olds), fallback) != 0;
}

static void
read_merges(loy__reader *reader, const loy_node *node)
{
    static const loy__choice tiers[] = {{"sum", LOY__MERGE_SUM}, {"best", LOY__MERGE_BEST}};
    static const loy__choice counters[] = {{"sum", LOY__MERGE_SUM}, {"max", LOY__MERGE_MAX}};
    static const loy__member members[] = {
        {"tiers", LOY__A_TEXT, "\"sum\" or \"best\""},
        {"counters", LOY__A_TEXT, "\"sum\" or \"max\""},
        {"old", LOY__A_TEXT, "\"follow\" or \"refuse\""},
        {"vouchers", LOY__A_TEXT, "\"sum\" or \"once\""},
        {"household", LOY__A_TEXT, "\"survivor\", \"brought\" or \"refuse\""},
    };
    static const loy__choice stays[] = {{"survivor", LOY__STAYS_SURVIVOR},
                                        {"brought", LOY__STAYS_BROUGHT},
                                        {"refuse", LOY__STAYS_REFUSE}};
    static const loy__choice vouchers[] = {{"sum", LOY__MERGE_SUM}, {"once", LOY__MERGE_ONCE}};
    loy__merges *out = &reader->program->accounts.merges;
    const loy_node *values[LOY_COUNT(members)];

    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->tiers = loy__read_choice(reader, values[0], tiers, LOY_COUNT(tiers), LOY__MERGE_SUM);
    out->counters =
        loy__read_choice(reader, values[1], counters, LOY_COUNT(counters), LOY__MERGE_SUM);
    out->follow = read_old(reader, values[2], true);
    out->vouchers =
        loy__read_choice(reader, values[3], vouchers, LOY_COUNT(vouchers), LOY__MERGE_SUM);
    out->household =
        loy__read_choice(reader, values[4], stays, LOY_COUNT(stays), LOY__STAYS_SURVIVOR);
}

static void
read_rekeys(loy__reader *reader, const loy_node *node)
{
    static const loy__member members[] = {{"old", LOY__A_TEXT, "\"refuse\" or \"follow\""}};
    const loy_node *values[LOY_COUNT(members)];

    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    reader->program->accounts.rekeys.follow = read_old(reader, values[0], false);
}

static void
read_erasure(loy__reader *reader, const loy_node *node)
{
    static const loy__choice choices[] = {{"forfeit", LOY__ERASE_FORFEIT},
                                          {"keep", LOY__ERASE_KEEP}};
    static const loy__member members[] = {{"points", LOY__A_TEXT, "\"forfeit\" or \"keep\""}};
    const loy_node *values[LOY_COUNT(members)];

    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    reader->program->accounts.erasure =
        loy__read_choice(reader, values[0], choices, LOY_COUNT(choices), LOY__ERASE_FORFEIT);
}

static void
read_offline(loy__reader *reader, const loy_node *node)
{
    static const loy__choice choices[] = {{"refuse", LOY__OFFLINE_REFUSE},
                                          {"hold", LOY__OFFLINE_HOLD},
                                          {"allowance", LOY__OFFLINE_ALLOWANCE},
                                          {"debt", LOY__OFFLINE_DEBT}};
    static const loy__member members[] = {
        {"spend", LOY__A_TEXT, "\"refuse\", \"hold\", \"allowance\" or \"debt\""},
        {"allowance", LOY__A_MAP, "points by currency, e.g. {\"stars\": 500}"},
    };
    loy__offline *out = &reader->program->accounts.offline;
    const loy_node *values[LOY_COUNT(members)];

    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->spend =
        loy__read_choice(reader, values[0], choices, LOY_COUNT(choices), LOY__OFFLINE_REFUSE);
    out->allowance = read_by_currency(reader, values[1]);
    if ((values[1] != NULL) != (out->spend == LOY__OFFLINE_ALLOWANCE))
        loy__fault(reader, node, values[1] == NULL ? "missing-member" : "conflicting-members",
                   "an allowance and \"spend\": \"allowance\" go together", NULL,
                   "write {\"spend\": \"allowance\", \"allowance\": {\"stars\": 500}}");
}

static void
read_times(loy__reader *reader, const loy_node *node, loy__referrals *out)
{
    static const loy__member members[] = {
        {"times", LOY__AN_INTEGER | LOY__REQUIRED, "how often, e.g. 10"},
        {"per", LOY__A_TEXT, LOY__SAY_PERIODS},
    };
    const loy_node *values[LOY_COUNT(members)];

    out->per = LOY__PERIOD_LIFETIME;
    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->times = loy__read_integer(reader, values[0], 1, LOY_MAX_AMOUNT, 1);
    out->per = loy__read_period(reader, values[1], LOY__PERIOD_LIFETIME);
}

static void
read_referrals(loy__reader *reader, const loy_node *node)
{
    static const loy__choice whens[] = {{"first-purchase", LOY__REFERRAL_FIRST},
                                        {"every-purchase", LOY__REFERRAL_EVERY},
                                        {"registration", LOY__REFERRAL_REGISTRATION}};
    static const loy__choice revokes[] = {{"return", 0}, {"never", 1}};
    static const loy__member members[] = {
        {"on", LOY__A_TEXT, "\"first-purchase\", \"every-purchase\" or \"registration\""},
        {"referrer", LOY__A_MAP, "points for the referrer, e.g. {\"stars\": 500}"},
        {"friend", LOY__A_MAP, "points for the friend, e.g. {\"stars\": 200}"},
        {"limit", LOY__A_MAP, "{\"times\": 10, \"per\": \"year\"}"},
        {"within", LOY__A_TEXT, "how soon the friend must buy, e.g. \"P90D\""},
        {"revoke", LOY__A_TEXT, "\"return\" or \"never\""},
        {"minimum", LOY__A_TEXT | LOY__AN_INTEGER,
         "what the friend's purchase must come to, e.g. \"25.00\""},
    };
    loy__referrals *out = &reader->program->accounts.referrals;
    const loy_node *values[LOY_COUNT(members)];

    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->allowed = true;
    out->when = loy__read_choice(reader, values[0], whens, LOY_COUNT(whens), LOY__REFERRAL_FIRST);
    out->referrer = read_by_currency(reader, values[1]);
    out->friend = read_by_currency(reader, values[2]);
    read_times(reader, values[3], out);
    out->has_within = loy__read_duration(reader, values[4], LOY__DURATION_POSITIVE, &out->within);
    out->keep = loy__read_choice(reader, values[5], revokes, LOY_COUNT(revokes), 0) != 0;
    out->minimum = loy__read_money(reader, values[6], 0);
    if (values[6] != NULL && out->when == LOY__REFERRAL_REGISTRATION)
        loy__fault(reader, values[6], "conflicting-members", "at a registration nothing is bought",
                   NULL, "leave out \"minimum\", or write \"on\": \"first-purchase\"");
    if (out->referrer == NULL && out->friend == NULL)
        loy__fault(reader, node, "missing-member", "nobody is rewarded", NULL,
                   "add \"referrer\" or \"friend\": the points that they get");
}

static void
read_households(loy__reader *reader, const loy_node *node)
{
    static const loy__choice kinds[] = {{"pool", LOY__HOUSEHOLD_POOL},
                                        {"view", LOY__HOUSEHOLD_VIEW}};
    static const loy__choice draws[] = {{"pro-rata", LOY__DRAW_PRO_RATA},
                                        {"head-first", LOY__DRAW_HEAD_FIRST},
                                        {"soonest-expiry", LOY__DRAW_SOONEST}};
    static const loy__choice leaves[] = {{"keep", LOY__LEAVE_KEEP}, {"share", LOY__LEAVE_SHARE}};
    static const loy__member members[] = {
        {"kind", LOY__A_TEXT | LOY__REQUIRED, "\"pool\" or \"view\""},
        {"draw", LOY__A_TEXT, "\"pro-rata\", \"head-first\" or \"soonest-expiry\""},
        {"leave", LOY__A_TEXT, "\"keep\" or \"share\""},
        {"most", LOY__AN_INTEGER, "the most members, e.g. 6"},
        {"spend", LOY__A_TEXT, "\"all\" or \"head\""},
        {"stay", LOY__A_TEXT, "how long a member stays at least, e.g. \"P6M\""},
    };
    static const loy__choice spends[] = {{"all", LOY__SPEND_ALL}, {"head", LOY__SPEND_HEAD}};
    loy__households *out = &reader->program->accounts.households;
    const loy_node *values[LOY_COUNT(members)];

    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->kind = loy__read_choice(reader, values[0], kinds, LOY_COUNT(kinds), LOY__HOUSEHOLD_POOL);
    out->draw = loy__read_choice(reader, values[1], draws, LOY_COUNT(draws), LOY__DRAW_PRO_RATA);
    out->leave = loy__read_choice(reader, values[2], leaves, LOY_COUNT(leaves), LOY__LEAVE_KEEP);
    out->most = (uint32_t)loy__read_integer(reader, values[3], 2, 64, 16);
    out->spend = loy__read_choice(reader, values[4], spends, LOY_COUNT(spends), LOY__SPEND_ALL);
    out->has_stay = loy__read_duration(reader, values[5], LOY__DURATION_POSITIVE, &out->stay);
    if (values[1] != NULL && out->kind == LOY__HOUSEHOLD_POOL)
        loy__fault(reader, values[1], "conflicting-members",
                   "a pool has points of its own: nobody is drawn on", NULL,
                   "leave out \"draw\", or write \"kind\": \"view\"");
    if (values[2] != NULL && out->kind == LOY__HOUSEHOLD_VIEW)
        loy__fault(reader, values[2], "conflicting-members",
                   "in a view everybody keeps his points anyway", NULL,
                   "leave out \"leave\", or write \"kind\": \"pool\"");
}

void
loy__read_accounts(loy__reader *reader)
{
    read_households(reader, reader->root[LOY__ROOT_HOUSEHOLDS]);
    read_offline(reader, reader->root[LOY__ROOT_OFFLINE]);
    read_referrals(reader, reader->root[LOY__ROOT_REFERRALS]);
    read_merges(reader, reader->root[LOY__ROOT_MERGES]);
    read_rekeys(reader, reader->root[LOY__ROOT_REKEYS]);
    read_erasure(reader, reader->root[LOY__ROOT_ERASURE]);
    read_transfers(reader, reader->root[LOY__ROOT_TRANSFERS]);
    read_adjusts(reader, reader->root[LOY__ROOT_ADJUSTS]);
}
