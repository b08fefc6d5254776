/*
 * adjust.c -- points given or taken by hand, with a reason, within what the
 * program allows one person or two; and what an adjustment that is undone leaves of
 * that.
 */
#include "customer/notes.h"
#include "engine/earn/usage.h"

static int
admit_reason(loy__work *work)
{
    const loy__adjusts *adjusts = &work->program->accounts.adjusts;
    loy_text reason = work->event->reason;

    if (reason.size == 0)
        return loy__refuse(work, "missing-reason", "/reason", "%s",
                           "an adjustment needs a reason: write why");
    if (adjusts->reasons == NULL)
        return LOY_OK;
    for (uint32_t i = 0; i < adjusts->reason_count; i++)
        if (loy__text_equal(adjusts->reasons[i].text, adjusts->reasons[i].size, reason.data,
                            reason.size))
            return LOY_OK;
    return loy__refuse(work, "unknown-reason", "/reason", "%s",
                       "this is not a reason of the program: write one of `adjusts.reasons`");
}

/* The first currency of which more is moved than one person may, to and fro counted
 * alike; LOY__NONE. */
static int
find_large(loy__work *work, uint32_t *currency)
{
    const loy_program *program = work->program;
    const int64_t *alone = program->accounts.adjusts.alone;
    int64_t *moved;

    *currency = LOY__NONE;
    if (alone == NULL)
        return LOY_OK;
    moved = loy__arena_zeroed(&work->engine->arena, program->currency_count * sizeof(*moved));
    if (moved == NULL)
        return LOY_ERR_NOMEM;
    for (uint32_t i = 0; i < work->event->item_count; i++) {
        const loy_item *item = loy__item_at(work->event, i);
        uint32_t own = loy__item_currency(work, item);
        int64_t points = item->amount < 0 ? -item->amount : item->amount;

        if (alone[own] < 0)
            continue;
        if (points > alone[own] - moved[own]) {
            *currency = own;
            return LOY_OK;
        }
        moved[own] += points;
    }
    return LOY_OK;
}

/* Whether a second person has approved what one may not move. */
static int
admit_approval(loy__work *work)
{
    const loy_text approver = work->event->approver, source = work->event->source;
    uint32_t currency;
    int result;

    if (approver.size > LOY_MAX_ID)
        return loy__refuse(work, "bad-approver", "/approver",
                           "the approver is longer than %d bytes", LOY_MAX_ID);
    if (approver.size > 0 &&
        loy__text_equal(approver.data, approver.size, source.data, source.size))
        return loy__refuse(work, "own-approval", "/approver", "%s",
                           "nobody approves what he does himself: name another than the source");
    result = find_large(work, &currency);
    if (result != LOY_OK || currency == LOY__NONE || approver.size > 0)
        return result;
    return loy__refuse(work, "missing-approval", "/approver",
                       "more than %lld of %s is moved only with a second person: name who "
                       "approved it",
                       (long long)work->program->accounts.adjusts.alone[currency],
                       work->program->currencies[currency].name.text);
}

static int
refuse_more(loy__work *work, uint32_t currency, int64_t used)
{
    const loy__adjusts *adjusts = &work->program->accounts.adjusts;

    return loy__refuse(work, "over-limit", "/points",
                       "at most %lld of %s may be moved by hand in the period%s, and %lld are "
                       "used up",
                       (long long)adjusts->allowance.most[currency],
                       work->program->currencies[currency].name.text,
                       adjusts->by_source ? " by one source" : "", (long long)used);
}

/* What a source moves in the period of a day, over all customers: counted under its
 * name. NULL without memory. */
static const loy__limit *
limit_of(loy__work *work, loy_text source, uint32_t currency, int32_t day)
{
    const loy__allowance *allowance = &work->program->accounts.adjusts.allowance;
    const loy__limit all = {.customer = -1, .all = allowance->most[currency]};
    const loy__name *points = &work->program->currencies[currency].name;
    size_t room = (size_t)points->size + source.size + 32;
    char *name = loy__arena_alloc(&work->engine->arena, room);

    if (name == NULL)
        return NULL;
    loy__format(name, room, "%c%s@%d@%.*s", LOY__LIMIT_SOURCE, points->text,
                (int)loy__period_start(day, allowance->per), (int)source.size, source.data);
    return loy__limit_under(work, &all, name);
}

static int
count_source(loy__work *work, uint32_t currency, int64_t amount)
{
    const loy__limit *limit = limit_of(work, work->event->source, currency, work->scene.day);
    int64_t left;
    int result;

    result = limit != NULL ? loy__usage_left(work, limit, work->scene.day, &left) : LOY_ERR_NOMEM;
    if (result == LOY_OK && amount > left)
        return refuse_more(work, currency, limit->all - left);
    return result == LOY_OK ? loy__usage_count(work, limit, amount, work->scene.day) : result;
}

/* Points to and fro count alike: who gives and takes moves both. */
static int
count_allowance(loy__work *work, uint32_t currency, int64_t points)
{
    const loy__allowance *allowance = &work->program->accounts.adjusts.allowance;
    int64_t amount = points < 0 ? -points : points;
    int64_t used = 0;

    if (allowance->most == NULL || allowance->most[currency] < 0)
        return LOY_OK;
    if (work->program->accounts.adjusts.by_source)
        return count_source(work, currency, amount);
    if (!allowance->each)
        used = loy__note_tally(work->state, LOY__NOTE_ADJUSTED, currency, allowance->per,
                               work->scene.day);
    if (amount > allowance->most[currency] - used)
        return refuse_more(work, currency, used);
    return allowance->each ? LOY_OK
                           : loy__note_count(work->state, LOY__NOTE_ADJUSTED, currency,
                                             allowance->per, work->scene.day, amount);
}

static bool
overdraws(const loy__work *work)
{
    return (work->event->flags & LOY_EVENT_OVERDRAW) != 0;
}

int
loy__admit_adjust(loy__work *work)
{
    const loy_event *event = work->event;
    int result = admit_reason(work);

    if (result != LOY_OK)
        return result;
    if (event->item_count == 0)
        return loy__refuse(work, "missing-points", "/points", "%s",
                           "an adjustment needs points: name the currency and how many");
    result = loy__admit_end(work);
    if (result == LOY_OK)
        result = admit_approval(work);
    if (result != LOY_OK)
        return result;
    for (uint32_t i = 0; i < event->item_count; i++) {
        const loy_item *item = loy__item_at(event, i);
        uint32_t currency = loy__item_currency(work, item);
        int64_t available = loy__state_points(work->state, currency).available;

        if (available < -item->amount && !overdraws(work))
            return loy__refuse(
                work, "insufficient-points", "/points",
                "cannot take %lld of %s: %lld are available; \"overdraw\" takes more",
                (long long)-item->amount, work->program->currencies[currency].name.text,
                (long long)available);
    }
    return LOY_OK;
}

/* With an end of their own where the event says so. */
static int
give(loy__work *work, uint32_t currency, int64_t points)
{
    loy__grant grant = {.points = points,
                        .earned = work->event->time,
                        .at = work->now,
                        .until = work->event->until,
                        .currency = currency,
                        .kind = LOY_ENTRY_ADJUST};
    const loy__name *name = &work->program->currencies[currency].name;
    loy__award given = {
        .amount = points, .name = name->text, .name_size = name->size, .kind = LOY__AWARD_GIVEN};
    int result = loy__grant_terms(work, &grant);

    if (result == LOY_OK)
        result =
            loy__earn_grant(work->state, work->journal, &grant, &given.matures, &given.expires);
    return result == LOY_OK ? loy__award_note(work, &given) : result;
}

/* What is not there becomes debt, where the event says so. */
static int
take(loy__work *work, uint32_t currency, int64_t points)
{
    if (points > loy__state_points(work->state, currency).available && !overdraws(work))
        return loy__refuse(work, "insufficient-points", "/points",
                           "cannot take that many of %s altogether",
                           work->program->currencies[currency].name.text);
    return loy__deduct(work, currency, points, LOY_ENTRY_ADJUST);
}

/* What an answer says it is for: a reason that the program lists. */
static const char *
cause(const loy__work *work)
{
    const loy__adjusts *adjusts = &work->program->accounts.adjusts;
    const loy_text reason = work->event->reason;

    for (uint32_t i = 0; adjusts->reasons != NULL && i < adjusts->reason_count; i++)
        if (loy__text_equal(adjusts->reasons[i].text, adjusts->reasons[i].size, reason.data,
                            reason.size))
            return adjusts->reasons[i].text;
    return "adjust";
}

int
loy__act_adjust(loy__work *work)
{
    if (work->event->approver.size > 0) {
        int result =
            loy__effect_about(work, LOY_EFFECT_APPROVE, "approval", work->event->approver, 0, 0);

        if (result != LOY_OK)
            return result;
    }
    for (uint32_t i = 0; i < work->event->item_count; i++) {
        const loy_item *item = loy__item_at(work->event, i);
        uint32_t currency = loy__item_currency(work, item);
        int result = count_allowance(work, currency, item->amount);

        if (result != LOY_OK)
            return result;
        if (item->amount > 0)
            result = give(work, currency, item->amount);
        else
            result = take(work, currency, -item->amount);
        if (result == LOY_OK)
            result = loy__effect_add(work, LOY_EFFECT_ADJUST, cause(work),
                                     work->program->currencies[currency].name.text, item->amount,
                                     item->amount);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

/* ---- Undone ---- */

bool
loy__undoes_adjust(const loy__work *work)
{
    const loy__answer_head *head = &work->returned_head;

    return loy__text_equal(head->type, head->type_size, "adjust", 6);
}

/* Only in the period in which it counted, and never below nothing. */
static int
free_allowance(loy__work *work, uint32_t currency, int64_t points)
{
    const loy__adjusts *adjusts = &work->program->accounts.adjusts;
    const loy__allowance *allowance = &adjusts->allowance;
    int64_t amount = points < 0 ? -points : points;
    int32_t day = work->returned.day;

    if (allowance->most == NULL || allowance->most[currency] < 0 || allowance->each)
        return LOY_OK;
    if (adjusts->by_source) {
        const loy__limit *limit = limit_of(work, loy__receipt_source(work->event), currency, day);

        return limit != NULL ? loy__usage_count(work, limit, -amount, day) : LOY_ERR_NOMEM;
    }
    return loy__note_count(work->state, LOY__NOTE_ADJUSTED, currency, allowance->per, day, -amount);
}

int
loy__free_adjust(loy__work *work)
{
    const loy_outcome *adjust = work->returned_outcome;
    int result = LOY_OK;

    for (size_t i = 0; result == LOY_OK && i < adjust->effect_count; i++) {
        const loy_effect *effect = &adjust->effects[i].told;
        uint32_t currency =
            loy__program_find(work->program, LOY_PART_CURRENCY, effect->name, strlen(effect->name));

        if (effect->kind == LOY_EFFECT_ADJUST && currency != LOY__NONE)
            result = free_allowance(work, currency, effect->amount);
    }
    return result;
}
