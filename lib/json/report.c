/*
 * report.c -- the figures of all customers as a document of several lines.
 */
#include "json/output.h"

#include <string.h>

#include "base/number.h"

static void
write_stages(loy__output *output, const loy_program *program, const loy_report *report)
{
    loy__output_open(output, "stages", '{');
    for (uint32_t i = 0; i < loy_program_count(program, LOY_PART_STAGE); i++)
        loy__output_integer(output, loy_program_name(program, LOY_PART_STAGE, i),
                            (int64_t)loy_report_stage(report, i));
    loy__output_close(output, '}');
}

static void
write_tiers(loy__output *output, const loy_program *program, const loy_report *report)
{
    loy__output_open(output, "tiers", '{');
    for (uint32_t i = 0; i < loy_program_count(program, LOY_PART_LADDER); i++) {
        loy__output_open(output, loy_program_name(program, LOY_PART_LADDER, i), '{');
        for (uint32_t tier = 0; tier < loy_program_tier_count(program, i); tier++)
            loy__output_integer(output, loy_program_tier_name(program, i, tier),
                                (int64_t)loy_report_tier(report, i, tier));
        loy__output_close(output, '}');
    }
    loy__output_close(output, '}');
}

/* Outstanding is what is owed to customers: points they can or will be able to
 * spend, less what they owe. */
static void
write_totals(loy__output *output, const loy_totals *totals, uint32_t scale)
{
    loy_balance balance = {totals->currency, totals->available, totals->pending, totals->held,
                           totals->debt};
    int64_t outstanding;

    loy__output_open(output, totals->currency, '{');
    loy__output_points(output, "issued", totals->issued, scale);
    loy__output_points(output, "spent", totals->spent, scale);
    loy__output_points(output, "expired", totals->expired, scale);
    loy__output_points(output, "reversed", totals->reversed, scale);
    loy__output_figures(output, &balance, scale);
    if (loy__add(totals->available, totals->pending, &outstanding) &&
        loy__add(outstanding, totals->held, &outstanding) &&
        loy__sub(outstanding, totals->debt, &outstanding))
        loy__output_points(output, "outstanding", outstanding, scale);
    loy__output_close(output, '}');
}

static void
write_points(loy__output *output, const loy_json_reader *reader, const loy_report *report)
{
    loy__output_open(output, "points", '{');
    for (uint32_t i = 0; i < reader->currency_count; i++) {
        const loy_totals *totals = loy_report_totals(report, i);
        if (totals != NULL)
            write_totals(output, totals, reader->currencies[i].scale);
    }
    loy__output_close(output, '}');
}

static void
write_vouchers(loy__output *output, const loy_program *program, const loy_report *report)
{
    loy__output_open(output, "vouchers", '{');
    for (uint32_t i = 0; i < loy_program_count(program, LOY_PART_VOUCHER); i++)
        loy__output_integer(output, loy_program_name(program, LOY_PART_VOUCHER, i),
                            loy_report_vouchers(report, i));
    loy__output_close(output, '}');
}

/* When the points of a currency expire: items up to the next currency. */
static void
write_expiring(loy__output *output, const loy_report *report, uint64_t *at, const char *currency,
               uint32_t scale)
{
    loy_expiring item;

    loy__output_open(output, currency, '[');
    for (; loy_report_expiring(report, *at, &item) == LOY_OK; ++*at) {
        if (strcmp(item.currency, currency) != 0)
            break;
        loy__output_open(output, NULL, '{');
        if (item.expires != LOY_NEVER)
            loy__output_instant(output, "expires", item.expires, 0);
        loy__output_points(output, "points", item.points, scale);
        loy__output_close(output, '}');
    }
    loy__output_close(output, ']');
}

static void
write_schedule(loy__output *output, const loy_json_reader *reader, const loy_report *report)
{
    uint64_t at = 0;

    loy__output_open(output, "expiring", '{');
    for (uint32_t i = 0; i < reader->currency_count; i++)
        if (loy_report_totals(report, i) != NULL)
            write_expiring(output, report, &at, loy_report_totals(report, i)->currency,
                           reader->currencies[i].scale);
    loy__output_close(output, '}');
}

/* Points and money are texts, uses are numbers. */
static void
write_budget(loy__output *output, const loy_json_reader *reader, const loy_budget *budget)
{
    uint32_t scale = loy__json_scale_of(reader, budget->currency, 0);

    loy__output_open(output, budget->budget, '{');
    if (budget->kind == LOY_BUDGET_MONEY) {
        loy__output_money(output, "limit", budget->limit, reader->money_digits);
        loy__output_money(output, "used", budget->used, reader->money_digits);
    } else if (budget->kind == LOY_BUDGET_POINTS) {
        loy__output_points(output, "limit", budget->limit, scale);
        loy__output_points(output, "used", budget->used, scale);
    } else {
        loy__output_integer(output, "limit", budget->limit);
        loy__output_integer(output, "used", budget->used);
    }
    loy__output_close(output, '}');
}

static void
write_budgets(loy__output *output, const loy_json_reader *reader, const loy_report *report)
{
    if (loy_report_budget_count(report) == 0)
        return;
    loy__output_open(output, "budgets", '{');
    for (uint32_t i = 0; i < loy_report_budget_count(report); i++)
        write_budget(output, reader, loy_report_budget(report, i));
    loy__output_close(output, '}');
}

static void
write_flow(loy__output *output, const loy_flow *flow, uint32_t scale)
{
    loy__output_open(output, flow->currency, '{');
    loy__output_points(output, "opening", flow->opening, scale);
    loy__output_points(output, "issued", flow->issued, scale);
    loy__output_points(output, "redeemed", flow->redeemed, scale);
    loy__output_points(output, "expired", flow->expired, scale);
    loy__output_points(output, "reversed", flow->reversed, scale);
    loy__output_points(output, "adjusted", flow->adjusted, scale);
    loy__output_points(output, "transferred", flow->transferred, scale);
    loy__output_points(output, "closing", flow->closing, scale);
    loy__output_close(output, '}');
}

static void
write_flows(loy__output *output, const loy_json_reader *reader, const loy_report *report)
{
    if (loy_report_flow(report, 0) == NULL)
        return;
    loy__output_open(output, "flows", '{');
    for (uint32_t i = 0; i < reader->currency_count; i++)
        if (loy_report_flow(report, i) != NULL)
            write_flow(output, loy_report_flow(report, i), reader->currencies[i].scale);
    loy__output_close(output, '}');
}

int
loy_json_report(loy_json_reader *reader, const loy_report *report, const char **text, size_t *size)
{
    const loy_program *program;
    loy__output output;

    if (reader == NULL || report == NULL || text == NULL)
        return LOY_ERR_INVALID;
    program = reader->program;
    output = loy__output_start(reader, true);
    loy__output_open(&output, NULL, '{');
    loy__output_text(&output, "program", loy_program_id(program));
    loy__output_integer(&output, "version", loy_program_version(program));
    loy__output_integer(&output, "customers", (int64_t)loy_report_customers(report));
    write_stages(&output, program, report);
    write_tiers(&output, program, report);
    write_points(&output, reader, report);
    write_vouchers(&output, program, report);
    write_schedule(&output, reader, report);
    write_budgets(&output, reader, report);
    write_flows(&output, reader, report);
    loy__output_close(&output, '}');
    return loy__output_finish(&output, text, size);
}
