/*
 * flows.c -- how the points of all customers came and went in an interval: the
 * ledger, entry by entry.
 *
 * What time has done to a customer whom nobody has looked at since is not in
 * the ledger yet: every customer is brought to the end of the interval without
 * being written, and what that posts counts as well.
 */
#include <string.h>

#include "engine/reports/report.h"

/* Where an entry belongs, and whether it adds to what is outstanding. NULL for
 * points that change their state and stay with the customer. */
static int64_t *
place_of(loy_flow *flow, uint32_t kind, bool *adds)
{
    *adds = true;
    switch (kind) {
    case LOY_ENTRY_EARN:
        return &flow->issued;
    case LOY_ENTRY_ADJUST:
        return &flow->adjusted;
    case LOY_ENTRY_TRANSFER:
        return &flow->transferred;
    case LOY_ENTRY_RESTORE:
        return &flow->redeemed;
    case LOY_ENTRY_REINSTATE:
        return &flow->expired;
    default:
        break;
    }
    *adds = false;
    switch (kind) {
    case LOY_ENTRY_BURN:
    case LOY_ENTRY_CAPTURE:
        return &flow->redeemed;
    case LOY_ENTRY_EXPIRE:
        return &flow->expired;
    case LOY_ENTRY_REVERSE:
        return &flow->reversed;
    default:
        return NULL;
    }
}

static bool
add_entry(const loy__walk *walk, uint32_t currency, uint32_t kind, int64_t points, int64_t time)
{
    loy_flow *flow = &walk->report->flows[currency];
    loy_flow *own = time > walk->from ? flow : &walk->report->earlier[currency];
    bool adds;
    int64_t *place = place_of(own, kind, &adds);
    int64_t change = adds ? points : -points;

    if (place == NULL || time > walk->at)
        return true;
    if (!loy__add(flow->closing, change, &flow->closing))
        return false;
    if (time <= walk->from && !loy__add(flow->opening, change, &flow->opening))
        return false;
    /* What went out is told as a positive number; what is restored lessens it. */
    return place == &own->redeemed || place == &own->expired ? loy__sub(*place, change, place)
                                                             : loy__add(*place, points, place);
}

/* An event of the ledger. */
static int
visit_event(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
            uint64_t revision)
{
    const loy__walk *walk = context;
    loy_engine *engine = walk->engine;
    const loy_outcome *outcome = engine->scratch;
    loy__answer_head head;
    loy__receipt sale;
    bool has_receipt;
    int result;

    (void)id;
    (void)id_size;
    (void)revision;
    loy__arena_reset(&engine->arena);
    result = loy__answer_read(bytes, (size_t)size, &head, engine->scratch, &sale, &has_receipt,
                              &engine->arena);
    if (result < 0)
        return loy__fail(walk->error, result, "", "the record of an event cannot be read: %s",
                         loy_result_text(result));
    if (has_receipt && head.time <= walk->at &&
        loy__liability_sale(walk->report, &sale, outcome, head.time <= walk->from) < 0)
        return LOY_ERR_INTERNAL;
    for (uint32_t i = 0; i < outcome->entry_count; i++) {
        const loy_entry *entry = &outcome->entries[i];
        uint32_t currency = loy__program_find(engine->program, LOY_PART_CURRENCY, entry->currency,
                                              strlen(entry->currency));

        if (currency != LOY__NONE &&
            !add_entry(walk, currency, entry->kind, entry->points, entry->time))
            return LOY_ERR_INTERNAL;
    }
    return 1;
}

/* What time does to a customer until the end, as far as nobody has seen it. */
static int
visit_customer(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
               uint64_t revision)
{
    const loy__walk *walk = context;
    loy__work work;
    int result = loy__report_settle(walk, &work, id, id_size, bytes, size);

    (void)revision;
    for (size_t i = 0; result == LOY_OK && i < work.journal->count; i++) {
        const loy__posting *posting = &work.journal->items[i];

        if (!add_entry(walk, posting->currency, posting->kind, posting->points, posting->time))
            result = LOY_ERR_INTERNAL;
    }
    return result == LOY_OK ? 1 : result;
}

/* Room for the flows once in the life of a report's figures, however often its
 * interval changes. */
static bool
start_flows(loy_report *report, const loy_program *program)
{
    if (report->program != program && !loy__report_start(report, program))
        return false;
    if (report->flows == NULL) {
        report->earlier = loy__report_zeros(report, program->currency_count, sizeof(loy_flow));
        if (report->earlier != NULL)
            report->flows = loy__report_zeros(report, program->currency_count, sizeof(loy_flow));
        if (report->flows == NULL)
            return false;
    }
    report->sales = report->sales_before = 0;
    for (uint32_t i = 0; i < program->currency_count; i++)
        report->flows[i] = report->earlier[i] =
            (loy_flow){.currency = program->currencies[i].name.text};
    return true;
}

int
loy_engine_flows(loy_engine *engine, int64_t from, int64_t to, loy_report *report, loy_error *error)
{
    loy__walk walk = {.engine = engine, .report = report, .error = error, .from = from, .at = to};
    loy_sink events = {.each = visit_event, .context = &walk};
    loy_sink customers = {.each = visit_customer, .context = &walk};
    int result = LOY_ERR_NOMEM;

    if (engine == NULL || report == NULL || from < LOY__TIME_MIN || to > LOY__TIME_MAX || from > to)
        return loy__fail(error, LOY_ERR_INVALID, "", "%s",
                         "the engine or the report is NULL, the interval ends before it begins, or "
                         "is outside the years 1 to 9999");
    loy__error_open(error);
    if (start_flows(report, engine->program))
        result = loy__storage_walk(engine, LOY_KIND_EVENT, &events, error);
    if (result == LOY_OK)
        result = loy__storage_walk(engine, LOY_KIND_CUSTOMER, &customers, error);
    return loy__error_close(error, result);
}

const loy_flow *
loy_report_flow(const loy_report *report, uint32_t currency)
{
    return report != NULL && report->flows != NULL && currency < report->program->currency_count
               ? &report->flows[currency]
               : NULL;
}
