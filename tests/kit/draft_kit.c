/*
 * draft_kit.c -- reads the notation of draft_kit.h into the public calls that
 * build a draft.
 */
#include "kit/draft_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Where a value goes: under a key of a map, or at the end of a list. */
typedef struct place {
    loy_node *parent;
    const char *key; /* NULL: a list */
} place;

static const char *read_value(const char *at, place to);

static const char *
next(const char *at)
{
    while (*at == ' ' || *at == '\n' || *at == ',')
        at++;
    return at;
}

static const char *
read_text(const char *at, char *out, size_t capacity)
{
    size_t size = 0;

    assert_int_equal(*at, '\'');
    for (at++; *at != '\''; at++) {
        assert_true(*at != '\0' && size + 1 < capacity);
        out[size++] = *at;
    }
    out[size] = '\0';
    return at + 1;
}

static const char *
read_members(const char *at, loy_node *map)
{
    char key[512];

    for (at = next(at + 1); *at != '}'; at = next(at)) {
        at = next(read_text(at, key, sizeof(key)));
        assert_int_equal(*at, ':');
        at = read_value(next(at + 1), (place){.parent = map, .key = key});
    }
    return at + 1;
}

static const char *
read_items(const char *at, loy_node *list)
{
    for (at = next(at + 1); *at != ']'; at = next(at))
        at = read_value(at, (place){.parent = list});
    return at + 1;
}

static const char *
read_integer(const char *at, int64_t *out)
{
    bool minus = *at == '-';
    int64_t value = 0;

    if (minus)
        at++;
    assert_true(*at >= '0' && *at <= '9');
    for (; *at >= '0' && *at <= '9'; at++)
        value = value * 10 + (*at - '0');
    *out = minus ? -value : value;
    return at;
}

static const char *
read_plain(const char *at, place to)
{
    bool yes = strncmp(at, "true", 4) == 0;
    char text[2048];
    int64_t number;

    if (*at == '\'') {
        at = read_text(at, text, sizeof(text));
        if (to.key != NULL)
            loy_node_set_text(to.parent, to.key, text);
        else
            loy_node_add_text(to.parent, text);
        return at;
    }
    if (yes || strncmp(at, "false", 5) == 0) {
        if (to.key != NULL)
            loy_node_set_boolean(to.parent, to.key, yes);
        else
            loy_node_add_boolean(to.parent, yes);
        return at + (yes ? 4 : 5);
    }
    at = read_integer(at, &number);
    if (to.key != NULL)
        loy_node_set_integer(to.parent, to.key, number);
    else
        loy_node_add_integer(to.parent, number);
    return at;
}

static const char *
read_value(const char *at, place to)
{
    if (*at == '{')
        return read_members(at, to.key != NULL ? loy_node_map(to.parent, to.key)
                                               : loy_node_add_map(to.parent));
    if (*at == '[')
        return read_items(at, to.key != NULL ? loy_node_list(to.parent, to.key)
                                             : loy_node_add_list(to.parent));
    return read_plain(at, to);
}

loy_draft *
draft_kit_read(const char *text, const loy_memory *memory)
{
    loy_draft *draft;
    int rc = loy_draft_new(&draft, memory);

    if (rc == LOY_ERR_NOMEM)
        return NULL;
    assert_int_equal(rc, LOY_OK);
    text = next(text);
    assert_int_equal(*text, '{');
    text = next(read_members(text, loy_draft_root(draft)));
    assert_int_equal(*text, '\0');
    return draft;
}

int
draft_kit_compile(const char *text, loy_program **out, loy_problems *problems,
                  const loy_memory *memory)
{
    loy_draft *draft = draft_kit_read(text, memory);
    int rc;

    *out = NULL;
    if (draft == NULL)
        return LOY_ERR_NOMEM;
    rc = loy_program_new(out, draft, problems);
    loy_draft_free(draft);
    return rc;
}
