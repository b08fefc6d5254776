/*
 * base_timetext_test.c -- dates and instants as text, read and written.
 */
#include <string.h>

#include "base/time.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"
#include "loyalty/loyalty.h"

static const struct instant_row {
    const char *name; /* the text itself */
    bool good;
    int64_t instant;
    int32_t offset;
    const char *written; /* NULL: as read */
} instant_rows[] = {
    {"1970-01-01T00:00:00Z", true, 0, 0, NULL},
    {"2026-03-02T09:15:00+01:00", true, INT64_C(1772439300000), 60, NULL},
    {"2026-03-02T09:15:00.250+01:00", true, INT64_C(1772439300250), 60, NULL},
    {"2026-03-02T09:15:00.2-05:30", true, INT64_C(1772462700200), -330,
     "2026-03-02T09:15:00.200-05:30"},
    {"1969-12-31T23:59:59.999Z", true, -1, 0, NULL},
    {"2000-02-29t12:00:00z", true, INT64_C(951825600000), 0, "2000-02-29T12:00:00Z"},
    {"2000-01-01T00:00:00-00:00", true, INT64_C(946684800000), 0, "2000-01-01T00:00:00Z"},
    {"0001-01-01T00:00:00Z", true, LOY__TIME_MIN, 0, NULL},
    {"9999-12-31T23:59:59.999Z", true, LOY__TIME_MAX, 0, NULL},
    {"2000-01-01T00:00:00+23:59", true, INT64_C(946598460000), 1439, NULL},
    {"0001-01-01T00:00:00+00:01", false, 0, 0, NULL},
    {"9999-12-31T23:59:59-00:01", false, 0, 0, NULL},
    {"0000-01-01T00:00:00Z", false, 0, 0, NULL},
    {"2026-02-29T00:00:00Z", false, 0, 0, NULL},
    {"2026-13-01T00:00:00Z", false, 0, 0, NULL},
    {"2026-03-02T24:00:00Z", false, 0, 0, NULL},
    {"2026-03-02T23:60:00Z", false, 0, 0, NULL},
    {"2026-03-02T23:59:60Z", false, 0, 0, NULL},
    {"2026-03-02T09:15:00", false, 0, 0, NULL},
    {"2026-03-02T09:15Z", false, 0, 0, NULL},
    {"2026-03-02 09:15:00Z", false, 0, 0, NULL},
    {"2026-03-02T09:15:00.Z", false, 0, 0, NULL},
    {"2026-03-02T09:15:00.1234Z", false, 0, 0, NULL},
    {"2026-03-02T09:15:00,5Z", false, 0, 0, NULL},
    {"2026-03-02T09:15:00+24:00", false, 0, 0, NULL},
    {"2026-03-02T09:15:00+01:60", false, 0, 0, NULL},
    {"2026-03-02T09:15:00+0100", false, 0, 0, NULL},
    {"2026-03-02T09:15:00+01", false, 0, 0, NULL},
    {"2026-03-02T09:15:00Z ", false, 0, 0, NULL},
    {"2026-3-2T09:15:00Z0000", false, 0, 0, NULL},
    {"+026-03-02T09:15:00Z", false, 0, 0, NULL},
    {"2026-03-02T9:15:00Z000", false, 0, 0, NULL},
    {"2026-03-02", false, 0, 0, NULL},
    {"", false, 0, 0, NULL},
};

static void
instants_are_read_and_written(void **state)
{
    const struct instant_row *row = *state;
    int64_t instant = 77;
    int32_t offset = 77;
    char text[32];

    assert_true(loy__parse_instant(row->name, strlen(row->name), &instant, &offset) == row->good);
    assert_true(instant == (row->good ? row->instant : 77));
    assert_int_equal(offset, row->good ? row->offset : 77);
    if (!row->good)
        return;
    loy__format_instant(instant, offset, text);
    assert_string_equal(text, row->written == NULL ? row->name : row->written);
}

/* Whatever is cut off, the reader does not look behind the end. */
static void
a_prefix_is_no_instant(void **state)
{
    static const char whole[] = "2026-03-02T09:15:00.250+01:00";
    char copy[sizeof(whole)];
    size_t size;

    (void)state;
    for (size = 0; size < sizeof(whole) - 1; size++) {
        int64_t instant;
        int32_t offset;

        memset(copy, '0', sizeof(copy));
        memcpy(copy, whole, size);
        assert_false(loy__parse_instant(copy, size, &instant, &offset));
    }
}

static const struct date_row {
    const char *name; /* the text itself */
    bool good;
    int32_t day;
} date_rows[] = {
    {"1970-01-01", true, 0},       {"2024-02-29", true, 19782}, {"0001-01-01", true, -719162},
    {"9999-12-31", true, 2932896}, {"2023-02-29", false, 0},    {"0000-12-31", false, 0},
    {"2024-2-29", false, 0},       {"2024/02/29", false, 0},    {"2024-02-29 ", false, 0},
    {"24-02-29", false, 0},        {"-024-02-29", false, 0},    {"", false, 0},
};

static void
dates_are_read_and_written(void **state)
{
    const struct date_row *row = *state;
    int32_t day = 77;
    char text[11];

    assert_true(loy__parse_date(row->name, strlen(row->name), &day) == row->good);
    assert_int_equal(day, row->good ? row->day : 77);
    if (!row->good)
        return;
    loy__format_date(day, text);
    assert_string_equal(text, row->name);
}

static void
any_moment_survives_its_text(void **state)
{
    uint64_t seed = 8;
    int i;

    (void)state;
    for (i = 0; i < 50000; i++) {
        uint64_t span = (uint64_t)(LOY__TIME_MAX - LOY__TIME_MIN) + 1;
        int64_t instant = LOY__TIME_MIN + (int64_t)random_kit_below(&seed, span);
        int32_t offset = (int32_t)random_kit_below(&seed, 2879) - 1439;
        int64_t back;
        int32_t back_offset;
        char text[32];

        if (i % 2)
            instant = instant / 1000 * 1000;
        loy__format_instant(instant, offset, text);
        assert_true(loy__parse_instant(text, strlen(text), &back, &back_offset));
        assert_true(back == instant);
    }
}

static void
what_has_no_four_digits_is_held_back(void **state)
{
    char text[32];

    (void)state;
    loy__format_instant(LOY__TIME_MAX, 60, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999Z");
    loy__format_instant(LOY__TIME_MIN, -60, text);
    assert_string_equal(text, "0001-01-01T00:00:00Z");
    loy__format_instant(LOY_NEVER, 0, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999Z");
    loy__format_instant(LOY_TIME_NONE, 0, text);
    assert_string_equal(text, "0001-01-01T00:00:00Z");
    loy__format_date(INT32_MIN, text);
    assert_string_equal(text, "0001-01-01");
    loy__format_date(INT32_MAX, text);
    assert_string_equal(text, "9999-12-31");
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, instants_are_read_and_written, instant_rows);
    TABLE_KIT_ROWS(&kit, dates_are_read_and_written, date_rows);
    table_kit_test(&kit, "a prefix is no instant", a_prefix_is_no_instant);
    table_kit_test(&kit, "any moment survives its text", any_moment_survives_its_text);
    table_kit_test(&kit, "what has no four digits is held back",
                   what_has_no_four_digits_is_held_back);
    return table_kit_run(&kit, "timetext");
}
