/*
 * read_late.c -- what becomes of events that come late, and what cannot be had
 * together with judging others again: what customers share would have to change
 * for those whom the late event does not concern.
 */
#include "base/macros.h"
#include "program/read.h"

static void
check_members(loy__reader *reader, const loy_node *node, const loy_node *after,
              const loy_node *within)
{
    const loy__late *late = &reader->program->accounts.late;

    if (after != NULL && late->events != LOY__LATE_REFUSE)
        loy__fault(reader, after, "missing-member", "a time after which nothing happens", NULL,
                   "add \"events\": \"refuse\"");
    if (within != NULL && late->events != LOY__LATE_REEVALUATE)
        loy__fault(reader, within, "missing-member", "a time within which nothing is judged again",
                   NULL, "add \"events\": \"re-evaluate\"");
    if (within == NULL && late->events == LOY__LATE_REEVALUATE)
        loy__fault(reader, node, "missing-member",
                   "events cannot be kept for ever so that they may be judged again", NULL,
                   "say how late an event may come to take its place: \"within\": \"P7D\"");
}

static bool
is_shared(const loy__limit *limit)
{
    return limit != NULL && limit->name != NULL && limit->all >= 0;
}

/* A limit of all customers of some rule, reward or promotion. */
static const char *
shared_limit(const loy_program *program)
{
    for (uint32_t i = 0; i < program->rule_count; i++)
        if (is_shared(program->rules[i].limit))
            return program->rules[i].name.text;
    for (uint32_t i = 0; i < program->reward_count; i++)
        if (is_shared(&program->rewards[i].limit))
            return program->rewards[i].name.text;
    for (uint32_t i = 0; i < program->pricing.count; i++)
        if (is_shared(&program->pricing.promotions[i].limit))
            return program->pricing.promotions[i].name.text;
    return NULL;
}

static void
check_shared(loy__reader *reader, const loy_node *node)
{
    const loy_program *program = reader->program;
    const char *hint = "write \"events\": \"present\", or leave out what customers share";
    const char *limited;

    if (program->accounts.late.events != LOY__LATE_REEVALUATE)
        return;
    limited = shared_limit(program);
    if (program->budget_count > 0)
        loy__fault(reader, node, "conflicting-members",
                   "what a budget left at an earlier moment cannot be judged again", NULL, hint);
    if (limited != NULL)
        loy__fault(reader, node, "conflicting-members",
                   "how often all customers had used \"%s\" at an earlier moment cannot be judged "
                   "again",
                   limited, hint);
    if (program->converts)
        loy__fault(reader, node, "conflicting-members",
                   "what points have turned into is not taken back", NULL,
                   "write \"events\": \"present\", or leave out \"convert\"");
    if (program->accounts.households.kind != 0)
        loy__fault(reader, node, "conflicting-members",
                   "what a household had at an earlier moment cannot be judged again", NULL, hint);
    if (program->accounts.referrals.allowed)
        loy__fault(reader, node, "conflicting-members",
                   "which purchase rewards a referrer cannot be judged again", NULL, hint);
}

void
loy__read_late(loy__reader *reader)
{
    static const loy__choice choices[] = {{"present", LOY__LATE_PRESENT},
                                          {"refuse", LOY__LATE_REFUSE},
                                          {"re-evaluate", LOY__LATE_REEVALUATE}};
    static const loy__member members[] = {
        {"events", LOY__A_TEXT, "\"present\", \"refuse\" or \"re-evaluate\""},
        {"after", LOY__A_TEXT, "how much later they are still taken, e.g. \"P7D\""},
        {"within", LOY__A_TEXT, "how late they may come to take their place, e.g. \"P7D\""},
    };
    const loy_node *node = reader->root[LOY__ROOT_LATE];
    loy__late *out = &reader->program->accounts.late;
    const loy_node *values[LOY_COUNT(members)];

    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->events =
        loy__read_choice(reader, values[0], choices, LOY_COUNT(choices), LOY__LATE_PRESENT);
    loy__read_duration(reader, values[1], 0, &out->after);
    loy__read_duration(reader, values[2], LOY__DURATION_POSITIVE, &out->within);
    check_members(reader, node, values[1], values[2]);
    check_shared(reader, node);
}
