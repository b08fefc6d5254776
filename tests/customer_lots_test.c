/*
 * customer_lots_test.c -- points in and out of lots: each row is a story of
 * steps, and tells the lots, the debt and the postings it must end with.
 */
#include <stdio.h>
#include <string.h>

#include "kit/customer_kit.h"

/* Steps read "earn 100 on 5; burn 20 on 7": what happens, how many points, at
 * the start of which day. "of" is the day on which points were earned, "~" and
 * "<" when the lot in question matures and expires. */
typedef struct step {
    char verb[12];
    int64_t points;
    int day, of, matures, expires; /* 0: none */
} step;

typedef struct story {
    const char *name;
    const char *pending; /* of the currency */
    const char *after;
    uint32_t order; /* LOY__SPEND_..., 0: soonest */
    uint32_t floor; /* LOY__FLOOR_..., 0: debt */
    const char *steps;
    const char *lots;
    const char *journal; /* of the last step */
    int64_t debt;
    int64_t written_off;
} story;

static const story stories[] = {
    {"a lot that never expires", NULL, NULL, 0, 0, "earn 100 on 5", "100", "E100", 0, 0},
    {"equal keys merge", NULL, NULL, 0, 0, "earn 100 on 5; earn 50 on 6", "150", "E50", 0, 0},
    {"other expiry is another lot", NULL, "P10D", 0, 0, "earn 100 on 5; earn 50 on 6; earn 1 on 5",
     "101<15 50<16", "E1<15", 0, 0},
    {"burning takes what expires soonest", NULL, "P10D", 0, 0,
     "earn 50 on 6; earn 100 on 6 of 5; burn 120 on 7", "30<16", "B100<15 B20<16", 0, 0},
    {"burning leaves pending points alone", "P3D", NULL, 0, 0,
     "earn 100 on 1; earn 70 on 2; settle on 4; burn 60 on 4", "40 70~5", "B60", 0, 0},
    {"a downward correction burns, signed", NULL, "P10D", 0, 0,
     "earn 50 on 6; earn 50 on 7; cut 60 on 8", "40<17", "A-50<16 A-10<17", 0, 0},
    {"an upward correction is not pending", "P3D", "P10D", 0, 0, "correct 100 on 1", "100<11",
     "A100<11", 0, 0},
    {"points mature and merge", "P3D", NULL, 0, 0, "earn 100 on 1; earn 70 on 2; settle on 5",
     "170", "M100~4@4 M70~5", 0, 0},
    {"points expire at their moment", NULL, "P10D", 0, 0,
     "earn 100 on 1; earn 70 on 2; settle on 11", "70<12", "X100<11", 0, 0},
    {"not a moment before", NULL, "P10D", 0, 0, "earn 100 on 1; settle on 10", "100<11", "", 0, 0},
    {"in the order of time, maturing before expiring", "P4D", "P4D", 0, 0,
     "earn 100 on 1; earn 70 on 2; settle on 9", "", "M100~5<5@5 X100<5@5 M70~6<6@6 X70<6@6", 0, 0},
    {"pending points expire as such", "P9D", "P4D", 0, 0, "earn 100 on 1; settle on 5", "",
     "X100~10<5", 0, 0},
    {"a late event's points are spendable at once when matured", "P3D", NULL, 0, 0,
     "settle on 9; earn 100 on 9 of 2", "100", "E100", 0, 0},
    {"a late event's points may have lapsed", "P3D", "P5D", 0, 0, "settle on 9; earn 100 on 9 of 2",
     "", "E100<7 X100<7", 0, 0},
    {"lapsed points fill no debt", NULL, "P5D", 0, 0,
     "earn 10 on 1; burn 10 on 1; reverse 10 on 2 <6; earn 30 on 9 of 2", "", "E30<7 X30<7", 10, 0},
    {"debt is filled before a lot is made", NULL, NULL, 0, 0,
     "earn 100 on 1; burn 100 on 1; reverse 100 on 2; earn 130 on 3", "30", "E!100 E30", 0, 0},
    {"a debt may take all", NULL, NULL, 0, 0,
     "earn 100 on 1; burn 100 on 1; reverse 100 on 2; earn 30 on 3", "", "E!30", 70, 0},
    {"pending points fill debt when they mature", "P3D", NULL, 0, 0,
     "correct 40 on 1; burn 40 on 1; reverse 40 on 1; earn 100 on 2; settle on 5", "60",
     "M!40~5 M60~5", 0, 0},
    {"an upward correction fills debt", NULL, NULL, 0, 0,
     "earn 9 on 1; burn 9 on 1; reverse 9 on 1; correct 10 on 2", "1", "A!9 A1", 0, 0},
    {"taken back from the pending lot first", "P3D", "P10D", 0, 0,
     "earn 100 on 1; earn 70 on 2; settle on 4; reverse 50 on 4 ~5 <12", "100<11 20~5<12",
     "V50~5<12", 0, 0},
    {"then from the spendable lot of that expiry", NULL, "P10D", 0, 0,
     "earn 100 on 1; earn 70 on 2; earn 30 on 3; reverse 90 on 4 <12", "100<11 10<13",
     "V70<12 V20<13", 0, 0},
    {"then newest first, pending before spendable", "P3D", "P10D", 0, 0,
     "earn 10 on 1; earn 20 on 2; settle on 4; correct 30 on 4; earn 40 on 4; reverse 95 on 4 ~5 "
     "<99",
     "5<11", "V40~7<14 V30<14 V20~5<12 V5<11", 0, 0},
    {"what is missing becomes debt", NULL, NULL, 0, 0,
     "earn 100 on 1; burn 60 on 1; reverse 100 on 2", "", "V40 V!60", 60, 0},
    {"or is written off", NULL, NULL, 0, LOY__FLOOR_ZERO,
     "earn 100 on 1; burn 60 on 1; reverse 100 on 2", "", "V40", 0, 60},
    {"restored to the very lot", NULL, "P10D", 0, 0,
     "earn 100 on 1; burn 60 on 1; restore 60 on 2 of 1 <11", "100<11", "R60<11", 0, 0},
    {"restored as a lot when it is gone", NULL, "P10D", 0, 0,
     "earn 60 on 1; earn 7 on 2; burn 60 on 2; restore 60 on 2 of 1 <11", "60<11 7<12", "R60<11", 0,
     0},
    {"restored too late", NULL, "P10D", 0, 0,
     "earn 60 on 1; burn 60 on 1; restore 60 on 11 of 1 <11", "", "R60<11 X60<11", 0, 0},
    {"restored points fill debt", NULL, NULL, 0, 0,
     "earn 60 on 1; burn 60 on 1; reverse 20 on 2; restore 60 on 2 of 1", "40", "R!20 R40", 0, 0},
    {"oldest first keeps days apart and spends by them", NULL, NULL, LOY__SPEND_OLDEST, 0,
     "earn 60 on 3; earn 5 on 4 of 2; earn 7 on 3; burn 10 on 4", "62", "B5 B5", 0, 0},
    {"oldest first matures into the lot of its day", "P2D", NULL, LOY__SPEND_OLDEST, 0,
     "correct 3 on 3; earn 4 on 3; earn 5 on 4; settle on 6", "7 5", "M4~5@5 M5~6", 0, 0},
};

static void
set_up(customer_kit *kit, const story *tale)
{
    loy__currency *currency;

    customer_kit_init(kit);
    currency = customer_kit_currency(kit, "stars", tale->pending, tale->after);
    if (tale->order != 0)
        currency->spend_order = tale->order;
    if (tale->floor != 0)
        currency->floor = tale->floor;
    customer_kit_start(kit);
}

static int *
member(step *s, const char *word)
{
    if (word[0] == '<')
        return &s->expires;
    if (word[0] == '~')
        return &s->matures;
    return strcmp(word, "of") == 0 ? &s->of : &s->day;
}

/* Reads the step at *text and moves on to the next; false at the end. */
static bool
next_step(step *s, const char **text)
{
    const char *end = *text + strcspn(*text, ";");
    int used = 0;

    *s = (step){.points = 0};
    if (sscanf(*text, " %11[a-z]%n", s->verb, &used) != 1)
        return false;
    for (*text += used; *text < end; *text += used) {
        char word[8];
        int number;

        if (sscanf(*text, " %7[a-z<~] %d%n", word, &number, &used) == 2) {
            *member(s, word) = number;
        } else {
            assert_int_equal(sscanf(*text, " %d%n", &number, &used), 1);
            s->points = number;
        }
    }
    *text += *end == ';';
    return true;
}

static int
take_step(customer_kit *kit, const step *s, int64_t *written_off)
{
    loy__state *state = &kit->state;
    loy__journal *journal = &kit->journal;
    int64_t at = customer_kit_day(s->day);
    int64_t earned = s->of == 0 ? at : customer_kit_day(s->of);
    int64_t expires = s->expires == 0 ? LOY_NEVER : customer_kit_day(s->expires);

    if (strcmp(s->verb, "earn") == 0)
        return loy__earn(state, journal, 0, s->points, earned, at, LOY_ENTRY_EARN, NULL, NULL);
    if (strcmp(s->verb, "correct") == 0)
        return loy__earn(state, journal, 0, s->points, earned, at, LOY_ENTRY_ADJUST, NULL, NULL);
    if (strcmp(s->verb, "burn") == 0)
        return loy__burn(state, journal, 0, s->points, at, LOY_ENTRY_BURN);
    if (strcmp(s->verb, "cut") == 0)
        return loy__burn(state, journal, 0, s->points, at, LOY_ENTRY_ADJUST);
    if (strcmp(s->verb, "reverse") == 0)
        return loy__reverse(state, journal,
                            &(loy__lot){.points = s->points,
                                        .matures = customer_kit_day(s->matures),
                                        .expires = expires},
                            at, written_off);
    if (strcmp(s->verb, "restore") == 0)
        return loy__restore_lot(
            state, journal,
            &(loy__lot){.points = s->points, .expires = expires, .earned_on = s->of}, at);
    assert_string_equal(s->verb, "settle");
    return loy__lots_settle(state, journal, at);
}

static void
story_ends_well(void **data)
{
    const story *tale = *data;
    const char *steps = tale->steps;
    customer_kit kit;
    char text[512];
    int64_t written_off = 0;
    int day = 0;
    step s;

    set_up(&kit, tale);
    while (next_step(&s, &steps)) {
        kit.journal.count = 0;
        assert_int_equal(take_step(&kit, &s, &written_off), LOY_OK);
        day = s.day;
        kit.state.settled = customer_kit_day(day);
        customer_kit_check(&kit.state);
    }
    assert_string_equal(customer_kit_lots(&kit, text, sizeof(text)), tale->lots);
    assert_string_equal(customer_kit_journal(&kit, day, text, sizeof(text)), tale->journal);
    assert_int_equal(loy__state_points(&kit.state, 0).debt, tale->debt);
    assert_int_equal(written_off, tale->written_off);
    customer_kit_end(&kit);
}

static void
currencies_do_not_mix(void **data)
{
    customer_kit kit;
    char text[256];
    int64_t written_off;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_currency(&kit, "a", "P2D", NULL);
    customer_kit_currency(&kit, "b", NULL, "P9D");
    customer_kit_currency(&kit, "c", "P1D", "P9D");
    customer_kit_start(&kit);
    for (uint32_t i = 3; i-- > 0;)
        for (int32_t day = 1; day <= 3; day++)
            assert_int_equal(loy__earn(&kit.state, &kit.journal, i, 10 * (i + 1),
                                       customer_kit_day(day), customer_kit_day(day), LOY_ENTRY_EARN,
                                       NULL, NULL),
                             LOY_OK);
    assert_string_equal(customer_kit_lots(&kit, text, sizeof(text)),
                        "a 10~3 10~4 10~5 b 20<10 20<11 20<12 c 30~2<10 30~3<11 30~4<12");
    assert_int_equal(loy__lots_next(&kit.state), customer_kit_day(2));
    assert_int_equal(loy__lots_settle(&kit.state, &kit.journal, customer_kit_day(3)), LOY_OK);
    assert_int_equal(loy__burn(&kit.state, &kit.journal, 1, 30, 0, LOY_ENTRY_BURN), LOY_OK);
    assert_int_equal(loy__reverse(&kit.state, &kit.journal,
                                  &(loy__lot){.points = 40, .currency = 2}, 0, &written_off),
                     LOY_OK);
    assert_string_equal(customer_kit_lots(&kit, text, sizeof(text)),
                        "a 10 10~4 10~5 b 10<11 20<12 c 30<10 20<11");
    customer_kit_check(&kit.state);
    customer_kit_end(&kit);
}

/* Points that mature late in a year make one lot of several days before them. */
static void
maturing_ends_with_the_currency(void **data)
{
    customer_kit kit;
    char text[256];

    (void)data;
    customer_kit_init(&kit);
    customer_kit_currency(&kit, "a", "P50D", NULL)->spend_order = LOY__SPEND_OLDEST;
    customer_kit_currency(&kit, "b", NULL, NULL);
    kit.program.returns.window = (loy__duration){.days = 30};
    customer_kit_start(&kit);
    for (int32_t day = 1; day <= 3; day++)
        assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 10, customer_kit_day(day),
                                   customer_kit_day(99), LOY_ENTRY_ADJUST, NULL, NULL),
                         LOY_OK);
    for (int32_t day = 100; day <= 101; day++)
        assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 10, customer_kit_day(day),
                                   customer_kit_day(day), LOY_ENTRY_EARN, NULL, NULL),
                         LOY_OK);
    assert_int_equal(loy__earn(&kit.state, &kit.journal, 1, 7, customer_kit_day(101),
                               customer_kit_day(101), LOY_ENTRY_EARN, NULL, NULL),
                     LOY_OK);
    assert_string_equal(customer_kit_lots(&kit, text, sizeof(text)),
                        "a 10 10 10 10~150 10~151 b 7");
    kit.journal.count = 0;
    assert_int_equal(loy__lots_settle(&kit.state, &kit.journal, customer_kit_day(150)), LOY_OK);
    assert_string_equal(customer_kit_lots(&kit, text, sizeof(text)), "a 30 10 10~151 b 7");
    assert_string_equal(customer_kit_journal(&kit, 150, text, sizeof(text)), "M10~150");
    customer_kit_check(&kit.state);
    customer_kit_end(&kit);
}

static void
more_than_available_is_an_error(void **data)
{
    customer_kit kit;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_currency(&kit, "stars", "P2D", NULL);
    customer_kit_start(&kit);
    assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 10, 0, 0, LOY_ENTRY_EARN, NULL, NULL),
                     LOY_OK);
    assert_int_equal(loy__burn(&kit.state, &kit.journal, 0, 1, 0, LOY_ENTRY_BURN),
                     LOY_ERR_INTERNAL);
    customer_kit_end(&kit);
}

static void
sums_do_not_wrap(void **data)
{
    customer_kit kit;
    int64_t written_off;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_currency(&kit, "stars", NULL, NULL);
    customer_kit_start(&kit);
    assert_int_equal(
        loy__earn(&kit.state, &kit.journal, 0, INT64_MAX, 0, 0, LOY_ENTRY_EARN, NULL, NULL),
        LOY_OK);
    assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 1, 0, 0, LOY_ENTRY_EARN, NULL, NULL),
                     LOY_ERR_INTERNAL);
    loy__state_clear(&kit.state, "anna", 4);
    assert_int_equal(loy__reverse(&kit.state, &kit.journal, &(loy__lot){.points = INT64_MAX}, 0,
                                  &written_off),
                     LOY_OK);
    assert_int_equal(
        loy__reverse(&kit.state, &kit.journal, &(loy__lot){.points = 1}, 0, &written_off),
        LOY_ERR_INTERNAL);
    customer_kit_end(&kit);
}

static void
earn_names_its_lot(void **data)
{
    customer_kit kit;
    int64_t matures;
    int64_t expires;
    loy__currency *currency;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_zone(&kit, "CET-1CEST,M3.5.0,M10.5.0/3");
    currency = customer_kit_currency(&kit, "stars", "P14D", "P12M");
    currency->round_up = LOY__PERIOD_MONTH;
    currency->edge = LOY__EDGE_END_OF_DAY;
    customer_kit_start(&kit);
    /* 2026-03-20T12:00+01:00; summer time starts on the 29th. */
    assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 5, INT64_C(1774004400000),
                               INT64_C(1774004400000), LOY_ENTRY_EARN, &matures, &expires),
                     LOY_OK);
    assert_true(matures == INT64_C(1775210400000)); /* 2026-04-03T12:00+02:00 */
    assert_true(expires == INT64_C(1806530400000)); /* 2027-04-01T00:00+02:00 */
    assert_int_equal(kit.state.lots[0].earned_on, 20532);
    customer_kit_end(&kit);
}

/* All that can happen to points, until something fails. */
static int
live(loy__state *state, loy__journal *journal)
{
    int64_t at = customer_kit_day(9);
    int64_t written_off;
    int rc = LOY_OK;

    for (int32_t day = 1; day <= 9 && rc == LOY_OK; day++)
        rc = loy__earn(state, journal, 0, 10, customer_kit_day(day), customer_kit_day(day),
                       LOY_ENTRY_EARN, NULL, NULL);
    if (rc == LOY_OK)
        rc = loy__lots_settle(state, journal, at);
    if (rc == LOY_OK)
        rc = loy__burn(state, journal, 0, 25, at, LOY_ENTRY_BURN);
    if (rc == LOY_OK)
        rc = loy__reverse(state, journal, &(loy__lot){.points = 70}, at, &written_off);
    if (rc == LOY_OK)
        rc = loy__restore_lot(
            state, journal, &(loy__lot){.points = 20, .expires = LOY_NEVER, .earned_on = 9}, at);
    if (rc == LOY_OK)
        rc = loy__restore_lot(state, journal,
                              &(loy__lot){.points = 5, .expires = at, .earned_on = 9}, at);
    return rc;
}

static void
memory_may_run_out(void **data)
{
    customer_kit kit;
    uint64_t nth;

    (void)data;
    for (nth = 1;; nth++) {
        int rc;

        customer_kit_init(&kit);
        customer_kit_currency(&kit, "stars", "P2D", "P30D");
        customer_kit_start(&kit);
        memory_kit_fail(&kit.memory, nth, MEMORY_KIT_ONCE);
        rc = live(&kit.state, &kit.journal);
        assert_int_equal(rc, memory_kit_failed(&kit.memory) ? LOY_ERR_NOMEM : LOY_OK);
        customer_kit_end(&kit);
        if (rc == LOY_OK)
            break;
    }
    assert_true(nth > 5);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, story_ends_well, stories);
    table_kit_test(&kit, "currencies do not mix", currencies_do_not_mix);
    table_kit_test(&kit, "maturing ends with the currency", maturing_ends_with_the_currency);
    table_kit_test(&kit, "more than available is an error", more_than_available_is_an_error);
    table_kit_test(&kit, "sums do not wrap", sums_do_not_wrap);
    table_kit_test(&kit, "earn names its lot", earn_names_its_lot);
    table_kit_test(&kit, "memory may run out", memory_may_run_out);
    return table_kit_run(&kit, "customer lots");
}
