/*
 * report_budgets.c -- what all customers have used of the program's budgets, as
 * it stands in the store.
 */
#include <string.h>

#include "engine/earn/usage.h"
#include "engine/reports/report.h"

/* Nothing is used of a period that nobody named. */
static bool
is_named(const loy__budget *budget, int64_t at)
{
    return at != LOY_TIME_NONE || budget->per == LOY__PERIOD_LIFETIME;
}

static int
used_of(loy__work *work, const loy__budget *budget, int64_t at, int64_t *used)
{
    const loy__limit *limit;

    *used = 0;
    if (budget->limit.by != NULL || !is_named(budget, at))
        return LOY_OK;
    limit = loy__budget_limit(work, budget, &budget->limit,
                              at != LOY_TIME_NONE ? loy__zone_day(&work->program->zone, at) : 0);
    return limit != NULL ? loy__usage_total(work, limit, used) : LOY_ERR_NOMEM;
}

/* ---- Budgets that are kept by a text ---- */

/* Whether a record is of the period that holds the moment. */
static bool
is_present(const loy__walk *walk, const loy__budget *budget, const char *id, uint32_t size)
{
    char end[16];
    uint32_t length;

    if (budget->per == LOY__PERIOD_LIFETIME)
        return true;
    loy__format(
        end, sizeof(end), LOY__BUDGET_PERIOD,
        (int)loy__period_start(loy__zone_day(&walk->engine->program->zone, walk->at), budget->per));
    length = (uint32_t)strlen(end);
    return size >= length && memcmp(id + size - length, end, length) == 0;
}

static int
visit(void *context, const char *id, uint32_t id_size, const void *bytes, uint64_t size,
      uint64_t revision)
{
    const loy__walk *walk = context;
    const loy_program *program = walk->engine->program;
    const loy__budget *budget;
    loy_text name = {.data = id, .size = id_size};
    int64_t uses, *used;
    uint64_t edition;
    uint32_t number;
    int result;

    (void)revision;
    if (loy__limit_text(&name) == 0 || name.data[0] != LOY__LIMIT_BUDGET)
        return 1;
    number = loy__program_find(program, LOY__PART_BUDGET, name.data + 1, name.size - 1);
    if (number == LOY__NONE)
        return 1;
    budget = &program->budgets[number];
    if (budget->limit.by == NULL || !is_named(budget, walk->at) ||
        !is_present(walk, budget, id, id_size))
        return 1;
    result = loy__usage_read(bytes, size, &uses, &edition);
    if (result < 0)
        return loy__fail(walk->error, result, "", "the stored uses of %s cannot be read: %s",
                         budget->name.text, loy_result_text(result));
    used = &walk->report->budgets[number].used;
    return loy__add(*used, uses, used) ? 1 : LOY_ERR_INTERNAL;
}

static int
add_kept(loy_engine *engine, loy_report *report, int64_t at, loy_error *error)
{
    loy__walk walk = {.engine = engine, .report = report, .error = error, .at = at};
    loy_sink sink = {.each = visit, .context = &walk};

    for (uint32_t i = 0; i < engine->program->budget_count; i++)
        if (engine->program->budgets[i].limit.by != NULL)
            return loy__storage_walk(engine, LOY_KIND_USES, &sink, error);
    return LOY_OK;
}

static uint32_t
kind_of(const loy__budget *budget)
{
    if (budget->money)
        return LOY_BUDGET_MONEY;
    return budget->currency != LOY__NONE ? LOY_BUDGET_POINTS : LOY_BUDGET_USES;
}

int
loy__report_budgets(loy_engine *engine, loy_report *report, int64_t at, loy_error *error)
{
    const loy_program *program = engine->program;
    loy__work work;
    int result = LOY_OK;

    report->budgets = loy__report_zeros(report, program->budget_count, sizeof(loy_budget));
    if (report->budgets == NULL)
        return LOY_ERR_NOMEM;
    if (program->budget_count == 0)
        return LOY_OK;
    loy__group_begin(engine);
    loy__work_init(&work, engine, NULL, NULL, error);
    for (uint32_t i = 0; i < program->budget_count && result == LOY_OK; i++) {
        const loy__budget *budget = &program->budgets[i];

        report->budgets[i] =
            (loy_budget){.budget = budget->name.text,
                         .currency = budget->currency != LOY__NONE
                                         ? program->currencies[budget->currency].name.text
                                         : "",
                         .limit = budget->limit.all,
                         .kind = kind_of(budget)};
        result = used_of(&work, budget, at, &report->budgets[i].used);
    }
    return result == LOY_OK ? add_kept(engine, report, at, error) : result;
}

uint32_t
loy_report_budget_count(const loy_report *report)
{
    return report != NULL && report->program != NULL && report->budgets != NULL
               ? report->program->budget_count
               : 0;
}

const loy_budget *
loy_report_budget(const loy_report *report, uint32_t index)
{
    return index < loy_report_budget_count(report) ? &report->budgets[index] : NULL;
}
