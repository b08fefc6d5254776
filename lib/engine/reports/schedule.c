/*
 * schedule.c -- when the points that customers have will expire.
 *
 * Points of all customers that expire at one moment are one item. Items are
 * gathered as they come and put in order whenever there is no room left, so
 * that there are never more than twice as many as moments.
 */
#include "base/sort.h"
#include "engine/reports/report.h"

static bool
is_before(const void *left, const void *right)
{
    const loy__expiring *a = left, *b = right;

    return a->currency != b->currency ? a->currency < b->currency : a->expires < b->expires;
}

int
loy__schedule_close(loy_report *report)
{
    loy__expiring *items = report->expiring;
    size_t kept = 0;

    if (report->expiring_count == 0)
        return LOY_OK;
    loy__sort(items, report->expiring_count, sizeof(*items), is_before);
    for (size_t i = 1; i < report->expiring_count; i++) {
        if (is_before(&items[kept], &items[i]))
            items[++kept] = items[i];
        else if (!loy__add(items[kept].points, items[i].points, &items[kept].points))
            return LOY_ERR_INTERNAL;
    }
    report->expiring_count = kept + 1;
    return LOY_OK;
}

static int
add(loy_report *report, uint32_t currency, int64_t points, int64_t expires)
{
    if (report->expiring_count == report->expiring_capacity) {
        int result = loy__schedule_close(report);
        size_t need = 2 * report->expiring_count + 64;

        if (result == LOY_OK && need > report->expiring_capacity &&
            !loy__reserve(&report->memory, &report->expiring, &report->expiring_capacity, need,
                          sizeof(*report->expiring)))
            result = LOY_ERR_NOMEM;
        if (result != LOY_OK)
            return result;
    }
    report->expiring[report->expiring_count++] =
        (loy__expiring){.points = points, .expires = expires, .currency = currency};
    return LOY_OK;
}

int
loy__schedule_add(loy_report *report, loy__state *state)
{
    int result = LOY_OK;

    loy__lots_unpack(state);
    for (size_t i = 0; result == LOY_OK && i < state->lot_count; i++)
        result =
            add(report, state->lots[i].currency, state->lots[i].points, state->lots[i].expires);
    for (size_t i = 0; result == LOY_OK && i < state->held_count; i++)
        result =
            add(report, state->held[i].currency, state->held[i].points, state->held[i].expires);
    return result;
}

uint64_t
loy_report_expiring_count(const loy_report *report)
{
    return report != NULL ? report->expiring_count : 0;
}

int
loy_report_expiring(const loy_report *report, uint64_t index, loy_expiring *out)
{
    const loy__expiring *item;

    if (report == NULL || out == NULL || index >= report->expiring_count)
        return LOY_ERR_INVALID;
    item = &report->expiring[index];
    *out = (loy_expiring){.currency = report->program->currencies[item->currency].name.text,
                          .points = item->points,
                          .expires = item->expires};
    return LOY_OK;
}
