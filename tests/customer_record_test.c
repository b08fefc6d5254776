/*
 * customer_record_test.c -- the stored form: what goes in comes out, damage is
 * found, other programs find their parts, memory may run out at any point.
 */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "customer/record.h"
#include "base/words.h"
#include "customer/holds.h"
#include "customer/lapses.h"
#include "customer/lives.h"
#include "kit/customer_kit.h"

enum { EVERYTHING = 0, WITHOUT_SECOND = 1, SWAPPED = 2 };

/* Two parts of each kind, the second of which a program may lack, or the other
 * way round. */
static void
set_up(customer_kit *kit, int variant)
{
    static const char *const names[2] = {"one", "two"};

    customer_kit_init(kit);
    for (int i = 0; i < (variant == WITHOUT_SECOND ? 1 : 2); i++) {
        int part = variant == SWAPPED ? 1 - i : i;
        const char *name = names[part];

        customer_kit_currency(kit, name, "P3D", "P30D");
        customer_kit_ladder(kit, name, LOY__WINDOW_ROLLING, LOY__PERIOD_DAY, "P30D");
        customer_kit_tier(kit, "base", 0, 0, NULL);
        if (variant != WITHOUT_SECOND)
            customer_kit_tier(kit, "silver", 10, 10, NULL);
        customer_kit_tier(kit, "gold", 20, 20, "P5D");
        customer_kit_counter(kit, name);
        customer_kit_cap(kit, name);
        customer_kit_voucher(kit, name, part == 0 ? "P50D" : NULL);
        customer_kit_attribute(kit, name, part == 0 ? LOY_VALUE_TEXT : LOY_VALUE_DATE);
    }
    if (variant != WITHOUT_SECOND)
        customer_kit_stage(kit, "loyal");
    snprintf(kit->program.digest, sizeof(kit->program.digest), "%d", variant);
    customer_kit_start(kit);
}

static void
fill_points(customer_kit *kit, uint32_t part, int64_t points)
{
    loy__state *state = &kit->state;
    int64_t at = customer_kit_day(3);
    int64_t written_off;

    for (int32_t day = 1; day <= 6; day++)
        assert_int_equal(loy__earn(state, &kit->journal, part, points, customer_kit_day(day),
                                   customer_kit_day(6), LOY_ENTRY_EARN, NULL, NULL),
                         LOY_OK);
    assert_int_equal(loy__burn(state, &kit->journal, part, points + 1, at, LOY_ENTRY_BURN), LOY_OK);
    assert_int_equal(loy__reverse(state, &kit->journal, part, 2, 0, 0, at, &written_off), LOY_OK);
}

/* Two holds that take turns, of several lots each. */
static void
fill_holds(customer_kit *kit, uint32_t part, int64_t points)
{
    loy__held wanted = {
        .points = points, .lapses = customer_kit_day(9), .hold = 77 + part, .currency = part};

    for (int i = 0; i < 3; i++) {
        wanted.hold ^= 1;
        assert_int_equal(loy__hold_take(&kit->state, &kit->journal, &wanted, customer_kit_day(6)),
                         LOY_OK);
    }
}

/* A lot with an end of its own, which is held in part; the last activity; and
 * points that may be brought back. */
static void
fill_lives(customer_kit *kit, uint32_t part, int64_t points)
{
    const loy__grant grant = {.points = points,
                              .earned = customer_kit_day(6),
                              .at = customer_kit_day(6),
                              .until = customer_kit_day(500),
                              .currency = part,
                              .kind = LOY_ENTRY_EARN};

    assert_int_equal(loy__earn_grant(&kit->state, &kit->journal, &grant, NULL, NULL), LOY_OK);
    assert_int_equal(loy__active_at(&kit->state, part, customer_kit_day(5) + part), LOY_OK);
    kit->state.purses[part].expired += 9;
    kit->state.purses[part].issued += 9;
    assert_int_equal(loy__lapse_put(&kit->state, part, 4, customer_kit_day(4)), LOY_OK);
    assert_int_equal(loy__lapse_put(&kit->state, part, 5, customer_kit_day(3)), LOY_OK);
}

/* All of the part with an index, by its amounts. */
static void
fill(customer_kit *kit, uint32_t part, int64_t amount)
{
    loy__state *state = &kit->state;
    int64_t at = customer_kit_day(3);

    fill_points(kit, part, amount);
    fill_lives(kit, part, amount);
    fill_holds(kit, part, amount / 2);
    assert_int_equal(loy__ladder_credit(state, part, amount, 1, at), LOY_OK);
    assert_int_equal(loy__ladder_credit(state, part, 1, 2, at), LOY_OK);
    loy__ladder_review(state, part, at);
    assert_true(loy__tally_add(&state->counters[part], LOY__PERIOD_DAY, 3, amount + 3));
    assert_true(loy__tally_add(&state->caps[part], LOY__PERIOD_MONTH, 3, amount + 4));
    assert_int_equal(loy__voucher_issue(state, part, amount, at, NULL), LOY_OK);
}

static void
fill_all(customer_kit *kit)
{
    loy__state *state = &kit->state;
    char *text = loy__arena_text(&state->arena, "caf\xc3\xa9", 5);

    fill(kit, 0, 10);
    fill(kit, 1, 20);
    assert_non_null(text);
    state->attributes[0] = (loy__value){.text = text, .size = 5, .kind = LOY_VALUE_TEXT};
    state->attributes[1] = (loy__value){.number = -77, .kind = LOY_VALUE_DATE};
    state->exists = true;
    state->settled = customer_kit_day(3);
    state->timers_from = customer_kit_day(2);
    state->stage_since = customer_kit_day(1);
    state->stage = 1;
    state->last_purchase = customer_kit_day(3) + 5;
    state->purchases = 4;
    state->visits = 5;
    state->spend = -6;
    state->enrolled_on = 1;
    state->first_purchase_on = 2;
    state->last_purchase_on = 3;
    state->birthday = -5000;
}

/* A full customer of one program, written down, and another program. */
typedef struct pair {
    customer_kit kit;
    customer_kit other;
    customer_kit_bytes bytes;
} pair;

static void
set_up_pair(pair *p, int variant)
{
    set_up(&p->kit, EVERYTHING);
    set_up(&p->other, variant);
    fill_all(&p->kit);
    p->bytes = customer_kit_encode(&p->kit);
}

static void
end_pair(pair *p)
{
    customer_kit_release(&p->kit, &p->bytes);
    customer_kit_end(&p->other);
    customer_kit_end(&p->kit);
}

static int
decode(customer_kit *kit, const customer_kit_bytes *bytes)
{
    loy__state_clear(&kit->state, "anna", 4);
    return loy__state_decode(&kit->state, bytes->data, bytes->size);
}

static void
assert_same_bytes(customer_kit *kit, const customer_kit_bytes *bytes)
{
    customer_kit_bytes again = customer_kit_encode(kit);

    assert_int_equal(again.size, bytes->size);
    assert_memory_equal(again.data, bytes->data, bytes->size);
    customer_kit_release(kit, &again);
}

static void
an_empty_customer_comes_back(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;

    (void)data;
    set_up(&kit, EVERYTHING);
    bytes = customer_kit_encode(&kit);
    assert_int_equal(decode(&kit, &bytes), LOY_OK);
    assert_true(kit.state.exists);
    assert_true(kit.state.settled == LOY_TIME_NONE);
    assert_int_equal(kit.state.birthday, LOY_DAY_NONE);
    assert_same_bytes(&kit, &bytes);
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
    set_up(&kit, EVERYTHING);
    fill_all(&kit);
    bytes = customer_kit_encode(&kit);
    assert_int_equal(loy__state_init(&copy, &kit.program, &kit.memory.memory), LOY_OK);
    assert_int_equal(loy__state_copy(&copy, &kit.state), LOY_OK);
    assert_int_equal(decode(&kit, &bytes), LOY_OK);
    customer_kit_check(&kit.state);
    assert_equal(&kit.state, &copy);
    assert_same_bytes(&kit, &bytes);
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
    set_up(&kit, EVERYTHING);
    fill_all(&kit);
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
    "4c594303 8e010000 0000000000000000"      /* LYC 3, size, checksum */
    "0040771b00000000 005c260500000000"       /* settled, timers_from */
    "0000000000000000 0000000000000080"       /* stage_since, last_purchase none */
    "0300000000000000 0400000000000000"       /* purchases, visits */
    "feffffffffffffff 01000000 00000080"      /* spend, enrolled on, first purchase none */
    "00000080 78ecffff 01000000 4c000000"     /* last none, birthday, stage, bytes of keys */
    "18000000 01000000 01000000 01000000"     /* bytes of lots, a bucket, a holding, a value */
    "12000000 00000000 04000000 00000000"     /* bytes of values, foreign, id; 0 */
    "0024a59f00000000 b558196e90d0faf3"       /* due, hash of the program's digest */
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
        if (size < LOY__AT_CHECKSUM || size >= LOY__AT_SETTLED)
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
    assert_int_equal(bytes.size, 332 + 4 + 8 + 16);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

static void
another_customer_is_refused(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;

    (void)data;
    set_up(&kit, EVERYTHING);
    bytes = customer_kit_encode(&kit);
    loy__state_clear(&kit.state, "anne", 4);
    assert_int_equal(loy__state_decode(&kit.state, bytes.data, bytes.size), LOY_ERR_CORRUPT);
    loy__state_clear(&kit.state, "ann", 3);
    assert_int_equal(loy__state_decode(&kit.state, bytes.data, bytes.size), LOY_ERR_CORRUPT);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

static void
a_later_version_is_named(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;

    (void)data;
    set_up(&kit, EVERYTHING);
    bytes = customer_kit_encode(&kit);
    bytes.data[3] = LOY__RECORD_VERSION + 1;
    assert_int_equal(decode(&kit, &bytes), LOY_ERR_VERSION);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
}

static void
seal(customer_kit_bytes *bytes)
{
    loy__store64(bytes->data + LOY__AT_CHECKSUM,
                 loy__checksum(bytes->data + LOY__AT_SETTLED, bytes->size - LOY__AT_SETTLED,
                               loy__load64(bytes->data)));
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
    if (sealed && size >= LOY__HEADER_SIZE) {
        loy__store32(copy.data + LOY__AT_SIZE, (uint32_t)size);
        seal(&copy);
    }
    rc = decode(kit, &copy);
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
        loy__reverse(state, &kit->journal, i, 50, 0, 0, moment, &written_off);
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
    set_up(&kit, EVERYTHING);
    fill_all(&kit);
    damage_is_found(&kit, &kit);
    customer_kit_end(&kit);
}

static void
damage_is_found_under_another_program(void **data)
{
    pair p;

    (void)data;
    set_up_pair(&p, WITHOUT_SECOND);
    damage_is_found(&p.kit, &p.other);
    end_pair(&p);
}

static void
damaged_foreign_items_are_found(void **data)
{
    pair p;

    (void)data;
    set_up_pair(&p, WITHOUT_SECOND);
    assert_int_equal(decode(&p.other, &p.bytes), LOY_OK);
    damage_is_found(&p.other, &p.kit);
    end_pair(&p);
}

static void
parts_in_another_order_are_found(void **data)
{
    pair p;
    const loy__state *there = &p.other.state;
    customer_kit_bytes bytes;

    (void)data;
    set_up_pair(&p, SWAPPED);
    assert_int_equal(decode(&p.other, &p.bytes), LOY_OK);
    customer_kit_check(there);
    assert_int_equal(there->foreign_size, 0);
    assert_memory_equal(&there->purses[1], &p.kit.state.purses[0], sizeof(loy__purse));
    assert_int_equal(there->rungs[0].tier, 2);
    assert_int_equal(there->rungs[0].value, 21);
    assert_string_equal(there->attributes[1].text, "caf\xc3\xa9");
    bytes = customer_kit_encode(&p.other);
    assert_int_equal(decode(&p.kit, &bytes), LOY_OK);
    assert_same_bytes(&p.kit, &p.bytes);
    customer_kit_release(&p.other, &bytes);
    end_pair(&p);
}

/* Parts that are gone wait in the record until they are there again. */
static void
parts_that_are_gone_return(void **data)
{
    pair p;
    customer_kit_bytes bytes;

    (void)data;
    set_up_pair(&p, WITHOUT_SECOND);
    assert_int_equal(decode(&p.other, &p.bytes), LOY_OK);
    customer_kit_check(&p.other.state);
    assert_true(p.other.state.foreign_size > 0);
    assert_int_equal(p.other.state.stage, 0);
    assert_int_equal(p.other.state.rungs[0].tier, 0); /* silver is gone */
    bytes = customer_kit_encode(&p.other);
    assert_int_equal(decode(&p.other, &bytes), LOY_OK);
    assert_same_bytes(&p.other, &bytes);
    assert_int_equal(decode(&p.kit, &bytes), LOY_OK);
    assert_int_equal(p.kit.state.stage, 1);
    assert_int_equal(p.kit.state.foreign_size, 0);
    /* Only the tier that was gone is not as it was. */
    p.kit.state.rungs[0].tier = 1;
    assert_same_bytes(&p.kit, &p.bytes);
    customer_kit_release(&p.other, &bytes);
    end_pair(&p);
}

/* Two ladders, or the first of them alone. */
static void
set_up_ladders(customer_kit *kit, uint32_t count, uint32_t window, loy__period period)
{
    static const char *const names[2] = {"one", "two"};

    customer_kit_init(kit);
    for (uint32_t i = 0; i < count; i++) {
        customer_kit_ladder(kit, names[i], window, period, "P5D");
        customer_kit_tier(kit, "base", 0, 0, NULL);
        customer_kit_tier(kit, "gold", 20, 20, "P7D");
    }
}

static void
set_up_terms(customer_kit *kit, uint32_t count)
{
    set_up_ladders(kit, count, LOY__WINDOW_ROLLING, LOY__PERIOD_DAY);
    for (uint32_t i = 0; i < count; i++) {
        kit->ladders[i].lasts = LOY__LASTS_TERM;
        kit->ladders[i].term = customer_kit_duration("P30D");
    }
    customer_kit_start(kit);
}

static void
set_up_periods(customer_kit *kit, uint32_t count)
{
    set_up_ladders(kit, count, LOY__WINDOW_CALENDAR, LOY__PERIOD_YEAR);
    customer_kit_start(kit);
}

static void
a_tier_that_is_gone_returns_with_its_term(void **data)
{
    customer_kit kit, other;
    customer_kit_bytes bytes, between;

    (void)data;
    set_up_terms(&kit, 2);
    set_up_terms(&other, 1);
    assert_int_equal(loy__ladder_credit(&kit.state, 1, 20, 1, customer_kit_day(1)), LOY_OK);
    assert_true(loy__ladder_review(&kit.state, 1, customer_kit_day(1)));
    kit.state.settled = customer_kit_day(1);
    bytes = customer_kit_encode(&kit);
    assert_int_equal(decode(&other, &bytes), LOY_OK);
    between = customer_kit_encode(&other);
    assert_int_equal(decode(&kit, &between), LOY_OK);
    assert_same_bytes(&kit, &bytes);
    assert_false(loy__ladder_settle(&kit.state, 1, customer_kit_day(31)));
    assert_true(kit.state.rungs[1].drop == customer_kit_day(38));
    assert_true(loy__ladder_settle(&kit.state, 1, customer_kit_day(38)));
    customer_kit_release(&other, &between);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&other);
    customer_kit_end(&kit);
}

/* What the running period alone has earned of a tier can be taken back within it,
 * also when the ladder was gone meanwhile. */
static void
a_tier_that_is_gone_returns_with_what_secures_it(void **data)
{
    customer_kit kit, other;
    customer_kit_bytes bytes, between;

    (void)data;
    set_up_periods(&kit, 2);
    set_up_periods(&other, 1);
    assert_int_equal(loy__ladder_credit(&kit.state, 1, 20, 1, customer_kit_day(1)), LOY_OK);
    assert_true(loy__ladder_review(&kit.state, 1, customer_kit_day(1)));
    bytes = customer_kit_encode(&kit);
    assert_int_equal(decode(&other, &bytes), LOY_OK);
    between = customer_kit_encode(&other);
    assert_int_equal(decode(&kit, &between), LOY_OK);
    assert_same_bytes(&kit, &bytes);
    assert_int_equal(kit.state.rungs[1].tier, 1);
    assert_int_equal(kit.state.rungs[1].base, 0);
    customer_kit_release(&other, &between);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&other);
    customer_kit_end(&kit);
}

static void
a_stage_that_was_left_does_not_return(void **data)
{
    pair p;
    customer_kit_bytes bytes;

    (void)data;
    set_up_pair(&p, WITHOUT_SECOND);
    assert_int_equal(decode(&p.other, &p.bytes), LOY_OK);
    p.other.state.stage_since = customer_kit_day(9);
    bytes = customer_kit_encode(&p.other);
    assert_int_equal(decode(&p.kit, &bytes), LOY_OK);
    assert_int_equal(p.kit.state.stage, 0);
    assert_int_equal(p.kit.state.foreign_size, 0);
    customer_kit_release(&p.other, &bytes);
    end_pair(&p);
}

/* The order of lots follows the program that reads. */
static void
another_spending_order_sorts_again(void **data)
{
    customer_kit kit;
    customer_kit_bytes bytes;

    (void)data;
    customer_kit_init(&kit);
    customer_kit_currency(&kit, "stars", NULL, "P30D")->spend_order = LOY__SPEND_OLDEST;
    customer_kit_start(&kit);
    kit.currencies[0].after.days = 90;
    assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 5, 0, 0, LOY_ENTRY_EARN, NULL, NULL),
                     LOY_OK);
    kit.currencies[0].after.days = 30;
    assert_int_equal(loy__earn(&kit.state, &kit.journal, 0, 6, customer_kit_day(1),
                               customer_kit_day(1), LOY_ENTRY_EARN, NULL, NULL),
                     LOY_OK);
    assert_int_equal(kit.state.lots[0].points, 5);
    bytes = customer_kit_encode(&kit);
    kit.currencies[0].spend_order = LOY__SPEND_SOONEST;
    assert_int_equal(decode(&kit, &bytes), LOY_OK);
    assert_int_equal(kit.state.lots[0].points, 6);
    customer_kit_release(&kit, &bytes);
    customer_kit_end(&kit);
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
            loy__state_clear(&state, "anna", 4);
            rc = loy__state_decode(&state, bytes->data, bytes->size);
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
    pair p;

    (void)data;
    set_up_pair(&p, WITHOUT_SECOND);
    memory_may_run_out(&p.kit, &p.bytes);
    memory_may_run_out(&p.other, &p.bytes);
    end_pair(&p);
}

static void
memory_may_run_out_while_copying(void **data)
{
    customer_kit kit;
    loy__state copy;
    int rc;

    (void)data;
    set_up(&kit, EVERYTHING);
    fill_all(&kit);
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
        cmocka_unit_test(an_empty_customer_comes_back),
        cmocka_unit_test(everything_comes_back),
        cmocka_unit_test(records_are_appended),
        cmocka_unit_test(the_format_stays),
        cmocka_unit_test(the_size_is_as_stated),
        cmocka_unit_test(another_customer_is_refused),
        cmocka_unit_test(a_later_version_is_named),
        cmocka_unit_test(damage_is_found_under_the_same_program),
        cmocka_unit_test(damage_is_found_under_another_program),
        cmocka_unit_test(damaged_foreign_items_are_found),
        cmocka_unit_test(parts_in_another_order_are_found),
        cmocka_unit_test(parts_that_are_gone_return),
        cmocka_unit_test(a_tier_that_is_gone_returns_with_its_term),
        cmocka_unit_test(a_tier_that_is_gone_returns_with_what_secures_it),
        cmocka_unit_test(a_stage_that_was_left_does_not_return),
        cmocka_unit_test(another_spending_order_sorts_again),
        cmocka_unit_test(memory_may_run_out_while_reading),
        cmocka_unit_test(memory_may_run_out_while_copying),
    };

    return cmocka_run_group_tests_name("customer record", tests, NULL, NULL);
}
