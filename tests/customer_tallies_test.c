/*
 * customer_tallies_test.c -- counters and caps in their windows, and vouchers.
 */
#include "customer/notes.h"
#include "kit/customer_kit.h"

typedef struct use {
    int64_t amount; /* added; 0 ends the story */
    int32_t day;
    int64_t value; /* on that day, after it */
} use;

/* Day 3 is a Sunday, day 4 a Monday, day 31 1 February. */
static const struct window_case {
    const char *name;
    loy__period window;
    use uses[6];
} window_cases[] = {
    {"a lifetime goes on", LOY__PERIOD_LIFETIME, {{2, 1, 2}, {3, 9999, 5}, {-4, 3, 1}}},
    {"a day", LOY__PERIOD_DAY, {{2, 1, 2}, {3, 1, 5}, {1, 2, 1}}},
    {"a week starts on Monday", LOY__PERIOD_WEEK, {{2, 1, 2}, {3, 3, 5}, {1, 4, 1}}},
    {"a month", LOY__PERIOD_MONTH, {{2, 1, 2}, {3, 30, 5}, {1, 31, 1}}},
    {"a year", LOY__PERIOD_YEAR, {{2, 1, 2}, {3, 364, 5}, {1, 365, 1}}},
    {"a late event counts in the latest window", LOY__PERIOD_DAY, {{2, 5, 2}, {3, 4, 5}}},
    {"what is taken from a past window is gone", LOY__PERIOD_DAY, {{2, 5, 2}, {-1, 4, 2}}},
};

static void
window_case_holds(void **data)
{
    const struct window_case *c = *data;
    loy__tally tally = {.start = LOY_DAY_NONE};

    for (const use *u = c->uses; u->amount != 0; u++) {
        assert_true(loy__tally_add(&tally, c->window, u->day, u->amount));
        assert_int_equal(loy__tally_value(&tally, c->window, u->day), u->value);
    }
}

static void
a_new_window_is_empty(void **data)
{
    loy__tally tally = {.start = LOY_DAY_NONE};

    (void)data;
    assert_true(loy__tally_add(&tally, LOY__PERIOD_DAY, 5, 7));
    assert_int_equal(loy__tally_value(&tally, LOY__PERIOD_DAY, 6), 0);
    assert_int_equal(tally.value, 7);
}

static void
a_tally_does_not_wrap(void **data)
{
    loy__tally tally = {.start = LOY_DAY_NONE};

    (void)data;
    assert_true(loy__tally_add(&tally, LOY__PERIOD_DAY, 5, INT64_MAX));
    assert_false(loy__tally_add(&tally, LOY__PERIOD_DAY, 5, 1));
    assert_true(loy__tally_add(&tally, LOY__PERIOD_DAY, 6, 1));
}

static void
set_up(customer_kit *kit)
{
    customer_kit_init(kit);
    customer_kit_voucher(kit, "coffee", "P10D");
    customer_kit_voucher(kit, "cake", NULL);
    customer_kit_start(kit);
}

static void
vouchers_are_used_by_their_end(void **data)
{
    customer_kit kit;
    int64_t expires;

    (void)data;
    set_up(&kit);
    assert_int_equal(loy__voucher_issue(&kit.state, 1, 5, 0, &expires), LOY_OK);
    assert_true(expires == LOY_NEVER);
    assert_int_equal(loy__voucher_issue(&kit.state, 0, 1, customer_kit_day(2), &expires), LOY_OK);
    assert_int_equal(expires, customer_kit_day(12));
    assert_int_equal(loy__voucher_issue(&kit.state, 0, 1, customer_kit_day(1), NULL), LOY_OK);
    assert_int_equal(loy__voucher_issue(&kit.state, 0, 2, customer_kit_day(2), NULL), LOY_OK);
    assert_int_equal(kit.state.holding_count, 3);
    assert_int_equal(loy__voucher_count(&kit.state, 0), 4);
    assert_int_equal(loy__vouchers_next(&kit.state), customer_kit_day(11));
    assert_true(loy__voucher_use(&kit.state, 0, &expires));
    assert_int_equal(expires, customer_kit_day(11));
    assert_int_equal(loy__vouchers_next(&kit.state), customer_kit_day(12));
    assert_int_equal(loy__vouchers_settle(&kit.state, customer_kit_day(12) - 1), LOY_OK);
    assert_int_equal(loy__voucher_count(&kit.state, 0), 3);
    assert_int_equal(loy__vouchers_settle(&kit.state, customer_kit_day(12)), LOY_OK);
    assert_int_equal(loy__voucher_count(&kit.state, 0), 0);
    assert_false(loy__voucher_use(&kit.state, 0, &expires));
    assert_int_equal(loy__voucher_count(&kit.state, 1), 5);
    assert_true(loy__vouchers_next(&kit.state) == LOY_NEVER);
    assert_int_equal(loy__vouchers_settle(&kit.state, LOY_NEVER), LOY_OK);
    for (int i = 0; i < 5; i++)
        assert_true(loy__voucher_use(&kit.state, 1, &expires));
    assert_false(loy__voucher_use(&kit.state, 1, &expires));
    assert_int_equal(kit.state.holding_count, 0);
    customer_kit_end(&kit);
}

static void
vouchers_do_not_wrap(void **data)
{
    customer_kit kit;

    (void)data;
    set_up(&kit);
    assert_int_equal(loy__voucher_issue(&kit.state, 0, INT64_MAX, 0, NULL), LOY_OK);
    assert_int_equal(loy__voucher_issue(&kit.state, 0, 1, customer_kit_day(1), NULL),
                     LOY_ERR_INTERNAL);
    assert_int_equal(loy__voucher_issue(&kit.state, 1, 1, 0, NULL), LOY_OK);
    customer_kit_end(&kit);
}

/* ---- Notes ---- */

#define USES(text, day)                                                                            \
    loy__note_key_tally(&kit.state, LOY__NOTE_USED, 7, text, LOY__PERIOD_LIFETIME, day)
#define USE(text, day)                                                                             \
    assert_int_equal(                                                                              \
        loy__note_key_count(&kit.state, LOY__NOTE_USED, 7, text, LOY__PERIOD_LIFETIME, day, 1),    \
        LOY_OK)

/* Texts that are kept for ever are no more than 256: who was met longest ago goes. */
static void
texts_make_room(void **data)
{
    customer_kit kit;

    (void)data;
    set_up(&kit);
    for (uint64_t text = 1; text <= 256; text++)
        USE(text, (int32_t)text);
    USE(1, 300);
    assert_int_equal(loy__note_total(&kit.state, LOY__NOTE_USED), 256);
    USE(257, 9000);
    assert_int_equal(loy__note_total(&kit.state, LOY__NOTE_USED), 256);
    assert_int_equal(USES(1, 9000), 2);
    assert_int_equal(USES(2, 9000), 0);
    assert_int_equal(USES(3, 9000), 1);
    assert_int_equal(USES(257, 9000), 1);
    customer_kit_end(&kit);
}

/* What is counted beyond what a record may hold stays there. */
static void
a_note_stays_readable(void **data)
{
    customer_kit kit;

    (void)data;
    set_up(&kit);
    for (int i = 0; i < 3; i++) {
        const loy__note *note;

        assert_int_equal(loy__note_count(&kit.state, LOY__NOTE_SENT, 0, LOY__PERIOD_LIFETIME, 1,
                                         INT64_MAX / 2 - 1),
                         LOY_OK);
        note = loy__note_find(&kit.state, LOY__NOTE_SENT, 0);
        assert_true(loy__note_tally_sound(note->data, note->size));
        assert_int_equal(loy__note_absorb(&kit.state, note), LOY_OK);
        note = loy__note_find(&kit.state, LOY__NOTE_SENT, 0);
        assert_true(loy__note_tally_sound(note->data, note->size));
    }
    assert_int_equal(loy__note_tally(&kit.state, LOY__NOTE_SENT, 0, LOY__PERIOD_LIFETIME, 1),
                     INT64_MAX / 2);
    customer_kit_end(&kit);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, window_case_holds, window_cases);
    table_kit_test(&kit, "a new window is empty", a_new_window_is_empty);
    table_kit_test(&kit, "a tally does not wrap", a_tally_does_not_wrap);
    table_kit_test(&kit, "vouchers are used by their end", vouchers_are_used_by_their_end);
    table_kit_test(&kit, "vouchers do not wrap", vouchers_do_not_wrap);
    table_kit_test(&kit, "texts make room", texts_make_room);
    table_kit_test(&kit, "a note stays readable", a_note_stays_readable);
    return table_kit_run(&kit, "customer tallies");
}
