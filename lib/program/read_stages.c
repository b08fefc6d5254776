/*
 * read_stages.c -- the stages of the lifecycle and the transitions between
 * them; a program without `stages` has the usual table.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

/* ---- The usual table ---- */

enum { PROSPECT, FIRST_PURCHASE, REPEAT, LOYAL, AT_RISK, LOST, WON_BACK, STAGES };

static const char *const default_names[STAGES] = {
    [PROSPECT] = "prospect", [FIRST_PURCHASE] = "first-purchase",
    [REPEAT] = "repeat",     [LOYAL] = "loyal",
    [AT_RISK] = "at-risk",   [LOST] = "lost",
    [WON_BACK] = "won-back",
};

/* days 0: on a purchase. */
static const struct {
    uint64_t from; /* bitset */
    uint32_t to;
    int32_t days; /* since the last purchase */
    const char *when;
    const char *reason;
} default_transitions[] = {
    {1u << PROSPECT, FIRST_PURCHASE, 0, NULL, "first purchase"},
    {1u << FIRST_PURCHASE, REPEAT, 0, NULL, "bought again"},
    {1u << REPEAT, LOYAL, 0, "customer.purchases >= 4", "fifth purchase"},
    {1u << AT_RISK, REPEAT, 0, NULL, "back in time"},
    {1u << LOST, WON_BACK, 0, NULL, "back after loss"},
    {1u << WON_BACK, REPEAT, 0, NULL, "bought again"},
    {1u << FIRST_PURCHASE | 1u << REPEAT | 1u << LOYAL | 1u << WON_BACK, AT_RISK, 90, NULL,
     "90 days without purchase"},
    {1u << AT_RISK, LOST, 180, NULL, "180 days without purchase"},
};

uint32_t
loy__default_stage_count(void)
{
    return STAGES;
}

const char *
loy__default_stage(uint32_t index)
{
    return default_names[index];
}

static void
use_default_transitions(loy__reader *reader)
{
    loy__transition *items = loy__keep(reader, LOY_COUNT(default_transitions), sizeof(*items));
    uint64_t *from;
    const char *when;
    size_t i;

    if (items == NULL)
        return;
    for (i = 0; i < LOY_COUNT(default_transitions); i++) {
        from = loy__keep(reader, 1, sizeof(*from));
        if (from == NULL)
            return;
        *from = default_transitions[i].from;
        when = default_transitions[i].when;
        items[i].from = from;
        items[i].reason = default_transitions[i].reason;
        items[i].to = default_transitions[i].to;
        items[i].timed = default_transitions[i].days != 0;
        items[i].after.days = default_transitions[i].days;
        items[i].trigger = items[i].timed ? LOY__NONE : LOY__ON_PURCHASE;
        if (when != NULL)
            items[i].when =
                loy__compile_text(reader, reader->draft->root, when, strlen(when), "bool");
    }
    reader->program->transitions = items;
    reader->program->transition_count = LOY_COUNT(default_transitions);
}

/* ---- A table of the program's own ---- */

static const uint64_t *
read_from(loy__reader *reader, const loy_node *node)
{
    const loy_node *item;
    uint64_t *set = loy__keep(reader, (reader->program->stage_count + 63) / 64, sizeof(*set));
    uint32_t stage;

    if (node != NULL && loy__item_count(node) == 0)
        loy__fault(reader, node, "missing-member", "a transition leaves at least one stage", NULL,
                   "name a stage");
    for (item = loy__first_item(node); item != NULL; item = loy__next_item(node, item)) {
        stage = loy__read_part(reader, item, LOY_PART_STAGE);
        if (set != NULL && stage != LOY__NONE)
            set[stage >> 6] |= UINT64_C(1) << (stage & 63);
    }
    return set;
}

enum { T_FROM, T_TO, T_ON, T_WHEN, T_AFTER, T_SINCE, T_REASON, T_COUNT };

static void
read_transition(loy__reader *reader, const loy_node *node, loy__transition *out)
{
    static const loy__choice since[] = {{"purchase", 0}, {"stage", 1}};
    static const loy__member members[T_COUNT] = {
        {"from", LOY__A_TEXT | LOY__A_LIST | LOY__REQUIRED, "a stage or a list of stages"},
        {"to", LOY__A_TEXT | LOY__REQUIRED, "a stage"},
        {"on", LOY__A_TEXT, "a kind of event, e.g. \"purchase\""},
        {"when", LOY__A_TEXT, "a condition"},
        {"after", LOY__A_TEXT, "an ISO 8601 duration, e.g. \"P90D\""},
        {"since", LOY__A_TEXT, "\"purchase\" or \"stage\""},
        {"reason", LOY__A_TEXT, "the reason in words"},
    };
    const loy_node *values[T_COUNT];

    if (!loy__read_members(reader, node, members, T_COUNT, values))
        return;
    out->from = read_from(reader, values[T_FROM]);
    out->to = loy__read_part(reader, values[T_TO], LOY_PART_STAGE);
    out->trigger = loy__read_part(reader, values[T_ON], LOY__PART_KIND);
    out->when = loy__read_code(reader, values[T_WHEN], "bool");
    out->timed = loy__read_duration(reader, values[T_AFTER], LOY__DURATION_POSITIVE, &out->after);
    out->since_stage = loy__read_choice(reader, values[T_SINCE], since, LOY_COUNT(since), 0) != 0;
    out->reason = loy__read_text(reader, values[T_REASON]);
    if ((values[T_ON] != NULL) == (values[T_AFTER] != NULL))
        loy__fault(reader, node, values[T_ON] == NULL ? "missing-member" : "conflicting-members",
                   "a transition happens on an event or after a time", NULL,
                   "write either \"on\": \"purchase\" or \"after\": \"P90D\"");
    if (values[T_SINCE] != NULL && values[T_AFTER] == NULL)
        loy__fault(reader, values[T_SINCE], "conflicting-members", "\"since\" belongs to \"after\"",
                   NULL, "leave it out, or write \"after\"");
}

static void
read_transitions(loy__reader *reader, const loy_node *list)
{
    loy__transition *items;
    const loy_node *node;
    uint32_t count = 0;

    if (list == NULL)
        return;
    items = loy__keep(reader, list->count, sizeof(*items));
    if (items == NULL)
        return;
    for (node = list->first; node != NULL; node = node->next)
        read_transition(reader, node, &items[count++]);
    reader->program->transitions = items;
    reader->program->transition_count = count;
}

void
loy__read_stages(loy__reader *reader)
{
    static const loy__member members[] = {
        {"initial", LOY__A_TEXT | LOY__REQUIRED, "the stage of a new customer"},
        {"names", LOY__A_LIST | LOY__REQUIRED, "a list of ids of stages"},
        {"transitions", LOY__A_LIST, "a list of transitions"},
    };
    const loy__part *part = &reader->parts[LOY_PART_STAGE];
    const loy_node *values[LOY_COUNT(members)];
    loy__stage *stages = loy__keep(reader, part->count, sizeof(*stages));
    uint32_t i;

    if (stages == NULL)
        return;
    for (i = 0; i < part->count; i++)
        stages[i].name = part->names[i];
    reader->program->stages = stages;
    reader->program->stage_count = part->count;
    if (reader->root[LOY__ROOT_STAGES] == NULL) {
        reader->program->initial_stage = PROSPECT;
        use_default_transitions(reader);
        return;
    }
    if (!loy__read_members(reader, reader->root[LOY__ROOT_STAGES], members, LOY_COUNT(members),
                           values))
        return;
    if (values[1] == NULL)
        return; /* without names no id of a stage is known */
    reader->program->initial_stage = loy__read_part(reader, values[0], LOY_PART_STAGE);
    read_transitions(reader, values[2]);
}
