/*
 * read_counters.c -- counters, vouchers, and caps on what may be earned.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

#define PERIODS "\"day\", \"week\", \"month\", \"year\" or \"lifetime\""

/* ---- Counters ---- */

static void
read_counter(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    loy__counter *out = item;
    static const loy__member members[] = {
        {"every", LOY__AN_INTEGER, "how many make a full card, e.g. 10"},
        {"issue", LOY__A_TEXT, "the id of the voucher for a full card"},
        {"window", LOY__A_TEXT, PERIODS},
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

/* ---- Caps; which rules they hold is read with the rules ---- */

static void
read_cap(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    loy__cap *out = item;
    static const loy__member members[] = {
        {"id", LOY__A_TEXT | LOY__REQUIRED, "the id of the cap"},
        {"currency", LOY__A_TEXT | LOY__REQUIRED, "the id of a currency"},
        {"limit", LOY__A_TEXT | LOY__AN_INTEGER | LOY__REQUIRED, "the most points of a period"},
        {"per", LOY__A_TEXT | LOY__REQUIRED, PERIODS},
        {"rules", LOY__A_LIST, "a list of ids of rules"},
        {"partial", LOY__A_BOOLEAN, "true or false"},
        {"freed", LOY__A_BOOLEAN, "true or false"},
    };
    const loy_node *values[LOY_COUNT(members)];
    uint32_t scale = 0;

    (void)number;
    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->currency = loy__read_part(reader, values[1], LOY_PART_CURRENCY);
    if (out->currency < reader->program->currency_count)
        scale = reader->program->currencies[out->currency].scale;
    out->limit = loy__read_points(reader, values[2], scale, 0);
    out->per = loy__read_period(reader, values[3], LOY__PERIOD_LIFETIME);
    out->whole = values[5] != NULL && values[5]->number == 0;
    out->uses.freed = values[6] != NULL && values[6]->number != 0;
    reader->program->caps_freed = reader->program->caps_freed || out->uses.freed;
    loy__name_limit(reader, LOY__LIMIT_CAP, &out->name, &out->uses);
    if (values[4] != NULL && values[4]->count == 0)
        loy__fault(reader, values[4], "missing-member", "a cap on no rules has no meaning", NULL,
                   "name rules, or leave \"rules\" out for all");
}

void
loy__read_caps(loy__reader *reader)
{
    loy_program *program = reader->program;

    program->caps =
        loy__read_parts(reader, LOY__PART_CAP, sizeof(loy__cap), read_cap, &program->cap_count);
}
