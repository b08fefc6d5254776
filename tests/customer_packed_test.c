/*
 * customer_packed_test.c -- lots that stay packed from record to record: a
 * customer who is read back after every step goes on as one who never left
 * memory, and his records are the bytes that all lots written anew would give.
 */
#include <string.h>

#include "customer/holds.h"
#include "customer/lots.h"
#include "customer/packed.h"
#include "customer/record.h"
#include "kit/customer_kit.h"
#include "kit/random_kit.h"

enum { HISTORIES = 60, STEPS = 80 };

static void
set_up(customer_kit *kit, uint64_t *random)
{
    static const char *const names[] = {"a", "b", "c"};

    customer_kit_init(kit);
    for (uint32_t i = 0; i < 3; i++) {
        loy__currency *currency =
            customer_kit_currency(kit, names[i], random_kit_below(random, 3) ? NULL : "P3D",
                                  random_kit_below(random, 5) ? "P40D" : NULL);

        currency->spend_order =
            random_kit_below(random, 4) ? LOY__SPEND_SOONEST : LOY__SPEND_OLDEST;
        currency->edge = LOY__EDGE_END_OF_DAY + (uint32_t)random_kit_below(random, 3);
    }
    customer_kit_start(kit);
}

/* Mostly a few points, now and then more than a plain lot holds. */
static int64_t
some(uint64_t *random)
{
    return random_kit_below(random, 40) ? 1 + (int64_t)random_kit_below(random, 90)
                                        : LOY__MOST_PLAIN_POINTS + 1;
}

static int
earn(customer_kit *kit, uint64_t *random, uint32_t currency, int64_t at)
{
    int64_t late = random_kit_below(random, 6) ? 0 : (int64_t)random_kit_below(random, 30);
    const loy__grant grant = {.points = some(random),
                              .earned = at - late * LOY__DAY_MS,
                              .at = at,
                              .until =
                                  random_kit_below(random, 9)
                                      ? LOY_TIME_NONE
                                      : at + (int64_t)random_kit_below(random, 50) * LOY__DAY_MS,
                              .currency = currency,
                              .kind = LOY_ENTRY_EARN};

    return loy__earn_grant(&kit->state, &kit->journal, &grant, NULL, NULL);
}

static int
act(customer_kit *kit, uint64_t *random, int64_t at)
{
    loy__state *state = &kit->state;
    /* Nearly always the first: it comes to have many lots. */
    uint32_t currency = random_kit_below(random, 4) ? 0 : (uint32_t)random_kit_below(random, 3);
    int64_t available = loy__state_points(state, currency).available;
    int64_t points = available > 0 ? 1 + some(random) % available : 0;
    int64_t written_off;

    switch (random_kit_below(random, 24)) {
    case 0:
        return points > 0 ? loy__burn(state, &kit->journal, currency, points, at, LOY_ENTRY_BURN)
                          : LOY_OK;
    case 1:
        return loy__reverse(
            state, &kit->journal,
            &(loy__lot){.points = 9, .currency = currency, .expires = at + 7 * LOY__DAY_MS}, at,
            &written_off);
    case 2:
        return points > 0 ? loy__hold_take(state, &kit->journal,
                                           &(loy__held){.points = points,
                                                        .lapses = LOY_NEVER,
                                                        .hold = 7,
                                                        .currency = currency},
                                           at)
                          : LOY_OK;
    default:
        return earn(kit, random, currency, at);
    }
}

static void
assert_same_journal(customer_kit *a, customer_kit *b)
{
    assert_int_equal(a->journal.count, b->journal.count);
    for (size_t i = 0; i < a->journal.count; i++)
        assert_memory_equal(&a->journal.items[i], &b->journal.items[i], sizeof(*a->journal.items));
    a->journal.count = b->journal.count = 0;
}

/* Writes both down; the first is what was read. Whether lots stayed packed. */
static bool
read_back(customer_kit *kit, customer_kit *whole)
{
    customer_kit_bytes bytes = customer_kit_encode(kit);
    customer_kit_bytes anew = customer_kit_encode(whole);

    assert_int_equal(bytes.size, anew.size);
    assert_memory_equal(bytes.data, anew.data, anew.size);
    assert_int_equal(loy__state_decode(&kit->state, "anna", 4, bytes.data, bytes.size), LOY_OK);
    customer_kit_release(kit, &bytes);
    customer_kit_release(whole, &anew);
    return kit->state.packed.count > 0;
}

static size_t
one_history(uint64_t seed)
{
    customer_kit kit, whole;
    uint64_t random = seed, same = seed;
    int64_t at = customer_kit_day(100);
    size_t packed = 0;

    set_up(&kit, &random);
    set_up(&whole, &same);
    kit.state.settled = whole.state.settled = at;
    for (int i = 0; i < STEPS; i++) {
        at += (int64_t)random_kit_below(&random, 6) * LOY__DAY_MS / 2;
        assert_int_equal(loy__lots_settle(&kit.state, &kit.journal, at), LOY_OK);
        assert_int_equal(loy__lots_settle(&whole.state, &whole.journal, at), LOY_OK);
        kit.state.settled = whole.state.settled = at;
        same = random;
        assert_int_equal(act(&kit, &random, at), LOY_OK);
        assert_int_equal(act(&whole, &same, at), LOY_OK);
        assert_same_journal(&kit, &whole);
        customer_kit_check(&kit.state);
        assert_true(loy__lots_next(&kit.state) == loy__lots_next(&whole.state));
        packed += read_back(&kit, &whole) ? 1 : 0;
    }
    customer_kit_end(&whole);
    customer_kit_end(&kit);
    return packed;
}

static void
records_are_those_of_all_lots_written_anew(void **data)
{
    size_t packed = 0;

    (void)data;
    for (uint64_t seed = 1; seed <= HISTORIES; seed++)
        packed += one_history(seed);
    assert_true(packed > HISTORIES * STEPS / 5);
}

/* A customer whose record was read with packed lots. */
static void
set_up_many(customer_kit *kit)
{
    customer_kit_bytes bytes;

    customer_kit_init(kit);
    customer_kit_currency(kit, "stars", NULL, "P90D");
    customer_kit_start(kit);
    for (int32_t day = 1; day <= 9; day++)
        assert_int_equal(loy__earn(&kit->state, &kit->journal, 0, day, customer_kit_day(day),
                                   customer_kit_day(day), LOY_ENTRY_EARN, NULL, NULL),
                         LOY_OK);
    bytes = customer_kit_encode(kit);
    assert_int_equal(loy__state_decode(&kit->state, "anna", 4, bytes.data, bytes.size), LOY_OK);
    assert_int_equal(kit->state.packed.count, 8);
    assert_int_equal(kit->state.lot_count, 1);
    customer_kit_release(kit, &bytes);
}

static void
a_copy_has_the_packed_lots(void **data)
{
    customer_kit kit;
    loy__state copy;

    (void)data;
    set_up_many(&kit);
    assert_int_equal(loy__state_init(&copy, &kit.program, &kit.memory.memory), LOY_OK);
    assert_int_equal(loy__state_copy(&copy, &kit.state), LOY_OK);
    loy__lots_unpack(&kit.state);
    loy__lots_unpack(&copy);
    assert_int_equal(copy.lot_count, 9);
    assert_memory_equal(copy.lots, kit.state.lots, 9 * sizeof(*copy.lots));
    loy__state_free(&copy);
    customer_kit_end(&kit);
}

/* Nothing that looks at lots, adds or settles them finds no memory once they
 * have been read. */
static void
unpacking_needs_no_memory(void **data)
{
    customer_kit kit;

    (void)data;
    set_up_many(&kit);
    memory_kit_fail(&kit.memory, 1, MEMORY_KIT_FOR_GOOD);
    loy__lots_unpack(&kit.state);
    assert_false(memory_kit_failed(&kit.memory));
    memory_kit_fail(&kit.memory, 0, MEMORY_KIT_ONCE);
    assert_int_equal(kit.state.lot_count, 9);
    customer_kit_check(&kit.state);
    customer_kit_end(&kit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_those_of_all_lots_written_anew),
        cmocka_unit_test(a_copy_has_the_packed_lots),
        cmocka_unit_test(unpacking_needs_no_memory),
    };

    return cmocka_run_group_tests_name("packed lots", tests, NULL, NULL);
}
