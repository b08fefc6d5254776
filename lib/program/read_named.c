/*
 * read_named.c -- the rules that groups, budgets and caps name.
 */
#include "program/read.h"

const loy_node *
loy__rules_of(const loy__reader *reader, uint32_t part, uint32_t number)
{
    const loy_node *list = loy__node_get(reader->parts[part].nodes[number], "rules", 5);

    return list != NULL && list->kind == LOY__NODE_LIST ? list : NULL;
}

uint32_t
loy__rule_named(const loy__reader *reader, const loy_node *item)
{
    uint32_t rule = item->kind == LOY__NODE_TEXT
                        ? loy__find_part(reader, LOY_PART_RULE, item->text, item->text_size)
                        : LOY__NONE;

    return rule < reader->program->rule_count ? rule : LOY__NONE;
}

uint32_t *
loy__count_naming(loy__reader *reader, uint32_t part)
{
    uint32_t *counts = loy__borrow(reader, reader->program->rule_count, sizeof(*counts));

    for (uint32_t i = 0; i < reader->parts[part].count && counts != NULL; i++) {
        const loy_node *list = loy__rules_of(reader, part, i);

        for (const loy_node *item = list != NULL ? list->first : NULL; item != NULL;
             item = item->next) {
            uint32_t rule = loy__read_part(reader, item, LOY_PART_RULE);

            if (rule < reader->program->rule_count)
                counts[rule]++;
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
