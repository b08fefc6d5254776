/*
 * store_kit_list.c -- the two listings: by id and by when records are due.
 */
#include "kit/store_kit_check.h"

#include <string.h>

#define ID(literal) literal, sizeof(literal) - 1

/* Collects the ids of a listing, separated by commas, a NUL shown as '0'. */
struct heard {
    char text[512];
    size_t size;
    uint32_t count;
    uint32_t stop_after; /* 0: never */
    int stop_with;
};

static int
hear(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
     uint64_t revision)
{
    struct heard *heard = context;

    if (revision == 0 || size != 4 || memcmp(bytes, "text", 4) != 0)
        return -77;
    if (heard->size > 0)
        heard->text[heard->size++] = ',';
    for (uint32_t i = 0; i < id_size; i++)
        heard->text[heard->size++] = id[i] == '\0' ? '0' : id[i];
    heard->text[heard->size] = '\0';
    heard->count++;
    return heard->count == heard->stop_after ? heard->stop_with : 1;
}

static void
expect_walk(loy_store *store, uint32_t kind, const char *after, const char *ids)
{
    struct heard heard = {.stop_after = 0};
    uint32_t size = after == NULL ? 0 : (uint32_t)strlen(after);

    assert_int_equal(loy_store_walk(store, kind, after, size, hear, &heard), LOY_OK);
    assert_string_equal(heard.text, ids);
}

static void
expect_due(loy_store *store, uint32_t kind, int64_t before, const char *ids)
{
    struct heard heard = {.stop_after = 0};

    assert_int_equal(loy_store_due(store, kind, before, hear, &heard), LOY_OK);
    assert_string_equal(heard.text, ids);
}

static void
put(loy_store *store, uint32_t kind, const char *id, int64_t due, uint64_t seen)
{
    loy_write write = kit_write(kind, id, strlen(id), "text", seen);

    write.due = due;
    assert_int_equal(kit_commit(store, &write, 1), LOY_OK);
}

static void
walk_goes_by_bytes_of_ids(void **state)
{
    static const char *const ids[] = {"b", "a", "\xc3\xa4", "ab", "B", "10", "9", "aa", "z"};
    kit_run *kit = *state;

    expect_walk(kit->store, LOY_KIND_CUSTOMER, NULL, "");
    for (size_t i = 0; i < 9; i++) {
        put(kit->store, LOY_KIND_CUSTOMER, ids[i], LOY_NEVER, 0);
        put(kit->store, LOY_KIND_EVENT, "elsewhere", LOY_NEVER, i);
    }
    put(kit->store, LOY_KIND_CUSTOMER, "aa", 17, 1);
    expect_walk(kit->store, LOY_KIND_CUSTOMER, NULL, "10,9,B,a,aa,ab,b,z,\xc3\xa4");
    put(kit->store, LOY_KIND_CUSTOMER, "ac", LOY_NEVER, 0);
    expect_walk(kit->store, LOY_KIND_CUSTOMER, NULL, "10,9,B,a,aa,ab,ac,b,z,\xc3\xa4");
    expect_walk(kit->store, 4711, NULL, "");
}

static void
walk_goes_by_bytes_with_nul(void **state)
{
    static const struct {
        const char *id;
        size_t size;
    } ids[] = {{ID("t2\0a")}, {ID("t\0b")}, {ID("t\0a")}, {ID("t\0")}, {ID("t")}, {ID("t\1")}};
    kit_run *kit = *state;

    for (size_t i = 0; i < 6; i++) {
        loy_write write = kit_write(LOY_KIND_EVENT, ids[i].id, ids[i].size, "text", 0);

        assert_int_equal(kit_commit(kit->store, &write, 1), LOY_OK);
    }
    expect_walk(kit->store, LOY_KIND_EVENT, NULL, "t,t0,t0a,t0b,t\1,t20a");
}

static void
walk_resumes_behind_an_id(void **state)
{
    kit_run *kit = *state;

    for (uint32_t kind = 1; kind <= 3; kind++) {
        put(kit->store, kind, "a", LOY_NEVER, 0);
        put(kit->store, kind, "c", LOY_NEVER, 0);
        put(kit->store, kind, "cc", LOY_NEVER, 0);
        put(kit->store, kind, "e", LOY_NEVER, 0);
        expect_walk(kit->store, kind, "", "a,c,cc,e");
        expect_walk(kit->store, kind, "a", "c,cc,e");
        expect_walk(kit->store, kind, "b", "c,cc,e");
        expect_walk(kit->store, kind, "c", "cc,e");
        expect_walk(kit->store, kind, "e", "");
        expect_walk(kit->store, kind, "f", "");
    }
}

static void
sink_stops_a_listing(void **state)
{
    static const struct {
        uint32_t stop_after;
        int with, result;
        const char *ids;
    } rows[] = {
        {1, 0, LOY_OK, "a"}, {2, 0, LOY_OK, "a,b"}, {2, -77, -77, "a,b"}, {3, -2, -2, "a,b,c"}};
    kit_run *kit = *state;

    put(kit->store, LOY_KIND_CUSTOMER, "c", 30, 0);
    put(kit->store, LOY_KIND_CUSTOMER, "a", 10, 0);
    put(kit->store, LOY_KIND_CUSTOMER, "b", 20, 0);
    for (size_t i = 0; i < 4; i++) {
        struct heard heard = {.stop_after = rows[i].stop_after, .stop_with = rows[i].with};
        struct heard again = heard;

        assert_int_equal(loy_store_walk(kit->store, LOY_KIND_CUSTOMER, NULL, 0, hear, &heard),
                         rows[i].result);
        assert_string_equal(heard.text, rows[i].ids);
        assert_int_equal(loy_store_due(kit->store, LOY_KIND_CUSTOMER, 99, hear, &again),
                         rows[i].result);
        assert_string_equal(again.text, rows[i].ids);
    }
    put(kit->store, LOY_KIND_CUSTOMER, "d", 40, 0);
    expect_walk(kit->store, LOY_KIND_CUSTOMER, NULL, "a,b,c,d");
}

static void
due_goes_by_time_then_id(void **state)
{
    kit_run *kit = *state;

    for (uint32_t kind = 1; kind <= 3; kind++) {
        put(kit->store, kind, "never", LOY_NEVER, 0);
        put(kit->store, kind, "b", 20, 0);
        put(kit->store, kind, "a", 20, 0);
        put(kit->store, kind, "late", INT64_MAX - 1, 0);
        put(kit->store, kind, "c", -5, 0);
        put(kit->store, kind, "d", 21, 0);
        expect_due(kit->store, kind, -6, "");
        expect_due(kit->store, kind, -5, "c");
        expect_due(kit->store, kind, 20, "c,a,b");
        expect_due(kit->store, kind, 21, "c,a,b,d");
        expect_due(kit->store, kind, INT64_MAX - 2, "c,a,b,d");
        expect_due(kit->store, kind, LOY_NEVER, "c,a,b,d,late");
    }
}

/* Moved later, sooner, to never and back, with listings between. */
static void
due_follows_every_change(void **state)
{
    kit_run *kit = *state;

    for (uint32_t kind = 1; kind <= 3; kind++) {
        put(kit->store, kind, "a", 10, 0);
        put(kit->store, kind, "b", 20, 0);
        put(kit->store, kind, "c", 30, 0);
        put(kit->store, kind, "a", 25, 1);
        expect_due(kit->store, kind, 24, "b");
        expect_due(kit->store, kind, 30, "b,a,c");
        put(kit->store, kind, "c", 5, 1);
        expect_due(kit->store, kind, 30, "c,b,a");
        put(kit->store, kind, "b", LOY_NEVER, 1);
        put(kit->store, kind, "c", 40, 2);
        expect_due(kit->store, kind, 39, "a");
        put(kit->store, kind, "b", 1, 2);
        put(kit->store, kind, "a", 50, 2);
        put(kit->store, kind, "a", 45, 3);
        expect_due(kit->store, kind, 44, "b,c");
        expect_due(kit->store, kind, 45, "b,c,a");
        put(kit->store, kind, "d", 40, 0);
        expect_due(kit->store, kind, 45, "b,c,d,a");
    }
}

/* As an engine advances: take the first few that are due, move each on. */
static void
due_can_be_taken_in_portions(void **state)
{
    enum { MANY = 300, PORTION = 10 };
    kit_run *kit = *state;
    char id[] = "000";
    uint32_t settled = 0;

    for (int i = 0; i < MANY; i++) {
        memcpy(id, (char[]){(char)('0' + i / 100), (char)('0' + i / 10 % 10), (char)('0' + i % 10)},
               3);
        put(kit->store, LOY_KIND_CUSTOMER, id, 1000 - i % 7, 0);
    }
    for (;;) {
        struct heard heard = {.stop_after = PORTION, .stop_with = 0};

        assert_int_equal(loy_store_due(kit->store, LOY_KIND_CUSTOMER, 1000, hear, &heard), LOY_OK);
        if (heard.count == 0)
            break;
        for (uint32_t i = 0; i < heard.count; i++) {
            memcpy(id, heard.text + (size_t)4 * i, 3);
            put(kit->store, LOY_KIND_CUSTOMER, id, 2000, 1);
        }
        settled += heard.count;
        assert_true(settled <= MANY);
    }
    assert_int_equal(settled, MANY);
}

static void
listings_survive_reopening(void **state)
{
    kit_run *kit = *state;

    put(kit->store, LOY_KIND_CUSTOMER, "b", 20, 0);
    put(kit->store, LOY_KIND_CUSTOMER, "a", 30, 0);
    put(kit->store, LOY_KIND_CUSTOMER, "b", 40, 1);
    kit_reopen(kit);
    expect_walk(kit->store, LOY_KIND_CUSTOMER, NULL, "a,b");
    expect_due(kit->store, LOY_KIND_CUSTOMER, 39, "a");
    expect_due(kit->store, LOY_KIND_CUSTOMER, 40, "a,b");
}

const kit_check kit_list_checks[] = {
    {"a walk goes by the bytes of ids", walk_goes_by_bytes_of_ids, LOY_KIT_LISTS},
    {"a walk goes by bytes also where an id holds NUL", walk_goes_by_bytes_with_nul, LOY_KIT_LISTS},
    {"a walk resumes behind an id", walk_resumes_behind_an_id, LOY_KIT_LISTS},
    {"a sink stops a listing", sink_stops_a_listing, LOY_KIT_LISTS},
    {"what is due goes by time, then by id", due_goes_by_time_then_id, LOY_KIT_LISTS},
    {"what is due follows every change", due_follows_every_change, LOY_KIT_LISTS},
    {"what is due can be taken in portions", due_can_be_taken_in_portions, LOY_KIT_LISTS},
    {"listings survive reopening", listings_survive_reopening, LOY_KIT_LISTS | LOY_KIT_DURABLE},
    {NULL, NULL, 0},
};
