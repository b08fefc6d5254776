/*
 * store_kit.c -- runs the conformance kit: each check that the target's
 * promises allow, on an empty store.
 */
#include "kit/store_kit_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CHECKS = 64 };

static const kit_check *const groups[] = {kit_record_checks, kit_list_checks,  kit_model_checks,
                                          kit_spend_checks,  kit_crash_checks, kit_memory_checks};

/* What a test needs beyond its target: cmocka hands over one pointer. */
struct row {
    const loy_kit_target *target;
    const kit_check *check;
    char name[128];
};

static int
set_up(void **state)
{
    const struct row *row = *state;
    kit_run *own = calloc(1, sizeof(*own));

    if (own == NULL)
        return -1;
    own->target = row->target;
    if (row->target->wipe != NULL)
        row->target->wipe();
    if ((row->check->needs & KIT_CHECK_CLOSED) == 0 &&
        row->target->open(&own->store, NULL) != LOY_OK) {
        free(own);
        return -1;
    }
    *state = own;
    return 0;
}

static int
tear_down(void **state)
{
    kit_run *own = *state;

    loy_store_close(own->store);
    if (own->target->wipe != NULL)
        own->target->wipe();
    free(own);
    return 0;
}

int
loy_kit_run(const loy_kit_target *target)
{
    static struct row rows[MOST_CHECKS];
    struct CMUnitTest tests[MOST_CHECKS];
    size_t count = 0;

    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++) {
        for (const kit_check *check = groups[i]; check->name != NULL; check++) {
            uint32_t needs = check->needs & ~(uint32_t)KIT_CHECK_CLOSED;

            if ((target->features & needs) != needs || count == MOST_CHECKS)
                continue;
            rows[count] = (struct row){.target = target, .check = check};
            snprintf(rows[count].name, sizeof(rows[count].name), "%s: %s", target->name,
                     check->name);
            tests[count] = (struct CMUnitTest){.name = rows[count].name,
                                               .test_func = check->run,
                                               .setup_func = set_up,
                                               .teardown_func = tear_down,
                                               .initial_state = &rows[count]};
            count++;
        }
    }
    return _cmocka_run_group_tests(target->name, tests, count, NULL, NULL);
}

loy_write
kit_write(uint32_t kind, const char *id, size_t id_size, const char *text, uint64_t seen)
{
    return (loy_write){.id = id,
                       .bytes = text,
                       .owner = "owner",
                       .size = strlen(text),
                       .seen = seen,
                       .due = LOY_NEVER,
                       .id_size = (uint32_t)id_size,
                       .owner_size = 5,
                       .kind = kind};
}

loy_write
kit_customer(const char *id, const char *text, uint64_t seen)
{
    return kit_write(LOY_KIND_CUSTOMER, id, strlen(id), text, seen);
}

int
kit_commit(loy_store *store, const loy_write *writes, uint32_t count)
{
    loy_batch batch = {.size = sizeof(batch), .count = count, .writes = writes};

    return store->commit(store->context, &batch);
}

uint64_t
kit_read(loy_store *store, uint32_t kind, const char *id, size_t id_size, void *bytes,
         uint64_t capacity, uint64_t *size)
{
    uint64_t revision = 99;

    assert_int_equal(
        loy_store_read(store, kind, id, (uint32_t)id_size, bytes, capacity, size, &revision),
        LOY_OK);
    return revision;
}

void
kit_expect(loy_store *store, const loy_write *write, uint64_t revision)
{
    uint64_t size = 99, capacity = write->size + 1;
    unsigned char *bytes = malloc((size_t)capacity);

    assert_non_null(bytes);
    assert_int_equal(
        kit_read(store, write->kind, write->id, write->id_size, bytes, capacity, &size), revision);
    assert_int_equal(size, revision == 0 ? 0 : write->size);
    if (revision != 0 && size > 0)
        assert_memory_equal(bytes, write->bytes, (size_t)size);
    free(bytes);
}

void
kit_reopen(kit_run *kit)
{
    loy_store_close(kit->store);
    kit->store = NULL;
    assert_int_equal(kit->target->open(&kit->store, NULL), LOY_OK);
}
