/*
 * customer_history_test.c -- random histories against naive models: the lots
 * that the postings alone give, and ladders counted anew from all credits each
 * day. What time does in one step equals what it does in many.
 */
#include <string.h>

#include "customer/holds.h"
#include "kit/customer_kit.h"
#include "kit/random_kit.h"

enum { HISTORIES = 300, STEPS = 60, MOST = 4096 };

/* ---- The lots that a journal tells ---- */

typedef struct ledger {
    loy__lot lots[MOST];
    size_t count;
    int64_t debt[CUSTOMER_KIT_MOST];
} ledger;

/* One heap for all keys, days of earning apart or together as they come. */
static int64_t *
points_of(ledger *told, uint32_t currency, int64_t matures, int64_t expires)
{
    for (size_t i = 0; i < told->count; i++)
        if (told->lots[i].currency == currency && told->lots[i].matures == matures &&
            told->lots[i].expires == expires)
            return &told->lots[i].points;
    assert_true(told->count < MOST);
    told->lots[told->count] =
        (loy__lot){.matures = matures, .expires = expires, .currency = currency};
    return &told->lots[told->count++].points;
}

static void
tell(ledger *told, const loy__posting *p)
{
    int64_t *lot = points_of(told, p->currency, p->matures, p->expires);
    int64_t *debt = &told->debt[p->currency];

    assert_true(p->points > 0 || (p->kind == LOY_ENTRY_ADJUST && p->debt == 0));
    switch (p->kind) {
    case LOY_ENTRY_EARN:
    case LOY_ENTRY_ADJUST:
    case LOY_ENTRY_RESTORE:
    case LOY_ENTRY_RELEASE:
        *(p->debt ? debt : lot) += p->debt ? -p->points : p->points;
        break;
    case LOY_ENTRY_MATURE:
        *lot -= p->points;
        if (p->debt)
            *debt -= p->points;
        else
            *points_of(told, p->currency, 0, p->expires) += p->points;
        break;
    case LOY_ENTRY_REVERSE:
        *(p->debt ? debt : lot) += p->debt ? p->points : -p->points;
        break;
    case LOY_ENTRY_CAPTURE: /* has left its lot already */
        assert_int_equal(p->debt, 0);
        break;
    case LOY_ENTRY_HOLD:
    case LOY_ENTRY_BURN:
    case LOY_ENTRY_EXPIRE:
        assert_int_equal(p->debt, 0);
        *lot -= p->points;
        break;
    default:
        fail();
    }
}

/* Every lot the journal tells is there, and no other. */
static void
assert_told(ledger *told, const customer_kit *kit)
{
    const loy__state *state = &kit->state;

    for (size_t i = 0; i < state->lot_count; i++)
        *points_of(told, state->lots[i].currency, state->lots[i].matures, state->lots[i].expires) -=
            state->lots[i].points;
    for (size_t i = 0; i < told->count; i++)
        assert_int_equal(told->lots[i].points, 0);
    for (size_t i = 0; i < state->lot_count; i++)
        *points_of(told, state->lots[i].currency, state->lots[i].matures, state->lots[i].expires) +=
            state->lots[i].points;
    for (uint32_t i = 0; i < kit->program.currency_count; i++)
        assert_int_equal(told->debt[i], state->purses[i].debt);
}

static void
tell_all(ledger *told, customer_kit *kit)
{
    for (size_t i = 0; i < kit->journal.count; i++)
        tell(told, &kit->journal.items[i]);
    kit->journal.count = 0;
}

/* ---- Random points ---- */

static void
set_up_points(customer_kit *kit, uint64_t *random)
{
    customer_kit_init(kit);
    for (uint32_t i = 0; i < 3; i++) {
        loy__currency *currency;

        currency = customer_kit_currency(kit, i == 0 ? "a" : (i == 1 ? "b" : "c"),
                                         random_kit_below(random, 2) ? "P3D" : NULL,
                                         random_kit_below(random, 3) ? "P12D" : NULL);
        currency->spend_order = LOY__SPEND_SOONEST + (uint32_t)random_kit_below(random, 2);
        currency->floor = LOY__FLOOR_DEBT + (uint32_t)random_kit_below(random, 2);
        currency->edge = LOY__EDGE_END_OF_DAY + (uint32_t)random_kit_below(random, 3);
    }
    customer_kit_start(kit);
}

static int64_t
some(uint64_t *random)
{
    return 1 + (int64_t)random_kit_below(random, 100);
}

/* Captures a part of a hold, and mostly gives back the rest. */
static int
end_hold(customer_kit *kit, uint64_t *random, uint32_t currency, int64_t at)
{
    uint64_t hold = random_kit_below(random, 4);
    int64_t points = loy__hold_points(&kit->state, hold, currency);
    int rc = LOY_OK;

    points = (int64_t)random_kit_below(random, (uint64_t)points + 1);
    if (points > 0)
        rc = loy__hold_capture(&kit->state, &kit->journal, hold, currency, points, at);
    if (rc == LOY_OK && random_kit_below(random, 3) > 0)
        rc = loy__hold_release(&kit->state, &kit->journal, hold, at);
    return rc;
}

/* Something that an event does at a moment; late events earn in the past. */
static void
act(customer_kit *kit, uint64_t *random, int64_t at)
{
    loy__state *state = &kit->state;
    uint32_t currency = (uint32_t)random_kit_below(random, 3);
    loy__points points = loy__state_points(state, currency);
    int64_t late = random_kit_below(random, 4) ? 0 : (int64_t)random_kit_below(random, 20);
    int64_t burned = some(random) % (points.available + 1);
    int64_t written_off;
    const loy__lot *lot;
    int rc = LOY_OK;

    switch (random_kit_below(random, 8)) {
    case 5:
        if (burned > 0)
            rc = loy__hold_take(state, &kit->journal,
                                &(loy__held){.points = burned,
                                             .lapses = LOY_NEVER,
                                             .hold = random_kit_below(random, 4),
                                             .currency = currency},
                                at);
        break;
    case 6:
        rc = end_hold(kit, random, currency, at);
        break;
    case 0:
    case 1:
        rc = loy__earn(state, &kit->journal, currency, some(random), at - late * LOY__DAY_MS, at,
                       random_kit_below(random, 5) ? LOY_ENTRY_EARN : LOY_ENTRY_ADJUST, NULL, NULL);
        break;
    case 2:
        if (burned > 0)
            rc = loy__burn(state, &kit->journal, currency, burned, at,
                           random_kit_below(random, 5) ? LOY_ENTRY_BURN : LOY_ENTRY_ADJUST);
        break;
    case 3:
        lot = state->lot_count > 0 ? &state->lots[random_kit_below(random, state->lot_count)]
                                   : &(loy__lot){.expires = LOY_NEVER};
        rc = loy__reverse(state, &kit->journal,
                          &(loy__lot){.points = some(random),
                                      .currency = lot->currency,
                                      .matures = lot->matures,
                                      .expires = lot->expires,
                                      .earned_on = lot->earned_on},
                          at, &written_off);
        break;
    case 4:
        /* No more than was spent. */
        burned = some(random) % (state->purses[currency].spent + 1);
        if (burned > 0)
            rc = loy__restore_lot(
                state, &kit->journal,
                &(loy__lot){.points = burned,
                            .currency = currency,
                            .expires = at + ((int64_t)random_kit_below(random, 9) - 2) * LOY__DAY_MS,
                            .earned_on = (int32_t)(at / LOY__DAY_MS)},
                at);
        break;
    default:
        break;
    }
    assert_int_equal(rc, LOY_OK);
}

/* Both states go on alike; `fine` sees every hour between, the other none. */
static void
settle_both(customer_kit *kit, customer_kit *fine, int64_t *now, int64_t at)
{
    assert_int_equal(loy__lots_settle(&kit->state, &kit->journal, at), LOY_OK);
    while (*now < at) {
        *now += LOY__DAY_MS / 24 * 7;
        if (*now > at)
            *now = at;
        assert_int_equal(loy__lots_settle(&fine->state, &fine->journal, *now), LOY_OK);
        fine->state.settled = *now;
    }
    kit->state.settled = at;
    fine->state.settled = at;
}

static void
assert_same_journal(const customer_kit *a, const customer_kit *b)
{
    assert_int_equal(a->journal.count, b->journal.count);
    for (size_t i = 0; i < a->journal.count; i++) {
        const loy__posting *p = &a->journal.items[i];
        const loy__posting *q = &b->journal.items[i];

        assert_true(p->points == q->points && p->time == q->time && p->kind == q->kind);
        assert_true(p->matures == q->matures && p->expires == q->expires);
        assert_true(p->currency == q->currency && p->debt == q->debt);
    }
}

static void
one_history_of_points(uint64_t seed)
{
    static ledger told;
    customer_kit kit;
    customer_kit fine;
    uint64_t random = seed;
    uint64_t same = seed;
    int64_t now = customer_kit_day(100);

    memset(&told, 0, sizeof(told));
    set_up_points(&kit, &random);
    set_up_points(&fine, &same);
    kit.state.settled = fine.state.settled = now;
    for (int i = 0; i < STEPS; i++) {
        int64_t at = now + (int64_t)random_kit_below(&random, 6) * LOY__DAY_MS / 2;

        same = random;
        settle_both(&kit, &fine, &now, at);
        act(&kit, &random, at);
        act(&fine, &same, at);
        assert_same_journal(&kit, &fine);
        fine.journal.count = 0;
        customer_kit_check(&kit.state);
        for (size_t j = 0; j < kit.state.lot_count; j++)
            assert_true(kit.state.lots[j].expires > at);
        tell_all(&told, &kit);
        assert_told(&told, &kit);
    }
    customer_kit_end(&fine);
    customer_kit_end(&kit);
}

static void
points_follow_their_journal(void **data)
{
    (void)data;
    for (uint64_t seed = 1; seed <= HISTORIES; seed++)
        one_history_of_points(seed);
}

/* ---- Ladders, counted anew each day ---- */

typedef struct credit {
    int64_t amount;
    int32_t day;
} credit;

typedef struct model {
    const loy__ladder *ladder;
    credit credits[STEPS * 2];
    size_t count;
    int32_t period; /* calendar: first day */
    int64_t ended;  /* what the period before counted */
    int32_t drop;   /* day; 0 none */
    uint32_t tier;
} model;

static int64_t
counted(const model *m, int32_t today)
{
    int64_t sum = 0;

    for (size_t i = 0; i < m->count; i++) {
        int32_t day = m->credits[i].day;
        int32_t end = loy__add_to_day(day, &m->ladder->length);

        if (m->ladder->window == LOY__WINDOW_CALENDAR
                ? day >= m->period
                : m->ladder->window == LOY__WINDOW_LIFETIME ||
                      (m->ladder->period == LOY__PERIOD_MONTH
                           ? loy__period_start(end, LOY__PERIOD_MONTH) > today
                           : end > today))
            sum += m->credits[i].amount;
    }
    return sum;
}

static uint32_t
reached(const model *m, int64_t value)
{
    uint32_t tier = 0;

    for (uint32_t i = 0; i < m->ladder->tier_count; i++)
        if (value >= m->ladder->tiers[i].from)
            tier = i;
    return tier;
}

static uint32_t
lower(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* Whether the present tier is in danger today, and what follows. */
static void
judge(model *m, int64_t value, int32_t today)
{
    const loy__tier *tier = &m->ladder->tiers[m->tier];

    if (m->tier == 0)
        return;
    if (value >= tier->keep_from) {
        m->drop = 0;
    } else if (!tier->has_grace) {
        m->tier = lower(reached(m, value), m->tier - 1);
    } else if (m->drop == 0) {
        m->drop = today + tier->grace.days;
    }
}

/* 00:00 of a day: the end of a grace, then of a period, then all the rest. */
static void
model_day(model *m, int32_t today)
{
    int64_t value = counted(m, today);
    bool calendar = m->ladder->window == LOY__WINDOW_CALENDAR;

    if (m->drop == today) {
        int64_t best = calendar && m->ended > value ? m->ended : value;

        m->drop = 0;
        if (value < m->ladder->tiers[m->tier].keep_from)
            m->tier = lower(reached(m, best), m->tier - 1);
    }
    if (!calendar) {
        judge(m, value, today);
    } else if (today == loy__period_start(today, m->ladder->period)) {
        judge(m, value, today);
        m->ended = value;
        m->period = today;
    }
}

static void
model_credit(model *m, int64_t amount, int32_t day, int32_t today)
{
    int64_t value;

    m->credits[m->count++] = (credit){amount, day};
    value = counted(m, today);
    if (reached(m, value) > m->tier) {
        m->tier = reached(m, value);
        m->drop = 0;
    } else if (m->ladder->window != LOY__WINDOW_CALENDAR) {
        judge(m, value, today);
    }
}

static void
set_up_ladder(customer_kit *kit, uint64_t *random)
{
    static const struct {
        uint32_t window;
        loy__period period;
        const char *length;
    } windows[] = {{LOY__WINDOW_LIFETIME, LOY__PERIOD_LIFETIME, NULL},
                   {LOY__WINDOW_CALENDAR, LOY__PERIOD_MONTH, NULL},
                   {LOY__WINDOW_CALENDAR, LOY__PERIOD_QUARTER, NULL},
                   {LOY__WINDOW_ROLLING, LOY__PERIOD_DAY, "P20D"},
                   {LOY__WINDOW_ROLLING, LOY__PERIOD_DAY, "P1M"},
                   {LOY__WINDOW_ROLLING, LOY__PERIOD_MONTH, "P2M"},
                   {LOY__WINDOW_ROLLING, LOY__PERIOD_MONTH, "P45D"}};
    uint64_t i = random_kit_below(random, sizeof(windows) / sizeof(windows[0]));
    bool lenient = random_kit_below(random, 2) != 0;

    customer_kit_init(kit);
    customer_kit_ladder(kit, "status", windows[i].window, windows[i].period, windows[i].length);
    customer_kit_tier(kit, "base", 0, 0, NULL);
    customer_kit_tier(kit, "silver", 100, lenient ? 70 : 100,
                      random_kit_below(random, 2) ? "P9D" : NULL);
    customer_kit_tier(kit, "gold", 200, lenient ? 120 : 200,
                      random_kit_below(random, 2) ? "P50D" : NULL);
    customer_kit_start(kit);
}

/* A purchase, or the return of one, which takes no more than was there. */
static void
credit_both(customer_kit *kit, model *m, uint64_t *random, int32_t today)
{
    int64_t at = customer_kit_day(today);
    int64_t amount = some(random);
    int32_t day = today;

    if (random_kit_below(random, 4) == 0)
        day -= (int32_t)random_kit_below(random, 30);
    if (m->count > 0 && random_kit_below(random, 4) == 0) {
        credit *bought = &m->credits[random_kit_below(random, m->count)];

        day = bought->day;
        amount = -bought->amount;
        bought->amount = 0;
        m->count--;
        *bought = m->credits[m->count];
        m->credits[m->count] = (credit){0, 0};
        if (amount == 0)
            return;
        model_credit(m, 0, day, today);
    } else {
        model_credit(m, amount, day, today);
    }
    assert_int_equal(loy__ladder_credit(&kit->state, 0, amount, day, at), LOY_OK);
    loy__ladder_review(&kit->state, 0, at);
}

static void
one_history_of_a_ladder(uint64_t seed)
{
    customer_kit kit;
    model m = {0};
    uint64_t random = seed;
    int32_t today = 400;

    set_up_ladder(&kit, &random);
    m.ladder = &kit.ladders[0];
    m.period = loy__period_start(today, m.ladder->period);
    for (int i = 0; i < STEPS; i++) {
        int32_t next = today + (int32_t)random_kit_below(&random, 12);
        int64_t at = customer_kit_day(next);

        while (today < next)
            model_day(&m, ++today);
        loy__ladder_settle(&kit.state, 0, at);
        kit.state.settled = at;
        assert_int_equal(kit.state.rungs[0].tier, m.tier);
        credit_both(&kit, &m, &random, today);
        assert_int_equal(kit.state.rungs[0].tier, m.tier);
        assert_int_equal(kit.state.rungs[0].value, counted(&m, today));
        assert_true(loy__ladder_next(&kit.state, 0) > at);
    }
    customer_kit_end(&kit);
}

static void
ladders_count_what_was_credited(void **data)
{
    (void)data;
    for (uint64_t seed = 1; seed <= 3 * HISTORIES; seed++)
        one_history_of_a_ladder(seed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_follow_their_journal),
        cmocka_unit_test(ladders_count_what_was_credited),
    };

    return cmocka_run_group_tests_name("customer histories", tests, NULL, NULL);
}
