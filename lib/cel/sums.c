/*
 * sums.c -- code that is a sum over rows and steps from there, where one symbol or
 * two tell which rows count: what most rules give for articles and categories.
 */
#include "base/number.h"
#include "cel/machine.h"

/* The rows that pass, and what they come to. */
typedef struct found {
    uint64_t rows;
    int64_t total;
} found;

/* Whether a row passes the second test. */
static inline bool
passes(const loy__cel_sum *by, const loy__cel_value *row)
{
    return (row[by->also.field].tag == by->also.tag) == by->also.same;
}

/* Goes through no more rows than a word has bits; false: they come to too much. */
LOY_INLINE bool
add_up(const loy__cel_sum *by, const loy__cel_value *row, const loy__cel_value *end, size_t stride,
       bool same, bool alone, found *out)
{
    const uint32_t tested = by->first.field, tag = by->first.tag, field = by->field;
    uint64_t rows = 0;
    int64_t total = 0;

    for (uint64_t bit = 1; row != end; row += stride, bit += bit) {
        if ((row[tested].tag == tag) != same || (!alone && !passes(by, row)))
            continue;
        rows |= bit;
        if (!loy__add(total, row[field].as.integer, &total))
            return false;
    }
    *out = (found){rows, total};
    return true;
}

loy__cel_error
loy__cel_eval_sum(const loy__cel_code *code, const loy__cel_run *run, loy__cel_value *out)
{
    const loy__cel_sum *by = &code->sum;
    const loy__cel_value *source = &run->slots[code->first], *row = source->as.fields, *end;
    size_t stride;
    found sum;
    bool fits;

    if (loy__cel_kind(*source) != LOY__CEL_ROWS || source->size > 64)
        return loy__cel_eval_any_sum(code, run, out);
    stride = code->strides[source->tag >> 8];
    end = row + source->size * stride;
    if (by->first.same)
        fits = by->two ? add_up(by, row, end, stride, true, false, &sum)
                       : add_up(by, row, end, stride, true, true, &sum);
    else
        fits = by->two ? add_up(by, row, end, stride, false, false, &sum)
                       : add_up(by, row, end, stride, false, true, &sum);
    if (!fits)
        return LOY__CEL_ERR_OVERFLOW;
    if (by->marks && run->rows != NULL && run->row_words > 0)
        run->rows[0] |= sum.rows;
    return loy__cel_run_steps(code, sum.total, out);
}
