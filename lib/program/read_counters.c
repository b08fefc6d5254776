/*
 * read_counters.c -- counters, and the vouchers that they and rules issue.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

/* ---- Counters ---- */

static void
read_counter(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    loy__counter *out = item;
    static const loy__member members[] = {
        {"every", LOY__AN_INTEGER, "how many make a full card, e.g. 10"},
        {"issue", LOY__A_TEXT, "the id of the voucher for a full card"},
        {"window", LOY__A_TEXT, LOY__SAY_PERIODS},
    };
    const loy_node *values[LOY_COUNT(members)];

    (void)number;
    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->every = loy__read_integer(reader, values[0], 1, LOY_MAX_AMOUNT, 0);
    out->issue = loy__read_part(reader, values[1], LOY_PART_VOUCHER);
    out->window = loy__read_period(reader, values[2], LOY__PERIOD_LIFETIME);
    if (values[1] != NULL && values[0] == NULL)
        loy__fault(reader, node, "missing-member", "\"every\" is missing", NULL,
                   "add \"every\": how many make a full card");
}

void
loy__read_counters(loy__reader *reader)
{
    loy_program *program = reader->program;

    program->counters = loy__read_parts(reader, LOY_PART_COUNTER, sizeof(loy__counter),
                                        read_counter, &program->counter_count);
}

/* ---- Vouchers ---- */

static void
read_voucher(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    loy__voucher *out = item;
    static const loy__member members[] = {
        {"reward", LOY__A_TEXT, "the id of the reward that the voucher buys"},
        {"expires", LOY__A_TEXT, "\"never\" or an ISO 8601 duration, e.g. \"P30D\""},
        {"lapsed", LOY__A_TEXT | LOY__A_MAP, "\"expire\", \"new\" or {\"grace\": \"P30D\"}"},
    };
    const loy_node *values[LOY_COUNT(members)];

    (void)number;
    out->reward = LOY__NONE;
    if (node == NULL) /* issued, not defined */
        return;
    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->reward = loy__read_part(reader, values[0], LOY_PART_REWARD);
    if (values[1] != NULL && strcmp(values[1]->text, "never") != 0)
        out->expires = loy__read_duration(reader, values[1], LOY__DURATION_POSITIVE, &out->after);
    loy__read_lapsed(reader, values[2], &out->lapse);
}

void
loy__read_vouchers(loy__reader *reader)
{
    loy_program *program = reader->program;

    program->vouchers = loy__read_parts(reader, LOY_PART_VOUCHER, sizeof(loy__voucher),
                                        read_voucher, &program->voucher_count);
}
