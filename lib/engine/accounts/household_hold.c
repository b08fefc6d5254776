/*
 * household_hold.c -- a hold on what all members of a household have: each has his
 * part set aside with himself, under the hash of the one hold, so that it lapses with
 * him by itself: no sooner than the hold, and where he is ahead in time as much later.
 * The receipt of the hold says who they are; a capture spends of what they have set
 * aside still, and a release gives it back, together with the event.
 */
#include "customer/holds.h"
#include "engine/accounts/household.h"

/* ---- Telling a member ---- */

/* The body of all three messages: when the hold lapses, as seen from when, its hash, how
 * many points of which currency; a release is of all. */
static int
tell(loy__work *work, uint32_t kind, const loy__relative *member, const loy__held *what)
{
    const loy__name *name = &work->program->currencies[what->currency].name;
    loy__bytes *body = loy__mail_body(work);
    unsigned char *at = loy__bytes_open(body, 32);

    if (at == NULL)
        return LOY_ERR_NOMEM;
    loy__store_i64(at, what->lapses);
    loy__store_i64(at + 8, work->now);
    loy__store64(at + 16, what->hold);
    loy__store_i64(at + 24, what->points);
    loy__bytes_close(body, at + 32);
    loy__put_text(body, name->text, name->size);
    return loy__mail_with(work, kind, (loy_text){.data = member->id, .size = member->id_size});
}

/* ---- Setting aside ---- */

static int
hold_on(loy__work *work, const loy__relative *member, uint32_t currency, int64_t points)
{
    const loy__held wanted = {.points = points,
                              .lapses = loy__hold_lapse(work),
                              .hold = work->digest,
                              .currency = currency};
    size_t first = work->journal->count;
    int result;

    if (!member->self)
        return tell(work, LOY__MAIL_HOLD, member, &wanted);
    result = loy__hold_take(work->state, work->journal, &wanted, work->now);
    return result == LOY_OK
               ? loy__note_sent(work, first,
                                (loy_text){.data = member->id, .size = member->id_size})
               : result;
}

int
loy__family_hold(loy__work *work, uint32_t currency, int64_t points)
{
    loy__begin_receipt(work);
    return loy__family_take(work, work->family, currency, points, hold_on);
}

/* ---- What is set aside ---- */

static bool
is_there(const loy__family *pledge, const char *id, uint32_t size)
{
    for (uint32_t i = 0; i < pledge->count; i++)
        if (loy__text_equal(pledge->members[i].id, pledge->members[i].id_size, id, size))
            return true;
    return false;
}

/* What a member has set aside; nothing of it can be spent while he is frozen. */
static int
copy_held(loy__work *work, const loy__state *state, loy__relative *out)
{
    bool stopped = loy__debits(work) && loy__is_frozen(state);

    out->lots =
        loy__arena_alloc(&work->engine->arena, (state->held_count + 1) * sizeof(*out->lots));
    if (out->lots == NULL)
        return LOY_ERR_NOMEM;
    for (size_t i = 0; i < state->held_count; i++) {
        const loy__held *held = &state->held[i];

        if (held->hold != work->hold || held->lapses <= loy__member_present(work, state))
            continue;
        out->holds = true;
        if (!stopped)
            out->lots[out->lot_count++] = loy__held_lot(held);
    }
    return LOY_OK;
}

/* Accounts may have gone into one another since: nobody is there twice. */
static int
load_member(loy__work *work, loy__family *pledge, const loy__paid *part)
{
    const loy__state *state = work->state;
    loy__relative *member = &pledge->members[pledge->count];
    bool found = true;
    int result = LOY_OK;

    *member = (loy__relative){
        .self = loy__text_equal(part->member, part->member_size, state->id, state->id_size)};
    if (!member->self) {
        result = loy__member_read(work, part->member, part->member_size, &found);
        state = &work->engine->mail.other;
    }
    if (result != LOY_OK || !found)
        return result;
    member->self =
        loy__text_equal(state->id, state->id_size, work->state->id, work->state->id_size);
    if (is_there(pledge, state->id, state->id_size))
        return LOY_OK;
    member->id = loy__arena_text(&work->engine->arena, state->id, state->id_size);
    member->id_size = state->id_size;
    if (member->id == NULL)
        return LOY_ERR_NOMEM;
    pledge->count++;
    return copy_held(work, member->self ? work->state : state, member);
}

int
loy__pledge_load(loy__work *work)
{
    loy__arena *arena = &work->engine->arena;
    const loy__receipt *hold = &work->returned;
    loy__family *pledge;
    int result = LOY_OK;

    if (!work->has_returned || hold->paid_count == 0)
        return LOY_OK;
    pledge = loy__arena_zeroed(arena, sizeof(*pledge));
    if (pledge == NULL)
        return LOY_ERR_NOMEM;
    pledge->members = loy__arena_alloc(arena, hold->paid_count * sizeof(*pledge->members));
    if (pledge->members == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; result == LOY_OK && i < hold->paid_count; i++)
        if (hold->paid[i].member != NULL)
            result = load_member(work, pledge, &hold->paid[i]);
    work->pledge = pledge;
    for (uint32_t i = 0; i < pledge->count; i++)
        work->has_hold = work->has_hold || pledge->members[i].holds;
    return result;
}

static int
capture_of(loy__work *work, const loy__relative *member, uint32_t currency, int64_t points)
{
    const loy__held part = {.points = points, .hold = work->hold, .currency = currency};
    size_t first = work->journal->count;
    int result;

    if (!member->self)
        return tell(work, LOY__MAIL_CAPTURE, member, &part);
    result = loy__hold_capture(work->state, work->journal, work->hold, currency, points, work->now);
    return result == LOY_OK ? loy__note_paid(work, first) : result;
}

int
loy__pledge_capture(loy__work *work, uint32_t currency, int64_t points)
{
    return loy__family_take(work, work->pledge, currency, points, capture_of);
}

int
loy__pledge_release(loy__work *work)
{
    const loy__held rest = {.hold = work->hold};
    int result = LOY_OK;

    for (uint32_t i = 0; result == LOY_OK && i < work->pledge->count; i++) {
        const loy__relative *member = &work->pledge->members[i];

        if (!member->self && member->holds)
            result = tell(work, LOY__MAIL_RELEASE, member, &rest);
    }
    return result;
}

/* ---- A member is told ---- */

/* A member who is ahead of the one who holds has as long as that one has. */
static int64_t
lapse_of(const loy__work *work, int64_t lapses, int64_t seen)
{
    int64_t ahead = work->now - seen;

    if (lapses == LOY_NEVER || ahead <= 0)
        return lapses;
    return lapses <= LOY__TIME_MAX - ahead ? lapses + ahead : LOY_NEVER;
}

static int
set_aside(loy__work *work, const loy__held *what)
{
    int result;

    if (loy__state_points(work->state, what->currency).available < what->points)
        return loy__family_changed(work);
    result = loy__hold_take(work->state, work->journal, what, work->now);
    return result == LOY_OK ? loy__effect_add(work, LOY_EFFECT_HOLD, "household",
                                              work->program->currencies[what->currency].name.text,
                                              what->points, what->points)
                            : result;
}

static int
spend(loy__work *work, const loy__held *what)
{
    int result;

    if (loy__hold_points(work->state, what->hold, what->currency) < what->points)
        return loy__family_changed(work);
    result = loy__hold_capture(work->state, work->journal, what->hold, what->currency, what->points,
                               work->now);
    return result == LOY_OK ? loy__effect_add(work, LOY_EFFECT_CAPTURE, "household",
                                              work->program->currencies[what->currency].name.text,
                                              what->points, what->points)
                            : result;
}

int
loy__receive_hold(loy__work *work)
{
    loy__source body = {.at = work->message->body,
                        .end = work->message->body + work->message->size};
    int64_t lapses = loy__get_i64(&body);
    loy__held what = {.lapses = lapse_of(work, lapses, loy__get_i64(&body))};
    uint32_t size;
    const char *name;

    what.hold = loy__get64(&body);
    what.points = loy__get_i64(&body);
    name = loy__get_text(&body, &size);
    if (body.failed || what.points < 0)
        return LOY_ERR_CORRUPT;
    if (work->message->kind == LOY__MAIL_RELEASE)
        return loy__release_rest(work, what.hold, "household");
    what.currency = loy__program_find(work->program, LOY_PART_CURRENCY, name, size);
    if (what.currency == LOY__NONE)
        return loy__family_changed(work);
    return work->message->kind == LOY__MAIL_HOLD ? set_aside(work, &what) : spend(work, &what);
}
