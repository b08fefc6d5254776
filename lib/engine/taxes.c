/*
 * taxes.c -- see taxes.h.
 */
#include "engine/taxes.h"

/* Fields that nobody reads are not filled. */
#define FIELDS                                                                                     \
    (UINT64_C(1) << LOY__LINE_TAX | UINT64_C(1) << LOY__LINE_LIST_TAX |                            \
     UINT64_C(1) << LOY__LINE_TAX_ON_TOP)

int64_t
loy__tax_at(int64_t amount, int64_t rate, bool on_top)
{
    int64_t tax = 0;

    loy__mul_div(amount, rate, on_top ? LOY__WHOLE : LOY__WHOLE + rate, LOY__HALF_UP, &tax);
    return tax;
}

void
loy__taxes_fill(const loy_program *program, const loy_line *line, loy__cel_value *row)
{
    int64_t amount = row[LOY__LINE_AMOUNT].as.integer;
    int64_t list = amount + row[LOY__LINE_DISCOUNT].as.integer;
    bool on_top = loy__taxed_on_top(program, line);
    int64_t tax = line->tax, list_tax = line->tax;

    if ((program->facts.line_fields & FIELDS) == 0)
        return;
    if (line->tax_rate != 0) {
        tax = loy__tax_at(amount, line->tax_rate, on_top);
        list_tax = loy__tax_at(list, line->tax_rate, on_top);
    } else if (amount > 0) {
        loy__mul_div(tax, list, amount, LOY__HALF_UP, &list_tax);
    }
    row[LOY__LINE_TAX] = loy__cel_int(tax);
    row[LOY__LINE_LIST_TAX] = loy__cel_int(list_tax);
    row[LOY__LINE_TAX_ON_TOP] = loy__cel_bool(on_top);
}

void
loy__taxes_scale(const loy_program *program, int64_t before, loy__cel_value *row)
{
    if ((program->facts.line_fields & FIELDS) != 0 && before > 0)
        loy__mul_div(row[LOY__LINE_TAX].as.integer, row[LOY__LINE_AMOUNT].as.integer, before,
                     LOY__HALF_UP, &row[LOY__LINE_TAX].as.integer);
}
