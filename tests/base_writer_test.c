/*
 * base_writer_test.c -- growing texts and formatted ones: what they hold, and
 * what they hold when memory or room runs out.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "kit/memory_kit.h"
#include "kit/random_kit.h"
#include "kit/table_kit.h"

static const struct decimal_row {
    const char *name; /* the text itself */
    int64_t value;
    uint32_t digits;
} decimal_rows[] = {
    {"4.50", 450, 2},
    {"0.05", 5, 2},
    {"-0.05", -5, 2},
    {"-4.50", -450, 2},
    {"0.00", 0, 2},
    {"0", 0, 0},
    {"450", 450, 0},
    {"0.000001", 1, 6},
    {"9223372036854775807", INT64_MAX, 0},
    {"-9223372036854775808", INT64_MIN, 0},
    {"-92233720368547758.08", INT64_MIN, 2},
    {"-9.223372036854775808", INT64_MIN, 18},
    {"0.00000000000000000000000000000000000000"
     "07",
     7, 40},
};

static void
decimals_are_written(void **state)
{
    const struct decimal_row *row = *state;
    memory_kit memory;
    loy__writer writer;

    memory_kit_init(&memory);
    loy__writer_init(&writer, &memory.memory);
    loy__write_decimal(&writer, row->value, row->digits);
    assert_string_equal(loy__writer_text(&writer), row->name);
    if (row->digits == 0) {
        loy__writer_reset(&writer);
        loy__write_integer(&writer, row->value);
        assert_string_equal(loy__writer_text(&writer), row->name);
    }
    loy__writer_free(&writer);
    memory_kit_assert_clean(&memory);
}

static const struct json_row {
    const char *name;
    const char *text;
    size_t size;
    const char *json;
} json_rows[] = {
    {"empty", "", 0, "\"\""},
    {"plain", "Latte", 5, "\"Latte\""},
    {"quotes", "say \"hi\"", 8, "\"say \\\"hi\\\"\""},
    {"backslash", "a\\b", 3, "\"a\\\\b\""},
    {"named controls", "\b\f\n\r\t", 5, "\"\\b\\f\\n\\r\\t\""},
    {"other controls", "\x01\x1F", 2, "\"\\u0001\\u001f\""},
    {"NUL", "a\0b", 3, "\"a\\u0000b\""},
    {"UTF-8 as it is", "caf\xC3\xA9", 5, "\"caf\xC3\xA9\""},
    {"slash as it is", "a/b", 3, "\"a/b\""},
};

static void
json_strings_are_escaped(void **state)
{
    const struct json_row *row = *state;
    memory_kit memory;
    loy__writer writer;

    memory_kit_init(&memory);
    loy__writer_init(&writer, &memory.memory);
    loy__write_json_string(&writer, row->text, row->size);
    assert_string_equal(loy__writer_text(&writer), row->json);
    loy__writer_free(&writer);
    memory_kit_assert_clean(&memory);
}

static void
pieces_follow_each_other(void **state)
{
    memory_kit memory;
    loy__writer writer;

    (void)state;
    memory_kit_init(&memory);
    loy__writer_init(&writer, &memory.memory);
    assert_string_equal(loy__writer_text(&writer), "");
    loy__write_text(&writer, "a");
    loy__write_char(&writer, '=');
    loy__write(&writer, "bcd", 2);
    loy__write(&writer, NULL, 0);
    loy__write_integer(&writer, -7);
    assert_string_equal(loy__writer_text(&writer), "a=bc-7");
    assert_int_equal(writer.size, 6);
    loy__writer_reset(&writer);
    assert_string_equal(loy__writer_text(&writer), "");
    loy__writer_free(&writer);
    memory_kit_assert_clean(&memory);
}

/* After a failure the text stays a whole piece, and nothing is added. */
static void
a_failed_writer_stays_as_it_was(void **state)
{
    memory_kit memory;
    loy__writer writer;
    char before[4096];
    int i;

    (void)state;
    memory_kit_init(&memory);
    loy__writer_init(&writer, &memory.memory);
    memory_kit_fail(&memory, 6, MEMORY_KIT_ONCE);
    while (!writer.failed) {
        strcpy(before, loy__writer_text(&writer));
        loy__write_text(&writer, "twelve bytes");
    }
    for (i = 0; i < 3; i++) {
        loy__write_text(&writer, "more");
        assert_string_equal(loy__writer_text(&writer), before);
    }
    loy__writer_reset(&writer);
    loy__write_text(&writer, "again");
    assert_false(writer.failed);
    assert_string_equal(loy__writer_text(&writer), "again");
    loy__writer_free(&writer);
    memory_kit_assert_clean(&memory);
}

static void
a_warm_writer_does_not_allocate(void **state)
{
    memory_kit memory;
    loy__writer writer;
    uint64_t allocations = 0;
    int round;
    int i;

    (void)state;
    memory_kit_init(&memory);
    loy__writer_init(&writer, &memory.memory);
    for (round = 0; round < 3; round++) {
        loy__writer_reset(&writer);
        for (i = 0; i < 1000; i++)
            loy__write_integer(&writer, i);
        if (round == 0)
            allocations = memory.allocations;
    }
    assert_true(memory.allocations == allocations);
    assert_true(allocations < 30);
    loy__writer_free(&writer);
    memory_kit_assert_clean(&memory);
}

static void
formats_are_filled_in(void **state)
{
    char out[128];

    (void)state;
    loy__format(out, sizeof(out), "%s has %d of %u, %lld and %llu%%%c", "he", -3, UINT32_MAX,
                (long long)INT64_MIN, (unsigned long long)UINT64_MAX, '!');
    assert_string_equal(out,
                        "he has -3 of 4294967295, -9223372036854775808 and 18446744073709551615%!");
    loy__format(out, sizeof(out), "[%.*s][%.*s]", 3, "abcdef", 0, "x");
    assert_string_equal(out, "[abc][]");
    loy__format(out, sizeof(out), "plain");
    assert_string_equal(out, "plain");
    loy__format(out, sizeof(out), "");
    assert_string_equal(out, "");
    loy__format(out, sizeof(out), "%d", 0);
    assert_string_equal(out, "0");
}

static void
numbers_are_formatted_as_printf_does(void **state)
{
    uint64_t seed = 9;
    int i;

    (void)state;
    for (i = 0; i < 20000; i++) {
        int64_t value = random_kit_integer(&seed);
        char expected[64];
        char got[64];

        snprintf(expected, sizeof(expected), "%lld %llu %d", (long long)value,
                 (unsigned long long)value, (int)(value % 100000));
        loy__format(got, sizeof(got), "%lld %llu %d", (long long)value, (unsigned long long)value,
                    (int)(value % 100000));
        assert_string_equal(got, expected);
    }
}

/* "a" + e acute + euro + "z": cut at every length. */
static const struct cut_row {
    const char *name;
    size_t capacity;
    const char *out;
} cut_rows[] = {
    {"no room", 1, ""},
    {"the first", 2, "a"},
    {"not half of the second", 3, "a"},
    {"the second", 4, "a\xC3\xA9"},
    {"not a third of the third", 5, "a\xC3\xA9"},
    {"not two thirds", 6, "a\xC3\xA9"},
    {"the third", 7, "a\xC3\xA9\xE2\x82\xAC"},
    {"all", 8, "a\xC3\xA9\xE2\x82\xACz"},
};

static void
texts_are_cut_at_a_border(void **state)
{
    const struct cut_row *row = *state;
    char out[16];

    memset(out, 'X', sizeof(out));
    loy__format(out, row->capacity, "%s", "a\xC3\xA9\xE2\x82\xACz");
    assert_string_equal(out, row->out);
    assert_int_equal(out[row->capacity], 'X');
    /* What comes behind a cut does not slip into the gap. */
    loy__format(out, row->capacity, "%s%c%d", "a\xC3\xA9\xE2\x82\xACz", '.', 1);
    assert_memory_equal(out, row->out, strlen(row->out) + 1);
}

static void
no_array_no_text(void **state)
{
    char out = 'X';

    (void)state;
    loy__format(&out, 0, "%s", "text");
    assert_int_equal(out, 'X');
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, decimals_are_written, decimal_rows);
    TABLE_KIT_ROWS(&kit, json_strings_are_escaped, json_rows);
    TABLE_KIT_ROWS(&kit, texts_are_cut_at_a_border, cut_rows);
    table_kit_test(&kit, "pieces follow each other", pieces_follow_each_other);
    table_kit_test(&kit, "a failed writer stays as it was", a_failed_writer_stays_as_it_was);
    table_kit_test(&kit, "a warm writer does not allocate", a_warm_writer_does_not_allocate);
    table_kit_test(&kit, "formats are filled in", formats_are_filled_in);
    table_kit_test(&kit, "numbers as printf does", numbers_are_formatted_as_printf_does);
    table_kit_test(&kit, "no array, no text", no_array_no_text);
    return table_kit_run(&kit, "writer");
}
