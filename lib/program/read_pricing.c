/*
 * read_pricing.c -- how several promotions go together: in which order, of what,
 * in which groups, and how amounts are rounded and shared.
 */
#include "program/read.h"

#include "base/macros.h"

static void
read_groups(loy__reader *reader, const loy_node *map, loy__pricing *out)
{
    static const loy__choice modes[] = {{"all", LOY__TOGETHER_ALL},
                                        {"first", LOY__TOGETHER_FIRST},
                                        {"best", LOY__TOGETHER_BEST},
                                        {"best-line", LOY__TOGETHER_BEST_LINE}};
    loy__price_group *groups;

    if (map == NULL)
        return;
    if (map->count > LOY__MAX_PRICE_GROUPS) {
        loy__fault(reader, map, "out-of-range", "there are too many groups", NULL,
                   "at most 256 are possible");
        return;
    }
    groups = loy__keep(reader, map->count, sizeof(*groups));
    for (const loy_node *node = map->first; node != NULL && groups != NULL; node = node->next) {
        loy__price_group *group = &groups[out->group_count];

        if (!loy__expect(reader, node, LOY__A_TEXT,
                         "\"all\", \"first\", \"best\" or \"best-line\""))
            continue;
        group->name = loy__keep_text(reader, node->key, node->key_size);
        group->size = (uint32_t)node->key_size;
        group->mode = loy__read_choice(reader, node, modes, LOY_COUNT(modes), LOY__TOGETHER_ALL);
        out->group_count++;
    }
    out->groups = groups;
}

void
loy__read_pricing(loy__reader *reader)
{
    static const loy__choice orders[] = {{"document", 0}, {"priority", 1}};
    static const loy__choice bases[] = {{"left", LOY__BASE_LEFT}, {"original", LOY__BASE_ORIGINAL}};
    static const loy__choice roundings[] = {{"half-up", LOY__HALF_UP},
                                            {"floor", LOY__FLOOR},
                                            {"half-even", LOY__HALF_EVEN},
                                            {"ceil", LOY__CEIL}};
    static const loy__choice shares[] = {
        {"largest", LOY__SHARE_LARGEST}, {"first", LOY__SHARE_FIRST}, {"last", LOY__SHARE_LAST}};
    static const loy__choice taxes[] = {{"line", LOY__TAX_BY_LINE}, {"order", LOY__TAX_BY_ORDER}};
    static const loy__choice carries[] = {{"rounded", 0}, {"exact", 1}};
    static const loy__member members[] = {
        {"order", LOY__A_TEXT, "\"document\" or \"priority\""},
        {"base", LOY__A_TEXT, "\"left\" or \"original\""},
        {"needs", LOY__A_TEXT, "\"left\" or \"original\""},
        {"rounding", LOY__A_TEXT, "\"half-up\", \"floor\", \"half-even\" or \"ceil\""},
        {"share", LOY__A_TEXT, "\"largest\", \"first\" or \"last\""},
        {"tax", LOY__A_TEXT, "\"line\" or \"order\""},
        {"carry", LOY__A_TEXT, "\"rounded\" or \"exact\""},
        {"groups", LOY__A_MAP, "{\"ID\": \"best\"}"},
    };
    const loy_node *values[LOY_COUNT(members)];
    loy__pricing *out = &reader->program->pricing;

    loy__read_members(reader, reader->root[LOY__ROOT_PRICING], members, LOY_COUNT(members), values);
    out->by_priority = loy__read_choice(reader, values[0], orders, LOY_COUNT(orders), 0) != 0;
    out->base = loy__read_choice(reader, values[1], bases, LOY_COUNT(bases), LOY__BASE_LEFT);
    out->needs_base = loy__read_choice(reader, values[2], bases, LOY_COUNT(bases), LOY__BASE_LEFT);
    out->rounding = (loy__rounding)loy__read_choice(reader, values[3], roundings,
                                                    LOY_COUNT(roundings), LOY__HALF_UP);
    out->share = loy__read_choice(reader, values[4], shares, LOY_COUNT(shares), LOY__SHARE_LARGEST);
    out->tax = loy__read_choice(reader, values[5], taxes, LOY_COUNT(taxes), LOY__TAX_BY_LINE);
    out->carries = loy__read_choice(reader, values[6], carries, LOY_COUNT(carries), 0) != 0 &&
                   out->base == LOY__BASE_LEFT;
    read_groups(reader, values[7], out);
}
