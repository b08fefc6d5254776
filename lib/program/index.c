/*
 * index.c -- what is worked out once everything is read: which rules answer
 * what, and which facts are read at all.
 */
#include "program/read.h"

#include "base/hash.h"
#include "base/macros.h"

/* ---- Rules by what they answer ---- */

static const uint64_t *
kinds_of(const loy__rule *rule)
{
    return rule->kinds;
}

static const uint64_t *
stages_of(const loy__rule *rule)
{
    return rule->stages;
}

/* Counts each rule at the triggers whose bits it has; with `rules`, writes it there,
 * where `at` says. */
static void
go_through(const loy_program *program, const uint64_t *(*answered_by)(const loy__rule *rule),
           uint32_t words, uint32_t *at, uint32_t *rules)
{
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const uint64_t *bits = answered_by(&program->rules[i]);

        for (uint32_t word = 0; bits != NULL && word < words; word++)
            for (uint64_t left = bits[word]; left != 0; left &= left - 1) {
                uint32_t place = at[64 * word + (uint32_t)loy__lowest_bit(left)]++;

                if (rules != NULL)
                    rules[place] = i;
            }
    }
}

static loy__rule_list *
list_rules(loy__reader *reader, uint32_t triggers,
           const uint64_t *(*answered_by)(const loy__rule *rule))
{
    loy__rule_list *lists = loy__keep(reader, triggers, sizeof(*lists));
    uint32_t *at = loy__borrow(reader, triggers, sizeof(*at)), *rules, count = 0;
    uint32_t words = (triggers + 63) / 64;

    if (lists == NULL || at == NULL)
        return NULL;
    go_through(reader->program, answered_by, words, at, NULL);
    for (uint32_t i = 0; i < triggers; i++) {
        lists[i].count = at[i];
        at[i] = count;
        count += lists[i].count;
    }
    rules = loy__keep(reader, count, sizeof(*rules));
    if (rules == NULL)
        return NULL;
    go_through(reader->program, answered_by, words, at, rules);
    for (uint32_t i = 0; i < triggers; i++) {
        lists[i].rules = rules + at[i] - lists[i].count;
        if (reader->errors == 0)
            lists[i].index = loy__index_list(reader, &lists[i]);
    }
    return lists;
}

void
loy__index_rules(loy__reader *reader)
{
    loy_program *program = reader->program;
    loy__rule_list *by_kind = list_rules(reader, program->kind_count, kinds_of);

    if (by_kind != NULL) /* what is given for goods that come back is bought */
        by_kind[LOY__ON_EXCHANGE] = by_kind[LOY__ON_PURCHASE];
    program->by_kind = by_kind;
    program->by_stage = list_rules(reader, program->stage_count, stages_of);
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
    for (i = 0; i < program->let_count; i++) {
        loy__let *let = &((loy__let *)program->lets)[i];

        if (!loy__bit(used, let->slot))
            let->need.symbols = 0;
        let->lines = let->code != NULL && loy__reads_lines(&program->facts, let->code);
    }
}
