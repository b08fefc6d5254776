/*
 * taxes.h -- the taxes of lines: contained in their prices, or on top of them.
 */
#ifndef LOY_ENGINE_TAXES_H
#define LOY_ENGINE_TAXES_H

#include "engine/work.h"
#include "program/program.h"

/* Whether the tax of a line comes on top of its price. */
static inline bool
loy__taxed_on_top(const loy_program *program, const loy_line *line)
{
    return program->tax_on_top || (line->flags & LOY_LINE_TAX_ON_TOP) != 0;
}

/* The money of a line's fixed taxes. */
int64_t loy__fixed_tax(const loy_line *line);
/* The tax of so much of a line, which came to `given`: by its rate, or its part of the
 * tax that it came with. No price contains more than itself. */
int64_t loy__tax_of(const loy_program *program, const loy_line *line, int64_t given,
                    int64_t amount);
/* Fills what conditions see of the taxes of a line by itself, as it came, of which the
 * row says what it costs. */
void loy__taxes_fill(const loy_program *program, const loy_line *line, loy__cel_value *row);
/* Whether conditions see taxes that are rounded for all lines of a rate together. */
bool loy__taxes_together(const loy_program *program);

/* The taxes of all lines, by line or by rate as the program says, at what they cost now:
 * for conditions, for what is to be paid beside the prices, and in *taxes, which the
 * arena has. `origins`: the lines that those of the event are what is left of; NULL:
 * they are as they came. LOY_OK, LOY_ERR_NOMEM, or LOY_ERR_INTERNAL on overflow. */
int loy__taxes_settle(loy__work *work, const loy_line *const *origins, int64_t **taxes);
/* The same of what the lines cost before anything was taken off, for conditions. */
int loy__taxes_settle_list(loy__work *work, const loy_line *const *origins);

#endif
