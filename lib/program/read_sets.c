/*
 * read_sets.c -- sets of promotions: so many units bought give so many, or cost so
 * much together.
 */
#include "program/read.h"

#include "base/macros.h"

#define MAX_UNITS 1000000000

int64_t
loy__read_units(loy__reader *reader, const loy_node *node, int64_t fallback)
{
    return loy__read_integer(reader, node, 1, MAX_UNITS, fallback);
}

uint32_t
loy__read_pick(loy__reader *reader, const loy_node *node)
{
    static const loy__choice picks[] = {{"cheapest", LOY__PICK_CHEAPEST},
                                        {"dearest", LOY__PICK_DEAREST}};

    return loy__read_choice(reader, node, picks, LOY_COUNT(picks), LOY__PICK_CHEAPEST);
}

/* The price of a bundle, where it has one. */
static int64_t
read_parts(loy__reader *reader, const loy_node *node, loy__set *out)
{
    static const loy__member members[] = {
        {"buy", LOY__AN_INTEGER | LOY__REQUIRED, "how many units are bought"},
        {"get", LOY__AN_INTEGER, "how many units are given"},
        {"buy_lines", LOY__A_TEXT, "a test of a line l: what is bought"},
        {"get_lines", LOY__A_TEXT, "a test of a line l: what is given"},
        {"most", LOY__AN_INTEGER, "how many are given in all"},
        {"pick", LOY__A_TEXT, "\"cheapest\" or \"dearest\""},
        {"repeat", LOY__A_BOOLEAN, "false: once"},
        {"shared", LOY__A_BOOLEAN, "true: what is given counts as bought"},
        {"price", LOY__A_TEXT | LOY__AN_INTEGER,
         "what those that are bought cost together, e.g. \"20.00\""},
    };
    const loy_node *values[LOY_COUNT(members)];

    *out = (loy__set){.most = -1};
    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return 0;
    out->buy = loy__read_units(reader, values[0], 1);
    out->get = loy__read_units(reader, values[1], 1);
    out->buy_lines = loy__read_lines(reader, values[2]);
    out->get_lines = loy__read_lines(reader, values[3]);
    out->most = loy__read_units(reader, values[4], -1);
    out->pick = loy__read_pick(reader, values[5]);
    out->repeat = values[6] == NULL || values[6]->number != 0;
    out->shared = values[7] != NULL && values[7]->number != 0;
    if (values[8] == NULL)
        return 0;
    out->bundle = true;
    if (values[1] != NULL || values[3] != NULL || values[7] != NULL)
        loy__fault(reader, values[8], "conflicting-members",
                   "what costs so much together gives nothing beside it", NULL,
                   "leave out \"get\", \"get_lines\" and \"shared\", or \"price\"");
    return loy__read_money(reader, values[8], 0);
}

void
loy__read_set(loy__reader *reader, const loy_node *node, int takes_off, loy__promotion *out)
{
    int64_t price = read_parts(reader, node, &out->set);

    if (!out->set.bundle)
        return;
    if (takes_off > 0)
        loy__fault(reader, node, "conflicting-members", "a promotion takes off one thing", NULL,
                   "leave out the \"price\" of the set, or what else is taken off");
    out->off = LOY__OFF_BUNDLE;
    out->amount = price;
}
