/*
 * store_kit_record.c -- one record and one batch: revisions, bytes, ids, and
 * that a batch is kept as a whole or not at all.
 */
#include "kit/store_kit_check.h"

#include <stdlib.h>
#include <string.h>

#define ID(literal) literal, sizeof(literal) - 1

static void
absent_record_has_no_revision(void **state)
{
    kit_run *kit = *state;
    loy_write write = kit_customer("nobody", "", 0);

    kit_expect(kit->store, &write, 0);
    write.kind = LOY_KIND_EVENT;
    kit_expect(kit->store, &write, 0);
}

static void
each_commit_raises_the_revision(void **state)
{
    static const char *const texts[] = {"one", "two, longer", "", "4"};
    kit_run *kit = *state;

    for (uint64_t i = 0; i < 4; i++) {
        loy_write write = kit_customer("c1", texts[i], i);

        assert_int_equal(kit_commit(kit->store, &write, 1), LOY_OK);
        kit_expect(kit->store, &write, i + 1);
    }
}

static void
short_buffer_gets_the_size_alone(void **state)
{
    kit_run *kit = *state;
    loy_write write = kit_customer("c1", "four", 0);
    char bytes[3] = "xy";
    uint64_t size = 0;

    assert_int_equal(kit_commit(kit->store, &write, 1), LOY_OK);
    assert_int_equal(kit_read(kit->store, LOY_KIND_CUSTOMER, "c1", 2, bytes, 3, &size), 1);
    assert_int_equal(size, 4);
    assert_string_equal(bytes, "xy");
}

/* Ids that a careless backend takes for one another. */
static void
ids_are_bytes(void **state)
{
    static const struct {
        const char *id;
        size_t size;
    } ids[] = {
        {ID("a")},
        {ID("a\0")},
        {ID("a\0b")},
        {ID("a\0c")},
        {ID("ab")},
        {ID("A")},
        {ID("\xc3\xa4")},
        {ID("a\xcc\x88")},
        {ID("\0")},
        {ID("\0\0")},
        {ID(" a")},
        {ID("a ")},
        {ID("1")},
        {ID("01")},
        {ID("1.0")},
        {ID("a'b")},
        {ID("\xf0\x9f\x98\x80")},
        {ID("%s")},
        {ID("a/../b")},
    };
    kit_run *kit = *state;
    char text[8] = "text a";

    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        loy_write write = kit_write(LOY_KIND_EVENT, ids[i].id, ids[i].size, text, 0);

        text[5] = (char)('a' + i);
        assert_int_equal(kit_commit(kit->store, &write, 1), LOY_OK);
    }
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        loy_write write = kit_write(LOY_KIND_EVENT, ids[i].id, ids[i].size, text, 0);

        text[5] = (char)('a' + i);
        kit_expect(kit->store, &write, 1);
    }
}

static void
longest_id_is_kept(void **state)
{
    kit_run *kit = *state;
    char id[LOY_MAX_KEY];
    loy_write write;

    memset(id, 'x', sizeof(id));
    id[LOY_MAX_ID] = '\0';
    write = kit_write(LOY_KIND_EVENT, id, sizeof(id), "long", 0);
    assert_int_equal(kit_commit(kit->store, &write, 1), LOY_OK);
    kit_expect(kit->store, &write, 1);
    write.id_size--;
    kit_expect(kit->store, &write, 0);
}

static void
kinds_are_apart(void **state)
{
    static const uint32_t kinds[] = {LOY_KIND_CUSTOMER, LOY_KIND_EVENT, 3, 257, 65537, UINT32_MAX};
    static const char *const texts[] = {"customer", "event", "three", "more", "much more", "last"};
    kit_run *kit = *state;

    for (size_t i = 0; i < 6; i++) {
        loy_write write = kit_write(kinds[i], "same", 4, texts[i], 0);

        kit_expect(kit->store, &write, 0);
        assert_int_equal(kit_commit(kit->store, &write, 1), LOY_OK);
    }
    for (size_t i = 0; i < 6; i++) {
        loy_write write = kit_write(kinds[i], "same", 4, texts[i], 0);

        kit_expect(kit->store, &write, 1);
    }
}

static void
any_size_and_any_byte_is_kept(void **state)
{
    static const size_t sizes[] = {0, 1, 255, 256, 4095, 4096, 65536, 5000000, 3, 70000};
    kit_run *kit = *state;
    unsigned char *bytes = malloc(5000000);

    assert_non_null(bytes);
    for (size_t i = 0; i < 5000000; i++)
        bytes[i] = (unsigned char)(i * 31 + i / 251);
    for (uint64_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        loy_write writes[2] = {kit_customer("big", "", i), kit_customer("small", "small", i)};

        writes[0].bytes = sizes[i] == 0 ? NULL : bytes;
        writes[0].size = sizes[i];
        assert_int_equal(kit_commit(kit->store, writes, 2), LOY_OK);
        kit_expect(kit->store, &writes[0], i + 1);
        kit_expect(kit->store, &writes[1], i + 1);
    }
    free(bytes);
}

/* Four writes, each in turn with a revision that is wrong in some way: none of
 * the four may be kept. */
static void
conflict_keeps_nothing(void **state)
{
    static const char *const ids[] = {"old-1", "new-1", "old-2", "new-2"};
    static const uint64_t right[] = {2, 0, 1, 0};
    static const uint64_t wrong[4][3] = {
        {0, 1, 3}, {1, 2, UINT64_MAX}, {0, 2, UINT64_MAX}, {1, 7, 8}};
    kit_run *kit = *state;
    loy_write before[3] = {kit_customer("old-1", "a", 0), kit_customer("old-1", "kept", 1),
                           kit_write(LOY_KIND_EVENT, "old-2", 5, "kept", 0)};

    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(kit_commit(kit->store, &before[i], 1), LOY_OK);
    for (uint32_t at = 0; at < 4; at++) {
        for (uint32_t how = 0; how < 3; how++) {
            loy_write writes[4];

            for (uint32_t i = 0; i < 4; i++)
                writes[i] = kit_write(i < 2 ? LOY_KIND_CUSTOMER : LOY_KIND_EVENT, ids[i], 5,
                                      "must not be seen", i == at ? wrong[at][how] : right[i]);
            assert_int_equal(kit_commit(kit->store, writes, 4), LOY_ERR_CONFLICT);
            kit_expect(kit->store, &before[1], 2);
            kit_expect(kit->store, &writes[1], 0);
            kit_expect(kit->store, &before[2], 1);
            kit_expect(kit->store, &writes[3], 0);
        }
    }
}

static void
store_works_after_a_conflict(void **state)
{
    kit_run *kit = *state;
    loy_write write = kit_customer("c1", "x", 5);

    assert_int_equal(kit_commit(kit->store, &write, 1), LOY_ERR_CONFLICT);
    write.seen = 0;
    assert_int_equal(kit_commit(kit->store, &write, 1), LOY_OK);
    kit_expect(kit->store, &write, 1);
}

static void
many_writes_are_one_batch(void **state)
{
    enum { MANY = 3000 };
    kit_run *kit = *state;
    static char ids[MANY][8];
    static loy_write writes[MANY];

    for (uint32_t i = 0; i < MANY; i++) {
        for (uint32_t digit = 0, rest = i; digit < 7; digit++, rest /= 10)
            ids[i][digit] = (char)('0' + rest % 10);
        writes[i] = kit_write(1 + i % 3, ids[i], 7, ids[i], 0);
    }
    writes[MANY - 1].seen = 1;
    assert_int_equal(kit_commit(kit->store, writes, MANY), LOY_ERR_CONFLICT);
    for (uint32_t i = 0; i < MANY; i += 97)
        kit_expect(kit->store, &writes[i], 0);
    writes[MANY - 1].seen = 0;
    assert_int_equal(kit_commit(kit->store, writes, MANY), LOY_OK);
    for (uint32_t i = 0; i < MANY; i++)
        kit_expect(kit->store, &writes[i], 1);
}

static void
reopened_store_has_it_all(void **state)
{
    kit_run *kit = *state;
    loy_write writes[3] = {kit_customer("c1", "first", 0),
                           kit_write(LOY_KIND_EVENT, ID("till\0r-1"), "outcome", 0),
                           kit_write(9, "other", 5, "kind", 0)};
    loy_write later = kit_customer("c1", "second", 1);

    assert_int_equal(kit_commit(kit->store, writes, 3), LOY_OK);
    kit_reopen(kit);
    kit_expect(kit->store, &writes[0], 1);
    assert_int_equal(kit_commit(kit->store, &later, 1), LOY_OK);
    kit_reopen(kit);
    kit_expect(kit->store, &later, 2);
    kit_expect(kit->store, &writes[1], 1);
    kit_expect(kit->store, &writes[2], 1);
}

const kit_check kit_record_checks[] = {
    {"an absent record has no revision", absent_record_has_no_revision, 0},
    {"each commit raises the revision by one", each_commit_raises_the_revision, 0},
    {"a short buffer gets the size alone", short_buffer_gets_the_size_alone, 0},
    {"ids are bytes", ids_are_bytes, 0},
    {"the longest id is kept", longest_id_is_kept, 0},
    {"kinds are apart", kinds_are_apart, 0},
    {"records of any size and any bytes are kept", any_size_and_any_byte_is_kept, 0},
    {"a conflict at any write keeps nothing", conflict_keeps_nothing, 0},
    {"the store works after a conflict", store_works_after_a_conflict, 0},
    {"many writes are one batch", many_writes_are_one_batch, 0},
    {"a reopened store has all that was committed", reopened_store_has_it_all, LOY_KIT_DURABLE},
    {NULL, NULL, 0},
};
