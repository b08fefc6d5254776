/*
 * program_image_test.c -- programs as images: the same program comes back, and
 * no changed, cut or made-up image becomes one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/words.h"
#include "kit/draft_kit.h"
#include "kit/memory_kit.h"

enum { HEAD = 16, DIGEST = 32, CHECKSUM = 8, LARGEST = 8192 };

static const char *const documents[] = {
    "{" DRAFT_KIT_HEAD "}",
    "{" DRAFT_KIT_HEAD ", 'events': ['review'], 'stages': {'initial': 'a', 'names': ['a'],"
    " 'transitions': []}, 'currencies': {'z': {'scale': 2}, 'a': {'expires': 'never'}},"
    " 'rules': [{'id': 'r', 'on': 'purchase', 'earn': {'a': 'total / 100', 'z': -0}},"
    " {'id': 's', 'on': ['visit', 'review'], 'when': 'customer.visits == 3', 'notify': 'thrice'}]}",
    "{" DRAFT_KIT_HEAD ", 'about': '\xc3\xa4 caf\xc3\xa9', 'currencies': {'stars': {}},"
    " 'caps': [{'id': 'c', 'currency': 'stars', 'limit': 1000000, 'per': 'day'}],"
    " 'let': {'b': 'total', 'a': 'b * 2'},"
    " 'rules': [{'id': 'r', 'on': 'purchase', 'earn': {'stars': 'a'}}]}",
};

typedef struct image {
    unsigned char bytes[LARGEST];
    size_t size;
    char digest[65];
} image;

static loy_program *
compiled(const char *text)
{
    loy_draft *draft = draft_kit_read(text, NULL);
    loy_program *program = NULL;

    assert_int_equal(loy_program_new(&program, draft, NULL), LOY_OK);
    loy_draft_free(draft);
    return program;
}

static void
save(const loy_program *program, image *out)
{
    uint64_t size = 0;

    assert_int_equal(loy_program_save(program, out->bytes, sizeof(out->bytes), &size), LOY_OK);
    assert_true(size <= sizeof(out->bytes));
    out->size = (size_t)size;
    strcpy(out->digest, loy_program_digest(program));
}

static void
make(const char *text, image *out)
{
    loy_program *program = compiled(text);

    save(program, out);
    loy_program_free(program);
}

/* Loads from a block of the very size: a result, and a program only with LOY_OK. */
static int
load(const image *from, loy_program **out)
{
    unsigned char *exact = malloc(from->size + (from->size == 0));
    int rc;

    assert_non_null(exact);
    memcpy(exact, from->bytes, from->size);
    rc = loy_program_load(out, exact, from->size, NULL, NULL);
    free(exact);
    assert_int_equal(rc == LOY_OK, *out != NULL);
    return rc;
}

static void
programs_come_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
        static image first, second;
        loy_program *program = NULL;

        make(documents[i], &first);
        assert_int_equal(load(&first, &program), LOY_OK);
        assert_string_equal(loy_program_digest(program), first.digest);
        save(program, &second);
        assert_int_equal(first.size, second.size);
        assert_memory_equal(first.bytes, second.bytes, first.size);
        loy_program_free(program);
    }
}

static void
written_order_is_kept(void **state)
{
    static image made;
    loy_program *program = NULL;

    (void)state;
    make(documents[1], &made);
    assert_int_equal(load(&made, &program), LOY_OK);
    assert_string_equal(loy_program_name(program, LOY_PART_CURRENCY, 0), "z");
    assert_string_equal(loy_program_name(program, LOY_PART_CURRENCY, 1), "a");
    assert_string_equal(loy_program_name(program, LOY_PART_RULE, 1), "s");
    loy_program_free(program);
}

/* The bytes are the same on every platform. */
static void
format_is_pinned(void **state)
{
    static const unsigned char start[] = {
        'L', 'O', 'Y', 'P', 1,   0,   0,   0,   45,  0,   0,   0,   0,   0,   0,   0,
        'm', 4,   'k', 7,   'l', 'o', 'y', 'a', 'l', 't', 'y', 'i', 2,   'k', 7,   'p',
        'r', 'o', 'g', 'r', 'a', 'm', 't', 1,   'p', 'k', 7,   'v', 'e', 'r', 's', 'i',
        'o', 'n', 'i', 2,   'k', 5,   'm', 'o', 'n', 'e', 'y', 't', 3,   'E', 'U', 'R'};
    static image made;

    (void)state;
    make(documents[0], &made);
    assert_int_equal(made.size, sizeof(start) + DIGEST + CHECKSUM);
    assert_memory_equal(made.bytes, start, HEAD - 8);
    assert_int_equal(loy__load64(made.bytes + 8), sizeof(start) - HEAD);
    assert_memory_equal(made.bytes + HEAD, start + HEAD, sizeof(start) - HEAD);
}

static void
short_buffer_gets_the_size_alone(void **state)
{
    unsigned char bytes[4] = {7, 7, 7, 7};
    loy_program *program = compiled(documents[0]);
    uint64_t size = 0;

    (void)state;
    assert_int_equal(loy_program_save(program, NULL, 0, &size), LOY_OK);
    assert_true(size > sizeof(bytes));
    assert_int_equal(loy_program_save(program, bytes, sizeof(bytes), &size), LOY_OK);
    assert_int_equal(bytes[0], 7);
    assert_int_equal(loy_program_save(NULL, bytes, 0, &size), LOY_ERR_INVALID);
    assert_int_equal(loy_program_save(program, NULL, 1, &size), LOY_ERR_INVALID);
    loy_program_free(program);
}

static void
damage_is_noticed(void **state)
{
    static image made;
    loy_program *program = NULL;

    (void)state;
    make(documents[1], &made);
    for (size_t at = 0; at < made.size; at++) {
        unsigned char was = made.bytes[at];
        int rc;

        made.bytes[at] = (unsigned char)(was ^ (1 << at % 8));
        rc = load(&made, &program);
        assert_true(rc == LOY_ERR_CORRUPT || (rc == LOY_ERR_VERSION && at >= 4 && at < 8));
        made.bytes[at] = was;
    }
    while (made.size-- > 0)
        assert_int_equal(load(&made, &program), LOY_ERR_CORRUPT);
}

static void
seal(image *made)
{
    size_t body = made->size - CHECKSUM;

    loy__store64(made->bytes + 8, body - HEAD - DIGEST);
    loy__store64(made->bytes + body, loy__hash(made->bytes, body, 0));
}

/* Each byte of the document changed by somebody who seals it anew: whatever
 * that document is now, it is not the program that the digest names. */
static void
resealed_documents_are_checked(void **state)
{
    static const unsigned char changes[] = {0x01, 0x80, 0xff, 'm' ^ 'l', 't' ^ 'i'};
    static image made;
    loy_program *program = NULL;

    (void)state;
    make(documents[2], &made);
    for (size_t at = HEAD; at < made.size - CHECKSUM; at++) {
        for (size_t i = 0; i < sizeof(changes); i++) {
            int rc;

            made.bytes[at] ^= changes[i];
            seal(&made);
            rc = load(&made, &program);
            assert_true(rc == LOY_ERR_CORRUPT || rc == LOY_ERR_PROGRAM);
            made.bytes[at] ^= changes[i];
        }
    }
    seal(&made);
    assert_int_equal(load(&made, &program), LOY_OK);
    loy_program_free(program);
}

static void
deep_documents_are_refused(void **state)
{
    static image made;
    loy_program *program = NULL;
    size_t body = HEAD;

    (void)state;
    make(documents[0], &made);
    memcpy(made.bytes + body, "m\1k\1x", 5);
    body += 5;
    for (int i = 0; i < 2000; i++, body += 2)
        memcpy(made.bytes + body, "l\1", 2);
    made.size = body + DIGEST + CHECKSUM;
    seal(&made);
    assert_int_equal(load(&made, &program), LOY_ERR_CORRUPT);
}

static void
later_formats_are_named(void **state)
{
    static image made;
    loy_program *program = NULL;

    (void)state;
    make(documents[0], &made);
    made.bytes[4] = 2;
    seal(&made);
    assert_int_equal(load(&made, &program), LOY_ERR_VERSION);
    assert_int_equal(loy_program_load(&program, NULL, 0, NULL, NULL), LOY_ERR_CORRUPT);
    assert_int_equal(loy_program_load(NULL, made.bytes, made.size, NULL, NULL), LOY_ERR_INVALID);
}

static void
each_allocation_may_fail(void **state)
{
    static image made;
    memory_kit memory;
    int rc = LOY_ERR_NOMEM;

    (void)state;
    make(documents[2], &made);
    for (uint64_t at = 1; rc == LOY_ERR_NOMEM; at++) {
        loy_program *program = NULL;

        memory_kit_init(&memory);
        memory_kit_fail(&memory, at, MEMORY_KIT_ONCE);
        rc = loy_program_load(&program, made.bytes, made.size, NULL, &memory.memory);
        assert_true(rc == LOY_OK || rc == LOY_ERR_NOMEM);
        loy_program_free(program);
        memory_kit_assert_clean(&memory);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_come_back),
        cmocka_unit_test(written_order_is_kept),
        cmocka_unit_test(format_is_pinned),
        cmocka_unit_test(short_buffer_gets_the_size_alone),
        cmocka_unit_test(damage_is_noticed),
        cmocka_unit_test(resealed_documents_are_checked),
        cmocka_unit_test(deep_documents_are_refused),
        cmocka_unit_test(later_formats_are_named),
        cmocka_unit_test(each_allocation_may_fail),
    };

    return cmocka_run_group_tests_name("images of programs", tests, NULL, NULL);
}
