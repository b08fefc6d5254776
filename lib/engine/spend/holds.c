/*
 * holds.c -- points set aside while the customer pays: a hold, and the events
 * that name it by its source and id. A capture spends all of it or less, and
 * what it leaves goes back to its lots, as all does on release or when the
 * time of the hold is over. Members of a household who keep their own points hold
 * what all of them have (accounts/household_hold.c).
 */
#include "customer/holds.h"

#include "engine/accounts/household.h"

static int
check_named_once(loy__work *work, uint32_t index)
{
    const loy_item *item = loy__item_at(work->event, index);

    if (!loy__item_repeated(work->event, index))
        return LOY_OK;
    return loy__refuse(work, "wrong-item", "/points", "%s is named twice",
                       work->program->currencies[loy__item_currency(work, item)].name.text);
}

/* ---- Setting aside ---- */

static int
admit_points(loy__work *work, uint32_t index)
{
    const loy_item *item = loy__item_at(work->event, index);
    uint32_t currency = loy__item_currency(work, item);
    int64_t available = work->family != NULL ? loy__family_points(work->family, currency)
                                             : loy__state_points(work->state, currency).available;

    if (item->amount > available)
        return loy__refuse(work, "insufficient-points", "/points",
                           "cannot hold %lld of %s: %lld are available", (long long)item->amount,
                           work->program->currencies[currency].name.text, (long long)available);
    return LOY_OK;
}

int
loy__admit_hold(loy__work *work)
{
    const loy_event *event = work->event;

    if (event->item_count == 0)
        return loy__refuse(work, "missing-points", "/points", "%s",
                           "a hold needs points: name the currency and how many");
    if (event->ttl < 0 || event->ttl > LOY_MAX_AMOUNT)
        return loy__refuse(work, "bad-ttl", "/ttl", "%s",
                           "the time of the hold is negative or absurdly long");
    if (loy__hold_open(work->state, work->digest))
        return loy__refuse(work, "duplicate-hold", "/id", "%s",
                           "an open hold has the same hash: give this one another id");
    for (uint32_t i = 0; i < event->item_count; i++) {
        int result = check_named_once(work, i);

        if (result == LOY_OK)
            result = admit_points(work, i);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

int64_t
loy__hold_lapse(const loy__work *work)
{
    const loy_program *program = work->program;
    int64_t own = work->now + work->event->ttl; /* fits: admission has seen the ttl */

    if (work->event->ttl > 0)
        return own <= LOY__TIME_MAX ? own : LOY_NEVER;
    return program->holds_lapse ? loy__zone_add(&program->zone, work->now, &program->hold_after)
                                : LOY_NEVER;
}

int
loy__act_hold(loy__work *work)
{
    loy__held wanted = {.lapses = loy__hold_lapse(work), .hold = work->digest};

    for (uint32_t i = 0; i < work->event->item_count; i++) {
        const loy_item *item = loy__item_at(work->event, i);
        int result;

        wanted.currency = loy__item_currency(work, item);
        wanted.points = item->amount;
        result = work->family != NULL
                     ? loy__family_hold(work, wanted.currency, item->amount)
                     : loy__hold_take(work->state, work->journal, &wanted, work->now);
        if (result == LOY_OK)
            result = loy__effect_add(work, LOY_EFFECT_HOLD, loy__cause(work),
                                     work->program->currencies[wanted.currency].name.text,
                                     item->amount, item->amount);
        if (result != LOY_OK)
            return result;
    }
    return LOY_OK;
}

/* ---- Capture and release ---- */

int
loy__find_hold(loy__work *work)
{
    const loy_event *event = work->event;
    const loy__answer_head *head = &work->returned_head;
    int result;

    if (event->receipt_id.size == 0)
        return loy__refuse(work, "missing-receipt", "/receipt", "%s",
                           "name the hold: the source and id of its event");
    if (!work->has_named || !loy__text_equal(head->type, head->type_size, "hold", 4))
        return loy__refuse(work, "unknown-hold", "/receipt", "%s",
                           "no points were held under this source and id");
    if (!loy__is_own(work, head))
        return loy__refuse(work, "wrong-customer", "/customer", "%s",
                           "the hold belongs to another customer");
    work->hold = head->digest;
    work->has_hold = loy__hold_open(work->state, head->digest);
    result = loy__pledge_load(work);
    if (result != LOY_OK)
        return result;
    if (!work->has_hold)
        return loy__refuse(work, "hold-over", "/receipt", "%s",
                           "nothing is held under it any more: it was captured, released or "
                           "refused, or its time is over; hold anew");
    return LOY_OK;
}

int
loy__admit_capture(loy__work *work)
{
    int result = loy__find_hold(work);

    for (uint32_t i = 0; result == LOY_OK && i < work->event->item_count; i++) {
        const loy_item *item = loy__item_at(work->event, i);
        int64_t held = loy__held_points(work, loy__item_currency(work, item));

        result = check_named_once(work, i);
        if (result == LOY_OK && item->amount > held)
            result = loy__refuse(
                work, "capture-too-much", "/points", "cannot capture %lld of %.*s: %lld are held",
                (long long)item->amount, (int)item->name.size, item->name.data, (long long)held);
    }
    return result;
}

/* How many points of a currency the capture wants: all where it names none. */
static int64_t
wanted_of(const loy__work *work, uint32_t currency)
{
    if (work->kind == LOY__ON_RELEASE)
        return 0;
    if (work->event->item_count == 0)
        return loy__held_points(work, currency);
    for (uint32_t i = 0; i < work->event->item_count; i++) {
        const loy_item *item = loy__item_at(work->event, i);

        if (loy__item_currency(work, item) == currency)
            return item->amount;
    }
    return 0;
}

int
loy__act_capture(loy__work *work)
{
    for (uint32_t i = 0; i < work->program->currency_count; i++) {
        int64_t points = wanted_of(work, i);
        int result;

        if (points == 0)
            continue;
        result = loy__held_spend(work, i, points);
        if (result == LOY_OK)
            result = loy__effect_add(work, LOY_EFFECT_CAPTURE, loy__cause(work),
                                     work->program->currencies[i].name.text, points, points);
        if (result != LOY_OK)
            return result;
    }
    return loy__held_release(work, loy__cause(work));
}

/* ---- What is held ---- */

int64_t
loy__held_points(const loy__work *work, uint32_t currency)
{
    if (!work->has_hold)
        return 0;
    return work->pledge != NULL ? loy__family_points(work->pledge, currency)
                                : loy__hold_points(work->state, work->hold, currency);
}

int
loy__held_spend(loy__work *work, uint32_t currency, int64_t points)
{
    size_t first = work->journal->count;
    int result;

    if (work->pledge != NULL)
        return loy__pledge_capture(work, currency, points);
    result = loy__hold_capture(work->state, work->journal, work->hold, currency, points, work->now);
    return result == LOY_OK ? loy__note_paid(work, first) : result;
}

int
loy__held_release(loy__work *work, const char *rule)
{
    int result = LOY_OK;

    if (work->pledge == NULL)
        return loy__release_rest(work, work->hold, rule);
    for (uint32_t i = 0; result == LOY_OK && i < work->program->currency_count; i++) {
        int64_t points = loy__family_points(work->pledge, i);

        if (points > 0)
            result = loy__effect_add(work, LOY_EFFECT_RELEASE, rule,
                                     work->program->currencies[i].name.text, points, points);
    }
    if (result == LOY_OK)
        result = loy__hold_release(work->state, work->journal, work->hold, work->now);
    return result == LOY_OK ? loy__pledge_release(work) : result;
}

int
loy__release_rest(loy__work *work, uint64_t hold, const char *rule)
{
    for (uint32_t i = 0; i < work->program->currency_count; i++) {
        int64_t points = loy__hold_points(work->state, hold, i);
        int result = LOY_OK;

        if (points > 0)
            result = loy__effect_add(work, LOY_EFFECT_RELEASE, rule,
                                     work->program->currencies[i].name.text, points, points);
        if (result != LOY_OK)
            return result;
    }
    return loy__hold_release(work->state, work->journal, hold, work->now);
}

int
loy__lapse_holds(loy__work *work, int64_t moment)
{
    uint64_t hold;
    int result = LOY_OK;

    while (result == LOY_OK && loy__holds_due(work->state, moment, &hold))
        result = loy__release_rest(work, hold, "holds");
    return result;
}
