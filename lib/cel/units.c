/*
 * units.c -- what numbers mean: money, points, counts, days.
 *
 * Units are a lint, not types: a sum or comparison of money with points is
 * legal, but hardly ever meant.
 */
#include "cel/check.h"

static const char *const names[] = {"plain numbers", "money", "points", "counts", "days"};

static bool
keeps_unit(uint32_t op)
{
    return op == LOY__OP_ADD || op == LOY__OP_SUB || (op >= LOY__OP_EQ && op <= LOY__OP_GE);
}

void
loy__cel_units(loy__cel_checker *c, loy__cel_node *node, uint32_t op, uint32_t unit, uint32_t at)
{
    loy__cel_fault *warning = c->job->warning;
    uint32_t left = node->unit;

    if (keeps_unit(op) && left != LOY__CEL_UNIT_NONE && unit != LOY__CEL_UNIT_NONE &&
        left != unit && warning != NULL && warning->text[0] == '\0') {
        warning->offset = at;
        loy__format(warning->text, sizeof(warning->text), "%s and %s are mixed here", names[left],
                    names[unit]);
        loy__format(warning->hint, sizeof(warning->hint),
                    "convert one of them first, e.g. amount.per(money('1.00'))");
    }
    if (op >= LOY__OP_EQ)
        node->unit = LOY__CEL_UNIT_NONE;
    else if (op == LOY__OP_DIV && left == unit)
        node->unit = LOY__CEL_UNIT_NONE;
    else if (left == LOY__CEL_UNIT_NONE)
        node->unit = (uint8_t)(op == LOY__OP_DIV ? LOY__CEL_UNIT_NONE : unit);
}
