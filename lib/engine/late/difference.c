/*
 * difference.c -- what a late event changes, posted at the customer's present:
 * entries that lead from the lots he had to those he has now, and effects that
 * say so.
 *
 * What the event did by itself is posted as that, the rest as adjustments; where
 * the same points came and went on both ways, nothing is posted. The entries
 * rebuild the lots like any others.
 */
#include <string.h>

#include "engine/late/late.h"

/* What became of the points of one key. */
typedef struct change {
    int64_t matures, expires;
    int64_t points; /* in lots and held together: more, or less */
    int64_t held;   /* of it */
    uint32_t currency;
    uint32_t reserved;
} change;

/* What the late event did by itself, of one currency. */
typedef struct own {
    int64_t left[LOY_ENTRY_REINSTATE + 1]; /* by kind of entry: not posted yet */
    int64_t net;
} own;

/* As what points of its own come in and go out; the rest are adjustments. */
static const uint32_t ways_in[] = {LOY_ENTRY_EARN, LOY_ENTRY_RESTORE, LOY_ENTRY_REINSTATE};
static const uint32_t ways_out[] = {LOY_ENTRY_BURN, LOY_ENTRY_REVERSE, LOY_ENTRY_EXPIRE};
#define WAYS LOY_COUNT(ways_in)

typedef struct difference {
    loy__rerun *rerun;
    loy__work *work;
    loy__state *before, *after;
    change *changes;
    size_t count;
    own *owns;
    int64_t *told; /* by currency: posted beside the adjustments */
} difference;

/* ---- What changed ---- */

static void
add(difference *d, uint32_t currency, int64_t matures, int64_t expires, int64_t points,
    int64_t held)
{
    change *at = d->changes, *end = LOY_END(at, d->count);

    while (at < end &&
           (at->currency != currency || at->matures != matures || at->expires != expires))
        at++;
    if (at == end) {
        *at = (change){.matures = matures, .expires = expires, .currency = currency};
        d->count++;
    }
    at->points += points;
    at->held += held;
}

static void
add_state(difference *d, const loy__state *state, int64_t sign)
{
    for (size_t i = 0; i < state->lot_count; i++) {
        const loy__lot *lot = &state->lots[i];

        add(d, lot->currency, lot->matures, lot->expires, sign * lot->points, 0);
    }
    for (size_t i = 0; i < state->held_count; i++) {
        const loy__held *held = &state->held[i];

        add(d, held->currency, 0, held->expires, sign * held->points, sign * held->points);
    }
}

static int64_t
sign_of(uint32_t kind)
{
    if (kind == LOY_ENTRY_ADJUST)
        return 1;
    if (kind == LOY_ENTRY_CAPTURE)
        return -1;
    for (size_t i = 0; i < WAYS; i++)
        if (ways_in[i] == kind || ways_out[i] == kind)
            return ways_in[i] == kind ? 1 : -1;
    return 0;
}

static void
add_own(own *o, const loy__posting *posting)
{
    o->left[posting->kind] += posting->points;
    o->net += sign_of(posting->kind) * posting->points;
}

static int
compare(difference *d)
{
    loy__arena *arena = &d->work->engine->arena;
    uint32_t currencies = d->work->program->currency_count;
    size_t most = d->before->held_count + d->after->held_count;

    loy__lots_unpack(d->before);
    loy__lots_unpack(d->after);
    most += d->before->lot_count + d->after->lot_count;
    d->changes = loy__arena_alloc(arena, (most + 1u) * sizeof(*d->changes));
    d->owns = loy__arena_zeroed(arena, (currencies + 1u) * sizeof(*d->owns));
    d->told = loy__arena_zeroed(arena, (currencies + 1u) * sizeof(*d->told));
    if (d->changes == NULL || d->owns == NULL || d->told == NULL)
        return LOY_ERR_NOMEM;
    add_state(d, d->before, -1);
    add_state(d, d->after, 1);
    for (size_t i = 0; i < d->rerun->journal->count; i++)
        add_own(&d->owns[d->rerun->journal->items[i].currency], &d->rerun->journal->items[i]);
    return LOY_OK;
}

/* ---- Entries ---- */

/* One entry; `like` has the key and the sign of an adjustment. */
static int
post(difference *d, const change *like, uint32_t kind, int64_t points, uint32_t debt)
{
    const loy__posting posting = {.points = points,
                                  .time = d->after->settled,
                                  .matures = like->matures,
                                  .expires = like->expires,
                                  .currency = like->currency,
                                  .kind = kind,
                                  .debt = debt};

    if (points == 0)
        return LOY_OK;
    return loy__journal_add(d->work->journal, &posting) ? LOY_OK : LOY_ERR_NOMEM;
}

/* So much of the points is posted as what the event did by itself. */
static int
post_own(difference *d, const change *like, uint32_t kind, int64_t *points, uint32_t debt)
{
    int64_t *left = &d->owns[like->currency].left[kind];
    int64_t part = *left < *points ? *left : *points;

    *left -= part;
    *points -= part;
    return post(d, like, kind, part, debt);
}

static int
post_points(difference *d, const change *like, int64_t points, uint32_t debt)
{
    int64_t rest = points < 0 ? -points : points;
    int result = LOY_OK;

    for (size_t i = 0; result == LOY_OK && i < WAYS; i++)
        result = post_own(d, like, points > 0 ? ways_in[i] : ways_out[i], &rest, debt);
    d->told[like->currency] += points;
    return result == LOY_OK ? post(d, like, LOY_ENTRY_ADJUST, points < 0 ? -rest : rest, debt)
                            : result;
}

/* Points leave what is held before anything is taken from their lot, and go
 * there after all that comes in. */
static int
post_change(difference *d, const change *c)
{
    int64_t freed = c->held < 0 ? -c->held : 0;
    int64_t captured = freed;
    int result = post_own(d, c, LOY_ENTRY_CAPTURE, &freed, 0);

    captured -= freed;
    if (result == LOY_OK)
        result = post(d, c, LOY_ENTRY_RELEASE, freed, 0);
    d->told[c->currency] -= captured;
    if (result == LOY_OK && c->points + captured != 0)
        result = post_points(d, c, c->points + captured, 0);
    return result == LOY_OK && c->held > 0 ? post(d, c, LOY_ENTRY_HOLD, c->held, 0) : result;
}

static int
post_debt(difference *d, uint32_t currency)
{
    int64_t less = d->before->purses[currency].debt - d->after->purses[currency].debt;
    const change like = {.expires = LOY_NEVER, .currency = currency};

    return less == 0 ? LOY_OK : post_points(d, &like, less, 1);
}

/* What the event earned and time has taken since: both are told. */
static int
post_lapsed(difference *d, const loy__posting *posting)
{
    uint32_t currency = posting->currency;
    int64_t lapsed = d->after->purses[currency].expired - d->before->purses[currency].expired;
    own *o = &d->owns[currency];
    int64_t earned = o->left[LOY_ENTRY_EARN];
    int64_t points = posting->points < earned ? posting->points : earned;
    const change like = {.expires = posting->expires, .currency = currency};
    int result;

    if (posting->kind != LOY_ENTRY_EARN || posting->expires > d->after->settled)
        return LOY_OK;
    points = points < lapsed ? points : lapsed;
    if (points <= 0)
        return LOY_OK;
    o->left[LOY_ENTRY_EARN] -= points;
    o->net -= points;
    result = post(d, &like, LOY_ENTRY_EARN, points, 0);
    return result == LOY_OK ? post(d, &like, LOY_ENTRY_EXPIRE, points, 0) : result;
}

static int
post_all(difference *d)
{
    const loy__journal *journal = d->rerun->journal;
    int result = LOY_OK;

    for (size_t i = 0; result == LOY_OK && i < journal->count; i++)
        result = post_lapsed(d, &journal->items[i]);
    for (size_t i = 0; result == LOY_OK && i < d->count; i++)
        if (d->changes[i].points != 0 || d->changes[i].held != 0)
            result = post_change(d, &d->changes[i]);
    for (uint32_t i = 0; result == LOY_OK && i < d->work->program->currency_count; i++)
        result = post_debt(d, i);
    return result;
}

/* ---- Effects ---- */

/* Tiers and stages that the event itself led to are those of another day: what
 * is told are those that the customer has now, and had not. */
static void
drop_passed(loy_outcome *outcome)
{
    size_t kept = 0;

    for (size_t i = 0; i < outcome->effect_count; i++)
        if (outcome->effects[i].told.kind != LOY_EFFECT_TIER &&
            outcome->effects[i].told.kind != LOY_EFFECT_STAGE)
            outcome->effects[kept++] = outcome->effects[i];
    outcome->effect_count = kept;
}

/* Vouchers that the event gave and took by itself. */
static int64_t
own_vouchers(const loy_outcome *outcome, const char *voucher)
{
    int64_t sum = 0;

    for (size_t i = 0; i < outcome->effect_count; i++) {
        const loy_effect *effect = &outcome->effects[i].told;
        bool gives = effect->kind == LOY_EFFECT_ISSUE || effect->kind == LOY_EFFECT_REUSE;

        if ((gives || effect->kind == LOY_EFFECT_USE || effect->kind == LOY_EFFECT_VOID) &&
            strcmp(effect->name, voucher) == 0)
            sum += gives ? effect->amount : -effect->amount;
    }
    return sum;
}

static int
tell_vouchers(const difference *d, int64_t *own_counts)
{
    const loy_program *program = d->work->program;
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < program->voucher_count; i++) {
        int64_t more =
            loy__voucher_count(d->after, i) - loy__voucher_count(d->before, i) - own_counts[i];
        int64_t count = more < 0 ? -more : more;

        if (more != 0)
            result = loy__effect_add(d->work, more > 0 ? LOY_EFFECT_ISSUE : LOY_EFFECT_VOID, "late",
                                     program->vouchers[i].name.text, count, count);
    }
    return result;
}

static int
tell_points(const difference *d)
{
    const loy_program *program = d->work->program;
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < program->currency_count; i++) {
        int64_t more = d->told[i] - d->owns[i].net;

        if (more != 0)
            result = loy__effect_add(d->work, LOY_EFFECT_ADJUST, "late",
                                     program->currencies[i].name.text, more, more);
    }
    return result;
}

static int
tell_standing(const difference *d)
{
    const loy_program *program = d->work->program;
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < program->ladder_count; i++) {
        const loy__ladder *ladder = &program->ladders[i];
        uint32_t tier = d->after->rungs[i].shown;

        if (tier != d->before->rungs[i].shown)
            result = loy__effect_add(d->work, LOY_EFFECT_TIER, ladder->name.text,
                                     ladder->tiers[tier].name.text, d->after->rungs[i].value,
                                     d->after->rungs[i].value);
    }
    if (result == LOY_OK && d->after->stage != d->before->stage)
        result = loy__effect_add(d->work, LOY_EFFECT_STAGE, "late",
                                 program->stages[d->after->stage].name.text, 0, 0);
    return result;
}

static int
tell(const difference *d)
{
    const loy_program *program = d->work->program;
    int64_t *counts =
        loy__arena_alloc(&d->work->engine->arena, (program->voucher_count + 1u) * sizeof(*counts));
    int result;

    if (counts == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < program->voucher_count; i++)
        counts[i] = own_vouchers(d->work->outcome, program->vouchers[i].name.text);
    drop_passed(d->work->outcome);
    result = loy__effect_add(d->work, LOY_EFFECT_LATE, "late", "in-order", d->rerun->again,
                             d->rerun->again);
    if (result == LOY_OK)
        result = tell_points(d);
    if (result == LOY_OK)
        result = tell_vouchers(d, counts);
    return result == LOY_OK ? tell_standing(d) : result;
}

/* ---- The whole ---- */

int
loy__late_difference(loy__rerun *rerun)
{
    loy__work *work = rerun->work;
    difference d = {
        .rerun = rerun, .work = work, .before = work->state, .after = &rerun->engine->state};
    uint64_t revision = work->state->revision;
    loy__chain chain = work->state->chain;
    int result = compare(&d);

    work->now = d.after->settled;
    if (result == LOY_OK)
        result = post_all(&d);
    if (result == LOY_OK)
        result = tell(&d);
    if (result == LOY_OK)
        result = loy__state_copy(work->state, d.after);
    work->state->revision = revision;
    work->state->chain = chain;
    return result;
}
