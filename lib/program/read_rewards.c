/*
 * read_rewards.c -- rewards: what they cost in points, who may have them, and
 * what they give.
 *
 * A reward without a price is not for sale: only a voucher buys it.
 */
#include "program/read.h"

#include "base/macros.h"

static void
read_points(loy__reader *reader, const loy_node *map, const loy__price **out, uint32_t *count)
{
    const loy_node *node;
    loy__price *prices;
    uint32_t currency, at;

    if (map == NULL)
        return;
    if (map->count == 0)
        loy__fault(reader, map, "missing-member", "\"%s\" names at least one currency", map->key,
                   "write {\"CURRENCY\": 100}, or leave it out: without a price only a voucher "
                   "buys");
    prices = loy__keep(reader, map->count, sizeof(*prices));
    if (prices == NULL)
        return;
    for (node = map->first; node != NULL; node = node->next) {
        currency = loy__part_of_key(reader, node, LOY_PART_CURRENCY);
        if (!loy__expect(reader, node, LOY__A_TEXT | LOY__AN_INTEGER, "points, e.g. 100") ||
            currency >= reader->program->currency_count)
            continue;
        for (at = (*count)++; at > 0 && prices[at - 1].currency > currency; at--)
            prices[at] = prices[at - 1];
        prices[at].currency = currency;
        prices[at].points =
            loy__read_points(reader, node, reader->program->currencies[currency].scale, 1);
    }
    *out = prices;
}

static void
check_item(loy__reader *reader, const loy_node *node)
{
    static const loy__member members[] = {
        {"category", LOY__A_TEXT, "a category, e.g. \"drinks/coffee\""},
        {"sku", LOY__A_TEXT, "a SKU"},
    };
    const loy_node *values[LOY_COUNT(members)];

    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    if ((values[0] != NULL) == (values[1] != NULL))
        loy__fault(reader, node, values[0] == NULL ? "missing-member" : "conflicting-members",
                   "a free item is named by its category or by its SKU", NULL,
                   "write {\"category\": \"coffee\"} or {\"sku\": \"LATTE\"}");
}

static void
read_give(loy__reader *reader, const loy_node *node, loy__reward *out)
{
    static const loy__member members[] = {
        {"free_item", LOY__A_MAP, "{\"category\": \"coffee\"} or {\"sku\": \"LATTE\"}"},
        {"discount", LOY__A_TEXT | LOY__AN_INTEGER, "money, e.g. \"5.00\""},
        {"text", LOY__A_TEXT, "what the customer gets, in words"},
        {"voucher", LOY__A_TEXT, "the id of a voucher"},
    };
    const loy_node *values[LOY_COUNT(members)];

    out->voucher = LOY__NONE;
    if (!loy__read_members(reader, node, members, LOY_COUNT(members), values))
        return;
    if ((values[0] != NULL) + (values[1] != NULL) + (values[2] != NULL) + (values[3] != NULL) != 1)
        loy__fault(reader, node, node->count == 0 ? "missing-member" : "conflicting-members",
                   "a reward gives one thing", NULL,
                   "write one of \"free_item\", \"discount\", \"voucher\" and \"text\"");
    if (values[0] != NULL) {
        out->give = LOY__GIVE_ITEM;
        check_item(reader, values[0]);
    } else if (values[1] != NULL) {
        out->give = LOY__GIVE_DISCOUNT;
        out->discount = loy__read_money(reader, values[1], 1);
    } else if (values[2] != NULL) {
        out->give = LOY__GIVE_TEXT;
    } else if (values[3] != NULL) {
        out->give = LOY__GIVE_VOUCHER;
        out->voucher = loy__read_part(reader, values[3], LOY_PART_VOUCHER);
    }
}

static void
read_draw(loy__reader *reader, const loy_node *list, loy__reward *out)
{
    if (list == NULL)
        return;
    if (out->price_count == 1)
        loy__read_draw(reader, list, out->prices[0].currency, &out->draw);
    else
        loy__fault(reader, list, "conflicting-members",
                   "several currencies stand in for the one that the price is in", NULL,
                   "write a price in one currency, or leave out \"currencies\"");
}

static void
read_remainder(loy__reader *reader, const loy_node *node, loy__reward *out)
{
    static const loy__choice choices[] = {
        {"forfeit", LOY__REMAINDER_FORFEIT},
        {"keep", LOY__REMAINDER_KEEP},
        {"refuse", LOY__REMAINDER_REFUSE},
    };

    out->remainder =
        loy__read_choice(reader, node, choices, LOY_COUNT(choices), LOY__REMAINDER_FORFEIT);
    if (node != NULL && out->give != LOY__GIVE_DISCOUNT)
        loy__fault(reader, node, "conflicting-members", "only a discount can have a remainder",
                   NULL, "leave out \"remainder\", or give a \"discount\"");
}

static void
read_reward(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    loy__reward *out = item;
    static const loy__member members[] = {
        {"id", LOY__A_TEXT | LOY__REQUIRED, "the id of the reward"},
        {"price", LOY__A_MAP, "a map of currencies and points, e.g. {\"stars\": 100}"},
        {"when", LOY__A_TEXT, "a condition"},
        {"give", LOY__A_MAP, "one of free_item, discount, voucher and text"},
        {"limit", LOY__A_MAP, "{\"customer\": 1} or {\"all\": 100}"},
        {"requires", LOY__A_MAP, "a map of currencies and points, e.g. {\"stars\": 170}"},
        {"currencies", LOY__A_LIST, "ids of currencies, e.g. [\"promo\", \"base\"]"},
        {"remainder", LOY__A_TEXT, "\"forfeit\", \"keep\" or \"refuse\""},
        {"from", LOY__A_TEXT, "a date or time, e.g. \"2026-03-01\""},
        {"until", LOY__A_TEXT, "a date or time, e.g. \"2026-04-01\""},
    };
    const loy_node *values[LOY_COUNT(members)];

    (void)number;
    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    read_points(reader, values[1], &out->prices, &out->price_count);
    out->when = loy__read_code(reader, values[2], "bool");
    read_give(reader, values[3], out);
    loy__read_limit(reader, values[4], LOY__LIMIT_REWARD, &out->name, &out->limit);
    read_points(reader, values[5], &out->requires, &out->require_count);
    read_draw(reader, values[6], out);
    read_remainder(reader, values[7], out);
    loy__read_validity(reader, node, &values[8], "nobody can buy this reward", &out->from,
                       &out->until);
}

void
loy__read_rewards(loy__reader *reader)
{
    loy_program *program = reader->program;

    program->rewards = loy__read_parts(reader, LOY_PART_REWARD, sizeof(loy__reward), read_reward,
                                       &program->reward_count);
}
