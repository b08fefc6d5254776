/*
 * customer_record_damage_test.c -- damaged records are found or do no harm, and memory may
 * run out at any point.
 */
#include <string.h>

#include "customer/record.h"
#include "kit/record_kit.h"

static void
seal(customer_kit_bytes *bytes)
{
    loy__seal(bytes->data, (uint32_t)bytes->size, LOY__RECORD_MAGIC, LOY__RECORD_VERSION);
}

/* Exactly so many bytes on the heap, so that a read past them is found. */
static int
decode_exactly(customer_kit *kit, const unsigned char *bytes, size_t size, bool sealed)
{
    customer_kit_bytes copy = {.size = size, .capacity = size};
    int rc;

    copy.data = loy__alloc(&kit->memory.memory, size);
    if (size > 0)
        memcpy(copy.data, bytes, size);
    if (sealed && size >= LOY__HEADER_SIZE)
        seal(&copy);
    rc = record_kit_decode(kit, &copy);
    customer_kit_release(kit, &copy);
    return rc;
}

/* What was believed can be worked with, whatever it says. */
static void
work_with(customer_kit *kit)
{
    loy__state *state = &kit->state;
    int64_t moment = customer_kit_day(40);
    int64_t written_off;

    customer_kit_check(state);
    loy__state_due(state);
    kit->journal.count = 0;
    assert_int_equal(loy__lots_settle(state, &kit->journal, moment), LOY_OK);
    loy__vouchers_settle(state, moment);
    for (uint32_t i = 0; i < kit->program.ladder_count; i++) {
        loy__ladder_settle(state, i, moment);
        loy__ladder_credit(state, i, 5, 3, moment);
        loy__ladder_review(state, i, moment);
        loy__reverse(state, &kit->journal, &(loy__lot){.points = 50, .currency = i}, moment,
                     &written_off);
    }
    customer_kit_check(state);
}

/* Damage is found by the checksum; and where somebody has mended that, it may
 * be believed but must do no harm. */
static void
damage_is_found(customer_kit *kit, customer_kit *reader)
{
    customer_kit_bytes bytes = customer_kit_encode(kit);

    for (size_t i = 0; i < bytes.size; i++) {
        static const unsigned char flips[] = {0x01, 0x80, 0xFF};

        for (size_t flip = 0; flip < sizeof(flips); flip++) {
            bytes.data[i] ^= flips[flip];
            assert_int_not_equal(decode_exactly(reader, bytes.data, bytes.size, false), LOY_OK);
            if (decode_exactly(reader, bytes.data, bytes.size, true) == LOY_OK)
                work_with(reader);
            bytes.data[i] ^= flips[flip];
        }
        assert_int_not_equal(decode_exactly(reader, bytes.data, i, false), LOY_OK);
        assert_int_not_equal(decode_exactly(reader, bytes.data, i, true), LOY_OK);
    }
    assert_int_equal(decode_exactly(reader, bytes.data, bytes.size, false), LOY_OK);
    customer_kit_release(kit, &bytes);
}

static void
damage_is_found_under_the_same_program(void **data)
{
    customer_kit kit;

    (void)data;
    record_kit_init(&kit, RECORD_KIT_EVERYTHING);
    record_kit_fill(&kit);
    damage_is_found(&kit, &kit);
    customer_kit_end(&kit);
}

static void
damage_is_found_under_another_program(void **data)
{
    record_pair p;

    (void)data;
    record_kit_pair(&p, RECORD_KIT_WITHOUT_SECOND);
    damage_is_found(&p.kit, &p.other);
    record_kit_end(&p);
}

static void
damaged_foreign_items_are_found(void **data)
{
    record_pair p;

    (void)data;
    record_kit_pair(&p, RECORD_KIT_WITHOUT_SECOND);
    assert_int_equal(record_kit_decode(&p.other, &p.bytes), LOY_OK);
    damage_is_found(&p.other, &p.kit);
    record_kit_end(&p);
}

static void
memory_may_run_out(customer_kit *kit, const customer_kit_bytes *bytes)
{
    loy__state state;
    uint64_t nth;

    for (nth = 1;; nth++) {
        int rc;

        memory_kit_fail(&kit->memory, nth, MEMORY_KIT_ONCE);
        rc = loy__state_init(&state, &kit->program, &kit->memory.memory);
        if (rc == LOY_OK) {
            rc = loy__state_decode(&state, "anna", 4, bytes->data, bytes->size);
            if (rc == LOY_OK) {
                customer_kit_bytes copy = {.memory = &kit->memory.memory};

                rc = loy__state_encode(&state, loy__state_due(&state), &copy);
                customer_kit_release(kit, &copy);
            }
            loy__state_free(&state);
        }
        if (!memory_kit_failed(&kit->memory))
            break;
        assert_int_equal(rc, LOY_ERR_NOMEM);
    }
    assert_true(nth > 5);
    memory_kit_fail(&kit->memory, 0, MEMORY_KIT_ONCE);
}

static void
memory_may_run_out_while_reading(void **data)
{
    record_pair p;

    (void)data;
    record_kit_pair(&p, RECORD_KIT_WITHOUT_SECOND);
    memory_may_run_out(&p.kit, &p.bytes);
    memory_may_run_out(&p.other, &p.bytes);
    record_kit_end(&p);
}

static void
memory_may_run_out_while_copying(void **data)
{
    customer_kit kit;
    loy__state copy;
    int rc;

    (void)data;
    record_kit_init(&kit, RECORD_KIT_EVERYTHING);
    record_kit_fill(&kit);
    for (uint64_t nth = 1;; nth++) {
        assert_int_equal(loy__state_init(&copy, &kit.program, &kit.memory.memory), LOY_OK);
        memory_kit_fail(&kit.memory, nth, MEMORY_KIT_ONCE);
        rc = loy__state_copy(&copy, &kit.state);
        loy__state_free(&copy);
        if (!memory_kit_failed(&kit.memory))
            break;
        assert_int_equal(rc, LOY_ERR_NOMEM);
    }
    assert_int_equal(rc, LOY_OK);
    customer_kit_end(&kit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_is_found_under_the_same_program),
        cmocka_unit_test(damage_is_found_under_another_program),
        cmocka_unit_test(damaged_foreign_items_are_found),
        cmocka_unit_test(memory_may_run_out_while_reading),
        cmocka_unit_test(memory_may_run_out_while_copying),
    };

    return cmocka_run_group_tests_name("customer record damage", tests, NULL, NULL);
}
