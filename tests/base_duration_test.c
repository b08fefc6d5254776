/*
 * base_duration_test.c -- ISO 8601 durations: what is one and what it says.
 */
#include <string.h>

#include "base/time.h"
#include "kit/table_kit.h"

static const struct duration_row {
    const char *name; /* the text itself */
    bool good;
    loy__duration value;
} duration_rows[] = {
    {"P14D", true, {0, 14, 0}},
    {"P12M", true, {12, 0, 0}},
    {"P1Y", true, {12, 0, 0}},
    {"P1Y2M3W4D", true, {14, 25, 0}},
    {"P2W", true, {0, 14, 0}},
    {"PT1H", true, {0, 0, 3600000}},
    {"PT1M", true, {0, 0, 60000}},
    {"P1M", true, {1, 0, 0}},
    {"PT90S", true, {0, 0, 90000}},
    {"P1DT12H30M15S", true, {0, 1, 45015000}},
    {"P0D", true, {0, 0, 0}},
    {"PT0S", true, {0, 0, 0}},
    {"P007D", true, {0, 7, 0}},
    {"P10000Y", true, {120000, 0, 0}},
    {"P120001M", false, {0, 0, 0}},
    {"P3652426D", false, {0, 0, 0}},
    {"P99999999999999999999D", false, {0, 0, 0}},
    {"PT99999999999999999999H", false, {0, 0, 0}},
    {"", false, {0, 0, 0}},
    {"P", false, {0, 0, 0}},
    {"PT", false, {0, 0, 0}},
    {"P1", false, {0, 0, 0}},
    {"PD", false, {0, 0, 0}},
    {"14D", false, {0, 0, 0}},
    {"P1H", false, {0, 0, 0}},
    {"PT1D", false, {0, 0, 0}},
    {"P1DT", false, {0, 0, 0}},
    {"P1D2M", false, {0, 0, 0}},
    {"P1D1D", false, {0, 0, 0}},
    {"PT1H1H", false, {0, 0, 0}},
    {"PT1HT1M", false, {0, 0, 0}},
    {"P-1D", false, {0, 0, 0}},
    {"-P1D", false, {0, 0, 0}},
    {"P+1D", false, {0, 0, 0}},
    {"P1.5D", false, {0, 0, 0}},
    {"PT1.5S", false, {0, 0, 0}},
    {"p1d", false, {0, 0, 0}},
    {"P1D ", false, {0, 0, 0}},
    {" P1D", false, {0, 0, 0}},
    {"P 1D", false, {0, 0, 0}},
};

static void
durations_are_read(void **state)
{
    const struct duration_row *row = *state;
    loy__duration out = {-7, -7, -7};

    assert_true(loy__parse_duration(row->name, strlen(row->name), &out) == row->good);
    assert_int_equal(out.months, row->good ? row->value.months : -7);
    assert_int_equal(out.days, row->good ? row->value.days : -7);
    assert_true(out.ms == (row->good ? row->value.ms : -7));
}

static void
a_duration_ends_at_its_size(void **state)
{
    loy__duration out;

    (void)state;
    assert_true(loy__parse_duration("P1D9", 3, &out));
    assert_int_equal(out.days, 1);
    assert_false(loy__parse_duration("P1D", 2, &out));
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, durations_are_read, duration_rows);
    table_kit_test(&kit, "a duration ends at its size", a_duration_ends_at_its_size);
    return table_kit_run(&kit, "duration");
}
