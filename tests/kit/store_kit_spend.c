/*
 * store_kit_spend.c -- twenty spenders at one balance: each unit is spent
 * once, whoever reads at the same time, and each spending leaves its record.
 *
 * Where processes share the backend they run side by side; otherwise twenty
 * loops take turns on one store, most of them with a balance that is stale.
 */
#define _POSIX_C_SOURCE 200809L

#include "kit/store_kit_check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SPENDERS = 20, UNITS = 200 };

static int
read_balance(loy_store *store, uint64_t *balance, uint64_t *revision)
{
    uint64_t size = 0;
    int rc = loy_store_read(store, LOY_KIND_CUSTOMER, "purse", 5, balance, sizeof(*balance), &size,
                            revision);

    return rc == LOY_OK && size != sizeof(*balance) ? LOY_ERR_CORRUPT : rc;
}

/* Takes one unit from a balance as it was read, with a record of its own. */
static int
spend(loy_store *store, uint64_t balance, uint64_t revision, uint32_t spender)
{
    uint64_t rest = balance - 1;
    char id[] = {'s',
                 (char)('a' + spender),
                 '\0',
                 (char)('0' + balance / 100),
                 (char)('0' + balance / 10 % 10),
                 (char)('0' + balance % 10)};
    loy_write writes[2] = {kit_customer("purse", "", revision),
                           kit_write(LOY_KIND_EVENT, id, sizeof(id), "spent", 0)};

    writes[0].bytes = &rest;
    writes[0].size = sizeof(rest);
    return kit_commit(store, writes, 2);
}

static void
fill_purse(loy_store *store)
{
    uint64_t units = UNITS;
    loy_write write = kit_customer("purse", "", 0);

    write.bytes = &units;
    write.size = sizeof(units);
    assert_int_equal(kit_commit(store, &write, 1), LOY_OK);
}

/* Which units were spent, by the records that say so. */
struct spent {
    uint32_t times[UNITS + 1];
    uint32_t total;
};

static int
count_spent(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
            uint64_t revision)
{
    struct spent *spent = context;
    uint32_t unit;

    if (id_size != 6 || size != 5 || memcmp(bytes, "spent", 5) != 0 || revision != 1)
        return -77;
    unit = (uint32_t)((id[3] - '0') * 100 + (id[4] - '0') * 10 + id[5] - '0');
    if (unit > UNITS)
        return -78;
    spent->times[unit]++;
    spent->total++;
    return 1;
}

static void
expect_all_spent_once(loy_store *store)
{
    struct spent spent = {.total = 0};
    uint64_t balance = 99, revision = 0;

    assert_int_equal(read_balance(store, &balance, &revision), LOY_OK);
    assert_int_equal(balance, 0);
    assert_int_equal(revision, UNITS + 1);
    assert_int_equal(loy_store_walk(store, LOY_KIND_EVENT, NULL, 0, count_spent, &spent), LOY_OK);
    assert_int_equal(spent.total, UNITS);
    for (uint32_t unit = 1; unit <= UNITS; unit++)
        assert_int_equal(spent.times[unit], 1);
}

static void
spenders_in_turns(void **state)
{
    kit_run *kit = *state;
    uint64_t balance[SPENDERS], revision[SPENDERS], random = 42;
    uint32_t conflicts = 0;

    fill_purse(kit->store);
    for (uint32_t i = 0; i < SPENDERS; i++)
        assert_int_equal(read_balance(kit->store, &balance[i], &revision[i]), LOY_OK);
    for (uint32_t done = 0; done < UNITS;) {
        uint32_t i;
        int rc;

        random = random * 6364136223846793005u + 1442695040888963407u;
        i = (uint32_t)(random >> 33) % SPENDERS;
        rc = balance[i] == 0 ? LOY_ERR_CONFLICT : spend(kit->store, balance[i], revision[i], i);
        if (rc == LOY_OK)
            done++;
        else
            assert_int_equal(rc, LOY_ERR_CONFLICT);
        conflicts += rc == LOY_ERR_CONFLICT;
        if (rc == LOY_ERR_CONFLICT || random % 2 == 0)
            assert_int_equal(read_balance(kit->store, &balance[i], &revision[i]), LOY_OK);
    }
    assert_true(conflicts > UNITS);
    expect_all_spent_once(kit->store);
}

/* A process of its own: what it returns is its exit status. */
static int
spend_until_empty(const loy_kit_target *target, uint32_t spender)
{
    loy_store *store = NULL;
    uint64_t balance = 0, revision = 0;
    int rc = target->open(&store, NULL);

    if (rc < 0)
        return 10;
    for (;;) {
        if (read_balance(store, &balance, &revision) < 0)
            return 11;
        if (balance == 0)
            break;
        rc = spend(store, balance, revision, spender);
        if (rc != LOY_OK && rc != LOY_ERR_CONFLICT)
            return 12;
    }
    loy_store_close(store);
    return 0;
}

static void
spenders_in_processes(void **state)
{
    kit_run *kit = *state;
    pid_t children[SPENDERS];
    int status = 0;

    fill_purse(kit->store);
    loy_store_close(kit->store); /* no open store crosses the fork */
    kit->store = NULL;
    for (uint32_t i = 0; i < SPENDERS; i++) {
        children[i] = fork();
        if (children[i] == 0)
            _exit(spend_until_empty(kit->target, i));
        assert_true(children[i] > 0);
    }
    for (uint32_t i = 0; i < SPENDERS; i++) {
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(kit->target->open(&kit->store, NULL), LOY_OK);
    expect_all_spent_once(kit->store);
}

/* Twenty processes find no store yet, and each makes it. */
static void
processes_make_the_store_together(void **state)
{
    kit_run *kit = *state;
    pid_t children[SPENDERS];
    int status = 0;

    for (uint32_t i = 0; i < SPENDERS; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            char id[] = {'c', (char)('a' + i), '\0'};
            loy_write write = kit_customer(id, "made", 0);
            loy_store *store = NULL;
            int rc = kit->target->open(&store, NULL);

            rc = rc < 0 ? rc : kit_commit(store, &write, 1);
            loy_store_close(store);
            _exit(rc < 0 ? 1 : 0);
        }
        assert_true(children[i] > 0);
    }
    for (uint32_t i = 0; i < SPENDERS; i++) {
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    assert_int_equal(kit->target->open(&kit->store, NULL), LOY_OK);
    for (uint32_t i = 0; i < SPENDERS; i++) {
        char id[] = {'c', (char)('a' + i), '\0'};
        loy_write write = kit_customer(id, "made", 0);

        kit_expect(kit->store, &write, 1);
    }
}

static void
two_stores_see_each_other(void **state)
{
    kit_run *kit = *state;
    loy_store *other = NULL;
    loy_write write = kit_customer("c1", "mine", 0);
    loy_write stale = kit_customer("c1", "stale", 0);

    assert_int_equal(kit->target->open(&other, NULL), LOY_OK);
    kit_expect(other, &write, 0);
    assert_int_equal(kit_commit(kit->store, &write, 1), LOY_OK);
    kit_expect(other, &write, 1);
    assert_int_equal(kit_commit(other, &stale, 1), LOY_ERR_CONFLICT);
    kit_expect(kit->store, &write, 1);
    loy_store_close(other);
}

const kit_check kit_spend_checks[] = {
    {"twenty spenders take turns", spenders_in_turns, LOY_KIT_LISTS},
    {"twenty processes spend at once", spenders_in_processes, LOY_KIT_LISTS | LOY_KIT_PROCESSES},
    {"twenty processes make the store together", processes_make_the_store_together,
     LOY_KIT_PROCESSES | KIT_CHECK_CLOSED},
    {"two open stores see each other's commits", two_stores_see_each_other, LOY_KIT_PROCESSES},
    {NULL, NULL, 0},
};
