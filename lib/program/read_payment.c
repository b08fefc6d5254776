/*
 * read_payment.c -- paying with points at the till: steps and their worth, how
 * much of a basket they may pay, and which currencies stand in for one another.
 */
#include "program/read.h"

#include "base/macros.h"

enum { STEP, VALUE, MINIMUM, MAXIMUM, REQUIRES, SHARE, SHORT, LAST_STEP, AS, CURRENCIES, MEMBERS };

static const loy__member members[MEMBERS] = {
    [STEP] = {"step", LOY__A_TEXT | LOY__AN_INTEGER | LOY__REQUIRED,
              "the points of one step, e.g. 100"},
    [VALUE] = {"value", LOY__A_TEXT | LOY__AN_INTEGER, "the money that a step pays, e.g. \"1.00\""},
    [MINIMUM] = {"minimum", LOY__A_TEXT | LOY__AN_INTEGER, "the least number of points, e.g. 500"},
    [MAXIMUM] = {"maximum", LOY__A_TEXT | LOY__AN_INTEGER, "the most points, e.g. 5000"},
    [REQUIRES] = {"requires", LOY__A_TEXT | LOY__AN_INTEGER,
                  "the points that the customer must have, e.g. 500"},
    [SHARE] = {"share", LOY__A_TEXT, "the most of the basket, e.g. \"0.5\" for half of it"},
    [SHORT] = {"short", LOY__A_TEXT, "\"refuse\" or \"clamp\""},
    [LAST_STEP] = {"last_step", LOY__A_TEXT, "\"fits\" or \"over\""},
    [AS] = {"as", LOY__A_TEXT, "\"tender\", \"discount\" or \"money\""},
    [CURRENCIES] = {"currencies", LOY__A_LIST, "ids of currencies, e.g. [\"promo\", \"base\"]"},
};

static void
read_limits(loy__reader *reader, const loy_node *const *values, loy__currency *out)
{
    out->minimum = loy__read_points(reader, values[MINIMUM], out->scale, 0);
    out->maximum = loy__read_points(reader, values[MAXIMUM], out->scale, 1);
    out->requires = loy__read_points(reader, values[REQUIRES], out->scale, 0);
    if (values[MAXIMUM] == NULL)
        out->maximum = 0;
    if (out->maximum != 0 && out->maximum < out->minimum)
        loy__fault(reader, values[MAXIMUM], "conflicting-members",
                   "the most points are fewer than the least", NULL,
                   "write a \"maximum\" that is at least \"minimum\"");
    if (values[SHARE] == NULL)
        return;
    out->share = loy__read_points(reader, values[SHARE], LOY__FACTOR_DIGITS, 1);
    if (out->share > loy__power10(LOY__FACTOR_DIGITS))
        loy__fault(reader, values[SHARE], "out-of-range", "the share is more than the basket", NULL,
                   "write \"1\" for all of it, \"0.5\" for half");
    if (out->value == 0)
        loy__fault(reader, values[SHARE], "missing-member",
                   "a share of the basket needs to know what points are worth", NULL,
                   "add \"value\", the money that a step pays");
}

void
loy__read_payment(loy__reader *reader, const loy_node *node, loy__currency *out)
{
    static const loy__choice shortages[] = {
        {"refuse", LOY__SHORT_REFUSE},
        {"clamp", LOY__SHORT_CLAMP},
    };
    static const loy__choice ways[] = {
        {"tender", LOY__PAY_TENDER},
        {"discount", LOY__PAY_DISCOUNT},
        {"money", LOY__PAY_MONEY},
    };
    static const loy__choice ends[] = {{"fits", LOY__STEP_FITS}, {"over", LOY__STEP_OVER}};
    const loy_node *values[MEMBERS];

    out->shortage = LOY__SHORT_REFUSE;
    if (!loy__read_members(reader, node, members, MEMBERS, values))
        return;
    out->step = loy__read_points(reader, values[STEP], out->scale, 1);
    out->value = loy__read_money(reader, values[VALUE], 0);
    read_limits(reader, values, out);
    out->shortage =
        loy__read_choice(reader, values[SHORT], shortages, LOY_COUNT(shortages), LOY__SHORT_REFUSE);
    out->last_step =
        loy__read_choice(reader, values[LAST_STEP], ends, LOY_COUNT(ends), LOY__STEP_FITS);
    if (values[LAST_STEP] != NULL && out->value == 0)
        loy__fault(reader, values[LAST_STEP], "missing-member", "steps without worth always fit",
                   NULL, "add \"value\", the money that a step pays");
    out->pays_as = loy__read_choice(reader, values[AS], ways, LOY_COUNT(ways), LOY__PAY_TENDER);
    if (out->pays_as == LOY__PAY_DISCOUNT && out->value == 0)
        loy__fault(reader, values[AS], "missing-member", "a discount of points without worth", NULL,
                   "add \"value\", the money that a step pays");
}

/* ---- Currencies that stand in for one another ---- */

static bool
drawn_already(const loy__draw *draw, uint32_t currency)
{
    for (uint32_t i = 0; i < draw->count; i++)
        if (draw->currencies[i] == currency)
            return true;
    return false;
}

void
loy__read_draw(loy__reader *reader, const loy_node *list, uint32_t own, loy__draw *out)
{
    const loy__currency *currencies = reader->program->currencies;
    uint32_t *found = loy__keep(reader, loy__item_count(list) + 1, sizeof(*found));

    if (found == NULL)
        return;
    *out = (loy__draw){.currencies = found};
    for (const loy_node *item = loy__first_item(list); item != NULL;
         item = loy__next_item(list, item)) {
        uint32_t currency;

        if (!loy__expect(reader, item, LOY__A_TEXT, "the id of a currency"))
            continue;
        currency = loy__read_part(reader, item, LOY_PART_CURRENCY);
        if (currency == LOY__NONE)
            continue;
        if (currencies[currency].scale != currencies[own].scale)
            loy__fault(reader, item, "conflicting-members",
                       "points of \"%s\" have other decimals, so that they cannot stand in",
                       item->text, "give the currencies the same \"scale\"");
        if (!drawn_already(out, currency))
            found[out->count++] = currency;
    }
    if (!drawn_already(out, own))
        found[out->count++] = own;
}

void
loy__read_draws(loy__reader *reader)
{
    const loy__part *parts = &reader->parts[LOY_PART_CURRENCY];
    loy__currency *currencies = (loy__currency *)reader->program->currencies;

    for (uint32_t i = 0; i < parts->count && !reader->failed; i++) {
        const loy_node *node = parts->nodes[i];

        if (node == NULL || node->kind != LOY__NODE_MAP)
            continue;
        node = loy__node_get(node, "payment", 7);
        node = node == NULL || node->kind != LOY__NODE_MAP ? NULL
                                                           : loy__node_get(node, "currencies", 10);
        loy__read_draw(reader, node == NULL || node->kind != LOY__NODE_LIST ? NULL : node, i,
                       &currencies[i].draw);
    }
}
