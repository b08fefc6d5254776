/*
 * vouchers.c -- vouchers that a customer holds, counted by kind and end.
 *
 * Sorted by kind and expiry; a count is never 0, and the count of all vouchers
 * of a kind fits an int64.
 */
#include "customer/notes.h"

#include <string.h>

/* The first holding that is not before a voucher's expiry. */
static size_t
place_of(const loy__state *state, uint32_t voucher, int64_t expires)
{
    size_t low = 0;
    size_t high = state->holding_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const loy__holding *holding = &state->holdings[middle];

        if (holding->voucher < voucher ||
            (holding->voucher == voucher && holding->expires < expires))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void
remove_at(loy__state *state, size_t index)
{
    state->holding_count--;
    memmove(&state->holdings[index], &state->holdings[index + 1],
            (state->holding_count - index) * sizeof(*state->holdings));
}

int
loy__voucher_put(loy__state *state, const loy__holding *holding)
{
    size_t index = place_of(state, holding->voucher, holding->expires);
    int64_t sum;
    loy__holding *at;

    if (!loy__add(loy__voucher_count(state, holding->voucher), holding->count, &sum))
        return LOY_ERR_INTERNAL;
    if (index < state->holding_count && state->holdings[index].voucher == holding->voucher &&
        state->holdings[index].expires == holding->expires) {
        state->holdings[index].count += holding->count;
        return LOY_OK;
    }
    if (!loy__reserve(&state->memory, &state->holdings, &state->holding_capacity,
                      state->holding_count + 1, sizeof(*state->holdings)))
        return LOY_ERR_NOMEM;
    at = &state->holdings[index];
    memmove(at + 1, at, (state->holding_count - index) * sizeof(*at));
    *at = *holding;
    state->holding_count++;
    return LOY_OK;
}

/* When a voucher ends that is issued at a moment. */
static int64_t
end_of(const loy__state *state, uint32_t voucher, int64_t at)
{
    const loy__voucher *definition = &state->program->vouchers[voucher];

    return definition->expires ? loy__zone_add(&state->program->zone, at, &definition->after)
                               : LOY_NEVER;
}

int
loy__voucher_issue(loy__state *state, uint32_t voucher, int64_t count, int64_t at, int64_t *expires)
{
    loy__holding holding = {
        .expires = end_of(state, voucher, at), .count = count, .voucher = voucher};

    if (expires != NULL)
        *expires = holding.expires;
    return count > 0 ? loy__voucher_put(state, &holding) : LOY_OK;
}

int64_t
loy__voucher_count(const loy__state *state, uint32_t voucher)
{
    int64_t count = 0;
    size_t i = place_of(state, voucher, INT64_MIN);

    for (; i < state->holding_count && state->holdings[i].voucher == voucher; i++)
        count += state->holdings[i].count;
    return count;
}

bool
loy__voucher_use(loy__state *state, uint32_t voucher, int64_t *expires)
{
    size_t index = place_of(state, voucher, INT64_MIN);

    if (index == state->holding_count || state->holdings[index].voucher != voucher)
        return false;
    *expires = state->holdings[index].expires;
    if (--state->holdings[index].count == 0)
        remove_at(state, index);
    return true;
}

int
loy__voucher_restore(loy__state *state, uint32_t voucher, int64_t expires, int64_t at, bool *back)
{
    const loy__lapse *lapse = &state->program->vouchers[voucher].lapse;
    loy__holding holding = {.expires = expires, .count = 1, .voucher = voucher};

    if (expires <= at && lapse->how == LOY__LAPSED_NEW)
        holding.expires = end_of(state, voucher, at);
    if (expires <= at && lapse->how == LOY__LAPSED_GRACE)
        holding.expires = loy__zone_add(&state->program->zone, at, &lapse->grace);
    *back = holding.expires > at;
    return *back ? loy__voucher_put(state, &holding) : LOY_OK;
}

/* At most so many of one holding. */
static int64_t
take_at(loy__state *state, size_t index, int64_t count)
{
    loy__holding *holding = &state->holdings[index];

    if (count > holding->count)
        count = holding->count;
    holding->count -= count;
    if (holding->count == 0)
        remove_at(state, index);
    return count;
}

int64_t
loy__voucher_take(loy__state *state, uint32_t voucher, int64_t expires, int64_t count)
{
    size_t index = place_of(state, voucher, expires);
    int64_t taken = 0;

    if (index < state->holding_count && state->holdings[index].voucher == voucher &&
        state->holdings[index].expires == expires)
        taken = take_at(state, index, count);
    index = place_of(state, voucher + 1, INT64_MIN);
    while (taken < count && index > 0 && state->holdings[index - 1].voucher == voucher) {
        taken += take_at(state, index - 1, count - taken);
        index = place_of(state, voucher + 1, INT64_MIN);
    }
    return taken;
}

int64_t
loy__vouchers_next(const loy__state *state)
{
    int64_t next = LOY_NEVER;

    for (size_t i = 0; i < state->holding_count; i++)
        if (state->holdings[i].expires < next)
            next = state->holdings[i].expires;
    return next;
}

/* Whether a return may charge for vouchers that a full card gave: those that were used. */
static bool
is_charged(const loy_program *program, uint32_t voucher)
{
    for (uint32_t i = 0;
         program->returns.rewards == LOY__REWARDS_RECOVER && i < program->counter_count; i++)
        if (program->counters[i].issue == voucher)
            return true;
    return false;
}

static int
count_lapsed(loy__state *state, uint32_t voucher, int64_t count)
{
    return loy__note_key_count(state, LOY__NOTE_LAPSED, state->program->vouchers[voucher].name.key,
                               0, LOY__PERIOD_LIFETIME, 0, count);
}

int
loy__vouchers_settle(loy__state *state, int64_t moment)
{
    size_t kept = 0;
    int rc = LOY_OK;

    for (size_t i = 0; i < state->holding_count; i++) {
        const loy__holding *holding = &state->holdings[i];

        if (holding->expires > moment || holding->expires == LOY_NEVER)
            state->holdings[kept++] = *holding;
        else if (rc == LOY_OK && is_charged(state->program, holding->voucher))
            rc = count_lapsed(state, holding->voucher, holding->count);
    }
    state->holding_count = kept;
    return rc;
}

int64_t
loy__vouchers_lapsed(const loy__state *state, uint32_t voucher)
{
    return loy__note_key_tally(state, LOY__NOTE_LAPSED, state->program->vouchers[voucher].name.key,
                               0, LOY__PERIOD_LIFETIME, 0);
}

int
loy__vouchers_forget(loy__state *state, uint32_t voucher, int64_t count)
{
    return count > 0 ? count_lapsed(state, voucher, -count) : LOY_OK;
}
