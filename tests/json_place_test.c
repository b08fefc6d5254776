/*
 * json_place_test.c -- JSON pointers to lines and columns.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json/place.h"
#include "kit/memory_kit.h"
#include "kit/table_kit.h"

/* Characters of two, three and four bytes before what is sought. */
static const char document[] =
    "{\n"
    "  \"a\": 1, \"b\": [10, {\"c/d\": true}],\n"
    "  \"\\u00e9~\": \"x\", \"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8D\xBA\": -2.5e3,\n"
    "  \"when\":\n"
    "    \"a\\\"b\\u20ac\\ud83c\\udf7a \xC3\xA9 < 5\",\n"
    "  \"empty\": {}, \"none\": [], \"\": [[[7]]]\n"
    "}\n";

static const struct place_case {
    const char *name;
    const char *pointer;
    uint32_t offset;
    uint32_t key;
    uint32_t line;
    uint32_t column;
} place_cases[] = {
    {"the document itself", "", 0, 0, 1, 1},
    {"a member of the document", "/a", 0, 0, 2, 8},
    {"the name of a member", "/a", 0, 1, 2, 3},
    {"a list", "/b", 0, 0, 2, 16},
    {"the first element", "/b/0", 0, 0, 2, 17},
    {"an element has no name", "/b/0", 0, 1, 2, 17},
    {"a slash in a name", "/b/1/c~1d", 0, 0, 2, 29},
    {"an escaped name with a tilde", "/\xC3\xA9~0", 0, 0, 3, 14},
    {"columns count characters", "/\xC3\xA9\xE2\x82\xAC\xF0\x9F\x8D\xBA", 0, 0, 3, 26},
    {"the value stands on the next line", "/when", 0, 0, 5, 5},
    {"the name stands on the line before", "/when", 0, 1, 4, 3},
    {"the first character inside a text", "/when", 1, 0, 5, 6},
    {"after an escaped quote", "/when", 3, 0, 5, 9},
    {"after an escaped code point", "/when", 5, 0, 5, 16},
    {"after a surrogate pair", "/when", 6, 0, 5, 28},
    {"after characters of two bytes", "/when", 9, 0, 5, 31},
    {"past the end of a text", "/when", 99, 0, 5, 34},
    {"an offset into what is no text", "/a", 3, 0, 2, 8},
    {"an empty map", "/empty", 0, 0, 6, 12},
    {"an empty list", "/none", 0, 0, 6, 24},
    {"an empty name", "/", 0, 0, 6, 32},
    {"lists in lists", "//0/0/0", 0, 0, 6, 35},
    {"a member that is missing: the map", "/b/1/e", 0, 1, 2, 21},
    {"an element that is missing: the list", "/b/7", 0, 0, 2, 16},
    {"far below what is missing", "/x/y/z", 4, 1, 1, 1},
    {"a number with a leading zero is no index", "/b/00", 0, 0, 2, 16},
};

static void
place_case_holds(void **state)
{
    const struct place_case *c = *state;
    loy__place place = {.pointer = c->pointer, .offset = c->offset, .key = c->key};
    memory_kit kit;

    memory_kit_init(&kit);
    assert_true(loy__json_places(&place, 1, document, strlen(document), &kit.memory));
    assert_int_equal(place.line, c->line);
    assert_int_equal(place.column, c->column);
    memory_kit_assert_clean(&kit);
}

/* All at once as one by one. */
static void
many_places_in_one_walk(void **state)
{
    enum { COUNT = sizeof(place_cases) / sizeof(place_cases[0]) };
    loy__place places[COUNT];
    memory_kit kit;

    (void)state;
    memory_kit_init(&kit);
    for (size_t i = 0; i < COUNT; i++)
        places[i] = (loy__place){.pointer = place_cases[i].pointer,
                                 .offset = place_cases[i].offset,
                                 .key = place_cases[i].key};
    assert_true(loy__json_places(places, COUNT, document, strlen(document), &kit.memory));
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(places[i].line, place_cases[i].line);
        assert_int_equal(places[i].column, place_cases[i].column);
    }
    memory_kit_assert_clean(&kit);
}

/* A text that is cut anywhere ends the walk, and nothing is read past it. */
static void
cut_texts_end(void **state)
{
    memory_kit kit;

    (void)state;
    memory_kit_init(&kit);
    for (size_t size = 0; size < strlen(document); size++) {
        loy__place places[2] = {{.pointer = "/b/1/c~1d"}, {.pointer = "/when", .offset = 9}};
        char *text = malloc(size + 1); /* its end is the end of a block */
        assert_non_null(text);
        memcpy(text + 1, document, size);
        assert_true(loy__json_places(places, 2, text + 1, size, &kit.memory));
        assert_true(places[0].line >= 1 && places[1].line >= 1);
        free(text);
    }
    memory_kit_assert_clean(&kit);
}

/* Whatever stands in the place of a byte, the walk ends. */
static void
broken_texts_end(void **state)
{
    static const char others[] = "{}[],:\"\\ \n1\xff"; /* and the NUL behind them */
    memory_kit kit;

    (void)state;
    memory_kit_init(&kit);
    for (size_t at = 0; at < strlen(document); at++)
        for (size_t i = 0; i < sizeof(others); i++) {
            loy__place places[2] = {{.pointer = "/b/1/c~1d"}, {.pointer = "//0/0/0"}};
            char text[sizeof(document)];

            memcpy(text, document, sizeof(text));
            text[at] = others[i];
            assert_true(loy__json_places(places, 2, text, sizeof(text) - 1, &kit.memory));
            assert_true(places[0].line >= 1 && places[1].line >= 1);
        }
    memory_kit_assert_clean(&kit);
}

/* A place in each of many members costs one walk, not one each. */
static void
many_mistakes_are_cheap(void **state)
{
    enum { COUNT = 100000, WIDTH = 24 };
    loy__place *places = calloc(COUNT, sizeof(*places));
    char(*pointers)[WIDTH] = calloc(COUNT, sizeof(*pointers));
    char *text = malloc((size_t)COUNT * WIDTH);
    size_t size = 0;
    memory_kit kit;

    (void)state;
    assert_true(places != NULL && pointers != NULL && text != NULL);
    memory_kit_init(&kit);
    for (size_t i = 0; i < COUNT; i++) {
        size += (size_t)snprintf(text + size, WIDTH, "%s\"m%06zu\":null", i == 0 ? "{" : ",", i);
        snprintf(pointers[i], WIDTH, "/m%06zu", i);
        places[i].pointer = pointers[i];
    }
    text[size++] = '}';
    assert_true(loy__json_places(places, COUNT, text, size, &kit.memory));
    for (size_t i = 0; i < COUNT; i++) {
        assert_int_equal(places[i].line, 1);
        assert_int_equal(places[i].column, 12 + 15 * i);
    }
    memory_kit_assert_clean(&kit);
    free(places);
    free(pointers);
    free(text);
}

int
main(void)
{
    static table_kit kit;

    TABLE_KIT_ROWS(&kit, place_case_holds, place_cases);
    table_kit_test(&kit, "many places in one walk", many_places_in_one_walk);
    table_kit_test(&kit, "cut texts end", cut_texts_end);
    table_kit_test(&kit, "broken texts end", broken_texts_end);
    table_kit_test(&kit, "many mistakes are cheap", many_mistakes_are_cheap);
    return table_kit_run(&kit, "json_place");
}
