/*
 * taxes.h -- the taxes of lines: contained in their prices, or on top of them.
 */
#ifndef LOY_ENGINE_TAXES_H
#define LOY_ENGINE_TAXES_H

#include "program/program.h"

/* Whether the tax of a line comes on top of its price. */
static inline bool
loy__taxed_on_top(const loy_program *program, const loy_line *line)
{
    return program->tax_on_top || (line->flags & LOY_LINE_TAX_ON_TOP) != 0;
}

/* The tax of an amount by a rate. */
int64_t loy__tax_at(int64_t amount, int64_t rate, bool on_top);
/* Fills what conditions see of the taxes of a line, of which the row says what it
 * costs and what was taken off. A line without a rate has the tax that it came with. */
void loy__taxes_fill(const loy_program *program, const loy_line *line, loy__cel_value *row);
/* The line costs other than it did: its tax does, in proportion. */
void loy__taxes_scale(const loy_program *program, int64_t before, loy__cel_value *row);

#endif
