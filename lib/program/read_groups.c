/*
 * read_groups.c -- groups of rules of which one wins, and the seats that rules
 * have in them.
 */
#include "program/read.h"

#include "base/macros.h"

static void
read_group(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    loy__group *out = item;
    static const loy__choice modes[] = {
        {"all", LOY__GROUP_ALL},         {"first", LOY__GROUP_FIRST},
        {"highest", LOY__GROUP_HIGHEST}, {"lowest", LOY__GROUP_LOWEST},
        {"newest", LOY__GROUP_NEWEST},
    };
    static const loy__member members[] = {
        {"id", LOY__A_TEXT | LOY__REQUIRED, "the id of the group"},
        {"rules", LOY__A_LIST | LOY__REQUIRED, "a list of ids of rules"},
        {"mode", LOY__A_TEXT, "\"all\", \"first\", \"highest\", \"lowest\" or \"newest\""},
        {"within", LOY__A_TEXT, "the id of the currency that is compared"},
    };
    const loy_node *values[LOY_COUNT(members)];
    bool compares;

    (void)number;
    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->mode = loy__read_choice(reader, values[2], modes, LOY_COUNT(modes), LOY__GROUP_ALL);
    out->within = loy__read_part(reader, values[3], LOY_PART_CURRENCY);
    compares = out->mode == LOY__GROUP_HIGHEST || out->mode == LOY__GROUP_LOWEST;
    if (values[3] != NULL && !compares)
        loy__fault(reader, values[3], "conflicting-members",
                   "only \"highest\" and \"lowest\" compare points", NULL,
                   "leave out \"within\", or write \"mode\": \"highest\"");
    if (values[1] != NULL && values[1]->count == 0)
        loy__fault(reader, values[1], "missing-member", "a group of no rules has no meaning", NULL,
                   "name rules");
}

/* ---- Seats ---- */

static void
take_seat(loy__reader *reader, const loy_node *item, loy__rule *rule, loy__seat seat)
{
    loy__seat *seats = (loy__seat *)rule->seats;

    if (rule->seat_count > 0 && seats[rule->seat_count - 1].group == seat.group) {
        loy__fault(reader, item, "duplicate-id", "the group names the rule \"%s\" twice",
                   item->text, "name each rule once");
        return;
    }
    seats[rule->seat_count++] = seat;
}

/* Room for the seats that the groups ask for. */
static bool
make_seats(loy__reader *reader, loy__rule *rules)
{
    const uint32_t *counts = loy__count_naming(reader, LOY__PART_GROUP, LOY_PART_RULE);

    for (uint32_t i = 0; i < reader->program->rule_count && counts != NULL; i++)
        if (counts[i] > 0)
            rules[i].seats = loy__keep(reader, counts[i], sizeof(*rules[i].seats));
    return !reader->failed;
}

/* ---- What is compared ---- */

static bool
gives(const loy__rule *rule, uint32_t currency)
{
    if (loy__rule_earns(rule, currency))
        return true;
    for (uint32_t i = 0; i < rule->factor_count; i++)
        if (rule->factors[i].currency == currency)
            return true;
    return false;
}

/* The one currency that the rules of a group give, or LOY__NONE. */
static uint32_t
only_currency(const loy__reader *reader, const loy_node *list)
{
    const loy_program *program = reader->program;
    uint32_t found = LOY__NONE;

    for (const loy_node *item = list->first; item != NULL; item = item->next) {
        uint32_t rule = loy__rule_named(reader, item);

        for (uint32_t i = 0; i < program->currency_count && rule != LOY__NONE; i++) {
            if (i == found || !gives(&program->rules[rule], i))
                continue;
            if (found != LOY__NONE)
                return LOY__NONE;
            found = i;
        }
    }
    return found;
}

static void
choose_currency(loy__reader *reader, loy__group *group, const loy_node *list)
{
    uint32_t errors = reader->errors;

    if ((group->mode != LOY__GROUP_HIGHEST && group->mode != LOY__GROUP_LOWEST) ||
        group->within != LOY__NONE)
        return;
    group->within = only_currency(reader, list);
    if (group->within == LOY__NONE && errors == 0)
        loy__fault(reader, list, "missing-member",
                   "it is not clear of which currency these rules give the most", NULL,
                   "add \"within\": the id of a currency");
}

void
loy__read_groups(loy__reader *reader)
{
    loy_program *program = reader->program;
    loy__rule *rules = (loy__rule *)program->rules;
    loy__group *groups = (loy__group *)loy__read_parts(reader, LOY__PART_GROUP, sizeof(*groups),
                                                       read_group, &program->group_count);

    program->groups = groups;
    if (groups == NULL || rules == NULL || !make_seats(reader, rules))
        return;
    for (uint32_t i = 0; i < program->group_count; i++) {
        const loy_node *list = loy__rules_of(reader, LOY__PART_GROUP, i);
        uint32_t place = 0;

        for (const loy_node *item = list != NULL ? list->first : NULL; item != NULL;
             item = item->next, place++) {
            uint32_t rule = loy__rule_named(reader, item);

            if (rule != LOY__NONE)
                take_seat(reader, item, &rules[rule], (loy__seat){.group = i, .place = place});
        }
        if (list != NULL)
            choose_currency(reader, &groups[i], list);
    }
}
