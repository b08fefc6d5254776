/*
 * machine.h -- the state of one run, shared by the files of the machine.
 */
#ifndef LOY_CEL_MACHINE_H
#define LOY_CEL_MACHINE_H

#include "base/macros.h"
#include "cel/code.h"
#include "cel/value.h"

#include <string.h>

typedef struct loy__cel_machine {
    const loy__cel_value *base[4]; /* by space: registers, slots, constants, row */
    loy__cel_value *registers;
    const loy__cel_code *code;
    const loy__cel_run *run;
} loy__cel_machine;

static inline const loy__cel_value *
loy__cel_at(const loy__cel_machine *m, uint32_t place)
{
    return &m->base[place >> LOY__PLACE_SHIFT][place & LOY__PLACE_MAX];
}

/* loy__cel_same_text without a call where sizes or symbols tell. */
static inline bool
loy__cel_is_text(const loy__cel_value *a, const loy__cel_value *b)
{
    uint32_t symbol = a->tag >> 8, other = b->tag >> 8;

    if (symbol != 0 && other != 0)
        return symbol == other;
    if (a->size != b->size || a->size == 0)
        return a->size == b->size;
    /* Names in a row, c1, c2, differ at their end. */
    return a->as.text[a->size - 1] == b->as.text[b->size - 1] &&
           memcmp(a->as.text, b->as.text, a->size) == 0;
}

static inline void
loy__cel_mark_row(const loy__cel_run *run, uint64_t row)
{
    if (row / 64 < run->row_words)
        run->rows[row / 64] |= UINT64_C(1) << row % 64;
}

/* Whether the condition of an IF_ that looks at values holds (rows.c). */
bool loy__cel_holds(uint32_t op, const loy__cel_value *b, const loy__cel_value *c);

/* Steps as any arithmetic on whole numbers (vm.c). */
loy__cel_error loy__cel_any_steps(const loy__cel_number_step *step, const loy__cel_number_step *end,
                                  int64_t value, loy__cel_value *out);

/* Nearly all steps are short products and quotients, and nothing is called. */
static inline loy__cel_error
loy__cel_run_steps(const loy__cel_code *code, int64_t first, loy__cel_value *out)
{
    const loy__cel_number_step *step = code->steps, *end = step + code->step_count;
    uint64_t value = (uint64_t)first;

    for (; step < end; step++) {
        uint64_t number = (uint64_t)step->number;

        if ((value | number) > INT32_MAX)
            break;
        if (step->op == LOY__DO_MUL_INT)
            value *= number;
        else if (step->op == LOY__DO_DIV_INT && number != 0)
            value = (uint32_t)value / (uint32_t)number;
        else
            break;
    }
    if (step < end)
        return loy__cel_any_steps(step, end, (int64_t)value, out);
    *out = loy__cel_int((int64_t)value);
    return LOY__CEL_ERR_NONE;
}

/* An instruction that does not jump (step.c). */
loy__cel_error loy__cel_step(loy__cel_machine *m, const loy__cel_instruction *i);

/* Code that begins with a sum over rows (sums.c, where symbols tell them; rows.c). */
loy__cel_error loy__cel_eval_sum(const loy__cel_code *code, const loy__cel_run *run,
                                 loy__cel_value *out);
loy__cel_error loy__cel_eval_any_sum(const loy__cel_code *code, const loy__cel_run *run,
                                     loy__cel_value *out);

/* LOY__DO_SUM_ROWS and LOY__DO_ANY_ROW (rows.c). */
loy__cel_error loy__cel_sum_rows(const loy__cel_code *code, const loy__cel_run *run,
                                 const loy__cel_instruction *at, int64_t *out);
loy__cel_error loy__cel_any_row(const loy__cel_code *code, const loy__cel_run *run,
                                const loy__cel_instruction *at, bool *out);

#endif
