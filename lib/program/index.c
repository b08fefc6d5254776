/*
 * index.c -- what is worked out once everything is read: which rules answer
 * what, and which facts are read at all.
 */
#include "program/read.h"

#include "base/hash.h"

/* ---- Rules by what they answer ---- */

static bool
answers_kind(const loy__rule *rule, uint32_t kind)
{
    return loy__bit(rule->kinds, kind);
}

static bool
answers_stage(const loy__rule *rule, uint32_t stage)
{
    return rule->stages != NULL && loy__bit(rule->stages, stage);
}

static loy__rule_list *
list_rules(loy__reader *reader, uint32_t triggers,
           bool (*answers)(const loy__rule *rule, uint32_t trigger))
{
    const loy_program *program = reader->program;
    loy__rule_list *lists = loy__keep(reader, triggers, sizeof(*lists));
    uint32_t *rules, trigger, i, count;

    for (trigger = 0; trigger < triggers && lists != NULL; trigger++) {
        for (i = 0, count = 0; i < program->rule_count; i++)
            count += answers(&program->rules[i], trigger);
        rules = loy__keep(reader, count, sizeof(*rules));
        if (rules == NULL)
            return NULL;
        lists[trigger].rules = rules;
        for (i = 0; i < program->rule_count; i++)
            if (answers(&program->rules[i], trigger))
                rules[lists[trigger].count++] = i;
        if (reader->errors == 0)
            lists[trigger].index = loy__index_list(reader, &lists[trigger]);
    }
    return lists;
}

void
loy__index_rules(loy__reader *reader)
{
    loy_program *program = reader->program;
    loy__rule_list *by_kind = list_rules(reader, program->kind_count, answers_kind);

    if (by_kind != NULL) /* what is given for goods that come back is bought */
        by_kind[LOY__ON_EXCHANGE] = by_kind[LOY__ON_PURCHASE];
    program->by_kind = by_kind;
    program->by_stage = list_rules(reader, program->stage_count, answers_stage);
}

/* ---- Facts ---- */

/* Those of `count` facts that are read, the first at a slot. */
static void
list_facts(loy_program *program, loy__part_fact *facts, uint32_t part, uint32_t slot,
           uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (loy__bit(program->facts.used, slot + i))
            facts[program->facts.part_count++] =
                (loy__part_fact){.slot = slot + i, .part = part, .number = i};
}

static void
list_parts(loy__reader *reader)
{
    loy_program *program = reader->program;
    const loy__facts *facts = &program->facts;
    loy__part_fact *parts = loy__keep(reader, facts->slot_count, sizeof(*parts));

    program->facts.parts = parts;
    if (parts == NULL)
        return;
    list_facts(program, parts, LOY_PART_LADDER, facts->tiers, program->ladder_count);
    list_facts(program, parts, LOY_PART_CURRENCY, facts->points, program->currency_count);
    list_facts(program, parts, LOY_PART_COUNTER, facts->counters, program->counter_count);
    list_facts(program, parts, LOY__PART_PLAN, facts->plans, program->plan_count);
    if (program->customer_attributes.count > 0)
        list_facts(program, parts, LOY__NONE, program->customer_attributes.items[0].slot,
                   program->customer_attributes.count);
}

void
loy__index_facts(loy__reader *reader)
{
    loy_program *program = reader->program;
    uint64_t *used = loy__keep(reader, (program->facts.slot_count + 63) / 64, sizeof(*used));
    const uint32_t *slots;
    uint32_t count, i;
    size_t code;

    for (code = 0; code < program->code_count && used != NULL; code++) {
        slots = loy__cel_slots(program->codes[code], &count);
        for (i = 0; i < count; i++)
            used[slots[i] >> 6] |= UINT64_C(1) << (slots[i] & 63);
        program->facts.line_fields |=
            loy__cel_fields(program->codes[code], program->facts.line_object);
    }
    program->facts.used = used;
    if (used == NULL)
        return;
    list_parts(reader);
    for (i = 0; i < program->let_count; i++)
        ((loy__let *)program->lets)[i].used = loy__bit(used, program->lets[i].slot);
}
