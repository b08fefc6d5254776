/*
 * read_expiry.c -- when the points of a currency expire: from when their time is
 * counted, what prolongs it, and what is done about points that have expired.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

/* Members of `expires`, in the order of its table. */
enum {
    AFTER,
    ROUND_UP,
    EDGE,
    FROM,
    ACTIVITY,
    BY_TIER,
    EXEMPT,
    SINCE,
    EXTEND,
    REINSTATE,
    LAPSED,
    CLOCK,
    RESTORED,
    MEMBERS
};

static const loy__member members[MEMBERS] = {
    [AFTER] = {"after", LOY__A_TEXT | LOY__REQUIRED, "an ISO 8601 duration, e.g. \"P12M\""},
    [ROUND_UP] =
        {"round_up", LOY__A_TEXT,
         "\"day\", \"month\", \"quarter\", \"half-year\", \"year\" or the name of a month"},
    [EDGE] = {"edge", LOY__A_TEXT, "\"end-of-day\", \"start-of-day\" or \"instant\""},
    [FROM] = {"from", LOY__A_TEXT, "\"earned\", \"matured\" or \"activity\""},
    [ACTIVITY] = {"activity", LOY__A_LIST, "kinds of events, e.g. [\"purchase\", \"redeem\"]"},
    [BY_TIER] = {"by_tier", LOY__A_MAP, "{\"status\": {\"gold\": \"never\"}}"},
    [EXEMPT] = {"exempt", LOY__A_TEXT, "a condition, e.g. \"customer.attributes.staff\""},
    [SINCE] = {"since", LOY__A_TEXT, "a date, e.g. \"2026-01-01\""},
    [EXTEND] = {"extend", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P3M\""},
    [REINSTATE] = {"reinstate", LOY__A_TEXT | LOY__A_MAP,
                   "an ISO 8601 duration, or {\"within\": \"P12M\", \"fee\": 100}"},
    [LAPSED] = {"lapsed", LOY__A_TEXT | LOY__A_MAP, "\"expire\", \"new\" or {\"grace\": \"P30D\"}"},
    [CLOCK] = {"clock", LOY__A_TEXT, "\"program\", \"store\" or \"customer\""},
    [RESTORED] = {"restored", LOY__A_TEXT, "\"lot\" or \"new\""},
};

/* The end of the day, of a period, or of the next month of a name: of a year that
 * ends with it. */
static void
read_round_up(loy__reader *reader, const loy_node *node, loy__currency *out)
{
    enum { MONTHS = 100 };
    static const loy__choice rounds[] = {
        {"day", LOY__PERIOD_DAY},
        {"month", LOY__PERIOD_MONTH},
        {"quarter", LOY__PERIOD_QUARTER},
        {"half-year", LOY__PERIOD_HALF_YEAR},
        {"year", LOY__PERIOD_YEAR},
        {"january", MONTHS + 1},
        {"february", MONTHS + 2},
        {"march", MONTHS + 3},
        {"april", MONTHS + 4},
        {"may", MONTHS + 5},
        {"june", MONTHS + 6},
        {"july", MONTHS + 7},
        {"august", MONTHS + 8},
        {"september", MONTHS + 9},
        {"october", MONTHS + 10},
        {"november", MONTHS + 11},
        {"december", MONTHS + 12},
    };
    uint32_t round = loy__read_choice(reader, node, rounds, LOY_COUNT(rounds), LOY__PERIOD_DAY);

    out->round_up = round > MONTHS ? LOY__PERIOD_YEAR : (loy__period)round;
    out->year_ends = round > MONTHS ? (int32_t)(round - MONTHS) : 12;
}

static void
read_end(loy__reader *reader, const loy_node *const *values, loy__currency *out)
{
    static const loy__choice edges[] = {
        {"end-of-day", LOY__EDGE_END_OF_DAY},
        {"start-of-day", LOY__EDGE_START_OF_DAY},
        {"instant", LOY__EDGE_INSTANT},
    };

    read_round_up(reader, values[ROUND_UP], out);
    out->edge =
        loy__read_choice(reader, values[EDGE], edges, LOY_COUNT(edges), LOY__EDGE_END_OF_DAY);
    /* No time at all is usable through the day of earning, where days are ended. */
    out->expires =
        loy__read_duration(reader, values[AFTER],
                           (out->edge == LOY__EDGE_END_OF_DAY ? 0 : LOY__DURATION_POSITIVE) |
                               (out->edge == LOY__EDGE_INSTANT ? 0 : LOY__DURATION_DAYS),
                           &out->after);
    if (out->edge == LOY__EDGE_INSTANT && values[ROUND_UP] != NULL)
        loy__fault(reader, values[ROUND_UP], "conflicting-members",
                   "points that expire at an instant are not rounded up", NULL,
                   "leave out \"round_up\", or write \"edge\": \"end-of-day\"");
    for (int i = BY_TIER; i <= SINCE; i++)
        if (out->edge == LOY__EDGE_INSTANT && i != EXEMPT && values[i] != NULL)
            loy__fault(reader, values[i], "conflicting-members",
                       "ends that are computed anew are the ends of days", NULL,
                       "write \"edge\": \"end-of-day\"");
}

/* Where a store ended its days is not known any more once points are earned. */
static void
read_clock(loy__reader *reader, const loy_node *const *values, loy__currency *out)
{
    static const loy__choice clocks[] = {
        {"program", LOY__CLOCK_PROGRAM},
        {"store", LOY__CLOCK_STORE},
        {"customer", LOY__CLOCK_CUSTOMER},
    };
    const loy_node *node = values[CLOCK];
    bool moves =
        out->life.from == LOY__LIFE_ACTIVITY || values[BY_TIER] != NULL || out->life.has_since;

    out->clock = loy__read_choice(reader, node, clocks, LOY_COUNT(clocks), LOY__CLOCK_PROGRAM);
    reader->program->clocks = reader->program->clocks || out->clock != LOY__CLOCK_PROGRAM;
    if (out->clock == LOY__CLOCK_STORE && moves)
        loy__fault(reader, node, "conflicting-members",
                   "ends that are computed anew belong to no store", NULL,
                   "write \"program\" or \"customer\", or leave out activity, \"by_tier\" and "
                   "\"since\"");
    if (out->clock == LOY__CLOCK_STORE && reader->program->store_count == 0)
        loy__fault(reader, node, "missing-member", "there is no store whose clock is known", NULL,
                   "add \"stores\": {\"s1\": {\"time_zone\": \"EST5EDT,M3.2.0,M11.1.0\"}}");
    if (out->clock == LOY__CLOCK_CUSTOMER && reader->program->home == 0)
        loy__fault(reader, node, "missing-member", "nothing says where a customer lives", NULL,
                   "add \"attributes\": {\"customer\": {\"home\": \"time-zone\"}}");
}

/* ---- Activity ---- */

static void
mark_kind(loy__reader *reader, const loy_node *node, const char *kind, size_t size, uint64_t *bits)
{
    uint32_t number = loy__program_kind(reader->program, kind, size);
    uint64_t *all = reader->program->activity;

    if (number == LOY__NONE) {
        loy__fault(reader, node, "unknown-type", "there is no kind of event \"%s\"", kind,
                   "write a built-in kind, or declare it under \"events\"");
        return;
    }
    bits[number >> 6] |= UINT64_C(1) << (number & 63);
    all[number >> 6] |= UINT64_C(1) << (number & 63);
}

static void
read_activity(loy__reader *reader, const loy_node *node, loy__life *life)
{
    static const char *const usual[] = {"purchase", "redeem", "capture"};
    loy_program *program = reader->program;
    size_t words = (program->kind_count + 63) / 64;
    uint64_t *bits = loy__keep(reader, words, sizeof(*bits));

    if (program->activity == NULL)
        program->activity = loy__keep(reader, words, sizeof(*bits));
    if (bits == NULL || program->activity == NULL)
        return;
    life->activity = bits;
    for (size_t i = 0; node == NULL && i < LOY_COUNT(usual); i++)
        mark_kind(reader, NULL, usual[i], strlen(usual[i]), bits);
    for (const loy_node *item = loy__first_item(node); item != NULL;
         item = loy__next_item(node, item))
        if (loy__expect(reader, item, LOY__A_TEXT, "the name of a kind of event"))
            mark_kind(reader, item, item->text, item->text_size, bits);
}

static void
read_from(loy__reader *reader, const loy_node *const *values, loy__life *life)
{
    static const loy__choice froms[] = {
        {"earned", LOY__LIFE_EARNED},
        {"matured", LOY__LIFE_MATURED},
        {"activity", LOY__LIFE_ACTIVITY},
    };

    life->from = loy__read_choice(reader, values[FROM], froms, LOY_COUNT(froms), LOY__LIFE_EARNED);
    if (life->from == LOY__LIFE_ACTIVITY)
        read_activity(reader, values[ACTIVITY], life);
    else if (values[ACTIVITY] != NULL)
        loy__fault(reader, values[ACTIVITY], "conflicting-members",
                   "activity counts only where the time runs from it", NULL,
                   "add \"from\": \"activity\", or leave it out");
}

/* ---- Second thoughts ---- */

static void
read_reinstate(loy__reader *reader, const loy_node *node, loy__currency *out)
{
    static const loy__member within[] = {
        {"within", LOY__A_TEXT | LOY__REQUIRED, "an ISO 8601 duration, e.g. \"P12M\""},
        {"fee", LOY__A_TEXT | LOY__AN_INTEGER, "the points that it costs, e.g. 100"},
    };
    const loy_node *values[LOY_COUNT(within)] = {node, NULL};

    if (node == NULL)
        return;
    if (node->kind == LOY__NODE_MAP)
        loy__read_members(reader, node, within, LOY_COUNT(within), values);
    out->life.reinstates =
        loy__read_duration(reader, values[0], LOY__DURATION_POSITIVE, &out->life.reinstate);
    out->life.fee = loy__read_points(reader, values[1], out->scale, 0);
}

void
loy__read_lapsed(loy__reader *reader, const loy_node *node, loy__lapse *out)
{
    static const loy__choice choices[] = {{"expire", LOY__LAPSED_EXPIRE}, {"new", LOY__LAPSED_NEW}};
    static const loy__member grace[] = {
        {"grace", LOY__A_TEXT | LOY__REQUIRED, "an ISO 8601 duration, e.g. \"P30D\""},
    };
    const loy_node *value;

    if (node == NULL || node->kind != LOY__NODE_MAP) {
        out->how = loy__read_choice(reader, node, choices, LOY_COUNT(choices), LOY__LAPSED_EXPIRE);
        return;
    }
    loy__read_members(reader, node, grace, LOY_COUNT(grace), &value);
    out->how = LOY__LAPSED_GRACE;
    loy__read_duration(reader, value, LOY__DURATION_DAYS, &out->grace);
}

/* The end of spent points that come back, and of those that do so after theirs. */
static void
read_restored(loy__reader *reader, const loy_node *const *values, loy__life *life)
{
    static const loy__choice choices[] = {{"lot", 0}, {"new", 1}};

    loy__read_lapsed(reader, values[LAPSED], &life->lapse);
    life->renews = loy__read_choice(reader, values[RESTORED], choices, LOY_COUNT(choices), 0) != 0;
    if (life->renews && values[LAPSED] != NULL)
        loy__fault(reader, values[LAPSED], "conflicting-members",
                   "points that have a new end when they come back never come back after theirs",
                   NULL, "leave out \"lapsed\", or write \"restored\": \"lot\"");
}

void
loy__read_expires(loy__reader *reader, const loy_node *node, loy__currency *out)
{
    static const loy__choice never[] = {{"never", 0}};
    const loy_node *values[MEMBERS];
    loy__life *life = &out->life;

    out->round_up = LOY__PERIOD_DAY;
    out->edge = LOY__EDGE_END_OF_DAY;
    if (node == NULL)
        return;
    if (node->kind == LOY__NODE_TEXT) {
        loy__read_choice(reader, node, never, LOY_COUNT(never), 0);
        return;
    }
    loy__read_members(reader, node, members, MEMBERS, values);
    read_end(reader, values, out);
    read_from(reader, values, life);
    life->has_since = values[SINCE] != NULL;
    life->since = loy__read_moment(reader, values[SINCE], LOY_TIME_NONE);
    life->extends = values[EXTEND] != NULL &&
                    loy__read_duration(reader, values[EXTEND],
                                       LOY__DURATION_DAYS | LOY__DURATION_POSITIVE, &life->extend);
    read_clock(reader, values, out);
    read_reinstate(reader, values[REINSTATE], out);
    read_restored(reader, values, life);
    life->special = life->from != LOY__LIFE_EARNED || life->has_since || values[BY_TIER] != NULL ||
                    values[EXEMPT] != NULL;
    if (life->has_since)
        reader->program->ends_begin = true;
}

/* ---- What names tiers and facts ---- */

static void
read_tier_life(loy__reader *reader, const loy_node *node, const loy__ladder *ladder,
               loy__tier_life *out)
{
    static const loy__choice never[] = {{"never", 1}};

    out->ladder = (uint32_t)(ladder - reader->program->ladders);
    out->tier = loy__tier_named(reader, node, node->key, node->key_size, ladder);
    if (!loy__expect(reader, node, LOY__A_TEXT, "an ISO 8601 duration or \"never\""))
        return;
    out->never = node->text_size == 0 || node->text[0] != 'P';
    if (out->never)
        loy__read_choice(reader, node, never, LOY_COUNT(never), 1);
    else
        loy__read_duration(reader, node, LOY__DURATION_DAYS, &out->after);
}

static void
read_by_tier(loy__reader *reader, const loy_node *map, loy__life *life)
{
    uint32_t count = 0;
    loy__tier_life *lives;

    for (const loy_node *node = map->first; node != NULL; node = node->next)
        count += node->count;
    lives = loy__keep(reader, count, sizeof(*lives));
    if (lives == NULL)
        return;
    for (const loy_node *node = map->first; node != NULL; node = node->next) {
        uint32_t ladder = loy__part_of_key(reader, node, LOY_PART_LADDER);

        if (ladder == LOY__NONE ||
            !loy__expect(reader, node, LOY__A_MAP, "a map of tiers, e.g. {\"gold\": \"never\"}"))
            continue;
        for (const loy_node *tier = node->first; tier != NULL; tier = tier->next)
            read_tier_life(reader, tier, &reader->program->ladders[ladder],
                           &lives[life->tier_count++]);
    }
    life->tiers = lives;
    reader->program->tiers_prolong = reader->program->tiers_prolong || life->tier_count > 0;
}

void
loy__read_lives(loy__reader *reader)
{
    const loy__part *parts = &reader->parts[LOY_PART_CURRENCY];
    loy__currency *currencies = (loy__currency *)reader->program->currencies;

    for (uint32_t i = 0; i < parts->count && !reader->failed; i++) {
        const loy_node *expires = parts->nodes[i] == NULL || parts->nodes[i]->kind != LOY__NODE_MAP
                                      ? NULL
                                      : loy__node_get(parts->nodes[i], "expires", 7);
        const loy_node *node;

        if (expires == NULL || expires->kind != LOY__NODE_MAP)
            continue;
        node = loy__node_get(expires, "by_tier", 7);
        if (node != NULL && node->kind == LOY__NODE_MAP)
            read_by_tier(reader, node, &currencies[i].life);
        node = loy__node_get(expires, "exempt", 6);
        if (node != NULL && node->kind == LOY__NODE_TEXT)
            currencies[i].life.exempt = loy__read_code(reader, node, "bool");
        reader->program->own_lots = reader->program->own_lots || currencies[i].life.exempt != NULL;
    }
}
