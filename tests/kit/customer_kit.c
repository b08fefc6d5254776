/*
 * customer_kit.c -- small programs and readable states.
 */
#include "kit/customer_kit.h"

#include <stdio.h>
#include <string.h>

static loy__name
name_of(const char *text)
{
    return (loy__name){
        .text = text, .size = (uint32_t)strlen(text), .key = loy__name_key(text, strlen(text))};
}

loy__duration
customer_kit_duration(const char *text)
{
    loy__duration duration = {0};

    if (text != NULL)
        assert_true(loy__parse_duration(text, strlen(text), &duration));
    return duration;
}

void
customer_kit_init(customer_kit *kit)
{
    loy_program *program = &kit->program;

    memset(kit, 0, sizeof(*kit));
    memory_kit_init(&kit->memory);
    customer_kit_zone(kit, "UTC0");
    program->currencies = kit->currencies;
    program->returns.order[0] = LOY__TAKE_PENDING;
    program->returns.order[1] = LOY__TAKE_LOT;
    program->returns.order[2] = LOY__TAKE_NEWEST;
    program->ladders = kit->ladders;
    program->counters = kit->counters;
    program->caps = kit->caps;
    program->vouchers = kit->vouchers;
    program->stages = kit->stages;
    program->transitions = kit->transitions;
    program->rules = kit->rules;
    program->by_kind = kit->by_kind;
    program->customer_attributes.items = kit->attributes;
    kit->by_kind[LOY__ON_TIMER].rules = kit->timer_rules;
    kit->journal.memory = &kit->memory.memory;
    customer_kit_stage(kit, "new");
}

void
customer_kit_zone(customer_kit *kit, const char *zone)
{
    assert_true(loy__zone_parse(zone, strlen(zone), &kit->program.zone));
}

loy__currency *
customer_kit_currency(customer_kit *kit, const char *name, const char *pending, const char *after)
{
    loy__currency *currency = &kit->currencies[kit->program.currency_count++];

    *currency =
        (loy__currency){.name = name_of(name),
                        .pending = {.after = customer_kit_duration(pending),
                                    .how = pending != NULL ? LOY__WAIT_TIME : LOY__WAIT_NOT},
                        .expires = after != NULL,
                        .after = customer_kit_duration(after),
                        .round_up = LOY__PERIOD_DAY,
                        .edge = LOY__EDGE_START_OF_DAY,
                        .spend_order = LOY__SPEND_SOONEST,
                        .floor = LOY__FLOOR_DEBT};
    return currency;
}

loy__ladder *
customer_kit_ladder(customer_kit *kit, const char *name, uint32_t window, loy__period period,
                    const char *length)
{
    uint32_t number = kit->program.ladder_count++;

    kit->program.track_count = kit->program.ladder_count;

    kit->ladders[number] = (loy__ladder){.name = name_of(name),
                                         .tiers = kit->tiers[number],
                                         .window = window,
                                         .period = period,
                                         .length = customer_kit_duration(length)};
    return &kit->ladders[number];
}

loy__tier *
customer_kit_tier(customer_kit *kit, const char *name, int64_t from, int64_t keep_from,
                  const char *grace)
{
    uint32_t number = kit->program.ladder_count - 1;
    loy__tier *tier = &kit->tiers[number][kit->ladders[number].tier_count++];

    *tier = (loy__tier){.name = name_of(name),
                        .from = from,
                        .keep_from = keep_from,
                        .has_grace = grace != NULL,
                        .grace = customer_kit_duration(grace)};
    return tier;
}

void
customer_kit_counter(customer_kit *kit, const char *name)
{
    kit->counters[kit->program.counter_count++].name = name_of(name);
}

void
customer_kit_cap(customer_kit *kit, const char *name)
{
    kit->caps[kit->program.cap_count++].name = name_of(name);
}

void
customer_kit_voucher(customer_kit *kit, const char *name, const char *after)
{
    kit->vouchers[kit->program.voucher_count++] = (loy__voucher){
        .name = name_of(name), .expires = after != NULL, .after = customer_kit_duration(after)};
}

void
customer_kit_stage(customer_kit *kit, const char *name)
{
    kit->stages[kit->program.stage_count++].name = name_of(name);
}

void
customer_kit_attribute(customer_kit *kit, const char *name, uint32_t kind)
{
    kit->attributes[kit->program.customer_attributes.count++] =
        (loy__attribute){.name = name_of(name), .kind = kind};
}

loy__transition *
customer_kit_transition(customer_kit *kit, uint32_t from, const char *after)
{
    uint32_t number = kit->program.transition_count++;

    kit->from[number] = UINT64_C(1) << from;
    kit->transitions[number] = (loy__transition){.from = &kit->from[number],
                                                 .reason = "",
                                                 .after = customer_kit_duration(after),
                                                 .trigger = LOY__NONE,
                                                 .timed = true};
    return &kit->transitions[number];
}

void
customer_kit_timer(customer_kit *kit, int32_t days)
{
    uint32_t number = kit->program.rule_count++;

    kit->rules[number] = (loy__rule){.timer_days = days, .number = number};
    kit->timer_rules[kit->by_kind[LOY__ON_TIMER].count++] = number;
}

void
customer_kit_start(customer_kit *kit)
{
    assert_int_equal(loy__state_init(&kit->state, &kit->program, &kit->memory.memory), LOY_OK);
    loy__state_clear(&kit->state, "anna", 4);
}

void
customer_kit_end(customer_kit *kit)
{
    loy__journal_free(&kit->journal);
    loy__state_free(&kit->state);
    memory_kit_assert_clean(&kit->memory);
}

int64_t
customer_kit_day(int32_t day)
{
    return day * LOY__DAY_MS;
}

/* A moment as a day, with a fraction where it is not a day's start. */
static size_t
tell_moment(char *out, size_t capacity, const char *before, int64_t moment)
{
    int written;

    if (moment % LOY__DAY_MS == 0)
        written = snprintf(out, capacity, "%s%lld", before, (long long)(moment / LOY__DAY_MS));
    else
        written = snprintf(out, capacity, "%s%lldms", before, (long long)moment);
    assert_true(written >= 0 && (size_t)written < capacity);
    return (size_t)written;
}

static size_t
tell_lot(char *out, size_t capacity, int64_t points, int64_t matures, int64_t expires)
{
    size_t size = (size_t)snprintf(out, capacity, "%lld", (long long)points);

    assert_true(size < capacity);
    if (matures != 0)
        size += tell_moment(out + size, capacity - size, "~", matures);
    if (expires != LOY_NEVER)
        size += tell_moment(out + size, capacity - size, "<", expires);
    return size;
}

const char *
customer_kit_lots(customer_kit *kit, char *out, size_t capacity)
{
    size_t size = 0;
    uint32_t last = LOY__NONE;

    out[0] = '\0';
    loy__lots_unpack(&kit->state);
    for (size_t i = 0; i < kit->state.lot_count; i++) {
        const loy__lot *lot = &kit->state.lots[i];

        if (size > 0)
            out[size++] = ' ';
        if (kit->program.currency_count > 1 && lot->currency != last)
            size += (size_t)snprintf(out + size, capacity - size, "%s ",
                                     kit->currencies[lot->currency].name.text);
        last = lot->currency;
        size += tell_lot(out + size, capacity - size, lot->points, lot->matures, lot->expires);
    }
    return out;
}

const char *
customer_kit_journal(customer_kit *kit, int32_t day, char *out, size_t capacity)
{
    static const char letters[] = "?EMBXVRHCLAT"; /* by LOY_ENTRY_... */
    size_t size = 0;

    out[0] = '\0';
    for (size_t i = 0; i < kit->journal.count; i++) {
        const loy__posting *posting = &kit->journal.items[i];

        if (size > 0)
            out[size++] = ' ';
        out[size++] = letters[posting->kind];
        if (posting->debt != 0)
            out[size++] = '!';
        size += tell_lot(out + size, capacity - size, posting->points, posting->matures,
                         posting->expires);
        if (posting->time != customer_kit_day(day))
            size += tell_moment(out + size, capacity - size, "@", posting->time);
    }
    kit->journal.count = 0;
    return out;
}

static void
check_currency(const loy__state *state, uint32_t currency)
{
    const loy__purse *purse = &state->purses[currency];
    loy__points points = loy__state_points(state, currency);

    assert_true(purse->issued - purse->spent - purse->expired - purse->reversed ==
                points.available + points.pending + points.held - points.debt);
    assert_true(points.debt >= 0);
    assert_true(points.debt == 0 || points.available == 0);
}

void
customer_kit_check(const loy__state *state)
{
    for (uint32_t i = 0; i < state->program->currency_count; i++)
        check_currency(state, i);
    for (size_t i = 0; i < state->lot_count; i++) {
        assert_true(state->lots[i].points > 0);
        assert_true(i == 0 || state->lots[i - 1].currency <= state->lots[i].currency);
    }
    for (size_t i = 0; i < state->bucket_count; i++)
        assert_true(state->buckets[i].amount > 0);
    for (size_t i = 0; i < state->holding_count; i++)
        assert_true(state->holdings[i].count > 0);
}

customer_kit_bytes
customer_kit_encode(customer_kit *kit)
{
    customer_kit_bytes bytes = {.memory = &kit->memory.memory};

    assert_int_equal(loy__state_encode(&kit->state, loy__state_due(&kit->state), &bytes), LOY_OK);
    return bytes;
}

void
customer_kit_release(customer_kit *kit, customer_kit_bytes *bytes)
{
    loy__free(&kit->memory.memory, bytes->data, bytes->capacity);
    *bytes = (customer_kit_bytes){0};
}
