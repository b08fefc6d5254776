/*
 * base_text_test.c -- UTF-8 against its definition, ids, order, and the word
 * that was meant.
 */
#include <string.h>

#include "base/text.h"
#include "kit/table_kit.h"

static const struct utf8_row {
    const char *name;
    const char *text;
    size_t size;
    bool valid;
    bool plain;
    size_t count;
} utf8_rows[] = {
    {"empty", "", 0, true, true, 0},
    {"ASCII", "Latte 2", 7, true, true, 7},
    {"two bytes", "caf\xC3\xA9", 5, true, true, 4},
    {"three bytes", "\xE2\x82\xAC", 3, true, true, 1},
    {"four bytes", "\xF0\x9F\x8D\xB0", 4, true, true, 1},
    {"the largest", "\xF4\x8F\xBF\xBF", 4, true, true, 1},
    {"NUL", "a\0b", 3, true, false, 3},
    {"newline", "a\nb", 3, true, false, 3},
    {"DEL", "a\x7F", 2, true, false, 2},
    {"control behind a wide character", "\xC3\xA9\x1F", 3, true, false, 2},
    {"C1 control is no ASCII control", "\xC2\x85", 2, true, true, 1},
    {"lone continuation", "\x80", 1, false, false, 0},
    {"cut short", "\xE2\x82", 2, false, false, 0},
    {"cut short at one", "\xF0", 1, false, false, 0},
    {"overlong slash", "\xC0\xAF", 2, false, false, 0},
    {"overlong in three", "\xE0\x80\xAF", 3, false, false, 0},
    {"overlong in four", "\xF0\x80\x80\xAF", 4, false, false, 0},
    {"surrogate", "\xED\xA0\x80", 3, false, false, 0},
    {"past U+10FFFF", "\xF4\x90\x80\x80", 4, false, false, 0},
    {"five bytes", "\xF8\x88\x80\x80\x80", 5, false, false, 0},
    {"FF", "\xFF", 1, false, false, 0},
    {"Latin-1", "caf\xE9", 4, false, false, 0},
    {"bad third byte", "\xE2\x82\x28", 3, false, false, 0},
};

static void
utf8_is_checked(void **state)
{
    const struct utf8_row *row = *state;

    assert_true(loy__utf8_valid(row->text, row->size) == row->valid);
    assert_true(loy__utf8_plain(row->text, row->size) == row->plain);
    if (row->valid)
        assert_int_equal(loy__utf8_count(row->text, row->size), row->count);
}

/* Every code point is written, checked and read again; every surrogate and
 * nothing else is refused. */
static void
all_code_points(void **state)
{
    uint32_t code_point;

    (void)state;
    for (code_point = 0; code_point <= 0x10FFFF; code_point++) {
        char text[4];
        size_t size = loy__utf8_put(text, code_point);
        bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
        size_t at = 0;

        assert_int_equal(size, code_point < 0x80      ? 1
                               : code_point < 0x800   ? 2
                               : code_point < 0x10000 ? 3
                                                      : 4);
        assert_true(loy__utf8_valid(text, size) == !surrogate);
        assert_false(size > 1 && loy__utf8_valid(text, size - 1));
        if (surrogate)
            continue;
        assert_int_equal(loy__utf8_next(text, size, &at), code_point);
        assert_int_equal(at, size);
    }
}

/* Every sequence of two bytes, by the table of the Unicode standard. */
static void
all_pairs_of_bytes(void **state)
{
    int first;
    int second;

    (void)state;
    for (first = 0; first < 256; first++) {
        for (second = 0; second < 256; second++) {
            char text[2] = {(char)first, (char)second};
            bool expected = (first < 0x80 && second < 0x80) ||
                            (first >= 0xC2 && first <= 0xDF && second >= 0x80 && second <= 0xBF);

            assert_true(loy__utf8_valid(text, 2) == expected);
        }
    }
}

static const struct order_row {
    const char *name;
    const char *a, *b;
    size_t a_size, b_size;
    int order;
} order_rows[] = {
    {"equal", "abc", "abc", 3, 3, 0},
    {"smaller", "abc", "abd", 3, 3, -1},
    {"larger", "b", "abc", 1, 3, 1},
    {"a prefix first", "ab", "abc", 2, 3, -1},
    {"longer", "abc", "ab", 3, 2, 1},
    {"bytes are unsigned", "\xC3", "z", 1, 1, 1},
    {"NUL is a byte", "a\0b", "a\0c", 3, 3, -1},
    {"empty", "", "", 0, 0, 0},
    {"empty first", NULL, "a", 0, 1, -1},
    {"two absent", NULL, NULL, 0, 0, 0},
};

static void
texts_are_compared(void **state)
{
    const struct order_row *row = *state;

    assert_int_equal(loy__text_compare(row->a, row->a_size, row->b, row->b_size), row->order);
    assert_int_equal(loy__text_compare(row->b, row->b_size, row->a, row->a_size), -row->order);
    assert_true(loy__text_equal(row->a, row->a_size, row->b, row->b_size) == (row->order == 0));
}

static const struct id_row {
    const char *name;
    const char *id;
    bool valid;
} id_rows[] = {
    {"plain id", "corner-cafe", true},
    {"all kinds", "A.z_0-9", true},
    {"one byte", "x", true},
    {"64 bytes", "0123456789012345678901234567890123456789012345678901234567890123", true},
    {"65 bytes", "01234567890123456789012345678901234567890123456789012345678901234", false},
    {"empty id", "", false},
    {"blank", "a b", false},
    {"slash", "a/b", false},
    {"not ASCII", "caf\xC3\xA9", false},
};

static void
ids_are_checked(void **state)
{
    const struct id_row *row = *state;

    assert_true(loy__id_valid(row->id, strlen(row->id)) == row->valid);
}

static const struct nearest_row {
    const char *name;
    const char *word;
    const char *nearest;
} nearest_rows[] = {
    {"itself", "purchase", "purchase"},
    {"a letter too few", "purchse", "purchase"},
    {"a letter too many", "purchasee", "purchase"},
    {"another letter", "retarn", "return"},
    {"two swapped", "retrun", "return"},
    {"three away", "purxxxse", NULL},
    {"nothing like it", "zebra", NULL},
    {"short words are not guessed", "vi", NULL},
    {"two edits in four are too many", "vixx", NULL},
    {"two edits in five", "vixtt", "visit"},
    {"the nearer one", "enro", "enrol"},
    {"the first of equals", "bat", "cat"},
    {"empty word", "", NULL},
};

static void
the_word_that_was_meant(void **state)
{
    static const char *const candidates[] = {"purchase", "return", "visit", "enrols",
                                             "enrol",    "cat",    "hat"};
    const struct nearest_row *row = *state;
    const char *nearest = loy__nearest(row->word, strlen(row->word), candidates, 7);

    if (row->nearest == NULL)
        assert_null(nearest);
    else
        assert_string_equal(nearest, row->nearest);
}

static void
long_words_get_no_hint(void **state)
{
    static const char *const candidates[] = {
        "0123456789012345678901234567890123456789012345678901234567890123456789"};
    const char *word = candidates[0];

    (void)state;
    assert_null(loy__nearest(word, strlen(word), candidates, 1));
    assert_null(loy__nearest(word, 64, candidates, 1));
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, utf8_is_checked, utf8_rows);
    TABLE_KIT_ROWS(&kit, texts_are_compared, order_rows);
    TABLE_KIT_ROWS(&kit, ids_are_checked, id_rows);
    TABLE_KIT_ROWS(&kit, the_word_that_was_meant, nearest_rows);
    table_kit_test(&kit, "all code points", all_code_points);
    table_kit_test(&kit, "all pairs of bytes", all_pairs_of_bytes);
    table_kit_test(&kit, "long words get no hint", long_words_get_no_hint);
    return table_kit_run(&kit, "text");
}
