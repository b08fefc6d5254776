/*
 * read_promotions.c -- promotions: what they take off, which lines they look
 * at, and what must be in the basket.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

#define A_NUMBER (LOY__A_TEXT | LOY__AN_INTEGER)

enum {
    P_ID,
    P_CODE,
    P_VOUCHER,
    P_WHEN,
    P_FROM,
    P_UNTIL,
    P_PERCENT,
    P_AMOUNT,
    P_PRICE,
    P_GIFT,
    P_STEPS,
    P_STEPS_BY,
    P_ON,
    P_LINES,
    P_UNITS,
    P_PICK,
    P_NEXT,
    P_MOST,
    P_NEEDS,
    P_SET,
    P_GROUP,
    P_PRIORITY,
    P_EXCLUSIVE,
    P_LIMIT,
    P_TAX,
    P_COUNT
};

static const loy__member promotion_members[P_COUNT] = {
    [P_ID] = {"id", LOY__A_TEXT | LOY__REQUIRED, "the id of the promotion"},
    [P_CODE] = {"code", LOY__A_TEXT, "the code that must be shown"},
    [P_VOUCHER] = {"voucher", LOY__A_TEXT, "the voucher that it uses up"},
    [P_WHEN] = {"when", LOY__A_TEXT, "a condition"},
    [P_FROM] = {"from", LOY__A_TEXT, "a date or time, e.g. \"2026-03-01\""},
    [P_UNTIL] = {"until", LOY__A_TEXT, "a date or time, e.g. \"2026-04-01\""},
    [P_PERCENT] = {"percent", A_NUMBER, "per cent off, e.g. \"17.5\""},
    [P_AMOUNT] = {"amount", A_NUMBER, "money off, e.g. \"5.00\", or an expression"},
    [P_PRICE] = {"price", A_NUMBER, "what a unit costs instead, e.g. \"9.99\""},
    [P_GIFT] = {"gift", LOY__A_MAP, "{\"sku\": \"PEN\", \"quantity\": 1}"},
    [P_STEPS] = {"steps", LOY__A_LIST, "[{\"from\": \"20.00\", \"percent\": \"15\"}]"},
    [P_STEPS_BY] = {"steps_by", LOY__A_TEXT, "\"amount\" or \"quantity\""},
    [P_ON] = {"on", LOY__A_TEXT, "\"order\", \"lines\" or \"units\""},
    [P_LINES] = {"lines", LOY__A_TEXT, "a test of a line l, e.g. \"l.sku == 'A'\""},
    [P_UNITS] = {"units", LOY__AN_INTEGER, "how many units at most"},
    [P_PICK] = {"pick", LOY__A_TEXT, "\"cheapest\" or \"dearest\""},
    [P_NEXT] = {"next", A_NUMBER, "money off each further unit, e.g. \"2.11\""},
    [P_MOST] = {"most", A_NUMBER, "the most money it takes off, e.g. \"200.00\""},
    [P_NEEDS] = {"needs", LOY__A_MAP, "{\"amount\": \"50.00\"} or {\"quantity\": 2}"},
    [P_SET] = {"set", LOY__A_MAP, "{\"buy\": 3, \"get\": 1}"},
    [P_GROUP] = {"group", LOY__A_TEXT, "a group that \"pricing\" names"},
    [P_PRIORITY] = {"priority", LOY__AN_INTEGER, "a number; larger ones come first"},
    [P_LIMIT] = {"limit", LOY__A_MAP, "{\"customer\": 1} or {\"all\": 100}"},
    [P_TAX] = {"tax", LOY__A_TEXT, "\"as-entered\", \"with\" or \"without\""},
    [P_EXCLUSIVE] = {"exclusive", LOY__A_BOOLEAN | LOY__A_TEXT,
                     "true, false, \"later\" or \"lines\""},
};

static const loy__choice money_taxes[] = {
    {"as-entered", LOY__TAX_AS_ENTERED}, {"with", LOY__TAX_WITH}, {"without", LOY__TAX_WITHOUT}};

/* ---- What it takes off ---- */

static int64_t
read_percent(loy__reader *reader, const loy_node *node)
{
    int64_t value;

    if (node->kind == LOY__NODE_INTEGER)
        return loy__read_integer(reader, node, 0, 100, 0) * (LOY__WHOLE / 100);
    value = loy__read_points(reader, node, 4, 0);
    if (value > LOY__WHOLE)
        loy__fault(reader, node, "out-of-range", "%s per cent is more than everything", node->text,
                   "write at most \"100\"");
    return value;
}

static void
read_gift(loy__reader *reader, const loy_node *node, loy__promotion *out)
{
    static const loy__member members[] = {
        {"sku", LOY__A_TEXT | LOY__REQUIRED, "the SKU that is given"},
        {"quantity", LOY__AN_INTEGER, "how many units"},
    };
    const loy_node *values[LOY_COUNT(members)];

    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->off = LOY__OFF_GIFT;
    out->gift = loy__read_text(reader, values[0]);
    out->gift_units = loy__read_units(reader, values[1], 1);
}

static void
read_steps(loy__reader *reader, const loy_node *const *values, loy__promotion *out)
{
    static const loy__choice by[] = {{"amount", 0}, {"quantity", 1}};
    static const loy__member members[] = {
        {"from", A_NUMBER | LOY__REQUIRED, "the money or the units from which it holds"},
        {"percent", A_NUMBER, "per cent off"},
        {"amount", A_NUMBER, "money off"},
    };
    const loy_node *list = values[P_STEPS];
    loy__off_step *steps = loy__keep(reader, list->count, sizeof(*steps));
    int64_t last = -1;

    if (list->count == 0)
        loy__fault(reader, list, "missing-member", "there is no step", NULL,
                   "write for example [{\"from\": \"20.00\", \"percent\": \"15\"}]");
    out->steps_by_quantity =
        loy__read_choice(reader, values[P_STEPS_BY], by, LOY_COUNT(by), 0) != 0;
    for (const loy_node *node = list->first; node != NULL && steps != NULL; node = node->next) {
        const loy_node *own[LOY_COUNT(members)];
        loy__off_step *step = &steps[out->step_count];
        uint32_t off;

        if (!loy__read_members(reader, node, members, LOY_COUNT(members), own) || own[0] == NULL)
            continue;
        off = own[1] != NULL ? LOY__OFF_PERCENT : LOY__OFF_AMOUNT;
        if ((own[1] != NULL) == (own[2] != NULL) || (out->off != 0 && out->off != off))
            loy__fault(reader, node, "conflicting-members",
                       "all steps take off percentages, or all take off amounts", NULL,
                       "write \"percent\" in each, or \"amount\" in each");
        out->off = off;
        step->from = out->steps_by_quantity ? loy__read_points(reader, own[0], 0, 0)
                                            : loy__read_money(reader, own[0], 0);
        step->off = off == LOY__OFF_PERCENT && own[1] != NULL ? read_percent(reader, own[1])
                                                              : loy__read_money(reader, own[2], 0);
        if (step->from <= last)
            loy__fault(reader, node, "out-of-order", "steps stand in ascending order", NULL,
                       "write the smallest \"from\" first");
        last = step->from;
        out->step_count++;
    }
    out->steps = steps;
}

static void
read_amount(loy__reader *reader, const loy_node *node, loy__promotion *out)
{
    loy__amount amount = {0};

    loy__read_amount(reader, node, reader->program->money_digits, &amount);
    out->off = LOY__OFF_AMOUNT;
    out->amount = amount.constant;
    out->amount_code = amount.code;
}

/* How many things it takes off, sets apart. */
static int
takes_off(const loy_node *const *values)
{
    return (values[P_PERCENT] != NULL) + (values[P_AMOUNT] != NULL) + (values[P_PRICE] != NULL) +
           (values[P_GIFT] != NULL) + (values[P_STEPS] != NULL);
}

static void
read_off(loy__reader *reader, const loy_node *node, const loy_node *const *values,
         loy__promotion *out)
{
    int given = takes_off(values);

    if (given == 0 && values[P_SET] != NULL) { /* what a set gives is free */
        out->off = LOY__OFF_PERCENT;
        out->percent = LOY__WHOLE;
        return;
    }
    if (given != 1)
        loy__fault(reader, node, given == 0 ? "missing-member" : "conflicting-members",
                   "a promotion takes off one thing", NULL,
                   "write one of \"percent\", \"amount\", \"price\", \"steps\" and \"gift\"");
    if (values[P_PERCENT] != NULL) {
        out->off = LOY__OFF_PERCENT;
        out->percent = read_percent(reader, values[P_PERCENT]);
    }
    if (values[P_AMOUNT] != NULL)
        read_amount(reader, values[P_AMOUNT], out);
    if (values[P_PRICE] != NULL) {
        out->off = LOY__OFF_TO_PRICE;
        out->amount = loy__read_money(reader, values[P_PRICE], 0);
    }
    if (values[P_GIFT] != NULL)
        read_gift(reader, values[P_GIFT], out);
    if (values[P_STEPS] != NULL)
        read_steps(reader, values, out);
}

/* ---- What must be in the basket ---- */

static void
read_needs(loy__reader *reader, const loy_node *node, loy__needs *out)
{
    static const loy__member members[] = {
        {"amount", A_NUMBER, "money, e.g. \"50.00\""},
        {"quantity", LOY__AN_INTEGER, "how many units at least"},
        {"at_most", LOY__AN_INTEGER, "how many units at most"},
        {"lines", LOY__A_TEXT, "a test of a line l, e.g. \"l.sku == 'A'\""},
        {"tax", LOY__A_TEXT, "\"as-entered\", \"with\" or \"without\""},
    };
    const loy_node *values[LOY_COUNT(members)];

    *out = (loy__needs){.at_most = -1, .tax = LOY__TAX_AS_ENTERED};
    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    out->amount = loy__read_money(reader, values[0], 0);
    out->quantity = loy__read_units(reader, values[1], 0);
    out->at_most = loy__read_units(reader, values[2], -1);
    out->own_lines = values[3] != NULL;
    out->lines = loy__read_lines(reader, values[3]);
    out->tax = loy__read_choice(reader, values[4], money_taxes, LOY_COUNT(money_taxes),
                                LOY__TAX_AS_ENTERED);
}

/* ---- How it goes with others ---- */

static uint32_t
read_group(loy__reader *reader, const loy_node *node)
{
    const loy__pricing *pricing = &reader->program->pricing;

    if (node == NULL)
        return LOY__NONE;
    for (uint32_t i = 0; i < pricing->group_count; i++)
        if (strcmp(pricing->groups[i].name, node->text) == 0)
            return i;
    loy__fault(reader, node, "unknown-group", "there is no group \"%s\"", node->text,
               "name it under \"pricing\", e.g. {\"groups\": {\"ID\": \"best\"}}");
    return LOY__NONE;
}

static uint32_t
read_exclusive(loy__reader *reader, const loy_node *node)
{
    static const loy__choice choices[] = {{"later", LOY__EXCLUSIVE_LATER},
                                          {"lines", LOY__EXCLUSIVE_LINES}};

    if (node != NULL && node->kind == LOY__NODE_TEXT)
        return loy__read_choice(reader, node, choices, LOY_COUNT(choices), LOY__EXCLUSIVE_NONE);
    return node != NULL && node->number != 0 ? LOY__EXCLUSIVE_ALL : LOY__EXCLUSIVE_NONE;
}

/* A voucher is shown by its id. */
static void
read_code(loy__reader *reader, const loy_node *node, const loy_node *const *values,
          loy__promotion *out)
{
    const loy_node *code = values[P_VOUCHER] != NULL ? values[P_VOUCHER] : values[P_CODE];

    if (values[P_VOUCHER] != NULL && values[P_CODE] != NULL)
        loy__fault(reader, node, "conflicting-members", "a voucher is its own code", NULL,
                   "leave \"code\" out");
    out->voucher = loy__read_part(reader, values[P_VOUCHER], LOY_PART_VOUCHER);
    out->code = loy__read_text(reader, code);
    out->code_size = (uint32_t)strlen(out->code);
    if (code != NULL && out->code_size == 0)
        loy__fault(reader, code, "out-of-range", "nobody can show an empty code", NULL,
                   "write the code, or leave \"code\" out where none is needed");
}

/* ---- What has no meaning beside the rest ---- */

static void
stray(loy__reader *reader, const loy_node *node, const char *text, const char *hint)
{
    if (node != NULL)
        loy__fault(reader, node, "conflicting-members", text, NULL, hint);
}

static void
check_strays(loy__reader *reader, const loy_node *const *values, const loy__promotion *out)
{
    bool set = out->set.buy > 0;
    bool units = out->on == LOY__ON_UNITS && out->off != LOY__OFF_GIFT && !set;

    if (values[P_STEPS] == NULL)
        stray(reader, values[P_STEPS_BY], "there are no steps", "leave \"steps_by\" out");
    if (!units)
        stray(reader, values[P_PICK], "only of units some come before others",
              "write \"on\": \"units\", or \"pick\" within \"set\"");
    if (out->off != LOY__OFF_AMOUNT || (!units && !set))
        stray(reader, values[P_NEXT], "further units cost less only by an amount off units",
              "write \"amount\" and \"on\": \"units\"");
    if (out->off == LOY__OFF_TO_PRICE && !units && !set)
        stray(reader, values[P_ON], "a price is that of a unit", "leave \"on\" out");
    if (out->off == LOY__OFF_GIFT)
        stray(reader, values[P_TAX], "a gift has no money of its own", "leave \"tax\" out");
    if (out->on == LOY__ON_ORDER && !set)
        stray(reader, values[P_UNITS], "an order is not counted in units",
              "write \"on\": \"units\", or leave \"units\" out");
}

static void
read_promotion(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    static const loy__choice ons[] = {
        {"order", LOY__ON_ORDER}, {"lines", LOY__ON_LINES}, {"units", LOY__ON_UNITS}};
    const loy_node *values[P_COUNT];
    loy__promotion *out = item;

    loy__read_members(reader, node, promotion_members, P_COUNT, values);
    out->number = number;
    read_code(reader, node, values, out);
    out->when = loy__read_code(reader, values[P_WHEN], "bool");
    loy__read_validity(reader, node, &values[P_FROM], "this promotion never applies", &out->from,
                       &out->until);
    out->lines = loy__read_lines(reader, values[P_LINES]);
    read_off(reader, node, values, out);
    out->units = loy__read_units(reader, values[P_UNITS], 0);
    out->on = loy__read_choice(reader, values[P_ON], ons, LOY_COUNT(ons),
                               out->units > 0 || out->off == LOY__OFF_TO_PRICE ? LOY__ON_UNITS
                                                                               : LOY__ON_ORDER);
    out->pick = loy__read_pick(reader, values[P_PICK]);
    out->next = values[P_NEXT] == NULL ? -1 : loy__read_money(reader, values[P_NEXT], 0);
    out->most = values[P_MOST] == NULL ? -1 : loy__read_money(reader, values[P_MOST], 0);
    out->tax = loy__read_choice(reader, values[P_TAX], money_taxes, LOY_COUNT(money_taxes),
                                LOY__TAX_AS_ENTERED);
    read_needs(reader, values[P_NEEDS], &out->needs);
    loy__read_set(reader, values[P_SET], takes_off(values), out);
    check_strays(reader, values, out);
    out->group = read_group(reader, values[P_GROUP]);
    out->priority = (int32_t)loy__read_integer(reader, values[P_PRIORITY], -1000000, 1000000, 0);
    out->exclusive = read_exclusive(reader, values[P_EXCLUSIVE]);
    loy__read_limit(reader, values[P_LIMIT], LOY__LIMIT_PROMOTION, &out->name, &out->limit);
    if (out->code_size > 0)
        reader->program->pricing.coded = true;
    if (out->limit.name != NULL)
        reader->program->pricing.limited = true;
}

/* ---- All of them ---- */

/* Larger priorities first, those that are equal as they are written. */
static void
put_in_order(loy__reader *reader, loy__pricing *pricing)
{
    uint32_t *order = loy__keep(reader, pricing->count, sizeof(*order));

    for (uint32_t i = 0; i < pricing->count && order != NULL; i++) {
        uint32_t at = i;

        for (; pricing->by_priority && at > 0 &&
               pricing->promotions[order[at - 1]].priority < pricing->promotions[i].priority;
             at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    pricing->order = order;
}

void
loy__read_promotions(loy__reader *reader)
{
    loy__pricing *pricing = &reader->program->pricing;

    pricing->promotions = loy__read_parts(reader, LOY__PART_PROMOTION, sizeof(loy__promotion),
                                          read_promotion, &pricing->count);
    if (pricing->promotions != NULL)
        put_in_order(reader, pricing);
}
