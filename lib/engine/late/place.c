/*
 * place.c -- where in the history of a customer a late event belongs, and
 * whether it can stand there.
 */
#include "engine/late/late.h"

/* The first event behind the late one: those of one moment stay in the order in
 * which they came. 0: it is from before what is kept. */
static uint32_t
find_place(const loy__work *work)
{
    const loy__history *history = work->history;
    uint32_t place = 0;

    while (place < history->count && history->items[place].moment <= work->event->time)
        place++;
    return place;
}

static bool
is_in_time(const loy__work *work)
{
    return loy__zone_add(&work->program->zone, work->event->time,
                         &work->program->accounts.late.within) >= work->state->settled;
}

/* Judging empties the outcome; who is shown where it is not the event's customer
 * was said before. The name outlives the outcome's texts. */
static int
keep_customer(loy__work *work, const char **out)
{
    const char *customer = work->outcome->customer;

    *out = NULL;
    if (customer[0] == '\0')
        return LOY_OK;
    *out = loy__arena_text(&work->engine->arena, customer, strlen(customer));
    return *out != NULL ? LOY_OK : LOY_ERR_NOMEM;
}

static int
show_customer(loy__work *work, const char *customer)
{
    if (customer == NULL)
        return LOY_OK;
    work->outcome->customer = loy__arena_text(&work->outcome->texts, customer, strlen(customer));
    return work->outcome->customer != NULL ? LOY_OK : LOY_ERR_NOMEM;
}

/* Judges it there. What corrects the books is not refused for its moment. */
static int
try_place(loy__work *work, uint32_t place, loy__rerun *rerun, bool *done)
{
    const char *customer;
    int result = keep_customer(work, &customer);

    rerun->work = work;
    if (result == LOY_OK)
        result = loy__rerun_from(rerun, place);
    if (result != LOY_OK)
        return result;
    *done = rerun->obstacle == NULL || (rerun->refused && loy__late_judged(work->kind));
    if (!*done) {
        loy__outcome_reset(work->outcome);
        loy__why_begin(work);
        result = loy__tell_clock(work);
    }
    return result == LOY_OK ? show_customer(work, customer) : result;
}

int
loy__late_place(loy__work *work, bool *done, const char **obstacle)
{
    uint32_t place;
    loy__rerun *rerun;
    int result;

    *done = false;
    *obstacle = NULL;
    if (!work->state->exists || work->event->time >= work->state->settled ||
        !loy__history_takes(work->kind) || (work->has_returned && loy__undoes_transfer(work)))
        return LOY_OK;
    place = is_in_time(work) ? find_place(work) : 0;
    *obstacle = "too-old";
    if (place == 0)
        return LOY_OK;
    rerun = loy__arena_zeroed(&work->engine->arena, sizeof(*rerun));
    if (rerun == NULL)
        return LOY_ERR_NOMEM;
    result = try_place(work, place, rerun, done);
    *obstacle = rerun->obstacle;
    if (result != LOY_OK || !*done)
        return result;
    if (rerun->refused)
        return LOY__REFUSED;
    work->rerun = rerun;
    work->history = rerun->history;
    return loy__late_difference(rerun);
}
