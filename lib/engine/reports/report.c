/*
 * report.c -- all customers added up, each settled to the moment of the report
 * without being written.
 */
#include <string.h>

#include "customer/notes.h"
#include "engine/reports/report.h"

int
loy_report_new(loy_report **out, const loy_memory *memory)
{
    int result = loy__object_new(out, sizeof(**out), memory);

    if (result < 0)
        return result;
    loy__arena_init(&(*out)->arena, &(*out)->memory);
    return LOY_OK;
}

void
loy_report_free(loy_report *report)
{
    loy_memory memory;

    if (report == NULL)
        return;
    memory = report->memory;
    loy__arena_free(&report->arena);
    loy__free(&memory, report->expiring, report->expiring_capacity * sizeof(*report->expiring));
    loy__free(&memory, report, sizeof(*report));
}

static uint32_t
first_tier(const loy_program *program, uint32_t ladder)
{
    uint32_t first = 0;

    for (uint32_t i = 0; i < ladder; i++)
        first += program->ladders[i].tier_count;
    return first;
}

void *
loy__report_zeros(loy_report *report, size_t count, size_t size)
{
    void *at = loy__arena_alloc(&report->arena, (count + 1) * size);

    if (at != NULL)
        memset(at, 0, (count + 1) * size);
    return at;
}

bool
loy__report_start(loy_report *report, const loy_program *program)
{
    loy__arena_reset(&report->arena);
    report->program = NULL; /* empty, until there is room for all */
    report->customers = 0;
    report->expiring_count = 0;
    report->flows = NULL;
    report->budgets = NULL;
    report->totals = loy__report_zeros(report, program->currency_count, sizeof(loy_totals));
    report->stages = loy__report_zeros(report, program->stage_count, sizeof(uint64_t));
    report->tiers =
        loy__report_zeros(report, first_tier(program, program->ladder_count), sizeof(uint64_t));
    report->vouchers = loy__report_zeros(report, program->voucher_count, sizeof(int64_t));
    if (report->totals == NULL || report->stages == NULL || report->tiers == NULL ||
        report->vouchers == NULL)
        return false;
    report->program = program;
    for (uint32_t i = 0; i < program->currency_count; i++)
        report->totals[i].currency = program->currencies[i].name.text;
    return true;
}

static bool
add_points(loy_totals *to, const loy__purse *purse, loy__points points)
{
    return loy__add(to->issued, purse->issued, &to->issued) &&
           loy__add(to->spent, purse->spent, &to->spent) &&
           loy__add(to->expired, purse->expired, &to->expired) &&
           loy__add(to->reversed, purse->reversed, &to->reversed) &&
           loy__add(to->available, points.available, &to->available) &&
           loy__add(to->pending, points.pending, &to->pending) &&
           loy__add(to->held, points.held, &to->held) && loy__add(to->debt, points.debt, &to->debt);
}

static int
add_customer(loy_report *report, loy__state *state)
{
    const loy_program *program = report->program;

    report->customers++;
    report->stages[state->stage]++;
    for (uint32_t i = 0; i < program->ladder_count; i++)
        report->tiers[first_tier(program, i) + state->rungs[i].shown]++;
    for (size_t i = 0; i < state->holding_count; i++) {
        int64_t *sum = &report->vouchers[state->holdings[i].voucher];

        if (!loy__add(*sum, state->holdings[i].count, sum))
            return LOY_ERR_INTERNAL;
    }
    for (uint32_t i = 0; i < program->currency_count; i++)
        if (!add_points(&report->totals[i], &state->purses[i], loy__state_points(state, i)))
            return LOY_ERR_INTERNAL;
    return loy__schedule_add(report, state);
}

int
loy__report_settle(const loy__walk *walk, loy__work *work, const char *id, uint32_t id_size,
                   const void *bytes, uint64_t size)
{
    int result;

    loy__work_init(work, walk->engine, NULL, NULL, walk->error);
    result = loy__state_decode(work->state, id, id_size, bytes, (size_t)size);
    if (result < 0)
        return loy__fail(work->error, result, "", "the record of customer %.*s cannot be read: %s",
                         (int)id_size, id, loy_result_text(result));
    work->state->exists = true;
    return walk->at != LOY_TIME_NONE ? loy__settle(work, walk->at) : LOY_OK;
}

static int
visit(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
      uint64_t revision)
{
    const loy__walk *walk = context;
    loy__work work;
    int result = loy__report_settle(walk, &work, id, id_size, bytes, size);

    (void)revision;
    if (result == LOY_OK && work.state->note_count > 0 &&
        loy__note_find(work.state, LOY__NOTE_MOVED, 0) != NULL)
        return 1; /* the account that it went into is counted */
    if (result == LOY_OK)
        result = add_customer(walk->report, work.state);
    return result == LOY_OK ? 1 : result;
}

int
loy_engine_report(loy_engine *engine, int64_t at, loy_report *report, loy_error *error)
{
    loy__walk walk = {.engine = engine, .report = report, .error = error, .at = at};
    loy_sink sink = {.each = visit, .context = &walk};
    int result = LOY_ERR_NOMEM;

    if (engine == NULL || report == NULL || (at != LOY_TIME_NONE && !loy__in_calendar(at)))
        return loy__fail(error, LOY_ERR_INVALID, "", "%s",
                         "the engine or the report is NULL, or the moment outside the years 1 to "
                         "9999");
    loy__error_open(error);
    if (loy__report_start(report, engine->program))
        result = loy__storage_walk(engine, LOY_KIND_CUSTOMER, &sink, error);
    if (result == LOY_OK)
        result = loy__report_budgets(engine, report, at, error);
    if (result == LOY_OK)
        result = loy__schedule_close(report);
    return loy__error_close(error, result);
}

uint64_t
loy_report_customers(const loy_report *report)
{
    return report != NULL ? report->customers : 0;
}

uint64_t
loy_report_stage(const loy_report *report, uint32_t stage)
{
    return report != NULL && report->program != NULL && stage < report->program->stage_count
               ? report->stages[stage]
               : 0;
}

uint64_t
loy_report_tier(const loy_report *report, uint32_t ladder, uint32_t tier)
{
    if (report == NULL || report->program == NULL || ladder >= report->program->ladder_count ||
        tier >= report->program->ladders[ladder].tier_count)
        return 0;
    return report->tiers[first_tier(report->program, ladder) + tier];
}

const loy_totals *
loy_report_totals(const loy_report *report, uint32_t currency)
{
    return report != NULL && report->program != NULL && currency < report->program->currency_count
               ? &report->totals[currency]
               : NULL;
}

int64_t
loy_report_vouchers(const loy_report *report, uint32_t voucher)
{
    return report != NULL && report->program != NULL && voucher < report->program->voucher_count
               ? report->vouchers[voucher]
               : 0;
}
