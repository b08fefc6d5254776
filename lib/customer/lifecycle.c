/*
 * lifecycle.c -- see lifecycle.h. Purchases are in the order of their moments, and
 * those remembered are before the last one; stages are in the order in which they
 * were left, and the one at hand is not among them.
 */
#include "customer/lifecycle.h"

#include <string.h>

#include "base/words.h"

/* ---- Purchases ---- */

void
loy__purchase_last(loy__state *state, int64_t moment)
{
    state->last_purchase = moment;
    state->last_purchase_on =
        moment == LOY_TIME_NONE ? LOY_DAY_NONE : loy__zone_day(&state->program->zone, moment);
}

/* The oldest gives way. */
static void
remember(loy__state *state, int64_t moment)
{
    uint32_t at = loy__bought_count(state->recalled);

    if (at == LOY__BOUGHT) {
        if (moment < state->bought[0])
            return;
        memmove(state->bought, state->bought + 1, (LOY__BOUGHT - 1) * sizeof(*state->bought));
        state->recalled -= LOY__ONE_BOUGHT;
        at--;
    }
    for (; at > 0 && state->bought[at - 1] > moment; at--)
        state->bought[at] = state->bought[at - 1];
    state->bought[at] = moment;
    state->recalled += LOY__ONE_BOUGHT;
}

/* Whether anything may have to be taken back. */
static inline bool
remembers(const loy__state *state)
{
    return state->program->returns.stage != LOY__STAGE_KEEP;
}

void
loy__purchase_add(loy__state *state, int64_t moment, int32_t day)
{
    int64_t other = moment;

    if (state->first_purchase_on == LOY_DAY_NONE || day < state->first_purchase_on)
        state->first_purchase_on = day;
    if (moment >= state->last_purchase) {
        other = state->last_purchase;
        state->last_purchase = moment;
        state->last_purchase_on = day;
        /* Timers start anew, also those whose moment a late sale finds passed. */
        if (moment < state->timers_from)
            state->timers_from = moment;
    }
    if (!remembers(state))
        state->recalled = 0; /* what another program remembers would have gaps */
    else if (other != LOY_TIME_NONE)
        remember(state, other);
}

/* Where all purchases are remembered, the first of them is known. */
static void
find_first(loy__state *state)
{
    uint32_t bought = loy__bought_count(state->recalled);
    uint32_t known = bought + (state->last_purchase != LOY_TIME_NONE);

    if (state->purchases == 0 && known == 0)
        state->first_purchase_on = LOY_DAY_NONE;
    else if (state->purchases == known)
        state->first_purchase_on = loy__zone_day(
            &state->program->zone, bought > 0 ? state->bought[0] : state->last_purchase);
}

/* One of the moments, whichever place it has. */
static bool
forget(loy__state *state, int64_t moment)
{
    uint32_t count = loy__bought_count(state->recalled);
    uint32_t at = 0;

    if (moment == state->last_purchase && count == 0) {
        if (state->purchases > 0)
            return false; /* it is not known which is the last now */
        loy__purchase_last(state, LOY_TIME_NONE);
        return true;
    }
    if (moment == state->last_purchase) {
        at = count - 1;
        loy__purchase_last(state, state->bought[at]);
    } else {
        while (at < count && state->bought[at] != moment)
            at++;
    }
    if (at == count)
        return false;
    state->recalled -= LOY__ONE_BOUGHT;
    memmove(&state->bought[at], &state->bought[at + 1], (count - 1 - at) * sizeof(*state->bought));
    return true;
}

bool
loy__purchase_take(loy__state *state, int64_t moment)
{
    if (moment == LOY_TIME_NONE || !forget(state, moment))
        return false;
    find_first(state);
    return true;
}

/* ---- Stages ---- */

/* The nth of the steps, and the stage at hand behind them. */
static loy__step
step_at(const loy__state *state, uint32_t nth)
{
    return nth < loy__step_count(state->recalled)
               ? state->steps[nth]
               : (loy__step){.since = state->stage_since,
                             .stage = state->stage,
                             .told = (state->recalled & LOY__TOLD) != 0};
}

static void
leave(loy__state *state)
{
    uint32_t count = loy__step_count(state->recalled);
    loy__step step = step_at(state, count);

    if (count == LOY__STEPS) {
        memmove(state->steps, state->steps + 1, (LOY__STEPS - 1) * sizeof(*state->steps));
        state->recalled -= LOY__ONE_STEP;
        count--;
    }
    state->steps[count] = step;
    state->recalled += LOY__ONE_STEP;
}

static void
stand_at(loy__state *state, loy__step step)
{
    state->stage = step.stage;
    state->stage_since = step.since;
    state->recalled &= ~LOY__TOLD;
    if (step.told)
        state->recalled |= LOY__TOLD;
}

/* The stage of new customers, left at once, goes without saying. */
static bool
is_plain(const loy__state *state, int64_t since, bool told)
{
    return state->recalled < LOY__ONE_STEP && state->stage == state->program->initial_stage &&
           state->stage_since == since && !told;
}

void
loy__stage_enter(loy__state *state, uint32_t stage, int64_t since, bool told)
{
    if (stage == state->stage)
        return;
    if (remembers(state) && !is_plain(state, since, told))
        leave(state);
    stand_at(state, (loy__step){.since = since, .stage = stage, .told = told && remembers(state)});
}

/* What stood before a moment, or the oldest that is known. */
static uint32_t
find_step(const loy__state *state, int64_t moment)
{
    uint32_t at = loy__step_count(state->recalled);

    while (at > 0 && step_at(state, at).since >= moment)
        at--;
    return at;
}

void
loy__stage_rewind(loy__state *state, int64_t moment, int64_t but, loy__told *told)
{
    uint32_t count = loy__step_count(state->recalled);
    uint32_t at = find_step(state, moment);
    loy__step step = step_at(state, at);
    /* Before all that is known was the stage of new customers, which goes without saying. */
    bool fresh =
        step.since >= moment && step.stage != state->program->initial_stage && count < LOY__STEPS;

    told->count = 0;
    for (uint32_t i = fresh ? at : at + 1; i <= count; i++) {
        loy__step later = step_at(state, i);

        if (later.told && later.since > moment && later.since != but)
            told->steps[told->count++] = later;
    }
    if (fresh)
        step = (loy__step){.since = step.since, .stage = state->program->initial_stage};
    state->recalled -= (count - at) * LOY__ONE_STEP;
    stand_at(state, step);
}

loy__step
loy__stage_at_hand(const loy__state *state)
{
    return step_at(state, loy__step_count(state->recalled));
}

void
loy__stage_stand(loy__state *state, const loy__step *step)
{
    if (state->stage == step->stage && state->stage_since == step->since)
        return;
    leave(state);
    stand_at(state, *step);
}

/* ---- Accounts that become one, and part again ---- */

void
loy__lifecycle_absorb(loy__state *state, const loy__state *from)
{
    for (uint32_t i = 0; i < loy__bought_count(from->recalled); i++)
        remember(state, from->bought[i]);
    if (from->last_purchase == LOY_TIME_NONE)
        return;
    if (state->last_purchase != LOY_TIME_NONE)
        remember(state, from->last_purchase < state->last_purchase ? from->last_purchase
                                                                   : state->last_purchase);
    if (from->last_purchase > state->last_purchase) {
        state->last_purchase = from->last_purchase;
        state->last_purchase_on = from->last_purchase_on;
    }
}

void
loy__lifecycle_part(loy__state *state, const loy__state *image)
{
    if (image->last_purchase != LOY_TIME_NONE)
        forget(state, image->last_purchase);
    for (uint32_t i = 0; i < loy__bought_count(image->recalled); i++)
        forget(state, image->bought[i]);
    find_first(state);
}

/* ---- In records: moments, then steps of a moment, a stage and its highest bit ---- */

unsigned char *
loy__lifecycle_write(const loy__state *state, unsigned char *out)
{
    const int64_t *moment = state->bought;
    const loy__step *step = state->steps;

    for (uint32_t i = loy__bought_count(state->recalled); i > 0; i--, out += 8)
        loy__store_i64(out, *moment++);
    for (uint32_t i = loy__step_count(state->recalled); i > 0; i--, out += LOY__STEP_SIZE, step++) {
        loy__store_i64(out, step->since);
        loy__store32(out + 8, step->stage | (step->told ? LOY__TOLD : 0));
    }
    return out;
}

static bool
is_sound(const loy__state *state)
{
    uint32_t bought = loy__bought_count(state->recalled);

    for (uint32_t i = 0; i < bought; i++) {
        int64_t next = i + 1 < bought ? state->bought[i + 1] : state->last_purchase;

        if (!loy__in_calendar(state->bought[i]) || state->bought[i] > next)
            return false;
    }
    for (uint32_t i = 0; i < loy__step_count(state->recalled); i++)
        if (!loy__in_calendar(state->steps[i].since))
            return false;
    return true;
}

int
loy__lifecycle_read(loy__state *state, uint32_t recalled, const unsigned char *p)
{
    uint32_t bought = loy__bought_count(recalled);
    uint32_t steps = loy__step_count(recalled);

    if (bought > LOY__BOUGHT || steps > LOY__STEPS)
        return LOY_ERR_CORRUPT;
    state->recalled = recalled;
    for (uint32_t i = 0; i < bought; i++, p += 8)
        state->bought[i] = loy__load_i64(p);
    for (uint32_t i = 0; i < steps; i++, p += LOY__STEP_SIZE) {
        uint32_t stage = loy__load32(p + 8);

        state->steps[i] = (loy__step){.since = loy__load_i64(p),
                                      .stage = stage & ~LOY__TOLD,
                                      .told = (stage & LOY__TOLD) != 0};
    }
    return is_sound(state) ? LOY_OK : LOY_ERR_CORRUPT;
}
