/*
 * customer_record_test.c -- the stored form: what goes in comes out, in the bytes that
 * record.h describes.
 */
#include <stdio.h>

#include "customer/record.h"
#include "kit/record_kit.h"

static void
an_empty_customer_comes_back(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;

    (void)data;
    record_kit_init(&kit, RECORD_KIT_EVERYTHING);
    bytes = customer_kit_encode(&kit);
    assert_int_equal(record_kit_decode(&kit, &bytes), LOY_OK);
    assert_true(kit.state.exists);
    assert_true(kit.state.settled == LOY_TIME_NONE);
    assert_int_equal(kit.state.birthday, LOY_DAY_NONE);
    record_kit_same(&kit, &bytes);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

static void
assert_plain_equal(const loy__state *a, const loy__state *b)
{
    assert_int_equal(a->stage, b->stage);
    assert_true(a->settled == b->settled && a->timers_from == b->timers_from);
    assert_true(a->stage_since == b->stage_since && a->last_purchase == b->last_purchase);
    assert_true(a->purchases == b->purchases && a->visits == b->visits && a->spend == b->spend);
    assert_true(a->enrolled_on == b->enrolled_on && a->birthday == b->birthday);
    assert_true(a->first_purchase_on == b->first_purchase_on);
    assert_true(a->last_purchase_on == b->last_purchase_on);
    assert_int_equal(a->lot_count, b->lot_count);
    assert_memory_equal(a->lots, b->lots, a->lot_count * sizeof(*a->lots));
    assert_int_equal(a->bucket_count, b->bucket_count);
    assert_memory_equal(a->buckets, b->buckets, a->bucket_count * sizeof(*a->buckets));
    assert_int_equal(a->holding_count, b->holding_count);
    assert_memory_equal(a->holdings, b->holdings, a->holding_count * sizeof(*a->holdings));
    assert_true(a->held_count == b->held_count && a->held_count > 3);
    assert_memory_equal(a->held, b->held, a->held_count * sizeof(*a->held));
    assert_true(a->active_count == b->active_count && a->active_count == 2);
    assert_memory_equal(a->actives, b->actives, a->active_count * sizeof(*a->actives));
    assert_true(a->lapsed_count == b->lapsed_count && a->lapsed_count == 4);
    assert_memory_equal(a->lapsed, b->lapsed, a->lapsed_count * sizeof(*a->lapsed));
    assert_true(a->review_count == b->review_count && a->review_count == 1);
    assert_memory_equal(a->reviews, b->reviews, 2 * sizeof(*a->reviews));
}

static void
assert_equal(const loy__state *a, const loy__state *b)
{
    assert_plain_equal(a, b);
    for (uint32_t i = 0; i < 2; i++) {
        assert_memory_equal(&a->purses[i], &b->purses[i], sizeof(a->purses[i]));
        assert_memory_equal(&a->counters[i], &b->counters[i], sizeof(a->counters[i]));
        assert_memory_equal(&a->caps[i], &b->caps[i], sizeof(a->caps[i]));
        assert_true(a->rungs[i].value == b->rungs[i].value && a->rungs[i].tier == b->rungs[i].tier);
        assert_true(a->rungs[i].drop == b->rungs[i].drop && a->rungs[i].since == b->rungs[i].since);
        assert_int_equal(a->rungs[i].period, b->rungs[i].period);
        assert_int_equal(a->attributes[i].kind, b->attributes[i].kind);
        assert_true(a->attributes[i].number == b->attributes[i].number);
        assert_int_equal(a->attributes[i].size, b->attributes[i].size);
        if (a->attributes[i].text != NULL)
            assert_string_equal(a->attributes[i].text, b->attributes[i].text);
    }
}

static void
everything_comes_back(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;
    loy__state copy;

    (void)data;
    record_kit_init(&kit, RECORD_KIT_EVERYTHING);
    record_kit_fill(&kit);
    bytes = customer_kit_encode(&kit);
    assert_int_equal(loy__state_init(&copy, &kit.program, &kit.memory.memory), LOY_OK);
    assert_int_equal(loy__state_copy(&copy, &kit.state), LOY_OK);
    assert_int_equal(record_kit_decode(&kit, &bytes), LOY_OK);
    customer_kit_check(&kit.state);
    assert_equal(&kit.state, &copy);
    record_kit_same(&kit, &bytes);
    loy__state_free(&copy);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

static void
records_are_appended(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;
    size_t size;

    (void)data;
    record_kit_init(&kit, RECORD_KIT_EVERYTHING);
    record_kit_fill(&kit);
    bytes = customer_kit_encode(&kit);
    size = bytes.size;
    assert_int_equal(loy__state_encode(&kit.state, loy__state_due(&kit.state), &bytes), LOY_OK);
    assert_int_equal(bytes.size, 2 * size);
    assert_memory_equal(bytes.data, bytes.data + size, size);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

/* A customer in the bytes that record.h describes, the checksum left out. */
static const char format[] =
    "4c594307 96010000 0000000000000000"      /* LYC 7, size, checksum */
    "0040771b00000000 005c260500000000"       /* settled, timers_from */
    "0000000000000000 0000000000000080"       /* stage_since, last_purchase none */
    "0300000000000000 0400000000000000"       /* purchases, visits */
    "feffffffffffffff 01000000 00000080"      /* spend, enrolled on, first purchase none */
    "00000080 78ecffff 01000000 4c000000"     /* last none, birthday, stage, bytes of keys */
    "18000000 01000000 01000000 01000000"     /* bytes of lots, a bucket, a holding, a value */
    "12000000 00000000 04000000 00000000"     /* bytes of values, foreign, id; 0 */
    "0024a59f00000000 b558196e90d0faf3"       /* due, hash of the program's digest, */
    "0200000054329876"                        /* the end of the chain behind two events */
    "01000000 01000000 01000000 01000000"     /* keys: counts */
    "01000000 02000000 01000000 11000000"     /* ..., the currency */
    "21000000 02000000 31000000 32000000"     /* the ladder and two tiers */
    "41000000 42000000 43000000"              /* counter, cap, voucher */
    "51000000 52000000 61000000 01000000"     /* stages, an attribute of kind text */
    "0000000000000000 0700000000000000"       /* purse: debt, issued, */
    "0000000000000000 0000000000000000"       /* spent, expired, */
    "0000000000000000"                        /* reversed */
    "ffffffffffffff7f 005c260500000000"       /* rung: no drop, since day 1, */
    "00000080 01000000"                       /* no period, the second tier */
    "0200000000000000 01000000 00000000"      /* counter */
    "0300000000000000 00000000 00000000"      /* cap */
    "00000080 01000000"                       /* plain lots of the currency: one */
    "0024a59f00000000 06000000 01000000"      /* expires, points less one, earned on */
    "0500000000000000 01000000 00000000"      /* bucket */
    "ffffffffffffff7f 0100000000000000"       /* holding: never, one, */
    "00000000"                                /* of the voucher */
    "00000000 02000000 0000000000000000 6869" /* value: attribute, size, 0, "hi" */
    "616e6e61";                               /* anna */

static void
set_up_format(customer_kit *kit)
{
    customer_kit_init(kit);
    customer_kit_stage(kit, "second");
    customer_kit_currency(kit, "stars", NULL, "P30D")->name.key = 0x11;
    customer_kit_ladder(kit, "status", LOY__WINDOW_LIFETIME, LOY__PERIOD_LIFETIME, NULL)->name.key =
        0x21;
    customer_kit_tier(kit, "base", 0, 0, NULL)->name.key = 0x31;
    customer_kit_tier(kit, "silver", 5, 5, NULL)->name.key = 0x32;
    customer_kit_counter(kit, "card");
    customer_kit_cap(kit, "daily");
    customer_kit_voucher(kit, "coffee", NULL);
    customer_kit_attribute(kit, "plan", LOY_VALUE_TEXT);
    kit->counters[0].name.key = 0x41;
    kit->caps[0].name.key = 0x42;
    kit->vouchers[0].name.key = 0x43;
    kit->stages[0].name.key = 0x51;
    kit->stages[1].name.key = 0x52;
    kit->attributes[0].name.key = 0x61;
    customer_kit_start(kit);
}

static void
fill_format(customer_kit *kit)
{
    loy__state *state = &kit->state;
    int64_t at = customer_kit_day(1);
    char *text = loy__arena_text(&state->arena, "hi", 2);

    assert_int_equal(loy__earn(state, &kit->journal, 0, 7, at, at, LOY_ENTRY_EARN, NULL, NULL),
                     LOY_OK);
    assert_int_equal(loy__ladder_credit(state, 0, 5, 1, at), LOY_OK);
    assert_true(loy__ladder_review(state, 0, at));
    assert_true(loy__tally_add(&state->counters[0], LOY__PERIOD_DAY, 1, 2));
    assert_true(loy__tally_add(&state->caps[0], LOY__PERIOD_MONTH, 1, 3));
    assert_int_equal(loy__voucher_issue(state, 0, 1, at, NULL), LOY_OK);
    state->attributes[0] = (loy__value){.text = text, .size = 2, .kind = LOY_VALUE_TEXT};
    state->settled = INT64_C(0x1b774000);
    state->timers_from = at;
    state->stage_since = 0;
    state->stage = 1;
    state->purchases = 3;
    state->visits = 4;
    state->spend = -2;
    state->enrolled_on = 1;
    state->birthday = -5000;
    state->chain = UINT64_C(0x7698325400000002);
}

static void
the_format_stays(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;
    size_t size = 0;

    (void)data;
    set_up_format(&kit);
    fill_format(&kit);
    bytes = customer_kit_encode(&kit);
    for (const char *hex = format; *hex != '\0'; size++) {
        unsigned byte;

        while (*hex == ' ')
            hex++;
        assert_int_equal(sscanf(hex, "%2x", &byte), 1);
        hex += 2;
        assert_true(size < bytes.size);
        if (size < 8 || size >= LOY__AT_SETTLED)
            assert_int_equal(bytes.data[size], byte);
    }
    assert_int_equal(bytes.size, size);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

/* What record.h says about a small program. */
static void
the_size_is_as_stated(void **data)
{
    static const char *const stages[] = {"2", "3", "4", "5", "6", "7"};
    customer_kit kit;
    customer_kit_bytes bytes;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_currency(&kit, "stars", NULL, NULL);
    customer_kit_ladder(&kit, "status", LOY__WINDOW_LIFETIME, LOY__PERIOD_LIFETIME, NULL);
    for (int i = 0; i < 3; i++)
        customer_kit_tier(&kit, stages[i], 10 * i, 10 * i, NULL);
    for (int i = 0; i < 6; i++)
        customer_kit_stage(&kit, stages[i]);
    customer_kit_counter(&kit, "card");
    customer_kit_cap(&kit, "daily");
    customer_kit_voucher(&kit, "coffee", NULL);
    customer_kit_start(&kit);
    assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 7, 0, 0, LOY_ENTRY_EARN, NULL, NULL),
                     LOY_OK);
    bytes = customer_kit_encode(&kit);
    assert_int_equal(bytes.size, 340 + 4 + 8 + 16);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

static void
another_customer_is_refused(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;

    (void)data;
    record_kit_init(&kit, RECORD_KIT_EVERYTHING);
    bytes = customer_kit_encode(&kit);
    assert_int_equal(loy__state_decode(&kit.state, "anne", 4, bytes.data, bytes.size),
                     LOY_ERR_CORRUPT);
    assert_int_equal(loy__state_decode(&kit.state, "ann", 3, bytes.data, bytes.size),
                     LOY_ERR_CORRUPT);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

static void
a_later_version_is_named(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;

    (void)data;
    record_kit_init(&kit, RECORD_KIT_EVERYTHING);
    bytes = customer_kit_encode(&kit);
    bytes.data[3] = LOY__RECORD_VERSION + 1;
    assert_int_equal(record_kit_decode(&kit, &bytes), LOY_ERR_VERSION);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_customer_comes_back),
        cmocka_unit_test(everything_comes_back),
        cmocka_unit_test(records_are_appended),
        cmocka_unit_test(the_format_stays),
        cmocka_unit_test(the_size_is_as_stated),
        cmocka_unit_test(another_customer_is_refused),
        cmocka_unit_test(a_later_version_is_named),
    };

    return cmocka_run_group_tests_name("customer record", tests, NULL, NULL);
}
