/*
 * read_caps.c -- caps on what may be earned, and which of them hold for a rule:
 * those on a currency that it earns, unless they name other rules.
 */
#include "program/read.h"

#include <string.h>

#include "base/macros.h"

static void
read_cap(loy__reader *reader, const loy_node *node, uint32_t number, void *item)
{
    loy__cap *out = item;
    static const loy__member members[] = {
        {"id", LOY__A_TEXT | LOY__REQUIRED, "the id of the cap"},
        {"currency", LOY__A_TEXT | LOY__REQUIRED, "the id of a currency"},
        {"limit", LOY__A_TEXT | LOY__AN_INTEGER | LOY__REQUIRED, "the most points of a period"},
        {"per", LOY__A_TEXT | LOY__REQUIRED, "\"event\", " LOY__SAY_PERIODS},
        {"rules", LOY__A_LIST, "a list of ids of rules"},
        {"partial", LOY__A_BOOLEAN, "true or false"},
        {"freed", LOY__A_BOOLEAN, "false: points that come back leave the cap used"},
    };
    const loy_node *values[LOY_COUNT(members)];
    uint32_t scale = 0;

    (void)number;
    loy__read_members(reader, node, members, LOY_COUNT(members), values);
    out->currency = loy__read_part(reader, values[1], LOY_PART_CURRENCY);
    if (out->currency < reader->program->currency_count)
        scale = reader->program->currencies[out->currency].scale;
    out->limit = loy__read_points(reader, values[2], scale, 0);
    out->per = loy__read_period_or_event(reader, values[3], &out->each);
    out->whole = values[5] != NULL && values[5]->number == 0;
    out->uses.freed = !out->each && (values[6] == NULL || values[6]->number != 0);
    if (out->each && values[6] != NULL)
        loy__fault(reader, values[6], "conflicting-members",
                   "what an event may earn by itself is not used up", NULL, "leave out \"freed\"");
    reader->program->caps_freed = reader->program->caps_freed || out->uses.freed;
    loy__name_limit(reader, LOY__LIMIT_CAP, &out->name, &out->uses);
    if (values[4] != NULL && values[4]->count == 0)
        loy__fault(reader, values[4], "missing-member", "a cap on no rules has no meaning", NULL,
                   "name rules, or leave \"rules\" out for all");
}

void
loy__read_caps(loy__reader *reader)
{
    loy_program *program = reader->program;

    program->caps =
        loy__read_parts(reader, LOY__PART_CAP, sizeof(loy__cap), read_cap, &program->cap_count);
}

/* ---- The caps that hold for a rule ---- */

/* For each cap the bitset of the rules that it names, or NULL for all. */
static uint64_t **
read_capped(loy__reader *reader)
{
    uint32_t words = (reader->program->rule_count + 63) / 64;
    uint32_t count = reader->program->cap_count;
    uint64_t **sets = loy__borrow(reader, count, sizeof(*sets));

    for (uint32_t i = 0; i < count && sets != NULL; i++) {
        const loy_node *list = loy__rules_of(reader, LOY__PART_CAP, i);

        if (list == NULL)
            continue;
        sets[i] = loy__borrow(reader, words, sizeof(**sets));
        for (const loy_node *item = list->first; item != NULL && sets[i] != NULL;
             item = item->next) {
            uint32_t rule = loy__read_part(reader, item, LOY_PART_RULE);

            if (rule < reader->program->rule_count)
                sets[i][rule >> 6] |= UINT64_C(1) << (rule & 63);
        }
    }
    return sets;
}

static void
set_caps(loy__reader *reader, loy__rule *rule, uint64_t *const *sets)
{
    const loy__cap *caps = reader->program->caps;
    uint32_t found[LOY__MAX_CAPS];
    uint32_t *kept;

    for (uint32_t i = 0; i < reader->program->cap_count; i++)
        if ((sets[i] == NULL || loy__bit(sets[i], rule->number)) &&
            loy__rule_earns(rule, caps[i].currency))
            found[rule->cap_count++] = i;
    if (rule->cap_count == 0)
        return;
    kept = loy__keep(reader, rule->cap_count, sizeof(*kept));
    if (kept != NULL)
        memcpy(kept, found, rule->cap_count * sizeof(*kept));
    rule->caps = kept;
}

/* A cap that names a rule without effect on it is a slip. */
static void
check_named(loy__reader *reader, uint32_t cap)
{
    const loy_node *list = loy__rules_of(reader, LOY__PART_CAP, cap);
    uint32_t currency = reader->program->caps[cap].currency;

    for (const loy_node *item = list != NULL ? list->first : NULL; item != NULL;
         item = item->next) {
        uint32_t rule = loy__rule_named(reader, item);

        if (rule != LOY__NONE && !loy__rule_earns(&reader->program->rules[rule], currency))
            loy__warn(reader, item, "cap-without-earning",
                      "the rule \"%s\" does not earn the currency of this cap", item->text,
                      "leave it out of the cap");
    }
}

void
loy__set_caps(loy__reader *reader)
{
    loy_program *program = reader->program;
    loy__rule *rules = (loy__rule *)program->rules;
    uint64_t **sets = read_capped(reader);

    if (rules == NULL || program->caps == NULL || sets == NULL)
        return;
    for (uint32_t i = 0; i < program->rule_count; i++)
        set_caps(reader, &rules[i], sets);
    for (uint32_t i = 0; i < program->cap_count; i++)
        check_named(reader, i);
}
