/*
 * report_budgets.c -- what all customers have used of the program's budgets, as
 * it stands in the store.
 */
#include "engine/reports/report.h"
#include "engine/earn/usage.h"

/* Nothing is used of a period that nobody named. */
static int
used_of(loy__work *work, const loy__budget *budget, int64_t at, int64_t *used)
{
    const loy__limit *limit;

    *used = 0;
    if (at == LOY_TIME_NONE && budget->per != LOY__PERIOD_LIFETIME)
        return LOY_OK;
    limit = loy__budget_limit(work, budget,
                              at != LOY_TIME_NONE ? loy__zone_day(&work->program->zone, at) : 0);
    return limit != NULL ? loy__usage_total(work, limit, used) : LOY_ERR_NOMEM;
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
                         .limit = budget->limit.all};
        result = used_of(&work, budget, at, &report->budgets[i].used);
    }
    return result;
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
