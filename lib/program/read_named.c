/*
 * read_named.c -- the rules that groups, budgets and caps name, and the promotions that
 * budgets name.
 */
#include <string.h>

#include "program/read.h"

const loy_node *
loy__named_of(const loy__reader *reader, uint32_t part, uint32_t number, uint32_t named)
{
    const char *member = named == LOY_PART_RULE ? "rules" : "promotions";
    const loy_node *list = loy__node_get(reader->parts[part].nodes[number], member, strlen(member));

    return list != NULL && list->kind == LOY__NODE_LIST ? list : NULL;
}

const loy_node *
loy__rules_of(const loy__reader *reader, uint32_t part, uint32_t number)
{
    return loy__named_of(reader, part, number, LOY_PART_RULE);
}

uint32_t
loy__part_named(const loy__reader *reader, const loy_node *item, uint32_t named)
{
    uint32_t number = item->kind == LOY__NODE_TEXT
                          ? loy__find_part(reader, named, item->text, item->text_size)
                          : LOY__NONE;

    return number < reader->parts[named].count ? number : LOY__NONE;
}

uint32_t
loy__rule_named(const loy__reader *reader, const loy_node *item)
{
    return loy__part_named(reader, item, LOY_PART_RULE);
}

uint32_t *
loy__count_naming(loy__reader *reader, uint32_t part, uint32_t named)
{
    uint32_t most = reader->parts[named].count;
    uint32_t *counts = loy__borrow(reader, most, sizeof(*counts));

    for (uint32_t i = 0; i < reader->parts[part].count && counts != NULL; i++) {
        const loy_node *list = loy__named_of(reader, part, i, named);

        for (const loy_node *item = list != NULL ? list->first : NULL; item != NULL;
             item = item->next) {
            uint32_t number = loy__read_part(reader, item, named);

            if (number < most)
                counts[number]++;
        }
    }
    return counts;
}

bool
loy__rule_earns(const loy__rule *rule, uint32_t currency)
{
    for (uint32_t i = 0; i < rule->earn_count; i++)
        if (rule->earns[i].target == currency)
            return true;
    return false;
}
