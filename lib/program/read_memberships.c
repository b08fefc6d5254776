/*
 * read_memberships.c -- plans that customers pay for: how long they run, what
 * they give, and what ending them costs.
 */
#include "program/read.h"

#include "base/macros.h"

enum { LASTS, TIERS, CANCEL, FORFEITS };

static void
read_plan_tiers(loy__reader *reader, const loy_node *map, uint32_t *tiers)
{
    for (const loy_node *node = map == NULL ? NULL : map->first; node != NULL; node = node->next) {
        uint32_t ladder = loy__part_of_key(reader, node, LOY_PART_LADDER);

        if (ladder < reader->program->ladder_count &&
            loy__expect(reader, node, LOY__A_TEXT, "the id of a tier"))
            tiers[ladder] = loy__tier_named(reader, node, node->text, node->text_size,
                                            &reader->program->ladders[ladder]);
    }
}

static void
read_forfeits(loy__reader *reader, const loy_node *list, loy__plan *out)
{
    uint64_t *set = loy__keep(reader, LOY__MAX_CURRENCIES / 64, sizeof(*set));

    out->forfeits = set;
    for (const loy_node *node = list == NULL || set == NULL ? NULL : loy__first_item(list);
         node != NULL; node = loy__next_item(list, node)) {
        uint32_t currency = loy__read_part(reader, node, LOY_PART_CURRENCY);

        if (currency != LOY__NONE)
            set[currency >> 6] |= UINT64_C(1) << (currency & 63);
    }
}

static void
read_plan(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    static const loy__choice cancels[] = {{"end", LOY__CANCEL_END}, {"now", LOY__CANCEL_NOW}};
    static const loy__member members[] = {
        [LASTS] = {"lasts", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P12M\""},
        [TIERS] = {"tiers", LOY__A_MAP, "tiers by ladder, e.g. {\"status\": \"gold\"}"},
        [CANCEL] = {"cancel", LOY__A_TEXT, "\"end\" or \"now\""},
        [FORFEITS] = {"forfeits", LOY__A_TEXT | LOY__A_LIST, "the id of a currency, or a list"},
    };
    const loy_node *values[LOY_COUNT(members)] = {NULL};
    uint32_t *tiers = loy__keep(reader, reader->program->ladder_count + 1u, sizeof(*tiers));
    loy__plan *out = item;

    (void)number;
    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->lasts = loy__read_duration(reader, values[LASTS], LOY__DURATION_POSITIVE, &out->length);
    out->cancel =
        loy__read_choice(reader, values[CANCEL], cancels, LOY_COUNT(cancels), LOY__CANCEL_END);
    out->tiers = tiers;
    if (tiers != NULL)
        read_plan_tiers(reader, values[TIERS], tiers);
    read_forfeits(reader, values[FORFEITS], out);
}

void
loy__read_memberships(loy__reader *reader)
{
    loy_program *program = reader->program;

    program->plans =
        loy__read_parts(reader, LOY__PART_PLAN, sizeof(loy__plan), read_plan, &program->plan_count);
}
