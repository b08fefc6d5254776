/*
 * read_pending.c -- how long points wait before they can be spent: those of a
 * currency, of some customers, of a rule.
 *
 * Points wait a time, until an activate event, or until whichever comes first.
 */
#include "program/read.h"

#include "base/macros.h"

enum { UNTIL, AFTER, OR, CASES, MEMBERS };

static const loy__member members[MEMBERS] = {
    [UNTIL] = {"until", LOY__A_TEXT, "\"activate\""},
    [AFTER] = {"after", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P14D\""},
    [OR] = {"or", LOY__A_TEXT, "\"activate\""},
    [CASES] = {"cases", LOY__A_LIST,
               "[{\"when\": \"customer.tiers.status == 'gold'\", \"after\": \"P3D\"}]"},
};

static const loy__choice events[] = {{"activate", 1}};

/* One of the two. */
static void
read_wait(loy__reader *reader, const loy_node *node, const loy_node *until, const loy_node *after,
          loy__wait *out)
{
    if (node->kind == LOY__NODE_MAP && (until == NULL) == (after == NULL))
        loy__fault(reader, node, "conflicting-members",
                   "points wait until an event or after a time", NULL,
                   "write {\"until\": \"activate\"} or {\"after\": \"P14D\"}");
    loy__read_choice(reader, until, events, LOY_COUNT(events), 0);
    if (until != NULL)
        out->how = LOY__WAIT_EVENT;
    else if (loy__read_duration(reader, after, 0, &out->after) &&
             (out->after.months | out->after.days | out->after.ms) != 0)
        out->how = LOY__WAIT_TIME;
}

void
loy__read_pending(loy__reader *reader, const loy_node *node, loy__currency *out)
{
    const loy_node *values[MEMBERS] = {[AFTER] = node};

    if (node == NULL)
        return;
    if (node->kind == LOY__NODE_MAP)
        loy__read_members(reader, node, members, MEMBERS, values);
    read_wait(reader, node, values[UNTIL], values[AFTER], &out->pending);
    loy__read_choice(reader, values[OR], events, LOY_COUNT(events), 0);
    out->activates = values[UNTIL] != NULL || values[OR] != NULL;
}

/* ---- Points that wait otherwise ---- */

static void
admit_event(loy__reader *reader, const loy_node *node, const loy__currency *currency)
{
    if (node != NULL && !currency->activates)
        loy__fault(
            reader, node, "conflicting-members", "no event activates points of the currency %s",
            currency->name.text,
            "write {\"after\": \"P14D\", \"or\": \"activate\"} as \"pending\" of the currency");
}

static void
read_case(loy__reader *reader, const loy_node *node, const loy__currency *currency,
          loy__wait_case *out)
{
    static const loy__member parts[] = {
        {"when", LOY__A_TEXT | LOY__REQUIRED, "a condition"},
        {"until", LOY__A_TEXT, "\"activate\""},
        {"after", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P3D\", or \"P0D\": at once"},
    };
    const loy_node *values[LOY_COUNT(parts)];

    if (!loy__expect(reader, node, LOY__A_MAP, "{\"when\": CONDITION, \"after\": \"P3D\"}"))
        return;
    loy__read_members(reader, node, parts, LOY_COUNT(parts), values);
    out->when = loy__read_code(reader, values[0], "bool");
    read_wait(reader, node, values[1], values[2], &out->wait);
    admit_event(reader, values[1], currency);
}

static void
read_cases(loy__reader *reader, const loy_node *list, loy__currency *out)
{
    loy__wait_case *cases = loy__keep(reader, list->count, sizeof(*cases));

    if (cases == NULL)
        return;
    for (const loy_node *node = list->first; node != NULL; node = node->next)
        read_case(reader, node, out, &cases[out->case_count++]);
    out->cases = cases;
    reader->program->own_lots = reader->program->own_lots || out->case_count > 0;
}

void
loy__read_waits(loy__reader *reader)
{
    const loy__part *parts = &reader->parts[LOY_PART_CURRENCY];
    loy__currency *currencies = (loy__currency *)reader->program->currencies;

    for (uint32_t i = 0; i < parts->count && !reader->failed; i++) {
        const loy_node *node = parts->nodes[i];

        if (node != NULL && node->kind == LOY__NODE_MAP)
            node = loy__node_get(node, "pending", 7);
        if (node != NULL && node->kind == LOY__NODE_MAP)
            node = loy__node_get(node, "cases", 5);
        if (node != NULL && node->kind == LOY__NODE_LIST)
            read_cases(reader, node, &currencies[i]);
    }
}

void
loy__read_rule_wait(loy__reader *reader, const loy_node *node, loy__rule *out)
{
    static const loy__member parts[] = {{"until", LOY__A_TEXT | LOY__REQUIRED, "\"activate\""}};
    const loy_node *until = NULL;
    loy__wait *wait;

    if (node == NULL)
        return;
    if (out->earn_count == 0)
        loy__fault(reader, node, "conflicting-members", "this rule earns nothing that could wait",
                   NULL, "leave out \"pending\", or add \"earn\"");
    wait = loy__keep(reader, 1, sizeof(*wait));
    if (wait == NULL)
        return;
    if (node->kind == LOY__NODE_MAP && !loy__read_members(reader, node, parts, 1, &until))
        return;
    if (node->kind != LOY__NODE_MAP || until != NULL)
        read_wait(reader, node, until, until == NULL ? node : NULL, wait);
    for (uint32_t i = 0; i < out->earn_count; i++)
        if (out->earns[i].target < reader->program->currency_count)
            admit_event(reader, until, &reader->program->currencies[out->earns[i].target]);
    out->wait = wait;
    reader->program->own_lots = true;
}
